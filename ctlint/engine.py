"""Runs the checks over a deployment and joins what they saw with the pages of their rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ctlint.checks.registry import Context, Registry, Rule
from ctlint.finding import Finding
from ctlint.model import Deployment, Options, Trail
from ctlint.provenance import Provenance
from ctlint.source import Span


class Seen(NamedTuple):
    """A finding and the id of its rule; `address` is that of the trail that was looked at.

    `uses` are the places of the values that what the finding points at goes into, where it stands elsewhere.
    """

    rule: str
    finding: Finding
    address: str = ""
    uses: tuple[Span, ...] = ()


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
            _collect(rule, report, "", problem)
    for trail in deployment.trails:
        _run_trail(trail, Context(deployment, trail, options), registry, report)
    for rule in registry.deployments:
        _collect(rule, report, "", deployment, options)
    seen = _once(report.seen, _telling_addresses(deployment)) if report.seen else []
    if seen and (deployment.uses or deployment.origins):
        provenance = Provenance(deployment)
        seen = [_with_places(item, provenance) for item in seen]
    return Report(seen, report.crashes)


def _run_trail(trail: Trail, context: Context, registry: Registry, report: Report) -> None:
    if trail.rules:
        registry = registry.beginning_with(trail.rules)
    for rule in registry.trails:
        _collect(rule, report, trail.address, trail, context)
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        for rule in registry.advanced:
            _collect(rule, report, trail.address, selector, context)
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        for rule in registry.basic:
            _collect(rule, report, trail.address, basic, context)


def _collect(rule: Rule, report: Report, address: str, *arguments: object) -> None:
    """Add what one check yields; a check that fails is reported and the others go on."""
    try:
        for finding in rule.function(*arguments):
            report.seen.append(Seen(rule.id, finding, address))
    except Exception as error:  # the rest of the report must not be lost
        report.crashes.append(Crash(rule.id, error))


def _telling_addresses(deployment: Deployment) -> set[str]:
    """Return the addresses that say more than a place does: of trails that stand where no other text tells them apart.

    That is the text of a program, and a block that stands for several trails.
    """
    addresses: dict[Span, set[str]] = {}
    for trail in deployment.trails:
        addresses.setdefault(trail.span, set()).add(trail.address)
    shared = (each for each in addresses.values() if len(each) > 1 or deployment.shows_addresses)
    return set().union(*shared)


def _once(seen: list[Seen], telling: set[str]) -> list[Seen]:
    """Return each finding once: a selector may be looked at in several worlds, and stand for several trails."""
    found: dict[tuple[str, int, int, int, str], Seen] = {}
    addresses: dict[tuple[str, int, int, int, str], set[str]] = {}
    for item in seen:
        span = item.finding.span
        key = (item.rule, id(span.source), span.start, span.end, item.finding.message)
        found.setdefault(key, item)
        addresses.setdefault(key, set()).add(item.address)
    return [_placed(item, len(addresses[key]), telling) for key, item in found.items()]


def _placed(item: Seen, trails: int, telling: set[str]) -> Seen:
    """Return a finding with the number of the trails that it concerns, or the one where its place does not tell."""
    finding = item.finding
    if trails > 1:
        return item._replace(finding=finding._replace(message=f"{finding.message}, in {trails} trails"))
    if item.address in telling:
        return item._replace(finding=finding._replace(message=f"{finding.message}, in `{item.address}`"))
    return item


def _with_places(item: Seen, provenance: Provenance) -> Seen:
    """Return a finding with the places where its value is used, or comes from."""
    finding = item.finding
    related = finding.related + provenance.related(finding)
    return item._replace(finding=finding._replace(related=related), uses=provenance.wholes(finding))


class Places(NamedTuple):
    """The places of a rule's findings in one file: ranges in order and apart, and points where nothing stands."""

    ranges: list[Span]
    points: list[int]

    def overlap(self, span: Span) -> bool:
        """Tell whether a place overlaps `span`, as `Span.overlaps` has it."""
        at = bisect_left(self.points, span.start)
        if at < len(self.points) and self.points[at] <= span.end:
            return True
        at = bisect_right(self.ranges, span.start, key=_start)
        return any(each.overlaps(span) for each in self.ranges[max(0, at - 2) : at + 1])


def settle(seen: list[Seen], yields_to: dict[str, frozenset[str]]) -> list[Seen]:
    """Return the findings whose place no other one, of a rule that theirs yields to, explains already.

    A place is where a value stands or where it is used; two values that are used at one place are two.
    """
    own = _index((item.rule, item.finding.span) for item in seen)
    used = _index((item.rule, span) for item in seen for span in item.uses)

    def is_explained(item: Seen) -> bool:
        rules = yields_to.get(item.rule, ())
        if any(_overlap(each, rule, item.finding.span) for each in (own, used) for rule in rules):
            return True
        return any(_overlap(own, rule, span) for rule in rules for span in item.uses)

    return [item for item in seen if not is_explained(item)]


def _index(places: Iterable[tuple[str, Span]]) -> dict[tuple[str, int], Places]:
    """Return places by rule and file."""
    spans: dict[tuple[str, int], list[Span]] = {}
    for rule, span in places:
        spans.setdefault((rule, id(span.source)), []).append(span)
    return {key: _places(found) for key, found in spans.items()}


def _overlap(index: dict[tuple[str, int], Places], rule: str, span: Span) -> bool:
    places = index.get((rule, id(span.source)))
    return places is not None and places.overlap(span)


def _places(spans: list[Span]) -> Places:
    """Return the places of one file, ranges that overlap as one."""
    ranges: list[Span] = []
    for span in sorted((span for span in spans if span.start < span.end), key=_start):
        if ranges and ranges[-1].overlaps(span):
            ranges[-1] = ranges[-1]._replace(end=max(ranges[-1].end, span.end))
        else:
            ranges.append(span)
    return Places(ranges, sorted(span.start for span in spans if span.start == span.end))


def _start(span: Span) -> int:
    return span.start
