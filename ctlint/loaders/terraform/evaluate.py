"""Terraform expressions to nodes, as far as the configuration alone tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from ctlint.guard import Atom
from ctlint.loaders.terraform import values
from ctlint.loaders.verdict import Verdict, conjunction, constant, disjunction, equality, negation, of_atom, opaque
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import (
    Call,
    Conditional,
    Expression,
    ForExpression,
    GetAttribute,
    Index,
    Literal,
    ObjectExpression,
    Operation,
    Splat,
    Template,
    TupleExpression,
    Variable,
)
from ctlint.syntax.node import Absent, Choice, Mapping, Node, Scalar, Sequence, Unknown
from ctlint.text import Decoded, Gap, Text

MAX_ITEMS = 5_000
"""Elements that `for`, `range` and `setproduct` may make; no quota is near it."""
MAX_DEPTH = 120
"""References to references; a cycle ends here too."""
MAX_ALTERNATIVES = 8
"""Alternatives that a template with conditionals inside is spread into; beyond it they are gaps."""


Entry = tuple[Node, Node]
"""A key and a value."""

LOGICAL = frozenset(("==", "!=", "&&", "||", "!"))


Steps = tuple[str | Expression, ...]
"""Attributes and indexes behind a name."""


class Names(Protocol):
    """What a module gives to the expressions in it."""

    def reference(self, root: str, steps: Steps, span: Span, scope: Scope) -> tuple[Node, int]:
        """Return the value of a reference and how many of its steps that took; `scope` is for the keys in them."""
        ...

    def may_go_on(self) -> bool:
        """Count a step of evaluation, and tell whether there may be more."""
        ...

    def use(self, value: Node, span: Span) -> None:
        """Note that `value`, which stands elsewhere, is used at `span`."""
        ...

    def make(self, made: Span, element: Span) -> None:
        """Note that what stands at `made` is made of an element of a collection."""
        ...


class Scope(NamedTuple):
    """Where an expression is evaluated: its module, and names that only hold here (`each`, `count`, `for`).

    `place` tells apart the module instances and the turns of loops in which one expression is evaluated.
    """

    names: Names
    local: dict[str, Node]
    place: str
    depth: int = 0

    def inner(self, bound: dict[str, Node], turn: int) -> Scope:
        """Return the scope of one turn of a loop, with the names that it binds."""
        local, place = {**self.local, **bound}, f"{self.place}[{turn}]"
        return self._replace(local=local, place=place, depth=self.depth + 1)

    def name(self, span: Span) -> str:
        """Return a name for what stands at `span`, as it is here and now."""
        return f"{self.place} {span.source.path}:{span.start}"


def evaluate(expression: Expression, scope: Scope) -> Node:
    """Return the value of an expression; what is not certain is unknown, or a choice."""
    if scope.depth > MAX_DEPTH or not scope.names.may_go_on():
        return Unknown(expression.span, "takes too long to evaluate")
    make = EVALUATORS.get(type(expression))
    if make is None:
        return Unknown(expression.span, "an expression that is not evaluated")
    return make(expression, scope)


def _literal(expression: Literal, scope: Scope) -> Node:
    text = Text((values.literal(expression.value, expression.span),), expression.span)
    return Scalar.of(text, expression.kind)


def _template(expression: Template, scope: Scope) -> Node:
    parts = expression.parts
    if len(parts) == 1 and not isinstance(parts[0], Decoded):
        return evaluate(parts[0], scope)  # "${x}" is x itself, of whatever type
    found = [part if isinstance(part, Decoded) else evaluate(part, scope) for part in parts]
    return _joined(found, expression.span, 1)


def _joined(parts: list[Decoded | Node], span: Span, alternatives: int) -> Node:
    """Return the text of a template; a conditional within it gives one alternative each."""
    for at, part in enumerate(parts):
        if isinstance(part, Choice) and alternatives < MAX_ALTERNATIVES:
            branches = [
                _joined([*parts[:at], branch, *parts[at + 1 :]], span, alternatives * 2)
                for branch in (part.when_true, part.when_false)
            ]
            return Choice(span, part.when, part.otherwise, branches[0], branches[1])
    pieces: list[Decoded | Gap] = []
    defaults: list[str] = []
    for part in parts:
        if isinstance(part, Decoded):
            pieces.append(part)
        elif isinstance(part, Scalar) and part.kind != "null":
            pieces += part.text.pieces
            defaults += part.text.defaults
        else:
            pieces.append(values.unknown_part(part.span, shown(part.span)))
    return values.text(pieces, span, tuple(defaults))


def shown(span: Span) -> str:
    """Return an expression for a message: `${…}` around its text, shortened to one line."""
    line, _, rest = span.text.partition("\n")
    text = f"{line.rstrip()} …" if rest else line
    return text if text.startswith("${") else f"${{{text}}}"


def _tuple(expression: TupleExpression, scope: Scope) -> Node:
    return values.sequence((evaluate(item, scope) for item in expression.items), expression.span)


def _object(expression: ObjectExpression, scope: Scope) -> Node:
    items = []
    for key, value in expression.items:
        name = values.string(key.name, key.span) if isinstance(key, Variable) else evaluate(key, scope)
        items.append((name, evaluate(value, scope)))
    return values.mapping(items, expression.span)


def _reference(expression: Expression, scope: Scope) -> Node:
    """Return the value of a name with attributes and indexes behind it."""
    steps: list[str | Expression] = []
    spans: list[Span] = []
    base = expression
    while isinstance(base, GetAttribute | Index):
        steps.insert(0, base.name if isinstance(base, GetAttribute) else base.key)
        spans.insert(0, base.span)
        base = base.base
    if not isinstance(base, Variable):
        found, taken = evaluate(base, scope), 0
    elif base.name in scope.local:
        found, taken = scope.local[base.name], 0
    else:
        found, taken = scope.names.reference(base.name, tuple(steps), expression.span, scope)
    for step, span in list(zip(steps, spans, strict=True))[taken:]:
        found = _step(found, step, span, scope)
    scope.names.use(found, expression.span)
    return found


def _step(base: Node, step: str | Expression, span: Span, scope: Scope) -> Node:
    if isinstance(step, str):
        return values.member(base, step, span)
    key = values.known_string(evaluate(step, scope))
    return values.member(base, key, span) if key is not None else Unknown(span, "an unknown key")


def _splat(expression: Splat, scope: Scope) -> Node:
    base = evaluate(expression.base, scope)
    if isinstance(base, Unknown | Choice) or (isinstance(base, Scalar) and base.text.value is None):
        return Unknown(expression.span, "a splat of an unknown value")
    if values.is_null(base):
        return values.sequence((), expression.span)
    items = base.items if isinstance(base, Sequence) else [base]
    found: list[Node] = []
    for item in items:
        for step in expression.steps:
            item = item if isinstance(item, Unknown) else _step(item, step, expression.span, scope)
        found.append(item)
    return values.sequence(found, expression.span)


def _conditional(expression: Conditional, scope: Scope) -> Node:
    verdict = condition(expression.condition, scope)
    if verdict.otherwise is None:
        return evaluate(expression.when_true, scope)
    if verdict.when is None:
        return evaluate(expression.when_false, scope)
    branches = [evaluate(branch, scope) for branch in (expression.when_true, expression.when_false)]
    return Choice(expression.span, verdict.when, verdict.otherwise, branches[0], branches[1])


def condition(expression: Expression, scope: Scope) -> Verdict:
    """Return when a boolean expression holds."""
    name = scope.name(expression.span)
    if isinstance(expression, Operation):
        operator, operands = expression.operator, expression.operands
        if operator == "!" and len(operands) == 1:
            return negation(condition(operands[0], scope))
        if operator in ("&&", "||") and len(operands) == 2:
            parts = [condition(operand, scope) for operand in operands]
            return conjunction(parts, name) if operator == "&&" else disjunction(parts, name)
        if operator in ("==", "!=") and len(operands) == 2:
            equal = _equal(evaluate(operands[0], scope), evaluate(operands[1], scope), name)
            return equal if operator == "==" else negation(equal)
        if operator in LOGICAL:
            return opaque(name)
    return truth(evaluate(expression, scope), name)


def truth(node: Node, name: str) -> Verdict:
    """Return when a value is true; an unknown boolean is a fact of its own."""
    known = values.known_boolean(node)
    if known is not None:
        return constant(known)
    if isinstance(node, Scalar) and len(node.text.pieces) == 1 and isinstance(node.text.pieces[0], Gap):
        return of_atom(Atom("/".join(node.text.pieces[0].identity), "true"))
    if isinstance(node, Choice):
        first, second = truth(node.when_true, name), truth(node.when_false, name)
        if first == constant(True) and second == constant(False):
            return Verdict(node.when, node.otherwise)
        if first == constant(False) and second == constant(True):
            return Verdict(node.otherwise, node.when)
    return opaque(name)


def _equal(left: Node, right: Node, name: str) -> Verdict:
    if values.is_known(left) and values.is_known(right):
        return constant(values.identity(left) == values.identity(right))
    if isinstance(left, Scalar) and isinstance(right, Scalar) and "null" not in (left.kind, right.kind):
        return equality(left.text, right.text)
    return opaque(name)


def _for(expression: ForExpression, scope: Scope) -> Node:
    return _loop(expression, evaluate(expression.collection, scope), scope)


def _loop(expression: ForExpression, collection: Node, scope: Scope) -> Node:
    """Return what a loop makes of a collection; of an unknown one, a list in which its element may be."""
    if isinstance(collection, Choice):
        branches = [_loop(expression, branch, scope) for branch in (collection.when_true, collection.when_false)]
        return Choice(expression.span, collection.when, collection.otherwise, branches[0], branches[1])
    if isinstance(collection, Mapping | Sequence):
        entries = list(_entries(collection))
    elif expression.key is None and values.is_open(collection):
        entries = [(collection, Unknown(collection.span, "an element of an unknown collection"))]
    else:
        return Unknown(expression.span, "a loop over what is no collection")
    if expression.grouped or len(entries) > MAX_ITEMS:
        return Unknown(expression.span, "a loop that is not evaluated")
    results = [each for turn, entry in enumerate(entries) for each in _turn(expression, entry, scope, turn)]
    if not isinstance(collection, Mapping | Sequence) and len(results) == 1:
        return Unknown(expression.span, "a loop over an unknown collection")
    if expression.key is None:
        return values.sequence((value for _, value in results), expression.span)
    return values.mapping(results, expression.span)


def _turn(expression: ForExpression, entry: Entry, scope: Scope, turn: int) -> Iterator[Entry]:
    """Yield what an element of a collection makes, under the condition under which the element is there."""
    key, value = entry
    if isinstance(value, Choice) and values.may_be_absent(value):
        absent, unnamed = Absent(expression.span), Unknown(expression.span, "a key under a condition")
        found = [list(_turn(expression, (key, branch), scope, turn)) for branch in (value.when_true, value.when_false)]
        made = [branch[0][1] if branch else absent for branch in found]
        yield unnamed, Choice(expression.span, value.when, value.otherwise, made[0], made[1])
    elif isinstance(value, Unknown):
        yield from _unknown_turns(expression, value, scope, turn)
    elif not isinstance(value, Absent):
        yield from _iteration(expression, scope.inner(_bound(expression, key, value), turn))


def _unknown_turns(expression: ForExpression, value: Unknown, scope: Scope, turn: int) -> Iterator[Entry]:
    """Yield what an element makes that may be there any number of times: once, as far as it is known, and unknown."""
    name = scope.name(expression.span)
    element = values.gap(("element", name, str(turn)), value.span, f"${{{expression.value_name}}}")
    exists = opaque(f"exists {name} {turn}")
    unnamed = Unknown(expression.span, "an unknown key")
    inner = scope.inner(_bound(expression, value, element), turn)
    for _, made in _iteration(expression, inner) if expression.key is None else ():
        if not values.is_open(made) and exists.when is not None and exists.otherwise is not None:
            yield unnamed, Choice(expression.span, exists.when, exists.otherwise, made, Absent(expression.span))
    yield unnamed, value


def _bound(expression: ForExpression, key: Node, value: Node) -> dict[str, Node]:
    """Return the names that a loop gives to an element and its key."""
    return {name: node for name, node in ((expression.key_name, key), (expression.value_name, value)) if name}


def _iteration(expression: ForExpression, scope: Scope) -> Iterator[Entry]:
    """Yield the element that one turn of a loop makes, if any; a choice where its condition is unknown."""
    verdict = condition(expression.condition, scope) if expression.condition else constant(True)
    if verdict.when is None:
        return
    key = evaluate(expression.key, scope) if expression.key else Absent(expression.span)
    value = evaluate(expression.value, scope)
    if verdict.otherwise is not None:
        value = Choice(expression.span, verdict.when, verdict.otherwise, value, Absent(expression.span))
        if expression.key is not None:
            key = Unknown(expression.span, "a key under a condition")
    yield key, value


def _entries(collection: Node) -> Iterator[Entry]:
    """Yield the keys and values of a collection; a list's keys are its positions."""
    if isinstance(collection, Sequence):
        for position, item in enumerate(collection.items):
            yield values.number(position, item.span), item
    elif isinstance(collection, Mapping):
        for pair in collection.pairs:
            yield pair.key, pair.value if isinstance(pair.key, Scalar) else Unknown(pair.key.span, "unknown")


def _operation(expression: Operation, scope: Scope) -> Node:
    operator, span = expression.operator, expression.span
    if operator in LOGICAL:
        verdict = condition(expression, scope)
        if verdict.otherwise is None or verdict.when is None:
            return values.boolean(verdict.otherwise is None, span)
        return Choice(span, verdict.when, verdict.otherwise, values.boolean(True, span), values.boolean(False, span))
    numbers = [values.known_number(evaluate(operand, scope)) for operand in expression.operands]
    if len(numbers) == 1 and operator == "-" and numbers[0] is not None:
        return values.number(-numbers[0], span)
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        return Unknown(span, "arithmetic with an unknown number")
    return _arithmetic(operator, numbers[0], numbers[1], span)


COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "%": lambda left, right: left % right,
}


def _arithmetic(operator: str, left: float, right: float, span: Span) -> Node:
    if operator in COMPARISONS:
        return values.boolean(COMPARISONS[operator](left, right), span)
    try:
        return values.number(ARITHMETIC[operator](left, right), span)
    except (KeyError, ZeroDivisionError, OverflowError, ValueError):
        return Unknown(span, "arithmetic without a result")


def _call(expression: Call, scope: Scope) -> Node:
    from ctlint.loaders.terraform.functions import FUNCTIONS, attempt

    if expression.name in ("try", "can"):
        return attempt(expression, scope)
    function = FUNCTIONS.get(expression.name)
    arguments = [evaluate(argument, scope) for argument in expression.arguments]
    if expression.expands and arguments:
        last = values.known_items(arguments.pop())
        if last is None:
            return Unknown(expression.span, "an unknown number of arguments")
        arguments += last
    if function is None:
        return Unknown(expression.span, f"{expression.name} is not evaluated")
    return function(arguments, expression.span)


EVALUATORS: dict[type, Callable[..., Node]] = {
    Literal: _literal,
    Template: _template,
    TupleExpression: _tuple,
    ObjectExpression: _object,
    Variable: _reference,
    GetAttribute: _reference,
    Index: _reference,
    Splat: _splat,
    Conditional: _conditional,
    ForExpression: _for,
    Operation: _operation,
    Call: _call,
}
