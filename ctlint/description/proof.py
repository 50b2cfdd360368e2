"""Questions about sets of events, as long as there is patience for those that cannot be decided."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint.semantics.cover import Undecided
from ctlint.semantics.covering import Covering
from ctlint.semantics.events import EventSet

PATIENCE = 3
"""Questions that may remain undecided before no more are asked; each takes about 0.2 s."""


class Proof:
    """Answers that are proved; what is not, or not within the budget of a question, counts as not proved."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = PATIENCE

    @property
    def is_complete(self) -> bool:
        """Whether every question was decided."""
        return self.left == PATIENCE

    def is_empty(self, events: EventSet) -> bool:
        """Tell whether it is proved that no event is in a set."""
        try:
            return self.left > 0 and not events
        except Undecided:
            self.left -= 1
            return False

    def within(self, events: EventSet, others: EventSet) -> bool:
        """Tell whether it is proved that a set holds every event of another."""
        return self.is_empty(events - others)

    def superfluous(self, sets: Sequence[EventSet]) -> dict[int, tuple[int, ...]]:
        """Return which sets the others surely hold, each with the fewest that do; none where that is undecided."""
        try:
            return Covering(sets).superfluous() if self.left > 0 and len(sets) > 1 else {}
        except Undecided:
            self.left -= 1
            return {}
