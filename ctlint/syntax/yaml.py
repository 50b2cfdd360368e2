"""YAML to nodes with exact spans, through PyYAML's C parser; children are made when somebody looks at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import yaml

from ctlint.problem import Problem
from ctlint.syntax.comments import Remarks, candidates, outside
from ctlint.syntax.node import Kind, Mapping, Node, Pair, Scalar, Sequence
from ctlint.syntax.yaml_scalar import decode_scalar
from ctlint.text import GAP, Decoded

MAX_DEPTH = 400
"""Deeper nesting ends in a finding; real templates stay below 30."""
SAFE_DEPTH = 2_000
"""The C parser composes recursively and overflows its stack between 20,000 and 50,000 levels (6.0.3, 8 MB)."""
MAX_MERGED_PAIRS = 20_000
"""Merge keys of merge keys multiply; beyond this they are left out."""

LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# YAML 1.1, which CloudFormation and PyYAML follow: https://yaml.org/type/bool.html
BOOLEANS = frozenset(
    form for word in ("yes", "no", "true", "false", "on", "off") for form in (word, word.capitalize(), word.upper())
)
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
ALIAS = re.compile(r"[^\s,\[\]{}]*")
NUMBER_STARTS = frozenset("0123456789+-.")


class Documents(NamedTuple):
    """The root nodes of a file's documents, and the problems met while reading them."""

    roots: list[Node]
    problems: list[Problem]


def parse(origin: Decoded, loader: type = LOADER, is_lenient: bool = False) -> Documents:
    """Return the documents of a YAML text; where it is broken, those before the fault and a problem."""
    documents = Documents([], [])
    try:
        deep = _too_deep(origin.text, loader)
        if deep is not None:
            documents.problems.append(_problem(origin, deep, f"is nested more than {MAX_DEPTH} levels deep"))
            return documents
        converter = _Converter(origin)
        for root in _compose(origin.text, loader, is_lenient):
            documents.roots.append(converter.convert(root))
    except yaml.MarkedYAMLError as error:
        if error.context and "duplicate anchor" in error.context and not is_lenient:
            return _parse_leniently(origin)
        documents.problems.append(_fault(origin, error))
    except yaml.reader.ReaderError as error:
        at = max(origin.text.find(chr(max(error.character, 0))), 0)
        message = f"character U+{ord(origin.text[at]):04X} is not allowed in YAML"
        documents.problems.append(_problem(origin, at, message))
    return documents


def remarks(text: str) -> Remarks:
    """Return the comments for ctlint; of a broken text those before the fault."""
    found = candidates(text)
    scalars: list[tuple[int, int]] = []
    try:
        for token in yaml.scan(text, Loader=LOADER) if found else ():
            if isinstance(token, yaml.ScalarToken):
                scalars.append((token.start_mark.index, token.end_mark.index))
    except yaml.YAMLError:
        end = scalars[-1][1] if scalars else 0
        found = [each for each in found if each.start < end]
    # Behind the mark of a block scalar a comment may stand.
    inner = [(text.find("\n", start, end) if text[start] in "|>" else start, end) for start, end in scalars]
    return Remarks(outside(found, inner), tuple(each for each in scalars if "\n" in text[slice(*each)].rstrip()))


def _parse_leniently(origin: Decoded) -> Documents:
    """Return the documents of a text that gives one anchor twice, which is legal: the parser in Python can be told so."""
    try:
        return parse(origin, yaml.BaseLoader, is_lenient=True)
    except RecursionError:
        return Documents([], [_problem(origin, 0, "is nested too deep, with anchors that stand twice")])


def _let_anchors_repeat(composer: yaml.BaseLoader) -> None:
    """Make a composer forget an anchor where the same one stands again."""
    compose = composer.compose_node

    def compose_node(parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = composer.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.NodeEvent) and not isinstance(event, yaml.AliasEvent):
            composer.anchors.pop(event.anchor, None)
        return compose(parent, index)

    composer.compose_node = compose_node  # type: ignore[method-assign]


def _compose(text: str, loader: type, is_lenient: bool) -> Iterator[yaml.Node]:
    """Yield the root of each document, as `yaml.compose_all` does.

    The loader is kept from finding out the type of every scalar, which would take a third of the time: `resolve`
    below does that for the few that somebody looks at.
    """
    composer = loader(text)
    composer.descend_resolver = composer.ascend_resolver = lambda *path: None
    composer.resolve = lambda kind, value, implicit: ""
    if is_lenient:
        _let_anchors_repeat(composer)
    try:
        while composer.check_node():
            root = composer.get_node()
            if root is not None:
                yield root
    finally:
        composer.dispose()


def _fault(origin: Decoded, error: yaml.MarkedYAMLError) -> Problem:
    """Return what to say of an error of the parser."""
    mark = error.problem_mark or error.context_mark
    message = " ".join(part for part in (error.context, error.problem) if part)
    if "undefined alias" in message and mark:
        message = f"alias `{ALIAS.match(origin.text, mark.index)[0]}` has no anchor before it"  # type: ignore[index]
    return _problem(origin, mark.index if mark else 0, message or "cannot be parsed")


def _problem(origin: Decoded, offset: int, message: str) -> Problem:
    offset = min(offset, len(origin.text))
    return Problem("unparsable", origin.span(offset, min(offset + 1, len(origin.text))), message)


def _too_deep(text: str, loader: type) -> int | None:
    """Return the offset at which nesting exceeds `MAX_DEPTH`, or None.

    Flow collections need a bracket each; a block collection within another begins further right, or in the
    same column for a list in a mapping. Only a text that these bounds do not clear is read event by event.
    """
    if text.count("[") + text.count("{") + 2 * max(map(len, text.split("\n"))) < SAFE_DEPTH:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return event.start_mark.index if event.start_mark else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


class _Converter:
    """Makes nodes of PyYAML's; one of theirs, met again through an alias, is the same one of ours."""

    def __init__(self, origin: Decoded) -> None:
        self.origin = origin
        self.has_anchors = "&" in origin.text
        self.nodes: dict[int, Node] = {}
        self.kept: list[yaml.Node] = []
        self.merged = 0

    def convert(self, node: yaml.Node) -> Node:
        if not self.has_anchors:
            return self._make(node)
        found = self.nodes.get(id(node))
        if found is None:
            found = self.nodes[id(node)] = self._make(node)
            self.kept.append(node)  # an id is unique only as long as its object lives
        return found

    def _make(self, node: yaml.Node) -> Node:
        start, end = node.start_mark.index, node.end_mark.index
        tag = node.tag if node.tag.startswith("!") and node.tag != "!" else ""
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, start, end, tag)
        assert isinstance(node, yaml.MappingNode | yaml.SequenceNode)
        # Computed when asked for: most collections of a file are only passed through.
        stop = end if node.flow_style else partial(_block_end, node)
        if isinstance(node, yaml.MappingNode):
            find = None if self.has_anchors else partial(self._find, node)
            return Mapping(self.origin, start, stop, [], tag, partial(self._pairs, node), find)
        return Sequence(self.origin, start, stop, [], tag, partial(self._items, node))

    def _scalar(self, node: yaml.ScalarNode, start: int, end: int, tag: str) -> Scalar:
        style, text = node.style or "", self.origin.text
        if style in "|>":
            end = start + len(text[start:end].rstrip())
        is_plain = not style and text[start : start + 1] != "!"
        kind = resolve(node.value) if is_plain else "string"
        raw: str = node.value
        if GAP in raw and GAP not in text[start:end]:  # an escape, not a part that is unknown
            raw = raw.replace(GAP, "\ufffd")
        return Scalar(self.origin, start, end, raw, kind, decode_scalar, style, tag)

    def _items(self, node: yaml.SequenceNode) -> list[Node]:
        return [self.convert(item) for item in node.value]

    def _find(self, node: yaml.MappingNode, name: str) -> Node | None:
        """Return the last value of a key; without anchors there are no merge keys to look through."""
        found = None
        for key, value in node.value:
            if key.value == name and isinstance(key, yaml.ScalarNode):
                found = value
        return None if found is None else self.convert(found)

    def _pairs(self, node: yaml.MappingNode) -> list[Pair]:
        """Return the pairs; those of merge keys come last, and a key of the mapping's own wins over them."""
        own = [Pair(self.convert(key), self.convert(value)) for key, value in node.value if not _is_merge_key(key)]
        if len(own) < len(node.value):
            taken = {pair.key.raw for pair in own if isinstance(pair.key, Scalar)}
            for key, value in _merged_pairs(node, {id(node)}):
                name = key.value if isinstance(key, yaml.ScalarNode) else None
                if name not in taken and self.merged < MAX_MERGED_PAIRS:
                    self.merged += 1
                    own.append(Pair(self.convert(key), self.convert(value), merged=True))
                    if name is not None:
                        taken.add(name)
        return own


def _merged_pairs(node: yaml.MappingNode, seen: set[int]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the pairs that merge keys bring in, those of merge keys within them included."""
    for key, value in node.value:
        if _is_merge_key(key):
            for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if isinstance(source, yaml.MappingNode) and id(source) not in seen:
                    seen.add(id(source))
                    yield from (pair for pair in source.value if not _is_merge_key(pair[0]))
                    yield from _merged_pairs(source, seen)


def _is_merge_key(key: yaml.Node) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.value == "<<" and not key.style


def _block_end(node: yaml.CollectionNode) -> int:
    """Return where a block collection ends: with its last child, since its own mark lies at the next token."""
    while True:
        start: int = node.start_mark.index
        parts: list[yaml.Node] = [part for child in node.value[-2:] for part in _parts(child)]
        # A child from before the collection came through an alias, whose own place is not known.
        own = [part for part in parts if part.start_mark.index >= start and part is not node]
        if not own:
            return start
        last = max(own, key=_start)
        if not isinstance(last, yaml.CollectionNode) or last.flow_style or _start(last) == start:
            end: int = last.end_mark.index
            return end
        node = last


def _parts(child: yaml.Node | tuple[yaml.Node, yaml.Node]) -> tuple[yaml.Node, ...]:
    """Return the nodes of a child: an item, or a key and its value."""
    return child if isinstance(child, tuple) else (child,)


def _start(node: yaml.Node) -> int:
    index: int = node.start_mark.index
    return index


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
