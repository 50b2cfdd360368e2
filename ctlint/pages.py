"""The rule pages as they are written, for `explain` and for viewers of reports."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ctlint import catalog, resources
from ctlint.catalog import RuleEntry
from ctlint.finding import SEVERITIES, Severity
from ctlint.source import Source
from ctlint.syntax import yaml
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded

EXPECTATION = re.compile(r"((?:#|//|<!--) *)expect: *(.*)$", re.MULTILINE)
SEVERITY = re.compile(r"(?<=\d)/\w+")


class Example(NamedTuple):
    """Two texts, each perhaps empty: one with findings, and one without; `fixed` is what fixes make of the first.

    Findings are told by comments in the text; `findings` has the line and the rule of those in formats without comments.
    """

    title: str
    format: str
    bad: str
    good: str
    findings: tuple[tuple[int, str], ...]
    fixed: str = ""

    @property
    def announced(self) -> tuple[str, ...]:
        """The findings in formats without comments, in words."""
        return tuple(f"{rule} at line {line}" for line, rule in self.findings)


class Page(NamedTuple):
    """A rule page; `error` is what AWS answers, empty where that is not known word for word.

    `variants` has the words for what a severity other than the usual one is for, with the names of the variants.
    """

    rule: RuleEntry
    why: str
    error: str
    examples: tuple[Example, ...]
    variants: tuple[tuple[str, str], ...] = ()


@cache
def page(rule: str) -> Page:
    """Return the page of a rule id."""
    entry = catalog.rules()[rule]
    path = entry.page or resources.path("rules", entry.group, f"{entry.id}-{entry.name}.yaml")
    root = _root(read(path))
    examples = _examples(root.get("examples"))
    return Page(entry, _text(root, "why"), _text(root, "aws-error"), examples, _variants(root.get("variants")))


def read(path: str) -> Source:
    """Return the text of a page."""
    with open(path, "rb") as file:
        return Source.decode(path, file.read())


def _root(source: Source) -> Mapping:
    root = yaml.parse(Decoded.whole(source)).roots[0]
    assert isinstance(root, Mapping)
    return root


def entry(source: Source, group: str, path: str) -> RuleEntry:
    """Return what a valid page says of its rule, for a page that is not in the index."""
    root = _root(source)
    severity = root.get("severity")
    pairs = severity.pairs if isinstance(severity, Mapping) else []
    words = {
        pair.key.raw: pair.value.raw
        for pair in pairs
        if isinstance(pair.key, Scalar) and isinstance(pair.value, Scalar)
    }
    given = words or {"default": _text(root, "severity")}
    severities = {"" if name == "default" else name: _severity(word) for name, word in given.items()}
    return RuleEntry(
        _text(root, "id"), _text(root, "name"), group, _text(root, "summary"), _text(root, "basis"), severities,
        _text(root, "hint"), _texts(root, "references"), frozenset(_texts(root, "yields-to")),
        _text(root, "off") == "true", _text(root, "fix"), path,
    )  # fmt: skip


def _severity(word: str) -> Severity:
    return next(each for each in SEVERITIES if each == word)


def _texts(root: Mapping, key: str) -> tuple[str, ...]:
    node = root.get(key)
    items = node.items if isinstance(node, Sequence) else []
    return tuple(item.raw for item in items if isinstance(item, Scalar))


def _variants(node: Node | None) -> tuple[tuple[str, str], ...]:
    pairs = node.pairs if isinstance(node, Mapping) else []
    words = ((pair.key, pair.value) for pair in pairs)
    return tuple((key.raw, value.raw) for key, value in words if isinstance(key, Scalar) and isinstance(value, Scalar))


def _examples(node: Node | None) -> tuple[Example, ...]:
    items = node.items if isinstance(node, Sequence) else []
    return tuple(_example(item) for item in items if isinstance(item, Mapping))


def _example(node: Mapping) -> Example:
    kind = _text(node, "filename") or _text(node, "format") or "yaml"
    listed = node.get("findings")
    items = listed.items if isinstance(listed, Sequence) else []
    findings = tuple((int(_text(item, "line")), _text(item, "rule")) for item in items if isinstance(item, Mapping))
    bad, good = marked(_text(node, "bad")), marked(_text(node, "good"))
    return Example(_text(node, "title"), kind, bad, good, findings, _text(node, "fixed"))


def marked(text: str) -> str:
    """Return an example with its comments as a reader wants them: `# CT113` instead of `# expect: CT113/error`."""
    return EXPECTATION.sub(lambda match: match[1] + SEVERITY.sub("", match[2]), text)


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.raw if isinstance(value, Scalar) else ""
