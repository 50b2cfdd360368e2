"""The functions of Terraform's language that make strings, and what all of its functions share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from ctlint.loaders.terraform import values
from ctlint.loaders.terraform.evaluate import shown
from ctlint.source import Span
from ctlint.syntax import json as json_syntax
from ctlint.syntax.node import Choice, Mapping, Node, Scalar, Sequence, Unknown
from ctlint.text import Decoded, Gap, Text

Function = Callable[[list[Node], Span], Node]
FORMAT = re.compile(r"%(?:([svdq])|(%)|.)", re.DOTALL)


def unknown(span: Span) -> Unknown:
    return Unknown(span, "a function of unknown values")


def concat(arguments: list[Node], span: Span) -> Node:
    items: list[Node] = []
    for argument in arguments:
        items += argument.items if isinstance(argument, Sequence) else [Unknown(argument.span, "more items")]
    return values.sequence(items, span)


def _text_of(node: Node) -> tuple[Decoded | Gap, ...]:
    """Return the pieces of a value in a string; one gap for what is unknown."""
    if isinstance(node, Scalar) and node.kind != "null":
        return node.text.pieces
    return (values.unknown_part(node.span, shown(node.span)),)


def format_text(arguments: list[Node], span: Span) -> Node:
    template = arguments[0]
    decoded = template.text.pieces[0] if isinstance(template, Scalar) and len(template.text.pieces) == 1 else None
    if not isinstance(decoded, Decoded):
        return unknown(span)
    pieces: list[Decoded | Gap] = []
    rest = list(arguments[1:])
    position = 0
    for match in FORMAT.finditer(decoded.text):
        if match.start() > position:
            pieces.append(decoded.slice(position, match.start()))
        position = match.end()
        if match[2]:
            pieces.append(values.literal("%", decoded.span(match.start(), match.end())))
        elif not match[1] or not rest:
            return unknown(span)
        else:
            quote = [values.literal('"', span)] if match[1] == "q" else []
            pieces += [*quote, *_text_of(rest.pop(0)), *quote]
    if position < len(decoded.text) or not pieces:
        pieces.append(decoded.slice(position, len(decoded.text)))
    return values.text(pieces, template.span)


def format_list(arguments: list[Node], span: Span) -> Node:
    lists = [values.known_items(argument) if isinstance(argument, Sequence) else None for argument in arguments[1:]]
    if any(isinstance(argument, Unknown | Choice) for argument in arguments[1:]):
        return unknown(span)
    if any(
        items is None and isinstance(argument, Sequence) for items, argument in zip(lists, arguments[1:], strict=True)
    ):
        return unknown(span)
    length = max((len(items) for items in lists if items is not None), default=1)
    rows: list[Node] = []
    for at in range(length):
        row = [items[at] if items is not None else argument
               for items, argument in zip(lists, arguments[1:], strict=True) if items is None or at < len(items)]  # fmt: skip
        rows.append(format_text([arguments[0], *row], span))
    return values.sequence(rows, span)


def join(arguments: list[Node], span: Span) -> Node:
    separator, items = arguments[0], values.known_items(concat(arguments[1:], span))
    if not isinstance(separator, Scalar) or items is None:
        return unknown(span)
    pieces: list[Decoded | Gap] = []
    for at, item in enumerate(items):
        if at and separator.text.pattern:
            pieces += separator.text.pieces
        pieces += _text_of(item)
    return values.text(pieces or [values.literal("", span)], span)


def split(arguments: list[Node], span: Span) -> Node:
    separator = values.known_string(arguments[0])
    text = arguments[1].text if isinstance(arguments[1], Scalar) else None
    if not separator or text is None or text.value is None:
        return unknown(span)
    items: list[Node] = []
    position = 0
    for part in text.pattern.split(separator):
        place = text.span_of(position, position + len(part))
        items.append(Scalar.of(Text((values.literal(part, place),), place)))
        position += len(part) + len(separator)
    return values.sequence(items, span)


def replace(arguments: list[Node], span: Span) -> Node:
    text, old, new = (values.known_string(argument) for argument in arguments)
    if text is None or old is None or new is None:
        return unknown(span)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        return unknown(span)  # a regular expression, in RE2's dialect
    if len(text) + text.count(old) * len(new) > values.MAX_LENGTH:
        return unknown(span)
    return values.string(text.replace(old, new), arguments[0].span)


def mapped(function: Callable[[str], str]) -> Function:
    def apply(arguments: list[Node], span: Span) -> Node:
        text = values.known_string(arguments[0])
        return values.string(function(text), arguments[0].span) if text is not None else unknown(span)

    return apply


def title(text: str) -> str:
    return re.sub(r"(?:^|(?<=\s))\S", lambda match: match[0].upper(), text)


def trim_suffix(arguments: list[Node], span: Span) -> Node:
    return _trimmed(arguments, span, at_end=True)


def trim_prefix(arguments: list[Node], span: Span) -> Node:
    return _trimmed(arguments, span, at_end=False)


def _trimmed(arguments: list[Node], span: Span, at_end: bool) -> Node:
    text, part = arguments[0], values.known_string(arguments[1])
    if not isinstance(text, Scalar) or part is None:
        return unknown(span)
    known = text.text.value
    if known is None:
        return unknown(span)
    return values.string(known.removesuffix(part) if at_end else known.removeprefix(part), text.span)


def tested(test: Callable[[str, str], bool]) -> Function:
    def apply(arguments: list[Node], span: Span) -> Node:
        text, part = (values.known_string(argument) for argument in arguments)
        return values.boolean(test(text, part), span) if text is not None and part is not None else unknown(span)

    return apply


def json_encode(arguments: list[Node], span: Span) -> Node:
    if not values.is_known(arguments[0]):
        return unknown(span)
    return values.string(json.dumps(_plain(arguments[0]), separators=(",", ":")), span)


def _plain(node: Node) -> object:
    match node:
        case Sequence():
            return [_plain(item) for item in node.items]
        case Mapping():
            return {key: _plain(pair.value) for key, pair in values.known_entries(node) or ()}
        case Scalar(kind="null"):
            return None
        case Scalar(kind="boolean"):
            return node.text.value == "true"
        case Scalar(kind="number"):
            number = float(node.text.value or 0)
            return int(number) if number == int(number) else number
        case Scalar():
            return node.text.value
    return None


def json_decode(arguments: list[Node], span: Span) -> Node:
    (text,) = arguments
    piece = text.text.pieces[0] if isinstance(text, Scalar) and len(text.text.pieces) == 1 else None
    if not isinstance(piece, Decoded):
        return unknown(span)
    document = json_syntax.parse(piece)
    return document.root if document.root is not None and not document.problems else unknown(span)
