"""Verdicts about selectors with unknown parts hold whatever is filled in."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from ctlint.semantics.letters import Letter
from ctlint.semantics.strings import Pattern, StringSet
from ctlint.semantics.witness import Event
from tests.semantics import unknown
from tests.semantics.generate import ROUNDS, Choices, check
from tests.semantics.oracle import Record, Selector, kinds_of_events, recorded
from tests.semantics.unknown import ENVIRONMENTS, FILLINGS, Filling, Vague, all_filled, in_oracle_letters

TRIED = 5
"""How many fillings each case tries."""
CASES = 5000


def fillings(choices: Choices, selectors: list[Vague]) -> list[Filling]:
    """Return what may stand in the gaps of selectors; of lists that nobody knows whole, a few at random."""
    needs_environment = any(each.condition for each in selectors)
    besides: tuple[str, ...] = ()
    if any(each.open_fields for each in selectors):
        besides = tuple(choices.one_of(("a", "b", "c", "ab", "z")) for _ in range(choices.number(3)))
    environments = (*ENVIRONMENTS, "other") if needs_environment else ("other",)
    first = choices.number(len(FILLINGS))
    some = [*FILLINGS, *FILLINGS][first : first + TRIED]
    return [Filling(gaps, besides, each) for gaps, each in product(some, environments)]


def record(witness: Event, filling: Filling) -> Record:
    """Return an event for a witness with its gaps filled in."""
    told = dict(witness.fields)
    category, kind = told.pop("eventCategory"), told.pop("resources.type", "Other")
    held = {name: in_oracle_letters(each, filling.gaps) for name, each in told.items()}
    arn = held.pop("resources.ARN", None)
    return Record(category, {"eventName": "ANY", **held}, ((kind, arn),))


@pytest.mark.parametrize("_", ROUNDS)
def test_verdicts_hold_for_every_filling(_: int) -> None:
    counts: Counter[str] = Counter()

    def case(choices: Choices) -> None:
        first = [unknown.vague(choices) for _ in range(1 + choices.number(2))]
        second = [
            unknown.variant(choices, first[0]) if choices.happens(60) else unknown.vague(choices)
            for _ in range(1 + choices.number(2))
        ]
        one, other = unknown.events(first), unknown.events(second)
        rest, both = one - other, one & other
        is_empty, is_contained, is_disjoint = not one, one <= other, not both
        beyond, common, inside = rest.witness(), both.witness(), one.witness()
        assert not (is_contained and beyond) and not (is_disjoint and common) and not (is_empty and inside)
        counts["contained" if is_contained else "beyond" if beyond else "undecided"] += 1
        counts["disjoint" if is_disjoint else "common" if common else "overlap undecided"] += 1
        for filling in fillings(choices, [*first, *second]):
            mine, its = all_filled(first, filling), all_filled(second, filling)
            if mine is None or its is None:
                continue
            kinds = kinds_of_events([*mine, *its])
            lower = (1 << len(mine)) - 1
            if is_empty:
                assert not any(kind & lower for kind in kinds), filling
            if is_contained:
                assert not any(kind & lower and not kind >> len(mine) for kind in kinds), filling
            if is_disjoint:
                assert not any(kind & lower and kind >> len(mine) for kind in kinds), filling
            for witness, within, without in (
                (inside, mine, []),
                (beyond, mine, its),
                (common, mine, []),
                (common, its, []),
            ):
                assert_holds(witness, within, without, filling)

    check(case, CASES)
    assert min(counts[each] for each in ("contained", "beyond", "undecided", "common")) * 5 >= CASES, counts


def assert_holds(witness: Event | None, within: list[Selector], without: list[Selector], filling: Filling) -> None:
    if witness is not None:
        event = record(witness, filling)
        assert recorded(within, event), (witness, filling)
        assert not recorded(without, event), (witness, filling)


def letter(kind: str, *parts: str | tuple[str, ...]) -> Pattern:
    return Pattern(letters=frozenset([Letter(kind, parts, ("${gap}",))]))


GAP = ("gap",)


@pytest.mark.parametrize(
    ("selected", "excluded", "verdict"),
    [
        (Pattern(equals=frozenset([""])), letter("prefix", "x", GAP), True),
        (letter("equal", GAP).join(Pattern(equals=frozenset([""]))), Pattern(prefixes=frozenset("x")), True),
        (letter("prefix", GAP), Pattern(), True),
        (letter("prefix", GAP), Pattern(equals=frozenset(["a"])), True),
        (letter("prefix", GAP, "/"), Pattern(equals=frozenset(["a/x"])), True),
        (letter("prefix", GAP), letter("prefix", GAP), False),
        (letter("prefix", GAP, "a"), letter("prefix", GAP), False),
        (letter("equal", GAP), letter("equal", "a", GAP), True),
        (letter("equal", GAP), letter("suffix", GAP), False),
        (letter("suffix", "b", GAP), letter("suffix", "a", GAP, "b"), True),
        (letter("equal", GAP), Pattern(equals=frozenset(["a"])), None),
        (letter("prefix", GAP), letter("prefix", ("other",)), None),
        (Pattern(prefixes=frozenset([""])), letter("prefix", GAP), True),
        (Pattern(prefixes=frozenset([""])), letter("suffix", GAP), True),
    ],
)
def test_strings_with_gaps(selected: Pattern, excluded: Pattern, verdict: bool | None) -> None:
    """Whether there surely is such a string (True), surely none (False), or that depends on the gaps."""
    strings = StringSet.of([selected], excluded)
    assert (bool(strings), strings.witness() is not None) == (verdict is not False, verdict is True)
