"""What one version of a trail records and the other does not: surely, surely not, or nobody can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal as Choice
from typing import NamedTuple

from ctlint.comparison.naming import Key, Names, key_of, renamed
from ctlint.comparison.pairing import Pair, pair
from ctlint.comparison.questions import Recorded, Recording, describe_doubts, parts, witnesses
from ctlint.comparison.versions import Reading
from ctlint.comparison.written import Written
from ctlint.guard import ALWAYS, Guard
from ctlint.model import Trail
from ctlint.semantics import compile
from ctlint.semantics.cover import Undecided
from ctlint.semantics.witness import Event
from ctlint.source import Span

Verdict = Choice["equivalent", "changed", "undecided"]
TOO_ENTANGLED = "selectors that are too entangled for the steps that ctlint takes"


class Change(NamedTuple):
    """Events that only one version records, and one of them.

    `selector` is the one that records them, `None` for what a trail without selectors records; `span` is the place of
    what changed: in the new version where it has a place there. `is_whole` tells that of what the selector records in
    the category and part, the other version records nothing. The events are recorded where `guard` holds.
    """

    witness: Event
    selector: str | None
    span: Span
    category: str
    part: str | None
    is_whole: bool
    guard: Guard
    rests_on_defaults: bool = False


class Difference(NamedTuple):
    """A trail in both versions, or in one; `doubts` are the values that decide what cannot be decided.

    `is_equivalent_with_defaults` tells that nothing is undecided where parameters have their defaults.
    """

    old: Trail | None
    new: Trail | None
    lost: tuple[Change, ...] = ()
    gained: tuple[Change, ...] = ()
    doubts: tuple[str, ...] = ()
    is_equivalent_with_defaults: bool = False

    @property
    def verdict(self) -> Verdict:
        """`changed` where an event is surely lost or gained, `equivalent` only where both are proved empty."""
        if self.lost or self.gained:
            return "changed"
        return "undecided" if self.doubts else "equivalent"

    @property
    def trail(self) -> Trail:
        """The new version, or else the old one."""
        found = self.new or self.old
        assert found is not None
        return found


def compare(old: Reading, new: Reading, alone: bool = False) -> list[Difference]:
    """Return what became of each trail; files that cannot be read make their trails undecided."""
    broken = old.broken | new.broken
    return [_compare_pair(each, old, new, broken) for each in pair(old, new, alone)]


def with_defaults(unknown: Sequence[Difference], filled: Sequence[Difference]) -> list[Difference]:
    """Return what holds whatever parameters are, and what is lost or gained where they have their defaults."""
    by_place = {_place(each): each for each in filled}
    return [_joined(each, by_place.get(_place(each))) for each in unknown]


def _place(difference: Difference) -> tuple[object, ...]:
    trails = (difference.old, difference.new)
    return tuple(each and (each.span.source.path, each.span.start, each.address) for each in trails)


def _joined(difference: Difference, filled: Difference | None) -> Difference:
    if filled is None:
        return difference
    return difference._replace(
        lost=(*difference.lost, *_more(difference.lost, filled.lost)),
        gained=(*difference.gained, *_more(difference.gained, filled.gained)),
        is_equivalent_with_defaults=bool(difference.doubts) and filled.verdict == "equivalent",
    )


def _more(known: Sequence[Change], filled: Sequence[Change]) -> Iterator[Change]:
    places = {(each.selector, each.category, each.part) for each in known}
    for each in filled:
        if (each.selector, each.category, each.part) not in places:
            yield each._replace(rests_on_defaults=True)


def _compare_pair(pair: Pair, old: Reading, new: Reading, broken: frozenset[str]) -> Difference:
    for trail, reading in ((pair.old, old), (pair.new, new)):
        if trail is not None and reading.version.key(trail.span.source.path) in broken:
            return Difference(*pair, doubts=("a file that cannot be read",))
    before, after = _sides(pair, old.written, new.written)
    lost, lost_doubts = _missing(before, after, after)
    gained, gained_doubts = _missing(after, before, after)
    doubts = [*lost_doubts, *gained_doubts, *_doubted_switch(pair)]
    return Difference(*pair, tuple(lost), tuple(gained), tuple(dict.fromkeys(doubts)))


def is_switched_on(trail: Trail) -> bool | None:
    """Tell whether a trail logs, or an event data store ingests; None where that cannot be known."""
    flags = (trail.flag("IsLogging", True), trail.flag("IngestionEnabled", True))
    return False if False in flags else None if None in flags else True


def _doubted_switch(pair: Pair) -> list[str]:
    """Return what decides where only one version surely records what its selectors say."""
    states = {is_switched_on(trail) for trail in (pair.old, pair.new) if trail is not None}
    return ["whether it is switched on"] if None in states and len(states) > 1 else []


class Side(NamedTuple):
    """One version of a trail; `place` is its place, that of the other one where it does not exist."""

    recordings: tuple[Recording, ...]
    guard: Guard
    place: Span


def _sides(pair: Pair, old: Written, new: Written) -> tuple[Side, Side]:
    if pair.old is None or pair.new is None:
        trail, written = (pair.old, old) if pair.old is not None else (pair.new, new)
        assert trail is not None
        names = Names(trail, written)
        only, nothing = _side(renamed(trail, names, names), written), Side((), ALWAYS, trail.span)
        return (only, nothing) if pair.old is not None else (nothing, only)
    mine, its = Names(pair.old, old), Names(pair.new, new)
    return _side(renamed(pair.old, mine, its), old), _side(renamed(pair.new, its, mine), new)


def _side(trail: Trail, written: Written) -> Side:
    if is_switched_on(trail) is False:
        return Side((), trail.guard, trail.span)
    lists = [each for each in (trail.advanced_event_selectors, trail.event_selectors) if each is not None]
    if not lists:
        default = compile.records_by_default(trail)
        nobody_knows: object = None if default else written.block(trail.span)
        events = compile.DEFAULT if default else compile.anything()
        return Side((Recording(None, ("default", nobody_knows), events),), trail.guard, trail.span)
    found: list[Recording] = []
    for values in lists:
        found += (Recording(each, key_of(each, written)) for each in values.items)
    # CloudTrail prints an empty list beside the one that is in use; what a trail does with no other nobody knows.
    open_lists = [values for values in lists if not values.complete] or ([] if found else lists)
    found += (Recording(None, ("rest", written.block(values.span)), compile.anything()) for values in open_lists)
    return Side(tuple(found), trail.guard, trail.span)


Part = tuple[str, str | None]
"""A category, and the resource type or event source where there is one."""


def _missing(mine: Side, other: Side, new: Side) -> tuple[list[Change], list[str]]:
    """Return what one side records and the other side does not, and what decides where that is open."""
    recorded = Recorded(other.recordings)
    kept = {each.key for each in other.recordings} if mine.guard == other.guard else set()
    changed = _changed(new, {each.key for each in (other if new is mine else mine).recordings})
    common = mine.guard & other.guard if other.recordings else mine.guard
    found: dict[tuple[str | None, Part], list[Change]] = {}
    doubts: dict[tuple[str | None, Part], list[str]] = {}
    for recording in mine.recordings:
        if recording.key in kept:
            continue
        given = common | recording.guard
        for part, events in parts(recorded.compiled(recording, given)).items():
            key = (recording.label, part)
            if key in found:
                continue
            try:
                answer = witnesses(events, given, recorded)
            except Undecided:
                doubts.setdefault(key, [TOO_ENTANGLED])
                continue
            if answer.witnesses:
                span = recording.span if new is mine or not new.recordings else _nearest(recording, part, changed)
                found[key] = [
                    Change(each, recording.label, span or new.place, *part, answer.is_whole, answer.world - mine.guard)
                    for each in answer.witnesses
                ]
            elif answer.is_open:
                doubts.setdefault(key, describe_doubts(recording, events, given, recorded))
    open_names = [name for key, names in doubts.items() if key not in found for name in names]
    return [change for changes in found.values() for change in changes], open_names


class Successor(NamedTuple):
    """A selector of the new version that may be what another one became, and what it is about."""

    recording: Recording
    parts: frozenset[Part]


def _changed(new: Side, kept: set[Key]) -> list[Successor]:
    """Return the selectors of the new version that are not the same in the old one."""
    return [
        Successor(each, frozenset(parts(compile.selector_events(each.selector))))
        for each in new.recordings
        if each.key not in kept and each.selector is not None
    ]


def _nearest(recording: Recording, part: Part, changed: Sequence[Successor]) -> Span | None:
    """Return the place of the selector that took the place of one: of the same name, else of the same events."""
    same_name = [each for each in changed if recording.name and each.recording.name == recording.name]
    about = frozenset((part, (part[0], None)))
    graded = [
        (bool(same_name), not each.parts.isdisjoint(about), -abs(each.recording.position - recording.position), -at)
        for at, each in enumerate(same_name or changed)
    ]
    best = max(graded, default=None)
    return (same_name or changed)[-best[3]].recording.span if best is not None and (best[0] or best[1]) else None
