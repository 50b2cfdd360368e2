"""Template conditions as guards: what holds together, and what never does."""

from __future__ import annotations

from collections.abc import Callable

from ctlint.loaders.verdict import Verdict, conjunction, disjunction, equality, negation, opaque
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Text

MAX_DEPTH = 60
"""Conditions that refer to conditions that refer to conditions …; a cycle ends here too."""


class Conditions:
    """The Conditions section of a template."""

    def __init__(self, section: Node | None, argument: Callable[[Node], tuple[str, Node] | None],
                 text: Callable[[Node], Text | None]) -> None:  # fmt: skip
        self.section = section if isinstance(section, Mapping) else None
        self.argument = argument
        self.text = text
        self.verdicts: dict[str, Verdict] = {}

    def verdict(self, name: str, depth: int = 0) -> Verdict:
        """Return the verdict of a named condition."""
        if name not in self.verdicts:
            node = self.section.get(name) if self.section else None
            unknown = node is None or depth > MAX_DEPTH
            self.verdicts[name] = opaque(name) if unknown or node is None else self._evaluate(node, name, depth)
        return self.verdicts[name]

    def _evaluate(self, node: Node, name: str, depth: int) -> Verdict:
        found = self.argument(node)
        if found is None or depth > MAX_DEPTH:
            return opaque(name)
        function, argument = found
        if function == "Condition":
            return self.verdict(argument.raw, depth + 1) if isinstance(argument, Scalar) else opaque(name)
        if not isinstance(argument, Sequence):
            return opaque(name)
        if function == "Fn::Equals":
            return self._equals(argument.items, name)
        parts = [self._evaluate(item, f"{name}.{at}", depth + 1) for at, item in enumerate(argument.items)]
        if function == "Fn::Not" and len(parts) == 1:
            return negation(parts[0])
        if function == "Fn::And":
            return conjunction(parts, name)
        if function == "Fn::Or":
            return disjunction(parts, name)
        return opaque(name)

    def _equals(self, items: list[Node], name: str) -> Verdict:
        texts = [self.text(item) for item in items]
        if len(texts) != 2 or texts[0] is None or texts[1] is None:
            return opaque(name)
        return equality(texts[0], texts[1])
