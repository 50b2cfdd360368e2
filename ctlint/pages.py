"""The rule pages as they are written, for `explain` and for viewers of reports."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ctlint import catalog, resources
from ctlint.catalog import RuleEntry
from ctlint.source import Source
from ctlint.syntax import yaml
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded

EXPECTATION = re.compile(r"((?:#|//|<!--) *)expect: *(.*)$", re.MULTILINE)
SEVERITY = re.compile(r"(?<=\d)/\w+")


class Example(NamedTuple):
    """Two texts, each perhaps empty: one with findings, and one without.

    Findings are told by comments in the text; `announced` names those of formats that have no comments.
    """

    title: str
    format: str
    bad: str
    good: str
    announced: tuple[str, ...]


class Page(NamedTuple):
    """A rule page; `error` is what AWS answers, empty where that is not known word for word."""

    rule: RuleEntry
    why: str
    error: str
    examples: tuple[Example, ...]


@cache
def page(rule: str) -> Page:
    """Return the page of a rule id."""
    entry = catalog.rules()[rule]
    path = resources.path("rules", entry.group, f"{entry.id}-{entry.name}.yaml")
    with open(path, encoding="utf-8") as file:
        root = yaml.parse(Decoded.whole(Source(path, file.read()))).roots[0]
    assert isinstance(root, Mapping)
    return Page(entry, _text(root, "why"), _text(root, "aws-error"), _examples(root.get("examples")))


def _examples(node: Node | None) -> tuple[Example, ...]:
    items = node.items if isinstance(node, Sequence) else []
    return tuple(_example(item) for item in items if isinstance(item, Mapping))


def _example(node: Mapping) -> Example:
    kind = _text(node, "filename") or _text(node, "format") or "yaml"
    listed = node.get("findings")
    items = listed.items if isinstance(listed, Sequence) else []
    announced = tuple(
        f"{_text(item, 'rule')} at line {_text(item, 'line')}" for item in items if isinstance(item, Mapping)
    )
    return Example(_text(node, "title"), kind, _marked(_text(node, "bad")), _marked(_text(node, "good")), announced)


def _marked(text: str) -> str:
    """Return an example with its comments as a reader wants them: `# CT113` instead of `# expect: CT113/error`."""
    return EXPECTATION.sub(lambda match: match[1] + SEVERITY.sub("", match[2]), text)


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.raw if isinstance(value, Scalar) else ""
