"""CT1: what AWS rejects in advanced event selectors, their fields and their operators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from ctlint import knowledge
from ctlint.change import RemoveKey, RenameKey, set_value
from ctlint.checks.registry import Context, check, specs
from ctlint.finding import Finding, Related
from ctlint.guard import may_meet
from ctlint.knowledge import FieldSpec
from ctlint.model import DESTINATIONS, AdvancedEventSelector, Condition, Destination, FieldSelector, Trail, Values
from ctlint.source import Span
from ctlint.spelling import closest, closest_host, did_you_mean
from ctlint.text import Text

PLACES: dict[Destination, str] = {"trail": "a trail", "event_data_store": "an event data store"}


@check.trail("CT101")
def mixed_selectors(trail: Trail, context: Context) -> Iterator[Finding]:
    basic, advanced = trail.event_selectors, trail.advanced_event_selectors
    if trail.destination == "event_data_store" or basic is None or advanced is None:
        return
    if basic.span.source is not advanced.span.source:
        return  # two answers about one trail, printed at different times
    if any(may_meet(one.guard, other.guard) for one in basic.items for other in advanced.items):
        first, second = sorted((basic.span, advanced.span), key=lambda span: span.start)
        message = "a trail takes either basic or advanced event selectors, not both"
        yield Finding(first, message, (Related(second, "the selectors of the other kind"),))


@check.selector("CT105")
def missing_field_selectors(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.complete and not selector.field_selectors and not selector.dialect.is_answer:
        yield Finding(selector.span, "the selector has no field selectors")


@check.selector("CT106")
def missing_event_category(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.field_selectors and not may_have(selector, "eventCategory"):
        yield Finding(selector.span, "the selector has no field selector for `eventCategory`")


@check.selector("CT107")
def invalid_event_category(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    known = list(dict.fromkeys(each for place in context.destinations for each in knowledge.categories(place)))
    place = PLACES[context.destinations[0]] if len(context.destinations) == 1 else "CloudTrail"
    for condition in conditions(selector, "eventCategory", "Equals"):
        for value in condition.values.items:
            if value.value and value.value not in known:
                candidate = closest(value.value, known)
                change = set_value(value, candidate) if candidate else None
                expected = did_you_mean(candidate) or f"; the categories are {listed(known)}"
                yield Finding(value.span, f"{place} has no event category `{value.value}`{expected}", change=change)


@check.selector("CT108")
def missing_resource_type(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.only_value("eventCategory") == "Data" and not may_have(selector, "resources.type"):
        yield Finding(category_span(selector), "a `Data` selector needs a field selector for `resources.type`")


@check.selector("CT109")
def missing_event_source(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.only_value("eventCategory") == "NetworkActivity" and not may_have(selector, "eventSource"):
        yield Finding(category_span(selector), "a `NetworkActivity` selector needs a field selector for `eventSource`")


@check.selector("CT110")
def unknown_field(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in selector.field_selectors:
        field, name = field_selector.field, field_selector.name
        if (field is None and field_selector.complete) or name == "":
            yield Finding(field.span if field else field_selector.span, "the field selector names no field")
        elif field is not None and name is not None and name not in knowledge.field_names():
            candidate = closest(name, knowledge.field_names())
            change = set_value(field, candidate) if candidate else None
            yield Finding(field.span, f"there is no field `{name}`{did_you_mean(candidate)}", change=change)


@check.selector("CT111")
def unsupported_field(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    category = selector.only_value("eventCategory")
    allowed = specs(selector, context)
    if category is None or not allowed or category in knowledge.whole_categories():
        return
    names = list(dict.fromkeys(name for each in allowed for name in each if name != "eventCategory"))
    where = _scope(category, context)
    for field in (each.field for each in selector.field_selectors):
        if field is None or field.value not in knowledge.field_names() or any(field.value in each for each in allowed):
            continue
        message = f"`{field.value}` does not apply to {where}, which have {listed(names)}"
        yield Finding(field.span, message, (Related(category_span(selector), "the event category"),))


@check.selector("CT113")
def unsupported_operator(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    category = selector.only_value("eventCategory")
    spell = selector.dialect.spell
    for field_selector in selector.field_selectors:
        name = field_selector.name
        found = possible_specs(selector, context, name)
        accepted = list(dict.fromkeys(operator for spec in found for operator in spec.operators))
        for condition in field_selector.conditions if found else ():
            operator = condition.operator
            if operator.value not in accepted and not is_empty(condition):
                where = (
                    f" for {_scope(category, context)}" if category and _is_accepted_elsewhere(condition, name) else ""
                )
                written = spell(operator.value or "")
                message = f"`{name}` accepts only {listed(map(spell, accepted))}{where}, not `{written}`"
                is_equals = _may_be_equals(field_selector, condition, found)
                change = RenameKey(operator.span, spell("Equals")) if is_equals else None
                yield Finding(operator.span, message, change=change)


def _is_accepted_elsewhere(condition: Condition, name: str | None) -> bool:
    """Tell whether another category or destination takes the operator for this field."""
    fields = (knowledge.fields(place, category) for place in DESTINATIONS for category in knowledge.categories(place))
    specs_of_field = (each[name] for each in fields if each and name in each)
    return any(condition.operator.value in spec.operators for spec in specs_of_field)


def _scope(category: str, context: Context) -> str:
    """Return words for the events of a category, on the destination where that is known."""
    place = f" on {PLACES[context.destinations[0]]}" if len(context.destinations) == 1 else ""
    return f"`{category}` events{place}"


def _may_be_equals(field_selector: FieldSelector, condition: Condition, found: list[FieldSpec]) -> bool:
    """Tell whether an operator may become Equals: its values are ones that Equals takes, and it stands alone."""
    allowed = closed_values(found)
    is_select = condition.operator.value in knowledge.select_operators()
    is_valid = bool(allowed) and all(value.value in allowed for value in condition.values.items)
    return is_select and is_valid and len(field_selector.conditions) == 1


@check.selector("CT114")
def empty_condition(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in () if selector.dialect.is_answer else selector.field_selectors:
        if not field_selector.complete or field_selector.field is None or field_selector.name == "":
            continue
        what = f"`{field_selector.field.display}`"
        empty = [each for each in field_selector.conditions if is_empty(each)]
        if not field_selector.conditions:
            yield Finding(field_selector.span, f"the field selector for {what} has no operator")
        elif len(empty) == len(field_selector.conditions):
            yield Finding(empty[0].operator.span, f"the field selector for {what} has no value")
        else:
            for condition in empty:
                span = condition.operator.span
                operator = selector.dialect.spell(condition.operator.value or "")
                message = f"`{operator}` of {what} is an empty list; a list has at least one value"
                yield Finding(span, message, change=RemoveKey(span))
        for condition in field_selector.conditions:
            for value in condition.values.items:
                if value.value == "":
                    yield Finding(value.span, f"a value of {what} is an empty string")


@check.selector("CT115")
def duplicate_field(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    seen: dict[object, FieldSelector] = {}
    for field_selector in selector.field_selectors:
        field = field_selector.field
        if field is None or (field.value is not None and field.value not in knowledge.field_names()):
            continue
        first = seen.setdefault(field.identity, field_selector)
        if first is field_selector or (selector.dialect.merges_equal_fields and not _differ(first, field_selector)):
            continue
        message = f"a second field selector for `{field.display}`; a selector takes one for each field"
        yield Finding(field.span, message, (Related(first.field.span, "the first one"),) if first.field else ())


def _differ(left: FieldSelector, right: FieldSelector) -> bool:
    """Tell whether two field selectors of one field surely do not say the same; the order of values counts."""
    if not left.complete or not right.complete:
        return False
    mine, other = (
        {each.operator.value: each.values for each in one.conditions if not is_empty(each)} for one in (left, right)
    )
    return mine.keys() != other.keys() or any(_lists_differ(mine[operator], other[operator]) for operator in mine)


def _lists_differ(left: Values[Text], right: Values[Text]) -> bool:
    if not left.complete or not right.complete:
        return False
    pairs = zip(left.items, right.items, strict=False)
    differs = any(one.value is not None and two.value is not None and one.value != two.value for one, two in pairs)
    return differs or len(left.items) != len(right.items)


@check.selector("CT116")
def multiple_values(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in selector.field_selectors:
        name = field_selector.name
        found = possible_specs(selector, context, name)
        if not found or any(spec.max_values != 1 for spec in found):
            continue
        allowed = closed_values(found)
        for condition in field_selector.conditions:
            distinct: dict[str, Text] = {}
            for value in condition.values.items if condition.operator.value == "Equals" else ():
                if value.value and (not allowed or value.value in allowed):
                    distinct.setdefault(value.value, value)
            if len(distinct) > 1:
                first, second, *_ = distinct.values()
                message = f"`{name}` takes one value in a selector; `{second.value}` needs a selector of its own"
                yield Finding(second.span, message, (Related(first.span, "the first value"),))


@check.selector("CT117")
def invalid_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in selector.field_selectors:
        name = field_selector.name
        found = possible_specs(selector, context, name)
        allowed = closed_values(found) if name != "eventCategory" else ()
        for condition in field_selector.conditions if allowed else ():
            if not any(condition.operator.value in spec.operators for spec in found):
                continue
            for value in condition.values.items:
                if value.value and value.value not in allowed:
                    near = closest_host if name == "eventSource" else closest
                    candidate = near(value.value, allowed)
                    change = set_value(value, candidate) if candidate else None
                    verb = "takes" if condition.operator.value in knowledge.select_operators() else "can leave out"
                    message = f"`{name}` {verb} only {listed(allowed)}, not `{value.value}`"
                    yield Finding(value.span, message, change=change)


@check.selector("CT127")
def filtered_whole_category(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    category = selector.only_value("eventCategory")
    if category not in knowledge.whole_categories() or not specs(selector, context):
        return
    for field in (each.field for each in selector.field_selectors):
        if field is not None and field.value != "eventCategory" and field.value in knowledge.field_names():
            message = f"`{category}` events cannot be filtered by `{field.value}`: their only field is `eventCategory`"
            yield Finding(field.span, message, (Related(category_span(selector), "the event category"),))


@check.trail("CT128")
def mixed_event_data_store_categories(trail: Trail, context: Context) -> Iterator[Finding]:
    if trail.destination == "trail" or trail.advanced_event_selectors is None:
        return
    known, whole = knowledge.categories("event_data_store"), knowledge.whole_categories()
    earlier: dict[str, list[AdvancedEventSelector]] = {}
    for selector in trail.advanced_event_selectors.items:
        category = selector.only_value("eventCategory")
        if category is None or category not in known:
            continue
        strangers = [each for each in earlier if (each in whole) != (category in whole)]
        others = ((other, each) for each in strangers for other in earlier[each])
        found = next((pair for pair in others if may_meet(selector.guard, pair[0].guard)), None)
        if found is not None:
            other, its_category = found
            message = f"`{category}` and `{its_category}` events do not go into one event data store"
            related = (Related(category_span(other), f"`{its_category}` is selected here"),)
            yield Finding(category_span(selector), message, related)
            return
        earlier.setdefault(category, []).append(selector)


def conditions(selector: AdvancedEventSelector, field: str, operator: str) -> Iterator[Condition]:
    """Yield the conditions of a field that use an operator."""
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions if field_selector.name == field else ():
            if condition.operator.value == operator:
                yield condition


def may_have(selector: AdvancedEventSelector, name: str) -> bool:
    """Tell whether a selector has a field, misspells it, or may have it among what is unknown."""
    return not selector.complete or any(_may_be(each.name, name) for each in selector.field_selectors)


def _may_be(written: str | None, name: str) -> bool:
    if written is None or written == name:
        return True
    return written not in knowledge.field_names() and closest(written, knowledge.field_names()) in (name, None)


def possible_specs(selector: AdvancedEventSelector, context: Context, name: str | None) -> list[FieldSpec]:
    """Return what is known of a field, once for each category and destination that is possible and has it.

    What holds for all of them is certain, even where category or destination are not.
    """
    allowed = specs(selector, context) or _all_fields(context.destinations)
    return [each[name] for each in allowed if name is not None and name in each]


@cache
def _all_fields(destinations: tuple[Destination, ...]) -> tuple[dict[str, FieldSpec], ...]:
    """Return the fields of every category that one of the destinations has."""
    found = (knowledge.fields(place, category) for place in destinations for category in knowledge.categories(place))
    return tuple(each for each in found if each is not None)


def closed_values(found: list[FieldSpec]) -> tuple[str, ...]:
    """Return all values that a field may have; empty where any value may be right."""
    values: dict[str, None] = {}
    for spec in found:
        if spec.values is None:
            return ()
        values.update(dict.fromkeys(spec.values))
    return tuple(values)


def is_empty(condition: Condition) -> bool:
    return condition.values.complete and not condition.values.items


def category_span(selector: AdvancedEventSelector) -> Span:
    """Return where a selector says its event category; the selector where it does not."""
    for condition in conditions(selector, "eventCategory", "Equals"):
        for value in condition.values.items:
            return value.span
    return selector.span


def listed(names: Iterable[str]) -> str:
    """Return names for a message: `a`, `b` and `c`."""
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}" if most else last
