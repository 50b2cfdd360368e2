"""How a template writes calls of intrinsic functions, and when two of them are the same."""

from __future__ import annotations

from ctlint.syntax.node import Mapping, Node, Pair, Scalar, Sequence, Unknown

MAX_DEPTH = 40
"""Expressions nested deeper are told apart by their place alone."""


def call(node: Node) -> tuple[str, Node] | None:
    """Return the function that a node calls and its argument, in the short or the long form; or None."""
    if isinstance(node, (Scalar, Sequence, Mapping)) and node.tag:
        name = node.tag[1:]
        return (name if name in ("Ref", "Condition") else f"Fn::{name}"), _untagged(node)
    if isinstance(node, Mapping) and len(node.pairs) == 1:
        key = node.pairs[0].key
        if isinstance(key, Scalar) and (key.raw in ("Ref", "Condition") or key.raw.startswith("Fn::")):
            return key.raw, node.pairs[0].value
    return None


def _untagged(node: Scalar | Sequence | Mapping) -> Node:
    if isinstance(node, Sequence):
        return Sequence(node.origin, node.start, node.end, node.items)
    if isinstance(node, Mapping):
        return Mapping(node.origin, node.start, node.end, node.pairs)
    return Scalar.of(node.text)


def without_macros(node: Mapping) -> Mapping:
    """Return a mapping in which keys that stand for what a macro adds are unknown."""
    if not any(isinstance(pair.key, Scalar) and pair.key.raw.startswith("Fn::") for pair in node.pairs):
        return node
    pairs = [
        Pair(Unknown(pair.key.span, pair.key.raw), pair.value, pair.merged)
        if isinstance(pair.key, Scalar) and pair.key.raw.startswith("Fn::")
        else pair
        for pair in node.pairs
    ]
    return Mapping(node.origin, node.start, node.end, pairs)


class Shapes:
    """Numbers for expressions: one number for all that are written alike, in the short or the long form.

    Each part counts by its own number, so that aliases of aliases cost no more than they are long.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: dict[int, tuple[Node, int]] = {}

    def number(self, node: Node, depth: int = 0) -> int:
        """Return the number of an expression."""
        known = self._known.get(id(node))
        if known is not None:
            return known[1]
        form: tuple[object, ...] = ("place", id(node)) if depth > MAX_DEPTH else self._form(node, depth + 1)
        number = self._numbers.setdefault(form, len(self._numbers))
        self._known[id(node)] = (node, number)  # an id is unique only as long as its object lives
        return number

    def _form(self, node: Node, depth: int) -> tuple[object, ...]:
        found = call(node)
        if found is not None:
            return ("call", found[0], self.number(found[1], depth))
        match node:
            case Scalar():
                return ("text", node.raw)
            case Sequence():
                return ("list", *(self.number(item, depth) for item in node.items))
            case Mapping():
                return ("map", *((self.number(key, depth), self.number(value, depth)) for key, value, _ in node.pairs))
            case _:
                return ("place", id(node))
