"""CT4: events that are paid for without need."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ctlint import knowledge
from ctlint.checks.places import default_recorder, in_one_place, surely_deployed, surely_logging
from ctlint.checks.registry import check
from ctlint.finding import Finding, Related
from ctlint.guard import may_meet
from ctlint.model import AdvancedEventSelector, Deployment, EventSelector, InsightSelector, Options, Trail
from ctlint.text import Text

CALLS = "ApiCallRateInsight"
CATEGORIES = {"Management": ("management-insight", "management writes"), "Data": ("data-insight", "data events")}
"""What two Insights types analyse both, by event category, and its price."""


@check.deployment("CT407")
def doubled_insight_analysis(deployment: Deployment, options: Options) -> Iterator[Finding]:
    analysts = [trail for trail in deployment.trails if trail.insight_selectors is not None and not trail.rules]
    for trail in analysts:
        yield from _both_types(trail, options)
    stores = [trail for trail in analysts if _surely_analyses(trail, "event_data_store")]
    for trail in analysts if stores else ():
        store = next((each for each in stores if in_one_place(trail, each)), None)
        if store is not None and _surely_analyses(trail, "trail"):
            yield from _both_places(trail, store, options)


def _both_types(trail: Trail, options: Options) -> Iterator[Finding]:
    """Yield a finding for each event category of which both Insights types analyse the same events."""
    insights = trail.insight_selectors.items if trail.insight_selectors else ()
    for left, right in combinations(insights, 2):
        first, second = sorted((left, right), key=lambda each: each.type is None or each.type.value != CALLS)
        if {_type(first), _type(second)} == set(knowledge.insights("types")) and may_meet(left.guard, right.guard):
            shared = _categories(first).keys() & _categories(second).keys()
            for category in sorted(shared, reverse=True):
                what = f"both Insights types analyse {CATEGORIES[category][1]}, which are paid for twice"
                place, other = _categories(first)[category], _categories(second)[category]
                message = what + _price(category, options)
                yield Finding(place.span, message, (Related(other.span, "the other Insights type"),))


def _both_places(trail: Trail, store: Trail, options: Options) -> Iterator[Finding]:
    """Yield a finding where Insights analyse what a trail and an event data store record both."""
    place, other = _call_rate(trail), _call_rate(store)
    if place is not None and other is not None and _records_every_write(trail):
        message = f"`{CALLS}` analyses management writes here and on an event data store"
        message += _price("Management", options)
        yield Finding(place.span, message, (Related(other.span, "analysed here too"),))


def _surely_analyses(trail: Trail, destination: str) -> bool:
    return trail.destination == destination and surely_deployed(trail) and surely_logging(trail)


def _call_rate(trail: Trail) -> Text | None:
    """Return the place where the rate of management writes is surely analysed, or None."""
    for insight in trail.insight_selectors.items if trail.insight_selectors else ():
        if _type(insight) == CALLS and insight.guard == trail.guard and "Management" in _categories(insight):
            return _categories(insight)["Management"]
    return None


def _records_every_write(trail: Trail) -> bool:
    """Tell whether a trail surely records all management writes, so that it shares some with whoever records any."""
    basic = trail.event_selectors.items if trail.event_selectors else ()
    advanced = trail.advanced_event_selectors.items if trail.advanced_event_selectors else ()
    return (
        default_recorder(trail)
        or any(_takes_every_write(each) for each in basic if each.guard == trail.guard)
        or any(_selects_every_write(each) for each in advanced if each.guard == trail.guard)
    )


def _takes_every_write(selector: EventSelector) -> bool:
    flag, kind = selector.include_management_events, selector.read_write_type
    is_included = flag is None or (flag.value or "").lower() == "true"
    takes_writes = kind is None or kind.value in ("All", "WriteOnly")
    return selector.complete and is_included and takes_writes and not selector.exclude_management_event_sources


def _selects_every_write(selector: AdvancedEventSelector) -> bool:
    names = {field_selector.name for field_selector in selector.field_selectors}
    takes_writes = "readOnly" not in names or selector.only_value("readOnly") == "false"
    is_management = selector.only_value("eventCategory") == "Management"
    return selector.complete and names <= {"eventCategory", "readOnly"} and is_management and takes_writes


def _type(insight: InsightSelector) -> str | None:
    return insight.type.value if insight.type else None


def _categories(insight: InsightSelector) -> dict[str, Text]:
    """Return the event categories that Insights surely analyse, each with its place; management events by default."""
    if insight.event_categories is None:
        return {"Management": insight.type} if insight.type and insight.complete else {}
    return {each.value: each for each in insight.event_categories.items if each.value in CATEGORIES}


def _price(category: str, options: Options) -> str:
    price = knowledge.price(CATEGORIES[category][0], options.prices)
    return f" (${price} per 100,000 events and type)" if price else ""
