"""Compares the values of conditions, parts of which may be unknown, with those of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctlint.semantics.matching.verdict import MAYBE, NO, YES, Unclear, Value, Verdict
from ctlint.text import GAP, Text


class Literals:
    """Values with how each is compared: Equals, StartsWith or EndsWith; `complete` is false where there may be more."""

    __slots__ = ("compared", "complete", "equal", "is_sure", "prefixes", "suffixes")

    def __init__(self, compared: Sequence[tuple[str, Text]], complete: bool) -> None:
        self.compared = compared
        self.complete = complete
        known = [(comparison, text.value) for comparison, text in compared if text.value is not None]
        self.equal = frozenset(value for comparison, value in known if comparison == "Equals")
        self.prefixes = tuple(value for comparison, value in known if comparison == "StartsWith")
        self.suffixes = tuple(value for comparison, value in known if comparison == "EndsWith")
        self.is_sure = complete and len(known) == len(compared)

    def ask(self, value: Value) -> Verdict:
        """Tell whether one of the values fits; nothing fits a field that an event lacks."""
        if value is None:
            return NO
        if isinstance(value, str):
            if value in self.equal or value.startswith(self.prefixes) or value.endswith(self.suffixes):
                return YES
            if self.is_sure:
                return NO
        if not self.complete or any(outcome != NO for outcome in self.compare(value)):
            return MAYBE
        return NO

    def compare(self, value: str | Unclear) -> Iterator[Verdict]:
        """Yield for each value, in their order, whether it fits."""
        return (fits(comparison, text, value) for comparison, text in self.compared)


def fits(comparison: str, text: Text, value: str | Unclear) -> Verdict:
    """Tell whether a value Equals a text, StartsWith or EndsWith it; characters are compared exactly."""
    if isinstance(value, Unclear):
        return _may_fit(comparison, text, value.prefix)
    known = text.value
    if known is None:
        return _fits_around_gaps(comparison, text.pattern.split(GAP), value)
    if comparison == "Equals":
        return YES if value == known else NO
    return YES if (value.startswith(known) if comparison == "StartsWith" else value.endswith(known)) else NO


def _may_fit(comparison: str, text: Text, prefix: str) -> Verdict:
    """Tell whether a text may fit a value of which only the beginning is known."""
    head = text.head
    if comparison == "EndsWith" or head.startswith(prefix):
        return MAYBE
    is_longer = comparison == "StartsWith" or text.value is None
    return MAYBE if is_longer and prefix.startswith(head) else NO


def _fits_around_gaps(comparison: str, pieces: list[str], value: str) -> Verdict:
    """Tell whether the known pieces of a text occur in a value in their order; a gap may hold anything.

    With StartsWith the value goes on behind them in any way, with EndsWith before them.
    """
    if comparison == "StartsWith":
        pieces = [*pieces, ""]
    elif comparison == "EndsWith":
        pieces = ["", *pieces]
    first, *middle, last = pieces
    start, end = len(first), len(value) - len(last)
    if start > end or not value.startswith(first) or not value.endswith(last):
        return NO
    for piece in middle:
        at = value.find(piece, start, end)
        if at < 0:
            return NO
        start = at + len(piece)
    return MAYBE
