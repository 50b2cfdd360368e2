"""Sets of strings: the laws of algebra, membership and witnesses, against a plain evaluation of each formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pytest

from ctlint.semantics.strings import EMPTY, EVERYTHING, Clause, Pattern, StringSet
from tests.semantics.generate import CASES, ROUNDS, Choices, check
from tests.semantics.oracle import FREE_OR_NONE, those_that_compare

LITERALS = ("a", "b", "ab", "ba", "aa", "bba", "")


class Pair(NamedTuple):
    """A set of strings as ctlint has it, and as a list of all strings of a small world."""

    strings: StringSet
    plain: int

    def __or__(self, other: Pair) -> Pair:
        return Pair(self.strings | other.strings, self.plain | other.plain)

    def __and__(self, other: Pair) -> Pair:
        return Pair(self.strings & other.strings, self.plain & other.plain)

    def __sub__(self, other: Pair) -> Pair:
        return Pair(self.strings - other.strings, self.plain & ~other.plain)

    def __invert__(self) -> Pair:
        return Pair(~self.strings, FREE_OR_NONE.everything & ~self.plain)


def leaf(choices: Choices) -> Pair:
    make, operator = (
        (StringSet.beginning, "StartsWith"), (StringSet.ending, "EndsWith"), (StringSet.equal, "Equals"),
    )[choices.number(3)]  # fmt: skip
    literals = {choices.one_of(LITERALS) for _ in range(1 + choices.number(2))}
    plain = 0
    for each in literals:
        plain |= those_that_compare(operator, each, FREE_OR_NONE)
    return Pair(make(*literals), plain)


def formula(choices: Choices, depth: int) -> Pair:
    if not depth or choices.happens(15):
        return leaf(choices)
    operation: Callable[[Pair, Pair], Pair] = (Pair.__or__, Pair.__and__, Pair.__sub__, lambda one, _: ~one)[
        choices.number(4)
    ]
    return operation(formula(choices, depth - 1), formula(choices, depth - 1))


@pytest.mark.parametrize("_", ROUNDS)
def test_formulas(_: int) -> None:
    """Emptiness, containment, membership, and that a witness lies in the set, of random formulas."""
    counts: Counter[tuple[str, bool]] = Counter()

    def case(choices: Choices) -> None:
        one, other = formula(choices, 2), formula(choices, 2)
        assert bool(one.strings) == bool(one.plain)
        assert (one.strings <= other.strings) == (not one.plain & ~other.plain)
        counts["overlap", bool(one.plain & other.plain)] += 1
        counts["contained", not one.plain & ~other.plain] += 1
        assert bool(one.strings & other.strings) == bool(one.plain & other.plain)
        witness = one.strings.witness()
        assert (witness is not None) == bool(one.plain)
        assert witness is None or one.strings.accepts(witness[0])
        at = choices.number(256) * len(FREE_OR_NONE.values) // 256
        assert one.strings.accepts(FREE_OR_NONE.values[at]) == bool(one.plain >> at & 1)
        assert one.strings.accepts(None) == bool(one.plain >> len(FREE_OR_NONE.values) - 1)

    check(case, CASES // 4, 40)
    assert min(counts.values()) * 5 >= CASES // 4, counts


def same(one: StringSet, other: StringSet) -> bool:
    return one <= other and other <= one


def test_laws() -> None:
    def case(choices: Choices) -> None:
        a, b, c = (formula(choices, 1).strings for _ in range(3))
        assert same(a | b, b | a)
        assert same(a & b, b & a)
        assert same(a | (b | c), (a | b) | c)
        assert same(a & (b & c), (a & b) & c)
        assert same(a & (b | c), (a & b) | (a & c))
        assert same(a | (b & c), (a | b) & (a | c))
        assert same(a | (a & b), a)
        assert same(a & (a | b), a)
        assert same(~(a | b), ~a & ~b)
        assert same(~(a & b), ~a | ~b)
        assert same(~~a, a)
        assert same(a - b, a & ~b)
        assert not (a - b) & b
        assert not a - a
        assert a <= a | b
        assert same(a | ~a, EVERYTHING)
        assert not a & ~a
        assert same(a - EMPTY, a)
        assert same(a & EVERYTHING, a)

    check(case, 600, 40)


def test_a_missing_field_is_no_string() -> None:
    a = StringSet.beginning("")
    assert a.accepts("") and a.accepts("x") and not a.accepts(None)
    assert (~a).witness() == (None,)
    assert EVERYTHING.accepts(None)
    assert not EMPTY and EMPTY.witness() is None


@pytest.mark.parametrize(
    ("strings", "witness"),
    [
        (StringSet.equal("example") | StringSet.equal(""), ("example", "")),
        (StringSet.beginning("example") - StringSet.equal("example"), None),
        (~StringSet.equal("example", "other", "some-name", "0"), None),
        (~StringSet.beginning("e", "o", "s", "0", "◇", "◈", "\ufffc") & StringSet.beginning(""), None),
        (~StringSet.ending("e", "r", "0", *map(str, range(10)), "◇") & StringSet.ending(""), None),
        (StringSet.beginning("◇", "é\U0001f512") & StringSet.ending("\ufffc", "\u0301"), None),
        (StringSet.beginning("a" * 2048) - StringSet.beginning("a" * 2047 + "b"), None),
        (StringSet.equal("a" * 2048) & StringSet.beginning("a" * 2047), ("a" * 2048,)),
    ],
)  # fmt: skip
def test_witnesses_of_odd_literals(strings: StringSet, witness: tuple[str, ...] | None) -> None:
    found = strings.witness()
    assert found is not None
    assert strings.accepts(found[0])
    assert witness is None or found[0] in witness


def test_letters_are_compared_code_point_by_code_point() -> None:
    composed, decomposed = StringSet.equal("\u00e9"), StringSet.equal("e\u0301")
    assert not composed & decomposed
    assert decomposed <= StringSet.beginning("e") & StringSet.ending("\u0301")
    assert not StringSet.equal("ß") & StringSet.beginning("s")
    assert not StringSet.equal("Acme") & StringSet.beginning("acme")


def test_nothing_selected_is_no_condition() -> None:
    selects_nothing = StringSet((Clause((Pattern(),)),))
    assert not selects_nothing
    assert same(selects_nothing | StringSet.equal("a"), StringSet.equal("a"))
    assert same(StringSet.of([], Pattern()), EVERYTHING)
