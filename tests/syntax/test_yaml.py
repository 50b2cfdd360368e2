"""YAML nodes have the values of PyYAML's own nodes, and exact spans."""

from __future__ import annotations

from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from ctlint.source import Source
from ctlint.syntax import yaml
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded

LOADERS = [pytest.param(yaml.LOADER, id="libyaml"), pytest.param(pyyaml.BaseLoader, id="pure-python")]
SCALARS = st.text(st.sampled_from("ab:#'\"\\ \n\té😀-{}[],&*!|>%@"), max_size=12)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SCALARS, inner, max_size=4), max_leaves=12
)


def read(text: str, loader: type = yaml.LOADER) -> Node:
    documents = yaml.parse(Decoded.whole(Source("f.yaml", text)), loader)
    assert documents.problems == []
    return documents.roots[0]


def plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {plain(pair.key): plain(pair.value) for pair in node.pairs}
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


@pytest.mark.parametrize("loader", LOADERS)
@given(
    tree=TREES, style=st.sampled_from([None, "'", '"', "|", ">"]), flow=st.booleans(), width=st.sampled_from([8, 80])
)
def test_values_and_places(loader: type, tree: Any, style: str | None, flow: bool, width: int) -> None:
    text = pyyaml.dump(tree, default_style=style, default_flow_style=flow, width=width, allow_unicode=True)
    root = read(text, loader)
    # Not the tree itself: PyYAML does not always write what it reads back.
    assert plain(root) == pyyaml.load(text, Loader=pyyaml.BaseLoader)
    for scalar in scalars(root):
        decoded = scalar.text.pieces[0]
        assert isinstance(decoded, Decoded)
        for segment in decoded.segments:
            if segment.exact:
                length = segment.end - segment.start
                assert text[segment.start : segment.end] == decoded.text[segment.at : segment.at + length]
            assert scalar.span.start <= segment.start <= segment.end <= max(scalar.span.end, len(text))


def value_spans(text: str) -> list[tuple[str, str]]:
    return [(scalar.raw, scalar.text.span.text) for scalar in scalars(read(text))]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a: b", [("a", "a"), ("b", "b")]),
        ("a: 'b''c'", [("a", "a"), ("b'c", "b''c")]),
        ('a: "b\\u002Ac"', [("a", "a"), ("b*c", "b\\u002Ac")]),
        ("a: !Sub b", [("a", "a"), ("b", "b")]),
        ("a: &x !Ref 'b'", [("a", "a"), ("b", "b")]),
        ("a: b\n  c", [("a", "a"), ("b c", "b\n  c")]),
        ("a: |\n  b\n  c\n", [("a", "a"), ("b\nc\n", "b\n  c")]),
        ("- a # note\n- b", [("a", "a"), ("b", "b")]),
        ('a: ""', [("a", "a"), ("", '""')]),
    ],
)
def test_span_of_a_value_leaves_out_quotes_tags_and_anchors(text: str, spans: list[tuple[str, str]]) -> None:
    assert value_spans(text) == spans


def test_one_character_within_an_escape_or_a_block_has_its_own_place() -> None:
    text = 'a: "b\\u002Ac"\nb: |\n  one\n  t*o\n'
    first, second = (scalar.text for scalar in scalars(read(text)) if "*" in scalar.raw)
    assert first.span_of(1, 2).text == "\\u002A"
    at = second.pattern.index("*")
    assert second.span_of(at, at + 1).text == "*"
    assert second.span_of(at, at + 1).start_position == (4, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(end: str, mark: str) -> None:
    source = Source.decode("f.yaml", (mark + end.join(["a:", "  - 'é*'", ""])).encode())
    root = yaml.parse(Decoded.whole(source)).roots[0]
    value = scalars(root)[1].text
    assert value.span_of(1, 2).start_position == (2, 7)


def test_block_collections_end_with_their_last_child() -> None:
    root = read("a:\n  b: c\n\n# comment\nd: e\n")
    assert isinstance(root, Mapping)
    assert root.pairs[0].value.span.text == "b: c"


def test_documents_anchors_merge_keys_and_duplicates() -> None:
    text = "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3\nk: 4\nk: 5\n---\nc\n...\n"
    documents = yaml.parse(Decoded.whole(Source("f.yaml", text)))
    first, second = documents.roots
    assert isinstance(first, Mapping)
    assert plain(second) == "c"
    merged = first.get("b")
    assert isinstance(merged, Mapping)
    assert plain(merged) == {"k": "3", "l": "2"}
    assert [pair.merged for pair in merged.pairs] == [False, True]
    assert [name for name in first.names() if name == "k"] == ["k", "k"]


def test_kinds_follow_yaml_1_1() -> None:
    root = read("[yes, 'yes', NO, ~, null, 12, 1.5e3, -, a1, !!str true, on, 1_000]")
    kinds = [scalar.kind for scalar in scalars(root)]
    assert kinds == [
        "boolean", "string", "boolean", "null", "null", "number", "number", "string", "string", "string", "boolean",
        "number",
    ]  # fmt: skip


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("a: [1, 2\nb: 3\n", (2, 2), "flow sequence"),
        ("a:\n\t- b\n", (2, 1), "token"),
        ("a: *nowhere\n", (1, 4), "nowhere"),
        ("a: \x00\n", (1, 4), "U+0000"),
        ("a: é\x07\n", (1, 5), "U+0007"),
    ],
)
def test_faults_have_a_place(loader: type, text: str, position: tuple[int, int], message: str) -> None:
    problems = yaml.parse(Decoded.whole(Source("f.yaml", text)), loader).problems
    assert [(problem.kind, problem.span.start_position) for problem in problems] == [("unparsable", position)]
    assert message in problems[0].message


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("bomb", ["[" * 3000, "{a: " * 3000, "- " * 3000, "? " * 3000])
def test_depth_bombs_end_in_a_problem(loader: type, bomb: str) -> None:
    problems = yaml.parse(Decoded.whole(Source("f.yaml", bomb)), loader).problems
    assert [problem.kind for problem in problems] == ["unparsable"]


def test_billion_laughs_stay_small() -> None:
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    merges = ["m0: &m0 {x: 1}"] + [f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}], k{n}: 1}}" for n in range(1, 200)]
    documents = yaml.parse(Decoded.whole(Source("f.yaml", "\n".join(lines + merges))))
    assert documents.problems == []


def test_a_collection_that_contains_itself_stays_one_node() -> None:
    root = read("a: &x\n  - 1\n  - *x\n")
    assert isinstance(root, Mapping)
    value = root.get("a")
    assert isinstance(value, Sequence)
    assert value.items[1] is value
    assert value.span.text == "&x\n  - 1"


def test_yaml_inside_decoded_text_keeps_its_places() -> None:
    source = Source("f.md", "    a:\n      - b*\n")
    whole = Decoded.whole(source)
    from ctlint.text import DecodedBuilder

    builder = DecodedBuilder(whole)
    builder.copy(4, 7)
    builder.copy(11, len(source.text))
    root = yaml.parse(builder.build()).roots[0]
    assert scalars(root)[1].text.span_of(1, 2).start_position == (2, 10)
