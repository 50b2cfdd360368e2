"""The formats that services read, where they go, and the counts beside them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.runner import Runner, rules_of

MACHINES = ("json", "sarif", "gitlab", "junit", "github", "markdown")


@pytest.fixture(autouse=True)
def outside_github(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("files")
def test_auto_is_text_but_inside_github_actions(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    text = run("error.json").out
    assert run("--format", "auto", "error.json").out == text
    monkeypatch.setenv("GITHUB_ACTIONS", "false")
    assert run("--format", "auto", "error.json").out == text
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("--format", "auto", "error.json").out.startswith("::error file=error.json,line=1,")
    assert run("error.json").out == text


@pytest.mark.usefixtures("files")
def test_the_summary_of_a_step_is_added(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = folder / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("--format", "github", "error.json").code == 1
    assert run("clean.json").code == 0
    assert run("--format", "github", "--format", "json:report.json", "clean.json").code == 0
    report = run("--format", "markdown", "error.json").out
    assert summary.read_text() == f"before\n{report}### ctlint: 1 trail in 1 file, nothing found\n"


@pytest.mark.usefixtures("files")
def test_a_summary_that_cannot_be_written_is_told(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder))
    found = run("--format", "github", "clean.json")
    assert (found.code, found.out) == (0, "1 trail in 1 file, nothing found\n")
    assert found.err == f"ctlint: cannot write {folder}: Is a directory\n"


@pytest.mark.usefixtures("files")
def test_every_format_at_once(run: Runner, folder: Path) -> None:
    formats = [option for name in MACHINES for option in ("--format", f"{name}:report.{name}")]
    assert run(*formats, "error.json").code == 1
    assert rules_of((folder / "report.json").read_text()) == ["CT113"]
    assert [each["check_name"] for each in json.loads((folder / "report.gitlab").read_text())] == ["CT113"]
    assert ElementTree.parse(folder / "report.junit").getroot().get("failures") == "1"
    assert (folder / "report.github").read_text().startswith("::error file=error.json")
    assert "**CT113 unsupported-operator**" in (folder / "report.markdown").read_text()


@pytest.mark.parametrize("name", MACHINES)
def test_a_folder_without_trails(name: str, run: Runner) -> None:
    found = run("--format", name)
    assert (found.code, found.err) == (0, "")
    assert found.out


@pytest.mark.usefixtures("files")
def test_statistics_below_the_report_for_people(run: Runner) -> None:
    plain = run("error.json", "warning.json")
    counted = run("error.json", "warning.json", "--statistics")
    assert counted.out.startswith(plain.out + "\n")
    lines = counted.out.removeprefix(plain.out + "\n").splitlines()
    assert lines == ["1  error    CT113 unsupported-operator", *lines[1:]]
    assert [line.split()[:2] for line in lines] == [["1", "error"]] + [["1", "warning"]] * (len(lines) - 1)
    assert run("clean.json", "--statistics").out == run("clean.json").out


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("name", MACHINES)
def test_statistics_leave_other_reports_as_they_are(name: str, run: Runner) -> None:
    plain = run("error.json", "--format", name)
    counted = run("error.json", "--format", name, "--statistics")
    assert counted.out == plain.out
    assert counted.err == "ctlint: 1  error    CT113 unsupported-operator\n"


@pytest.mark.usefixtures("files")
def test_statistics_of_a_report_in_a_file(run: Runner) -> None:
    found = run("error.json", "-o", "report.txt", "--statistics")
    assert (found.out, found.err) == ("", "ctlint: 1  error    CT113 unsupported-operator\n")
