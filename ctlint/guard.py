"""Guards: the conditions under which a part of a configuration is deployed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Atom(NamedTuple):
    """A fact about a deployment that is not known at lint time: that a variable has a value.

    A condition that compares nothing is an atom with its own name as variable and `value` None. `free` tells
    that whoever deploys may give the variable any value, whatever the others have; what is computed from
    others is not. `domain` holds the values that are allowed, where that is known: the same for all atoms of
    a variable. An atom of which `joint` is true holds where the literals beside it in a guard do.
    """

    variable: str
    value: str | None
    free: bool = True
    domain: frozenset[str] | None = None
    joint: bool = False


class Literal(NamedTuple):
    """An atom, or its negation."""

    atom: Atom
    holds: bool


Guard = frozenset[Literal]
"""A conjunction of literals; the empty one always holds."""

ALWAYS: Guard = frozenset()


def contradicts(left: Guard, right: Guard) -> bool:
    """Tell whether no deployment meets both guards.

    Beyond an atom and its negation, one variable cannot equal two different values, nor none of those allowed.
    """
    if not left or not right:
        return False
    mine = _by_variable(left)
    others = _by_variable(right)
    return any(_exclude([*mine[name], *found]) for name, found in others.items() if name in mine)


def _by_variable(guard: Iterable[Literal]) -> dict[str, list[Literal]]:
    found: dict[str, list[Literal]] = {}
    for literal in guard:
        found.setdefault(literal.atom.variable, []).append(literal)
    return found


def _exclude(literals: list[Literal]) -> bool:
    """Tell whether literals of one variable cannot hold together."""
    equal = {literal.atom.value for literal in literals if literal.holds}
    unequal = {literal.atom.value for literal in literals if not literal.holds}
    domain = literals[0].atom.domain
    return len(equal) > 1 or not equal.isdisjoint(unequal) or (domain is not None and domain <= unequal)


def may_meet(left: Guard, right: Guard) -> bool:
    """Tell whether some deployment surely meets both guards, given that one meets each.

    Comparisons of free variables can be met at will. Of conditions that ctlint does not understand nobody
    knows whether they exclude others, so neither guard may bring any in unless it includes the other.
    """
    if left <= right or right <= left:
        return True
    return not any(map(_is_opaque, left | right)) and not contradicts(left, right)


def _is_opaque(literal: Literal) -> bool:
    atom = literal.atom
    if atom.joint:
        return not literal.holds
    return atom.value is None or not atom.free


def conjoin(left: Guard, right: Guard) -> Guard | None:
    """Return the guard that holds where both do, or None where that is nowhere."""
    return None if contradicts(left, right) else left | right


def implies(guard: Guard, other: Guard) -> bool:
    """Tell whether `other` surely holds wherever `guard` does."""
    missing = other - guard
    if not missing or not guard:
        return not missing
    known = _by_variable(guard)
    return all(
        literal.atom.variable in known
        and _exclude([*known[literal.atom.variable], literal._replace(holds=not literal.holds)])
        for literal in missing
    )
