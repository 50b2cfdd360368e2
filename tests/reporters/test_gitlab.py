"""The report for GitLab's merge requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ctlint.api import Result
from ctlint.finding import Finding
from ctlint.reporters import Style, render
from ctlint.source import Source
from tests.reporters.hostile import HOSTILE, hostile_result
from tests.reporters.results import diagnostic, finding_of, result_of, sample, span_of

SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "gitlab-code-quality.schema.json").read_text())


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder of a repository: GitLab takes paths from its top."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "deploy").mkdir()
    monkeypatch.chdir(tmp_path / "deploy")


def entries(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render("gitlab", result, Style()))
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(found)] == []
    return found


def fingerprints(text: str, path: str = "a.yaml") -> list[str]:
    source = Source(path, text)
    found = [diagnostic(Finding(span_of(source, part), "not right")) for part in ("one", "two")]
    return [each["fingerprint"] for each in entries(result_of(*found))]


def test_report() -> None:
    found = entries(sample())
    for each in found:
        assert len(each.pop("fingerprint")) == 64
    assert found == [
        {
            "description": "CT110 unknown-field: there is no field `eventCategry`; did you mean `eventCategory`?",
            "check_name": "CT110",
            "severity": "major",
            "location": {"path": "deploy/stacks/trail.yaml", "lines": {"begin": 7}},
        },
        {
            "description": "CT113 unknown-field: `Management` is not enough",
            "check_name": "CT113",
            "severity": "minor",
            "location": {"path": "deploy/stacks/trail.yaml", "lines": {"begin": 8}},
        },
    ]
    note = diagnostic(finding_of(Source("a.yaml", "x"), "x"), "note")
    assert [each["severity"] for each in entries(result_of(note))] == ["info"]


def test_nothing_found() -> None:
    assert render("gitlab", Result([], [], []), Style()) == "[]\n"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_gitlab_documents(text: str) -> None:
    found = entries(hostile_result(text))
    assert len({each["fingerprint"] for each in found}) == len(found) == 2


def test_a_fingerprint_stays_when_lines_move() -> None:
    before = fingerprints("one: 1\ntwo: 2\n")
    assert fingerprints("zero: 0\n\n  one: 1\ntwo: 2\n") == before


def test_a_fingerprint_tells_findings_apart() -> None:
    one, two = fingerprints("one: 1\ntwo: 2\n")
    assert one != two
    assert set(fingerprints("one: 1\ntwo: 2\n", "b.yaml")) & {one, two} == set()
    same_line = fingerprints("one: two\n")
    assert len(set(same_line)) == 2
    source = Source("a.yaml", "one: 1\ntwo: 2\n")
    (other,) = entries(result_of(diagnostic(finding_of(source, "one"), rule="CT113")))
    assert other["fingerprint"] not in (one, two)
