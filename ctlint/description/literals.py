"""The literals of a pattern one by one: which of them the others cover, and which can be left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ctlint.semantics.cover import Undecided
from ctlint.semantics.letters import EQUAL, PREFIX, SUFFIX, Letter
from ctlint.semantics.strings import Clause, Pattern, StringSet


class Literal(NamedTuple):
    """A text with which a field is compared, whole, from its beginning or from its end."""

    kind: str
    value: str | Letter

    @property
    def pattern(self) -> Pattern:
        return pattern_of([self])

    @property
    def strings(self) -> StringSet:
        """The strings that fulfil the literal."""
        return StringSet.of([self.pattern])


def literals(pattern: Pattern) -> list[Literal]:
    """Return the literals of a pattern, in an order that does not depend on how they were written."""
    return [
        *(Literal(EQUAL, each) for each in sorted(pattern.equals)),
        *(Literal(PREFIX, each) for each in sorted(pattern.prefixes)),
        *(Literal(SUFFIX, each) for each in sorted(pattern.suffixes)),
        *(Literal(each.kind, each) for each in sorted(pattern.letters, key=lambda each: (each.kind, repr(each.parts)))),
    ]


def pattern_of(chosen: Iterable[Literal]) -> Pattern:
    """Return the pattern that has certain literals."""
    found: dict[str, set[str]] = {PREFIX: set(), SUFFIX: set(), EQUAL: set()}
    letters: set[Letter] = set()
    for kind, value in chosen:
        if isinstance(value, str):
            found[kind].add(value)
        else:
            letters.add(value)
    return Pattern(frozenset(found[PREFIX]), frozenset(found[SUFFIX]), frozenset(found[EQUAL]), frozenset(letters))


def without_covered(pattern: Pattern) -> Pattern:
    """Return a pattern that the same strings fulfil, in which no literal covers another."""
    prefixes = _outermost(pattern.prefixes)
    suffixes = frozenset(each[::-1] for each in _outermost(each[::-1] for each in pattern.suffixes))
    begins, ends = tuple(prefixes), tuple(suffixes)
    equals = frozenset(each for each in pattern.equals if not each.startswith(begins) and not each.endswith(ends))
    found = Pattern(prefixes, suffixes, equals, pattern.letters)
    for letter in pattern.letters:
        rest = found._replace(letters=found.letters - {letter})
        if rest and within(Literal(letter.kind, letter).strings, StringSet.of([rest])):
            found = rest
    return found


def _outermost(prefixes: Iterable[str]) -> frozenset[str]:
    """Return the prefixes that do not begin with another one."""
    found: list[str] = []
    for prefix in sorted(prefixes):
        if not found or not prefix.startswith(found[-1]):
            found.append(prefix)
    return frozenset(found)


def within(strings: StringSet, others: StringSet) -> bool:
    """Tell whether it is proved that a set holds every string of another."""
    try:
        return strings <= others
    except Undecided:
        return False


def is_empty(strings: StringSet) -> bool:
    """Tell whether it is proved that no string is in a set."""
    try:
        return not strings
    except Undecided:
        return False


def simplest(clause: Clause) -> Clause:
    """Return a clause of the same strings without literals that others cover, or that no string could fulfil."""
    deselect = without_covered(clause.deselect)
    selects = tuple(dict.fromkeys(without_covered(each) for each in clause.selects))
    if not deselect or not selects:
        return Clause(selects, deselect)
    excluded = StringSet.of([deselect])
    selects = tuple(
        pattern_of(each for each in literals(select) if not within(each.strings, excluded)) for select in selects
    )
    left = [each for each in literals(deselect) if not is_empty(StringSet.of([*selects, each.pattern]))]
    return Clause(selects, pattern_of(left))
