"""YAML to nodes with exact spans, composed without recursion from PyYAML's parse events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from ctlint.problem import Problem
from ctlint.syntax.node import Kind, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.syntax.yaml_scalar import decode_scalar
from ctlint.text import Decoded

MAX_DEPTH = 400
"""Deeper nesting ends in a finding; real templates stay below 30."""
MAX_MERGED_PAIRS = 20_000
"""Merge keys of merge keys multiply; beyond this they are left out."""

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
STANDARD_TAG = "tag:yaml.org,2002:"
# YAML 1.1, which CloudFormation and PyYAML follow: https://yaml.org/type/bool.html
BOOLEANS = frozenset(
    form for word in ("yes", "no", "true", "false", "on", "off") for form in (word, word.capitalize(), word.upper())
)
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
NUMBER_STARTS = frozenset("0123456789+-.")


class Documents(NamedTuple):
    """The root nodes of a file's documents, and the problems met while reading them."""

    roots: list[Node]
    problems: list[Problem]


def parse(origin: Decoded, loader: type = LOADER) -> Documents:
    """Return the documents of a YAML text; where it is broken, those before the fault and a problem."""
    composer = _Composer(origin)
    try:
        for event in yaml.parse(origin.text, Loader=loader):
            composer.take(event)
            if composer.problems:
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(part for part in (error.context, error.problem) if part)
        composer.fail(mark.index if mark else 0, message or "cannot be parsed")
    except yaml.reader.ReaderError as error:
        at = max(origin.text.find(chr(max(error.character, 0))), 0)
        composer.fail(at, f"character U+{ord(origin.text[at]):04X} is not allowed in YAML")
    return Documents(composer.roots, composer.problems)


class _Open:
    """A collection whose end has not come yet."""

    __slots__ = ("anchor", "children", "flow", "node")

    def __init__(self, node: Mapping | Sequence, flow: bool, anchor: str | None) -> None:
        self.node = node
        self.flow = flow
        self.anchor = anchor
        self.children: list[Node] = node.items if isinstance(node, Sequence) else []


class _Composer:
    """Builds nodes from events, one open collection on a stack for each level."""

    def __init__(self, origin: Decoded) -> None:
        self.origin = origin
        self.roots: list[Node] = []
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node | None] = {}
        self.merged = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self.open(event, Mapping(self.origin, _start(event), 0, [], _local_tag(event.tag)))
        elif isinstance(event, yaml.SequenceStartEvent):
            self.open(event, Sequence(self.origin, _start(event), 0, [], _local_tag(event.tag)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close(event)
        elif isinstance(event, yaml.AliasEvent):
            self.alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.anchors = {}

    def scalar(self, event: yaml.ScalarEvent) -> None:
        start, end, value, style = _start(event), _stop(event), event.value, event.style or ""
        if style in "|>":
            end = start + len(self.origin.text[start:end].rstrip())
        tag = event.tag or ""
        kind = "string" if tag or style else resolve(value)
        node = Scalar(self.origin, start, end, value, kind, decode_scalar, style, _local_tag(tag))
        if event.anchor:
            self.anchors[event.anchor] = node
        self.add(node)

    def open(self, event: yaml.CollectionStartEvent, node: Mapping | Sequence) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.fail(_start(event), f"is nested more than {MAX_DEPTH} levels deep")
            return
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(node, bool(event.flow_style), event.anchor))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        opened = self.stack.pop()
        node = opened.node
        if opened.flow:
            node.end = _stop(event)
        else:
            node.end = max((_end(child) for child in opened.children[-2:]), default=node.start)
        if isinstance(node, Mapping):
            children = opened.children
            node.pairs = [Pair(children[at], children[at + 1]) for at in range(0, len(children) - 1, 2)]
            self.merge(node)
        if opened.anchor:
            self.anchors[opened.anchor] = node
        self.add(node)

    def alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor
        if name not in self.anchors:
            self.fail(_start(event), f"alias `*{name}` has no anchor before it")
            return
        node = self.anchors[name]
        if node is None:
            span = self.origin.span(_start(event), _stop(event))
            node = Unknown(span, "an alias to the collection that contains it")
        self.add(node)

    def add(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.roots.append(node)

    def merge(self, node: Mapping) -> None:
        """Bring in the pairs of merge keys; a key of the mapping's own wins over a merged one."""
        if not any(_is_merge_key(pair.key) for pair in node.pairs):
            return
        own = [pair for pair in node.pairs if not _is_merge_key(pair.key)]
        taken = {pair.key.raw for pair in own if isinstance(pair.key, Scalar)}
        for pair in node.pairs:
            for merged in _merged_pairs(pair) if _is_merge_key(pair.key) else ():
                name = merged.key.raw if isinstance(merged.key, Scalar) else None
                if name not in taken and self.merged < MAX_MERGED_PAIRS:
                    self.merged += 1
                    own.append(Pair(merged.key, merged.value, merged=True))
                    if name is not None:
                        taken.add(name)
        node.pairs = own

    def fail(self, offset: int, message: str) -> None:
        offset = min(offset, len(self.origin.text))
        end = min(offset + 1, len(self.origin.text))
        self.problems.append(Problem("unparsable", self.origin.span(offset, end), message))


def resolve(value: str) -> Kind:
    """Return the kind that YAML 1.1 gives a plain scalar."""
    if value in BOOLEANS:
        return "boolean"
    if value in NULLS:
        return "null"
    if value[0] in NUMBER_STARTS and _is_number(value):
        return "number"
    return "string"


def _is_number(value: str) -> bool:
    try:
        float(value.replace("_", ""))
    except ValueError:
        return False
    return any(character.isdigit() for character in value)


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _stop(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _local_tag(tag: str | None) -> str:
    return "" if not tag or tag.startswith(STANDARD_TAG) or tag == "!" else tag


def _end(node: Node) -> int:
    return node.end if isinstance(node, Scalar | Sequence | Mapping) else 0


def _is_merge_key(key: Node) -> bool:
    return isinstance(key, Scalar) and key.raw == "<<" and not key.style


def _merged_pairs(pair: Pair) -> Iterator[Pair]:
    values = pair.value.items if isinstance(pair.value, Sequence) else [pair.value]
    for value in values:
        if isinstance(value, Mapping):
            yield from value.pairs
