"""The report for GitHub code scanning: valid, complete, within GitHub's limits."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from ctlint import __version__, catalog, engine
from ctlint.api import Result
from ctlint.finding import Finding, Related
from ctlint.reporters import Style, render, sarif
from ctlint.source import Source, Span
from tests.reporters.results import TEXT, diagnostic, finding_of, result_of, sample
from tests.reporters.slow_hashes import slow_hashes

# The OASIS standard's own schema, version 2.1.0 with errata 01.
SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a repository of its own, below its top."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    monkeypatch.chdir(tmp_path / "infra")
    return tmp_path


def run_of(result: Result) -> dict[str, Any]:
    log = json.loads(render("sarif", result, Style()))
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    assert (log["version"], log["$schema"]) == ("2.1.0", SCHEMA["id"])
    (run,) = log["runs"]
    return dict(run)


def test_results() -> None:
    rules = list(catalog.rules())
    hashes = slow_hashes(TEXT.encode())
    assert run_of(sample())["results"] == [
        {
            "ruleId": "CT110",
            "ruleIndex": rules.index("CT110"),
            "level": "error",
            "message": {
                "text": "There is no field `eventCategry`; did you mean `eventCategory`? "
                "Such an event: eventCategory = Data, eventName = PutObject."
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "infra/stacks/trail.yaml"},
                        "region": {"startLine": 7, "startColumn": 22, "endLine": 7, "endColumn": 34},
                    }
                }
            ],
            "relatedLocations": [
                {
                    "id": 1,
                    "message": {"text": "The trail."},
                    "physicalLocation": {
                        "artifactLocation": {"uri": "infra/stacks/trail.yaml"},
                        "region": {"startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 33},
                    },
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": hashes[6]},
        },
        {
            "ruleId": "CT113",
            "ruleIndex": rules.index("CT113"),
            "level": "warning",
            "message": {"text": "`Management` is not enough."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "infra/stacks/trail.yaml"},
                        "region": {"startLine": 8, "startColumn": 23, "endLine": 8, "endColumn": 35},
                    }
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": hashes[7]},
        },
    ]


def test_run() -> None:
    run = run_of(sample())
    driver = run["tool"]["driver"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "ctlint/"}
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert (driver["name"], driver["semanticVersion"], driver["version"]) == ("ctlint", __version__, __version__)
    assert [rule["id"] for rule in driver["rules"]] == list(catalog.rules())


def test_a_run_without_findings_closes_old_alerts() -> None:
    assert run_of(Result([], [], []))["results"] == []


def test_every_rule_says_what_github_wants_and_stays_within_its_limits() -> None:
    for rule in run_of(Result([], [], []))["tool"]["driver"]["rules"]:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert len(rule["id"]) + len(rule["name"]) <= 255
        assert rule["help"]["text"] and rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
        assert 0 < len(rule["properties"]["tags"]) <= 10


def test_a_rule() -> None:
    rules = run_of(Result([], [], []))["tool"]["driver"]["rules"]
    rule = next(rule for rule in rules if rule["id"] == "CT113")
    assert rule["name"] == "UnsupportedOperator"
    assert rule["properties"] == {
        "tags": ["aws", "cloudtrail", "structure"],
        "precision": "very-high",
        "problem.severity": "error",
    }
    assert "CloudTrail rejects the whole request" in rule["fullDescription"]["text"]
    assert "AWS answers: Only the following operators are valid" in rule["help"]["text"]
    assert "```yaml\nAdvancedEventSelectors:" in rule["help"]["markdown"]
    assert "expect:" not in rule["help"]["markdown"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.json", "infra/a.json"),
        ("./a.json", "infra/a.json"),
        ("../top.json", "top.json"),
        ("a b#c?d%e.json", "infra/a%20b%23c%3Fd%25e.json"),
        ("é日.json", "infra/%C3%A9%E6%97%A5.json"),
        ("new\nline.json", "infra/new%0Aline.json"),
        ("a:b.json", "infra/a%3Ab.json"),
        ("bad\udcff.json", "infra/bad%FF.json"),
        ("<stdin>", "infra/%3Cstdin%3E"),
        ("/elsewhere/a b.json", "file:///elsewhere/a%20b.json"),
    ],
)
def test_uris_are_relative_to_the_repository(path: str, uri: str) -> None:
    source = Source(path, TEXT)
    (found,) = run_of(result_of(diagnostic(finding_of(source, "Trail"))))["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_uris_have_symbolic_links_resolved(repository: Path) -> None:
    (repository / "infra" / "real.json").write_text("{}")
    (repository / "infra" / "link.json").symlink_to("real.json")
    (found,) = run_of(result_of(diagnostic(finding_of(Source("link.json", TEXT), "Trail"))))["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "infra/real.json"}


def test_uris_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").rmdir()
    monkeypatch.setattr("ctlint.reporters.paths.root_of_work_tree", lambda folder: None)
    (found,) = run_of(result_of(diagnostic(finding_of(Source("a.json", TEXT), "Trail"))))["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "a.json"}
    assert os.getcwd().endswith("infra")


def test_columns_count_code_points() -> None:
    source = Source("a.yaml", "😀é: value\n")
    (found,) = run_of(result_of(diagnostic(finding_of(source, "value"))))["results"]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 10}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("`a` is wrong", "`a` is wrong."),
        ("did you mean `a`?", "Did you mean `a`?"),
        ("one of [Equals]", "One of [Equals]."),
        ("see [this](http://evil.example)", "See \\[this\\]\\(http://evil.example)."),
        ("`${x}` and `{0}` and `{12}`", "`${x}` and `{{0}}` and `{{12}}`."),
        ("\x1b[31m", "\\x1b[31m."),
    ],
)
def test_messages_hold_no_links_and_no_placeholders(message: str, text: str) -> None:
    (found,) = run_of(result_of(diagnostic(finding_of(Source("a", TEXT), "Trail", message))))["results"]
    assert found["message"] == {"text": text}


def test_the_gravest_results_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    source = Source("a.txt", "abcdef")
    severities = ("note", "error", "warning", "note", "error", "note")
    found = [diagnostic(Finding(Span(source, at, at + 1), "x"), name) for at, name in enumerate(severities)]  # type: ignore[arg-type]
    assert [result["level"] for result in run_of(result_of(*found))["results"]] == ["error", "warning", "error"]


def test_related_places_have_a_limit() -> None:
    source = Source("a.yaml", TEXT)
    related = tuple(Related(Span(source, 0, 1), "here") for _ in range(1500))
    (found,) = run_of(result_of(diagnostic(Finding(Span(source, 0, 1), "x", related))))["results"]
    assert len(found["locations"]) + len(found["relatedLocations"]) == 1000


def test_a_crash_is_told() -> None:
    crash = engine.Crash("CT113", ZeroDivisionError("x"))
    assert run_of(Result([], [], [crash]))["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": "The check of CT113 failed."}}],
        }
    ]
