"""Template conditions as guards: what holds together, and what never does."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ctlint.guard import ALWAYS, Atom, Guard, Literal, conjoin
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Gap, Text

MAX_DEPTH = 60
"""Conditions that refer to conditions that refer to conditions …; a cycle ends here too."""


class Verdict(NamedTuple):
    """The guards under which a condition is true and false; None where that is never."""

    when: Guard | None
    otherwise: Guard | None


def constant(value: bool) -> Verdict:
    return Verdict(ALWAYS, None) if value else Verdict(None, ALWAYS)


def opaque(name: str) -> Verdict:
    """Return the verdict of a condition of which only the name is known."""
    atom = Atom(f"condition {name}", None)
    return Verdict(frozenset((Literal(atom, True),)), frozenset((Literal(atom, False),)))


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
            return Verdict(parts[0].otherwise, parts[0].when)
        if function == "Fn::And":
            return _all_of(parts, name)
        if function == "Fn::Or":
            swapped = _all_of([Verdict(part.otherwise, part.when) for part in parts], name)
            return Verdict(swapped.otherwise, swapped.when)
        return opaque(name)

    def _equals(self, items: list[Node], name: str) -> Verdict:
        texts = [self.text(item) for item in items]
        if len(texts) != 2 or texts[0] is None or texts[1] is None:
            return opaque(name)
        left, right = texts[0], texts[1]
        if left.value is not None and right.value is not None:
            return constant(left.value == right.value)
        if left.identity == right.identity:
            return constant(True)
        if left.value is not None:
            left, right = right, left
        if right.value is not None and len(left.pieces) == 1 and isinstance(left.pieces[0], Gap):
            atom = Atom("/".join(left.pieces[0].identity), right.value)
        else:
            atom = Atom(f"{left.identity} = {right.identity}", None)
        return Verdict(frozenset((Literal(atom, True),)), frozenset((Literal(atom, False),)))


def _all_of(parts: list[Verdict], name: str) -> Verdict:
    """Return the verdict of a conjunction; its negation is a fact of its own."""
    undecided = [part for part in parts if part.otherwise is not None]
    if not undecided:
        return constant(True)
    if len(undecided) == 1:
        return undecided[0]
    own = opaque(name)
    when: Guard | None = own.when
    for part in undecided:
        when = None if when is None or part.when is None else conjoin(when, part.when)
    return Verdict(when, ALWAYS if when is None else own.otherwise)
