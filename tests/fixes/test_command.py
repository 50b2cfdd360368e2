"""`ctlint check --fix` and `--diff`, as one calls them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from ctlint.cli import main
from ctlint.fixes.fixing import Fixer, Outcome

GOOD = """\
AdvancedEventSelectors:
  - Name: data   # one
    FieldSelectors:
      - Field: eventCategory
        Equals: [Data]
      - Field: resources.type
        Equals: [AWS::S3::Object]
      - Field: resources.ARN
        StartsWith: ["arn:aws:s3:::acme-uploads/"]
"""
BAD = GOOD.replace("eventCategory", "eventCatgory")
UNSAFE = GOOD.replace("uploads/", "uploads/*")
WORSE = GOOD.replace("eventCategory", "nothing")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fix_mends_and_reports_what_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(BAD)
    (folder / "b.yaml").write_text(BAD.replace("uploads/", "uploads/*"))
    assert main(["check", "--fix", "."]) == 1
    assert (folder / "a.yaml").read_text() == GOOD
    assert (folder / "b.yaml").read_text() == UNSAFE
    out, err = capsys.readouterr()
    assert "CT110" not in out
    assert "b.yaml:9:49: error CT304" in out
    assert err == "ctlint: fixed 2 findings in 2 files; 1 more with --unsafe-fixes\n"


def test_the_exit_code_is_that_of_what_is_left(folder: Path) -> None:
    (folder / "a.yaml").write_text(BAD)
    assert main(["check", "a.yaml"]) == 1
    assert main(["--fix", "a.yaml"]) == 0
    assert main(["--fix", "a.yaml"]) == 0


def test_unsafe_fixes_are_made_when_they_are_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(UNSAFE)
    assert main(["--fix", "a.yaml"]) == 1
    assert (folder / "a.yaml").read_text() == UNSAFE
    assert main(["--fix", "--unsafe-fixes", "a.yaml"]) == 0
    assert (folder / "a.yaml").read_text() == GOOD


def test_diff_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(BAD)
    assert main(["--diff", "a.yaml"]) == 1
    out, err = capsys.readouterr()
    assert (folder / "a.yaml").read_text() == BAD
    assert out == (
        "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,7 +1,7 @@\n AdvancedEventSelectors:\n   - Name: data   # one\n"
        "     FieldSelectors:\n-      - Field: eventCatgory\n+      - Field: eventCategory\n         Equals: [Data]\n"
        "       - Field: resources.type\n         Equals: [AWS::S3::Object]\n"
    )
    assert err == "ctlint: would fix 1 finding in 1 file\n"


@pytest.mark.parametrize("text", [BAD, BAD.replace("\n", "\r\n"), BAD.rstrip("\n")], ids=["lf", "crlf", "no end"])
def test_git_takes_the_diff(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_bytes(text.encode())
    main(["--diff", "a.yaml"])
    patch = capsys.readouterr().out
    subprocess.run([shutil.which("git") or "git", "apply", "-"], input=patch.encode(), cwd=folder, check=True)
    assert (folder / "a.yaml").read_bytes() == text.replace("Catgory", "Category").encode()


def test_diff_of_nothing_is_empty(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_text("nothing")
    assert main(["--diff", "."]) == 0
    assert capsys.readouterr() == ("", "")
    (folder / "a.yaml").write_text(GOOD)
    assert main(["--diff", "."]) == 0
    assert capsys.readouterr() == ("", "")


def test_diff_takes_standard_input(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert main(["--diff", "--stdin-filename", "x.yaml", "-"]) == 1
    assert capsys.readouterr().out.startswith("--- a/x.yaml\n+++ b/x.yaml\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fix", "--diff", "a.yaml"], "`--diff` shows what `--fix` would change; choose one of them"),
        (["--unsafe-fixes", "a.yaml"], "`--unsafe-fixes` goes with `--fix` or `--diff`"),
        (["--fix", "-"], "`--fix` cannot change standard input; `--diff` shows what it would change"),
        (["--diff", "--format", "json", "a.yaml"], "`--diff` prints no report"),
    ],
)
def test_what_does_not_go_together(
    folder: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(BAD)
    assert main(arguments) == 2
    assert capsys.readouterr().err == f"ctlint: error: {message}\n"
    assert (folder / "a.yaml").read_text() == BAD


def test_only_selected_rules_are_fixed(folder: Path) -> None:
    (folder / "a.yaml").write_text(BAD.replace("FieldSelectors", "fieldSelectors"))
    main(["--fix", "--select", "CT103", "a.yaml"])
    assert (folder / "a.yaml").read_text() == BAD


def test_a_file_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(BAD)
    (folder / "a.yaml").chmod(0o444)
    assert main(["--fix", "a.yaml"]) == 2
    out, err = capsys.readouterr()
    assert "CT110" in out
    assert err == "ctlint: a.yaml: not fixed: is read-only\n"
    assert (folder / "a.yaml").read_text() == BAD


def test_a_file_that_is_changed_meanwhile_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "a.yaml"
    path.write_text(BAD)
    run = Fixer.run

    def slow(self: Fixer) -> Outcome:
        path.write_text(WORSE)
        return run(self)

    monkeypatch.setattr(Fixer, "run", slow)
    assert main(["--fix", "a.yaml"]) == 2
    assert path.read_text() == WORSE
    assert "ctlint: a.yaml: not fixed: was changed by somebody else meanwhile\n" in capsys.readouterr().err


def test_a_link_met_in_a_folder_leads_nowhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside, inside = folder / "outside", folder / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "a.yaml").write_text(BAD)
    (inside / "a.yaml").symlink_to(outside / "a.yaml")
    assert main(["--fix", "inside"]) == 2
    assert (outside / "a.yaml").read_text() == BAD
    assert "is a link that was met in a folder" in capsys.readouterr().err
    assert main(["--fix", "inside/a.yaml"]) == 0
    assert (outside / "a.yaml").read_text() == GOOD
    assert (inside / "a.yaml").is_symlink()


MODULE = """\
resource "aws_cloudtrail" "main" {
  name           = "acme-trail"
  s3_bucket_name = "acme-logs"
  advanced_event_selector {
    field_selector {
      field  = "eventCatgory"
      equals = var.categories
    }
  }
}
"""
VARIABLES = 'variable "categories" {\n  default = ["management"]\n}\n'


def test_files_read_as_context_stay(folder: Path) -> None:
    (folder / "main.tf").write_text(MODULE)
    (folder / "variables.tf").write_text(VARIABLES)
    main(["--fix", "main.tf"])
    assert (folder / "main.tf").read_text() == MODULE.replace("Catgory", "Category")
    assert (folder / "variables.tf").read_text() == VARIABLES
    main(["--fix", "variables.tf"])
    assert (folder / "variables.tf").read_text() == VARIABLES.replace("management", "Management")


def test_a_plan_stays(folder: Path) -> None:
    values = {
        "name": "acme-trail",
        "s3_bucket_name": "acme-logs",
        "advanced_event_selector": [
            {"name": "x", "field_selector": [{"field": "eventCatgory", "equals": ["Management"]}]}
        ],
    }
    trail = {
        "address": "aws_cloudtrail.main",
        "mode": "managed",
        "type": "aws_cloudtrail",
        "name": "main",
        "values": values,
    }
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [trail]}}}
    (folder / "plan.json").write_text(json.dumps(plan))
    assert main(["plan.json"]) == 1
    assert main(["--fix", "plan.json"]) == 1
    assert json.loads((folder / "plan.json").read_text()) == plan


def report(folder: Path, form: str, capsys: pytest.CaptureFixture[str]) -> str:
    (folder / "a.yaml").write_text(BAD.replace("uploads/", "uploads/*"))
    main(["--format", form, "a.yaml"])
    return capsys.readouterr().out


def test_json_tells_the_edits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(report(folder, "json", capsys))["diagnostics"]
    missing = {"start": {"line": 4, "column": 24}, "end": {"line": 4, "column": 24}, "text": "e"}
    star = {"start": {"line": 9, "column": 49}, "end": {"line": 9, "column": 50}, "text": ""}
    assert [(each["rule"], each["fix"], each["edits"]) for each in found] == [
        ("CT110", "safe", [missing]),
        ("CT304", "unsafe", [star]),
    ]


def test_sarif_tells_the_edits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(report(folder, "sarif", capsys))
    schema = Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json"
    assert list(Draft4Validator(json.loads(schema.read_text(encoding="utf-8"))).iter_errors(log)) == []
    results = log["runs"][0]["results"]
    assert [each["fixes"] for each in results] == [
        [
            {
                "description": {"text": "Write `eventCategory`."},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "a.yaml"},
                        "replacements": [
                            {
                                "deletedRegion": {"startLine": 4, "startColumn": 24, "endLine": 4, "endColumn": 24},
                                "insertedContent": {"text": "e"},
                            }
                        ],
                    }
                ],
                "properties": {"safety": "safe"},
            }
        ],
        [
            {
                "description": {"text": "Write `arn:aws:s3:::acme-uploads/`."},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "a.yaml"},
                        "replacements": [
                            {"deletedRegion": {"startLine": 9, "startColumn": 49, "endLine": 9, "endColumn": 50}}
                        ],
                    }
                ],
                "properties": {"safety": "unsafe"},
            }
        ],
    ]


def test_the_edits_of_files_read_as_context_are_not_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "main.tf").write_text(MODULE.replace("Catgory", "Category"))
    (folder / "variables.tf").write_text(VARIABLES)
    main(["--format", "json", "--module-wide", "main.tf"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    told = {(each["path"], each["rule"]): len(each["edits"]) for each in found if each["fixable"]}
    assert told == {("variables.tf", "CT107"): 0}
