"""What `--var-file` and `--module-wide` do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runner import Runner

MAIN = """\
variable "mode" {}
resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "acme-logs"
  event_selector {
    read_write_type = var.mode
  }
}
"""
OTHER = """\
resource "aws_cloudtrail" "other" {
  name           = "other"
  s3_bucket_name = "acme-logs"
  event_selector {
    read_write_type = "Some"
  }
}
"""


@pytest.fixture(autouse=True)
def module(folder: Path) -> None:
    (folder / "main.tf").write_text(MAIN)
    (folder / "bad.tfvars").write_text('mode = "Every"\n')
    (folder / "good.tfvars").write_text('mode = "All"\n')


def found(run: Runner, *arguments: str) -> list[tuple[str, str, int]]:
    outcome = run("--format", "json", *arguments)
    assert outcome.err == ""
    return [(each["rule"], each["path"], each["start"]["line"]) for each in json.loads(outcome.out)["diagnostics"]]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ((), []),
        (("good.tfvars",), []),
        (("bad.tfvars",), [("CT123", "bad.tfvars", 1)]),
        (("bad.tfvars", "good.tfvars"), []),
        (("good.tfvars", "bad.tfvars"), [("CT123", "bad.tfvars", 1)]),
    ],
)
def test_values_come_from_named_files_and_the_last_counts(
    run: Runner, files: tuple[str, ...], expected: list[tuple[str, str, int]]
) -> None:
    options = [part for file in files for part in ("--var-file", file)]
    assert found(run, *options, "main.tf") == expected
    assert found(run, *options) == expected


def test_named_files_come_after_those_that_load_by_themselves(run: Runner, folder: Path) -> None:
    (folder / "terraform.tfvars").write_text('mode = "Never"\n')
    (folder / "z.auto.tfvars").write_text('mode = "Sometimes"\n')
    assert found(run) == [("CT123", "z.auto.tfvars", 1)]
    assert found(run, "--var-file", "bad.tfvars") == [("CT123", "bad.tfvars", 1)]
    assert found(run, "--var-file", "good.tfvars") == []


def test_a_file_of_values_may_be_json_of_any_name(run: Runner, folder: Path) -> None:
    (folder / "values.json").write_text('{"mode": "Every"}')
    assert found(run, "--var-file", "values.json") == [("CT123", "values.json", 1)]


def test_a_file_of_values_that_cannot_be_read_is_wrong_usage(run: Runner, folder: Path) -> None:
    outcome = run("--var-file", "missing.tfvars")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "ctlint: error: missing.tfvars: no such file or directory\n"
    (folder / "binary.tfvars").write_bytes(b'mode = "\xff"')
    outcome = run("--var-file", "binary.tfvars")
    assert (outcome.code, outcome.err) == (2, "ctlint: error: binary.tfvars: byte 0xff is not valid UTF-8\n")


def test_a_broken_file_of_values_is_told(run: Runner, folder: Path) -> None:
    (folder / "broken.tfvars").write_text('mode = "Every\n')
    assert [rule for rule, _, _ in found(run, "--var-file", "broken.tfvars", "main.tf")] == ["CT001"]


def test_findings_in_other_files_of_a_module_are_told_when_asked_for(run: Runner, folder: Path) -> None:
    (folder / "other.tf").write_text(OTHER)
    assert found(run, "main.tf") == []
    assert found(run, "--module-wide", "main.tf") == [("CT123", "other.tf", 5)]
    assert found(run, "other.tf") == [("CT123", "other.tf", 5)]


def test_findings_in_called_modules_are_told_when_asked_for(run: Runner, folder: Path) -> None:
    (folder / "live").mkdir()
    (folder / "live" / "main.tf").write_text('module "other" {\n  source = "../other"\n}\n')
    (folder / "other").mkdir()
    (folder / "other" / "main.tf").write_text(OTHER)
    assert found(run, "live") == []
    assert found(run, "--module-wide", "live") == [("CT123", "other/main.tf", 5)]


def test_the_help_tells(run: Runner) -> None:
    text = run("--help").out
    assert "--var-file FILE" in text and "--module-wide" in text and "Terraform" in text
