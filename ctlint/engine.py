"""Runs the checks over a deployment and joins what they saw with the pages of their rules."""

from __future__ import annotations

from typing import NamedTuple

from ctlint.checks.registry import Context, Registry, Rule
from ctlint.finding import Finding
from ctlint.model import Deployment, Options


class Seen(NamedTuple):
    """A finding and the id of its rule."""

    rule: str
    finding: Finding


class Crash(NamedTuple):
    """A check that failed: our own bug, told apart from findings."""

    rule: str
    error: BaseException


class Report(NamedTuple):
    """What the checks saw in one deployment."""

    seen: list[Seen]
    crashes: list[Crash]


def run(deployment: Deployment, registry: Registry, options: Options) -> Report:
    """Return everything that the checks of `registry` see in a deployment, once each."""
    report = Report([], [])
    for problem in deployment.problems:
        rule = registry.problems.get(problem.kind)
        if rule is not None:
            _collect(rule, report, problem)
    for trail in deployment.trails:
        context = Context(deployment, trail, options)
        for rule in registry.trails:
            _collect(rule, report, trail, context)
        for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
            for rule in registry.advanced:
                _collect(rule, report, selector, context)
        for basic in trail.event_selectors.items if trail.event_selectors else ():
            for rule in registry.basic:
                _collect(rule, report, basic, context)
    for rule in registry.deployments:
        _collect(rule, report, deployment, options)
    return Report(_once(report.seen), report.crashes)


def _collect(rule: Rule, report: Report, *arguments: object) -> None:
    """Add what one check yields; a check that fails is reported and the others go on."""
    try:
        for finding in rule.function(*arguments):
            report.seen.append(Seen(rule.id, finding))
    except Exception as error:  # the rest of the report must not be lost
        report.crashes.append(Crash(rule.id, error))


def _once(seen: list[Seen]) -> list[Seen]:
    """Return each finding once: one selector may be looked at in several worlds."""
    found: dict[tuple[str, int, int, int, str], Seen] = {}
    for item in seen:
        span = item.finding.span
        found.setdefault((item.rule, id(span.source), span.start, span.end, item.finding.message), item)
    return list(found.values())


def settle(seen: list[Seen], yields_to: dict[str, frozenset[str]]) -> list[Seen]:
    """Return the findings whose place no other one, of a rule that theirs yields to, explains already."""
    return [item for item in seen if not any(_explains(other, item, yields_to) for other in seen)]


def _explains(other: Seen, item: Seen, yields_to: dict[str, frozenset[str]]) -> bool:
    return other.rule in yields_to.get(item.rule, ()) and other.finding.span.overlaps(item.finding.span)
