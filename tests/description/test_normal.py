"""The normal form holds the same events as the selectors, and the words say the same once more."""

from __future__ import annotations

import json

import pytest

from ctlint.description.normal import normal_form
from ctlint.description.trails import describe
from ctlint.description.words import phrase
from ctlint.reporters.descriptions import as_json
from ctlint.semantics import compile
from ctlint.semantics.events import EventSet
from tests.description.reader import speak_of
from tests.semantics.generate import (
    Choices,
    accepts,
    basic_trail,
    category,
    check,
    events,
    load,
    record,
    relaxed,
    selector,
    trail,
)
from tests.semantics.oracle import TYPES, Record, Selector, recorded

CASES = 600


def some_selectors(choices: Choices) -> list[Selector]:
    found = [selector(choices, category(choices))]
    for _ in range(choices.number(4)):
        found.append(relaxed(choices, found[-1]) if choices.happens(40) else selector(choices, found[0].category))
    return found


def test_the_normal_form_holds_the_same_events() -> None:
    def case(choices: Choices) -> None:
        selectors = some_selectors(choices)
        found = normal_form([events([each]) for each in selectors])
        together = events(selectors)
        assert together <= found.events
        assert found.events <= together
        assert len(found.boxes) <= len(selectors)
        for _ in range(3):
            event = record(choices, selectors[choices.number(len(selectors))])
            assert accepts(found.events, event) == recorded(selectors, event)

    check(case, CASES)


def test_the_normal_form_of_a_normal_form_is_itself() -> None:
    def case(choices: Choices) -> None:
        found = normal_form([events([each]) for each in some_selectors(choices)])
        again = normal_form([EventSet.of(each) for each in found.boxes])
        assert sorted(map(phrase, again.boxes)) == sorted(map(phrase, found.boxes))
        assert again.ineffective == []

    check(case, CASES)


def test_the_words_speak_of_the_same_events() -> None:
    """Words are read back by a reader that shares nothing with the writer, and compared with the oracle."""

    def case(choices: Choices) -> None:
        selectors = some_selectors(choices)
        lines = [(each.category, each.part, each.phrases) for each in describe(trail(selectors)).lines]
        for _ in range(4):
            event = record(choices, selectors[choices.number(len(selectors))])
            assert speak_of(lines, event) == recorded(selectors, event), (lines, event)

    check(case, CASES)


ARNS = [f"arn:aws:s3:::{each}" for each in ("", "a", "a/", "a/b", "a/b/", "a/b/c", "ab", "ab/", "ab/c", "/")] + [
    "arn:aws:s",
    "b",
]


def test_the_words_about_objects_speak_of_the_same_objects() -> None:
    """The same for ARNs, of which the words name buckets, beginnings of keys, and objects."""

    def conditions(choices: Choices) -> dict[str, tuple[str, ...]]:
        operators = ("StartsWith", "Equals", "NotStartsWith", "NotEquals", "EndsWith")
        return {
            operator: tuple(choices.one_of(ARNS) for _ in range(1 + choices.number(3)))
            for operator in operators[: 1 + choices.number(5)]
            if choices.happens(60)
        } or {"StartsWith": (choices.one_of(ARNS),)}

    def case(choices: Choices) -> None:
        selectors = [
            Selector("Data", {"resources.type": {"Equals": (TYPES[0],)}, "resources.ARN": conditions(choices)})
            for _ in range(1 + choices.number(3))
        ]
        lines = [(each.category, each.part, each.phrases) for each in describe(trail(selectors)).lines]
        for arn in (end for each in ARNS for end in (each, f"{each}/z", f"{each}z", f"z{each}")):
            event = Record("Data", {}, ((TYPES[0], arn),))
            assert speak_of(lines, event) == recorded(selectors, event), (lines, event)

    check(case, 400)


def test_the_selectors_in_the_json_say_the_same() -> None:
    def case(choices: Choices) -> None:
        given = trail(some_selectors(choices))
        (found,) = json.loads(as_json([describe(given)]))["trails"]
        selectors = [each for line in found["records"] for each in line["selectors"]]
        if not selectors:
            assert not compile.trail_events(given)
            return
        again = load({"TrailName": "audit", "AdvancedEventSelectors": selectors})
        assert compile.trail_events(given) <= compile.trail_events(again)
        assert compile.trail_events(again) <= compile.trail_events(given)

    check(case, 300)


def test_an_exclusion_without_effect_can_go() -> None:
    """Without the exclusions that are said to have no effect the selectors match the same."""

    def case(choices: Choices) -> None:
        selectors = some_selectors(choices)
        found = normal_form([events([each]) for each in selectors])
        for origin, field, literal in (each.exclusion for each in found.ineffective):
            operator = {"equal": "NotEquals", "prefix": "NotStartsWith", "suffix": "NotEndsWith"}[literal.kind]
            conditions = dict(selectors[origin].fields[field])
            conditions[operator] = tuple(each for each in conditions[operator] if each != literal.value)
            fields = {**selectors[origin].fields, field: {name: each for name, each in conditions.items() if each}}
            fields = {name: each for name, each in fields.items() if each}
            without = [*selectors]
            without[origin] = Selector(selectors[origin].category, fields)
            assert events(without) <= events(selectors), (selectors, field, literal)

    check(case, CASES)


@pytest.mark.parametrize(
    "selectors",
    [
        [{"ReadWriteType": "WriteOnly"}, {"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}],
        [{"ExcludeManagementEventSources": ["kms.amazonaws.com"]}],
        [
            {"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::a/", "arn:aws:s3:::a/b"]}]},
            {"ReadWriteType": "ReadOnly", "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]},
            {"DataResources": [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]},
        ],
    ],
)
def test_basic_selectors(selectors: list[dict[str, object]]) -> None:
    given = basic_trail(*selectors)
    found = describe(given).normal.events
    assert compile.trail_events(given) <= found
    assert found <= compile.trail_events(given)
