"""Sets of strings that equal, begin with or end with given texts, closed under union, intersection and complement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ctlint.semantics.letters import Letter, holds

NONE: frozenset[str] = frozenset()
NO_LETTERS: frozenset[Letter] = frozenset()


class Pattern(NamedTuple):
    """The strings that fulfil at least one literal; a missing field fulfils none."""

    prefixes: frozenset[str] = NONE
    suffixes: frozenset[str] = NONE
    equals: frozenset[str] = NONE
    letters: frozenset[Letter] = NO_LETTERS

    def __bool__(self) -> bool:
        return bool(self.prefixes or self.suffixes or self.equals or self.letters)

    def join(self, other: Pattern) -> Pattern:
        """Return the strings that fulfil a literal of either pattern."""
        if not other or not self:
            return other or self
        return Pattern(
            self.prefixes | other.prefixes,
            self.suffixes | other.suffixes,
            self.equals | other.equals,
            self.letters | other.letters,
        )

    def accepts(self, string: str | None) -> bool | None:
        """Tell whether a string (None: a missing field) fulfils a literal; None where that depends on gaps."""
        if string is None:
            return False
        if string in self.equals or string.startswith(tuple(self.prefixes)) or string.endswith(tuple(self.suffixes)):
            return True
        return None if any(holds(each.kind, each.parts, (string,)) is not False for each in self.letters) else False


NOTHING = Pattern()


class Clause(NamedTuple):
    """The strings that fulfil each of `selects` and do not fulfil `deselect`.

    A missing field fulfils no literal: it is in the clause where nothing is selected.
    """

    selects: tuple[Pattern, ...] = ()
    deselect: Pattern = NOTHING

    def accepts(self, string: str | None) -> bool | None:
        """Tell whether a string is in the clause; None where that depends on gaps."""
        results = [each.accepts(string) for each in self.selects]
        deselected = self.deselect.accepts(string)
        if False in results or deselected:
            return False
        return None if None in results or deselected is None else True


class StringSet(NamedTuple):
    """A union of clauses. Fields that a record lacks are a value of their own, written None.

    `|`, `&`, `-` and `~` are exact. Whether a set is empty depends on what a field may hold: `witness` and truth
    answer for a field that may hold any string, or be missing; `classes.points` answers for any domain.
    """

    clauses: tuple[Clause, ...]

    @classmethod
    def of(cls, selects: Iterable[Pattern] = (), deselect: Pattern = NOTHING) -> StringSet:
        return cls((Clause(tuple(selects), deselect),))

    @classmethod
    def equal(cls, *strings: str) -> StringSet:
        return cls.of([Pattern(equals=frozenset(strings))])

    @classmethod
    def beginning(cls, *prefixes: str) -> StringSet:
        return cls.of([Pattern(prefixes=frozenset(prefixes))])

    @classmethod
    def ending(cls, *suffixes: str) -> StringSet:
        return cls.of([Pattern(suffixes=frozenset(suffixes))])

    def __or__(self, other: StringSet) -> StringSet:
        return StringSet(tuple(dict.fromkeys(self.clauses + other.clauses)))

    def __and__(self, other: StringSet) -> StringSet:
        return StringSet(tuple(dict.fromkeys(_both(mine, its) for mine in self.clauses for its in other.clauses)))

    def __invert__(self) -> StringSet:
        found = EVERYTHING
        for clause in self.clauses:
            found &= _complement(clause)
        return found

    def __sub__(self, other: StringSet) -> StringSet:
        return self & ~other

    def __le__(self, other: object) -> bool:
        return isinstance(other, StringSet) and not (self - other)

    def __bool__(self) -> bool:
        """Tell whether a string may be in the set: false only where it is proved that there is none."""
        from ctlint.semantics.unknowns import possible_points

        return bool(possible_points([self], [], ANYTHING))

    def witness(self) -> tuple[str | None] | None:
        """Return a string (or None for a missing field) that is surely in the set, in a tuple; None where none is."""
        from ctlint.semantics.unknowns import certain_points
        from ctlint.semantics.witness import string_of

        points = certain_points([self], [], ANYTHING)
        return (string_of(points[0].sample, self),) if points else None

    def accepts(self, string: str | None) -> bool | None:
        """Tell whether a string (None: a missing field) is in the set; None where that depends on gaps."""
        results = {clause.accepts(string) for clause in self.clauses}
        if True in results:
            return True
        return None if None in results else False

    @property
    def has_letters(self) -> bool:
        return any(pattern.letters for clause in self.clauses for pattern in (*clause.selects, clause.deselect))


EVERYTHING = StringSet((Clause(),))
EMPTY = StringSet(())


class Domain(NamedTuple):
    """What a field may hold: one of `values` (None: any string), or nothing where it `may_be_missing`."""

    values: tuple[str, ...] | None = None
    may_be_missing: bool = False


ANYTHING = Domain(None, True)
ABSENT = Domain((), True)


def _both(mine: Clause, its: Clause) -> Clause:
    return Clause(tuple(dict.fromkeys(mine.selects + its.selects)), mine.deselect.join(its.deselect))


def _complement(clause: Clause) -> StringSet:
    found = [Clause((), select) for select in clause.selects]
    if clause.deselect:
        found.append(Clause((clause.deselect,)))
    return StringSet(tuple(found))
