"""Terraform expressions: what is known is evaluated, and what is not stays unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint.loaders.terraform.evaluate import evaluate
from ctlint.loaders.terraform.instance import Instance, Shared
from ctlint.loaders.terraform.module import load
from ctlint.model import Options
from ctlint.source import Source
from ctlint.syntax.node import Choice, Mapping, Node, Scalar, Sequence, Unknown

HEAD = """
variable "name" { type = string }
variable "names" { type = list(string) }
variable "on" { type = bool }
variable "given" { default = "x" }
locals {
  fixed = "acme"
  list  = ["a", "b", "c"]
  map   = { one = 1, two = "zwei", nested = { deep = [true] } }
  loop  = local.loop
  twice = [for x in local.list : "${x}${x}"]
}
"""
UNKNOWN = "unknown"


def value_of(expression: str, options: Options | None = None) -> Node:
    source = Source("main.tf", f"{HEAD}\nlocals {{\n  result = {expression}\n}}\n")
    loaded = load(".", [source])
    assert loaded.problems == {"main.tf": []}
    instance = Instance(loaded.module, "", None, Shared(options or Options()), lambda parent, name: None)
    return evaluate(loaded.module.locals["result"], instance.scope)


def plain(node: Node) -> Any:
    """Return a node as plain data; a gap as its expression, a choice as its alternatives."""
    match node:
        case Scalar(kind="null"):
            return None
        case Scalar(kind="boolean"):
            return node.text.value == "true" if node.text.value is not None else node.text.display
        case Scalar(kind="number"):
            return float(node.text.display)
        case Scalar():
            return node.text.display
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {plain(pair.key): plain(pair.value) for pair in node.pairs}
        case Choice():
            return (plain(node.when_true), plain(node.when_false))
        case Unknown():
            return UNKNOWN
    return "absent"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a${local.fixed}b"', "aacmeb"),
        ('"${local.list}"', ["a", "b", "c"]),
        ('"$${x} %%{y} \\u00e9\\n"', "${x} %{y} é\n"),
        ("<<EOT\n  one ${local.fixed}\ntwo\nEOT", "  one acme\ntwo\n"),
        ("<<-EOT\n    one\n      two ${local.fixed}\n    EOT", "one\n  two acme\n"),
        ("local.list[1]", "b"),
        ('local.map["two"]', "zwei"),
        ("local.map.nested.deep[0]", True),
        ("local.twice", ["aa", "bb", "cc"]),
        ("[for i, x in local.list : x if i != 1]", ["a", "c"]),
        ("{for x in local.list : upper(x) => x}", {"A": "a", "B": "b", "C": "c"}),
        ("[for k, v in {b = 1, a = 2} : k]", ["b", "a"]),
        ("local.map[*].one", [1.0]),
        ("[{a = 1}, {a = 2}][*].a", [1.0, 2.0]),
        ("1 + 2 * 3 - -1", 8.0),
        ("!(1 > 2) && true", True),
        ('"a" == "b" || 3 >= 3', True),
        ('local.fixed == "acme" ? "yes" : "no"', "yes"),
        ('concat(["a"], local.list, [])', ["a", "a", "b", "c"]),
        ('merge({a = 1, b = 1}, {b = 2})', {"a": 1.0, "b": 2.0}),
        ('toset(["b", "a", "b"])', ["b", "a"]),
        ("flatten([[1, [2]], 3])", [1.0, 2.0, 3.0]),
        ('compact(["a", "", null])', ["a"]),
        ('keys({b = 1, a = 2})', ["a", "b"]),
        ('values({b = 1, a = 2})', [2.0, 1.0]),
        ('lookup({a = "x"}, "b", "default")', "default"),
        ("element(local.list, 4)", "b"),
        ("length(local.list) + length(\"four\")", 7.0),
        ('format("arn:%s:%d%%", local.fixed, 3)', "arn:acme:3%"),
        ('formatlist("%s/%s", ["a", "b"], "x")', ["a/x", "b/x"]),
        ('join("-", local.list)', "a-b-c"),
        ('split(",", "a,b")', ["a", "b"]),
        ('replace("a-b", "-", "+")', "a+b"),
        ('title(lower("HELLO world"))', "Hello World"),
        ('trimsuffix("a/", "/")', "a"),
        ('trimprefix("xa", "x")', "a"),
        ('startswith("ab", "a") && endswith("ab", "b")', True),
        ('contains(local.list, "b")', True),
        ('coalesce(null, "", "x")', "x"),
        ('coalescelist([], ["x"])', ["x"]),
        ('try(local.map.three, "fallback")', "fallback"),
        ("can(local.map.one)", True),
        ('jsondecode("{\\"a\\": [1]}")', {"a": [1.0]}),
        ('jsonencode({a = [1, "x", null, true]})', '{"a":[1,"x",null,true]}'),
        ('zipmap(["a", "b"], [1, 2])', {"a": 1.0, "b": 2.0}),
        ('setproduct(["a"], ["x", "y"])', [["a", "x"], ["a", "y"]]),
        ("range(1, 7, 3)", [1.0, 4.0]),
        ('one(["x"])', "x"),
        ("one([])", None),
        ('sort(["b", "a"])', ["a", "b"]),
        ("reverse(local.list)", ["c", "b", "a"]),
        ("slice(local.list, 1, 3)", ["b", "c"]),
        ("tomap({a = 1})", {"a": 1.0}),
        ('concat(["a"], [["b"], ["c"]]...)', ["a", "b", "c"]),
        ("var.name", "${var.name}"),
        ('"x-${var.name}-y"', "x-${var.name}-y"),
        ('["a", var.name]', ["a", "${var.name}"]),
        ("concat(var.names, [\"x\"])", [UNKNOWN, "x"]),
        ("[for n in var.names : n]", UNKNOWN),
        ('[for n in var.names : "x-${n}"]', [("x-${n}", "absent"), UNKNOWN]),
        ('[for n in concat(["a"], var.names) : "x-${n}"]', ["x-a", ("x-${n}", "absent"), UNKNOWN]),
        ('{for n in var.names : n => "x"}', UNKNOWN),
        ('[for n in (var.on ? ["a"] : []) : upper(n)]', (["A"], [])),
        ('[for n in ["a", "b"] : n if n != var.name]', [("a", "absent"), ("b", "absent")]),
        ('compact([var.on ? "a" : "", "b"])', [("a", "absent"), "b"]),
        ('[for n in compact([var.on ? "a" : ""]) : "x-${n}"]', [("x-a", "absent")]),
        ('compact(["${var.name}${var.given}", "x${var.name}"])', [UNKNOWN, "x${var.name}"]),
        ('var.on ? "yes" : "no"', ("yes", "no")),
        ('"arn:${var.on ? "a" : "b"}"', ("arn:a", "arn:b")),
        ("var.given", "${var.given}"),
        ("local.loop", UNKNOWN),
        ("local.nothing", UNKNOWN),
        ("length(var.names)", UNKNOWN),
        ("upper(var.name)", UNKNOWN),
        ("sha256(local.fixed)", UNKNOWN),
        ("aws_s3_bucket.logs.arn", "arn:${partition}:s3:::${aws_s3_bucket.logs}"),
        ('"${aws_s3_bucket.logs.arn}/*"', "arn:${partition}:s3:::${aws_s3_bucket.logs}/*"),
        ('aws_s3_bucket.logs["a"].id', "${aws_s3_bucket.logs[a]}"),
        ("aws_vpc.main.id", "${aws_vpc.main.id}"),
        ("data.aws_partition.current.partition", "${data.aws_partition.current.partition}"),
        ("each.key", "${each.key}"),
        ("path.module", "${path.module}"),
        ('"%{ if true }a%{ endif }"', UNKNOWN),
    ],
)  # fmt: skip
def test_value(expression: str, expected: Any) -> None:
    found = plain(value_of(expression))
    assert found == expected and type(found) is type(expected)


def test_assumptions_and_defaults() -> None:
    options = Options(partition="aws-cn", region="cn-north-1", account="111122223333", fill_defaults=True)
    found = value_of('"${data.aws_partition.x.partition}/${data.aws_region.x.name}/${var.given}"', options)
    assert plain(found) == "aws-cn/cn-north-1/x"


def test_positions_lead_to_the_value() -> None:
    node = value_of('"${local.fixed}/*"')
    assert isinstance(node, Scalar)
    assert node.text.span.text == "${local.fixed}/*"
    assert node.text.span_of(0, 4).text == "acme"
    assert node.text.span_of(5, 6).text == "*"


def pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


# `$$` and `%%` before a brace are escapes of their own.
STRINGS = st.text(st.sampled_from('ab é$%{}"\\\n😀'), max_size=6).filter(
    lambda text: not {"$$", "%%"} & set(pairs(text))
)
JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-99, 99).map(float),
        STRINGS,
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_ -", max_size=4), inner, max_size=3),
    max_leaves=10,
)


def written(value: Any) -> str:
    """Return a value in Terraform's language."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, float):
        return str(int(value))
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)} = {written(item)}" for key, item in value.items()) + "}"
    return {None: "null", True: "true", False: "false"}[value]


@settings(deadline=None)
@given(JSON_VALUES)
def test_known_values_are_themselves_however_they_are_passed_on(value: Any) -> None:
    text = written(value)
    assert plain(value_of(text)) == value
    assert plain(value_of(f"try({text}, 1)")) == value
    assert plain(value_of(f"flatten([[{text}]])[0]" if not isinstance(value, list) else f"one([{text}])")) == value
    assert plain(value_of(f"[for x in [{text}] : x][0]")) == value
    assert plain(value_of(f"{{a = {text}}}.a")) == value
    assert plain(value_of(f"jsondecode(jsonencode({text}))")) == value
