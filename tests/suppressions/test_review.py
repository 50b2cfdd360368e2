"""What suppressions keep from being reported, and what is said of them."""

from __future__ import annotations

import json

import pytest

from ctlint import reporters
from ctlint.api import Result, Settings, lint_text
from ctlint.reporters import Style

DAY = "2026-11-21"

SELECTOR = """\
AdvancedEventSelectors:
  - Name: data
    FieldSelectors:
      - Field: eventCategory
        Equals: [Data]
      - Field: resources.type
        Equals: ["AWS::S3::Object"]
      - Field: resources.ARN
        StartsWith: ["arn:aws:s3:::acme-logs"]{comment}
"""


def lint(comment: str, settings: Settings | None = None) -> Result:
    settings = settings or Settings()
    return lint_text(SELECTOR.format(comment=f" # {comment}"), "selectors.yaml", settings._replace(today=DAY))


def said(result: Result) -> list[tuple[str, int]]:
    return [(each.rule, each.span.start_position.line) for each in result.diagnostics]


def kept_back(result: Result) -> list[tuple[str, str]]:
    return [(each.diagnostic.rule, each.suppression.reason) for each in result.suppressed]


@pytest.mark.parametrize(
    ("comment", "reported", "suppressed"),
    [
        ("no suppression", [("CT306", 9)], []),
        ("ctlint: ignore[CT306] all of them", [], [("CT306", "all of them")]),
        ("ctlint: ignore-file[CT306] all of them", [], [("CT306", "all of them")]),
        ("ctlint: ignore[CT306] until=2026-11-21 last day", [], [("CT306", "last day")]),
        ("ctlint: ignore[CT306] until=2026-11-20 over", [("CT306", 9), ("CT903", 9)], []),
        ("ctlint: ignore[CT304] other", [("CT306", 9), ("CT901", 9)], []),
        ("ctlint: ignore[CT304, CT306] one", [("CT901", 9)], [("CT306", "one")]),
        ("ctlint: ignore[CT999] wrong", [("CT306", 9), ("CT902", 9)], []),
        ("ctlint: ignore[ACME001] a policy that nobody asks", [("CT306", 9)], []),
        ("ctlint: ignore[CT306, CT304] x # ctlint: ignore[CT901] y", [], [("CT306", "x"), ("CT901", "y")]),
        ("ctlint: ignore-file[CT306] wide # ctlint: ignore[CT306] near", [("CT901", 9)], [("CT306", "near")]),
    ],
)  # fmt: skip
def test_effect(comment: str, reported: list[tuple[str, int]], suppressed: list[tuple[str, str]]) -> None:
    result = lint(comment)
    assert (said(result), kept_back(result)) == (reported, suppressed)


def test_unused_is_said_only_of_a_rule_that_was_asked() -> None:
    comment = "ctlint: ignore[CT304] other"
    assert said(lint(comment, Settings(ignore=("CT304",)))) == [("CT306", 9)]
    assert said(lint(comment, Settings(select=("CT306", "CT9")))) == [("CT306", 9)]
    assert said(lint(comment, Settings(select=("CT304", "CT9")))) == [("CT901", 9)]


def test_unused_is_not_said_of_a_file_that_could_not_be_read_whole() -> None:
    text = "# ctlint: ignore[CT306] x\n" + SELECTOR.format(comment="") + "broken: [\n"
    result = lint_text(text, "selectors.yaml", Settings(today=DAY))
    assert "CT001" in {rule for rule, _ in said(result)} and "CT901" not in {rule for rule, _ in said(result)}


def test_the_day_of_the_run_counts_where_none_is_given() -> None:
    text = SELECTOR.format(comment=" # ctlint: ignore[CT306] until=2020-01-01 x")
    assert ("CT903", 9) in said(lint_text(text, "selectors.yaml"))


TEMPLATE = {
    "Resources": {
        "Audit": {
            "Type": "AWS::CloudTrail::Trail",
            "Metadata": {"ctlint": {"ignore": ["CT123"], "reason": "to be mended"}},
            "Properties": {
                "IsLogging": True,
                "S3BucketName": "acme-logs",
                "EventSelectors": [{"ReadWriteType": "Both"}],
            },
        },
        "Other": {
            "Type": "AWS::CloudTrail::Trail",
            "Properties": {
                "IsLogging": True,
                "S3BucketName": "acme-logs",
                "EventSelectors": [{"ReadWriteType": "Both"}],
            },
        },
    }
}


def test_metadata_speak_of_their_resource_alone() -> None:
    text = json.dumps(TEMPLATE, indent=1)
    result = lint_text(text, "template.json", Settings(select=("CT123", "CT9"), today=DAY))
    (kept,) = result.diagnostics
    assert kept.rule == "CT123" and kept.span.start_position.line > text[: text.index('"Other"')].count("\n")
    assert kept_back(result) == [("CT123", "to be mended")]


def test_reporters_count_what_is_suppressed_and_do_not_show_it() -> None:
    result = lint("ctlint: ignore[CT306] all of them")
    assert reporters.render("text", result, Style()) == "1 trail in 1 file, nothing found, 1 suppressed\n"
    assert json.loads(reporters.render("json", result, Style()))["summary"]["suppressed"] == 1
    (run,) = json.loads(reporters.render("sarif", result, Style()))["runs"]
    assert run.get("results", []) == []
