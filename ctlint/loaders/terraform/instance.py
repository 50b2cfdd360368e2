"""One instance of a module: what its names stand for."""

from __future__ import annotations

from collections.abc import Callable

from ctlint import knowledge
from ctlint.loaders.terraform import types, values
from ctlint.loaders.terraform.evaluate import Scope, Steps, evaluate, shown
from ctlint.loaders.terraform.module import Module
from ctlint.model import Options
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import Block, Expression
from ctlint.syntax.node import Choice, Node, Scalar, Unknown
from ctlint.text import Decoded, Gap, Text

MAX_STEPS = 100_000
"""Expressions that are evaluated for one deployment; a second or two."""
# What these data sources return is the deployment's own.
PSEUDO: dict[tuple[str, str], str] = {
    ("aws_partition", "partition"): "partition",
    ("aws_partition", "id"): "partition",
    ("aws_region", "name"): "region",
    ("aws_region", "region"): "region",
    ("aws_region", "id"): "region",
    ("aws_caller_identity", "account_id"): "account",
    ("aws_caller_identity", "id"): "account",
}


class Shared:
    """What all instances of one deployment share: options, and notes about what evaluation met."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.steps = 0
        self.overridable = False
        self.defaults: list[tuple[Span, str]] = []
        self.uses: list[tuple[Span, Span]] = []
        self.origins: list[tuple[Span, Span]] = []


class Instance:
    """A module with its arguments; `arguments` is None for a root module, whose variables come from outside.

    `address` is its place in the deployment (`module.audit`), `call` gives the instance of a child module, `caller` is
    the instance and the block that call this one.
    """

    def __init__(
        self,
        module: Module,
        address: str,
        arguments: dict[str, Node] | None,
        shared: Shared,
        call: Callable[[Instance, str], Instance | None],
        caller: tuple[Instance, Block] | None = None,
    ) -> None:
        self.module = module
        self.address = address
        self.arguments = arguments
        self.shared = shared
        self.call = call
        self.caller = caller
        self._values: dict[tuple[str, str], Node] = {}
        self._busy: set[tuple[str, str]] = set()

    @property
    def scope(self) -> Scope:
        return Scope(self, {}, self.address)

    def prefixed(self, name: str) -> str:
        return f"{self.address}.{name}" if self.address else name

    def may_go_on(self) -> bool:
        """Count a step of evaluation, and tell whether there may be more."""
        self.shared.steps += 1
        return self.shared.steps <= MAX_STEPS

    def is_within(self, directory: str) -> bool:
        """Tell whether this instance is of the module in a directory, or called from one that is."""
        instance: Instance | None = self
        while instance is not None and instance.module.directory != directory:
            instance = instance.caller[0] if instance.caller else None
        return instance is not None

    def use(self, value: Node, span: Span) -> None:
        """Note where a value that stands elsewhere is used."""
        if not isinstance(value, Unknown | Choice):
            place = value.text.span if isinstance(value, Scalar) else value.span
            if place != span and not span.contains(place) and not place.contains(span):
                self.shared.uses.append((place, span))

    def make(self, made: Span, element: Span) -> None:
        """Note that what stands at `made` is made of an element of a collection."""
        self.shared.origins.append((made, element))

    def reference(self, root: str, steps: Steps, span: Span, scope: Scope) -> tuple[Node, int]:
        """Return what a reference stands for, and how many of its steps that took."""
        names = [step if isinstance(step, str) else None for step in steps]
        first = names[0] if names else None
        if root == "var" and first:
            return self.once("var", first, span, lambda: self._variable(first, span)), 1
        if root == "local" and first:
            return self.once("local", first, span, lambda: self._local(first, span)), 1
        if root == "module" and first:
            return self._output(first, steps, span, scope)
        if root == "data" and len(names) >= 3 and first and names[1]:
            return self._data(first, names[1], steps, span, scope)
        if root in ("each", "count", "self", "path", "terraform"):
            return values.gap((self.address, root, str(span.start)), span, shown(span)), len(steps)
        if first:
            return self._resource(root, first, steps, span, scope)
        return Unknown(span, f"there is no `{root}`"), len(steps)

    def once(self, kind: str, name: str, span: Span, make: Callable[[], Node]) -> Node:
        """Return a named value, evaluated when it is first asked for."""
        key = (kind, name)
        if key not in self._values:
            if key in self._busy:
                return Unknown(span, "refers to itself")
            self._busy.add(key)
            try:
                self._values[key] = make()
            except RecursionError:
                self._values[key] = Unknown(span, "refers to names that refer to names, too many times")
            self._busy.discard(key)
        return self._values[key]

    def _local(self, name: str, span: Span) -> Node:
        expression = self.module.locals.get(name)
        return evaluate(expression, self.scope) if expression else Unknown(span, f"there is no local.{name}")

    def _variable(self, name: str, span: Span) -> Node:
        block = self.module.variables.get(name)
        default = block.body.attribute("default") if block else None
        written = block.body.attribute("type") if block else None
        constraint = types.parsed(written)
        value = self._given(name)
        if value is None or (values.is_null(value) and block and _is_never_null(block)):
            value = self._default(name, default) if default is not None else None
            if written is not None:
                self.shared.defaults.append((written.span, f"var.{name}"))
        if value is None:
            place = block.header if block else span
            if types.is_text(constraint):
                return values.gap((self.address, "var", name), place, f"${{var.{name}}}")
            return Unknown(place, f"var.{name}")
        return types.convert(value, constraint, lambda expression: evaluate(expression, self.scope))

    def _given(self, name: str) -> Node | None:
        if self.arguments is not None:
            return self.arguments.get(name)
        expression = self.module.values.get(name)
        return evaluate(expression, self.scope) if expression else None

    def _default(self, name: str, expression: Expression) -> Node | None:
        """Return the default of a variable; None for that of a root variable, which whoever deploys may override."""
        if self.arguments is not None:
            return evaluate(expression, self.scope)
        if not self.shared.options.fill_defaults:
            self.shared.overridable = True
            return None
        self.shared.defaults.append((expression.span, f"var.{name}"))
        return evaluate(expression, self.scope)

    def _output(self, name: str, steps: Steps, span: Span, scope: Scope) -> tuple[Node, int]:
        """Return an output of a module call; of one with instances only where there is one."""
        child = self.call(self, name)
        output = steps[1] if len(steps) > 1 else None
        if child is None or not isinstance(output, str):
            return self._foreign(name, steps, span, scope), len(steps)
        block = child.module.outputs.get(output)
        value = block.body.attribute("value") if block else None
        if value is None:
            return Unknown(span, f"no output `{output}`"), 2
        return child.once("output", output, span, lambda: evaluate(value, child.scope)), 2

    def _foreign(self, name: str, steps: Steps, span: Span, scope: Scope) -> Scalar:
        """Return an output of a module that is not read."""
        keys = (step if isinstance(step, str) else _key(step, scope) for step in steps)
        return values.gap((self.address, "module", name, *keys), span, shown(span))

    def _data(self, kind: str, name: str, steps: Steps, span: Span, scope: Scope) -> tuple[Node, int]:
        attribute = steps[2]
        option = PSEUDO.get((kind, attribute)) if isinstance(attribute, str) else None
        if option:
            piece = self._pseudo(option, f"${{data.{kind}.{name}.{attribute}}}", span)
            return Scalar.of(Text((piece,), span)), 3
        return self._attribute(f"data.{kind}", name, steps[2:], kind, span, scope), len(steps)

    def _resource(self, kind: str, name: str, steps: Steps, span: Span, scope: Scope) -> tuple[Node, int]:
        return self._attribute(kind, name, steps[1:], kind, span, scope), len(steps)

    def _attribute(self, kind: str, name: str, steps: Steps, table: str, span: Span, scope: Scope) -> Node:
        """Return an attribute of a resource, through the table of well-known ones."""
        keys = [step if isinstance(step, str) else _key(step, scope) for step in steps]
        instance = "".join(f"[{key}]" for key, step in zip(keys, steps, strict=True) if not isinstance(step, str))
        address = self.prefixed(f"{kind}.{name}{instance}")
        attributes = [step for step in steps if isinstance(step, str)]
        template = knowledge.table("attributes")["terraform"].get(table, {}).get(attributes[0]) if attributes else None
        if template is None or len(attributes) != 1:
            return values.gap(("attribute", address, *attributes), span, shown(span))
        return Scalar.of(Text(tuple(self._expand(template, address, attributes[0], span)), span))

    def _expand(self, template: str, address: str, attribute: str, span: Span) -> list[Decoded | Gap]:
        pieces: list[Decoded | Gap] = []
        for literal, placeholder in knowledge.template_parts(template):
            if literal:
                pieces.append(values.literal(literal, span))
            if placeholder in ("partition", "region", "account"):
                pieces.append(self._pseudo(placeholder, f"${{{placeholder}}}", span))
            elif placeholder == "name":
                pieces.append(Gap(("resource", address, "name"), span, f"${{{address}}}"))
            elif placeholder:
                pieces.append(Gap(("attribute", address, attribute), span, f"${{{address}.{attribute}}}"))
        return pieces

    def _pseudo(self, option: str, expression: str, span: Span) -> Decoded | Gap:
        """Return the deployment's partition, Region or account: assumed, or a gap."""
        value: str | None = getattr(self.shared.options, option)
        return Gap(("deployment", option), span, expression) if value is None else values.literal(value, span)


def _key(expression: Expression, scope: Scope) -> str:
    """Return what tells instances of a resource apart: the index, where it is known, else what surely equals it."""
    node = evaluate(expression, scope)
    known = values.known_string(node)
    if known is not None:
        return known
    same = isinstance(node, Scalar) and node.kind != "null"
    return str(values.identity(node)) if same else values.unknown_part(expression.span, "").identity[1]


def _is_never_null(block: Block) -> bool:
    nullable = block.body.attribute("nullable")
    return nullable is not None and nullable.span.text == "false"
