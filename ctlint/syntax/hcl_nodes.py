"""What HCL files are made of: blocks, attributes and expressions, each with its span."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ctlint.source import Span
from ctlint.syntax.node import Kind
from ctlint.text import Decoded


class Literal:
    """A number, a boolean or null."""

    __slots__ = ("kind", "span", "value")

    def __init__(self, value: str, kind: Kind, span: Span) -> None:
        self.value = value
        self.kind = kind
        self.span = span


class Template:
    """A string or heredoc: known text and interpolated expressions; `span` leaves out the quotes."""

    __slots__ = ("parts", "span")

    def __init__(self, parts: tuple[Decoded | Expression, ...], span: Span) -> None:
        self.parts = parts
        self.span = span


class TupleExpression:
    __slots__ = ("items", "span")

    def __init__(self, items: tuple[Expression, ...], span: Span) -> None:
        self.items = items
        self.span = span


class ObjectExpression:
    __slots__ = ("items", "span")

    def __init__(self, items: tuple[tuple[Expression, Expression], ...], span: Span) -> None:
        self.items = items
        self.span = span


class Variable:
    """The first name of a reference, such as `var` or `aws_s3_bucket`; alone as an object key, its own name."""

    __slots__ = ("name", "span")

    def __init__(self, name: str, span: Span) -> None:
        self.name = name
        self.span = span


class GetAttribute:
    __slots__ = ("base", "name", "span")

    def __init__(self, base: Expression, name: str, span: Span) -> None:
        self.base = base
        self.name = name
        self.span = span


class Index:
    __slots__ = ("base", "key", "span")

    def __init__(self, base: Expression, key: Expression, span: Span) -> None:
        self.base = base
        self.key = key
        self.span = span


class Splat:
    """`base[*].a.b`: the steps behind the star are taken for every element."""

    __slots__ = ("base", "span", "steps")

    def __init__(self, base: Expression, steps: tuple[str | Expression, ...], span: Span) -> None:
        self.base = base
        self.steps = steps
        self.span = span


class Call:
    """A function call; `expands` tells that the last argument is a list of arguments (`...`)."""

    __slots__ = ("arguments", "expands", "name", "span")

    def __init__(self, name: str, arguments: tuple[Expression, ...], expands: bool, span: Span) -> None:
        self.name = name
        self.arguments = arguments
        self.expands = expands
        self.span = span


class Conditional:
    __slots__ = ("condition", "span", "when_false", "when_true")

    def __init__(self, condition: Expression, when_true: Expression, when_false: Expression, span: Span) -> None:
        self.condition = condition
        self.when_true = when_true
        self.when_false = when_false
        self.span = span


class ForExpression:
    """`[for k, v in c : value if condition]`; with `key`, `{for … : key => value}`; `grouped` is `value...`."""

    __slots__ = ("collection", "condition", "grouped", "key", "key_name", "span", "value", "value_name")

    def __init__(
        self,
        key_name: str,
        value_name: str,
        collection: Expression,
        key: Expression | None,
        value: Expression,
        condition: Expression | None,
        grouped: bool,
        span: Span,
    ) -> None:
        self.key_name = key_name
        self.value_name = value_name
        self.collection = collection
        self.key = key
        self.value = value
        self.condition = condition
        self.grouped = grouped
        self.span = span


class Operation:
    __slots__ = ("operands", "operator", "span")

    def __init__(self, operator: str, operands: tuple[Expression, ...], span: Span) -> None:
        self.operator = operator
        self.operands = operands
        self.span = span


class Opaque:
    """An expression that ctlint does not look into, such as a template directive."""

    __slots__ = ("span",)

    def __init__(self, span: Span) -> None:
        self.span = span


Expression = (
    Literal
    | Template
    | TupleExpression
    | ObjectExpression
    | Variable
    | GetAttribute
    | Index
    | Splat
    | Call
    | Conditional
    | ForExpression
    | Operation
    | Opaque
)


class Attribute(NamedTuple):
    """`name = value`; `key` is the place of the name."""

    name: str
    value: Expression
    key: Span


class Body:
    """The inside of a block or file; made when somebody looks at it."""

    __slots__ = ("_attributes", "_blocks", "_make")

    def __init__(self, make: Callable[[], tuple[list[Attribute], list[Block]]]) -> None:
        self._make: Callable[[], tuple[list[Attribute], list[Block]]] | None = make
        self._attributes: list[Attribute] = []
        self._blocks: list[Block] = []

    @property
    def attributes(self) -> list[Attribute]:
        self._load()
        return self._attributes

    @property
    def blocks(self) -> list[Block]:
        self._load()
        return self._blocks

    def attribute(self, name: str) -> Expression | None:
        """Return the value of an attribute, or None."""
        return next((each.value for each in self.attributes if each.name == name), None)

    def _load(self) -> None:
        if self._make is not None:
            (self._attributes, self._blocks), self._make = self._make(), None


class Block(NamedTuple):
    """A block; `header` is the place of its type and labels, `span` that of the whole."""

    type: str
    labels: tuple[str, ...]
    body: Body
    header: Span
    span: Span
