"""`ctlint describe` from the command line: which trails, which format, which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.cli.runner import ROOT, Runner, run_python, run_shell

TRAILS = """\
resource "aws_cloudtrail" "audit" {
  name           = "acme-audit"
  s3_bucket_name = "acme-logs"
}

resource "aws_cloudtrail" "data" {
  name           = "acme-data-${var.stage}"
  s3_bucket_name = "acme-logs"

  event_selector {
    read_write_type           = "WriteOnly"
    include_management_events = false

    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::acme-orders/", "arn:aws:s3:::${var.bucket}/"]
    }
  }
}

variable "stage" {
  default = "prod"
}

variable "bucket" {}
"""
AUDIT = """\
trail `acme-audit` (main.tf:1), of one Region
  management events  all
  data events        nothing
  no selectors are written: this is the default; nothing else is recorded
"""
DATA = """\
trail `aws_cloudtrail.data` (main.tf:6), of one Region
  management events  nothing
  S3 objects         writes in bucket acme-orders or under ${var.bucket}/
  nothing else is recorded
"""


@pytest.fixture(autouse=True)
def module(folder: Path) -> Path:
    (folder / "main.tf").write_text(TRAILS)
    return folder


def test_all_trails_of_the_current_folder(run: Runner) -> None:
    found = run("describe")
    assert (found.code, found.out, found.err) == (0, f"{AUDIT}\n{DATA}", "")


@pytest.mark.parametrize("name", ["aws_cloudtrail.data", "acme-data-${var.stage}"])
def test_one_trail_by_its_address_or_name(run: Runner, name: str) -> None:
    assert run("describe", name).out == DATA
    assert run("describe", name, "main.tf").out == DATA
    assert run("describe", "main.tf", name).out == DATA


def test_a_trail_by_its_arn(run: Runner, folder: Path) -> None:
    arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-old"
    (folder / "old.json").write_text(f'{{"TrailARN": "{arn}", "EventSelectors": [{{"ReadWriteType": "ReadOnly"}}]}}')
    expected = "trail `acme-old` (old.json:1)\n  management events  all reads\n  data events        nothing\n"
    assert run("describe", arn).out == f"{expected}  nothing else is recorded\n"
    assert run("describe", "acme-old").out == f"{expected}  nothing else is recorded\n"


def test_assumed_defaults_are_filled_in(run: Runner) -> None:
    assert run("describe", "acme-data-prod", "--assume-defaults").out == DATA.replace(
        "aws_cloudtrail.data", "acme-data-prod"
    )


def test_values_of_variables(run: Runner, folder: Path) -> None:
    (folder / "prod.tfvars").write_text('bucket = "acme-exports"\n')
    found = run("describe", "aws_cloudtrail.data", "--var-file", "prod.tfvars")
    assert "writes in bucket acme-exports or acme-orders" in found.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["acme-audti"], "there is no trail, file or folder `acme-audti`; did you mean `acme-audit`?"),
        (["zebra"], "there is no trail, file or folder `zebra`"),
        (["zebra", "main.tf"], "there is no trail, file or folder `zebra`"),
        (["one", "two"], "neither `one` nor `two` is a file or folder, and only one can be a trail"),
        (["empty"], "no trail or selector found in empty"),
        (["missing.tf", "empty"], "there is no file or folder `missing.tf`, and no trail or selector found in empty"),
        (["--format", "sarif"], "there is no `--format sarif`; choose among text, json"),
    ],
)
def test_what_cannot_be_answered_is_one_line(run: Runner, folder: Path, arguments: list[str], message: str) -> None:
    (folder / "empty").mkdir()
    found = run("describe", *arguments)
    assert (found.code, found.out, found.err) == (2, "", f"ctlint: error: {message}\n")


def test_a_file_that_cannot_be_read_is_told_beside_the_answer(run: Runner, folder: Path) -> None:
    (folder / "broken.yaml").write_text("EventSelectors: [}")
    found = run("describe", "main.tf", "broken.yaml")
    assert found.code == 2
    assert found.out == f"{AUDIT}\n{DATA}"
    assert found.err.startswith("ctlint: broken.yaml:1:")


def test_the_json_is_as_its_schema_says(run: Runner) -> None:
    schema = json.loads((ROOT / "schemas" / "describe.schema.json").read_text(encoding="utf-8"))
    found = json.loads(run("describe", "--format", "json").out)
    Draft7Validator(schema).validate(found)
    assert found["trails"][1] == {
        "trail": "aws_cloudtrail.data",
        "path": "main.tf",
        "line": 6,
        "column": 1,
        "kind": "trail",
        "attributes": ["of one Region"],
        "complete": True,
        "default": False,
        "records": [
            {"label": "management events", "category": "Management", "text": ["nothing"], "selectors": []},
            {
                "label": "S3 objects",
                "category": "Data",
                "text": ["writes in bucket acme-orders or under ${var.bucket}/"],
                "selectors": [
                    {
                        "FieldSelectors": [
                            {"Field": "eventCategory", "Equals": ["Data"]},
                            {"Field": "readOnly", "Equals": ["false"]},
                            {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
                            {
                                "Field": "resources.ARN",
                                "StartsWith": ["arn:aws:s3:::acme-orders/", "arn:aws:s3:::${var.bucket}/"],
                            },
                        ]
                    }
                ],
            },
        ],
        "insights": [],
        "remarks": [],
    }


@pytest.mark.parametrize("path", ["examples/good", "examples/bad"])
def test_every_example_is_described(run: Runner, path: str) -> None:
    schema = json.loads((ROOT / "schemas" / "describe.schema.json").read_text(encoding="utf-8"))
    found = run("describe", "--format", "json", str(ROOT / path))
    Draft7Validator(schema).validate(json.loads(found.out))
    assert run("describe", str(ROOT / path)).out


def test_standard_input() -> None:
    done = run_shell(
        """echo '{"EventSelectors": [{"ReadWriteType": "All"}]}' | ctlint describe - --stdin-filename a.json"""
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[1] == "  management events  all"


def test_colours_are_wanted_or_not(run: Runner) -> None:
    assert "\x1b[1m`acme-audit`\x1b[0m" in run("describe", "--color", "always").out
    assert "\x1b" not in run("describe").out


def test_a_closed_pipe_ends_quietly() -> None:
    done = run_shell("ctlint describe main.tf | true")
    assert (done.stdout, done.stderr) == ("", "")


def test_help_is_there() -> None:
    done = run_python("-m", "ctlint", "describe", "--help")
    assert done.returncode == 0
    assert "ctlint describe [OPTIONS] [TRAIL] [PATH ...]" in done.stdout
