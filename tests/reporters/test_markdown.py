"""The report as a comment on a pull request."""

from __future__ import annotations

import pytest

from ctlint.api import Read, Result
from ctlint.finding import Related
from ctlint.reporters import Style, render
from ctlint.reporters.markdown import render as render_within
from ctlint.reporters.markup import code, prose
from ctlint.source import Source, Span
from tests.reporters.results import diagnostic, finding_of, result_of, sample

REPORT = """\
### ctlint: 1 error, 1 warning in 1 trail (1 file)

**Errors**

- `stacks/trail.yaml:7:22` **CT110 unknown-field**: there is no field `eventCategry`; did you mean `eventCategory`?
  - such an event: eventCategory = Data, eventName = PutObject
  - fix: write `eventCategory`
  - hint: check the spelling
  - `stacks/trail.yaml:3:11`: the trail

**Warnings**

- `stacks/trail.yaml:8:23` **CT113 unknown-field**: `Management` is not enough
  - hint: check the spelling
"""


def test_report() -> None:
    assert render("markdown", sample(), Style()) == REPORT


def test_nothing_found() -> None:
    clean = Result([], [Read("a.yaml", 1, 1)], [], 1)
    assert render("markdown", clean, Style()) == "### ctlint: 1 trail in 1 file, nothing found\n"
    assert render("markdown", Result([], [], []), Style()) == "### ctlint: no trail or selector found\n"


def test_a_comment_holds_the_gravest_of_many() -> None:
    source = Source("a.yaml", "x")
    notes = [diagnostic(finding_of(source, "x"), "note") for _ in range(3)]
    errors = [diagnostic(finding_of(source, "x"), "error") for _ in range(5_000)]
    warnings = [diagnostic(finding_of(source, "x"), "warning")]
    report = render("markdown", result_of(*notes, *errors, *warnings), Style())
    shown = report.count("- `a.yaml:1:1`")
    assert 55_000 < len(report) < 65_536
    assert report.split("\n\n")[1:3:2] == ["**Errors**"]
    assert report.endswith(f"And {5_000 - shown} errors, 1 warning, 3 notes more; `ctlint --format json` lists all.\n")


def test_nothing_small_goes_where_something_grave_did_not_fit() -> None:
    source = Source("a.yaml", "x")
    grave = diagnostic(finding_of(source, "x", "y" * 300))
    small = diagnostic(finding_of(source, "x", "y"), "note")
    report = render_within(result_of(grave, small), 200)
    assert report.splitlines()[1:] == ["", "And 1 error, 1 note more; `ctlint --format json` lists all."]


@pytest.mark.parametrize("name", ["markdown", "github"])
def test_a_finding_that_names_many_places(name: str) -> None:
    source = Source("a.yaml", "x\n" * 50)
    places = tuple(Related(Span(source, at * 2, at * 2 + 1), "used here") for at in range(50))
    finding = diagnostic(finding_of(source, "x")._replace(related=places))
    report = render(name, result_of(finding), Style())
    assert report.count("used here") == 10
    assert "and 40 more places" in report


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "` `"),
        ("x", "`x`"),
        (" x", "`  x `"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("a``b`c", "```a``b`c```"),
        ("a\nb", "`a\\nb`"),
    ],
)
def test_code(text: str, shown: str) -> None:
    assert code(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`a` is not `b`, but (c)", "`a` is not `b`, but (c)"),
        ("`` is empty", "` ` is empty"),
        ("`a``b`", "`a` `b`"),
        ("snake_case * [x] <b> a|b \\", "snake\\_case \\* \\[x\\] \\<b\\> a\\|b \\\\"),
        ("`AWS::S3::Object` takes ARNs: no others", "`AWS::S3::Object` takes ARNs: no others"),
        ("AWS::S3::Object takes ARNs", "`AWS::S3::Object takes ARNs`"),
        ("an odd ` backtick", "``an odd ` backtick``"),
        ("`a` for @everyone", "`` `a` for @everyone ``"),
        ("see #1", "`see #1`"),
        ("see gh-1", "`see gh-1`"),
        ("see https://evil.example", "`see https://evil.example`"),
        ("see evil.example", "`see evil.example`"),
        ("é … →", "é … →"),
    ],
)
def test_prose(text: str, shown: str) -> None:
    assert prose(text) == shown
