"""The tree that every syntax produces: values with exact spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from ctlint.guard import Guard
from ctlint.source import Span
from ctlint.text import Decoded, Text

Kind = Literal["string", "boolean", "number", "null"]


class Scalar:
    """One value: a string, boolean, number or null as its syntax resolves it.

    `raw` is the value as the parser gives it; `text` is decoded when somebody asks, because most scalars of
    a file are never looked at. `tag` is a local YAML tag such as `!Ref`.
    """

    __slots__ = ("_decode", "_text", "end", "kind", "origin", "raw", "start", "style", "tag")

    def __init__(
        self,
        origin: Decoded,
        start: int,
        end: int,
        raw: str,
        kind: Kind,
        decode: Callable[[Scalar], Decoded],
        style: str = "",
        tag: str = "",
    ) -> None:
        self.origin = origin
        self.start = start
        self.end = end
        self.raw = raw
        self.kind = kind
        self.style = style
        self.tag = tag
        self._decode: Callable[[Scalar], Decoded] | None = decode
        self._text: Text | None = None

    @classmethod
    def of(cls, text: Text, kind: Kind = "string") -> Scalar:
        """Return a scalar that holds an evaluated text, such as the result of `!Sub`."""
        scalar = cls.__new__(cls)
        scalar.origin = Decoded.whole(text.span.source)
        scalar.start, scalar.end = text.span.start, text.span.end
        scalar.raw = text.pattern
        scalar.kind = kind
        scalar.style = scalar.tag = ""
        scalar._decode = None
        scalar._text = text
        return scalar

    @property
    def span(self) -> Span:
        """The whole token, quotes and tag included."""
        return self.origin.span(self.start, self.end)

    @property
    def text(self) -> Text:
        if self._text is None:
            assert self._decode is not None
            decoded = self._decode(self)
            content = decoded.span(0, len(decoded.text))
            self._text = Text((decoded,), content if decoded.text else self.span)
        return self._text


class Sequence:
    """A list of nodes; made when somebody looks at them, if the syntax gives a function for that."""

    __slots__ = ("_end", "_items", "_make", "origin", "start", "tag")

    def __init__(
        self,
        origin: Decoded,
        start: int,
        end: int | Callable[[], int],
        items: list[Node],
        tag: str = "",
        make: Callable[[], list[Node]] | None = None,
    ) -> None:
        self.origin = origin
        self.start = start
        self._end = end
        self.tag = tag
        self._items = items
        self._make = make

    @property
    def items(self) -> list[Node]:
        if self._make is not None:
            self._items, self._make = self._make(), None
        return self._items

    @property
    def end(self) -> int:
        if not isinstance(self._end, int):
            self._end = self._end()
        return self._end

    @end.setter
    def end(self, end: int) -> None:
        self._end = end

    @property
    def span(self) -> Span:
        return self.origin.span(self.start, self.end)


class Pair(NamedTuple):
    """A key and its value; `merged` where a YAML merge key (`<<`) brought them in."""

    key: Node
    value: Node
    merged: bool = False


class Mapping:
    """Pairs in the order of the file, duplicate keys kept; the last one of a key counts.

    The pairs are made when somebody looks at them, if the syntax gives a function for that, and `find` gives
    one value without making the others.
    """

    __slots__ = ("_end", "_find", "_make", "_pairs", "_places", "origin", "start", "tag")

    def __init__(
        self,
        origin: Decoded,
        start: int,
        end: int | Callable[[], int],
        pairs: list[Pair],
        tag: str = "",
        make: Callable[[], list[Pair]] | None = None,
        find: Callable[[str], Node | None] | None = None,
    ) -> None:
        self.origin = origin
        self.start = start
        self._end = end
        self.tag = tag
        self._pairs = pairs
        self._make = make
        self._find = find
        self._places: tuple[int, dict[str, int]] = (0, {})

    @property
    def pairs(self) -> list[Pair]:
        if self._make is not None:
            self._pairs, self._make = self._make(), None
        return self._pairs

    @property
    def end(self) -> int:
        if not isinstance(self._end, int):
            self._end = self._end()
        return self._end

    @end.setter
    def end(self, end: int) -> None:
        self._end = end

    @property
    def span(self) -> Span:
        return self.origin.span(self.start, self.end)

    def get(self, name: str) -> Node | None:
        """Return the value of a key spelled exactly so, or None."""
        if self._make is not None and self._find is not None:
            return self._find(name)
        pair = self.pair(name)
        return pair.value if pair else None

    def pair(self, name: str) -> Pair | None:
        """Return the last pair of a key that is spelled exactly so; one that was merged counts only if it is alone."""
        pairs = self.pairs
        count, places = self._places
        if count != len(pairs):
            places = self._index()
        at = places.get(name)
        return None if at is None else pairs[at]

    def _index(self) -> dict[str, int]:
        """Return where the pair of each key stands; a parser may still append others."""
        places: dict[str, int] = {}
        for at, pair in enumerate(self.pairs):
            if isinstance(pair.key, Scalar) and not (pair.merged and pair.key.raw in places):
                places[pair.key.raw] = at
        self._places = (len(self.pairs), places)
        return places

    def names(self) -> Iterator[str]:
        """Yield the keys that are scalars, as written."""
        for pair in self.pairs:
            if isinstance(pair.key, Scalar):
                yield pair.key.raw


class Unknown:
    """A value that cannot be known at lint time."""

    __slots__ = ("reason", "span")

    def __init__(self, span: Span, reason: str) -> None:
        self.span = span
        self.reason = reason


class Absent:
    """A value that removes its key or list item (`AWS::NoValue`)."""

    __slots__ = ("span",)

    def __init__(self, span: Span) -> None:
        self.span = span


class Choice:
    """Two alternatives, one of which a deployment takes; the guards say when (see `ctlint.guard`)."""

    __slots__ = ("otherwise", "span", "when", "when_false", "when_true")

    def __init__(self, span: Span, when: Guard, otherwise: Guard, when_true: Node, when_false: Node) -> None:
        self.span = span
        self.when = when
        self.otherwise = otherwise
        self.when_true = when_true
        self.when_false = when_false


Node = Scalar | Sequence | Mapping | Unknown | Absent | Choice
