"""Comments that speak to ctlint: where they stand, and which lines belong together around them."""

from __future__ import annotations

import re
from typing import NamedTuple

WORD = r"(?=ctlint(?:[ \t]*+:|[ \t_-]++(?:ignore|disable|skip|noqa)))"
"""What is meant for ctlint begins so, however it is spelt."""
HASH = re.compile(rf"(?<!\S)#++[ \t]*+{WORD}", re.IGNORECASE)
"""The mark of such a comment in YAML and in shells, where `#` begins one only behind a blank."""
LINE_END = re.compile(r"[\r\n]|\Z")
FURTHER = re.compile(r"[ \t]#[ \t]|\Z")
"""Where a further comment begins in the same line."""
MAX_LENGTH = 500
"""Characters of a comment that are looked at."""


class Comment(NamedTuple):
    """A comment for ctlint: the range of its text without marks, which begins with `ctlint`."""

    start: int
    end: int


class Remarks(NamedTuple):
    """The comments of a file, and the texts over several lines in which no comment can stand, as ranges.

    `marks` are what comments begin with.
    """

    comments: tuple[Comment, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()
    marks: tuple[str, ...] = ("#",)


def outside(candidates: list[Comment], texts: list[tuple[int, int]]) -> tuple[Comment, ...]:
    """Return the candidates that lie in none of some ranges, which are in order and apart."""
    found: list[Comment] = []
    ranges = iter(texts)
    current = next(ranges, None)
    for each in candidates:
        while current is not None and current[1] <= each.start:
            current = next(ranges, None)
        if current is None or each.start < current[0]:
            found.append(each)
    return tuple(found)


def candidates(text: str, marks: re.Pattern[str] = HASH) -> list[Comment]:
    """Return what would be comments for ctlint if it stood outside of every text."""
    found: list[Comment] = []
    line_end = further = -1
    for match in marks.finditer(text):
        start = match.end()
        line_end = line_end if line_end >= start else _start(LINE_END, text, start)
        further = further if further >= start else _start(FURTHER, text, start)
        found.append(Comment(start, min(line_end, further, start + MAX_LENGTH)))
    return found


def _start(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.search(text, position)
    return match.start() if match else len(text)
