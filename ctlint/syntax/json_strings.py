"""JSON strings: their escapes, where their characters stand, and what is wrong with those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint.syntax.node import Scalar
from ctlint.text import GAP, Decoded, DecodedBuilder

QUOTES = "\"'“”„‟‘’"
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
SHORT_ESCAPES = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))", re.DOTALL)
NOT_PLAIN = re.compile(r'\\(?:u[0-9a-fA-F]{4}|(.))|([\x00-\x1f"]|\\\Z)', re.DOTALL)

# Brackets and commas at the end of what looks like a string were meant to stand behind it: `["a, "b"]`.
SWALLOWED = " \t,:]}"
SWALLOWED_BY_LINE = " \t,]}"
CLOSING_QUOTES = "”’'"
FOLLOWERS = frozenset(",:]}")
LINE_BREAK = re.compile(r"[\r\n]")
TYPOGRAPHIC_END = re.compile(r"[”’](?=[ \t]*[,:\]}])")


def unescape(raw: str) -> str:
    """Return what stands between quotes without its escapes; a lone surrogate is U+FFFD, and so is what would read as a gap."""
    return ESCAPE.sub(_unescape_one, raw)


def _unescape_one(match: re.Match[str]) -> str:
    unit, low, other = match.groups()
    if unit is None:
        return ESCAPES.get(other, other)
    code = int(unit, 16)
    if 0xD800 <= code < 0xDC00 and low:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(low, 16) - 0xDC00)
    tail = "\ufffd" if low else ""
    return ("\ufffd" if 0xD800 <= code < 0xE000 or code == ord(GAP) else chr(code)) + tail


def proper(raw: str) -> str:
    """Return what stands between quotes as JSON takes it: control characters and quotes escaped."""
    return NOT_PLAIN.sub(_proper_one, raw)


def _proper_one(match: re.Match[str]) -> str:
    escaped, plain = match.groups()
    if plain is not None:
        return SHORT_ESCAPES.get(plain, f"\\u{ord(plain):04x}")
    if escaped is None or escaped in ESCAPES:
        return match[0]
    return SHORT_ESCAPES.get(escaped, escaped) if escaped >= " " else proper(escaped)


def invalid_escapes(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets of the backslashes of `text[start:end]` that begin no escape of JSON."""
    for match in NOT_PLAIN.finditer(text, start, end):
        if match[1] is not None and match[1] not in ESCAPES:
            yield match.start()


def early_end(text: str, start: int, end: int) -> int | None:
    """Return where a string that lacks its closing quote ends, or None where that is not clear.

    `text[start:end]` is the string as it reads up to the opening quote of the next one, quotes included.
    """
    content = text[start + 1 : end - 1]
    line = LINE_BREAK.split(content, maxsplit=1)[0]
    if len(line) < len(content):
        rest = text[end : end + 200].lstrip()
        return None if not rest or rest[0] in FOLLOWERS else start + 1 + _length(line, SWALLOWED_BY_LINE)
    length = _length(content, SWALLOWED)
    clear = text[end : end + 1].isalnum() and bool(content[length:].strip(" \t" + CLOSING_QUOTES))
    return start + 1 + length if clear else None


def end_in_line(text: str, start: int) -> int:
    """Return where a string ends that begins at `start` and has no closing quote in the rest of the text."""
    line = LINE_BREAK.split(text[start + 1 :], maxsplit=1)[0]
    early = TYPOGRAPHIC_END.search(line)
    return start + 1 + (early.start() if early else _length(line, SWALLOWED_BY_LINE))


def _length(text: str, swallowed: str) -> int:
    """Return the length of a string without what stands behind its missing quote, or behind one of the wrong kind."""
    kept = text.rstrip(swallowed)
    return len(kept) - (kept[-1:] in CLOSING_QUOTES and bool(kept))


def decode_scalar(scalar: Scalar) -> Decoded:
    """Return the value of a JSON scalar with the place of each character; an escape is atomic."""
    text = scalar.origin.text
    start, end = scalar.start, scalar.end
    if scalar.kind == "string":
        start += text[start] in QUOTES
        end -= end > start and text[end - 1] in QUOTES
    if text[start:end] == scalar.raw:
        return scalar.origin.slice(start, end)
    builder = DecodedBuilder(scalar.origin)
    position = start
    for match in ESCAPE.finditer(text, start, end):
        builder.copy(position, match.start())
        builder.replace(_unescape_one(match), match.start(), match.end())
        position = match.end()
    builder.copy(position, end)
    decoded = builder.build()
    if decoded.text == scalar.raw:
        return decoded
    whole = DecodedBuilder(scalar.origin)
    whole.replace(scalar.raw, start, end)
    return whole.build()


def visible(character: str) -> str:
    """Return a character for a message: by its code point where it cannot be seen."""
    return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"


def printable(escape: str) -> str:
    """Return an escape for a message, without what follows the backslash where that cannot be seen."""
    return escape if escape.isprintable() else "\\"
