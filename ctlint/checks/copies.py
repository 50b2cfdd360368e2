"""CT401 and CT402: events of which two trails in one place deliver a copy each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint import knowledge
from ctlint.checks.places import pairs_in_one_place
from ctlint.checks.regions import local
from ctlint.checks.registry import check
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.model import Deployment, Options, Trail
from ctlint.semantics import compile, practice
from ctlint.semantics.compile import Recorder
from ctlint.semantics.events import EventSet, union
from ctlint.semantics.witness import Event
from ctlint.source import Span

HIGH_VOLUME = ("kms.amazonaws.com", "rdsdata.amazonaws.com")
"""The sources that every trail but one may leave out.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-manage-costs.html (2026-11-20)
"""


class Copy(NamedTuple):
    """An event that two trails record, with the selector of each that does."""

    event: Event
    selector: Recorder
    other: Recorder


@check.account("CT401")
def duplicate_management_events(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    price = knowledge.price("management-copy", options.prices)
    for left, right, mine, others in _pairs(deployment, flaws, "Management"):
        trail, other, copy = _narrower(left, right, mine, others)
        if copy is not None:
            what = "management events"
            sources = _only_high_volume(mine, others)
            if sources:
                what = f"of all management events only those of {sources}"
            message = f"{what} are recorded by `{_name(other)}` too: of two copies the second is billed{_per(price)}"
            yield _finding(trail, other, copy, message)


@check.account("CT402")
def duplicate_data_events(deployment: Deployment, options: Options, flaws: Flaws) -> Iterator[Finding]:
    for category, what, kind in (
        ("Data", "data events", "data-event"),
        ("NetworkActivity", "network activity events", "network-activity-event"),
    ):
        price = _per(knowledge.price(kind, options.prices))
        for left, right, mine, others in _pairs(deployment, flaws, category):
            trail, other, copy = _narrower(left, right, mine, others)
            if copy is not None:
                message = f"{what} of this selector are recorded by `{_name(other)}` too: each copy is billed{price}"
                yield _finding(trail, other, copy, message)


def _pairs(
    deployment: Deployment, flaws: Flaws, category: str
) -> Iterator[tuple[Trail, Trail, list[Recorder], list[Recorder]]]:
    """Yield each two trails that surely are two and in one place, with what each records of a category."""
    known: dict[int, list[Recorder]] = {}
    for left, right in pairs_in_one_place(deployment):
        if not left.rules and not right.rules and _are_two(left, right):
            for trail in (left, right):
                if id(trail) not in known:
                    known[id(trail)] = _recorders(trail, flaws, category)
            if known[id(left)] and known[id(right)]:
                mine, others = (
                    [each._replace(events=local(each.events, (left, right))) for each in known[id(trail)]]
                    for trail in (left, right)
                )
                yield left, right, mine, others


def _are_two(left: Trail, right: Trail) -> bool:
    """Tell whether two trails surely are not one: commands may name one trail by two variables."""
    if left.is_declared and right.is_declared:
        return True
    names = [trail.name.value if trail.name else None for trail in (left, right)]
    return None not in names and names[0] != names[1]


def _recorders(trail: Trail, flaws: Flaws, category: str) -> list[Recorder]:
    """Return what the selectors of a trail record of a category."""
    found = compile.recorders(flaws.known_trail(trail))
    some = (each._replace(events=each.events.of_category(category)) for each in found)
    return [each for each in some if each.events.terms]


def _narrower(
    left: Trail, right: Trail, mine: Sequence[Recorder], others: Sequence[Recorder]
) -> tuple[Trail, Trail, Copy | None]:
    """Return the trail that pays for less, of those with written selectors; the other one; what both record."""
    copy = _common(mine, others)
    if copy is None:
        return left, right, None
    mirrored = Copy(copy.event, copy.other, copy.selector)
    if copy.selector.selector is None:
        return right, left, mirrored if copy.other.selector is not None else None
    is_narrower = union(each.events for each in mine) <= union(each.events for each in others)
    if is_narrower or copy.other.selector is None:
        return left, right, copy
    return right, left, mirrored


def _common(mine: Sequence[Recorder], others: Sequence[Recorder]) -> Copy | None:
    """Return an event that both surely record, or None."""
    for left in mine:
        for right in others:
            event = practice.witness(left.events & right.events)
            if event is not None:
                return Copy(event, left, right)
    return None


def _only_high_volume(mine: Sequence[Recorder], others: Sequence[Recorder]) -> str:
    """Return the sources of which alone two trails record the same events; empty where they share other events too."""
    shared = union(each.events for each in mine) & union(each.events for each in others)
    sources = EventSet.of(compile.box("Management", {"eventSource": {"Equals": HIGH_VOLUME}}))
    if not shared.terms or shared - sources:
        return ""
    found = [source for source in HIGH_VOLUME if shared & _of_source(source)]
    return " and ".join(f"`{source}`" for source in found)


def _of_source(source: str) -> EventSet:
    return EventSet.of(compile.box("Management", {"eventSource": {"Equals": [source]}}))


def _finding(trail: Trail, other: Trail, copy: Copy, message: str) -> Finding:
    related = Related(_place(other, copy.other), "the other trail records it here")
    return Finding(_place(trail, copy.selector), message, (related,), copy.event.fields)


def _place(trail: Trail, recorder: Recorder) -> Span:
    return recorder.selector.span if recorder.selector else trail.span


def _name(trail: Trail) -> str:
    return trail.name.display if trail.name and trail.name.display else trail.address


def _per(price: str | None) -> str:
    return f" (${price} per 100,000 events)" if price else ""
