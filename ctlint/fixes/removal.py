"""How an item of a list, or a key with its value, can be taken out of a text: with its comma, its line or its dash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint.fixes.replacement import Replacement

OPENERS = {"{": "}", "[": "]"}
QUOTE = re.compile(r"""\\*["']""")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
SPACE = re.compile(r"\s*")
BLANKS = re.compile(r"[ \t]*")
DASHES = re.compile(r"[ \t]*-[ \t]+\Z")
TAG = re.compile(r"(?:[!&][\w:.-]*[ \t]+)+\Z")
BLOCK_HEAD = re.compile(r'[A-Za-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{')
AFTER_KEY = re.compile(r"\s*[:=]\s*")
BARE_VALUE = re.compile(r"[^\s,\[\]{}#]+")
LINE_END = re.compile(r"\r\n|\r|\n")
COMMENT = re.compile(r"[ \t]*(?:#|//|/\*)")
BLOCK_KEY_END = re.compile(r":(?=\s)")
COMMA_BEFORE = re.compile(r",((?:\s|(?:#|//)[^\r\n]*(?=[\r\n])|/\*.*?\*/)*)\Z", re.DOTALL)
LOOK_BACK = 4_000
"""Characters before an item in which its comma is looked for, comments between them."""

Removal = tuple[Replacement, ...]


def item(text: str, start: int, end: int) -> Iterator[Removal]:
    """Yield the ways to take out the list item that begins at `start`, or whose string stands at [start, end)."""
    start, end = _with_quotes(text, start, end)
    head = BLOCK_HEAD.match(text, start)
    if DASHES.match(text, _line_start(text, start), start):
        yield from _dashed(text, start, end)
    if head:
        yield _lines_or_place(text, start, _value_end(text, head.end() - 1))
    yield from _between_commas(text, start, _value_end(text, start) if text[start] in OPENERS else end)


def key(text: str, start: int, end: int) -> Iterator[Removal]:
    """Yield the ways to take out the key at [start, end) with its value."""
    start, end = _with_quotes(text, start, end)
    between = AFTER_KEY.match(text, end)
    if DASHES.match(text, _line_start(text, start), start):
        yield from _block_pair(text, start)
    if between and _begins_value(text, between):
        yield from _between_commas(text, start, _value_end(text, between.end()))
    if BLOCK_KEY_END.match(text, end):
        yield from _block_pair(text, start)


def token(text: str, start: int, end: int) -> Removal:
    """Return the way to take out a token that has no place: a comment, with the blanks before it or its line."""
    alone = _own_lines(text, start, end)
    if alone:
        return (Replacement(*alone, ""),)
    if LINE_END.match(text, end):
        start = _line_start(text, start) + len(text[_line_start(text, start) : start].rstrip(" \t"))
    return (Replacement(start, end, ""),)


def _begins_value(text: str, between: re.Match[str]) -> bool:
    """Tell whether a value follows a key in its line, or in brackets or quotes somewhere behind it."""
    return not LINE_END.search(between[0]) or text[between.end() : between.end() + 1] in ("[", "{", '"')


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range with the quotes around it, which may be escaped ones, and a tag of YAML before it."""
    low = start
    while low and text[low - 1] in "\"'\\":
        low -= 1
    opening = text[low:start]
    if opening and text.startswith(opening, end):
        start, end = low, end + len(opening)
    tag = TAG.search(text, _line_start(text, start), start)
    return (tag.start() if tag else start), end


def _value_end(text: str, start: int) -> int:
    """Return where the value ends that begins at an offset: a bracket's partner, a quote, or the end of a word."""
    first = text[start : start + 1]
    if first in OPENERS:
        return _closing(text, start)
    quote = QUOTE.match(text, start)
    if quote:
        end = text.find(quote[0], quote.end())
        return end + len(quote[0]) if end >= 0 else len(text)
    bare = BARE_VALUE.match(text, start)
    return bare.end() if bare else start


def _closing(text: str, start: int) -> int:
    """Return the offset behind the partner of a bracket; brackets within plain strings do not count."""
    depth, position = 0, start
    while position < len(text):
        string = STRING.match(text, position)
        if string and text[position - 1] != "\\":
            position = string.end()
            continue
        depth += (text[position] in "{[") - (text[position] in "}]")
        position += 1
        if depth == 0:
            return position
    return len(text)


def _between_commas(text: str, start: int, end: int) -> Iterator[Removal]:
    """Yield a range without one of the commas around it."""
    after = SPACE.match(text, end)
    behind = after.end() if after else end
    if text.startswith(",", behind):
        yield _lines_or_place(text, start, behind + 1)
    window = max(0, start - LOOK_BACK)
    before = COMMA_BEFORE.search(text[window:start])
    if before:
        comma = window + before.start()
        alone = _own_lines(text, start, end)
        if alone:
            yield Replacement(comma, comma + 1, ""), Replacement(*alone, "")
        elif not before[1].strip():
            yield (Replacement(comma, end, ""),)
    yield _lines_or_place(text, start, end)


def _lines_or_place(text: str, start: int, end: int) -> Removal:
    """Return the removal of a range: of its lines, where nothing else stands on them, or with the blanks behind it."""
    alone = _own_lines(text, start, end)
    if alone:
        return (Replacement(*alone, ""),)
    comment = COMMENT.match(text, end)
    if comment and not text[_line_start(text, start) : start].strip():
        end += len(comment[0]) - len(comment[0].lstrip())
    elif text[end - 1 : end] == ",":
        blanks = BLANKS.match(text, end)
        end = blanks.end() if blanks and not LINE_END.match(text, blanks.end()) else end
    return (Replacement(start, end, ""),)


def _own_lines(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the lines that hold a range and nothing else, the last line end included."""
    first = _line_start(text, start)
    blanks = BLANKS.match(text, end)
    stop = blanks.end() if blanks else end
    closing = LINE_END.match(text, stop)
    return (first, closing.end()) if closing and not text[first:start].strip() else None


def _dashed(text: str, start: int, end: int) -> Iterator[Removal]:
    """Yield the removal of an item of a block list in YAML: its dash, and all that is indented deeper."""
    first = _line_start(text, start)
    dash = text.index("-", first)
    stop = _block_end(text, start, dash - first, keeps_dashes=False)
    yield _block(text, first, dash, start, end, stop)


def _block_pair(text: str, start: int) -> Iterator[Removal]:
    """Yield the removal of a key of a block mapping in YAML with its value."""
    first = _line_start(text, start)
    before = text[first:start]
    stop = _block_end(text, start, len(before), keeps_dashes=True)
    line_end = _line_stop(text, start)
    value = BLANKS.match(text, text.find(":", start) + 1)
    end = _value_end(text, value.end()) if value else start
    if not before.strip():
        yield _block(text, first, start, start, min(end, line_end), stop)
    elif DASHES.match(text, first, start):
        # The next key takes the place beside the dash.
        blanks = BLANKS.match(text, stop)
        if blanks and blanks.end() - stop == len(before):
            yield (Replacement(start, blanks.end(), ""),)


def _block(text: str, first: int, start: int, inner: int, end: int, stop: int) -> Removal:
    """Return the removal of whole lines up to `stop`; of a single one with a comment behind it, all but that."""
    if stop <= _next_line(text, inner):
        comment = re.compile(r"[ \t]+(?=#)").match(text, end)
        if comment:
            return (Replacement(start, comment.end(), ""),)
    return (Replacement(first, stop, ""),)


def _block_end(text: str, start: int, column: int, keeps_dashes: bool) -> int:
    """Return where the lines end that belong to what begins in a column; comments and blank lines behind do not.

    With `keeps_dashes`, a dash in the same column belongs to it, as a list below its key may stand.
    """
    position = stop = _next_line(text, start)
    while position < len(text):
        following = _next_line(text, position)
        line = text[position:following]
        plain = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if plain and not plain.startswith("#"):
            is_list = keeps_dashes and indent == column and (plain == "-" or plain.startswith("- "))
            if indent <= column and not is_list:
                break
            stop = following
        position = following
    return stop


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_stop(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.start() if found else len(text)


def _next_line(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.end() if found else len(text)
