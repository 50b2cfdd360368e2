"""Decoded text that knows where each of its characters stands in the file, and text with unknown parts."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from ctlint.source import Source, Span


class Segment(NamedTuple):
    """A run of decoded text: from offset `at` on it stands at [start, end) of the file.

    An exact segment is one-to-one; any other is atomic (an escape, a stripped indent), so that each of its
    characters stands at the whole range.
    """

    at: int
    start: int
    end: int
    exact: bool


class Decoded:
    """A string inside a string inside a file: text, and for every range of it the exact span in the file."""

    __slots__ = ("_starts", "segments", "source", "text")

    def __init__(self, source: Source, text: str, segments: tuple[Segment, ...]) -> None:
        self.source = source
        self.text = text
        self.segments = segments
        self._starts: list[int] | None = None

    @classmethod
    def whole(cls, source: Source) -> Decoded:
        return cls(source, source.text, (Segment(0, 0, len(source.text), True),))

    @classmethod
    def of_file(cls, source: Source) -> Decoded:
        """Return the text of a file for a parser: a character in it that would read as a gap is U+FFFD."""
        text = source.text.replace(GAP, "\ufffd")
        return cls(source, text, (Segment(0, 0, len(text), True),))

    def span(self, start: int, end: int) -> Span:
        """Return the span in the file of the characters [start, end); an empty range gives an empty span."""
        segments = self.segments
        if len(segments) == 1 and segments[0].exact:
            base = segments[0].start
            return Span(self.source, base + start, base + end)
        if end <= start:
            place = self._edge(start)
            return Span(self.source, place, place)
        first = segments[self.index_at(start)]
        last = segments[self.index_at(end - 1)]
        low = first.start + (start - first.at) if first.exact else first.start
        high = last.start + (end - last.at) if last.exact else last.end
        return Span(self.source, min(low, high), max(low, high))

    def slice(self, start: int, end: int) -> Decoded:
        """Return the characters [start, end) as decoded text of their own."""
        first = self.segments[0]
        if len(self.segments) == 1 and first.exact:
            low = first.start + start - first.at
            return Decoded(self.source, self.text[start:end], (Segment(0, low, low + end - start, True),))
        builder = DecodedBuilder(self)
        builder.copy(start, end)
        return builder.build()

    def index_at(self, offset: int) -> int:
        """Return the index of the segment that holds the character at `offset`."""
        if self._starts is None:
            self._starts = [segment.at for segment in self.segments]
        return max(0, bisect_right(self._starts, offset) - 1)

    def _edge(self, offset: int) -> int:
        if offset >= len(self.text):
            return self.segments[-1].end
        segment = self.segments[self.index_at(offset)]
        return segment.start + (offset - segment.at) if segment.exact else segment.start


class DecodedBuilder:
    """Builds decoded text out of ranges of an outer decoded text, copied or replaced."""

    __slots__ = ("length", "outer", "parts", "place", "segments")

    def __init__(self, outer: Decoded) -> None:
        self.outer = outer
        self.parts: list[str] = []
        self.segments: list[Segment] = []
        self.length = 0
        self.place: int | None = None

    def copy(self, start: int, end: int) -> None:
        """Append the outer characters [start, end) as they are."""
        outer = self.outer
        self._settle(start)
        position = start
        index = outer.index_at(start)
        while position < end:
            segment = outer.segments[index]
            index += 1
            following = outer.segments[index].at if index < len(outer.segments) else len(outer.text)
            stop = min(end, following)
            if segment.exact:
                low = segment.start + position - segment.at
                part = Segment(self.length, low, low + stop - position, True)
            else:
                part = Segment(self.length, segment.start, segment.end, False)
            self._append(outer.text[position:stop], part)
            position = stop

    def replace(self, text: str, start: int, end: int) -> None:
        """Append `text` for the outer characters [start, end); it is atomic."""
        self._settle(start)
        if text:
            span = self.outer.span(start, end)
            self._append(text, Segment(self.length, span.start, span.end, False))

    def build(self) -> Decoded:
        if not self.segments:
            place = self.place if self.place is not None else self.outer.span(0, 0).start
            return Decoded(self.outer.source, "", (Segment(0, place, place, True),))
        return Decoded(self.outer.source, "".join(self.parts), tuple(self.segments))

    def _settle(self, start: int) -> None:
        if self.place is None:
            self.place = self.outer.span(start, start).start

    def _append(self, text: str, segment: Segment) -> None:
        self.parts.append(text)
        previous = self.segments[-1] if self.segments else None
        if previous is not None and previous.exact and segment.exact and previous.end == segment.start:
            self.segments[-1] = Segment(previous.at, previous.start, segment.end, True)
        else:
            self.segments.append(segment)
        self.length += len(text)


GAP = "\ufffc"
"""Stands for an unknown part in `Text.pattern` (OBJECT REPLACEMENT CHARACTER)."""


class Gap(NamedTuple):
    """A part of a text that is not known at lint time.

    Gaps of one identity (instance, resource, attribute) hold the same value; two different ones may or may
    not. `expression` is what the user wrote, for messages.
    """

    identity: tuple[str, ...]
    span: Span
    expression: str


class Text:
    """A string made of known pieces and gaps; `span` is the place of the whole.

    `value` is the whole string, or None where a part of it is unknown; `pattern` is the string with one `GAP`
    character for each gap; ranges of it have spans. `defaults` names the overridable parameters whose defaults
    were filled in.
    """

    __slots__ = ("defaults", "pattern", "pieces", "span", "value")

    def __init__(self, pieces: tuple[Decoded | Gap, ...], span: Span, defaults: tuple[str, ...] = ()) -> None:
        self.pieces = pieces
        self.span = span
        self.defaults = defaults
        self.pattern = "".join([GAP if isinstance(piece, Gap) else piece.text for piece in pieces])
        self.value = None if GAP in self.pattern else self.pattern

    @classmethod
    def known(cls, decoded: Decoded, span: Span | None = None) -> Text:
        return cls((decoded,), span or decoded.span(0, len(decoded.text)))

    @property
    def is_literal(self) -> bool:
        """Tell whether the string stands in the file as it is, so that writing another there changes just it."""
        piece = self.pieces[0] if len(self.pieces) == 1 else None
        if not isinstance(piece, Decoded):
            return False
        if piece.text and piece.span(0, len(piece.text)) != self.span:
            return False
        return len(piece.text) < 2 or len(piece.segments) > 1 or piece.segments[0].exact

    @property
    def head(self) -> str:
        """The known beginning, up to the first gap."""
        return self.pattern.partition(GAP)[0]

    @property
    def tail(self) -> str:
        """The known end, after the last gap."""
        return self.pattern.rpartition(GAP)[2]

    @property
    def identity(self) -> tuple[str | tuple[str, ...], ...]:
        """Equal for two texts that certainly hold the same string."""
        parts: list[str | tuple[str, ...]] = []
        for piece in self.pieces:
            if isinstance(piece, Gap):
                parts.append(piece.identity)
            elif parts and isinstance(parts[-1], str):
                parts[-1] += piece.text
            elif piece.text:
                parts.append(piece.text)
        return tuple(parts)

    @property
    def display(self) -> str:
        """The string for a message, each gap as its expression."""
        return "".join(piece.expression if isinstance(piece, Gap) else piece.text for piece in self.pieces)

    def span_of(self, start: int, end: int) -> Span:
        """Return the span of `pattern[start:end]`; the whole text's where that range has no place of its own."""
        offset = 0
        for piece in self.pieces:
            length = 1 if isinstance(piece, Gap) else len(piece.text)
            if offset <= start and end <= offset + length:
                return piece.span if isinstance(piece, Gap) else piece.span(start - offset, end - offset)
            offset += length
        return self.span
