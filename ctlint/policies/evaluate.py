"""Asks the trails of a deployment what a policy wants: met, violated with an event that shows it, or undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ctlint.checks.places import by_region, surely_deployed, surely_logging
from ctlint.checks.regions import local
from ctlint.finding import UNDECIDED, Finding, Related
from ctlint.flaws import Flaws
from ctlint.guard import ALWAYS, contradicts
from ctlint.model import AdvancedEventSelector, Attribute, Deployment, EventSelector, Options, Trail
from ctlint.policies.model import Policy, Verdict
from ctlint.policies.recorders import Asked, asked, is_off
from ctlint.policies.words import described, shortcoming, where, who
from ctlint.semantics import compile, practice
from ctlint.semantics.cover import Budget, Undecided
from ctlint.semantics.events import Box, EventSet, union
from ctlint.semantics.matching.trails import surely_one
from ctlint.semantics.witness import Event
from ctlint.source import Span

MAX_GROUPS = 10_000
"""Groups of trails that are looked at for an event that all of them record."""


class Outcome(NamedTuple):
    """What came of a policy in a deployment; findings where it is violated."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()


def check(policy: Policy) -> Callable[[Deployment, Options, Flaws], Iterator[Finding]]:
    """Return the check of a policy: it yields what violates it, or that it is undecided.

    It raises `Undecided` where the selectors are too entangled.
    """

    def run(deployment: Deployment, options: Options, rejected: Flaws) -> Iterator[Finding]:
        outcome = evaluate(policy, deployment, rejected)
        if outcome is None:
            return
        yield from outcome.findings
        if outcome.verdict == "undecided":
            span = asked(deployment, policy.trails, rejected)[0].trail.span
            yield Finding(
                span, "nobody can say whether the policy is met: what decides is not known", variant=UNDECIDED
            )

    return run


def evaluate(policy: Policy, deployment: Deployment, rejected: Flaws) -> Outcome | None:
    """Return what comes of a policy in a deployment, None where that surely has no trail of the kind that it asks.

    Of an account that lacks such trails a policy speaks all the same.

    `rejected` are findings that say that AWS rejects a text.
    """
    trails = asked(deployment, policy.trails, rejected)
    # A list of trails is complete, and says nothing of event data stores.
    is_complete = deployment.closed and not (deployment.is_inventory and policy.trails.kind == "event_data_store")
    if not any(each.is_kind for each in trails) and not (trails and is_complete):
        return None
    match policy.verb:
        case "require":
            return _require(policy, deployment, trails)
        case "forbid":
            return _forbid(policy, deployment, trails)
        case "limit":
            return _limit(policy, trails)


def _require(policy: Policy, deployment: Deployment, trails: list[Asked]) -> Outcome:
    """Every wanted event must be recorded; what is missed for every filling of the gaps is missed surely."""
    recorded = [each.records for each in trails]
    if policy.is_partial:
        return _require_some(policy, deployment, trails, policy.events & union(recorded))
    if policy.by_one:
        missing = [policy.events - each for each in recorded]
    else:
        missing = [policy.events - union(recorded)]
    if any(map(practice.is_empty, missing)) or (
        policy.by_one and _always_one(trails, lambda each: practice.is_empty(policy.events - each))
    ):
        return Outcome("met")
    events = [practice.witness(each) for each in missing]
    if None in events:
        return Outcome("undecided")
    place = _nearest(trails)
    event = events[place if policy.by_one else 0]
    assert event is not None
    return Outcome("violated", (_missing(policy, deployment, trails[place], trails, event),))


def _require_some(policy: Policy, deployment: Deployment, trails: list[Asked], recorded: EventSet) -> Outcome:
    """Any of the wanted events must be recorded."""
    if _always_one(trails, lambda each: (policy.events & each).witness() is not None):
        return Outcome("met")
    event = policy.events.witness()
    if recorded or event is None:
        return Outcome("undecided")
    nearest = trails[_nearest(trails)]
    span, related = _place(nearest, event)
    message = f"no {who(policy.trails)} {where(deployment)} records any event that the policy asks for"
    return Outcome("violated", (Finding(span, message + _kept_out(nearest), related, event.fields),))


def _always_one(trails: list[Asked], does: Callable[[EventSet], bool]) -> bool:
    """Tell whether in each deployment there is a trail that records events as they should be."""
    return surely_one([each.trail.guard for each in trails if does(each.surely_records)], ALWAYS)


def _nearest(trails: list[Asked]) -> int:
    """Return the place of the trail that comes nearest to what a policy asks: the first one that it asks."""
    ranks = {True: 0, None: 1, False: 2}
    return min(range(len(trails)), key=lambda at: (ranks[trails[at].passes], len(trails[at].failing)))


def _missing(policy: Policy, deployment: Deployment, nearest: Asked, trails: list[Asked], event: Event) -> Finding:
    kind, asked_ones = described(event), f"{who(policy.trails)} {where(deployment)}"
    recorded = union(each.records for each in trails)
    if not (policy.events & _alike(event) & recorded):
        message = f"no {asked_ones} records any {kind}"
    elif policy.by_one:
        message = f"no {asked_ones} records all that is required: this one leaves out {kind}"
    else:
        message = f"some {kind} are recorded by no {asked_ones}"
    span, related = _place(nearest, event)
    return Finding(span, message + _kept_out(nearest), related, event.fields)


def _kept_out(nearest: Asked) -> str:
    """Return which properties keep a trail out, for the end of a message."""
    names = [f"`{name}`" for name, _ in nearest.failing if name != "kind"]
    return f"; {' and '.join(names)} {'keeps' if len(names) == 1 else 'keep'} this one out" if names else ""


def _place(nearest: Asked, event: Event) -> tuple[Span, tuple[Related, ...]]:
    """Return where a missing event is to be told of, and what keeps it from being recorded there."""
    reasons = [Related(place, "this keeps the trail out") for _, place in nearest.failing if place is not None]
    if is_off(nearest.trail):
        switches = [Related(each.span, "switched off: nothing is recorded") for each in _switches(nearest.trail)]
        return nearest.trail.span, tuple(switches)
    if nearest.passes is False:
        return nearest.trail.span, tuple(reasons)
    return shortcoming(nearest.trail, event)


def _switches(trail: Trail) -> list[Attribute]:
    found = (trail.attributes.get(name) for name in ("IsLogging", "IngestionEnabled"))
    return [each for each in found if each is not None]


def _alike(event: Event) -> EventSet:
    """Return the events that `described` describes in the words of this one."""
    fields = {name: {"Equals": [value]} for name, value in event.fields if name in ("resources.type", "readOnly")}
    return EventSet.of(compile.box(event.fields[0][1], fields))


def _forbid(policy: Policy, deployment: Deployment, trails: list[Asked]) -> Outcome:
    """No trail may record an unwanted event, in any deployment in which it exists."""
    findings: list[Finding] = []
    is_met = True
    several = len(trails) > 1
    for each in trails:
        is_sure = each.passes and surely_logging(each.trail) and not each.trail.rules
        for recorder in compile.recorders(each.trail) if is_sure else ():
            selector = recorder.selector
            events = recorder.events if selector is None else compile.selector_events(selector, selector.guard)
            event = practice.witness(policy.events & events)
            if event is not None:
                span = each.trail.span if selector is None else selector.span
                related = (Related(each.trail.span, "of this trail"),) if several and selector is not None else ()
                message = f"records {described(event)}, which the policy forbids"
                findings.append(Finding(span, message, related, event.fields))
        is_met = is_met and practice.is_empty(policy.events & each.records)
    return Outcome("violated", tuple(findings)) if findings else Outcome("met" if is_met else "undecided")


def _limit(policy: Policy, trails: list[Asked]) -> Outcome:
    """No event may be recorded by more than so many trails of one place."""
    budget = Budget(MAX_GROUPS)
    sure = {
        id(each.trail): each
        for each in trails
        if each.passes and surely_logging(each.trail) and surely_deployed(each.trail) and not each.trail.rules
    }
    findings: dict[Span, Finding] = {}
    try:
        for group in by_region(each.trail for each in sure.values()):
            members = [sure[id(trail)] for trail in group]
            wanted = local(policy.events, group)
            for at, each in enumerate(members):
                found = _shared(wanted & each.records, members[:at], policy.copies, budget)
                if found is not None:
                    finding = _copied(policy, each, *found)
                    findings.setdefault(finding.span, finding)
    except Undecided:
        if not findings:
            raise
    if findings:
        return Outcome("violated", tuple(findings.values()))
    return Outcome("met" if _surely_within(policy, trails) else "undecided")


def _shared(events: EventSet, others: list[Asked], copies: int, budget: Budget) -> tuple[Event, list[Asked]] | None:
    """Return an event of a set that so many others surely record, too, with those that do."""
    if copies == 0:
        event = practice.witness(events)
        return (event, []) if event is not None else None
    for at, other in enumerate(others):
        budget.spend()
        common = events & other.records
        if len(others) - at < copies or not common:
            continue
        found = _shared(common, others[at + 1 :], copies - 1, budget)
        if found is not None:
            return found[0], [other, *found[1]]
    return None


def _surely_within(policy: Policy, trails: list[Asked]) -> bool:
    """Tell whether it is proved that no event is recorded by more than so many of all trails, wherever they are."""
    budget = Budget(MAX_GROUPS)

    def exceeds(events: EventSet, rest: list[Asked], copies: int) -> bool:
        for at, each in enumerate(rest):
            budget.spend()
            common = events & each.records
            others = [other for other in rest[at + 1 :] if not contradicts(each.trail.guard, other.trail.guard)]
            if common and (copies == 0 or exceeds(common, others, copies - 1)):
                return True
        return False

    try:
        return not exceeds(policy.events, [each for each in trails if each.passes is not False], policy.copies)
    except Undecided:
        return False


def _copied(policy: Policy, each: Asked, event: Event, others: list[Asked]) -> Finding:
    selector = _recorder_of(each, event)
    span = selector.span if selector is not None else each.trail.span
    allowed = "one trail" if policy.copies == 1 else f"{policy.copies} trails"
    message = f"records {described(event)} that {_counted(len(others))} too; the policy allows {allowed} to"
    related = tuple(_other(other, event) for other in others)
    return Finding(span, message, related, event.fields)


def _counted(others: int) -> str:
    return "another trail records" if others == 1 else f"{others} other trails record"


def _other(other: Asked, event: Event) -> Related:
    selector = _recorder_of(other, event)
    return Related(selector.span if selector is not None else other.trail.span, "recorded here too")


def _recorder_of(each: Asked, event: Event) -> AdvancedEventSelector | EventSelector | None:
    """Return the selector that surely records an event, None for the default of a trail."""
    exact = EventSet.of(_exactly(event))
    for recorder in compile.recorders(each.trail):
        if (recorder.events & exact).witness() is not None:
            return recorder.selector
    return None


def _exactly(event: Event) -> Box:
    category, *fields = event.fields
    return compile.box(category[1], {name: {"Equals": [value]} for name, value in fields})
