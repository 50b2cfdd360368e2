"""Questions about sets of events, as long as there is patience for those that cannot be decided."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint.semantics.cover import Undecided
from ctlint.semantics.covering import Covering
from ctlint.semantics.events import Box, EventSet

PATIENCE = 3
"""Questions that may remain undecided before no more are asked; each takes about 0.2 s."""
WORK = 400_000
"""Literals that all questions together may look at: about two seconds."""


class Proof:
    """Answers that are proved; what is not, or not within the budget of a question, counts as not proved."""

    __slots__ = ("left", "work")

    def __init__(self) -> None:
        self.left = PATIENCE
        self.work = WORK

    @property
    def is_complete(self) -> bool:
        """Whether every question was decided."""
        return self.left == PATIENCE

    @property
    def is_given_up(self) -> bool:
        """Whether no more questions are asked."""
        return self.left <= 0

    def _may_ask(self, events: EventSet) -> bool:
        """Tell whether there is patience for a question, and count what it takes."""
        self.work -= sum(_size(box) for term in events.terms for box in (term.box, *term.excluded))
        if self.work < 0:
            self.left = 0
        return self.left > 0

    def is_empty(self, events: EventSet) -> bool:
        """Tell whether it is proved that no event is in a set."""
        try:
            return self._may_ask(events) and not events
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


def _size(box: Box) -> int:
    """Return how many literals a box has."""
    patterns = (
        pattern
        for strings in box.fields.values()
        for clause in strings.clauses
        for pattern in (*clause.selects, clause.deselect)
    )
    return 1 + sum(len(each.prefixes) + len(each.suffixes) + len(each.equals) + len(each.letters) for each in patterns)
