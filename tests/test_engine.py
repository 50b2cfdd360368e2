"""The engine: findings once each, explained ones dropped, and a check that crashes does not end the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint import engine
from ctlint.checks.registry import Context, Registry
from ctlint.engine import Seen
from ctlint.finding import Finding
from ctlint.flaws import Flaws
from ctlint.guard import ALWAYS
from ctlint.model import AdvancedEventSelector, Deployment, Dialect, Options, Trail, Values
from ctlint.problem import Problem
from ctlint.semantics.cover import Undecided
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


def with_selectors(*addresses: str, rules: tuple[str, ...] = ()) -> Deployment:
    """Return a deployment of trails with one selector each, ten characters apart."""
    return Deployment(tuple(one_trail(address, 10 * at, rules) for at, address in enumerate(addresses)), ())


def one_trail(address: str, start: int, rules: tuple[str, ...]) -> Trail:
    span = Span(SOURCES[0], start, start + 8)
    selector = AdvancedEventSelector(None, (), True, span, 0, ALWAYS, Dialect(), "trail")
    trail = Trail("trail", None, address, Span(SOURCES[0], start, start + 9), ALWAYS, Dialect(), rules=rules)
    return trail._replace(advanced_event_selectors=Values((selector,), True, span))


def told(report: engine.Report) -> list[tuple[str, int, str]]:
    """Return what a report says: rule, place and message."""
    return [(item.rule, item.finding.span.start, item.finding.message) for item in report.seen]


def test_a_check_about_meaning_is_told_what_others_have_found_before() -> None:
    registry = Registry()

    @registry.account("CT401")
    def account(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
        yield from see("CT401", deployment.trails[0], flaws)

    @registry.meaning("CT303")
    def void(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield from see("CT303", trail, flaws)

    @registry.meaning("CT301")
    def dead(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield from see("CT301", trail, flaws)

    @registry.meaning("CT312")
    def value(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield from see("CT312", trail, flaws)

    @registry.selector("CT305")
    def selector(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
        yield Finding(character(0), "found")

    def see(rule: str, trail: Trail, flaws: Flaws) -> Iterator[Finding]:
        """Yield what is seen of the earlier findings, and take one more character for the next."""
        seen = [at for at in range(6) if flaws.on(character(at))]
        order.append(rule)
        yield Finding(character(len(order)), f"sees {seen}")

    order: list[str] = []
    report = engine.run(with_selectors(""), registry, Options())
    assert told(report) == [
        ("CT305", 0, "found"),
        ("CT312", 1, "sees [0]"),
        ("CT301", 2, "sees [0, 1]"),
        ("CT303", 3, "sees [0, 1, 2]"),
        ("CT401", 4, "sees [0, 1, 2, 3]"),
    ]


def character(at: int) -> Span:
    return Span(SOURCES[0], at, at + 1)


def test_problems_around_a_deployment_tell_of_values_and_are_not_told_again() -> None:
    registry = Registry()

    @registry.problem("CT002", "lenient-syntax")
    def restate(problem: Problem) -> Iterator[Finding]:
        yield Finding(problem.span, problem.message)

    @registry.meaning("CT302")
    def look(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(trail.span, f"{[at for at in range(6) if flaws.on(character(at))]}")

    around = [Problem("lenient-syntax", character(3), "a comma")]
    assert told(engine.run(with_selectors(""), registry, Options(), around)) == [("CT302", 0, "[3]")]


def test_what_means_nothing_is_not_asked_for_its_meaning() -> None:
    registry = Registry()

    @registry.meaning("CT302")
    def look(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(trail.span, "asked")

    @registry.account("CT401")
    def account(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(character(20), "asked")

    assert told(engine.run(deployment(), registry, Options())) == []
    mixed = Deployment((*with_selectors("a").trails, *deployment().trails), ())
    assert told(engine.run(mixed, registry, Options())) == [("CT302", 0, "asked"), ("CT401", 20, "asked")]


@pytest.mark.parametrize(("rules", "expected"), [((), ["CT302", "CT317"]), (("CT2", "CT317"), ["CT317"])])
def test_of_a_trail_of_which_less_is_certain_fewer_rules_speak(rules: tuple[str, ...], expected: list[str]) -> None:
    registry = Registry()

    @registry.meaning("CT302")
    @registry.meaning("CT317")
    def look(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(trail.span, "asked")

    report = engine.run(with_selectors("", rules=rules), registry, Options())
    assert sorted(item.rule for item in report.seen) == expected


def entangled() -> Registry:
    """Return checks of which two do not come to an end on the first trail, and one not on the deployment."""
    registry = Registry()

    @registry.problem("CT904", "undecided")
    def undecided(problem: Problem) -> Iterator[Finding]:
        yield Finding(problem.span, problem.message)

    @registry.meaning("CT303")
    @registry.meaning("CT302")
    def look(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(trail.span, "before")
        if trail.address == "a":
            raise Undecided
        yield Finding(trail.span, "after")

    @registry.account("CT401")
    def account(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
        raise Undecided
        yield

    return registry


def test_what_cannot_be_decided_is_told_once_for_each_trail() -> None:
    report = engine.run(with_selectors("a", "b"), entangled(), Options())
    entry = "`CT302`, `CT303` and `CT401` cannot be decided here: the selectors are too entangled"
    assert report.crashes == []
    assert told(report) == [
        ("CT302", 0, "before"),
        ("CT303", 0, "before"),
        ("CT302", 10, "before"),
        ("CT302", 10, "after"),
        ("CT303", 10, "before"),
        ("CT303", 10, "after"),
        ("CT904", 0, entry),
    ]


def test_a_crash_in_a_check_about_meaning_is_told_and_the_rest_goes_on() -> None:
    registry = Registry()

    @registry.meaning("CT301")
    def crash(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(trail.span, "before")
        raise ZeroDivisionError

    @registry.meaning("CT302")
    def look(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
        yield Finding(trail.span, "after")

    report = engine.run(with_selectors(""), registry, Options())
    assert told(report) == [("CT301", 0, "before"), ("CT302", 0, "after")]
    assert [crash.rule for crash in report.crashes] == ["CT301"]
