"""Terraform's JSON syntax (`.tf.json`, `.tfvars.json`) as blocks and expressions."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.source import Source
from ctlint.syntax import hcl, json
from ctlint.syntax.hcl_nodes import (
    Attribute,
    Block,
    Body,
    Expression,
    Literal,
    ObjectExpression,
    Opaque,
    Template,
    TupleExpression,
)
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded

# How many labels a block of the top level has.
LABELS = {"resource": 2, "data": 2, "module": 1, "provider": 1, "variable": 1, "output": 1, "locals": 0, "terraform": 0}
FLAT_BLOCKS = frozenset(("module", "locals"))
"""Blocks without blocks inside: an argument may be called like a block of a resource."""
NESTED_BLOCKS = frozenset(
    ("event_selector", "data_resource", "advanced_event_selector", "field_selector", "insight_selector", "content")
)


def parse(source: Source) -> hcl.File:
    """Return the body of a file in JSON syntax; the top level of a variable definitions file is attributes."""
    document = json.parse(Decoded.of_file(source))
    root = document.root
    if not isinstance(root, Mapping):
        return hcl.File(Body(lambda: ([], [])), document.problems)
    if not source.path.endswith((".tf.json", ".tofu.json")):
        return hcl.File(Body(lambda: (list(_attributes(root, has_blocks=False)), [])), document.problems)
    return hcl.File(Body(lambda: ([], list(_top_level(root)))), document.problems)


def _top_level(root: Mapping) -> Iterator[Block]:
    for pair in root.pairs:
        if isinstance(pair.key, Scalar) and pair.key.raw in LABELS:
            yield from _labelled(pair.key.raw, (), pair.key, pair.value, LABELS[pair.key.raw])


def _labelled(kind: str, labels: tuple[str, ...], key: Scalar, value: Node, depth: int) -> Iterator[Block]:
    """Yield the blocks below a type: an object for each label, a list where there are several."""
    if isinstance(value, Sequence):
        for item in value.items:
            yield from _labelled(kind, labels, key, item, depth)
    elif isinstance(value, Mapping):
        if depth == 0:
            yield Block(kind, labels, _body(value, kind not in FLAT_BLOCKS), key.text.span, value.span)
            return
        for pair in value.pairs:
            if isinstance(pair.key, Scalar) and pair.key.raw != "//":
                yield from _labelled(kind, (*labels, pair.key.raw), pair.key, pair.value, depth - 1)


def _body(node: Mapping, has_blocks: bool) -> Body:
    return Body(lambda: (list(_attributes(node, has_blocks)), list(_blocks(node)) if has_blocks else []))


def _attributes(node: Mapping, has_blocks: bool) -> Iterator[Attribute]:
    for pair in node.pairs:
        if not isinstance(pair.key, Scalar) or pair.key.raw == "//":
            continue
        if not (has_blocks and _is_block(pair.key.raw, pair.value)):
            yield Attribute(pair.key.raw, expression(pair.value), pair.key.text.span)


def _blocks(node: Mapping) -> Iterator[Block]:
    for pair in node.pairs:
        if isinstance(pair.key, Scalar) and _is_block(pair.key.raw, pair.value):
            yield from _labelled(pair.key.raw, (), pair.key, pair.value, 1 if pair.key.raw == "dynamic" else 0)


def _is_block(name: str, value: Node) -> bool:
    return (name in NESTED_BLOCKS or name == "dynamic") and isinstance(value, Mapping | Sequence)


def expression(node: Node) -> Expression:
    """Return a JSON value as an expression; strings are templates."""
    match node:
        case Scalar(kind="string"):
            piece = node.text.pieces[0]
            if isinstance(piece, Decoded) and "${" not in piece.text and "%{" not in piece.text:
                return Template((piece,), node.text.span)
            return hcl.parse_template(piece) if isinstance(piece, Decoded) else Opaque(node.span)
        case Scalar():
            return Literal(node.raw, node.kind, node.span)
        case Sequence():
            return TupleExpression(tuple(expression(item) for item in node.items), node.span)
        case Mapping():
            items = tuple((expression(pair.key), expression(pair.value)) for pair in node.pairs)
            return ObjectExpression(items, node.span)
        case _:
            return Opaque(node.span)
