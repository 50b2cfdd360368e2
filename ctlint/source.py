"""The text of one file, and spans into it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

LINE_END = re.compile(r"\r\n?|\n")
SNIFFED_BYTES = 256
"""Bytes at the beginning of a file that tell its encoding."""


class Position(NamedTuple):
    """Line and column, both from 1; the column counts code points, a byte order mark not among them."""

    line: int
    column: int


class Fault(NamedTuple):
    """Why the bytes of a file are no text: a code point offset into what could be decoded, and a message."""

    offset: int
    message: str


class Source:
    """The decoded text of a file, with what is needed to write the same bytes back.

    `fault` is set where bytes could not be decoded; `text` then holds U+FFFD in their place.
    """

    __slots__ = ("_line_starts", "byte_order_mark", "encoding", "fault", "path", "text")

    def __init__(
        self,
        path: str,
        text: str,
        encoding: str = "utf-8",
        byte_order_mark: bytes = b"",
        fault: Fault | None = None,
    ) -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.byte_order_mark = byte_order_mark
        self.fault = fault
        self._line_starts: list[int] | None = None

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """Return the source that `data` holds; UTF-8 unless a byte order mark or NUL bytes say otherwise."""
        mark, encoding = sniff_encoding(data)
        body = data[len(mark) :]
        try:
            return cls(path, body.decode(encoding), encoding, mark)
        except UnicodeDecodeError as error:
            offset = len(body[: error.start].decode(encoding, "replace"))
            fault = Fault(offset, f"byte 0x{body[error.start]:02x} is not valid {encoding.upper()}")
            return cls(path, body.decode(encoding, "replace"), encoding, mark, fault)

    def position(self, offset: int) -> Position:
        """Return line and column of a code point offset; LF, CRLF and a lone CR end a line."""
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def line_span(self, line: int) -> tuple[int, int]:
        """Return the offsets of a line (from 1) without its line end."""
        starts = self.line_starts()
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end

    def line_text(self, line: int) -> str:
        """Return the text of a line (from 1) without its line end."""
        start, end = self.line_span(line)
        return self.text[start:end]

    def line_starts(self) -> list[int]:
        """Return the offset at which each line begins; computed when first asked for."""
        if self._line_starts is None:
            self._line_starts = find_line_starts(self.text)
        return self._line_starts


class Span(NamedTuple):
    """A half-open range of code points in a file on disk, never in embedded text."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def start_position(self) -> Position:
        return self.source.position(self.start)

    @property
    def end_position(self) -> Position:
        return self.source.position(self.end)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character, or an empty one lies within or at the edge of the other."""
        if self.source is not other.source:
            return False
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.source is other.source and self.start <= other.start and other.end <= self.end


def sniff_encoding(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark (perhaps empty) and the encoding of `data`."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", _encoding_by_nul_bytes(data)


def _encoding_by_nul_bytes(data: bytes) -> str:
    """Return the encoding of data without a mark (PowerShell's `>` writes such), by where its NUL bytes stand."""
    head = data[:SNIFFED_BYTES]
    if len(head) < 4 or len(data) % 2 or 0 not in head:
        return "utf-8"
    units = len(head) // 4
    first, second, third, fourth = (head[start::4][:units].count(0) for start in range(4))
    # No character of Unicode needs the fourth byte of UTF-32, and hardly one the third.
    if len(data) % 4 == 0 and fourth == units and 2 * third > units:
        return "utf-32-le"
    if len(data) % 4 == 0 and first == units and 2 * second > units:
        return "utf-32-be"
    # In UTF-16 most characters of what ctlint reads are ASCII, whose other byte is NUL: not those of a comment.
    even, odd = first + third, second + fourth
    if 4 * max(even, odd) < units or 4 * min(even, odd) > max(even, odd):
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"


def find_line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in LINE_END.finditer(text))]
