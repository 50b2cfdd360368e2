"""What becomes of records, and what sets of events hold, against the oracle: events with several resources too."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from ctlint.records.fields import FieldReader, Json
from ctlint.semantics.compile import trail_events
from ctlint.semantics.matching.matcher import Matcher
from ctlint.semantics.matching.verdict import NO, YES
from tests.semantics.generate import (
    CASES,
    ROUNDS,
    Choices,
    accepts,
    basic_selector,
    basic_trail,
    category,
    check,
    record,
    selector,
    trail,
)
from tests.semantics.oracle import Record, Selector, matches, matches_basic

RECORDS = 10
"""How many records each trail is asked about."""


def as_json(record: Record, spells_flags: bool) -> Json:
    """Return a record as CloudTrail writes it: flags are booleans, or (in older tools' copies) strings."""
    found: Json = {"eventCategory": record.category, "eventID": "1"}
    for name, value in record.fields.items():
        outer, _, inner = name.partition(".")
        is_flag = name in ("readOnly", "sessionCredentialFromConsole")
        held: object = value if spells_flags or not is_flag else value == "true"
        found[outer] = {inner: held} if inner else held
    if record.resources:
        found["resources"] = [
            {"type": kind, "ARN": arn} if arn is not None else {"type": kind} for kind, arn in record.resources
        ]
    return found


@pytest.mark.parametrize("_", ROUNDS)
def test_records_against_advanced_selectors(_: int) -> None:
    counts: Counter[bool] = Counter()

    def case(choices: Choices) -> None:
        selectors = [selector(choices, category(choices)) for _ in range(1 + choices.number(3))]
        loaded = trail(selectors)
        matcher, events = Matcher([loaded]), trail_events(loaded)
        reader = FieldReader(matcher.fields)
        for _ in range(RECORDS):
            event = record(choices, selectors[choices.number(len(selectors))])
            written: Json = json.loads(json.dumps(as_json(event, choices.happens(50))))
            (found,) = matcher.match(reader.values(written), reader.resources(written)).trails
            expected = [matches(each, event) for each in selectors]
            assert [each.verdict for each in found.selectors] == [YES if each else NO for each in expected], event
            assert found.recorded == (YES if any(expected) else NO)
            assert accepts(events, event) is any(expected)
            counts[any(expected)] += 1

    check(case, CASES // RECORDS, 200)
    assert min(counts.values()) * 5 >= CASES, counts


def test_records_against_basic_selectors() -> None:
    counts: Counter[bool] = Counter()

    def case(choices: Choices) -> None:
        selectors = [basic_selector(choices) for _ in range(1 + choices.number(2))]
        loaded = basic_trail(*selectors)
        matcher, events = Matcher([loaded]), trail_events(loaded)
        reader = FieldReader(matcher.fields)
        for _ in range(RECORDS):
            event = record(choices, Selector(("Data", "Management")[choices.number(2)], {}))
            written = as_json(event, choices.happens(50))
            (found,) = matcher.match(reader.values(written), reader.resources(written)).trails
            expected = [matches_basic(each, event) for each in selectors]
            assert [each.verdict for each in found.selectors] == [YES if each else NO for each in expected], event
            assert accepts(events, event) is any(expected)
            counts[any(expected)] += 1

    check(case, 300, 200)
    assert min(counts.values()) * 5 >= 300 * RECORDS, counts


def test_selectors_of_all_categories_are_drawn() -> None:
    """What the tests above stand on: each category, several resources, missing fields."""
    seen: Counter[str] = Counter()

    def case(choices: Choices) -> None:
        drawn: Selector = selector(choices, category(choices))
        event = record(choices, drawn)
        seen[event.category] += 1
        seen["several"] += len(event.resources) > 1
        seen["missing"] += "userIdentity.arn" not in event.fields or any(arn is None for _, arn in event.resources)

    check(case, 500)
    assert min(seen[each] for each in ("Data", "Management", "NetworkActivity", "several", "missing")) >= 75, seen
