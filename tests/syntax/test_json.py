"""JSON nodes have the values of Python's json, exact spans, and repairs that make what is broken valid."""

from __future__ import annotations

import json as standard
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.change import Edit
from ctlint.problem import Problem
from ctlint.source import Source
from ctlint.syntax import json
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence, Unknown
from ctlint.text import Decoded

STRINGS = st.text(st.sampled_from("abz09 :,.*/\\\"'[]{}-_#\n\té€😀“”"), max_size=10)
VALUES = STRINGS | st.booleans() | st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4), max_leaves=10
)
TEXTS = st.builds(
    lambda tree, indent, ascii_only: standard.dumps(tree, indent=indent, ensure_ascii=ascii_only),
    TREES,
    st.sampled_from((None, 0, 2)),
    st.booleans(),
)
INSERTIONS = [
    "",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "“",
    "”",
    "x",
    "1",
    " ",
    "\n",
    "\\",
    "// c\n",
    "/*c*/",
    "\xa0",
    ";",
]


def parse(text: str) -> json.Document:
    return json.parse(Decoded.whole(Source("f.json", text)))


def read(text: str) -> Node:
    document = parse(text)
    assert document.problems == []
    assert document.root is not None
    return document.root


def plain(node: Node | None) -> Any:
    """Return a tree as Python's json does; a lone surrogate is U+FFFD."""
    match node:
        case Scalar(kind="string"):
            return node.raw
        case Scalar():
            return standard.loads(node.raw)
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {pair.key.raw: plain(pair.value) for pair in node.pairs if isinstance(pair.key, Scalar)}
    raise AssertionError(node)


def scalars(node: Node) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [scalar for item in node.items for scalar in scalars(item)]
        case Mapping():
            return [scalar for pair in node.pairs for part in (pair.key, pair.value) for scalar in scalars(part)]
    return []


def load(text: str) -> Any:
    """Return what Python's json reads, with the characters that this parser gives for lone surrogates."""
    return standard.loads(
        re.sub(r"[\ud800-\udfff]", "\ufffd", standard.dumps(standard.loads(text), ensure_ascii=False))
    )


def repaired(text: str, problems: list[Problem]) -> str:
    """Return a text with the edits of all problems."""
    edits = sorted(
        (problem.change for problem in problems if isinstance(problem.change, Edit)),
        key=lambda edit: (edit.span.start, edit.span.end),
    )
    parts, position = [], 0
    for edit in edits:
        assert edit.span.start >= position, "edits overlap"
        parts += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*parts, text[position:]])


@given(TEXTS)
def test_values_are_those_of_python(text: str) -> None:
    assert plain(read(text)) == load(text)


@given(TEXTS)
def test_each_scalar_stands_where_its_span_says(text: str) -> None:
    for scalar in scalars(read(text)):
        written = standard.loads(scalar.span.text)
        assert written == (scalar.raw if scalar.kind == "string" else standard.loads(scalar.raw))


@given(TEXTS)
def test_each_character_stands_where_its_span_says(text: str) -> None:
    for scalar in scalars(read(text)):
        value = scalar.text
        assert value.value == scalar.raw
        for at, character in enumerate(scalar.raw):
            there = value.span_of(at, at + 1).text
            assert standard.loads(f'"{there}"' if scalar.kind == "string" else f'"{character}"') == character


def mutilated(text: str, at: int, removed: int, inserted: str) -> str:
    at = at % (len(text) + 1)
    return text[:at] + inserted + text[at + removed :]


@given(TEXTS, st.integers(0, 10_000), st.integers(0, 2), st.sampled_from(INSERTIONS))
def test_repairs_make_valid_json_of_the_value_that_was_read(text: str, at: int, removed: int, inserted: str) -> None:
    broken = mutilated(text, at, removed, inserted)
    document = parse(broken)
    if not document.problems and document.root is not None and not document.skeleton:
        assert plain(document.root) == load(broken)
    elif document.root is not None and all(isinstance(problem.change, Edit) for problem in document.problems):
        assert plain(document.root) == load(repaired(broken, document.problems))


@given(TEXTS, st.integers(0, 10_000), st.integers(0, 2), st.sampled_from(INSERTIONS))
def test_nothing_that_json_rejects_is_taken_silently(text: str, at: int, removed: int, inserted: str) -> None:
    broken = mutilated(text, at, removed, inserted)
    try:
        standard.loads(broken)
    except ValueError:
        document = parse(broken)
        assert document.problems or document.skeleton or document.root is None


REPAIRS = [
    ('{"a": 1,}', ",", 7, "a comma before `}`", '{"a": 1}'),
    ("[1,,2]", ",", 3, "a comma has no value before it", "[1,2]"),
    ("[,1]", ",", 1, "a comma has no value before it", "[1]"),
    ("[1 2]", "", 2, "a comma is missing", "[1, 2]"),
    ('{"a" 1}', "", 4, "a colon is missing", '{"a": 1}'),
    ('{"a":: 1}', ":", 5, "a colon has no key before it", '{"a": 1}'),
    ('{"a" = 1}', "=", 5, "`=` stands where a colon belongs", '{"a" : 1}'),
    ('{"a": 1; "b": 2}', ";", 7, "`;` stands where a comma belongs", '{"a": 1, "b": 2}'),
    ('{"a": [1, "b": 2}', "", 8, "`]` is missing", '{"a": [1], "b": 2}'),
    ('{"a": ["b": 1]}', ":", 10, "a colon within a list", None),
    ('{"a": [1, 2}', "", 11, "`]` is missing", '{"a": [1, 2]}'),
    ('{"a": {"b": 1]}', "]", 13, "`]` closes what a `{` opened", '{"a": {"b": 1}}'),
    ('[{"a": 1]}]', "]", 8, "a stray `]`", '[{"a": 1}]'),
    ('[{"a": 1}]}', "}", 10, "a stray `}`", '[{"a": 1}]'),
    ('[{"a": 1}', "", 9, "`]` is missing at the end", '[{"a": 1}]'),
    ("{a: 1}", "a", 1, "`a` needs double quotes", '{"a": 1}'),
    ("{1: 1}", "1", 1, "key `1` needs double quotes", '{"1": 1}'),
    ("[arn:aws:s3:::b/]", "arn:aws:s3:::b/", 1, "`arn:aws:s3:::b/` needs double quotes", '["arn:aws:s3:::b/"]'),
    ("[012]", "012", 1, "`012` needs double quotes", '["012"]'),
    ("[True]", "True", 1, "`True` is written `true` in JSON", "[true]"),
    ("['it\\'s \"b\"']", "'it\\'s \"b\"'", 1, "single quotes around a string", '["it\'s \\"b\\""]'),
    ("[“b”]", "“b”", 1, "typographic quotes around a string", '["b"]'),
    ('["b”]', '"', 1, "the string that begins here is not closed", '["b"]'),
    ('["b]', '"', 1, "the string that begins here is not closed", '["b"]'),
    ('["b, "c"]', '"', 1, "the string that begins here is not closed", '["b", "c"]'),
    ('["b,"c"]', '"', 1, "the string that begins here is not closed", '["b","c"]'),
    ('{"a: "c"}', '"', 1, "the string that begins here is not closed", '{"a": "c"}'),
    ('{"a:"c"}', '"', 1, "the string that begins here is not closed", '{"a":"c"}'),
    ('{"a": "b,\n "c": 1}', '"', 6, "the string that begins here is not closed", '{"a": "b",\n "c": 1}'),
    ('[b", "c"]', "b", 1, "`b` has no opening quote", '["b", "c"]'),
    ('["b\nc"]', "\n", 3, "a line break within a string", '["b\\nc"]'),
    ('["b\tc\t"]', "\t", 3, "a tab within a string", '["b\\tc\\t"]'),
    ('["b\\xc"]', "\\x", 3, "`\\x` is not an escape in JSON", '["bxc"]'),
    ("[1] // c", "// c", 4, "JSON has no comments", "[1] "),
    ("[1 /* c */]", "/* c */", 3, "JSON has no comments", "[1 ]"),
    ("# c\n[1]", "# c", 0, "JSON has no comments", "\n[1]"),
    ("[\xa01]", "\xa0", 1, "character U+00A0 is not white space in JSON", "[ 1]"),
    ("[1]\n[2]", "[", 4, "more text after the end of the JSON value", None),
    ('{"a": }', '"a"', 1, "`a` has no value", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "start", "message", "meant"),
    REPAIRS,
    ids=[repair[0] for repair in REPAIRS],
)
def test_a_slip_is_told_where_it_is(text: str, place: str, start: int, message: str, meant: str | None) -> None:
    problems = parse(text).problems
    first = problems[0]
    assert (first.kind, first.span.text, first.span.start, first.message) == ("lenient-syntax", place, start, message)
    if meant is not None:
        assert len(problems) == 1
        assert repaired(text, problems) == meant


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("nothing of the kind", 0, "a JSON value is expected"),
        ("[(1)]", 1, "unexpected character `(`"),
        ("[\x00]", 1, "unexpected character U+0000"),
        ('{"a": 1 /* b', 8, "a comment that never ends"),
        ("{[1]}", 1, "a key in double quotes was expected"),
        ("[" * 500, 400, "is nested more than 400 levels deep"),
    ],
)
def test_what_cannot_be_repaired_is_told_where_it_is(text: str, place: int, message: str) -> None:
    last = parse(text).problems[-1]
    assert (last.kind, last.span.start, last.message) == ("unparsable", place, message)


def test_what_stands_before_a_fault_is_kept_and_the_rest_is_unknown() -> None:
    root = parse('{"a": [1, {"b": (3)}], "c": 4}').root
    assert isinstance(root, Mapping)
    items = root.get("a")
    assert isinstance(items, Sequence) and isinstance(items.items[1], Mapping)
    assert isinstance(items.items[1].get("b"), Unknown)
    assert plain(items.items[0]) == 1
    assert [isinstance(item, Unknown) for item in items.items] == [False, False, True]
    assert [isinstance(pair.key, Unknown) for pair in root.pairs] == [False, True]


def test_a_missing_value_is_unknown() -> None:
    root = parse('{"a": , "b": 1}').root
    assert isinstance(root, Mapping)
    assert isinstance(root.get("a"), Unknown)
    assert plain(root.get("b")) == 1


def test_a_text_with_too_many_slips_is_no_json() -> None:
    document = parse("[" + "'a'," * 100 + "1]")
    assert [(problem.kind, problem.span.start) for problem in document.problems] == [("unparsable", 1)]


def test_deep_nesting_ends_in_one_problem() -> None:
    text = '{"a": [' * 50_000
    assert [problem.message for problem in parse(text).problems] == ["is nested more than 400 levels deep"]


def test_surrogate_pairs_are_one_character_each() -> None:
    scalar = scalars(read('["x\\ud83d\\ude00y"]'))[0]
    assert scalar.raw == "x😀y"
    assert scalar.text.span_of(1, 2).text == "\\ud83d\\ude00"
    assert scalar.text.span_of(2, 3).text == "y"


@pytest.mark.parametrize("text", ['["\\ud83d"]', '["\\ude00"]', '["\\ud83d\\ud83d"]', '["\\ud83dx"]'])
def test_lone_surrogates_become_replacement_characters(text: str) -> None:
    assert plain(read(text)) == load(text)


def test_duplicate_keys_are_kept_in_order() -> None:
    root = read('{"a": 1, "b": 2, "a": 3}')
    assert isinstance(root, Mapping)
    assert [(key.raw, value.raw) for key, value, _ in root.pairs if isinstance(key, Scalar) and isinstance(value, Scalar)] == [
        ("a", "1"), ("b", "2"), ("a", "3"),
    ]  # fmt: skip


def test_big_numbers_are_kept_as_written() -> None:
    digits = "1" * 5_000
    assert [scalar.raw for scalar in scalars(read(f"[{digits}, 1e999, -0.0]"))] == [digits, "1e999", "-0.0"]


@pytest.mark.parametrize("text", ['{"a": [...]}', '{"a": "b"|"c"}', '{"a": "b", …}'])
def test_a_description_of_syntax_is_a_skeleton(text: str) -> None:
    document = parse(text)
    assert document.skeleton
    assert document.problems == []


@pytest.mark.parametrize("text", ['{"a": <bucket name>, "b": 1}', '{"a": ${VALUE}, "b": 1}', '{"a": $VALUE, "b": 1}'])
def test_a_placeholder_is_unknown(text: str) -> None:
    root = read(text)
    assert isinstance(root, Mapping)
    assert isinstance(root.get("a"), Unknown)
    assert plain(root.get("b")) == 1


def test_spans_lead_through_an_outer_text() -> None:
    source = Source("f.sh", "--x '[\"a\", 'b']' # end")
    start = source.text.index("[")
    document = json.parse(Decoded.whole(source).slice(start, len(source.text) - 7))
    assert [(problem.span.text, problem.span.start) for problem in document.problems] == [("'b'", 11)]
    assert document.root is not None
    assert [scalar.span.text for scalar in scalars(document.root)] == ['"a"', "'b'"]
