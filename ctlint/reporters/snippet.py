"""A source line with a range of it underlined, aligned in a terminal."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import category, east_asian_width

from ctlint.reporters.inert import cells
from ctlint.source import Span

TAB = 4
ELLIPSIS = "..."


class Snippet(NamedTuple):
    """The number of a line, what to show of it, and where in that the range stands, in columns from 0."""

    line: int
    text: str
    start: int
    end: int


def snippet(span: Span, width: int) -> Snippet:
    """Return the line on which a span starts; of a line longer than `width` columns what stands around the span."""
    number = span.start_position.line
    low, high = span.source.line_span(number)
    line = span.source.text[low:high] if high - low <= width else None
    start, end = span.start - low, max(min(span.end, high), span.start) - low
    if line is not None:
        return Snippet(number, *_lay_out(line, start, end))
    first = max(0, min(start - width // 3, high - low - width))
    last = min(high - low, first + width)
    shown = span.source.text[low + first : low + last]
    before, after = ELLIPSIS if first else "", ELLIPSIS if last < high - low else ""
    text, start, end = _lay_out(shown, start - first, min(end, last) - first)
    return Snippet(number, f"{before}{text}{after}", start + len(before), end + len(before))


def _lay_out(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a line as a terminal shows it, and the columns of the characters [start, end) in it."""
    shown: list[str] = []
    edges: list[int] = []
    column = 0
    for character, cell in zip(line, cells(line), strict=True):
        edges.append(column)
        if character == "\t":
            cell = " " * (TAB - column % TAB)
        shown.append(cell)
        column += len(cell) if cell != character else columns(character)
    edges += [column, column]
    return "".join(shown).rstrip(), edges[start], max(edges[min(end, len(line))], edges[start] + 1)


def columns(character: str) -> int:
    """Return how many columns of a terminal a printable character takes (https://www.unicode.org/reports/tr11/)."""
    if character.isascii():
        return 1
    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
