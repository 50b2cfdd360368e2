"""From what a trail has to advanced event selectors that match the same events, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint import knowledge
from ctlint.description.literals import literals
from ctlint.description.words import is_unknown, phrase, shown
from ctlint.guard import contradicts
from ctlint.model import AdvancedEventSelector, EventSelector, Trail
from ctlint.semantics import compile
from ctlint.semantics.covering import Covering
from ctlint.semantics.events import CONDITION, Box, EventSet
from ctlint.semantics.letters import EQUAL, PREFIX, SUFFIX
from ctlint.semantics.strings import Pattern
from ctlint.source import Span
from ctlint.text import Text

OPERATORS = {EQUAL: "Equals", PREFIX: "StartsWith", SUFFIX: "EndsWith"}
TABLES = "AWS::DynamoDB::Table"


class Condition(NamedTuple):
    """A field, an operator and its values, as CloudTrail takes them."""

    field: str
    operator: str
    values: tuple[str, ...]


class Selector(NamedTuple):
    """An advanced event selector to write; `records` says in words what it records."""

    name: str
    conditions: tuple[Condition, ...]
    records: str


class Conversion(NamedTuple):
    """What a trail's selectors are written as; `reason` says why they are not, `remarks` what is to be known."""

    trail: Trail
    selectors: tuple[Selector, ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()


class _Unwritable(Exception):
    """Something in a selector is not known, so that nothing can be written for it."""


def convert(trail: Trail) -> Conversion:
    """Return advanced event selectors for what a trail has: its basic ones rewritten, advanced ones as they are."""
    try:
        selectors = tuple(_selectors(trail))
    except _Unwritable as error:
        return Conversion(trail, reason=str(error))
    values = sum(len(condition.values) for selector in selectors for condition in selector.conditions)
    if values > knowledge.limit("advanced_values"):
        reason = f"it takes {values} values, and a trail has at most {knowledge.limit('advanced_values')} in advanced selectors"
        return Conversion(trail, reason=reason)
    return Conversion(trail, selectors, remarks=tuple(_remarks(trail)))


def _selectors(trail: Trail) -> Iterator[Selector]:
    advanced, basic = trail.advanced_event_selectors, trail.event_selectors
    written = [*(advanced.items if advanced else ())]
    if any(not contradicts(each.guard, other.guard) for each in written for other in (basic.items if basic else ())):
        raise _Unwritable("it has basic and advanced event selectors, which CloudTrail rejects")
    for values in (advanced, basic):
        if values is not None and not values.complete:
            raise _Unwritable(f"{_place(values.span)}: not all of its selectors are known")
    if advanced and advanced.items:
        yield from map(_as_written, advanced.items)
    elif basic and basic.items:
        yield from _rewritten(trail, basic.items)
    elif compile.records_by_default(trail):
        yield _of_box(Box("Management", {}))
    else:
        raise _Unwritable("it has no selectors here")


def _as_written(selector: AdvancedEventSelector) -> Selector:
    place = _place(selector.span)
    if not selector.complete or selector.guard:
        raise _Unwritable(f"{place}: only the deployment tells what this selector is")
    conditions = []
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions:
            texts = (field_selector.field, condition.operator, *condition.values.items)
            if not field_selector.complete or not condition.values.complete or any(map(_is_unknown, texts)):
                raise _Unwritable(f"{_place(field_selector.span)}: a value is known to the deployment only")
            values = tuple(text.value or "" for text in condition.values.items)
            if values:  # CloudTrail prints empty lists
                conditions.append(Condition(field_selector.name or "", condition.operator.value or "", values))
    events = compile.selector_events(selector)
    said = "; ".join(_said(term.box) for term in events.terms)
    name = selector.name.value if selector.name else ""
    if name is None:
        raise _Unwritable(f"{place}: the name of a selector is known to the deployment only")
    return Selector(name, tuple(conditions), said)


def _is_unknown(text: Text | None) -> bool:
    return text is None or text.value is None


def _rewritten(trail: Trail, selectors: Sequence[EventSelector]) -> Iterator[Selector]:
    """Yield an advanced selector for the management events, and each resource type, of each basic one.

    Those whose events others record are left out: a basic selector records management events by default.
    """
    boxes: list[Box] = []
    for selector in selectors:
        for term in compile.selector_events(selector).terms:
            unknown = CONDITION in term.box.fields or any(each.has_letters for each in term.box.fields.values())
            if unknown:
                raise _Unwritable(f"{_place(selector.span)}: only the deployment tells what this selector records")
            boxes.append(term.box)
    superfluous = Covering([EventSet.of(box) for box in boxes]).superfluous()
    for at, box in enumerate(boxes):
        if at not in superfluous:
            yield _of_box(box)


def _of_box(box: Box) -> Selector:
    """Return the selector whose conditions are those of a box."""
    conditions = [Condition("eventCategory", "Equals", (box.category,))]
    for field, strings in box.fields.items():
        for clause in strings.clauses:
            for negation, patterns in (("", clause.selects), ("Not", (clause.deselect,))):
                for pattern in patterns:
                    conditions += _conditions(field, negation, pattern)
    said = _said(box)
    return Selector(said[: knowledge.limit("selector_name")], tuple(conditions), said)


def _said(box: Box) -> str:
    return f"{_label(box)}: {phrase(box)}"


def _label(box: Box) -> str:
    """Return what the events of a box are called."""
    return knowledge.label("resource_types", box.part) if box.part else knowledge.label("categories", box.category)


def _conditions(field: str, negation: str, pattern: Pattern) -> Iterator[Condition]:
    found: dict[str, list[str]] = {}
    for literal in literals(pattern):
        if is_unknown(literal):
            raise _Unwritable(f"a value of `{field}` is known to the deployment only")
        found.setdefault(OPERATORS[literal.kind], []).append(shown(literal))
    for operator, values in found.items():
        yield Condition(field, negation + operator, tuple(values))


def _remarks(trail: Trail) -> Iterator[str]:
    """Yield what is left out, and what the equality of the two forms rests on beyond what AWS documents."""
    if trail.name is not None and trail.name.value is None:
        yield f"its name, `{trail.name.display}`, is known to the deployment only and left out"
    for selector in trail.event_selectors.items if trail.event_selectors else ():
        for resource in selector.data_resources.items if selector.data_resources else ():
            if resource.type is not None and resource.type.value == TABLES and resource.values is not None:
                yield (
                    "that a basic selector compares the ARNs of DynamoDB tables as a whole, as Equals does, is inferred: "
                    "AWS documents it for Lambda functions only"
                )
                return


def _place(span: Span) -> str:
    return f"{span.source.path}:{span.start_position.line}"
