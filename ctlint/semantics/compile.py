"""From selectors to the sets of events that they match: basic, advanced, and the default of a trail without any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from ctlint import knowledge
from ctlint.guard import ALWAYS, Guard
from ctlint.knowledge import arns
from ctlint.model import AdvancedEventSelector, Condition, DataResource, EventSelector, FieldSelector, Trail, Values
from ctlint.semantics.events import CONDITION, Box, EventSet, domain, union
from ctlint.semantics.letters import EQUAL, OPAQUE, PREFIX, SUFFIX, Letter, Parts
from ctlint.semantics.strings import EVERYTHING, NONE, NOTHING, Pattern, StringSet
from ctlint.semantics.unknowns import possible_points
from ctlint.text import GAP, Text

KINDS = {"Equals": EQUAL, "StartsWith": PREFIX, "EndsWith": SUFFIX}
READ_WRITE = {"ReadOnly": "true", "WriteOnly": "false"}
S3_OBJECT = "AWS::S3::Object"
PLACEHOLDER_SIGNS = frozenset("$<{")
"""A text without these holds no placeholder."""

RECENT = 8
"""Trails whose selectors are kept compiled."""

_places = count()
_recent: dict[int, tuple[Trail, list[Recorder]]] = {}


class Recorder(NamedTuple):
    """A selector and the events that it matches.

    `selector` is None for the default of a trail without selectors, and for selectors that cannot be known.
    """

    selector: AdvancedEventSelector | EventSelector | None
    events: EventSet


def recorders(trail: Trail) -> list[Recorder]:
    """Return what each selector of a trail or event data store matches, in the order in which they are written.

    What is deployed only under a condition has it as a letter, beyond the condition of the trail itself.
    """
    if id(trail) not in _recent:  # many rules in a row ask of the same trail
        _recent[id(trail)] = (trail, _recorders(trail))
        if len(_recent) > RECENT:
            del _recent[next(iter(_recent))]
    return _recent[id(trail)][1]


def _recorders(trail: Trail) -> list[Recorder]:
    advanced, basic = trail.advanced_event_selectors, trail.event_selectors
    if advanced is None and basic is None:
        return [Recorder(None, DEFAULT if records_by_default(trail) else anything())]
    written: list[AdvancedEventSelector | EventSelector] = [*(advanced.items if advanced else ())]
    written += basic.items if basic else ()
    if advanced and advanced.items and basic and basic.items:
        return [Recorder(each, anything()) for each in written]  # CloudTrail rejects selectors of both kinds
    found = [Recorder(each, selector_events(each, trail.guard)) for each in written]
    is_complete = all(values.complete for values in (advanced, basic) if values is not None)
    if not written and is_complete and trail.is_declared and trail.dialect.is_answer:
        return [Recorder(None, DEFAULT)]  # so Terraform prints a trail without selectors
    # CloudTrail prints an empty list beside the one that is in use; what a trail does with no other nobody knows.
    if not written or not is_complete:
        found.append(Recorder(None, anything()))
    return found


def trail_events(trail: Trail) -> EventSet:
    """Return the events that a trail or event data store records."""
    return union(each.events for each in recorders(trail))


def records_by_default(trail: Trail) -> bool:
    """Tell whether a trail without written selectors surely has the default, which records management events.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    (2026-11-20)
    """
    return trail.is_declared or trail.flag("HasCustomEventSelectors", default=True) is False


def selector_events(selector: AdvancedEventSelector | EventSelector, given: Guard = ALWAYS) -> EventSet:
    """Return the events that a selector matches where `given` holds."""
    condition = _condition(selector.guard - given)
    boxes = _advanced(selector) if isinstance(selector, AdvancedEventSelector) else _basic(selector)
    return EventSet.of(*(_under(box, condition) for box in boxes))


def taken(
    selector: AdvancedEventSelector, field_selector: FieldSelector, condition: Condition, given: Guard = ALWAYS
) -> EventSet:
    """Return the events that an excluding condition of a selector takes out: those it would match without it."""
    # An empty list beside it, as CloudTrail prints them, is no condition.
    others = (each for each in field_selector.conditions if each is not condition)
    rest = tuple(each for each in others if each.values.items or not each.values.complete)
    fields = [
        each._replace(conditions=rest) if each is field_selector else each
        for each in selector.field_selectors
        if rest or each is not field_selector
    ]
    without = AdvancedEventSelector(
        selector.name, tuple(fields), selector.complete, selector.span, selector.position, selector.guard,
        selector.dialect, selector.destination,
    )  # fmt: skip
    return _meeting(selector_events(without, given), field_selector.name or CONDITION, _values_of(condition))


def taken_sources(selector: EventSelector, given: Guard = ALWAYS) -> EventSet:
    """Return the management events that a basic selector excludes by their source."""
    sources = selector.exclude_management_event_sources
    without = selector._replace(exclude_management_event_sources=None, data_resources=None)
    pattern = _values("NotEquals", sources) if sources else NOTHING
    return _meeting(selector_events(without, given), "eventSource", pattern)


def excluded_of_selected(field_selector: FieldSelector, condition: Condition) -> StringSet:
    """Return what an excluding condition takes out of what the selecting ones of its field choose."""
    rest = tuple(each for each in field_selector.conditions if not (each.operator.value or "Not").startswith("Not"))
    return _field(field_selector._replace(conditions=rest)) & StringSet.of([_values_of(condition)])


def contrary_fields(events: EventSet) -> list[str]:
    """Return the fields of which the conditions let nothing pass."""
    return [
        name
        for term in events.terms
        for name, strings in term.box.fields.items()
        if not possible_points([strings], [], domain(term.box.category, name))
    ]


def _meeting(events: EventSet, field: str, pattern: Pattern) -> EventSet:
    """Return the events of which a field fulfils a pattern."""
    return EventSet.of(
        *(term.box.meet(Box(term.box.category, {field: StringSet.of([pattern])})) for term in events.terms)
    )


def _values_of(condition: Condition) -> Pattern:
    operator = condition.operator.value
    return _values(operator, condition.values) if operator in knowledge.operators() else _unknown()


def anything() -> EventSet:
    """Return a set of which nobody knows what it holds."""
    return EventSet.of(*(_under(Box(each, {}), _unknown_set()) for each in knowledge.event_categories()))


def everything(*categories: str) -> EventSet:
    """Return all events of some categories."""
    return EventSet.of(*(Box(each, {}) for each in categories))


DEFAULT = everything("Management")


def box(category: str, conditions: Mapping[str, Mapping[str, Sequence[str]]]) -> Box:
    """Return the events of a category that fulfil conditions: field → operator → values."""
    return Box(category, {field: strings(operators) for field, operators in conditions.items()})


def strings(operators: Mapping[str, Sequence[str]]) -> StringSet:
    """Return the strings that operators let pass: operator → values."""
    return _strings(
        (operator, _pattern(operator, [((value,), ()) for value in values])) for operator, values in operators.items()
    )


def beginning_with(text: Text) -> StringSet:
    """Return the strings that begin with a text, whatever its gaps hold."""
    return StringSet.of([_pattern("StartsWith", [parts_of(text)])])


def _under(box: Box, condition: StringSet) -> Box:
    return box if condition == EVERYTHING else box.meet(Box(box.category, {CONDITION: condition}))


def _condition(guard: Guard) -> StringSet:
    """Return the language of the guard: one letter for each fact that it rests on."""
    selects: list[Pattern] = []
    deselect = NOTHING
    for literal in guard:
        letter = Letter(OPAQUE, (("guard", literal.atom.variable, str(literal.atom.value)),))
        pattern = Pattern(letters=frozenset([letter]))
        if literal.holds:
            selects.append(pattern)
        else:
            deselect = deselect.join(pattern)
    return StringSet.of(selects, deselect)


def _unknown() -> Pattern:
    """Return a pattern of which nobody knows what fulfils it, nor that it equals another."""
    return Pattern(letters=frozenset([Letter(OPAQUE, (("unknown", str(next(_places))),))]))


def _unknown_set() -> StringSet:
    return StringSet.of([_unknown()])


def _advanced(selector: AdvancedEventSelector) -> Iterator[Box]:
    categories = _categories(selector)
    for category in categories or knowledge.event_categories():
        fields: dict[str, StringSet] = {} if categories and selector.complete else {CONDITION: _unknown_set()}
        for field_selector in selector.field_selectors:
            name = field_selector.name
            if name == "eventCategory":
                continue
            if name is None or name not in knowledge.record_fields(category):
                # CloudTrail rejects a field that the category does not have; what else was meant nobody knows.
                name, strings = CONDITION, _unknown_set()
            elif _may_accept_missing(field_selector):
                name, strings = CONDITION, _unknown_set()
            else:
                strings = _field(field_selector)
            fields[name] = fields[name] & strings if name in fields else strings
        yield Box(category, fields)


def _categories(selector: AdvancedEventSelector) -> tuple[str, ...]:
    """Return the one category of a selector; none where it is missing, unknown or more than one."""
    category = selector.only_value("eventCategory")
    written = [each for each in selector.field_selectors if each.name == "eventCategory"]
    if category not in knowledge.event_categories():
        return ()
    conditions = [condition for each in written for condition in each.conditions if condition.values.items]
    only_equals = all(condition.operator.value == "Equals" for condition in conditions)
    return (category,) if category and only_equals and all(each.complete for each in written) else ()


def _may_accept_missing(field_selector: FieldSelector) -> bool:
    """Tell whether nobody knows if events pass that lack the field: they do where no operator selects."""
    operators = [
        each.operator.value for each in field_selector.conditions if each.values.items or not each.values.complete
    ]
    if any(operator in knowledge.select_operators() for operator in operators):
        return False
    return not operators or not field_selector.complete or any(each not in knowledge.operators() for each in operators)


def _field(field_selector: FieldSelector) -> StringSet:
    """Return what a field selector lets pass."""
    patterns: list[tuple[str, Pattern]] = []
    for condition in field_selector.conditions:
        operator = condition.operator.value
        if operator not in knowledge.operators():
            return _unknown_set()
        if condition.values.items or not condition.values.complete:
            patterns.append((operator, _values(operator, condition.values)))
    if not patterns:
        return _unknown_set()  # a field selector without a condition: CloudTrail rejects it, or fills it in
    if not field_selector.complete:
        patterns += (("Equals", _unknown()), ("NotEquals", _unknown()))
    return _strings(patterns)


def _strings(patterns: Iterable[tuple[str, Pattern]]) -> StringSet:
    """Return what conditions of one field let pass: any of what is selected, none of what is deselected.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html (2026-11-20)
    """
    select, deselect = NOTHING, NOTHING
    for operator, pattern in patterns:
        if operator in knowledge.select_operators():
            select = select.join(pattern)
        else:
            deselect = deselect.join(pattern)
    return StringSet.of([select] if select else [], deselect)


def _values(operator: str, values: Values[Text]) -> Pattern:
    """Return the strings that fulfil an operator with one of its values."""
    pattern = _pattern(operator, map(parts_of, values.items))
    return pattern if values.complete else pattern.join(_unknown())


def _pattern(operator: str, texts: Iterable[tuple[Parts, tuple[str, ...]]]) -> Pattern:
    kind = KINDS[operator.removeprefix("Not")]
    known: set[str] = set()
    letters: set[Letter] = set()
    for parts, shown in texts:
        if all(isinstance(part, str) for part in parts):
            known.add("".join(part for part in parts if isinstance(part, str)))
        else:
            letters.add(Letter(kind, parts, shown))
    prefixes, suffixes, equals = (frozenset(known) if each == kind else NONE for each in (PREFIX, SUFFIX, EQUAL))
    return Pattern(prefixes, suffixes, equals, frozenset(letters))


def parts_of(text: Text) -> tuple[Parts, tuple[str, ...]]:
    """Return a text in pieces, and what the user wrote for each gap; a placeholder to be replaced is a gap too."""
    if text.value is None:
        letter = Letter.of(EQUAL, text)
        return letter.parts, letter.shown
    if text.value and not PLACEHOLDER_SIGNS & set(text.value):
        return (text.value,), ()
    pieces: list[str | tuple[str, ...]] = []
    shown: list[str] = []
    end = 0
    for match in arns.PLACEHOLDER.finditer(text.value):
        pieces += (text.value[end : match.start()], ("placeholder", match[0]))
        shown.append(match[0])
        end = match.end()
    pieces.append(text.value[end:])
    return tuple(piece for piece in pieces if piece), tuple(shown)


def _basic(selector: EventSelector) -> Iterator[Box]:
    """Yield a box for the management events of a basic selector, and one for each of its data resources."""
    fields: dict[str, StringSet] = {} if selector.complete else {CONDITION: _unknown_set()}
    kind = selector.read_write_type.value if selector.read_write_type else "All"
    if kind in READ_WRITE:
        fields["readOnly"] = StringSet.equal(READ_WRITE[kind])
    elif kind != "All":
        fields["readOnly"] = _unknown_set()
    included = selector.include_management_events
    flag = {"true": True, "false": False}.get((included.value or "").lower()) if included else True
    if flag is not False:
        management = dict(fields) if flag else {**fields, CONDITION: _unknown_set()}
        sources = selector.exclude_management_event_sources
        if sources is not None:
            excluded = _values("NotEquals", sources)
            management["eventSource"] = StringSet.of([], excluded)
        yield Box("Management", management)
    resources = selector.data_resources
    for resource in resources.items if resources else ():
        yield from _data_resource(resource, fields)
    if resources is not None and not resources.complete:
        yield Box("Data", {**fields, CONDITION: _unknown_set()})


def _data_resource(resource: DataResource, fields: Mapping[str, StringSet]) -> Iterator[Box]:
    """Yield a box for the ARNs of a data resource, and one for each value that may stand for all of the type.

    S3 values are prefixes; the ARNs of functions and tables are compared as a whole.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html (2026-11-20; that ARNs of
    tables are compared as a whole is inferred)
    """
    name = resource.type.value if resource.type else None
    found = dict(fields)
    if name is None or name not in knowledge.basic("resource_types") or not resource.complete:
        found[CONDITION] = _unknown_set()
    else:
        found["resources.type"] = StringSet.equal(name)
    values = resource.values
    texts = values.items if values else ()
    if any(map(_stands_for_all, texts)):
        yield Box("Data", found)
        return
    operator = "StartsWith" if name == S3_OBJECT else "Equals"
    pattern = _pattern(operator, (parts_of(text) for text in texts if name == S3_OBJECT or _names_one(text)))
    if pattern:
        yield Box("Data", {**found, "resources.ARN": StringSet.of([pattern])})
    doubtful = [Pattern(letters=frozenset([Letter(OPAQUE, *parts_of(text))])) for text in texts if not _names_one(text)]
    if values is None or not texts or not values.complete:
        doubtful.append(_unknown())
    for each in doubtful:
        yield _under(Box("Data", found), StringSet.of([each]))


def _stands_for_all(text: Text) -> bool:
    """Tell whether a text surely stands for all resources of a type, in whichever partition."""
    return ":".join("aws" if part == arns.NAME_GAP else part for part in arns.shape(text).split(":", 2)) in (
        knowledge.all_resources()
    )


def _names_one(text: Text) -> bool:
    """Tell whether a text surely does not stand for all resources: what does has but two colons, or ends with one."""
    shape = arns.shape(text)
    return not {GAP, arns.NAME_GAP} & set(shape) or "/" in shape or (shape.count(":") > 2 and shape[-1] != ":")
