"""What findings make of the model: which places are doubtful, and a model with those unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint import catalog
from ctlint.finding import Finding
from ctlint.flaws import NONE, SURE, Flaws
from ctlint.guard import ALWAYS
from ctlint.model import (
    AdvancedEventSelector,
    Condition,
    DataResource,
    Dialect,
    EventSelector,
    FieldSelector,
    Trail,
    Values,
)
from ctlint.source import Source, Span
from ctlint.text import Decoded, Gap, Text

SOURCE = Source("a", "field Equals one two three " * 4)
OTHER = Source("b", "elsewhere")
SPANS = st.builds(
    lambda source, start, length: Span(source, start, start + length),
    st.sampled_from((SOURCE, OTHER)),
    st.integers(0, 20),
    st.integers(0, 6),
)
# A doubtful error, a doubtful warning, and what leaves no doubt: as an error, as a note, by its variant.
FOUND = st.tuples(
    st.sampled_from((("CT304", ""), ("CT306", ""), ("CT203", ""), ("CT317", ""), ("CT306", "name-family"))), SPANS
)


def flaws(*found: tuple[tuple[str, str], Span]) -> Flaws:
    return Flaws((rule, Finding(span, "x", variant=variant)) for (rule, variant), span in found)


def text(start: int, end: int, source: Source = SOURCE) -> Text:
    return Text.known(Decoded.whole(source).slice(start, end))


@given(st.lists(FOUND, max_size=12), SPANS)
def test_a_place_is_doubtful_where_a_doubtful_finding_overlaps_it(
    found: list[tuple[tuple[str, str], Span]], span: Span
) -> None:
    told = flaws(*found)
    overlapping = {rule for rule, place in found if place.overlaps(span)}
    assert told.on(span) == bool(overlapping & {("CT304", ""), ("CT306", "")})
    assert told.error_in(span) == bool(overlapping & {("CT304", ""), ("CT203", "")})


@pytest.mark.parametrize("rule", ["CT401", "CT506", "CT904"])
def test_what_events_cost_or_cover_says_nothing_of_a_value(rule: str) -> None:
    assert not flaws(((rule, ""), Span(SOURCE, 0, 5)))


def test_every_exception_names_a_rule_and_a_variant_that_there_are() -> None:
    known = {rule.id: {"default", *filter(None, rule.severities)} for rule in catalog.rules().values()}
    named = [key.partition("/") for key in SURE]
    assert [rule for rule, _, variant in named if variant not in {"", *known.get(rule, ())} or rule not in known] == []


def test_a_part_that_stands_elsewhere_makes_the_text_doubtful() -> None:
    whole = Span(SOURCE, 0, 10)
    composed = Text((Decoded.whole(OTHER), Decoded.whole(SOURCE).slice(5, 10)), whole)
    told = flaws((("CT304", ""), Span(OTHER, 0, 4)))
    assert (told.on(whole), told.on_text(composed), told.on_text(text(0, 10))) == (False, True, False)


def selector() -> AdvancedEventSelector:
    """Return a selector of 60 characters, of which one value stands in another file."""
    values = Values((text(13, 16), text(17, 20), text(0, 9, OTHER)), True, Span(SOURCE, 13, 26))
    field = FieldSelector(text(0, 5), (Condition(text(6, 12), values),), True, Span(SOURCE, 0, 26))
    return AdvancedEventSelector(None, (field,), True, Span(SOURCE, 0, 60), 0, ALWAYS, Dialect(), "trail")


def basic() -> EventSelector:
    values = Values((text(70, 75), text(76, 79)), True, Span(SOURCE, 70, 79))
    resource = DataResource(text(66, 69), values, True, Span(SOURCE, 66, 79))
    resources = Values((resource,), True, Span(SOURCE, 66, 79))
    excluded = Values((text(80, 83),), True, Span(SOURCE, 80, 83))
    span = Span(SOURCE, 62, 90)
    return EventSelector(text(62, 65), None, resources, excluded, True, span, 0, ALWAYS, Dialect())


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Span(SOURCE, 17, 18), True),
        (Span(OTHER, 3, 4), True),
        (Span(SOURCE, 60, 61), False),
        (Span(Source("c", "x" * 60), 0, 60), False),
    ],
)
def test_a_selector_has_the_errors_of_its_values_wherever_they_stand(place: Span, expected: bool) -> None:
    assert flaws((("CT304", ""), place)).has_error(selector()) is expected


def shown(value: Text | None) -> str | None:
    """Return a text, `?` for one that is wholly unknown."""
    if value is None:
        return None
    return "?" if len(value.pieces) == 1 and isinstance(value.pieces[0], Gap) else value.value


@pytest.mark.parametrize(
    ("place", "field", "operator", "values"),
    [
        (Span(SOURCE, 17, 18), "field", "Equals", ["one", "?", "elsewhere"]),
        (Span(OTHER, 3, 4), "field", "Equals", ["one", "two", "?"]),
        (Span(SOURCE, 0, 60), "?", "?", ["?", "?", "elsewhere"]),
        (Span(SOURCE, 60, 61), "field", "Equals", ["one", "two", "elsewhere"]),
    ],
)
def test_what_is_doubtful_becomes_unknown(place: Span, field: str, operator: str, values: list[str]) -> None:
    [known] = flaws((("CT306", ""), place)).known(selector()).field_selectors
    [condition] = known.conditions
    assert shown(known.field) == field
    assert (shown(condition.operator), [shown(each) for each in condition.values.items]) == (operator, values)


def test_a_doubtful_value_equals_no_other() -> None:
    [known] = flaws((("CT306", ""), Span(SOURCE, 13, 20))).known(selector()).field_selectors
    first, second, _ = known.conditions[0].values.items
    assert first.identity != second.identity


def test_a_basic_selector_becomes_unknown_in_part() -> None:
    known = flaws((("CT306", ""), Span(SOURCE, 66, 72)), (("CT308", "same-service"), Span(SOURCE, 80, 81)))
    found = known.known_basic(basic())
    assert found.data_resources is not None and found.exclude_management_event_sources is not None
    [resource] = found.data_resources.items
    assert resource.values is not None
    texts = [
        found.read_write_type,
        resource.type,
        *resource.values.items,
        *found.exclude_management_event_sources.items,
    ]
    assert [shown(each) == "?" for each in texts] == [False, True, True, False, True]


def trail() -> Trail:
    advanced = Values((selector(),), True, Span(SOURCE, 0, 60))
    basics = Values((basic(),), True, Span(SOURCE, 62, 90))
    return Trail("trail", None, "", Span(SOURCE, 0, 100), ALWAYS, Dialect(), basics, advanced)


def test_of_a_trail_a_selector_with_an_error_is_wholly_unknown() -> None:
    found = flaws((("CT304", ""), Span(SOURCE, 17, 18)), (("CT306", ""), Span(SOURCE, 76, 77))).known_trail(trail())
    assert found.advanced_event_selectors is not None and found.event_selectors is not None
    assert (found.advanced_event_selectors.items, found.advanced_event_selectors.complete) == ((), False)
    [known] = found.event_selectors.items
    assert known.data_resources is not None and found.event_selectors.complete
    [resource] = known.data_resources.items
    assert resource.values is not None
    assert [shown(each) == "?" for each in resource.values.items] == [False, True]


def test_without_a_finding_everything_stays_the_same() -> None:
    mine, his = selector(), trail()
    assert NONE.known(mine) is mine
    assert NONE.known_trail(his) is his
    assert flaws((("CT306", ""), Span(SOURCE, 90, 91))).known(mine) is mine
