"""CT120 to CT126 and CT134: basic event selectors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint import knowledge
from ctlint.change import set_value
from ctlint.checks.registry import Context, check
from ctlint.checks.structure import listed
from ctlint.finding import Finding, Related
from ctlint.guard import contradicts
from ctlint.knowledge import arns
from ctlint.model import EventSelector, Trail
from ctlint.spelling import closest, did_you_mean, fold
from ctlint.text import GAP, Text

S3_OBJECT = "AWS::S3::Object"
WILDCARDS = "*?"
S3_ARN = re.compile(f"arn:(?:[^:{GAP}]*|{GAP}):s3:::(.*)", re.DOTALL)
"""An S3 ARN; a gap where the partition stands is one, whatever it holds."""

Recorded = frozenset[tuple[str, str]]
"""Kinds of management events: whether they read (the value of `readOnly`), and an excludable source or none."""


@check.basic_selector("CT120")
def unsupported_basic_type(selector: EventSelector, context: Context) -> Iterator[Finding]:
    accepted = knowledge.basic("resource_types")
    for resource in selector.data_resources.items if selector.data_resources else ():
        kind = resource.type
        if kind is None or kind.value is None or kind.value in accepted:
            continue
        only = f"a basic selector takes only {listed(accepted)}"
        if knowledge.resource_type(kind.value) is not None:
            yield Finding(kind.span, f"`{kind.value}` needs an advanced event selector; {only}")
            continue
        candidate = closest(kind.value, accepted)
        change = set_value(kind, candidate) if candidate else None
        yield Finding(kind.span, f"{only}, not `{kind.value}`{did_you_mean(candidate)}", change=change)


@check.basic_selector("CT121")
def invalid_basic_arn(selector: EventSelector, context: Context) -> Iterator[Finding]:
    for resource in selector.data_resources.items if selector.data_resources else ():
        kind = resource.type.value if resource.type else None
        if kind not in knowledge.basic("resource_types"):
            continue
        for value in resource.values.items if resource.values else ():
            if kind == S3_OBJECT and _lacks_slash(arns.shape(value)):
                change = set_value(value, f"{value.value}/") if value.value is not None else None
                message = f"`{value.display}` lacks the slash after the bucket"
                yield Finding(value.span, message, change=change)
            elif fault := _fault(value, kind) or _foreign_partition(value, context.partition):
                yield Finding(value.span, fault)


def _lacks_slash(shape: str) -> bool:
    """Tell whether the shape of an S3 ARN surely ends with the bucket's name."""
    match = S3_ARN.fullmatch(shape)
    return match is not None and match[1] != "" and not set(match[1]) & {"/", GAP, *WILDCARDS}


def _fault(value: Text, kind: str) -> str:
    """Return what makes AWS reject a value, whatever its gaps hold; empty where nothing does."""
    shape = arns.shape(value)
    if not shape:
        return "an empty value where an ARN is expected"
    if _is_no_arn(shape):
        return f"`{value.display}` is not an ARN"
    if kind != S3_OBJECT:
        return f"wildcard in `{value.display}`" if any(mark in shape for mark in WILDCARDS) else ""
    match = S3_ARN.fullmatch(shape)
    bucket = re.split(f"[/{GAP}]", match[1] if match else shape)[0]
    if any(mark in bucket for mark in WILDCARDS):
        return f"wildcard in the bucket of `{value.display}`"
    return f"`{value.display}` names no bucket" if match and match[1].startswith("/") else ""


def _is_no_arn(shape: str) -> bool:
    """Tell whether no filling of the gaps begins with `arn:`."""
    head = shape.partition(GAP)[0]
    return not head.startswith("arn:") and not (GAP in shape and "arn:".startswith(head))


def _foreign_partition(value: Text, partition: str | None) -> str:
    """Return what is wrong with the partition of an ARN, where it and the trail's are known."""
    found = value.pattern.split(":")[1:2]
    if partition is None or not found or GAP in found[0] or found[0] == partition:
        return ""
    return f"partition `{found[0]}` in `{value.display}`; the trail is in `{partition}`"


@check.basic_selector("CT122")
def empty_basic_selector(selector: EventSelector, context: Context) -> Iterator[Finding]:
    include = selector.include_management_events
    if include is not None and not selector.dialect.is_answer and _records_nothing(selector):
        yield Finding(include.span, "no management events and no data resources: the selector selects nothing")


@check.basic_selector("CT123")
def invalid_read_write_type(selector: EventSelector, context: Context) -> Iterator[Finding]:
    written = selector.read_write_type
    accepted = knowledge.basic("read_write_types")
    if written is None or written.value is None or written.value in accepted:
        return
    begun = (each for each in accepted if len(written.value) > 2 and each.lower().startswith(written.value.lower()))
    candidate = closest(written.value, accepted) or next(begun, None)
    change = set_value(written, candidate) if candidate else None
    key = selector.dialect.spell("ReadWriteType")
    message = f"`{key}` is one of {listed(accepted)}, not `{written.value}`{did_you_mean(candidate)}"
    yield Finding(written.span, message, change=change)


@check.basic_selector("CT124")
def unsupported_excluded_source(selector: EventSelector, context: Context) -> Iterator[Finding]:
    accepted = knowledge.basic("excludable_sources")
    for source in _excluded_sources(selector):
        if source.value is None or source.value in accepted:
            continue
        service = fold(source.value.partition(".")[0])
        candidate = next((each for each in accepted if each.partition(".")[0] == service), None)
        change = set_value(source, candidate) if candidate else None
        message = f"only {listed(accepted)} can be excluded, not `{source.value}`{did_you_mean(candidate)}"
        yield Finding(source.span, message, change=change)


@check.basic_selector("CT125")
def ineffective_exclusion(selector: EventSelector, context: Context) -> Iterator[Finding]:
    include = selector.include_management_events
    excluded = [source for source in _excluded_sources(selector) if source.value]
    if excluded and _is(include, "false") and not _records_nothing(selector):
        key = selector.dialect.spell("ExcludeManagementEventSources")
        message = f"the selector records no management events that `{key}` could take out"
        related = (Related(include.span, "management events are off here"),) if include else ()
        yield Finding(excluded[0].span, message, related)


@check.trail("CT126")
def basic_selectors_on_event_data_store(trail: Trail, context: Context) -> Iterator[Finding]:
    basic = trail.event_selectors
    if trail.destination == "event_data_store" and basic and (basic.items or not trail.dialect.is_answer):
        yield Finding(basic.span, "an event data store has no basic event selectors")


@check.trail("CT134")
def implied_management_events(trail: Trail, context: Context) -> Iterator[Finding]:
    basic = trail.event_selectors
    if basic is None or not basic.complete or trail.dialect.is_answer:
        return
    explicit = [
        (selector, _possibly_recorded(selector))
        for selector in basic.items
        if selector.include_management_events is not None or not selector.complete
    ]
    for selector in basic.items:
        if selector.include_management_events is None and selector.complete and _has_data(selector):
            finding = _compare(selector, explicit)
            if finding is not None:
                yield finding


def _compare(selector: EventSelector, explicit: list[tuple[EventSelector, Recorded]]) -> Finding | None:
    """Return the finding about a selector that may stand beside others which record less, or None."""
    unmeant = _surely_recorded(selector)
    named: EventSelector | None = None
    for other, recorded in explicit:
        if other.position != selector.position and not contradicts(other.guard, selector.guard):
            unmeant -= recorded
            if not unmeant:
                return None
            named = named or (other if other.include_management_events is not None else None)
    return _implied(selector, named, unmeant) if named else None


def _implied(selector: EventSelector, explicit: EventSelector, unmeant: Recorded) -> Finding:
    """Return the finding about a selector that records management events which no other one asks for."""
    kinds = {read_only for read_only, _ in unmeant}
    names = {frozenset(("true",)): "read ", frozenset(("false",)): "write "}.get(frozenset(kinds), "")
    key = selector.dialect.spell("IncludeManagementEvents")
    message = f"without `{key}` the selector records {names}management events too"
    flag = explicit.include_management_events
    related = (Related(flag.span, "this selector says which management events are meant"),) if flag else ()
    read_only, source = min(unmeant)
    witness = (("eventCategory", "Management"), ("readOnly", read_only))
    return Finding(selector.span, message, related, witness + ((("eventSource", source),) if source else ()))


def _surely_recorded(selector: EventSelector) -> Recorded:
    """Return the kinds of management events that a selector without `IncludeManagementEvents` records at least."""
    excluded = selector.exclude_management_event_sources
    unknown = excluded is not None and (not excluded.complete or any(each.value is None for each in excluded.items))
    sources = {"", *knowledge.basic("excludable_sources")}
    written = selector.read_write_type
    reads = {None: ("false", "true"), "All": ("false", "true"), "ReadOnly": ("true",), "WriteOnly": ("false",)}
    if written is not None and written.value is None:
        return frozenset()
    kept = {""} if unknown else sources - {each.value for each in _excluded_sources(selector)}
    read_only = reads.get(written.value if written else None, ())
    return frozenset((each, source) for each in read_only for source in kept)


def _possibly_recorded(selector: EventSelector) -> Recorded:
    """Return the kinds of management events that a selector records at most."""
    if _is(selector.include_management_events, "false"):
        return frozenset()
    written = selector.read_write_type.value if selector.read_write_type else None
    sources = {"", *knowledge.basic("excludable_sources")} - {each.value for each in _excluded_sources(selector)}
    read_only = {"ReadOnly": ("true",), "WriteOnly": ("false",)}.get(written or "", ("false", "true"))
    return frozenset((each, source) for each in read_only for source in sources)


def _records_nothing(selector: EventSelector) -> bool:
    """Tell whether a selector surely has neither management events nor data resources."""
    return selector.complete and _is(selector.include_management_events, "false") and not _may_have_data(selector)


def _may_have_data(selector: EventSelector) -> bool:
    resources = selector.data_resources
    return resources is not None and bool(resources.items or not resources.complete)


def _has_data(selector: EventSelector) -> bool:
    return selector.data_resources is not None and bool(selector.data_resources.items)


def _excluded_sources(selector: EventSelector) -> list[Text]:
    """Return the sources that a selector excludes; `""` stands for none (put-event-selectors, AWS CLI)."""
    excluded = selector.exclude_management_event_sources
    return [source for source in excluded.items if source.pattern] if excluded else []


def _is(flag: Text | None, word: str) -> bool:
    return flag is not None and flag.value is not None and flag.value.lower() == word
