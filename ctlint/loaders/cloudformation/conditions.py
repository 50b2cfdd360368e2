"""Template conditions as guards: what holds together, and what never does."""

from __future__ import annotations

from collections.abc import Callable

from ctlint.guard import Atom
from ctlint.loaders.cloudformation.calls import Shapes, call
from ctlint.loaders.verdict import Verdict, comparison, conjunction, constant, disjunction, negation, of_atom, opaque
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Text

MAX_DEPTH = 60
"""Conditions that refer to conditions that refer to conditions …; a cycle ends here too."""
# A Region decides on the partition, and that on the domain; everything else that is no parameter is computed.
FREE_PSEUDO_PARAMETERS = frozenset(("AWS::AccountId", "AWS::StackName"))


class Conditions:
    """The Conditions section of a template.

    `allowed` holds the values that parameters may have. With a Rules section, values of parameters may
    exclude those of others: `has_rules`.
    """

    def __init__(self, section: Node | None, text: Callable[[Node], Text | None], shapes: Shapes,
                 allowed: dict[str, frozenset[str]], has_rules: bool) -> None:  # fmt: skip
        self.section = section if isinstance(section, Mapping) else None
        self.text = text
        self.shapes = shapes
        self.allowed = allowed
        self.has_rules = has_rules
        self.verdicts: dict[str, Verdict] = {}
        self._evaluated: dict[int, tuple[Node, Verdict]] = {}

    def verdict(self, name: str, depth: int = 0) -> Verdict:
        """Return the verdict of a named condition."""
        if name not in self.verdicts:
            node = self.section.get(name) if self.section else None
            unknown = node is None or depth > MAX_DEPTH
            self.verdicts[name] = opaque(name) if unknown or node is None else self._evaluate(node, name, depth)
        return self.verdicts[name]

    def _evaluate(self, node: Node, name: str, depth: int) -> Verdict:
        """Return the verdict of an expression, once where aliases repeat it; the first name of it stays."""
        known = self._evaluated.get(id(node))
        if known is None:
            known = self._evaluated[id(node)] = (node, self._compute(node, name, depth))
        return known[1]

    def _compute(self, node: Node, name: str, depth: int) -> Verdict:
        found = call(node)
        if found is None or depth > MAX_DEPTH:
            return opaque(name)
        function, argument = found
        if function == "Condition":
            return self.verdict(argument.raw, depth + 1) if isinstance(argument, Scalar) else opaque(name)
        if not isinstance(argument, Sequence):
            return opaque(name)
        if function == "Fn::Equals":
            return self._equals(argument)
        parts = [self._evaluate(item, f"{name}.{at}", depth + 1) for at, item in enumerate(argument.items)]
        if function == "Fn::Not" and len(parts) == 1:
            return negation(parts[0])
        if function == "Fn::And":
            return conjunction(parts, name)
        if function == "Fn::Or":
            return disjunction(parts, name)
        return opaque(name)

    def _equals(self, argument: Sequence) -> Verdict:
        texts = [self.text(item) for item in argument.items]
        if len(texts) != 2 or texts[0] is None or texts[1] is None:
            return opaque(f"expression {self.shapes.number(argument)}")
        compared = comparison(texts[0], texts[1])
        return constant(compared) if isinstance(compared, bool) else self._of_atom(compared)

    def _of_atom(self, atom: Atom) -> Verdict:
        """Return the verdict of an equality: no parameter equals what is not among its allowed values."""
        kind, _, name = atom.variable.partition("/")
        is_parameter = kind == "parameter" and atom.value is not None
        allowed = self.allowed.get(name) if is_parameter else None
        if allowed is not None and (atom.value not in allowed or len(allowed) == 1):
            return constant(atom.value in allowed)
        free = (is_parameter and not self.has_rules) or atom.variable in FREE_PSEUDO_PARAMETERS
        return of_atom(atom._replace(free=free, domain=allowed))
