"""Runs the checks over a deployment and joins what they saw with the pages of their rules."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from ctlint.checks.registry import Context, Registry, Rule
from ctlint.finding import Finding
from ctlint.model import Deployment, Options
from ctlint.source import Span


class Seen(NamedTuple):
    """A finding and the id of its rule."""

    rule: str
    finding: Finding


class Crash(NamedTuple):
    """A check that failed, or (`rule` is empty) the reading of a file: our own bug, told apart from findings."""

    rule: str
    error: BaseException
    path: str = ""


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
    places: dict[tuple[str, int], list[Span]] = {}
    for rule, finding in seen:
        places.setdefault((rule, id(finding.span.source)), []).append(finding.span)
    indexes = {key: _merged(spans) for key, spans in places.items()}
    return [item for item in seen if not _is_explained(item, indexes, yields_to)]


def _is_explained(item: Seen, indexes: dict[tuple[str, int], list[Span]], yields_to: dict[str, frozenset[str]]) -> bool:
    span = item.finding.span
    for rule in yields_to.get(item.rule, ()):
        merged = indexes.get((rule, id(span.source)), [])
        at = bisect_right(merged, span.start, key=_start)
        if any(other.overlaps(span) for other in merged[max(0, at - 1) : at + 2]):
            return True
    return False


def _merged(spans: list[Span]) -> list[Span]:
    """Return spans of one file in order, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and merged[-1].overlaps(span):
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _start(span: Span) -> int:
    return span.start
