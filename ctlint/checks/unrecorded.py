"""CT501, CT502, CT503, CT504 and CT507: events that no trail records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ctlint.checks.registry import check
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.model import Condition, Deployment, Options, Trail
from ctlint.semantics import compile, practice
from ctlint.semantics.events import EventSet, union
from ctlint.source import Span

MANAGEMENT = "Management"
KMS = "kms.amazonaws.com"


@check.account("CT501")
def no_management_events(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    trails = [trail for trail in deployment.trails if _asks_for_events(trail)]
    silent = [trail for trail in trails if not _management(flaws.known_trail(trail))]
    if not silent or any(map(_management, deployment.trails)):
        return
    witness = compile.DEFAULT.witness()
    for trail in silent:
        is_only = len(deployment.trails) == 1
        who = (
            "the only trail here records no management events" if is_only else "no trail here records management events"
        )
        message = f"{who}: advanced event selectors replace the default, which records them"
        selectors = trail.advanced_event_selectors
        span = selectors.items[0].span if selectors else trail.span
        yield Finding(span, message, (), witness.fields if witness else ())


def _asks_for_events(trail: Trail) -> bool:
    """Tell whether a trail, and no event data store, has advanced event selectors."""
    selectors = trail.advanced_event_selectors
    return trail.destination == "trail" and bool(selectors and selectors.items) and not trail.rules


def _management(trail: Trail) -> EventSet:
    """Return what a trail may record of management events."""
    return compile.trail_events(trail).of_category(MANAGEMENT)


@check.account("CT502")
def no_management_writes(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    yield from _nobody_records(deployment, "false", "writes")


@check.account("CT503", on_request=True)
def no_management_reads(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    yield from _nobody_records(deployment, "true", "reads")


def _nobody_records(deployment: Deployment, read_only: str, what: str) -> Iterator[Finding]:
    """Yield the finding where no trail of an account may record any of the management reads, or writes."""
    if not deployment.closed:
        return
    wanted = EventSet.of(compile.box(MANAGEMENT, {"readOnly": {"Equals": [read_only]}}))
    place = _first_written(deployment)
    recorded = union(_management(trail) for trail in deployment.trails if _may_log(trail))
    if place is not None and not recorded & wanted:
        witness = wanted.witness()
        message = f"no trail of the account records management {what}"
        yield Finding(place, message, (), witness.fields if witness else ())


def _may_log(trail: Trail) -> bool:
    return trail.flag("IsLogging", default=True) is not False


def _first_written(deployment: Deployment) -> Span | None:
    for trail in deployment.trails:
        for selectors in (trail.advanced_event_selectors, trail.event_selectors):
            if selectors is not None and selectors.items:
                return selectors.items[0].span
    return None


class Exclusion(NamedTuple):
    """A place that leaves out events, and those that it takes from its selector."""

    trail: Trail
    span: Span
    taken: EventSet


@check.account("CT504")
def unrecorded_kms_events(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    wanted = EventSet.of(compile.box(MANAGEMENT, {"eventSource": {"Equals": [KMS]}, "readOnly": {"Equals": ["false"]}}))
    recorded = union(_management(trail) for trail in deployment.trails if _may_log(trail))
    exclusions = [each for trail in deployment.trails for each in _kms_exclusions(flaws.known_trail(trail))]
    if not exclusions or not recorded or recorded & wanted:
        return
    for exclusion in exclusions:
        witness = (exclusion.taken & wanted).witness()
        if witness is not None and exclusion.trail.destination == "trail" and not exclusion.trail.rules:
            whose = "of the account" if deployment.closed else "here"
            message = f"changes of KMS keys are recorded by no trail {whose}: `{KMS}` is left out, writes included"
            yield Finding(exclusion.span, message, (), witness.fields, variant="closed" if deployment.closed else "")
            return


def _kms_exclusions(trail: Trail) -> Iterator[Exclusion]:
    """Yield each place where a selector of a trail leaves out KMS."""
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        for field_selector in selector.field_selectors if selector.only_value("eventCategory") == MANAGEMENT else ():
            for condition in field_selector.conditions if field_selector.name == "eventSource" else ():
                places = [text.span for text in condition.values.items if text.value == KMS]
                if places and condition.operator.value == "NotEquals":
                    taken = compile.taken(selector, field_selector, condition, trail.guard)
                    yield Exclusion(trail, places[0], taken)
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        sources = basic.exclude_management_event_sources
        places = [text.span for text in sources.items if text.value == KMS] if sources else []
        if places:
            yield Exclusion(trail, places[0], compile.taken_sources(basic, trail.guard))


@check.account("CT507", on_request=True)
def identity_blind_spot(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    exclusions = [each for trail in deployment.trails for each in _identity_exclusions(flaws.known_trail(trail))]
    recorded = union(compile.trail_events(trail) for trail in deployment.trails if exclusions)
    for exclusion, condition in exclusions:
        witness = practice.witness(exclusion.taken - recorded)
        if witness is not None:
            places = tuple(Related(text.span, "left out") for text in condition.values.items[:3])
            message = f"nobody records what `{condition.operator.display}` leaves out"
            yield Finding(exclusion.span, message, places, witness.fields)


def _identity_exclusions(trail: Trail) -> Iterator[tuple[Exclusion, Condition]]:
    """Yield each condition of a trail that leaves out identities."""
    selectors = trail.advanced_event_selectors if trail.destination == "trail" and not trail.rules else None
    for selector in selectors.items if selectors else ():
        for field_selector in selector.field_selectors:
            for condition in field_selector.conditions if field_selector.name == "userIdentity.arn" else ():
                if (condition.operator.value or "").startswith("Not") and condition.values.items:
                    taken = compile.taken(selector, field_selector, condition, trail.guard)
                    yield Exclusion(trail, condition.operator.span, taken), condition
