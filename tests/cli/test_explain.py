"""`ctlint explain`: pages of rules and policies, for a reader at a terminal."""

from __future__ import annotations

import re

import pytest

from ctlint import catalog, pages
from tests.cli.runner import Runner

PAINT = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("wanted", ["CT113", "ct113", "unsupported-operator"])
def test_explain(run: Runner, wanted: str) -> None:
    found = run("explain", wanted)
    rule = catalog.rules()["CT113"]
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"CT113 unsupported-operator (error)\n{rule.summary}\n\n")
    assert f"\nWhat to do: {rule.hint}\nFix: `ctlint --fix` makes the change where it is clear\n" in found.out
    assert (
        "\nAWS answers: Only the following operators are valid with the eventCategory field: [Equals].\n" in found.out
    )
    assert "\nExample: readOnly takes only Equals\n  found:\n    AdvancedEventSelectors:\n" in found.out
    assert 'NotEquals: ["true"]  # CT113\n' in found.out
    assert found.out.endswith(f"\nReferences\n  {rule.references[0]}\n")


def test_what_each_severity_is_for(run: Runner) -> None:
    found = run("explain", "CT304").out
    assert found.startswith("CT304 wildcard-value (error, warning)\n")
    assert "\nSeverity: error; warning for a wildcard in the key of an S3 object\nBasis: " in found


def test_the_examples_on_request(run: Runner) -> None:
    examples = pages.page("CT304").examples
    brief, whole = run("explain", "CT304").out, run("explain", "CT304", "--examples").out
    assert re.findall("^Example: (.*)$", brief, re.MULTILINE) == [examples[0].title]
    assert f"\n{len(examples) - 1} more with `ctlint explain CT304 --examples`\n" in brief
    assert re.findall("^Example: (.*)$", whole, re.MULTILINE) == [example.title for example in examples]
    assert "--examples" not in whole


def test_findings_in_text_without_comments_have_an_arrow(run: Runner) -> None:
    assert ' "Values": ["arn:aws:s3:::acme-uploads/*"]}  ← CT304\n' in run("explain", "CT304", "--examples").out


@pytest.mark.parametrize("beginning", ["CT30", "ct30"])
def test_explain_lists_the_rules_that_begin_alike(run: Runner, beginning: str) -> None:
    found = run("explain", beginning)
    assert (found.code, found.err) == (0, "")
    listed = [line.split()[0] for line in found.out.splitlines() if not line.startswith(" ")]
    assert listed == [rule for rule in catalog.rules() if rule.startswith("CT30")]


def test_every_rule_can_be_explained(run: Runner) -> None:
    found = run("explain", *catalog.rules(), "--examples")
    assert (found.code, found.err) == (0, "")
    for rule in catalog.rules().values():
        assert f"{rule.id} {rule.name} (" in found.out
    assert "expect:" not in found.out


def test_the_page_of_a_policy(run: Runner) -> None:
    found = run("explain", "CIS301")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("CIS301 unrecorded-management-events (error)\n")
    assert "\nExample: " in found.out


def test_color_adds_nothing_but_color(run: Runner) -> None:
    plain = run("explain", *catalog.rules(), "--examples", "--color", "never").out
    colored = run("explain", *catalog.rules(), "--examples", "--color", "always").out
    assert colored != plain
    assert PAINT.sub("", colored) == plain
    assert "\x1b[1;31m# CT113\x1b[0m\n" in colored


@pytest.mark.parametrize("columns", [30, 60, 100])
def test_prose_fits_the_terminal(run: Runner, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setattr("ctlint.commands.explain.terminal_width", lambda _: columns)
    for rule in catalog.rules():
        _, *prose = run("explain", rule).out.partition("\nExample: ")[0].splitlines()
        assert [line for line in prose if len(line) > columns and " " in line.strip()] == []


def test_the_list_fits_a_narrow_terminal(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.commands.rules.terminal_width", lambda _: 60)
    lines = run("rules").out.splitlines()
    assert max(map(len, lines)) <= 60
    assert [line[:5] for line in lines if not line.startswith(" ")] == list(catalog.rules())
