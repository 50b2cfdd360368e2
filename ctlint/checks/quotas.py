"""CT201 to CT209: quotas and lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from ctlint import knowledge
from ctlint.checks.places import by_region, surely_deployed, surely_multi_region
from ctlint.checks.registry import Context, check
from ctlint.finding import Finding
from ctlint.guard import Guard, may_meet
from ctlint.model import AdvancedEventSelector, Deployment, EventSelector, Options, Trail, Values
from ctlint.source import Span
from ctlint.text import GAP, Text

NEARLY = 0.9
"""The share of a quota from which on it is nearly exhausted."""

Selector = TypeVar("Selector", EventSelector, AdvancedEventSelector)


class Usage(NamedTuple):
    """The values that count towards a quota in one deployment, and the first selector that holds some."""

    values: list[Text]
    place: Span


@check.trail("CT201")
def too_many_basic_selectors(trail: Trail, context: Context) -> Iterator[Finding]:
    most = knowledge.limit("basic_selectors")
    chosen = _together(trail.event_selectors, trail.guard, lambda selector: 1)
    if trail.destination != "event_data_store" and len(chosen) > most:
        yield Finding(chosen[most].span, f"{len(chosen)} basic event selectors; a trail takes at most {most}")


@check.trail("CT202")
def too_many_data_resources(trail: Trail, context: Context) -> Iterator[Finding]:
    most = knowledge.limit("basic_values")
    usage = _basic_usage(trail)
    if usage is not None and len(usage.values) > most:
        message = f"{len(usage.values)} data resource values in all basic event selectors; a trail takes at most {most}"
        yield Finding(usage.values[most].span, message)


@check.trail("CT203")
def too_many_values(trail: Trail, context: Context) -> Iterator[Finding]:
    most = knowledge.limit("advanced_values")
    usage = _advanced_usage(trail)
    if usage is not None and len(usage.values) > most:
        message = f"{len(usage.values)} values in all advanced event selectors; at most {most} are allowed"
        yield Finding(usage.values[most].span, message)


@check.selector("CT204")
def overlong_name(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    longest = knowledge.limit("selector_name")
    if selector.name is not None and _least_length(selector.name) > longest:
        length = _least_length(selector.name)
        yield Finding(selector.name.span, f"a selector name of {length} characters; {longest} are allowed")


@check.selector("CT205")
def overlong_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    longest = knowledge.limit("value")
    for value in _advanced_values(selector):
        if _least_length(value) > longest:
            yield Finding(value.span, f"a value of {_least_length(value)} characters; {longest} are allowed")


@check.deployment("CT206")
def too_many_trails(deployment: Deployment, options: Options) -> Iterator[Finding]:
    most = knowledge.limit("trails")
    reported: set[Span] = set()
    for members in by_region(trail for trail in deployment.trails if _surely_takes_a_slot(trail)):
        if len(members) > most and members[most].span not in reported:
            reported.add(members[most].span)
            message = f"{len(members)} trails in {_shared_region(members)}; an account takes at most {most} in a Region"
            yield Finding(members[most].span, message)


@check.trail("CT207")
def too_many_event_data_store_selectors(trail: Trail, context: Context) -> Iterator[Finding]:
    most = knowledge.limit("event_data_store_selectors")
    chosen = _together(trail.advanced_event_selectors, trail.guard, lambda selector: 1)
    if trail.destination == "event_data_store" and not trail.dialect.is_answer and len(chosen) > most:
        message = f"{len(chosen)} advanced event selectors; {most} are documented for an event data store"
        yield Finding(chosen[most].span, message)


@check.trail("CT208")
def nearly_exhausted_quota(trail: Trail, context: Context) -> Iterator[Finding]:
    if trail.dialect.is_answer:
        return
    basic, advanced = knowledge.limit("basic_values"), knowledge.limit("advanced_values")
    for usage, most in ((_basic_usage(trail), basic), (_advanced_usage(trail), advanced)):
        if usage is not None and NEARLY * most <= len(usage.values) <= most:
            yield Finding(usage.place, f"{len(usage.values)} of {most} values are used up")


@check.selector("CT209")
def empty_name(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.name is not None and selector.name.value == "" and selector.dialect.min_name_length > 0:
        yield Finding(selector.name.span, "an empty selector name; leave the key out instead")


def _together(selectors: Values[Selector] | None, guard: Guard, weight: Callable[[Selector], int]) -> list[Selector]:
    """Return many selectors that certainly can exist together, the heavy ones first chosen, in their order.

    Not always the most: finding those is as hard as any puzzle, and missing one is no false alarm.
    """
    chosen: list[Selector] = []
    world: Guard = guard
    for selector in sorted(selectors.items if selectors else (), key=lambda each: (each.guard != guard, -weight(each))):
        if may_meet(world, selector.guard):
            world |= selector.guard
            chosen.append(selector)
    return sorted(chosen, key=lambda selector: (selector.position, selector.span.start))


def _basic_usage(trail: Trail) -> Usage | None:
    """Return what counts towards the quota of data resource values; None where that is far from it.

    The quota does not apply to a trail that logs all resources of a type (WhatIsCloudTrail-Limits, 2026-11-20).
    """
    chosen = _together(trail.event_selectors, trail.guard, lambda selector: len(_basic_values(selector)))
    values = [value for selector in chosen for value in _basic_values(selector)]
    if len(values) < NEARLY * knowledge.limit("basic_values") or any(_may_be_all_resources(value) for value in values):
        return None
    return Usage(values, next(selector.span for selector in chosen if _basic_values(selector)))


def _advanced_usage(trail: Trail) -> Usage | None:
    """Return what counts towards the quota of advanced selectors: every value, `eventCategory`'s included."""
    chosen = _together(trail.advanced_event_selectors, trail.guard, lambda selector: len(_advanced_values(selector)))
    values = [value for selector in chosen for value in _advanced_values(selector)]
    return Usage(values, chosen[0].span) if values else None


def _basic_values(selector: EventSelector) -> list[Text]:
    resources = selector.data_resources.items if selector.data_resources else ()
    return [value for resource in resources if resource.values for value in resource.values.items]


def _advanced_values(selector: AdvancedEventSelector) -> list[Text]:
    return [
        value
        for field_selector in selector.field_selectors
        for condition in field_selector.conditions
        for value in condition.values.items
    ]


def _may_be_all_resources(value: Text) -> bool:
    """Tell whether some filling of the gaps makes a value stand for all resources of its type."""
    if value.value is not None:
        return value.value in knowledge.all_resources()
    head, tail = value.head, value.tail
    return any(each.startswith(head) and each.endswith(tail) for each in knowledge.all_resources())


def _least_length(text: Text) -> int:
    """Return how many characters a text has at least: those that are known."""
    return len(text.pattern.replace(GAP, ""))


def _surely_takes_a_slot(trail: Trail) -> bool:
    is_there = trail.is_declared or trail.dialect.is_answer
    return is_there and trail.destination == "trail" and surely_deployed(trail)


def _shared_region(trails: list[Trail]) -> str:
    """Return a name for the Region in which trails count together."""
    single = [trail for trail in trails if not surely_multi_region(trail)]
    homes = [trail.attribute("HomeRegion") for trail in single or trails]
    names = {home.value if home is not None else None for home in homes}
    region = names.pop() if len(names) == 1 else None
    return f"`{region}`" if region else "one account and Region"
