"""Shell words with unknown parts: one decoded text for a parser, and known pieces and gaps for the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.syntax import json
from ctlint.syntax.node import Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import GAP, Decoded, DecodedBuilder, Gap, Text

# What a reader has to fill in: <bucket>, {{ bucket }}; and $BUCKET or ${BUCKET} where no shell expands them.
PLACEHOLDER = re.compile(
    r"""<[A-Za-z][^<>\n"']{0,80}>|\{\{[^{}\n"]{0,80}\}\}|\$\{[A-Za-z_][^{}\n"]{0,80}\}|\$[A-Za-z_]\w*"""
)


class Gapped(NamedTuple):
    """Decoded text in which each unknown part is one `GAP` character; `gaps` are found by their place."""

    decoded: Decoded
    gaps: dict[int, Gap]

    @property
    def value(self) -> str | None:
        """The string, or None where a part of it is unknown."""
        return None if GAP in self.decoded.text else self.decoded.text

    @property
    def is_unknown(self) -> bool:
        """Tell whether nothing of it is known."""
        return bool(self.decoded.text) and not self.decoded.text.strip(GAP)

    @property
    def text(self) -> Text:
        """The known pieces and gaps."""
        return restore(self.decoded, self.gaps)

    def slice(self, start: int, end: int | None = None) -> Gapped:
        stop = len(self.decoded.text) if end is None else end
        return Gapped(self.decoded.slice(start, stop), self.gaps)


def restore(decoded: Decoded, gaps: dict[int, Gap], span: Span | None = None) -> Text:
    """Return decoded text as known pieces and the gaps that its `GAP` characters stand for."""
    whole = span or decoded.span(0, len(decoded.text))
    if GAP not in decoded.text:
        return Text((decoded,), whole)
    pieces: list[Decoded | Gap] = []
    start = 0
    for at, character in enumerate(decoded.text):
        gap = gaps.get(decoded.span(at, at + 1).start) if character == GAP else None
        if gap is not None:
            if at > start:
                pieces.append(decoded.slice(start, at))
            pieces.append(gap)
            start = at + 1
    if start < len(decoded.text):
        pieces.append(decoded.slice(start, len(decoded.text)))
    return Text(tuple(pieces), whole)


def mask_placeholders(word: Gapped) -> Gapped:
    """Return a text with a gap for each placeholder that a reader is to replace."""
    decoded = word.decoded
    if not any(mark in decoded.text for mark in "<$") and "{{" not in decoded.text:
        return word
    gaps = dict(word.gaps)
    builder = DecodedBuilder(decoded)
    position = 0
    for match in PLACEHOLDER.finditer(decoded.text):
        builder.copy(position, match.start())
        builder.replace(GAP, match.start(), match.end())
        span = decoded.span(match.start(), match.end())
        gaps[span.start] = Gap(("placeholder", match[0]), span, match[0])
        position = match.end()
    builder.copy(position, len(decoded.text))
    return Gapped(builder.build(), gaps)


def parse_json(word: Gapped) -> json.Document:
    """Return the JSON value of a text; its strings hold the gaps of the text."""
    masked = mask_placeholders(word)
    document = json.parse(masked.decoded)
    if GAP not in masked.decoded.text or document.root is None:
        return document
    return document._replace(root=_fill(document.root, masked.gaps))


def parse_yaml(word: Gapped) -> tuple[Node | None, list[Problem]]:
    """Return the first YAML document of a text, with the gaps of the text, and what is wrong with it."""
    from ctlint.syntax import yaml  # costs more than all of the other readers together

    masked = mask_placeholders(word)
    found = yaml.parse(masked.decoded)
    root = found.roots[0] if found.roots else None
    if GAP not in masked.decoded.text:
        return root, found.problems
    # An unknown part may hold the line breaks and the indentation that are missing.
    return (_fill(root, masked.gaps) if root and not found.problems else None), []


def _fill(root: Node, gaps: dict[int, Gap]) -> Node:
    """Put strings with gaps where strings with `GAP` characters stand, in the tree itself."""
    if isinstance(root, Scalar):
        return _filled(root, gaps)
    for node in walk(root):
        if isinstance(node, Sequence):
            for at, item in enumerate(node.items):
                node.items[at] = _unknown_item(item) or _filled(item, gaps)
        elif isinstance(node, Mapping):
            for at, pair in enumerate(node.pairs):
                node.pairs[at] = Pair(_unknown_key(pair.key), _filled(pair.value, gaps), pair.merged)
    return root


def walk(root: Node) -> Iterator[Node]:
    """Yield a node and all below it, each once: YAML's aliases may lead in a circle."""
    pending, seen = [root], {id(root)}
    while pending:
        node = pending.pop()
        yield node
        below: list[Node] = []
        if isinstance(node, Sequence):
            below = node.items
        elif isinstance(node, Mapping):
            below = [pair.value for pair in node.pairs]
        for each in below:
            if id(each) not in seen:
                seen.add(id(each))
                pending.append(each)


def _unknown_item(item: Node) -> Node | None:
    """Return what stands for an item of YAML without quotes that is unknown as a whole: any number of items."""
    if isinstance(item, Scalar) and _is_bare(item) and not item.raw.strip(GAP):
        return Unknown(item.span, "is not known")
    return None


def _is_bare(item: Scalar) -> bool:
    return bool(item.raw) and item.origin.text[item.start : item.end] == item.raw


def _unknown_key(key: Node) -> Node:
    return Unknown(key.span, "is not known") if isinstance(key, Scalar) and GAP in key.raw else key


def _filled(node: Node, gaps: dict[int, Gap]) -> Node:
    if not isinstance(node, Scalar) or GAP not in node.raw:
        return node
    text = node.text
    decoded = text.pieces[0]
    return Scalar.of(restore(decoded, gaps, text.span), node.kind) if isinstance(decoded, Decoded) else node
