"""`ctlint baseline` and `ctlint check --baseline`, from the outside."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.cli.runner import ROOT, Runner, rules_of

FILE = ".ctlint-baseline.json"
HELD = "3 trails in 3 files"


def schema(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_old_findings_are_left_out(run: Runner, files: None) -> None:
    """What is written once is not told again, whatever is asked for in which format."""
    assert run("--fail-on=warning").code == 1
    written = run("baseline")
    assert (written.code, written.out) == (0, "")
    assert written.err == f"ctlint: wrote 2 findings in 2 files to {FILE}\n"
    schema("baseline").validate(json.loads(Path(FILE).read_text()))
    found = run("--baseline", FILE, "--fail-on=note")
    assert (found.code, found.out, found.err) == (0, f"{HELD}, nothing found, 2 known findings left out\n", "")


def test_what_is_new_is_told(run: Runner, files: None, folder: Path) -> None:
    run("baseline", "-q", "error.json")
    shutil.copy("error.json", "second.json")
    found = run("--baseline", FILE, "error.json", "second.json", "--format=json")
    assert (found.code, rules_of(found.out)) == (1, ["CT113"])
    report = json.loads(found.out)
    schema("report").validate(report)
    assert report["diagnostics"][0]["path"] == "second.json"
    assert (report["summary"]["known"], report["summary"]["gone"]) == (1, 0)


def test_what_is_gone_is_told(run: Runner, files: None) -> None:
    run("baseline", "-q")
    shutil.copy("clean.json", "error.json")
    found = run("--baseline", FILE)
    words = "1 known finding left out, 1 of the baseline gone (run `ctlint baseline` again)"
    assert (found.code, found.out) == (0, f"{HELD}, nothing found, {words}\n")
    assert run("--baseline", FILE, "clean.json").out == "1 trail in 1 file, nothing found\n"
    run("baseline", "-q")
    assert run("--baseline", FILE).summary == f"{HELD}, nothing found, 1 known finding left out"


def test_a_run_that_is_only_partly_new(run: Runner, files: None) -> None:
    run("baseline", "-q", "warning.json", "-o", "old.json")
    assert run("--baseline", "old.json").summary == "1 error in 3 trails (3 files), 1 known finding left out"


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"])
def test_known_findings_are_absent_from_every_format(run: Runner, files: None, name: str) -> None:
    assert "CT113" in run("--format", name).out
    run("baseline", "-q")
    found = run("--baseline", FILE, "--format", name, "--fail-on=note")
    assert found.code == 0
    if name == "sarif":
        assert json.loads(found.out)["runs"][0]["results"] == []
    else:
        assert "CT113" not in found.out


def test_the_baseline_is_no_file_to_lint(run: Runner, files: None) -> None:
    run("baseline", "-q")
    before = Path(FILE).read_bytes()
    assert run("baseline", "-q").code == 0
    assert Path(FILE).read_bytes() == before
    assert run(FILE, "clean.json").summary == "1 trail in 1 file, nothing found"
    refused = run("--baseline", FILE, "-o", FILE)
    assert (refused.code, refused.err) == (2, f"ctlint: error: cannot write {FILE}: it is one of the files to lint\n")
    assert Path(FILE).read_bytes() == before


def test_from_another_folder(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch, files: None) -> None:
    """Paths are those of the work tree, wherever the baseline lies in it and wherever ctlint runs."""
    (folder / ".git").mkdir()
    (folder / "ci").mkdir()
    run("baseline", "-q", "-o", "ci/known.json")
    assert {each["path"] for each in json.loads(Path("ci/known.json").read_text())["findings"]} == {
        "error.json",
        "warning.json",
    }
    shutil.copy("clean.json", "error.json")
    monkeypatch.chdir(folder / "ci")
    words = "1 known finding left out, 1 of the baseline gone (run `ctlint baseline` again)"
    assert run("--baseline", "known.json", "..").summary == f"{HELD}, nothing found, {words}"


def test_on_standard_output(run: Runner, files: None) -> None:
    run("baseline", "-q")
    text = Path(FILE).read_text()
    written = run("baseline", "-o", "-")
    assert (written.code, written.out, written.err) == (0, text, "")


def test_options_choose_what_is_written(run: Runner, files: None) -> None:
    run("baseline", "-q", "--ignore", "CT113")
    assert [each["rule"] for each in json.loads(Path(FILE).read_text())["findings"]] == ["CT125"]
    run("baseline", "-q", "--select", "CT113", "--exclude", "error.json")
    assert json.loads(Path(FILE).read_text())["findings"] == []


def test_a_suppression_comes_first(run: Runner, folder: Path) -> None:
    (folder / "a.yaml").write_text(
        "AdvancedEventSelectors:\n- Name: x\n  FieldSelectors:\n"
        "  - {Field: eventCategory, StartsWith: [Data]} # ctlint: ignore[CT113] old\n"
    )
    run("baseline", "-q")
    assert "CT113" not in Path(FILE).read_text()


def test_a_configuration_s_fail_level_holds_for_what_is_new(run: Runner, files: None, folder: Path) -> None:
    (folder / ".ctlint.yaml").write_text("fail-on: warning\n")
    assert run().code == 1
    run("baseline", "-q")
    assert run("--baseline", FILE).code == 0
    shutil.copy("warning.json", "second.json")
    assert run("--baseline", FILE).code == 1


def test_fixes_leave_known_findings_alone(run: Runner, folder: Path) -> None:
    old = '{"AdvancedEventSelectors": [{"Name": "old", "fieldSelectors": []}]}\n'
    (folder / "a.json").write_text(old)
    run("baseline", "-q")
    run("--baseline", FILE, "--fix", "-q")
    assert (folder / "a.json").read_text() == old


def test_a_missing_baseline_is_an_error(run: Runner, files: None) -> None:
    found = run("--baseline", "none.json", "clean.json")
    message = "ctlint: error: none.json: no such file; `ctlint baseline -o none.json` writes it\n"
    assert (found.code, found.out, found.err) == (2, "", message)
    assert run("--baseline", "none.json", "irrelevant.json").code == 2


def test_a_bad_baseline_is_an_error(run: Runner, files: None, folder: Path) -> None:
    (folder / "bad.json").write_text('{"version": 1, "findings": [{}]}')
    found = run("--baseline", "bad.json")
    assert (found.code, found.out) == (2, "")
    assert found.err == "ctlint: error: bad.json:1:29: key `path` is missing\n"
    assert run("--baseline", ".").err == "ctlint: error: .: a baseline is expected, not a folder\n"


def test_nothing_is_written_where_a_file_cannot_be_read(run: Runner, files: None) -> None:
    Path(FILE).write_text("kept")
    found = run("baseline", "error.json", "none.json")
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines() == [
        "ctlint: none.json: no such file or folder",
        "ctlint: error: no baseline was written: not all files could be read",
    ]
    assert Path(FILE).read_text() == "kept"


def test_a_linted_file_is_not_overwritten(run: Runner, files: None) -> None:
    before = Path("error.json").read_bytes()
    for arguments in (("error.json",), ()):
        refused = run("baseline", "-o", "error.json", *arguments)
        assert refused.err == "ctlint: error: cannot write error.json: it is one of the files to lint\n"
        assert refused.code == 2
    assert Path("error.json").read_bytes() == before
    assert run("baseline", "-o", "none/b.json").code == 2


def test_writing_is_atomic(run: Runner, files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(FILE).write_text("kept")

    def fail(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    found = run("baseline")
    assert (found.code, found.err) == (2, f"ctlint: error: cannot write {FILE}: No space left on device\n")
    assert Path(FILE).read_text() == "kept"
    assert sorted(os.listdir()) == [FILE, "clean.json", "error.json", "irrelevant.json", "warning.json"]


def test_hostile_text_is_inert(run: Runner, folder: Path) -> None:
    selector = {"Name": "\x1b[31m\u202e::error", "FieldSelectors": [{"Field": "eventCategory", "StartsWith": ["Data"]}]}
    (folder / "a.json").write_text(json.dumps({"AdvancedEventSelectors": [selector]}, ensure_ascii=False))
    text = run("baseline", "-o", "-").out
    assert text.isascii() and "\x1b" not in text
    assert "a.json" in text


def test_a_crash_writes_nothing(run: Runner, files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctlint import loaders

    def fail(*_: object) -> None:
        raise ZeroDivisionError("here")

    monkeypatch.setattr(loaders, "load", fail)
    found = run("baseline", "error.json")
    assert (found.code, found.out, Path(FILE).exists()) == (3, "", False)
    assert "ctlint: no baseline was written; please report the error" in found.err
