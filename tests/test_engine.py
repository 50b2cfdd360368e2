"""The engine: findings once each, explained ones dropped, and a check that crashes does not end the run."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from ctlint import engine
from ctlint.checks.registry import Context, Registry
from ctlint.engine import Seen
from ctlint.finding import Finding
from ctlint.guard import ALWAYS
from ctlint.model import Deployment, Dialect, Options, Trail
from ctlint.source import Source, Span

SOURCES = [Source("a", "x" * 30), Source("b", "x" * 30)]
SPANS = st.builds(
    lambda source, start, length: Span(source, start, start + length),
    st.sampled_from(SOURCES),
    st.integers(0, 20),
    st.integers(0, 6),
)
SEEN = st.lists(
    st.builds(lambda rule, span: Seen(rule, Finding(span, "x")), st.sampled_from(("A", "B", "C")), SPANS), max_size=12
)
YIELDS = {"A": frozenset(("B", "C")), "B": frozenset(("C",))}


@given(SEEN)
def test_a_finding_yields_to_one_at_the_same_place(seen: list[Seen]) -> None:
    expected = [
        item
        for item in seen
        if not any(
            other.rule in YIELDS.get(item.rule, ()) and other.finding.span.overlaps(item.finding.span) for other in seen
        )
    ]
    assert engine.settle(seen, YIELDS) == expected


def deployment() -> Deployment:
    trail = Trail("trail", None, "", Span(SOURCES[0], 0, 1), ALWAYS, Dialect())
    return Deployment((trail, trail), ())


def test_equal_findings_are_one() -> None:
    registry = Registry()

    @registry.trail("CT999")
    def look(trail: Trail, context: Context) -> Iterator[Finding]:
        yield Finding(trail.span, "the same")

    report = engine.run(deployment(), registry, Options())
    assert [(item.rule, item.finding.message) for item in report.seen] == [("CT999", "the same")]


def test_a_crash_is_told_and_the_rest_goes_on() -> None:
    registry = Registry()

    @registry.trail("CT998")
    def crash(trail: Trail, context: Context) -> Iterator[Finding]:
        yield Finding(trail.span, "before")
        raise ZeroDivisionError

    @registry.trail("CT999")
    def look(trail: Trail, context: Context) -> Iterator[Finding]:
        yield Finding(trail.span, "after")

    report = engine.run(deployment(), registry, Options())
    assert [item.rule for item in report.seen] == ["CT998", "CT999"]
    assert {crash.rule for crash in report.crashes} == {"CT998"}


def used(rule: str, start: int, *uses: int) -> Seen:
    """Return a finding about one character, whose value is used at others."""
    span, *places = (Span(SOURCES[0], at, at + 1) for at in (start, *uses))
    return Seen(rule, Finding(span, "x"), uses=tuple(places))


def test_a_finding_yields_to_one_at_the_place_where_its_value_is_used() -> None:
    at_use, about_value = used("C", 9), used("A", 2, 9)
    assert engine.settle([about_value, at_use], YIELDS) == [at_use]
    assert engine.settle([used("A", 9), used("C", 2, 9)], YIELDS) == [used("C", 2, 9)]


def test_two_values_that_are_used_at_one_place_are_two() -> None:
    seen = [used("A", 2, 9), used("C", 5, 9)]
    assert engine.settle(seen, YIELDS) == seen
