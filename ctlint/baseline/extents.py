"""How far that goes of which a model only tells where it begins: at its key, its bracket or its first line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ctlint.source import Span

TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\[({\])}\n]')
OPENING, CLOSING = "([{", ")]}"


def extents(spans: Sequence[Span], within: Span | None = None) -> list[Span]:
    """Return for each of some neighbours all of it: none reaches the next one, or beyond what they lie in."""
    starts: dict[int, list[int]] = {}
    for span in sorted(spans, key=lambda each: each.start):
        starts.setdefault(id(span.source), []).append(span.start)
    found: list[Span] = []
    for span in spans:
        others = starts[id(span.source)]
        following = bisect_right(others, span.start)
        limit = others[following] if following < len(others) else len(span.source.text)
        if within is not None and within.source is span.source and within.start <= span.start < within.end:
            limit = min(limit, within.end)
        end = max(span.end, _end(span, limit))
        found.append(Span(span.source, span.start, end))
    return found


def _end(span: Span, limit: int) -> int:
    """Return where the text ends that begins at a place: the line, what its brackets hold, and lines indented more."""
    text = span.source.text
    if text[span.start : span.start + 1] in tuple(OPENING):
        return _line_end(text, span.start, limit, is_bracket=True)
    start = span.end + (text[span.end : span.end + 1] in ('"', "'"))
    end = _line_end(text, start, limit)
    return _indented_end(text, span.start, end, limit) if text[end : end + 1] == "\n" else end


def _line_end(text: str, start: int, limit: int, is_bracket: bool = False) -> int:
    """Return where a line ends, or the bracket at the start: line ends within brackets do not count."""
    depth = 0
    for token in TOKEN.finditer(text, start, limit):
        first = token[0][0]
        depth += (first in OPENING) - (first in CLOSING)
        if depth < 0 or (first == "\n" and depth == 0):
            return token.start()
        if is_bracket and depth == 0:
            return token.end()
    return limit


def _indented_end(text: str, start: int, end: int, limit: int) -> int:
    """Return where the lines end that are indented more than the one that something begins in."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    is_item = before.strip() == "-"  # what begins behind the dash of a list's item goes on below it
    column = len(before) - len(before.lstrip())
    while end < limit:
        stop = text.find("\n", end + 1, limit)
        stop = limit if stop < 0 else stop
        line = text[end + 1 : stop]
        indent = len(line) - len(line.lstrip())
        # YAML lets a list begin right below its key.
        if line.strip() and (indent < column or (indent == column and (is_item or line[indent] != "-"))):
            break
        end = stop
    return end
