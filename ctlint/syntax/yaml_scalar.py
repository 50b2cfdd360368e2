"""Where each character of a YAML scalar stands: escapes, folded lines, stripped indentation."""

from __future__ import annotations

from ctlint.syntax.node import Scalar
from ctlint.text import Decoded, DecodedBuilder

ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
HEX_LENGTHS = {"x": 2, "u": 4, "U": 8}
BREAKS = "\n\r\x85\u2028\u2029"


def decode_scalar(scalar: Scalar) -> Decoded:
    """Return the value with its places; the whole token is its place where they cannot be told apart."""
    origin, text = scalar.origin, scalar.origin.text
    start = _skip_properties(text, scalar.start, scalar.end)
    end = scalar.end
    if scalar.style in ("'", '"') and text[start : start + 1] == scalar.style:
        start, end = start + 1, end - 1
    if text[start:end] == scalar.raw and not (scalar.style == '"' and "\\" in scalar.raw):
        return origin.slice(start, end)
    builder = DecodedBuilder(origin)
    builder.copy(start, start)
    if scalar.style in ("|", ">"):
        _decode_block(builder, text, start, end, scalar)
    else:
        _decode_flow(builder, text, start, end, scalar.style)
    decoded = builder.build()
    if decoded.text == scalar.raw:
        return decoded
    whole = DecodedBuilder(origin)
    whole.replace(scalar.raw, start, end)
    return whole.build()


def _skip_properties(text: str, position: int, end: int) -> int:
    """Return the offset behind a tag and an anchor."""
    while position < end and text[position] in "!&":
        while position < end and not text[position].isspace():
            position += 1
        while position < end and text[position].isspace():
            position += 1
    return position


def _decode_flow(builder: DecodedBuilder, text: str, position: int, end: int, style: str) -> None:
    """Decode a plain or quoted scalar: doubled quotes, escapes, and line breaks that fold to a space."""
    while position < end:
        character = text[position]
        if style == "'" and text.startswith("''", position):
            builder.replace("'", position, position + 2)
            position += 2
        elif style == '"' and character == "\\":
            position = _decode_escape(builder, text, position, end)
        elif character in " \t" + BREAKS:
            position = _fold(builder, text, position, end)
        else:
            builder.copy(position, position + 1)
            position += 1


def _decode_escape(builder: DecodedBuilder, text: str, position: int, end: int) -> int:
    code = text[position + 1 : position + 2]
    if code in HEX_LENGTHS:
        stop = position + 2 + HEX_LENGTHS[code]
        try:
            builder.replace(chr(int(text[position + 2 : stop], 16)), position, stop)
        except (ValueError, OverflowError):
            builder.replace("\ufffd", position, stop)
        return stop
    if code and code in BREAKS:
        stop = position + 2 + text.startswith("\r\n", position + 1)
        while stop < end and text[stop] in " \t":
            stop += 1
        return stop
    builder.replace(ESCAPES.get(code, code), position, position + 2)
    return position + 2


def _fold(builder: DecodedBuilder, text: str, position: int, end: int) -> int:
    """Decode a run of white space: kept within a line, folded where it spans line breaks."""
    stop = position
    while stop < end and text[stop] in " \t" + BREAKS:
        stop += 1
    breaks = _count_breaks(text[position:stop])
    if breaks == 0:
        builder.copy(position, stop)
    else:
        builder.replace(" " if breaks == 1 else "\n" * (breaks - 1), position, stop)
    return stop


def _count_breaks(space: str) -> int:
    return sum(space.count(character) for character in BREAKS) - space.count("\r\n")


def _decode_block(builder: DecodedBuilder, text: str, start: int, end: int, scalar: Scalar) -> None:
    """Decode a literal or folded block: each line without its indentation."""
    lines = _lines(text, start, end)[1:]
    indent = min((_indent(text[a:b]) for a, b, _ in lines if text[a:b].strip()), default=0)
    written = 0
    for number, (low, high, after) in enumerate(lines):
        low = min(low + indent, high)
        builder.copy(low, high)
        if number + 1 == len(lines):
            break
        nexts = lines[number + 1]
        following = text[min(nexts[0] + indent, nexts[1]) : nexts[1]]
        folds = scalar.style == ">" and high > low and following[:1] not in ("", " ", "\t")
        skipped = scalar.style == ">" and high == low and written and following[:1] not in (" ", "\t")
        if folds and text[low : low + 1] not in (" ", "\t"):
            builder.replace(" ", high, after)
        elif not (skipped and number and _is_first_blank(lines, number, text)):
            builder.replace("\n", high, after)
        written += high - low
    for _ in range(len(scalar.raw) - len(scalar.raw.rstrip("\n"))):
        builder.replace("\n", end, end)


def _is_first_blank(lines: list[tuple[int, int, int]], number: int, text: str) -> bool:
    """Tell whether the line before a blank one holds text: the break between them folds away."""
    low, high, _ = lines[number - 1]
    return bool(text[low:high].strip())


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return (start, end, start of the next) of each line; CRLF is one line end."""
    lines = []
    while start <= end:
        stop = start
        while stop < end and text[stop] not in "\r\n":
            stop += 1
        after = stop + (2 if text.startswith("\r\n", stop) else 1)
        lines.append((start, stop, min(after, end)))
        start = after
    return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
