"""The other commands: version, help, explain, rules."""

from __future__ import annotations

import json

import pytest

from ctlint import __version__, catalog, knowledge
from tests.cli.runner import (
    Runner,
)


def test_version(run: Runner) -> None:
    found = run("--version")
    assert (found.code, found.out) == (0, f"ctlint {__version__} (AWS tables of {knowledge.date()})\n")


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("check", "-h"), ("explain", "--help"), ("rules", "-h")])
def test_help(run: Runner, arguments: tuple[str, ...]) -> None:
    found = run(*arguments)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("usage: ctlint ")


@pytest.mark.parametrize("wanted", ["CT113", "ct113", "unsupported-operator"])
def test_explain(run: Runner, wanted: str) -> None:
    found = run("explain", wanted)
    rule = catalog.rules()["CT113"]
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"CT113 unsupported-operator (error)\n{rule.summary}\n\n")
    assert f"\nWhat to do: {rule.hint}\n" in found.out
    assert (
        "\nAWS answers: Only the following operators are valid with the eventCategory field: [Equals].\n" in found.out
    )
    assert "\nExample: readOnly takes only Equals\n  found:\n    AdvancedEventSelectors:\n" in found.out
    assert 'NotEquals: ["true"]  # CT113\n' in found.out
    assert found.out.endswith(f"\nReferences\n  {rule.references[0]}\n")


def test_explain_tells_what_each_severity_is_for(run: Runner) -> None:
    found = run("explain", "CT118").out
    assert found.startswith("CT118 unknown-resource-type (warning, error)\n")
    assert "\nSeverity: error for malformed, error for rejected; otherwise warning\nBasis: " in found


@pytest.mark.parametrize("beginning", ["CT30", "ct30"])
def test_explain_lists_the_rules_that_begin_alike(run: Runner, beginning: str) -> None:
    found = run("explain", beginning)
    assert (found.code, found.err) == (0, "")
    listed = [line.split()[0] for line in found.out.splitlines() if not line.startswith(" ")]
    assert listed == [rule for rule in catalog.rules() if rule.startswith("CT30")]


def test_every_rule_can_be_explained(run: Runner) -> None:
    found = run("explain", *catalog.rules())
    assert (found.code, found.err) == (0, "")
    for rule in catalog.rules().values():
        assert f"{rule.id} {rule.name} (" in found.out
    assert "expect:" not in found.out


def test_explain_in_color(run: Runner) -> None:
    plain = run("explain", "CT113", "--color", "never").out
    colored = run("explain", "CT113", "--color", "always").out
    assert colored.startswith("\x1b[1mCT113 unsupported-operator\x1b[0m (error)\n")
    assert colored.replace("\x1b[1m", "").replace("\x1b[0m", "") == plain


def test_rules(run: Runner) -> None:
    found = run("rules")
    assert (found.code, found.err) == (0, "")
    first_words = [line.split()[0] for line in found.out.splitlines() if not line.startswith(" ")]
    assert first_words == list(catalog.rules())
    severities = {line[:5]: line[7:].split("  ") for line in found.out.splitlines() if not line.startswith(" ")}
    assert {rule: next(each for each in severities[rule][1:] if each).strip() for rule in ("CT113", "CT304")} == {
        "CT113": "error",
        "CT304": "error, warning",
    }


def test_rules_as_json(run: Runner) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert listed["version"] == 1
    assert [rule["id"] for rule in listed["rules"]] == list(catalog.rules())
    rule = catalog.rules()["CT113"]
    assert next(each for each in listed["rules"] if each["id"] == "CT113") == {
        "id": "CT113",
        "name": "unsupported-operator",
        "group": "structure",
        "severity": "error",
        "off": False,
        "basis": rule.basis,
        "summary": rule.summary,
        "hint": rule.hint,
        "references": list(rule.references),
    }
