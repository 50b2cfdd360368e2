"""The other commands: version, help, rules."""

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
