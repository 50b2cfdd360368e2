"""HCL to blocks and expressions through tree-sitter; a broken block does not take its neighbours with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.syntax import hcl_faults
from ctlint.syntax.hcl_nodes import (
    Attribute,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    ForExpression,
    GetAttribute,
    Index,
    Literal,
    ObjectExpression,
    Opaque,
    Operation,
    Splat,
    Template,
    TupleExpression,
    Variable,
)
from ctlint.syntax.hcl_template import decode_bare, decode_heredoc, decode_quoted
from ctlint.text import Decoded

OPERATORS = frozenset(("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "!"))
BRACE = re.compile(r'[{}]|"(?:[^"\\]|\\.)*"')
MAX_DEPTH = 100
"""Deeper expressions are opaque; the conversion below recurses."""


class File(NamedTuple):
    """The top level of a file, and the problems met while reading it."""

    body: Body
    problems: list[Problem]


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_hcl.language()))


def parse(origin: Decoded) -> File:
    """Return the blocks and attributes of an HCL file; what is broken is left out and a problem."""
    data = origin.text.encode("utf-8", "surrogatepass")
    root = _parser().parse(data).root_node
    if not root.has_error:
        converter = _Converter(origin, data, 0)
        return File(Body(partial(converter.body, root)), [])
    return _parse_parts(origin)


def marginal(data: bytes, places: list[int]) -> Iterator[tuple[str, int, int]]:
    """Yield the kind and the range of the comments and heredocs that hold some bytes of a file, which are in order.

    To ask the tree for the node of each byte would take the square of their number.
    """
    cursor = _parser().parse(data).root_node.walk()
    while True:
        node = cursor.node
        assert node is not None
        at = bisect_right(places, node.start_byte - 1)
        if at < len(places) and places[at] < node.end_byte:
            if node.type in ("comment", "heredoc_template"):
                yield node.type, node.start_byte, node.end_byte
            elif cursor.goto_first_child():
                continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _parse_parts(origin: Decoded) -> File:
    """Read a broken file block by block."""
    text = origin.text
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    problems: list[Problem] = []
    for start, end, conflict in hcl_faults.parts(text):
        data = text[start:end].encode("utf-8", "surrogatepass")
        root = _parser().parse(data).root_node
        converter = _Converter(origin, data, start)
        if conflict is not None:
            problems.append(Problem("unparsable", origin.span(conflict.start, conflict.end), conflict.message))
        elif root.has_error:
            problems.append(converter.fault(root))
        else:
            found = converter.body(root)
            attributes += found[0]
            blocks += found[1]
    return File(Body(lambda: (attributes, blocks)), problems)


def parse_expression(origin: Decoded, start: int, end: int) -> Expression:
    """Return the expression that stands at [start, end) of a text."""
    prefix = "_ = "
    data = f"{prefix}{origin.text[start:end]}\n".encode("utf-8", "surrogatepass")
    root = _parser().parse(data).root_node
    span = origin.span(start, end)
    if root.has_error:
        return Opaque(span)
    attributes, _ = _Converter(origin, data, start - len(prefix)).body(root)
    return attributes[0].value if len(attributes) == 1 else Opaque(span)


def parse_template(origin: Decoded) -> Expression:
    """Return the template that a whole text is, as strings are in Terraform's JSON syntax."""
    text = origin.text
    if "%{" in text.replace("%%{", ""):
        return Opaque(origin.span(0, len(text)))
    holes = [(low, high, parse_expression(origin, low + 2, high - 1)) for low, high in interpolations(text)]
    return Template(tuple(decode_bare(origin, holes)), origin.span(0, len(text)))


def interpolations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where `${` and its closing brace stand; braces in strings inside do not count."""
    position = text.find("${")
    while position >= 0:
        if text[position - 1 : position] == "$":
            position = text.find("${", position + 2)
            continue
        depth = 0
        for match in BRACE.finditer(text, position):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                yield position, match.end()
                break
        else:
            return
        position = text.find("${", match.end())


def _misfit(node: Node) -> Node:
    """Return the first node that does not fit; the last of what an error holds is what the parser choked on."""
    while True:
        broken = [child for child in node.children if child.has_error or child.is_missing]
        if not broken:
            break
        node = broken[0]
    # After an error the scanner takes the next word for that of a heredoc.
    held = [child for child in node.children if child.type != "heredoc_identifier"] if node.is_error else []
    return held[-1] if held else node


class _Converter:
    """Makes our nodes of tree-sitter's, whose offsets count bytes of UTF-8."""

    def __init__(self, origin: Decoded, data: bytes, base: int) -> None:
        self.origin = origin
        self.data = data
        self.base = base
        self.wide: list[int] = []
        if not data.isascii():
            # Each continuation byte moves what follows one back.
            self.wide = [at for at, byte in enumerate(data) if byte & 0xC0 == 0x80]

    def offset(self, byte: int) -> int:
        """Return the code point offset in the text for a byte offset."""
        return self.base + byte - bisect_right(self.wide, byte - 1)

    def span(self, node: Node) -> Span:
        return self.origin.span(self.offset(node.start_byte), self.offset(node.end_byte))

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "surrogatepass")

    def fault(self, root: Node) -> Problem:
        """Return the problem of a broken part: a bracket or quote without its partner, else the first misfit."""
        text = self.data.decode("utf-8", "surrogatepass")
        fault = hcl_faults.find(text)
        if fault is None:
            node = _misfit(root)
            place = len(self.data[: node.start_byte].decode("utf-8", "surrogatepass"))
            fault = hcl_faults.unexpected(text, place, node.type if node.is_missing and not node.is_named else "")
        return Problem("unparsable", self.origin.span(self.base + fault.start, self.base + fault.end), fault.message)

    def body(self, node: Node) -> tuple[list[Attribute], list[Block]]:
        """Return the attributes and blocks directly inside a body or file."""
        attributes: list[Attribute] = []
        blocks: list[Block] = []
        inner = next((child for child in node.named_children if child.type == "body"), node)
        for child in inner.named_children:
            if child.type == "attribute":
                name, value = child.named_children[0], child.named_children[-1]
                attributes.append(Attribute(self.text(name), self.expression(value, 0), self.span(name)))
            elif child.type == "block":
                blocks.append(self.block(child))
        return attributes, blocks

    def block(self, node: Node) -> Block:
        names = [child for child in node.children if child.type in ("identifier", "string_lit")]
        labels = tuple(self.text(child).strip('"') for child in names[1:])
        first, last = self.offset(names[0].start_byte), self.offset(names[-1].end_byte)
        header = self.origin.span(first, last)
        return Block(self.text(names[0]), labels, Body(partial(self.body, node)), header, self.span(node))

    def expression(self, node: Node, depth: int) -> Expression:
        """Return an expression; what it is made of is found by the type of tree-sitter's node."""
        if depth > MAX_DEPTH:
            return Opaque(self.span(node))
        if node.type == "expression":
            return self._traversal(node, depth + 1)
        make = MAKERS.get(node.type)
        if make is not None:
            return make(self, node, depth + 1)
        inner = [child for child in node.named_children if child.type != "comment"]
        return self.expression(inner[0], depth + 1) if len(inner) == 1 else Opaque(self.span(node))

    def _traversal(self, node: Node, depth: int) -> Expression:
        """Return a primary expression with the attributes, indexes and splats behind it."""
        parts = [child for child in node.children if child.type != "comment"]
        return self._chain(parts, depth) if parts else Opaque(self.span(node))

    def _chain(self, parts: list[Node], depth: int) -> Expression:
        """Return an operand: a value with its steps; parentheses around a value do not count."""
        parts = [part for part in parts if part.type not in ("(", ")")]
        found = self.expression(parts[0], depth)
        for part in parts[1:]:
            found = self._step(found, part, depth)
        return found

    def _step(self, base: Expression, part: Node, depth: int) -> Expression:
        span = Span(base.span.source, base.span.start, self.span(part).end)
        if part.type == "get_attr":
            return GetAttribute(base, self.text(part.named_children[-1]), span)
        if part.type == "index":
            return Index(base, self._index_key(part, depth), span)
        if part.type == "splat":
            return Splat(base, tuple(self._splat_steps(part, depth)), span)
        return Opaque(span)

    def _index_key(self, part: Node, depth: int) -> Expression:
        inner = part.named_children[0]
        if inner.type == "legacy_index":
            return Literal(self.text(inner).lstrip("."), "number", self.span(inner))
        return self.expression(inner.named_children[0], depth)

    def _splat_steps(self, part: Node, depth: int) -> Iterator[str | Expression]:
        for step in part.named_children[0].named_children:
            if step.type == "get_attr":
                yield self.text(step.named_children[-1])
            elif step.type == "index":
                yield self._index_key(step, depth)

    def literal(self, node: Node, depth: int) -> Expression:
        inner = node.named_children[0] if node.named_children else node
        if inner.type == "string_lit":
            return self.template(inner, depth)
        kind = {"numeric_lit": "number", "bool_lit": "boolean", "null_lit": "null"}.get(inner.type)
        if kind == "number":
            return Literal(self.text(inner), "number", self.span(inner))
        return Literal(self.text(inner), "boolean" if kind == "boolean" else "null", self.span(inner))

    def template(self, node: Node, depth: int) -> Expression:
        """Return a quoted string; raw text is taken from between interpolations, where white space counts."""
        inner = node.named_children[0] if node.type == "template_expr" else node
        if inner.type == "heredoc_template":
            return self._heredoc(inner, depth)
        if any(child.type == "template_directive" for child in inner.named_children):
            return Opaque(self.span(inner))
        start, end = self.offset(inner.start_byte) + 1, self.offset(inner.end_byte) - 1
        holes = self._holes(inner, depth)
        parts = decode_quoted(self.origin, start, end, holes)
        return Template(tuple(parts), self.origin.span(start, end))

    def _heredoc(self, node: Node, depth: int) -> Expression:
        if any(child.type == "template_directive" for child in node.named_children):
            return Opaque(self.span(node))
        start, end = self.offset(node.start_byte), self.offset(node.end_byte)
        parts = decode_heredoc(self.origin, start, end, self._holes(node, depth))
        return Template(tuple(parts), self.origin.span(start, end))

    def _holes(self, node: Node, depth: int) -> list[tuple[int, int, Expression]]:
        """Return where expressions interrupt a template."""
        return [
            (self.offset(child.start_byte), self.offset(child.end_byte), self.expression(child, depth))
            for child in node.named_children
            if child.type == "template_interpolation"
        ]

    def interpolation(self, node: Node, depth: int) -> Expression:
        inner = [child for child in node.named_children if child.type == "expression"]
        return self.expression(inner[0], depth) if inner else Opaque(self.span(node))

    def variable(self, node: Node, depth: int) -> Expression:
        return Variable(self.text(node), self.span(node))

    def tuple(self, node: Node, depth: int) -> Expression:
        items = tuple(self.expression(child, depth) for child in node.named_children if child.type == "expression")
        return TupleExpression(items, self.span(node))

    def object(self, node: Node, depth: int) -> Expression:
        items = []
        for element in node.named_children:
            if element.type == "object_elem":
                key, value = (child for child in element.named_children if child.type == "expression")
                items.append((self.expression(key, depth), self.expression(value, depth)))
        return ObjectExpression(tuple(items), self.span(node))

    def call(self, node: Node, depth: int) -> Expression:
        name = self.text(node.named_children[0])
        arguments = next((child for child in node.named_children if child.type == "function_arguments"), None)
        inner = arguments.named_children if arguments else []
        expressions = tuple(self.expression(child, depth) for child in inner if child.type == "expression")
        return Call(name, expressions, any(child.type == "ellipsis" for child in inner), self.span(node))

    def conditional(self, node: Node, depth: int) -> Expression:
        parts = [self.expression(child, depth) for child in node.named_children if child.type == "expression"]
        if len(parts) != 3:
            return Opaque(self.span(node))
        return Conditional(parts[0], parts[1], parts[2], self.span(node))

    def operation(self, node: Node, depth: int) -> Expression:
        inner = node.children[0]
        operator = ""
        operands: list[list[Node]] = [[]]
        for child in inner.children:
            if not child.is_named and child.type in OPERATORS:
                operator = child.type
                operands.append([])
            elif child.type != "comment":
                operands[-1].append(child)
        sides = tuple(self._chain(parts, depth) for parts in operands if parts)
        return Operation(operator, sides, self.span(node))

    def loop(self, node: Node, depth: int) -> Expression:
        inner = node.named_children[0]
        intro = next(child for child in inner.named_children if child.type == "for_intro")
        names = [self.text(child) for child in intro.named_children if child.type == "identifier"]
        collection = next(child for child in intro.named_children if child.type == "expression")
        values = [self.expression(child, depth) for child in inner.named_children if child.type == "expression"]
        test = next((child for child in inner.named_children if child.type == "for_cond"), None)
        condition = self.expression(test.named_children[-1], depth) if test else None
        key = values[0] if inner.type == "for_object_expr" else None
        grouped = any(child.type == "ellipsis" for child in inner.named_children)
        key_name, value_name = (names[0], names[1]) if len(names) == 2 else ("", names[0])
        where = self.expression(collection, depth)
        return ForExpression(key_name, value_name, where, key, values[-1], condition, grouped, self.span(node))


Maker = Callable[[_Converter, Node, int], Expression]
MAKERS: dict[str, Maker] = {
    "literal_value": _Converter.literal,
    "string_lit": _Converter.template,
    "template_expr": _Converter.template,
    "template_interpolation": _Converter.interpolation,
    "variable_expr": _Converter.variable,
    "tuple": _Converter.tuple,
    "object": _Converter.object,
    "function_call": _Converter.call,
    "conditional": _Converter.conditional,
    "operation": _Converter.operation,
    "for_expr": _Converter.loop,
}
