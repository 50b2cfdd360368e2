"""Terraform's type constraints: what a variable makes of the value that it is given."""

from __future__ import annotations

from collections.abc import Callable

from ctlint.loaders.terraform import values
from ctlint.source import Span
from ctlint.syntax import hcl
from ctlint.syntax.hcl_nodes import Call, Expression, ObjectExpression, Template, Variable
from ctlint.syntax.node import Choice, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import Decoded, Text

COLLECTIONS = frozenset(("list", "set", "map"))
TEXT_TYPES = frozenset(("string", "number", "bool"))
Evaluate = Callable[[Expression], Node]


def parsed(constraint: Expression | None) -> Expression | None:
    """Return a type constraint; in Terraform's JSON syntax it stands in a string."""
    part = constraint.parts[0] if isinstance(constraint, Template) and len(constraint.parts) == 1 else None
    return hcl.parse_expression(part, 0, len(part.text)) if isinstance(part, Decoded) else constraint


def is_text(constraint: Expression | None) -> bool:
    """Tell whether a value of this type goes into a string; one without a type may."""
    return constraint is None or (isinstance(constraint, Variable) and constraint.name in TEXT_TYPES)


def convert(value: Node, constraint: Expression | None, evaluate: Evaluate) -> Node:
    """Return a value as its type has it: attributes that an object does not declare left out, defaults filled in."""
    if not values.is_small(value):
        return Unknown(value.span, "a value that is too large")
    if isinstance(value, Choice):
        branches = [convert(branch, constraint, evaluate) for branch in (value.when_true, value.when_false)]
        return Choice(value.span, value.when, value.otherwise, branches[0], branches[1])
    if isinstance(constraint, Call) and len(constraint.arguments) == 1:
        inner = constraint.arguments[0]
        if constraint.name in COLLECTIONS:
            return _converted_items(value, inner, evaluate)
        if constraint.name == "object" and isinstance(inner, ObjectExpression) and isinstance(value, Mapping):
            return _converted_object(value, inner, evaluate)
    return value


def _converted_items(value: Node, inner: Expression, evaluate: Evaluate) -> Node:
    if isinstance(value, Sequence):
        items = [convert(item, inner, evaluate) for item in value.items]
        return Sequence(value.origin, value.start, value.end, items)
    if isinstance(value, Mapping):
        pairs = [pair._replace(value=convert(pair.value, inner, evaluate)) for pair in value.pairs]
        return Mapping(value.origin, value.start, value.end, pairs)
    return value


def _converted_object(value: Mapping, declared: ObjectExpression, evaluate: Evaluate) -> Node:
    entries = values.known_entries(value)
    if entries is None:
        return Unknown(value.span, "an object whose attributes are not known")
    given = dict(entries)
    pairs: list[Pair] = []
    for key, constraint in declared.items:
        name = key.name if isinstance(key, Variable) else values.known_string(evaluate(key))
        if name is None:
            return Unknown(value.span, "an object of an unknown type")
        if name in given and not values.is_null(given[name].value):
            pair = given[name]
            pairs.append(pair._replace(value=convert(pair.value, _required(constraint), evaluate)))
        else:
            pairs.append(Pair(_key(name, key.span), _missing(constraint, value, evaluate)))
    return Mapping(value.origin, value.start, value.end, pairs)


def _required(constraint: Expression) -> Expression:
    """Return the type within `optional(type, default)`."""
    is_optional = isinstance(constraint, Call) and constraint.name == "optional" and constraint.arguments
    return constraint.arguments[0] if isinstance(constraint, Call) and is_optional else constraint


def _missing(constraint: Expression, value: Mapping, evaluate: Evaluate) -> Node:
    """Return what an attribute is that was not given: its default, or null where it is optional."""
    if isinstance(constraint, Call) and constraint.name == "optional" and len(constraint.arguments) == 2:
        return convert(evaluate(constraint.arguments[1]), constraint.arguments[0], evaluate)
    is_optional = isinstance(constraint, Call) and constraint.name == "optional"
    return values.null(value.span) if is_optional else Unknown(value.span, "a required attribute")


def _key(name: str, span: Span) -> Scalar:
    return Scalar.of(Text((values.literal(name, span),), span))
