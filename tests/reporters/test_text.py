"""The report for people."""

from __future__ import annotations

import re

import pytest

from ctlint.api import Read, Result
from ctlint.change import RemoveItem
from ctlint.finding import Finding
from ctlint.reporters import Style, render
from ctlint.source import Source
from tests.reporters.results import diagnostic, finding_of, result_of, sample, span_of

REPORT = """\
stacks/trail.yaml:7:22: error CT110 unknown-field: there is no field `eventCategry`; did you mean `eventCategory`?
  7 |             - Field: eventCategry
    |                      ^^^^^^^^^^^^
    = event: eventCategory = Data, eventName = PutObject
    = fix: write `eventCategory`
    = hint: check the spelling
    = stacks/trail.yaml:3:11: the trail
  3 |     Type: AWS::CloudTrail::Trail
    |           ----------------------

stacks/trail.yaml:8:23: warning CT113 unknown-field: `Management` is not enough
  8 |               Equals: [Management]
    |                       ^^^^^^^^^^^^
    = hint: check the spelling

1 error, 1 warning in 1 trail (1 file)
"""


def test_report() -> None:
    assert render("text", sample(), Style()) == REPORT


def test_color_changes_no_character() -> None:
    colored = render("text", sample(), Style(color=True))
    assert colored != REPORT
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == REPORT


def test_quiet_leaves_the_summary_out() -> None:
    assert render("text", sample(), Style(quiet=True)) == REPORT.rpartition("\n1 error")[0]


def test_verbose_names_the_reference() -> None:
    found = render("text", sample(), Style(verbose=True))
    assert found == REPORT.replace(
        "    = hint: check the spelling\n",
        "    = hint: check the spelling\n    = see: https://docs.aws.amazon.com/x\n",
    )


def test_line_numbers_are_aligned() -> None:
    source = Source("a.yaml", "\n" * 998 + "one: two\nthree: four\n")
    finding = Finding(span_of(source, "four"), "too many", change=RemoveItem(span_of(source, "two")))
    assert render("text", result_of(diagnostic(finding, "note")), Style()) == (
        "a.yaml:1000:8: note CT110 unknown-field: too many\n"
        "  1000 | three: four\n"
        "       |        ^^^^\n"
        "       = fix: remove `two`\n"
        "       = hint: check the spelling\n"
        "\n"
        "1 note in 1 trail (1 file)\n"
    )


def test_a_message_that_quotes_a_whole_document_is_cut() -> None:
    source = Source("a.yaml", "x" * 5000)
    report = render("text", result_of(diagnostic(finding_of(source, "x" * 5000, "y" * 5000))), Style(width=80))
    assert max(len(line) for line in report.splitlines()) < 500


def test_more_of_the_same_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.reporters.text.MAX_ALIKE", 2)
    source, other = Source("a.yaml", "x" * 9), Source("b.yaml", "x" * 9)
    findings = [diagnostic(finding_of(source, "x")) for _ in range(4)]
    findings += [diagnostic(finding_of(source, "x"), rule="CT111"), diagnostic(finding_of(source, "x"), rule="CT111")]
    findings += [diagnostic(finding_of(other, "x")) for _ in range(3)]
    report = render("text", result_of(*findings), Style())
    assert report.count(": error CT110 ") == 4
    assert report.count(": error CT111 ") == 2
    assert report.split("\n\n")[-3:] == [
        "a.yaml: 2 more findings of CT110; `--format json` lists all",
        "b.yaml: 1 more finding of CT110; `--format json` lists all",
        "9 errors in 2 trails (2 files)\n",
    ]


def test_summary_counts_files_and_trails() -> None:
    clean = Result([], [Read("a.yaml", 2, 1), Read("b.yaml", 1, 1), Read("c.md", 0, 0)], [], 3)
    assert render("text", clean, Style()) == "3 trails in 2 files, nothing found\n"
    one = Result([], [Read("a.yaml", 1, 1)], [], 1)
    assert render("text", one, Style()) == "1 trail in 1 file, nothing found\n"


def test_summary_of_what_cannot_be_read() -> None:
    source = Source("a.json", "{")
    broken = Result([diagnostic(finding_of(source, "{"))], [Read("a.json", 0, 1)], [])
    assert render("text", broken, Style()).splitlines()[-1] == "1 error in 1 file"


def test_nothing_of_cloudtrail() -> None:
    assert render("text", Result([], [Read("a.json", 0, 0)], []), Style()) == ""
    assert render("text", Result([], [], []), Style()) == ""
