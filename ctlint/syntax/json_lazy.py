"""Large JSON that a program wrote, to nodes that are made when somebody looks at them."""

from __future__ import annotations

import json
import re
from functools import partial

from ctlint.problem import Problem
from ctlint.syntax.json import TOO_MUCH, Document
from ctlint.syntax.json_strings import decode_scalar, unescape
from ctlint.syntax.node import Kind, Mapping, Node, Pair, Scalar, Sequence
from ctlint.text import Decoded

SPACE = re.compile(r"[ \t\r\n]*")


def _drop(_: object) -> None:
    """Stand in for a value that nobody looks at."""


def _refuse(word: str) -> None:
    raise ValueError(f"`{word}` is no value")


# Passing over a megabyte in C takes 8 ms; making nodes of it would take a hundred times that. Objects are
# dropped as soon as they are read, so that memory stays at a little more than the text.
_skip = json.JSONDecoder(object_pairs_hook=_drop, parse_constant=_refuse).raw_decode


def parse(origin: Decoded) -> Document:
    """Return the value of a valid JSON text; of any other only what is wrong with it."""
    try:
        root, end = _make(origin, _after_space(origin.text, 0))
    except RecursionError:
        return _broken(origin, 0, "the value is nested too deeply")
    except json.JSONDecodeError as error:
        return _broken(origin, error.pos, f"invalid JSON: {error.msg.lower()}")
    except ValueError as error:
        return _broken(origin, 0, f"invalid JSON: {error}")
    end = _after_space(origin.text, end)
    if end < len(origin.text):
        return _broken(origin, end, TOO_MUCH)
    return Document(root, [])


def _broken(origin: Decoded, place: int, message: str) -> Document:
    span = origin.span(place, min(place + 1, len(origin.text)))
    return Document(None, [Problem("unparsable", span, message)])


def _make(origin: Decoded, start: int) -> tuple[Node, int]:
    """Return the value that begins at an offset, and where it ends."""
    text = origin.text
    value, end = _skip(text, start)
    first = text[start]
    if first == "{":
        return Mapping(origin, start, end, [], make=partial(_pairs, origin, start)), end
    if first == "[":
        return Sequence(origin, start, end, [], make=partial(_items, origin, start)), end
    if first == '"':
        if text.find("\\u", start, end) >= 0:
            value = unescape(text[start + 1 : end - 1])  # `json` lets half of a surrogate pair through
        return Scalar(origin, start, end, value, "string", decode_scalar), end
    kind: Kind = "null" if first == "n" else "boolean" if first in "tf" else "number"
    return Scalar(origin, start, end, text[start:end], kind, decode_scalar), end


def _pairs(origin: Decoded, start: int) -> list[Pair]:
    text = origin.text
    pairs: list[Pair] = []
    position = _after_space(text, start + 1)
    while text[position] != "}":
        key, position = _make(origin, position)
        position = _after_space(text, _after_space(text, position) + 1)  # behind the colon
        value, position = _make(origin, position)
        pairs.append(Pair(key, value))
        position = _after_comma(text, position)
    return pairs


def _items(origin: Decoded, start: int) -> list[Node]:
    text = origin.text
    items: list[Node] = []
    position = _after_space(text, start + 1)
    while text[position] != "]":
        item, position = _make(origin, position)
        items.append(item)
        position = _after_comma(text, position)
    return items


def _after_comma(text: str, position: int) -> int:
    position = _after_space(text, position)
    return _after_space(text, position + 1) if text[position] == "," else position


def _after_space(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match else position
