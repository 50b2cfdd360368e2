"""`ctlint config`, `ctlint suppressions`, and what configurations change on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.cli.runner import ERROR, ROOT, WARNING, Runner, rules_of

SCHEMA = json.loads((ROOT / "schemas" / "suppressions.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def repository(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "error.json").write_text(ERROR)
    (folder / "warning.json").write_text(WARNING)


def test_what_fails_a_run(run: Runner) -> None:
    assert run("warning.json").code == 0
    Path(".ctlint.yaml").write_text("fail-on: warning\n")
    assert run("warning.json").code == 1
    assert run("warning.json", "--fail-on", "error").code == 0
    assert run("warning.json", "--no-config").code == 0
    Path(".ctlint.yaml").write_text("severity: {CT125: note}\nfail-on: note\n")
    assert run("warning.json").code == 1


def test_options_win(run: Runner) -> None:
    Path(".ctlint.yaml").write_text("ignore: [CT]\n")
    Path("own.yaml").write_text("select: [CT113]\n")
    assert run("error.json", "--format", "json").code == 0
    assert rules_of(run("error.json", "--format", "json", "--select", "CT113").out) == ["CT113"]
    assert rules_of(run("error.json", "--format", "json", "--config", "own.yaml").out) == ["CT113"]
    assert "CT113" in rules_of(run("error.json", "--format", "json", "--no-config").out)


def test_policies_of_the_configuration_can_be_selected(run: Runner) -> None:
    Path(".ctlint.yaml").write_text("policies: [cis]\n")
    assert rules_of(run("warning.json", "--format", "json", "--select", "CIS301").out) == ["CIS301"]
    assert run("warning.json", "--no-config", "--select", "CIS301").code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--config", "missing.yaml"), "missing.yaml: no such file"),
        (("--config", "error.json", "--no-config"), "`--no-config` does not go with `--config`"),
        (("config", "missing.yaml"), "missing.yaml: no such file or folder"),
        (("config", ".", "--format", "xml"), "there is no `--format xml`; choose among text, json"),
    ],
)
def test_usage_errors(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    found = run(*arguments)
    assert (found.code, found.out, found.err) == (2, "", f"ctlint: error: {message}\n")


def test_all_faults_of_a_configuration_are_told(run: Runner) -> None:
    Path(".ctlint.yaml").write_text("selct: [CT1]\nfail-on: fatal\n")
    found = run("error.json")
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines() == [
        "ctlint: error: .ctlint.yaml:1:1: unknown key `selct`; did you mean `select`?",
        "ctlint: error: .ctlint.yaml:2:10: `fail-on` is `fatal`; expected `error`, `warning` or `note`",
    ]


def test_settings_and_where_they_come_from(run: Runner) -> None:
    Path("base.yaml").write_text("region: eu-west-1\nignore: [CT5]\n")
    Path(".ctlint.yaml").write_text(
        "extend: base.yaml\nignore: [CT306]\npaths:\n  - {path: error.json, fail-on: x}\n".replace(
            ", fail-on: x", ", ignore: [CT304]"
        )
    )
    assert run("config", "error.json").out.splitlines()[:6] == [
        "error.json: .ctlint.yaml",
        "  select                -  (default)",
        "  ignore                CT5, CT306, CT304  (base.yaml:2, .ctlint.yaml:2, .ctlint.yaml:4)",
        "  severity              -  (default)",
        "  region                eu-west-1  (base.yaml:1)",
        "  account               -  (default)",
    ]
    report = json.loads(run("config", "warning.json", "--format", "json").out)
    assert (report["path"], report["configuration"]) == ("warning.json", ".ctlint.yaml")
    assert report["settings"]["ignore"] == {
        "value": ["CT5", "CT306"],
        "from": [{"path": "base.yaml", "line": 2}, {"path": ".ctlint.yaml", "line": 2}],
    }
    assert run("config", "--no-config").out.startswith(".: no configuration\n")


def test_every_key_of_the_schema_is_shown(run: Runner) -> None:
    keys = json.loads((ROOT / "schemas" / "config.schema.json").read_text(encoding="utf-8"))["properties"]
    assert set(json.loads(run("config", "--format", "json").out)["settings"]) == set(keys) - {"extend", "paths"}


SELECTORS = """\
# ctlint: ignore-file[CT501] another team's trail records them
EventSelectors:
  - ReadWriteType: Both # ctlint: ignore[CT123] until=2020-01-31 old
  - ReadWriteType: Some # ctlint: ignore[CT123]
"""


def test_suppressions(run: Runner) -> None:
    Path("selectors.yaml").write_text(SELECTORS)
    Path(".ctlint.yaml").write_text(
        'ignore: [CT113]\nsuppressions:\n  - {path: error.json, rules: [CT113, CT304], until: 2999-12-31, reason: "a\\x1b[31m"}\n'
    )
    found = run("suppressions")
    assert found.code == 0
    assert found.out.splitlines() == [
        ".ctlint.yaml:3:32: CT113, CT304 in error.json until 2999-12-31: a\\x1b[31m (1 finding)",
        "selectors.yaml:1:3: CT501 in the whole file: another team's trail records them (0 findings)",
        "selectors.yaml:3:27: CT123 until 2020-01-31: old (expired)",
        "selectors.yaml:4:27: CT123: no reason given (1 finding)",
        "4 suppressions in 3 files with CloudTrail content",
    ]
    report = json.loads(run("suppressions", "--format", "json").out)
    assert list(Draft7Validator(SCHEMA).iter_errors(report)) == []
    assert report["suppressions"][2] == {
        "path": "selectors.yaml", "line": 3, "scope": "line", "rules": ["CT123"], "reason": "old", "until": "2020-01-31",
        "lines": {"first": 3, "last": 3}, "paths": None, "trail": None, "findings": 0, "expired": True, "effective": False,
    }  # fmt: skip


def test_no_suppressions(run: Runner) -> None:
    assert run("suppressions", "--no-config").out == "0 suppressions in 2 files with CloudTrail content\n"
