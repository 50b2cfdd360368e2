"""What a file has against a schema, and where."""

from __future__ import annotations

from ctlint import validation
from ctlint.change import RenameKey, SetValue
from ctlint.source import Source
from ctlint.syntax import yaml
from ctlint.text import Decoded

PAGE = """\
id: CT321
name: some-name
severity: error
basis: doc
summary: the value cannot be what it says
why: It is accepted, and then nothing at all is recorded.
hint: write another value
references: ["https://docs.aws.amazon.com/"]
examples:
  - title: an example
    bad: "a: b  # expect: CT321"
  - title: another one
    good: "a: b"
"""


def messages(text: str) -> list[str]:
    return [validation.one_line(problem) for problem in validation.check(Source("p.yaml", text), "rule-page")]


def test_a_valid_page() -> None:
    assert messages(PAGE) == []


def test_an_unknown_key_is_shown_where_it_stands() -> None:
    text = PAGE.replace("hint:", "hints:")
    assert messages(text) == [
        "p.yaml:1:1: key `hint` is missing",
        "p.yaml:7:1: unknown key `hints`; did you mean `hint`?",
    ]
    change = validation.check(Source("p.yaml", text), "rule-page")[1].change
    assert isinstance(change, RenameKey) and change.name == "hint"


def test_a_value_out_of_a_closed_list() -> None:
    text = PAGE.replace("severity: error", "severity: warnin")
    assert messages(text) == [
        "p.yaml:3:11: `severity` is `warnin`; expected `error`, `warning` or `note`; did you mean `warning`?"
    ]
    change = validation.check(Source("p.yaml", text), "rule-page")[0].change
    assert isinstance(change, SetValue) and change.span.text == "warnin"


def test_wrong_types_and_patterns() -> None:
    text = PAGE.replace("name: some-name", "name: [some]").replace("CT321\n", "321\n", 1).replace('"https:', '"http:')
    assert messages(text) == [
        "p.yaml:1:5: `id` is a number; a string is expected",
        "p.yaml:2:7: `name` is a list; a string is expected",
        "p.yaml:8:14: `references` is no https address",
    ]


def test_either_of_two_keys() -> None:
    assert messages(PAGE.replace("    good:", "    filename:")) == ["p.yaml:12:5: key `bad` or `good` is missing"]


def test_a_key_that_is_no_name() -> None:
    text = PAGE.replace("severity: error", "severity: {default: error, Other One: note}")
    assert messages(text) == ["p.yaml:3:28: key `Other One` is no name: lower-case words joined by dashes are expected"]


def test_a_duplicate_key() -> None:
    assert messages(PAGE + "basis: live\n") == ["p.yaml:14:1: key `basis` stands twice in one mapping"]


def test_lists_that_are_too_short_or_repeat_themselves() -> None:
    text = PAGE.replace('["https://docs.aws.amazon.com/"]', "[]") + "yields-to: [CT101, CT101]\n"
    assert messages(text) == [
        "p.yaml:8:13: `references` has fewer items than 1",
        "p.yaml:14:12: `yields-to` holds the same item twice",
    ]


def test_broken_text_and_several_documents() -> None:
    assert messages("a: [")[0].startswith("p.yaml:1:5: ")
    assert messages("a: 1\n---\nb: 2\n") == ["p.yaml:1:1: the file holds 2 documents; one is expected"]
    assert messages("- a\n") == ["p.yaml:1:1: the value is a list; an object is expected"]


def test_yaml_values_are_read_as_json_would() -> None:
    roots = yaml.parse(Decoded.whole(Source("p.yaml", "[yes, 1, 1.5, ~, '1', x]"))).roots
    assert validation.plain(roots[0]) == [True, 1, 1.5, None, "1", "x"]
