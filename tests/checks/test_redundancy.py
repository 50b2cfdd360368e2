"""Redundant values: what covers what for every filling of the gaps, what may be removed, and what is left alone."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.api import Settings, lint_text
from ctlint.change import RemoveItem
from ctlint.checks.redundancy import redundant_value
from ctlint.checks.registry import Context
from ctlint.finding import Diagnostic
from ctlint.flaws import NONE
from ctlint.guard import ALWAYS
from ctlint.model import (
    AdvancedEventSelector,
    Condition,
    Deployment,
    Dialect,
    FieldSelector,
    Options,
    Trail,
    Values,
)
from ctlint.source import Source, Span
from ctlint.text import Decoded, Gap, Text

OPERATORS = ("Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith")
# Lower-case letters are known text, capital ones gaps.
PATTERNS = st.text("abXY", min_size=1, max_size=4)
LISTS = st.dictionaries(st.sampled_from(OPERATORS), st.lists(PATTERNS, min_size=1, max_size=4, unique=True))
FILLINGS = [dict(zip("XY", each, strict=True)) for each in product(("", "a", "b", "ab"), repeat=2)]


def build(lists: dict[str, list[str]]) -> tuple[Trail, dict[Span, tuple[str, str]]]:
    """Return a trail with one field selector, and the operator and pattern of the value at each place."""
    source = Source("a", "".join(pattern for values in lists.values() for pattern in values))
    places: dict[Span, tuple[str, str]] = {}
    conditions = []
    at = 0
    nowhere = Span(source, 0, 0)
    for operator, patterns in lists.items():
        texts = []
        for pattern in patterns:
            span = Span(source, at, at + len(pattern))
            places[span] = (operator, pattern)
            texts.append(Text(tuple(piece(source, at + offset) for offset in range(len(pattern))), span))
            at += len(pattern)
        name = Text.known(Decoded.whole(Source("b", operator)))
        conditions.append(Condition(name, Values(tuple(texts), True, nowhere)))
    field = FieldSelector(Text.known(Decoded.whole(Source("b", "eventName"))), tuple(conditions), True, nowhere)
    selector = AdvancedEventSelector(None, (field,), True, nowhere, 0, ALWAYS, Dialect(), "trail")
    trail = Trail("trail", None, "", nowhere, ALWAYS, Dialect())
    return trail._replace(advanced_event_selectors=Values((selector,), True, nowhere)), places


def piece(source: Source, at: int) -> Decoded | Gap:
    letter = source.text[at]
    return (
        Gap((letter,), Span(source, at, at + 1), letter)
        if letter.isupper()
        else Decoded.whole(source).slice(at, at + 1)
    )


def covers(operator: str, pattern: str, other: str, value: str) -> bool:
    """Tell whether all that one condition holds for, another does too, with the gaps filled in every way."""
    return all(_covers(operator, _fill(pattern, each), other, _fill(value, each)) for each in FILLINGS)


def _fill(pattern: str, filling: dict[str, str]) -> str:
    return "".join(filling.get(letter, letter) for letter in pattern)


def _covers(operator: str, literal: str, other: str, value: str) -> bool:
    plain, others = operator.removeprefix("Not"), other.removeprefix("Not")
    if (plain == operator) != (others == other) or others not in (plain, "Equals"):
        return False
    return {"Equals": value == literal, "StartsWith": value.startswith(literal), "EndsWith": value.endswith(literal)}[
        plain
    ]


@given(LISTS)
def test_a_value_is_redundant_where_another_covers_it_whatever_the_gaps_hold(lists: dict[str, list[str]]) -> None:
    trail, places = build(lists)
    found = {
        each.span: each for each in redundant_value(trail, Context(Deployment((trail,), ()), trail, Options()), NONE)
    }
    for span, finding in found.items():
        [related] = finding.related
        assert related.span != span
        assert covers(*places[related.span], *places[span])
    known = {span: each for span, each in places.items() if each[1].islower()}
    for span, value in known.items():
        others = [each for place, each in known.items() if place != span]
        if any(covers(*other, *value) for other in others):
            assert span in found


@given(LISTS)
def test_not_everything_is_redundant(lists: dict[str, list[str]]) -> None:
    """Of values that cover each other, the one that covers is never itself called redundant by them."""
    trail, places = build(lists)
    found = list(redundant_value(trail, Context(Deployment((trail,), ()), trail, Options()), NONE))
    covering = {finding.related[0].span for finding in found}
    assert len(found) < len(places) or not places
    assert covering - {finding.span for finding in found} or not found


def diagnose(arn: dict[str, list[str]], settings: Settings | None = None, quote: str = '"') -> list[Diagnostic]:
    plain = {"eventCategory": ["Data"], "resources.type": ["AWS::S3::Object"]}
    fields: list[dict[str, object]] = [{"Field": name, "Equals": values} for name, values in plain.items()]
    fields.append({"Field": "resources.ARN", **arn})
    text = json.dumps({"AdvancedEventSelectors": [{"Name": "n", "FieldSelectors": fields}]})
    text = text.replace('"arn:aws:s3:::acme-web/a"', f"{quote}arn:aws:s3:::acme-web/a{quote}")
    return lint_text(text, "selectors.json", settings or Settings()).diagnostics


def ids(found: list[Diagnostic]) -> list[str]:
    return [each.rule for each in found]


@pytest.mark.parametrize(
    ("conditions", "removed"),
    [
        ({"StartsWith": ["arn:aws:s3:::acme-web/", "arn:aws:s3:::acme-web/a"]}, "arn:aws:s3:::acme-web/a"),
        ({"StartsWith": ["arn:aws:s3:::acme-web/"], "Equals": ["arn:aws:s3:::acme-web/a"]}, None),
    ],
)
def test_a_list_does_not_become_empty(conditions: dict[str, list[str]], removed: str | None) -> None:
    [found] = diagnose(conditions)
    change = found.finding.change
    assert found.rule == "CT317"
    assert (change.span.text if isinstance(change, RemoveItem) else change) == removed


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["arn:aws:s3:::acme-web/*", "arn:aws:s3:::acme-web/*a"], ["CT304", "CT304"]),
        (["arn:aws:s3:::acme", "arn:aws:s3:::acme-web/"], ["CT306"]),
        (["arn:aws:s3:::acme-", "arn:aws:s3:::acme-web/"], ["CT306", "CT317"]),
        (["arn:aws:s3:::acme-web/", "arn:aws:s3:::acme-web/", "arn:aws:s3:::acme-web/a"], ["CT131", "CT317"]),
    ],
)
def test_a_value_that_is_not_what_it_seems_covers_nothing(values: list[str], expected: list[str]) -> None:
    assert ids(diagnose({"StartsWith": values})) == expected


def test_what_is_selected_does_not_matter_for_that() -> None:
    conditions = {"StartsWith": ["arn:aws:s3:::acme", "arn:aws:s3:::acme-web/"]}
    assert ids(diagnose(conditions, Settings(select=("CT317",)))) == []
    assert ids(diagnose(conditions, Settings(ignore=("CT306",)))) == []


def test_a_fault_in_the_syntax_makes_a_value_doubtful_too() -> None:
    conditions = {"StartsWith": ["arn:aws:s3:::acme-web/", "arn:aws:s3:::acme-web/a"]}
    assert ids(diagnose(conditions, quote="\u201d")) == ["CT002"]


@pytest.mark.parametrize(
    ("kind", "values", "covered"),
    [
        ("AWS::S3::Object", ["arn:aws:s3", "arn:aws:s3:::acme-web/"], ["arn:aws:s3:::acme-web/"]),
        ("AWS::S3::Object", ["arn:aws:s3:::acme-web/a", "arn:aws:s3:::acme-web/b"], []),
        (
            "AWS::Lambda::Function",
            ["arn:aws:lambda:eu-west-1:111122223333:function:a", "arn:aws:lambda:eu-west-1:111122223333:function:ab"],
            [],
        ),
        (
            "AWS::DynamoDB::Table",
            ["arn:aws:dynamodb:eu-west-1:111122223333:table/Orders", "arn:aws:dynamodb"],
            ["arn:aws:dynamodb:eu-west-1:111122223333:table/Orders"],
        ),
    ],
)
def test_basic_selectors(kind: str, values: list[str], covered: list[str]) -> None:
    selector = {"ReadWriteType": "All", "DataResources": [{"Type": kind, "Values": values}]}
    text = json.dumps({"TrailName": "main", "EventSelectors": [selector]})
    found = lint_text(text, "selectors.json", Settings()).diagnostics
    assert [(each.rule, each.span.text) for each in found] == [("CT317", value) for value in covered]


def test_what_one_expression_makes_several_of_cannot_be_removed() -> None:
    text = """
resource "aws_cloudtrail" "audit" {
  name           = "acme-audit"
  s3_bucket_name = "acme-logs"

  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = [for folder in ["", "a/"] : "arn:aws:s3:::acme-web/${folder}"]
    }
  }
}
"""
    [found] = lint_text(text, "main.tf", Settings()).diagnostics
    assert (found.rule, found.finding.change) == ("CT317", None)
    assert all(related.span != found.span for related in found.finding.related)
