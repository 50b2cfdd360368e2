"""Runs the checks over a deployment and joins what they saw with the pages of their rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ctlint.checks.registry import Context, Registry, Rule, Stage
from ctlint.finding import Finding
from ctlint.flaws import NONE, Flaws
from ctlint.model import AdvancedEventSelector, Deployment, EventSelector, Options, Trail, Values
from ctlint.overlap import Places
from ctlint.problem import Problem
from ctlint.provenance import Provenance
from ctlint.semantics.cover import Undecided
from ctlint.source import Span

REJECTING = ("CT0", "CT1", "CT2")
"""Beginnings of the ids of rules whose errors say that AWS rejects a text."""


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


def run(deployment: Deployment, registry: Registry, options: Options, around: Sequence[Problem] = ()) -> Report:
    """Return everything that the checks of `registry` see in a deployment, once each.

    What a value means is asked last, and not of a value of which something else is to be said. `around` are the
    problems of a file that the deployment does not hold itself: they are no part of the report, but tell of values.
    """
    report = Report([], [])
    for problem in deployment.problems:
        _collect_problem(problem, registry, report)
    for trail in deployment.trails:
        _run_trail(trail, Context(deployment, trail, options), registry, report)
    for rule in registry.deployments:
        _collect(rule, report, "", deployment, options)
    _Meaning(deployment, registry, options, report).run(around)
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


class _Meaning:
    """The checks about meaning, on the trails of a deployment that have selectors."""

    def __init__(self, deployment: Deployment, registry: Registry, options: Options, report: Report) -> None:
        self.deployment = deployment
        self.registry = registry
        self.options = options
        self.report = report
        self.trails = [trail for trail in deployment.trails if _lists(trail)]
        self.undecided: dict[int, list[str]] = {}

    def run(self, around: Sequence[Problem]) -> None:
        """Run stage by stage, each with the places of all that was seen before."""
        before = Report([], [])
        for problem in around if self.trails or self.registry.policies else ():
            _collect_problem(problem, self.registry, before)
        for stage in self.registry.stages if self.trails else ():
            if stage.trails or stage.accounts:
                found = [(item.rule, item.finding) for each in (before, self.report) for item in each.seen]
                self._run_stage(stage, Flaws(found) if found else NONE)
        self._run_policies(before)
        for at, rules in self.undecided.items():
            self._tell_undecided((self.trails or self.deployment.trails)[at], rules)

    def _run_policies(self, before: Report) -> None:
        """Ask the policies: they take selectors as they are written, but for those that AWS rejects."""
        if self.registry.policies and self.deployment.trails:
            found = [(item.rule, item.finding) for each in (before, self.report) for item in each.seen]
            rejected = Flaws(each for each in found if each[0].startswith(REJECTING))
            for rule in self.registry.policies:
                self._collect(0, rule, "", self.deployment, self.options, rejected)

    def _run_stage(self, stage: Stage, flaws: Flaws) -> None:
        for at, trail in enumerate(self.trails):
            context = Context(self.deployment, trail, self.options)
            for rule in stage.trails:
                if rule.id.startswith(trail.rules or ""):
                    self._collect(at, rule, trail.address, trail, context, flaws)
        for rule in stage.accounts:
            self._collect(0, rule, "", self.deployment, self.options, flaws)

    def _collect(self, at: int, rule: Rule, address: str, *arguments: object) -> None:
        """Add what one check yields; what it cannot decide is told at the trail that it looks at, or the first one."""
        try:
            _add_findings(rule, self.report, address, *arguments)
        except Undecided:
            self.undecided.setdefault(at, []).append(rule.id)
        except Exception as error:  # the rest of the report must not be lost
            self.report.crashes.append(Crash(rule.id, error))

    def _tell_undecided(self, trail: Trail, rules: list[str]) -> None:
        *most, last = (f"`{rule}`" for rule in dict.fromkeys(rules))
        names = f"{', '.join(most)} and {last}" if most else last
        message = f"{names} cannot be decided here: the selectors are too entangled"
        span = next((each.span for each in _lists(trail)), trail.span)
        report = Report([], self.report.crashes)
        _collect_problem(Problem("undecided", span, message), self.registry, report)
        self.report.seen.extend(item._replace(address=trail.address) for item in report.seen)


def _lists(trail: Trail) -> list[Values[AdvancedEventSelector] | Values[EventSelector]]:
    """Return the lists of selectors that a trail has."""
    return [each for each in (trail.advanced_event_selectors, trail.event_selectors) if each is not None]


def _collect_problem(problem: Problem, registry: Registry, report: Report) -> None:
    rule = registry.problems.get(problem.kind)
    if rule is not None:
        _collect(rule, report, "", problem)


def _collect(rule: Rule, report: Report, address: str, *arguments: object) -> None:
    """Add what one check yields; a check that fails is reported and the others go on."""
    try:
        _add_findings(rule, report, address, *arguments)
    except Exception as error:  # the rest of the report must not be lost
        report.crashes.append(Crash(rule.id, error))


def _add_findings(rule: Rule, report: Report, address: str, *arguments: object) -> None:
    for finding in rule.function(*arguments):
        report.seen.append(Seen(rule.id, finding, address))


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


def _index(places: Iterable[tuple[str, Span]]) -> dict[str, Places]:
    """Return places by rule."""
    spans: dict[str, list[Span]] = {}
    for rule, span in places:
        spans.setdefault(rule, []).append(span)
    return {rule: Places(found) for rule, found in spans.items()}


def _overlap(index: dict[str, Places], rule: str, span: Span) -> bool:
    places = index.get(rule)
    return places is not None and places.overlap(span)
