"""CT129, CT130, CT132 and CT135: Insights selectors and the event configuration."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint import knowledge
from ctlint.change import set_value
from ctlint.checks.registry import Context, check
from ctlint.checks.structure import listed
from ctlint.finding import Finding, Related
from ctlint.guard import contradicts
from ctlint.model import (
    DESTINATIONS,
    AdvancedEventSelector,
    AggregationConfiguration,
    ContextKeySelector,
    EventConfiguration,
    EventSelector,
    InsightSelector,
    Trail,
    Values,
)
from ctlint.source import Span
from ctlint.spelling import closest, did_you_mean
from ctlint.text import GAP, Text

LARGE = "Large"
ANYTHING = frozenset(("read", "write", "data"))
"""What Insights may analyse: reading and writing management events, and data events of either kind."""


@check.trail("CT129")
def invalid_insight_type(trail: Trail, context: Context) -> Iterator[Finding]:
    if trail.insight_selectors is None:
        return
    for selector in trail.insight_selectors.items:
        # `"InsightType": ""` is how get-insight-selectors prints that there is none.
        if selector.type is not None and not (trail.dialect.is_answer and not selector.type.pattern):
            yield from _unlisted(selector.type, knowledge.insights("types"), "an Insights type")
        for category in selector.event_categories.items if selector.event_categories else ():
            yield from _unlisted(category, knowledge.insights("event_categories"), "an event category of Insights")
            if context.destinations == ("event_data_store",) and _is_for_trails_only(category):
                message = f"Insights of `{category.value}` events exist for trails, not for event data stores"
                yield Finding(category.span, message)


def _is_for_trails_only(category: Text) -> bool:
    everywhere = knowledge.insights("event_data_store_categories")
    return category.value in knowledge.insights("event_categories") and category.value not in everywhere


@check.trail("CT130")
def unmet_insight_requirement(trail: Trail, context: Context) -> Iterator[Finding]:
    if trail.insight_selectors is None:
        return
    for insight in trail.insight_selectors.items:
        kind = insight.type
        if kind is None or kind.value not in knowledge.insights("types"):
            continue
        recorded = _possibly_recorded(trail, insight)
        place = (trail.advanced_event_selectors or trail.event_selectors or trail.insight_selectors).span
        related = (Related(place, "what is recorded"),)
        for category, span in _analysed_categories(insight):
            needed = knowledge.analysed_management(kind.value) if category == "Management" else frozenset(("data",))
            if not needed & recorded:
                events = "data" if category == "Data" else "write management" if len(needed) == 1 else "management"
                yield Finding(span, f"`{kind.value}` analyses {events} events, and none are recorded", related)


def _analysed_categories(insight: InsightSelector) -> list[tuple[str, Span]]:
    """Return the event categories that an Insights selector surely names, each with its place."""
    if insight.event_categories is None:
        return [("Management", insight.type.span)] if insight.type and insight.complete else []
    known = knowledge.insights("event_categories")
    return [(each.value, each.span) for each in insight.event_categories.items if each.value in known and each.value]


def _possibly_recorded(trail: Trail, insight: InsightSelector) -> frozenset[str]:
    """Return what a trail may record where an Insights selector exists: everything, unless its selectors tell."""
    basic, advanced = trail.event_selectors, trail.advanced_event_selectors
    if (basic is not None and not basic.complete) or (advanced is not None and not advanced.complete):
        return ANYTHING
    found = [_recorded_by_basic(each) for each in basic.items if _together(each, insight)] if basic else []
    if advanced is not None:
        found += [_recorded_by_advanced(each) for each in advanced.items if _together(each, insight)]
    # A trail without any selector records all management events.
    return frozenset().union(*found) if found else ANYTHING


def _together(selector: EventSelector | AdvancedEventSelector, insight: InsightSelector) -> bool:
    return not contradicts(selector.guard, insight.guard)


def _recorded_by_basic(selector: EventSelector) -> frozenset[str]:
    """Return what a basic selector records at most."""
    if not selector.complete:
        return ANYTHING
    flag = selector.include_management_events
    resources = selector.data_resources
    has_data = resources is not None and bool(resources.items or not resources.complete)
    data = frozenset(("data",)) if has_data else frozenset()
    if flag is not None and flag.value is not None and flag.value.lower() == "false":
        return data
    written = selector.read_write_type.value if selector.read_write_type else None
    reads = {"ReadOnly": frozenset(("read",)), "WriteOnly": frozenset(("write",))}
    return data | reads.get(written or "", frozenset(("read", "write")))


def _recorded_by_advanced(selector: AdvancedEventSelector) -> frozenset[str]:
    """Return what an advanced selector records at most."""
    category = selector.only_value("eventCategory")
    known = {each for destination in DESTINATIONS for each in knowledge.categories(destination)}
    if not selector.complete or category not in known:
        return ANYTHING
    if category == "Data":
        return frozenset(("data",))
    if category != "Management":
        return frozenset()
    reads = {"true": frozenset(("read",)), "false": frozenset(("write",))}
    return reads.get(selector.only_value("readOnly") or "", frozenset(("read", "write")))


@check.trail("CT135")
def replaced_insights(trail: Trail, context: Context) -> Iterator[Finding]:
    insights = trail.insight_selectors
    if insights is None or not insights.complete or trail.dialect.is_answer:
        return
    if any(_may_name_management(selector) for selector in insights.items):
        return
    for selector in insights.items:
        if selector.event_categories is not None and selector.event_categories.items:
            first = selector.event_categories.items[0]
            key = selector.dialect.spell("EventCategories")
            message = f"`{key}` without `Management`: Insights of {first.value} events replace those"
            yield Finding(first.span, f"{message} of management events")


def _may_name_management(selector: InsightSelector) -> bool:
    categories = selector.event_categories
    if categories is None or not categories.complete:
        return True
    return any(each.value is None or each.value == "Management" for each in categories.items)


@check.trail("CT132")
def invalid_event_configuration(trail: Trail, context: Context) -> Iterator[Finding]:
    configuration = trail.event_configuration
    if configuration is None:
        return
    size = configuration.max_event_size
    if size is not None:
        yield from _unlisted(size, knowledge.event_configuration("max_event_sizes"), "an event size")
    yield from _context_keys_need_large_events(configuration)
    keys = configuration.context_key_selectors
    if keys is not None:
        yield from _too_many(keys, knowledge.limit("context_key_selectors"), "context key selectors")
        for each in keys.items:
            yield from _context_key_faults(each)
    aggregations = configuration.aggregations
    if aggregations is not None:
        yield from _too_many(aggregations, knowledge.limit("aggregations"), "aggregation configurations")
        for aggregation in aggregations.items:
            yield from _aggregation_faults(aggregation)


def _context_keys_need_large_events(configuration: EventConfiguration) -> Iterator[Finding]:
    keys, size = configuration.context_key_selectors, configuration.max_event_size
    if keys is None or not keys.items:
        return
    if size is not None and size.value in knowledge.event_configuration("max_event_sizes") and size.value != LARGE:
        message = f"`ContextKeySelectors` needs `MaxEventSize` `{LARGE}`, not `{size.value}`"
        yield Finding(size.span, message, (Related(keys.items[0].span, "context keys"),), change=set_value(size, LARGE))
    elif size is None and configuration.complete:
        yield Finding(keys.items[0].span, f"`ContextKeySelectors` needs `MaxEventSize` `{LARGE}`, which is missing")


def _context_key_faults(selector: ContextKeySelector) -> Iterator[Finding]:
    if selector.type is not None:
        yield from _unlisted(selector.type, knowledge.event_configuration("context_key_types"), "a context key type")
    if selector.keys is None:
        return
    yield from _too_many(selector.keys, knowledge.limit("context_keys"), "context keys")
    longest = knowledge.limit("context_key")
    for key in selector.keys.items:
        length = len(key.pattern.replace(GAP, ""))
        if length > longest:
            yield Finding(key.span, f"a context key of {length} characters; {longest} are allowed")
        elif not key.pattern:
            yield Finding(key.span, "an empty context key")


def _aggregation_faults(aggregation: AggregationConfiguration) -> Iterator[Finding]:
    if aggregation.event_category is not None:
        allowed = knowledge.event_configuration("aggregation_categories")
        yield from _unlisted(aggregation.event_category, allowed, "an event category that can be aggregated")
    for template in aggregation.templates.items if aggregation.templates else ():
        yield from _unlisted(template, knowledge.aggregation_templates(), "an aggregation template")


def _unlisted(text: Text, allowed: tuple[str, ...], what: str) -> Iterator[Finding]:
    """Yield a finding about a known text that is none of the allowed ones."""
    if text.value is None or text.value in allowed:
        return
    candidate = closest(text.value, allowed)
    change = set_value(text, candidate) if candidate else None
    yield Finding(
        text.span, f"`{text.value}` is not {what} ({listed(allowed)}){did_you_mean(candidate)}", change=change
    )


def _too_many(
    values: Values[ContextKeySelector] | Values[AggregationConfiguration] | Values[Text], most: int, what: str
) -> Iterator[Finding]:
    if len(values.items) > most:
        yield Finding(values.items[most].span, f"{len(values.items)} {what}; at most {most} are allowed")
