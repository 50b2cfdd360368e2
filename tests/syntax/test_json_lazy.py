"""Lazy nodes are those of the ordinary parser, and what is not JSON is told instead of read."""

from __future__ import annotations

import pytest
from hypothesis import given

from ctlint.source import Source
from ctlint.syntax import json, json_lazy
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded
from tests.syntax.test_json import TEXTS


def shape(node: Node | None) -> object:
    """Return everything that a node tells: kinds, texts and places."""
    match node:
        case Scalar():
            return (node.kind, node.raw, node.text.value, node.span[1:], node.text.span[1:])
        case Sequence():
            return (node.span[1:], [shape(item) for item in node.items])
        case Mapping():
            return (node.span[1:], [(shape(pair.key), shape(pair.value)) for pair in node.pairs])
    raise AssertionError(node)


@given(TEXTS)
def test_nodes_are_those_of_the_ordinary_parser(text: str) -> None:
    origin = Decoded.whole(Source("plan.json", text))
    lazy = json_lazy.parse(origin)
    assert lazy.problems == []
    assert shape(lazy.root) == shape(json.parse(origin).root)


@pytest.mark.parametrize("text", [r'"a\ud83d"', r'{"\udca9": ["\ud83d\udca9"]}', ' [1 , {"a":2,"a":3}]\r\n', '"é"'])
def test_escapes_spaces_and_repeated_keys_are_the_same(text: str) -> None:
    origin = Decoded.whole(Source("plan.json", text))
    assert shape(json_lazy.parse(origin).root) == shape(json.parse(origin).root)


@pytest.mark.parametrize(
    ("text", "start", "message"),
    [
        ("", 0, "invalid JSON: expecting value"),
        ('{"a" 1}', 5, "invalid JSON: expecting ':' delimiter"),
        ('{"a": [1}', 8, "invalid JSON: expecting ',' delimiter"),
        ('{"a": "b', 6, "invalid JSON: unterminated string starting at"),
        ("[NaN]", 0, "invalid JSON: `NaN` is no value"),
        ("[] x", 3, "more text after the end of the JSON value"),
        ("[" * 100_000, 0, "the value is nested too deeply"),
    ],
)
def test_what_is_no_json_is_one_problem(text: str, start: int, message: str) -> None:
    document = json_lazy.parse(Decoded.whole(Source("plan.json", text)))
    assert document.root is None
    assert [(each.kind, each.span.start, each.message) for each in document.problems] == [
        ("unparsable", start, message)
    ]


def test_a_value_is_made_when_somebody_looks_at_it() -> None:
    document = json_lazy.parse(Decoded.whole(Source("plan.json", '{"a": {"b": [1, 2]}}')))
    assert isinstance(document.root, Mapping)
    inner = document.root.get("a")
    assert isinstance(inner, Mapping) and inner.get("b") is inner.get("b")
