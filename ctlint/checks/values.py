"""The values of selectors, as the rules about values look at them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ctlint import knowledge
from ctlint.knowledge import ResourceType, arns
from ctlint.model import AdvancedEventSelector, EventSelector
from ctlint.text import GAP, Text

ARN_FIELDS = frozenset(("resources.ARN", "userIdentity.arn"))


class Value(NamedTuple):
    """One value of a condition; `operator` is without its negation, which `excludes` tells."""

    field: str
    operator: str
    excludes: bool
    text: Text
    shape: str


class BasicValue(NamedTuple):
    """One value of a basic selector's data resource, under its known or unknown type."""

    type: str | None
    text: Text
    shape: str


@lru_cache(maxsize=2)  # many checks in a row ask for the values of one selector
def values(selector: AdvancedEventSelector) -> tuple[Value, ...]:
    """Return every value under a known field and a known operator; empty strings are no values."""
    return tuple(_values(selector))


def _values(selector: AdvancedEventSelector) -> Iterator[Value]:
    for field_selector in selector.field_selectors:
        name = field_selector.name
        if name not in knowledge.field_names():
            continue
        for condition in field_selector.conditions:
            operator = condition.operator.value
            if operator in knowledge.operators():
                for text in condition.values.items:
                    if text.pattern:
                        plain = operator.removeprefix("Not")
                        yield Value(name, plain, plain != operator, text, arns.shape(text))


def arn_values(selector: AdvancedEventSelector) -> Iterator[Value]:
    """Yield the values of the fields that hold ARNs."""
    return (value for value in values(selector) if value.field in ARN_FIELDS)


def basic_values(selector: EventSelector) -> Iterator[BasicValue]:
    """Yield the ARNs of a basic selector's data resources."""
    for resource in selector.data_resources.items if selector.data_resources else ():
        kind = resource.type.value if resource.type else None
        for text in resource.values.items if resource.values else ():
            if text.pattern:
                yield BasicValue(kind, text, arns.shape(text))


def resource_type(selector: AdvancedEventSelector) -> ResourceType | None:
    """Return what is known of the one resource type that a selector names, or None."""
    name = selector.only_value("resources.type")
    return knowledge.resource_type(name) if name else None


def reach(value: Value) -> str:
    """Return the shape of the whole strings that a value matches: open at the end for a prefix."""
    match value.operator:
        case "StartsWith":
            return value.shape + GAP
        case "EndsWith":
            return GAP + value.shape
        case _:
            return value.shape
