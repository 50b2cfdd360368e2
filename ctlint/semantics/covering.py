"""Which of some sets of events the others make superfluous, and by which of them."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint.semantics.cover import BUDGET, Budget
from ctlint.semantics.events import EventSet, Space

QUESTIONS = 2
"""How many questions as hard as can be are answered of one trail."""


class Covering:
    """Sets that are unions of boxes, such as the selectors of a trail, for many questions about them.

    All questions share one budget; beyond it they raise `Undecided`.
    """

    def __init__(self, sets: Sequence[EventSet]) -> None:
        self.sets = sets
        self.budget = Budget(QUESTIONS * BUDGET)
        found: dict[str, list[int]] = {}
        self.boxes = [(at, term.box) for at, each in enumerate(sets) for term in each.terms]
        for place, (_, box) in enumerate(self.boxes):
            found.setdefault(box.category, []).append(place)
        self.places = list(found.values())
        self.spaces = [Space([self.boxes[place][1] for place in places]) for places in self.places]

    def superfluous(self) -> dict[int, tuple[int, ...]]:
        """Return which sets the others hold, each with the fewest that do; of equal ones the first is kept."""
        kept = set(range(len(self.sets)))
        found: dict[int, tuple[int, ...]] = {}
        for at in reversed(range(len(self.sets))):
            if self.covers(kept - {at}, at):
                kept.discard(at)
                found[at] = ()
        return {at: self.fewest(kept, at) for at in sorted(found)}

    def covers(self, others: set[int], at: int) -> bool:
        """Tell whether it is proved that some sets hold every event of one."""
        self.budget.spend(len(self.boxes))
        for places, space in zip(self.places, self.spaces, strict=True):
            owners = [self.boxes[place][0] for place in places]
            mask = sum(1 << bit for bit, owner in enumerate(owners) if owner in others)
            if not all(space.covers(mask, bit, self.budget) for bit, owner in enumerate(owners) if owner == at):
                return False
        return True

    def fewest(self, kept: set[int], at: int) -> tuple[int, ...]:
        """Return one set that holds all of another, else several of which none can be left out."""
        for other in sorted(kept):
            if self.covers({other}, at):
                return (other,)
        needed = set(kept)
        for other in sorted(kept, reverse=True):
            if self.covers(needed - {other}, at):
                needed.discard(other)
        return tuple(sorted(needed))
