"""Guards: the conditions under which a part of a configuration is deployed."""

from __future__ import annotations

from typing import NamedTuple


class Atom(NamedTuple):
    """A fact about a deployment that is not known at lint time: that a variable has a value.

    A condition that compares nothing is an atom with its own name as variable and `value` None.
    """

    variable: str
    value: str | None


class Literal(NamedTuple):
    """An atom, or its negation."""

    atom: Atom
    holds: bool


Guard = frozenset[Literal]
"""A conjunction of literals; the empty one always holds."""

ALWAYS: Guard = frozenset()


def contradicts(left: Guard, right: Guard) -> bool:
    """Tell whether no deployment meets both guards.

    Beyond an atom and its negation, one variable cannot equal two different values.
    """
    for mine in left:
        for other in right:
            if mine.atom == other.atom:
                if mine.holds != other.holds:
                    return True
            elif mine.holds and other.holds and mine.atom.variable == other.atom.variable:
                return True
    return False


def may_meet(left: Guard, right: Guard) -> bool:
    """Tell whether some deployment surely meets both guards, given that one meets each.

    Comparisons of variables can be met at will. Of two conditions that ctlint does not understand nobody
    knows whether they exclude each other, so at most one guard may bring in such conditions.
    """
    mine, other = _opaque(left), _opaque(right)
    return not contradicts(left, right) and (mine <= other or other <= mine)


def _opaque(guard: Guard) -> Guard:
    return frozenset(literal for literal in guard if literal.atom.value is None)


def conjoin(left: Guard, right: Guard) -> Guard | None:
    """Return the guard that holds where both do, or None where that is nowhere."""
    return None if contradicts(left, right) else left | right


def implies(guard: Guard, other: Guard) -> bool:
    """Tell whether `other` surely holds wherever `guard` does."""
    return all(literal in guard or _excluded(guard, literal) for literal in other)


def _excluded(guard: Guard, literal: Literal) -> bool:
    """Tell whether `guard` gives the variable of a negated atom another value."""
    atom = literal.atom
    return not literal.holds and any(
        mine.holds and mine.atom.variable == atom.variable and mine.atom != atom for mine in guard
    )
