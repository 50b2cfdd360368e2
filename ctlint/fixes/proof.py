"""Proves changes: the files are read again, and what they say has to be what was meant, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ctlint.change import Change, RemoveItem, RemoveKey
from ctlint.fixes import likeness
from ctlint.fixes.intention import Intention
from ctlint.fixes.reading import Reading, Unit
from ctlint.model import Deployment, Trail
from ctlint.semantics import compile
from ctlint.semantics.cover import Undecided

UNLIKE = "read again, the file would not say what was meant"
BROKEN = "the file would have a fault that it does not have now"
OTHER_EVENTS = "other events would be recorded"
IDLE = "read again, the file would have the same fault"
UNDECIDED = "whether the same events are recorded cannot be decided"


class Proof:
    """What files say as they are, against which changes of them are proved."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.reading = unit.read()
        self.problems = _problems(self.reading)

    def refute(self, changes: Sequence[Change], said: Sequence[str], texts: dict[str, str]) -> str:
        """Return why new texts of files do not say what changes mean; empty where they do.

        What was `said` of the old ones must not have to be said again, if it is a fault in the writing.
        """
        meant = self._meant(changes)
        after = self.unit.with_texts(texts).read()
        problems = _problems(after)
        if problems - self.problems:
            return BROKEN
        for message, count in Counter(said).items():
            if _count(problems, message) > max(0, _count(self.problems, message) - count):
                return IDLE
        return "" if likeness.of_deployments(meant) == likeness.of_deployments(after.deployments) else UNLIKE

    def refute_sameness(self, others: Sequence[Change], removals: Sequence[Change]) -> str:
        """Return why trails do not record the same events with removals as with other changes alone; empty where they do."""
        if not removals:
            return ""
        with_both = self._trails(self._meant([*others, *removals]))
        for before, after in zip(self._trails(self._meant(others)), with_both, strict=True):
            if likeness.of_trail(before) != likeness.of_trail(after):
                try:
                    if not _record_the_same(before, after):
                        return OTHER_EVENTS
                except Undecided:
                    return UNDECIDED
        return ""

    def _meant(self, changes: Iterable[Change]) -> list[Deployment]:
        intention = Intention(changes)
        return [
            each._replace(trails=tuple(intention.trail(trail) for trail in each.trails))
            for each in self.reading.deployments
        ]

    def _trails(self, deployments: Iterable[Deployment]) -> list[Trail]:
        return [trail for each in deployments for trail in each.trails]


def removes(change: Change) -> bool:
    """Tell whether a change takes something away, which must not have said anything."""
    return isinstance(change, RemoveItem | RemoveKey)


def _record_the_same(before: Trail, after: Trail) -> bool:
    one, other = compile.trail_events(before), compile.trail_events(after)
    return one <= other and other <= one


def _count(problems: Counter[tuple[str, str]], message: str) -> int:
    return sum(count for (_, other), count in problems.items() if other == message)


def _problems(reading: Reading) -> Counter[tuple[str, str]]:
    faults = Deployment((), reading.problems)
    return likeness.of_problems([faults, *reading.deployments])
