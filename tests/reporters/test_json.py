"""The report for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ctlint.api import Result
from ctlint.reporters import Style, render
from tests.reporters.results import sample

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text(encoding="utf-8"))


def report(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render("json", result, Style()))
    return found


def test_report() -> None:
    assert report(sample()) == {
        "version": 1,
        "diagnostics": [
            {
                "rule": "CT110",
                "name": "unknown-field",
                "severity": "error",
                "path": "stacks/trail.yaml",
                "start": {"line": 7, "column": 22},
                "end": {"line": 7, "column": 34},
                "message": "there is no field `eventCategry`; did you mean `eventCategory`?",
                "hint": "check the spelling",
                "related": [
                    {
                        "path": "stacks/trail.yaml",
                        "start": {"line": 3, "column": 11},
                        "end": {"line": 3, "column": 33},
                        "message": "the trail",
                    }
                ],
                "witness": {"eventCategory": "Data", "eventName": "PutObject"},
                "fixable": True,
                "fix": "safe",
                "edits": [],
            },
            {
                "rule": "CT113",
                "name": "unknown-field",
                "severity": "warning",
                "path": "stacks/trail.yaml",
                "start": {"line": 8, "column": 23},
                "end": {"line": 8, "column": 35},
                "message": "`Management` is not enough",
                "hint": "check the spelling",
                "related": [],
                "witness": None,
                "fixable": False,
                "fix": None,
                "edits": [],
            },
        ],
        "summary": {"errors": 1, "warnings": 1, "notes": 0, "trails": 1, "files": 1, "suppressed": 0},
    }


def test_the_schema_describes_the_report() -> None:
    validator = Draft7Validator(SCHEMA)
    for result in (sample(), Result([], [], [])):
        assert [error.message for error in validator.iter_errors(report(result))] == []


def parts(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [content, content["diagnostics"][0], content["diagnostics"][0]["related"][0], content["summary"]]


@pytest.mark.parametrize("at", range(4))
def test_the_schema_allows_no_key_less_and_none_more(at: int) -> None:
    validator = Draft7Validator(SCHEMA)
    for key in parts(report(sample()))[at]:
        changed = report(sample())
        del parts(changed)[at][key]
        assert not validator.is_valid(changed), key
    changed = report(sample())
    parts(changed)[at]["surplus"] = 1
    assert not validator.is_valid(changed)
