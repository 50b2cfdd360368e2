"""The text of HCL's quoted strings and heredocs, with the place of each character."""

from __future__ import annotations

import re

from ctlint.syntax.hcl_nodes import Expression
from ctlint.text import Decoded, DecodedBuilder

ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])[$%]\{", re.DOTALL)
DOUBLED = re.compile(r"([$%])[$%]\{")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
Hole = tuple[int, int, Expression]


def decode_quoted(origin: Decoded, start: int, end: int, holes: list[Hole]) -> list[Decoded | Expression]:
    """Return the parts of what stands between two quotes."""
    parts: list[Decoded | Expression] = []
    position = start
    for low, high, expression in holes:
        if low > position:
            parts.append(_unescape(origin, position, low))
        parts.append(expression)
        position = high
    if position < end or not parts:
        parts.append(_unescape(origin, position, end))
    return parts


def _unescape(origin: Decoded, start: int, end: int) -> Decoded:
    text = origin.text
    if "\\" not in text[start:end] and "{" not in text[start:end]:
        return origin.slice(start, end)
    builder = DecodedBuilder(origin)
    position = start
    builder.copy(start, start)
    for match in ESCAPE.finditer(text, start, end):
        builder.copy(position, match.start())
        builder.replace(_meaning(match), match.start(), match.end())
        position = match.end()
    builder.copy(position, end)
    return builder.build()


def _meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for: `\\n`, `\\u00e9`, `$${`."""
    short, long, other, marker = match.groups()
    if marker:
        return f"{marker}{{"
    if short or long:
        code = int(short or long, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return ESCAPES.get(other, other)


def decode_heredoc(origin: Decoded, start: int, end: int, holes: list[Hole]) -> list[Decoded | Expression]:
    """Return the parts of a heredoc from its `<<` to its closing word; `<<-` strips the common indentation."""
    text = origin.text
    first = text.find("\n", start, end) + 1
    last = text.rfind("\n", first, end) + 1
    if first == 0 or last < first:
        return [origin.slice(end, end)]
    strip = text.startswith("<<-", start)
    inside = [(low, high) for low, high, _ in holes]
    lines = _line_starts(text, first, last, inside)
    indent = min((_indent(text, line, last) for line in lines), default=0) if strip else 0
    parts: list[Decoded | Expression] = []
    builder = DecodedBuilder(origin)
    builder.copy(first, first)
    position = first
    for low, high, expression in [*holes, (last, last, None)]:
        for line in [line for line in lines if position <= line < low]:
            _copy_bare(builder, text, position, line)
            position = min(line + min(indent, _blanks(text, line, last)), low)
        _copy_bare(builder, text, position, low)
        decoded = builder.build()
        if decoded.text:
            parts.append(decoded)
        if expression is not None:
            parts.append(expression)
        builder = DecodedBuilder(origin)
        builder.copy(high, high)
        position = high
    return parts or [origin.slice(first, first)]


def decode_bare(origin: Decoded, holes: list[Hole]) -> list[Decoded | Expression]:
    """Return the parts of a whole text that is a template without quotes around it: backslashes are its own."""
    parts: list[Decoded | Expression] = []
    position = 0
    for low, high, expression in [*holes, (len(origin.text), 0, None)]:
        if low > position or (expression is None and not parts):
            builder = DecodedBuilder(origin)
            builder.copy(position, position)
            _copy_bare(builder, origin.text, position, low)
            parts.append(builder.build())
        if expression is not None:
            parts.append(expression)
        position = high
    return parts


def _copy_bare(builder: DecodedBuilder, text: str, start: int, end: int) -> None:
    """Append text in which only a doubled `$` or `%` before a brace is an escape."""
    for match in DOUBLED.finditer(text, start, end):
        builder.copy(start, match.start())
        builder.replace(f"{match[1]}{{", match.start(), match.end())
        start = match.end()
    builder.copy(start, end)


def _line_starts(text: str, first: int, last: int, holes: list[tuple[int, int]]) -> list[int]:
    """Return where the lines of a heredoc begin, those within an interpolation left out."""
    starts = [first]
    at = text.find("\n", first, last)
    while 0 <= at < last - 1:
        if not any(low <= at < high for low, high in holes):
            starts.append(at + 1)
        at = text.find("\n", at + 1, last)
    return starts if first < last else []


def _indent(text: str, line: int, last: int) -> int:
    """Return how many blanks begin a line; an empty line does not count."""
    blanks = _blanks(text, line, last)
    return 10**6 if line + blanks >= last or text[line + blanks] in "\r\n" else blanks


def _blanks(text: str, line: int, last: int) -> int:
    stop = line
    while stop < last and text[stop] in " \t":
        stop += 1
    return stop - line
