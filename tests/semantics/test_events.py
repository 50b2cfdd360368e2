"""Sets of events against an evaluator that tries every event of a small world."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product

import pytest

from ctlint.semantics.events import EventSet
from ctlint.semantics.witness import Event
from tests.semantics.generate import (
    NEVER_MISSING,
    ROUNDS,
    Choices,
    accepts,
    category,
    check,
    events,
    rare,
    record,
    relaxed,
    selector,
)
from tests.semantics.oracle import DOMAINS, Record, Selector, kinds_of_events, recorded


def records_of(witness: Event) -> list[Record]:
    """Return events for a witness: what it does not tell is missing, or may be anything."""
    told = dict(witness.fields)
    kind = told.pop("eventCategory")
    resources = ((told.pop("resources.type", "Other"), told.pop("resources.ARN", None)),)
    open_fields = [name for name in DOMAINS[kind] if name in NEVER_MISSING and name not in told]
    return [
        Record(kind, {**told, **dict(zip(open_fields, chosen, strict=True))}, resources)
        for chosen in product(*((("true", "false") if name == "readOnly" else ("z", "ab")) for name in open_fields))
    ]


def assert_witness(found: EventSet, inside: list[Selector], outside: list[Selector]) -> None:
    witness = found.witness()
    assert witness is not None
    for each in records_of(witness):
        assert recorded(inside, each), witness
        assert not recorded(outside, each), witness


@pytest.mark.parametrize("_", ROUNDS)
def test_questions_about_selectors(_: int) -> None:
    """Emptiness, containment, overlap and difference, also of events with several resources; and single events."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)

    def case(choices: Choices) -> None:
        first = [selector(choices, category(choices)) for _ in range(1 + choices.number(2))]
        second = [
            relaxed(choices, first[choices.number(len(first))])
            if choices.happens(50)
            else selector(choices, first[0].category)
            for _ in range(1 + choices.number(2))
        ]
        one, other = events(first), events(second)
        split = len(first)
        kinds = kinds_of_events([*first, *second])
        several = kinds_of_events([*first, *second], resources=3)
        mine = (1 << split) - 1

        is_empty = not any(kind & mine for kind in kinds)
        is_contained = not any(kind & mine and not kind >> split for kind in kinds)
        overlap = any(kind & mine and kind >> split for kind in kinds)
        alone = [kind for kind in kinds if kind & 1 and not kind >> 1]
        assert is_empty == (not any(kind & mine for kind in several))
        assert is_contained == (not any(kind & mine and not kind >> split for kind in several))

        counts["empty"][is_empty] += 1
        assert bool(one) != is_empty
        counts["contained"][is_contained] += 1
        assert (one <= other) == is_contained
        if not is_contained:
            assert_witness(one - other, first, second)
        counts["overlap"][overlap] += 1
        assert bool(one & other) == overlap
        if overlap:
            assert_witness(one & other, first, [])
            assert_witness(one & other, second, [])
        counts["difference"][bool(alone)] += 1
        rest = events(first[:1]) - events([*first[1:], *second])
        assert bool(rest) == bool(alone)
        assert (rest.witness() is not None) == bool(alone)
        event = record(choices, first[-1])
        counts["match"][recorded(first, event)] += 1
        assert accepts(one, event) == recorded(first, event)

    check(case)
    assert rare(counts) == {}
