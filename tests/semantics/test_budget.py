"""Adversarial questions end: decided within the budget, or not decided. Steps are counted, never seconds."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ctlint.semantics.compile import box
from ctlint.semantics.cover import Undecided
from ctlint.semantics.covering import Covering
from ctlint.semantics.events import Box, EventSet
from ctlint.semantics.letters import EQUAL, PREFIX, SUFFIX, Letter, Parts
from ctlint.semantics.strings import Pattern, StringSet

FIELDS = ("eventName", "eventSource", "userIdentity.arn", "eventType", "resources.ARN")


def arns(**conditions: list[str]) -> EventSet:
    return EventSet.of(box("Data", {"resources.ARN": conditions}))


def names(count: int, first: int = 0) -> list[str]:
    return [f"arn:aws:s3:::acme-{number:04}/" for number in range(first, first + count)]


def with_gaps(kind: str, parts: list[Parts], excluded: bool = False) -> EventSet:
    pattern = Pattern(letters=frozenset(Letter(kind, each) for each in parts))
    strings = StringSet.of([], pattern) if excluded else StringSet.of([pattern])
    return EventSet.of(Box("Data", {"resources.ARN": strings}))


def gapped(count: int) -> list[Parts]:
    return [("arn:aws:s3:::", (f"bucket-{number}",), "/") for number in range(count)]


def test_five_hundred_values_against_as_many_selectors() -> None:
    values = names(500)
    selectors = EventSet.of(*(box("Data", {"resources.ARN": {"StartsWith": [each]}}) for each in values))
    assert arns(StartsWith=values) <= selectors
    assert selectors <= arns(StartsWith=values)
    without_one = EventSet(selectors.terms[:250] + selectors.terms[251:])
    witness = (arns(StartsWith=values) - without_one).witness()
    assert witness is not None
    assert (witness.value("resources.ARN") or "").startswith(values[250])
    assert not arns(StartsWith=values) & arns(NotStartsWith=values)


def test_five_hundred_values_with_gaps_against_as_many_selectors() -> None:
    """Values with gaps may all be equal, or all differ."""
    values = gapped(500)
    one = with_gaps(PREFIX, values)
    selectors = EventSet(tuple(with_gaps(PREFIX, [each]).terms[0] for each in values))
    assert decided(lambda: one <= selectors) in (True, None)
    assert decided(lambda: selectors <= one) in (True, None)
    assert decided(lambda: bool(one & with_gaps(PREFIX, values, excluded=True))) in (False, None)
    fewer = EventSet(selectors.terms[:-1])
    assert decided(lambda: one <= fewer) in (False, None)
    assert decided(lambda: (one - fewer).witness()) is None


@pytest.mark.parametrize("kind", [PREFIX, SUFFIX, EQUAL])
def test_many_gaps_on_both_sides(kind: str) -> None:
    """What equals a literal on one side cannot be decided: no verdict may come of running out of steps."""
    first, second = gapped(300), gapped(600)[300:]
    assert decided(lambda: with_gaps(kind, first) <= with_gaps(kind, second)) in (False, None)
    assert decided(lambda: with_gaps(kind, first) <= with_gaps(kind, first[:-1] + second)) in (False, None)
    assert decided(lambda: with_gaps(kind, first) <= with_gaps(kind, first + second)) in (True, None)


def decided(question: Callable[[], object]) -> object:
    """Return the answer to a question, None beyond the budget."""
    try:
        return question()
    except Undecided:
        return None


@pytest.mark.parametrize("seed", range(4))
def test_dense_boxes(seed: int) -> None:
    """Hundreds of boxes over five fields, each of which overlaps most others, with a union that leaves a little out."""
    chosen = random.Random(seed)
    boxes = [
        box("Data", {name: {"NotEquals": [chosen.choice("abcdefgh")]} for name in chosen.sample(FIELDS, 4)})
        for _ in range(400)
    ]
    everything = EventSet.of(Box("Data", {}))
    answer = decided(lambda: everything <= EventSet.of(*boxes))
    witness = decided(lambda: (everything - EventSet.of(*boxes)).witness())
    assert answer is None or witness is None or not answer


def parity(width: int, odd: bool) -> list[Box]:
    """Return one box for each way to choose sides in some fields of which an odd (or even) number is chosen."""
    sides = ({"StartsWith": ["a"]}, {"NotStartsWith": ["a"]})
    return [
        box("Data", {f"{name}": sides[bits >> at & 1] for at, name in enumerate(FIELDS[:width])})
        for bits in range(1 << width)
        if (bits.bit_count() % 2 == 1) is odd
    ]


def test_a_chessboard_is_covered_only_by_both_colours() -> None:
    white, black = EventSet.of(*parity(5, True)), EventSet.of(*parity(5, False))
    everything = EventSet.of(Box("Data", {}))
    assert not white & black
    assert everything <= white | black
    assert not everything <= white
    assert not (white | black) - everything


def test_long_values_and_many_of_them() -> None:
    long = ["a" * length for length in range(1548, 2048)]
    assert arns(StartsWith=long) <= arns(StartsWith=[long[0]])
    assert same(arns(StartsWith=long), arns(StartsWith=[long[0]]))
    assert not arns(Equals=long) & arns(NotStartsWith=[long[0]])
    assert (arns(Equals=long) - arns(Equals=long[1:])).witness() is not None


def same(one: EventSet, other: EventSet) -> bool:
    return one <= other and other <= one


def test_prefixes_times_suffixes_beyond_the_budget_are_not_decided() -> None:
    begins, ends = names(900), [f"/{number:04}.log" for number in range(900)]
    each_apart = [
        box("Data", {"resources.ARN": {"StartsWith": [one], "EndsWith": [two]}})
        for one, two in zip(begins, ends, strict=True)
    ]
    with pytest.raises(Undecided):
        bool(EventSet.of(Box("Data", {})) - EventSet.of(*each_apart))


def test_a_report_on_a_hundred_selectors() -> None:
    values = names(100)
    sets = [EventSet.of(box("Data", {"resources.ARN": {"StartsWith": [each]}})) for each in values]
    wide = EventSet.of(box("Data", {"resources.ARN": {"StartsWith": ["arn:aws:s3:::acme-00"]}}))
    found = Covering([*sets, wide]).superfluous()
    assert found == dict.fromkeys(range(100), (100,))
