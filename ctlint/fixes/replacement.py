"""Replacements of text at exact places, and how they are made together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple


class Replacement(NamedTuple):
    """Other text for the code points [start, end) of a file."""

    start: int
    end: int
    text: str


class Room:
    """The places of a text that are to be replaced: a place that two change, or where two insert, is one too many."""

    __slots__ = ("_ends", "_shifts", "taken")

    def __init__(self) -> None:
        self.taken: list[Replacement] = []
        self._ends: list[int] = []
        self._shifts: list[int] = []

    def has_room(self, replacements: Iterable[Replacement]) -> bool:
        """Tell whether replacements can be made beside those that were added."""
        for each in replacements:
            at = bisect_left(self.taken, each)
            # What was added does not overlap: only neighbours can, and of two at one place one is empty.
            if any(_meet(each, other) for other in self.taken[max(0, at - 2) : at + 2]):
                return False
        return True

    def add(self, replacements: Iterable[Replacement]) -> None:
        for each in replacements:
            insort(self.taken, each)
        self._ends, self._shifts = [], []

    def moved(self, offset: int) -> int:
        """Return where what stands at an offset stands when all is replaced."""
        if not self._ends:
            self._ends = [each.end for each in self.taken]
            self._shifts = [0, *accumulate(len(each.text) - (each.end - each.start) for each in self.taken)]
        return offset + self._shifts[bisect_right(self._ends, offset)]


def _meet(one: Replacement, other: Replacement) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def apply(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a text with replacements made, of which no two overlap."""
    parts: list[str] = []
    position = 0
    for each in sorted(set(replacements)):
        parts += (text[position : each.start], each.text)
        position = each.end
    parts.append(text[position:])
    return "".join(parts)


def trimmed(text: str, start: int, end: int, new: str) -> Replacement:
    """Return the replacement of `text[start:end]` by `new` without what both begin and end with."""
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Replacement(start, end, new)
