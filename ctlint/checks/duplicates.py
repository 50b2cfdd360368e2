"""CT1: equal items in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ctlint.change import RemoveItem
from ctlint.checks.registry import Context, check
from ctlint.finding import Finding, Related
from ctlint.guard import ALWAYS, Guard, may_meet
from ctlint.model import (
    AdvancedEventSelector,
    DataResource,
    EventSelector,
    FieldSelector,
    InsightSelector,
    Trail,
    Values,
)
from ctlint.source import Span
from ctlint.text import Text

Identity = tuple[object, ...]
"""Equal for two parts that are surely deployed alike; None stands for a part that cannot be compared."""


class Item(NamedTuple):
    """An item of a list, with the name that a message gives it."""

    what: str
    span: Span
    identity: Identity | None
    guard: Guard = ALWAYS


@check.trail("CT131")
def duplicate_selector(trail: Trail, context: Context) -> Iterator[Finding]:
    advanced, basic, insights = trail.advanced_event_selectors, trail.event_selectors, trail.insight_selectors
    what, unique = "this selector", trail.dialect.unique_items
    if advanced:
        yield from repeated((Item(what, each.span, _advanced(each), each.guard) for each in advanced.items), unique)
    if basic:
        yield from repeated((Item(what, each.span, _basic(each), each.guard) for each in basic.items), unique)
    if insights:
        yield from repeated((Item(what, each.span, _insight(each), each.guard) for each in insights.items), unique)


@check.selector("CT131")
def duplicate_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    # Where equal field selectors are not merged, CT115 speaks of the field that they have in common.
    if selector.dialect.merges_equal_fields:
        items = (Item("this field selector", each.span, _field(each)) for each in selector.field_selectors)
        yield from repeated(items, selector.dialect.unique_items)
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions:
            yield from _repeated_values(condition.values, selector.dialect.unique_items)


@check.basic_selector("CT131")
def duplicate_data_resource(selector: EventSelector, context: Context) -> Iterator[Finding]:
    unique = selector.dialect.unique_items
    resources = selector.data_resources.items if selector.data_resources else ()
    yield from repeated((Item("this data resource", each.span, _resource(each)) for each in resources), unique)
    for resource in resources:
        yield from _repeated_values(resource.values, unique)
    yield from _repeated_values(selector.exclude_management_event_sources, unique)


def repeated(items: Iterable[Item], unique_items: bool) -> Iterator[Finding]:
    """Yield a finding for each item that equals an earlier one and is deployed together with it."""
    earlier: dict[Identity, list[Item]] = {}
    for item in items:
        if item.identity is None:
            continue
        same = earlier.setdefault(item.identity, [])
        first = next((other for other in same if may_meet(item.guard, other.guard)), None)
        if first is not None:
            message = f"{item.what} is already in the list"
            variant = "unique-items" if unique_items else ""
            # The two are in one place where a YAML alias repeats an item.
            related = (Related(first.span, "the first one"),) if first.span != item.span else ()
            change = RemoveItem(item.span) if related else None
            yield Finding(item.span, message, related, change=change, variant=variant)
        same.append(item)


def _repeated_values(values: Values[Text] | None, unique_items: bool) -> Iterator[Finding]:
    # An empty string has a finding of its own.
    items = (value for value in values.items if value.pattern) if values else ()
    return repeated((Item(f"`{each.display}`", each.span, each.identity) for each in items), unique_items)


def _advanced(selector: AdvancedEventSelector) -> Identity | None:
    fields = [_field(each) for each in selector.field_selectors]
    is_known = selector.complete and bool(fields) and not _has_none(fields)
    return (_text(selector.name), *fields) if is_known else None


def _field(field_selector: FieldSelector) -> Identity | None:
    if field_selector.field is None or not field_selector.complete:
        return None
    conditions = tuple((each.operator.value, _values(each.values)) for each in field_selector.conditions)
    return None if _has_none(conditions) else (field_selector.field.identity, *conditions)


def _basic(selector: EventSelector) -> Identity | None:
    resources = selector.data_resources
    identities = [_resource(each) for each in resources.items] if resources else []
    excluded = selector.exclude_management_event_sources
    lists_known = (resources is None or resources.complete) and (excluded is None or excluded.complete)
    if not selector.complete or not lists_known or None in identities:
        return None
    flags = (_text(selector.read_write_type), _text(selector.include_management_events))
    return (*flags, resources is None, tuple(identities), excluded is None, _values(excluded))


def _insight(selector: InsightSelector) -> Identity | None:
    categories = selector.event_categories
    if not selector.complete or selector.type is None or (categories is not None and not categories.complete):
        return None
    return (selector.type.identity, categories is None, _values(categories))


def _resource(resource: DataResource) -> Identity | None:
    values = resource.values
    if not resource.complete or resource.type is None or (values is not None and not values.complete):
        return None
    return (resource.type.identity, values is None, _values(values))


def _text(text: Text | None) -> Identity | None:
    return text.identity if text else None


def _values(values: Values[Text] | None) -> Identity | None:
    """Return the values in their order, or None where they are absent or not all known."""
    if values is None or not values.complete:
        return None
    return tuple(value.identity for value in values.items)


def _has_none(parts: Iterable[object]) -> bool:
    return any(part is None or (isinstance(part, tuple) and _has_none(part)) for part in parts)
