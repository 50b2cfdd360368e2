"""Counts what became of events: by trail, by event source and name, and by which trails record the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from json import dumps

from ctlint.guard import contradicts
from ctlint.reporters.inert import inert, inert_json
from ctlint.reporters.matches import identity
from ctlint.semantics.matching.matcher import Outcome
from ctlint.semantics.matching.trails import TrailTest
from ctlint.semantics.matching.verdict import MAYBE, NO, YES

VERSION = 1
MAX_PENDING = 65_536
"""Counts that are kept before they are added up."""
MAX_NAMES = 20_000
"""Names of events that are told apart: AWS has as many API operations; others are counted together."""
Name = tuple[str, str]
OTHERS: Name = ("", "")


class Counts:
    """How many events there were, and what became of them."""

    __slots__ = ("events", "maybe", "recorded", "repeated", "unrecorded")

    def __init__(self) -> None:
        self.events = self.recorded = self.maybe = self.unrecorded = self.repeated = 0

    def add(self, outcome: Outcome, is_repeated: bool, count: int) -> None:
        """Count events of one outcome."""
        best = max((each.recorded for each in outcome.trails), default=NO)
        self.events += count
        self.recorded += count if best == YES else 0
        self.maybe += count if best == MAYBE else 0
        self.unrecorded += count if best == NO else 0
        self.repeated += count if is_repeated else 0

    def as_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("events", "recorded", "maybe", "unrecorded", "repeated")}


class Tally:
    """The counts of a run. An event is repeated where at least two trails that may exist together surely record it."""

    def __init__(self, trails: Sequence[TrailTest]) -> None:
        self.trails = trails
        self.total = Counts()
        self.by_trail = [[0, 0, 0] for _ in trails]
        self.by_name: dict[Name, Counts] = {}
        self.by_group: dict[tuple[int, ...], int] = {}
        self._pending: dict[tuple[str, str, Outcome], int] = {}

    def add(self, source: object, name: object, outcome: Outcome) -> None:
        """Count an event; a source or name that is no string counts as missing."""
        key = (source if type(source) is str else "", name if type(name) is str else "", outcome)
        try:
            self._pending[key] += 1
        except KeyError:
            self._pending[key] = 1
            if len(self._pending) >= MAX_PENDING:
                self.settle()

    def settle(self) -> None:
        """Add up what was counted."""
        for (source, name, outcome), count in self._pending.items():
            group = tuple([at for at, match in enumerate(outcome.trails) if match.recorded == YES])
            is_repeated = any(self._may_coexist(*pair) for pair in combinations(group, 2))
            if is_repeated:
                self.by_group[group] = self.by_group.get(group, 0) + count
            for counts, match in zip(self.by_trail, outcome.trails, strict=True):
                counts[match.recorded] += count
            key = (source, name)
            if key not in self.by_name and len(self.by_name) >= MAX_NAMES:
                key = OTHERS
            self.by_name.setdefault(key, Counts()).add(outcome, is_repeated, count)
            self.total.add(outcome, is_repeated, count)
        self._pending.clear()

    def _may_coexist(self, left: int, right: int) -> bool:
        return not contradicts(self.trails[left].trail.guard, self.trails[right].trail.guard)


def as_json(tally: Tally) -> str:
    """Return the summary as `schemas/match-summary.schema.json` describes it, all in ASCII."""
    tally.settle()
    trails = [
        {**identity(test), "yes": yes, "maybe": maybe, "no": no}
        for test, (no, maybe, yes) in zip(tally.trails, tally.by_trail, strict=True)
    ]
    names = [
        {"eventSource": inert(source) or None, "eventName": inert(name) or None, **counts.as_json()}
        for (source, name), counts in _ranked(tally)
    ]
    groups = [
        {"trails": [identity(tally.trails[at]) for at in group], "events": count} for group, count in _groups(tally)
    ]
    summary = {**tally.total.as_json(), "trails": trails, "names": names, "repetitions": groups}
    return inert_json(dumps({"version": VERSION, "summary": summary}, indent=2)) + "\n"


def _ranked(tally: Tally) -> list[tuple[Name, Counts]]:
    return sorted(tally.by_name.items(), key=lambda each: (-each[1].events, each[0]))


def _groups(tally: Tally) -> list[tuple[tuple[int, ...], int]]:
    return sorted(tally.by_group.items(), key=lambda each: (-each[1], each[0]))


def as_text(tally: Tally) -> str:
    """Return the summary for people."""
    tally.settle()
    return "\n".join(_lines(tally)) + "\n"


def _lines(tally: Tally) -> Iterator[str]:
    rows = [
        (str(yes), str(maybe), str(no), f"{inert(str(who['trail']))} ({inert(str(who['path']))})")
        for who, (no, maybe, yes) in zip(map(identity, tally.trails), tally.by_trail, strict=True)
    ]
    yield from _table([("recorded", "maybe", "not", "trail"), *rows])
    yield ""
    counted = [
        (*(str(count) for count in counts.as_json().values()), f"{inert(source) or '…'} {inert(name) or '…'}")
        for (source, name), counts in _ranked(tally)
    ]
    yield from _table([("events", "recorded", "maybe", "not", "repeated", "event"), *counted])
    yield ""
    for group, count in _groups(tally):
        names = " and ".join(inert(str(identity(tally.trails[at])["trail"])) for at in group)
        yield f"{_events(count)} recorded by each of {names}"
    total = tally.total
    yield (
        f"{_events(total.events)}: {total.recorded} recorded, {total.maybe} perhaps, {total.unrecorded} not, "
        f"{total.repeated} by more than one trail"
    )


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with their numbers aligned; the last column is text."""
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for *numbers, text in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths, strict=True)]
        yield "  ".join([*cells, text])


def _events(count: int) -> str:
    return f"{count} {'event' if count == 1 else 'events'}"
