"""CT5: events that nobody records."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint import knowledge
from ctlint.checks.registry import Context, check
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.model import AdvancedEventSelector, EventSelector, Trail, Values
from ctlint.text import GAP, Text


@check.meaning("CT505")
def single_region_trail(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    is_request = trail.destination == "trail" and trail.is_declared and not trail.dialect.is_answer
    if not is_request or "IsMultiRegionTrail" in trail.attributes:
        return
    found = next(_whole_types(flaws.known_trail(trail)), None)
    if found is not None:
        key = trail.dialect.spell("IsMultiRegionTrail")
        message = f"records all resources of `{found.value}`, but of one Region only: `{key}` is not set"
        yield Finding(trail.span, message, (Related(found.span, "all resources of this type"),))


def _whole_types(trail: Trail) -> Iterator[Text]:
    """Yield the resource types that a selector of a trail covers as a whole, each at its place."""
    for advanced in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        kind = _whole_type(advanced)
        if kind is not None:
            yield kind
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        yield from _whole_basic_types(basic)


def _whole_type(selector: AdvancedEventSelector) -> Text | None:
    """Return the resource type that a selector takes every resource and event of, reads or writes at least."""
    is_known = selector.complete and all(each.complete for each in selector.field_selectors)
    types = selector.values("resources.type")
    names = {field_selector.name for field_selector in selector.field_selectors}
    if not is_known or types is None or not names <= {"eventCategory", "resources.type", "readOnly"}:
        return None
    is_data = selector.only_value("eventCategory") == "Data" and selector.only_value("resources.type") is not None
    return types.items[0] if is_data else None


def _whole_basic_types(selector: EventSelector) -> Iterator[Text]:
    for resource in selector.data_resources.items if selector.data_resources else ():
        values = resource.values.items if resource.values else ()
        if resource.type is not None and resource.type.value and any(map(_is_all_resources, values)):
            yield resource.type


def _is_all_resources(value: Text) -> bool:
    """Tell whether a value of a basic selector stands for all resources of its type, in whichever partition."""
    prefix, partition, rest = (*value.pattern.split(":", 2), "", "", "")[:3]
    known = "aws" if partition == GAP else partition
    return f"{prefix}:{known}:{rest}" in knowledge.all_resources()


@check.trail("CT506")
def stopped_trail(trail: Trail, context: Context) -> Iterator[Finding]:
    logging = trail.attributes.get("IsLogging")
    if logging is None or logging.flag is not False or trail.destination != "trail":
        return
    written = next(filter(_has_items, (trail.advanced_event_selectors, trail.event_selectors)), None)
    if written is not None:
        message = "logging is off: nothing of what the selectors choose is recorded"
        yield Finding(logging.span, message, (Related(written.span, "these selectors"),))


def _has_items(selectors: Values[AdvancedEventSelector] | Values[EventSelector] | None) -> bool:
    return selectors is not None and bool(selectors.items)
