"""Guards: which parts of a configuration can be deployed together."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ctlint.guard import ALWAYS, Atom, Guard, Literal, conjoin, contradicts, implies, may_meet

VARIABLES = ("env", "region")
VALUES = ("a", "b", "c")
DOMAINS = {"env": frozenset(VALUES), "region": None}
ATOMS = [Atom(variable, value, domain=DOMAINS[variable]) for variable in VARIABLES for value in VALUES]
LITERALS = st.builds(Literal, st.sampled_from(ATOMS), st.booleans())
GUARDS = st.frozensets(LITERALS, max_size=4)


def worlds(guard: Guard) -> set[tuple[str, str]]:
    """Return the assignments that meet a guard; a variable without a domain has a fourth value."""
    found = set()
    for assignment in product(VALUES, (*VALUES, "other")):
        values = dict(zip(VARIABLES, assignment, strict=True))
        if all((values[literal.atom.variable] == literal.atom.value) == literal.holds for literal in guard):
            found.add(assignment)
    return found


@given(GUARDS, GUARDS)
def test_guards_contradict_when_no_world_meets_both(left: Guard, right: Guard) -> None:
    if worlds(left) and worlds(right) and contradicts(left, right):
        assert not worlds(left) & worlds(right)
    both = conjoin(left, right)
    if both is not None:
        assert worlds(both) == worlds(left) & worlds(right)


@given(GUARDS, GUARDS)
def test_implication_holds_in_every_world(left: Guard, right: Guard) -> None:
    if implies(left, right):
        assert worlds(left) <= worlds(right)


def test_two_values_of_one_variable_contradict() -> None:
    production = frozenset((Literal(Atom("env", "prod"), True),))
    development = frozenset((Literal(Atom("env", "dev"), True),))
    not_production = frozenset((Literal(Atom("env", "prod"), False),))
    assert contradicts(production, development)
    assert contradicts(production, not_production)
    assert implies(development, not_production)
    assert not contradicts(ALWAYS, production)
    assert conjoin(production, development) is None


def test_two_conditions_that_nobody_understands_may_exclude_each_other() -> None:
    first = frozenset((Literal(Atom("condition A", None), True),))
    second = frozenset((Literal(Atom("condition B", None), True),))
    known = frozenset((Literal(Atom("env", "prod"), True),))
    assert not may_meet(first, second)
    assert not may_meet(first, known)
    assert may_meet(first, ALWAYS) and may_meet(first, first | known)
    assert not may_meet(known, frozenset((Literal(Atom("env", "dev"), True),)))


def test_what_is_computed_cannot_be_chosen() -> None:
    prefix = frozenset((Literal(Atom("select/1", "prod", free=False), True),))
    other = frozenset((Literal(Atom("select/1", "dev", free=False), True),))
    known = frozenset((Literal(Atom("env", "prod"), True),))
    assert contradicts(prefix, other)
    assert not may_meet(prefix, known)
    assert may_meet(prefix, ALWAYS)


def test_a_joint_condition_that_holds_says_no_more_than_its_parts() -> None:
    both = Atom("condition Both", None, joint=True)
    parts = frozenset((Literal(both, True), Literal(Atom("env", "prod"), True)))
    region = frozenset((Literal(Atom("region", "a"), True),))
    assert may_meet(parts, region)
    assert not may_meet(frozenset((Literal(both, False),)), region)


def test_ten_thousand_literals_are_compared_at_once() -> None:
    left = frozenset(Literal(Atom(f"left {number}", "x"), True) for number in range(10_000))
    right = frozenset(Literal(Atom(f"right {number}", "x"), True) for number in range(10_000))
    assert not contradicts(left, right)
    assert not implies(left, right)
