"""When a condition holds: the guards for and against it."""

from __future__ import annotations

from typing import NamedTuple

from ctlint.guard import ALWAYS, Atom, Guard, Literal, conjoin
from ctlint.text import Gap, Text

MAX_LITERALS = 64
"""Literals of a conjunction; what holds only with more than these is a fact of its own."""


class Verdict(NamedTuple):
    """The guards under which a condition is true and false; None where that is never."""

    when: Guard | None
    otherwise: Guard | None


def constant(value: bool) -> Verdict:
    return Verdict(ALWAYS, None) if value else Verdict(None, ALWAYS)


def of_atom(atom: Atom) -> Verdict:
    return Verdict(frozenset((Literal(atom, True),)), frozenset((Literal(atom, False),)))


def opaque(name: str) -> Verdict:
    """Return the verdict of a condition of which only the name is known."""
    return of_atom(Atom(f"condition {name}", None))


def negation(verdict: Verdict) -> Verdict:
    return Verdict(verdict.otherwise, verdict.when)


def equality(left: Text, right: Text) -> Verdict:
    """Return when two texts are equal: a variable compared with a constant is a fact about that variable."""
    compared = comparison(left, right)
    return constant(compared) if isinstance(compared, bool) else of_atom(compared)


def comparison(left: Text, right: Text) -> bool | Atom:
    """Return whether two texts are equal, or the fact that this depends on."""
    if left.value is not None and right.value is not None:
        return left.value == right.value
    if left.identity == right.identity:
        return True
    if left.value is not None:
        left, right = right, left
    if right.value is not None and len(left.pieces) == 1 and isinstance(left.pieces[0], Gap):
        return Atom("/".join(left.pieces[0].identity), right.value)
    one, other = sorted((str(left.identity), str(right.identity)))
    return Atom(f"{one} = {other}", None)


def conjunction(parts: list[Verdict], name: str) -> Verdict:
    """Return when all parts hold; that not all do is a fact of its own, called `name`."""
    undecided = [part for part in parts if part.otherwise is not None]
    if not undecided:
        return constant(True)
    if len(undecided) == 1:
        return undecided[0]
    own = of_atom(Atom(f"condition {name}", None, joint=True))
    when: Guard | None = own.when
    for part in undecided:
        when = None if when is None or part.when is None else conjoin(when, part.when)
        if when is not None and len(when) > MAX_LITERALS:
            return opaque(name)
    return Verdict(when, ALWAYS if when is None else own.otherwise)


def disjunction(parts: list[Verdict], name: str) -> Verdict:
    """Return when some part holds."""
    return negation(conjunction([negation(part) for part in parts], name))
