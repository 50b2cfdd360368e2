"""What stands behind an option, as nodes: JSON, YAML, several objects, shorthand, or a part that is unknown."""

from __future__ import annotations

from ctlint.loaders.commands import shorthand
from ctlint.loaders.commands.gaps import Gapped, parse_json, parse_yaml, walk
from ctlint.loaders.commands.options import Given
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.syntax.json import Document
from ctlint.syntax.node import Node, Scalar, Sequence, Unknown
from ctlint.text import Decoded

REFERENCES = ("file://", "fileb://", "http://", "https://")
SKELETON_VALUES = frozenset(("string", "...", "…", "boolean", "integer", "true|false"))
NOT_CLOSED = "this quote is not closed behind the JSON"


def list_node(given: Given, problems: list[Problem]) -> Node:
    """Return the list that the values of an option make, as the AWS CLI puts it together."""
    nodes: list[Node] = []
    for value in given.values:
        node = item_node(value, problems)
        if isinstance(node, Sequence) and len(given.values) == 1:
            return node
        nodes += node.items if isinstance(node, Sequence) else [node]
    if not nodes or all(isinstance(node, Unknown) for node in nodes):
        return Unknown(given.span, "is not known")
    first, last = nodes[0].span, nodes[-1].span
    return Sequence(Decoded.whole(first.source), first.start, max(first.end, last.end), nodes)


def item_node(value: Gapped, problems: list[Problem]) -> Node:
    """Return what one word behind a list option stands for."""
    text = value.decoded.text
    span = value.decoded.span(0, len(text))
    if value.is_unknown or text.startswith(REFERENCES):
        return Unknown(span, "is not known")
    if text.lstrip()[:1] in ("[", "{"):
        return json_node(value, problems) or Unknown(span, "is not JSON")
    if shorthand.is_shorthand(text):
        return shorthand.parse(value)
    return Unknown(span, "is neither JSON nor shorthand")


def json_node(value: Gapped, problems: list[Problem]) -> Node | None:
    """Return the JSON value of a word; nothing is said about a description of syntax."""
    document = parse_json(value)
    if document.skeleton or document.root is None or is_skeleton(document.root):
        if document.root is None and not document.skeleton:
            problems += document.problems
        return None
    problems += [_in_quotes(problem, value.decoded, document) for problem in document.problems]
    return document.root


def yaml_node(value: Gapped, problems: list[Problem]) -> Node | None:
    """Return the YAML value of a word, to which JSON belongs; None where it stands elsewhere or is not known."""
    if value.is_unknown or value.decoded.text.startswith(REFERENCES):
        return None
    root, found = parse_yaml(value)
    if root is not None and is_skeleton(root):
        return None
    problems += found
    return root


def _in_quotes(problem: Problem, decoded: Decoded, document: Document) -> Problem:
    """Return a problem of JSON as one of JSON within shell quotes."""
    quote = decoded.span(0, 0).start - 1
    source = decoded.source
    end = getattr(document.root, "end", 0)
    rest = decoded.text[end:]
    behind = decoded.span(end, len(decoded.text))
    if rest.strip() and behind.contains(problem.span) and "\n" in rest[: len(rest) - len(rest.lstrip())]:
        return Problem("malformed-command", Span(source, max(quote, 0), quote + 1), NOT_CLOSED)
    return problem


def is_skeleton(root: Node) -> bool:
    """Tell whether JSON describes a syntax: `"Field": "string"`."""
    return any(
        isinstance(node, Scalar) and node.kind == "string" and node.raw in SKELETON_VALUES for node in walk(root)
    )
