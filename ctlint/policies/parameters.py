"""The parameters of a policy file: `${name}` in a text stands for a value, or for each of several."""

from __future__ import annotations

import re
from collections.abc import Mapping as Values
from typing import NamedTuple

from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.spelling import closest, did_you_mean
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.validation import KIND

USE = re.compile(r"(\$?)\$\{([^{}]*)\}")
MAX_TEXTS = 1_000
"""Texts that one text with a list of values stands for, at most; CloudTrail takes 500 values."""


class Given(NamedTuple):
    """A text with its parameters filled in, and where it stands."""

    text: str
    span: Span


class Parameters:
    """The parameters that a file declares, with their values; what is wrong with their use goes to `problems`."""

    def __init__(self, declared: Node | None, values: Values[str, tuple[str, ...]], problems: list[Problem]) -> None:
        self.problems = problems
        self.values: dict[str, tuple[str, ...]] = {}
        for pair in declared.pairs if isinstance(declared, Mapping) else ():
            if isinstance(pair.key, Scalar) and isinstance(pair.value, Mapping):
                self._declare(pair.key, pair.value.get("default"), values.get(pair.key.raw))

    def _declare(self, key: Scalar, default: Node | None, given: tuple[str, ...] | None) -> None:
        name = key.raw
        chosen = given or texts_of(default)
        if not chosen:
            message = f"parameter `{name}` has no default, and no value: `--set {name}=…` gives one"
            self.problems.append(Problem(KIND, key.span, message))
        elif len(chosen) > 1 and not isinstance(default, Sequence):
            message = f"parameter `{name}` is given {len(chosen)} values, but its default is no list"
            self.problems.append(Problem(KIND, key.span, message))
        self.values[name] = chosen

    def fill(self, node: Node) -> list[Given]:
        """Return the texts that a scalar, or a list of scalars, stands for."""
        if isinstance(node, Sequence):
            return [given for item in node.items for given in self.fill(item)]
        if not isinstance(node, Scalar):
            return []
        if node.kind == "boolean":
            return [Given("true" if node.raw.lower() in ("true", "yes", "on") else "false", node.span)]
        return [Given(text, node.span) for text in self._texts(node)]

    def _texts(self, node: Scalar) -> list[str]:
        found = [""]
        end = 0
        for match in USE.finditer(node.raw):
            before = node.raw[end : match.start()]
            values = (match[0][1:],) if match[1] else self._values(match[2], node)
            found = [text + before + value for text in found for value in values][: MAX_TEXTS + 1]
            end = match.end()
        if len(found) > MAX_TEXTS:
            self.problems.append(Problem(KIND, node.span, f"the text stands for more than {MAX_TEXTS} texts"))
        return [text + node.raw[end:] for text in found]

    def _values(self, name: str, node: Scalar) -> tuple[str, ...]:
        if name not in self.values:
            at = node.span.text.find(f"${{{name}}}")
            start = node.span.start + max(at, 0)
            span = Span(node.span.source, start, start + len(name) + 3) if at >= 0 else node.span
            message = f"there is no parameter `{name}`{did_you_mean(closest(name, self.values))}"
            self.problems.append(Problem(KIND, span, message))
        return self.values.get(name) or ("",)


def texts_of(node: Node | None) -> tuple[str, ...]:
    """Return a scalar, or a list of scalars, as they are written."""
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(item.raw for item in items if isinstance(item, Scalar))
