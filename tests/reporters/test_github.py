"""The report for a step of GitHub Actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint.api import Read, Result
from ctlint.finding import Finding, Severity
from ctlint.reporters import Style, render
from ctlint.reporters.github import MAX_ANNOTATIONS, step_summary
from ctlint.source import Source, Span
from tests.reporters import readers
from tests.reporters.results import diagnostic, finding_of, result_of, sample

REPORT = """\
::error file=stacks/trail.yaml,line=7,col=22,endLine=7,endColumn=34,title=CT110 unknown-field::stacks/trail.yaml:7:22: \
there is no field `eventCategry`; did you mean `eventCategory`?%0Aevent: eventCategory = Data, eventName = PutObject\
%0Afix: write `eventCategory`%0Ahint: check the spelling%0Astacks/trail.yaml:3:11: the trail
::warning file=stacks/trail.yaml,line=8,col=23,endLine=8,endColumn=35,title=CT113 unknown-field::stacks/trail.yaml:8:23: \
`Management` is not enough%0Ahint: check the spelling
1 error, 1 warning in 1 trail (1 file)
"""


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a repository: annotations have paths from its top."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "deploy").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def many(**counts: int) -> Result:
    source = Source("a.yaml", "x\n" * 100)
    severities: dict[str, Severity] = {"errors": "error", "warnings": "warning", "notes": "note"}
    found = [
        diagnostic(Finding(Span(source, at, at + 1), f"{name} {at}"), severities[name])
        for name, count in counts.items()
        for at in range(0, count * 2, 2)
    ]
    return result_of(*sorted(found, key=lambda each: each.sort_key()))


def names(report: str) -> list[str]:
    commands = map(readers.github_command, report.splitlines())
    return [each.name for each in commands if each]


def test_report() -> None:
    assert render("github", sample(), Style()) == REPORT


def test_quiet_and_verbose() -> None:
    assert render("github", sample(), Style(quiet=True)) == REPORT.rpartition("1 error, ")[0]
    assert render("github", sample(), Style(verbose=True)).count("%0Asee: https://docs.aws.amazon.com/x") == 2


def test_what_the_runner_makes_of_it() -> None:
    source = Source("stacks/50%,a:b.yaml", "x: 100%\r\n")
    finding = finding_of(source, "100%", "`100%0A` is, in\rline::two, too much")
    report = render("github", result_of(diagnostic(finding)), Style(quiet=True))
    assert readers.github_command(report.rstrip("\n")) == (
        "error",
        {"file": "stacks/50%,a:b.yaml", "line": "1", "col": "4", "endLine": "1", "endColumn": "8",
         "title": "CT110 unknown-field"},
        "stacks/50%,a:b.yaml:1:4: `100%0A` is, in\\rline::two, too much\nhint: check the spelling",
    )  # fmt: skip


def test_paths_are_those_of_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "deploy")
    (repository / "deploy" / "link.yaml").symlink_to("a.yaml")
    for path, shown in (
        ("a.yaml", "deploy/a.yaml"),
        ("../b.yaml", "b.yaml"),
        ("link.yaml", "deploy/a.yaml"),
        ("/nowhere/c.yaml", "/nowhere/c.yaml"),
    ):
        command = readers.github_command(
            render("github", result_of(diagnostic(finding_of(Source(path, "x"), "x"))), Style()).splitlines()[0]
        )
        assert command
        assert command.properties["file"] == shown
        assert command.data.startswith(f"{path}:1:1: ")


def test_a_range_of_lines_has_no_columns() -> None:
    report = render("github", result_of(diagnostic(finding_of(Source("a", "ab\ncd"), "b\nc"), "note")), Style())
    assert report.startswith("::notice file=a,line=1,endLine=2,title=CT110 unknown-field::a:1:2: not right%0A")


def test_as_many_as_github_shows() -> None:
    report = render("github", many(errors=10, warnings=10, notes=10), Style())
    assert names(report) == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert report.splitlines()[30:] == ["10 errors, 10 warnings, 10 notes in 1 trail (1 file)"]


def test_what_github_would_not_show_is_in_the_log() -> None:
    report = render("github", many(errors=12, warnings=3, notes=11), Style())
    assert names(report) == ["error"] * 10 + ["warning"] * 3 + ["notice"] * 10
    assert report.splitlines()[22:] == [
        "a.yaml:11:1: error CT110 unknown-field: errors 20",
        "a.yaml:12:1: error CT110 unknown-field: errors 22",
        "a.yaml:10:1: note CT110 unknown-field: notes 18",
        "a.yaml:11:1: note CT110 unknown-field: notes 20",
        "::notice title=ctlint::22 findings shown here; 2 errors, 2 notes more in the log of this step",
        "12 errors, 3 warnings, 11 notes in 1 trail (1 file)",
    ]


def test_more_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.reporters.github.MAX_LINES", 5)
    report = render("github", many(errors=50), Style())
    assert len(report.splitlines()) == MAX_ANNOTATIONS + 5 + 2
    assert "10 findings shown here; 40 errors more with --format json" in report


def test_nothing_found() -> None:
    assert render("github", Result([], [Read("a.yaml", 1, 1)], [], 1), Style()) == "1 trail in 1 file, nothing found\n"
    assert render("github", Result([], [], []), Style()) == ""


def test_the_summary_of_a_step_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert step_summary(sample()) == render("markdown", sample(), Style())
    monkeypatch.setattr("ctlint.reporters.github.SUMMARY_CHARACTERS", 500)
    assert len(step_summary(many(errors=50))) < 600
