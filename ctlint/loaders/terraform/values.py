"""Values of Terraform's language as nodes: how they are made, compared and indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Sized
from itertools import count, islice

from ctlint.source import Span
from ctlint.syntax.node import Absent, Choice, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import GAP, Decoded, Gap, Segment, Text

SERIAL = count()
Identity = tuple[object, ...] | str
"""Equal for two values that certainly are the same."""


MAX_ITEMS = 5_000
"""Items of a list that are kept; no quota is near it."""
MAX_LENGTH = 100_000
"""Characters that a computed text may have."""
MAX_NODES = 20_000
"""Nodes of a value that comparisons look at: one that repeats itself within grows beyond all bounds."""


def literal(text: str, span: Span) -> Decoded:
    """Return known text that stands, as a whole, at `span`."""
    return Decoded(span.source, text, (Segment(0, span.start, span.end, False),))


def text(pieces: Sized[Decoded | Gap], span: Span, defaults: tuple[str, ...] = ()) -> Node:
    """Return a computed text; unknown where it is too long."""
    if sum(1 if isinstance(piece, Gap) else len(piece.text) for piece in pieces) > MAX_LENGTH:
        return Unknown(span, "a text that is too long")
    return Scalar.of(Text(tuple(pieces), span, defaults))


def string(text: str, span: Span) -> Scalar:
    return Scalar.of(Text((literal(text, span),), span))


def boolean(value: bool, span: Span) -> Scalar:
    return Scalar.of(Text((literal("true" if value else "false", span),), span), "boolean")


def number(value: float, span: Span) -> Scalar:
    text = str(int(value)) if value == int(value) else str(value)
    return Scalar.of(Text((literal(text, span),), span), "number")


def null(span: Span) -> Scalar:
    return Scalar.of(Text((literal("null", span),), span), "null")


def gap(identity: tuple[str, ...], span: Span, expression: str) -> Scalar:
    """Return a value that is not known at all, but is the same wherever its identity is."""
    return Scalar.of(Text((Gap(identity, span, expression),), span))


def unknown_part(span: Span, expression: str) -> Gap:
    """Return an unknown part of a text that is surely equal only to itself."""
    return Gap(("unknown", str(next(SERIAL))), span, expression)


def sequence(items: Iterable[Node], span: Span) -> Sequence:
    found = list(islice(items, MAX_ITEMS + 1))
    if len(found) > MAX_ITEMS:
        found[MAX_ITEMS:] = [Unknown(span, "more items")]
    return Sequence(Decoded.whole(span.source), span.start, span.end, found)


def mapping(items: Iterable[tuple[Node, Node]], span: Span) -> Mapping:
    pairs = [Pair(key, value) for key, value in items]
    return Mapping(Decoded.whole(span.source), span.start, span.end, pairs)


def is_open(node: Node) -> bool:
    """Tell whether nothing at all is known of a value."""
    return isinstance(node, Unknown) or (isinstance(node, Scalar) and node.text.pattern == GAP)


def may_be_absent(node: Node) -> bool:
    if isinstance(node, Choice):
        return may_be_absent(node.when_true) or may_be_absent(node.when_false)
    return isinstance(node, Absent)


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.kind == "null"


def known_string(node: Node) -> str | None:
    """Return the string, number or boolean that a node surely is, as text."""
    if isinstance(node, Scalar) and node.kind != "null":
        return node.text.value
    return None


def known_number(node: Node) -> float | None:
    text = known_string(node)
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def known_boolean(node: Node) -> bool | None:
    text = known_string(node)
    return {"true": True, "false": False}.get(text) if text is not None else None


def known_items(node: Node) -> list[Node] | None:
    """Return the items of a list whose length is certain, or None."""
    if not isinstance(node, Sequence):
        return None
    certain = all(not isinstance(item, Unknown | Absent | Choice) for item in node.items)
    return node.items if certain else None


def known_entries(node: Node) -> list[tuple[str, Pair]] | None:
    """Return the entries of a map whose keys are certain, or None."""
    if not isinstance(node, Mapping):
        return None
    entries: list[tuple[str, Pair]] = []
    for pair in node.pairs:
        key = known_string(pair.key) if isinstance(pair.key, Scalar) else None
        if key is None:
            return None
        entries.append((key, pair))
    return entries


def identity(node: Node) -> Identity:
    """Return what makes two nodes the same value; an unknown one is only ever itself."""
    return _identity(node) if is_small(node) else ("unknown", id(node))


def _identity(node: Node) -> Identity:
    match node:
        case Scalar():
            return ("null",) if node.kind == "null" else ("scalar", *node.text.identity)
        case Sequence():
            return ("list", *(_identity(item) for item in node.items))
        case Mapping():
            entries = known_entries(node)
            if entries is None:
                return ("unknown", id(node))
            return ("map", *sorted((key, str(_identity(pair.value))) for key, pair in entries))
        case _:
            return ("unknown", id(node))


def is_known(node: Node) -> bool:
    """Tell whether a node is certain through and through."""
    return is_small(node) and all(_is_certain(each) for each in _nodes(node))


def is_small(node: Node) -> bool:
    """Tell whether a node can be looked through in reasonable time."""
    return next(islice(_nodes(node), MAX_NODES, None), None) is None


def _nodes(node: Node) -> Iterator[Node]:
    """Yield a node and what it holds."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        if isinstance(found, Sequence):
            pending += found.items
        elif isinstance(found, Mapping):
            pending += [each for pair in found.pairs for each in (pair.key, pair.value)]


def _is_certain(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.kind == "null" or node.text.value is not None
    return isinstance(node, Sequence | Mapping)


def member(base: Node, key: str, span: Span) -> Node:
    """Return the attribute or element of a value under a known key; unknown where that is not certain."""
    if isinstance(base, Mapping):
        pair = base.pair(key)
        if pair is not None:
            return pair.value
        return Unknown(span, f"no `{key}`")
    if isinstance(base, Sequence) and key.lstrip("-").isdigit():
        position = int(key)
        before = base.items[: position + 1] if position >= 0 else []
        certain = not any(isinstance(item, Unknown | Absent | Choice) for item in before)
        if certain and 0 <= position < len(base.items):
            return base.items[position]
        return Unknown(span, f"no element {key}")
    if isinstance(base, Choice):
        return Choice(span, base.when, base.otherwise, member(base.when_true, key, span),
                      member(base.when_false, key, span))  # fmt: skip
    if isinstance(base, Scalar) and base.kind != "null" and len(base.text.pieces) == 1:
        piece = base.text.pieces[0]
        if isinstance(piece, Gap):
            return gap((*piece.identity, key), span, f"{piece.expression}.{key}")
    return Unknown(span, f"`{key}` of an unknown value")
