"""What is read, and what is said of files that hold nothing."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.runner import (
    CLEAN,
    ERROR,
    IRRELEVANT,
    Runner,
)


@pytest.mark.usefixtures("files")
def test_the_current_folder_is_the_default(run: Runner) -> None:
    for arguments in ((), (".",), ("check",), ("check", ".")):
        found = run(*arguments)
        assert (found.code, found.err) == (1, "")
        assert found.summary == "1 error, 1 warning in 3 trails (3 files)"
        assert found.out.startswith("error.json:1:")


@pytest.mark.usefixtures("files")
def test_nothing_found(run: Runner) -> None:
    found = run("clean.json")
    assert (found.code, found.out, found.err) == (0, "1 trail in 1 file, nothing found\n", "")


@pytest.mark.usefixtures("files")
def test_a_named_file_is_answered_for(run: Runner, folder: Path) -> None:
    (folder / "policy.json").write_text('{"Action": "cloudtrail:PutEventSelectors"}')
    found = run("irrelevant.json", "policy.json", "clean.json")
    assert found.code == 0
    assert found.out == "1 trail in 1 file, nothing found\n"
    assert found.err == (
        "ctlint: irrelevant.json: no trail or selector found\nctlint: policy.json: no trail or selector found\n"
    )


def test_a_named_file_alone(run: Runner, folder: Path) -> None:
    (folder / "irrelevant.json").write_text(IRRELEVANT)
    found = run("irrelevant.json")
    assert (found.code, found.out) == (0, "")
    assert found.err == "ctlint: irrelevant.json: no trail or selector found\n"


@pytest.mark.parametrize(("texts", "count"), [([], "0 files"), ([IRRELEVANT], "1 file"), ([IRRELEVANT] * 2, "2 files")])
def test_a_walk_that_meets_nothing_says_so(run: Runner, folder: Path, texts: list[str], count: str) -> None:
    for number, text in enumerate(texts):
        (folder / f"{number}.json").write_text(text)
    found = run()
    assert (found.code, found.out, found.err) == (0, f"no trail or selector found in {count}\n", "")


def test_a_walk_that_meets_only_what_looked_relevant(run: Runner, folder: Path) -> None:
    (folder / "policy.json").write_text('{"Action": "cloudtrail:PutEventSelectors"}')
    found = run()
    assert (found.code, found.out, found.err) == (0, "no trail or selector found in 1 file\n", "")


@pytest.mark.usefixtures("files")
def test_the_other_files_are_linted_though_one_cannot_be_read(run: Runner) -> None:
    found = run("missing.json", "error.json")
    assert found.code == 2
    assert found.err == "ctlint: missing.json: no such file or folder\n"
    assert found.summary == "1 error in 1 trail (1 file)"
    assert run("missing.json", "clean.json").code == 2
    assert run("missing.json", "irrelevant.json").code == 2
    assert run("missing.json", "--exit-zero").code == 2


def test_only_a_missing_file(run: Runner) -> None:
    found = run("missing.json")
    assert (found.code, found.out, found.err) == (2, "", "ctlint: missing.json: no such file or folder\n")


@pytest.mark.usefixtures("files")
def test_a_path_that_is_called_like_a_command(run: Runner, folder: Path) -> None:
    (folder / "check").mkdir()
    (folder / "check" / "a.json").write_text(CLEAN)
    for arguments in (("./check",), ("check", "check"), ("check", "./check")):
        assert run(*arguments).summary == "1 trail in 1 file, nothing found"


@pytest.mark.usefixtures("files")
def test_exclude(run: Runner, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a.json").write_text(ERROR)
    assert run("--exclude", "error.json,sub", "--exclude=warn*").summary == "1 trail in 1 file, nothing found"


def test_options_may_stand_between_paths(run: Runner, folder: Path) -> None:
    (folder / "-a.json").write_text(CLEAN)
    (folder / "b.json").write_text(CLEAN)
    assert run("./-a.json", "--color", "never", "b.json").summary == "2 trails in 2 files, nothing found"
    assert run("--color=never", "--", "-a.json").summary == "1 trail in 1 file, nothing found"


def test_bytes_in_a_file_name(run: Runner, folder: Path) -> None:
    name = os.fsdecode(b"a\xff.json")
    (folder / name).write_text(ERROR)
    report = run(name, "--format", "json").out
    assert [each["path"] for each in json.loads(report)["diagnostics"]] == ["a\\udcff.json"]


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ((), "<stdin>:1:"),
        (("--stdin-filename", "x/a.json"), "x/a.json:1:"),
        (("--stdin-filename=a.yaml",), "a.yaml:1:"),
    ],
)
def test_standard_input(run: Runner, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], place: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ERROR.encode())))
    found = run("-", *arguments)
    assert found.code == 1
    assert found.out.startswith(place)


def test_empty_standard_input(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    found = run("-")
    assert (found.code, found.out, found.err) == (0, "", "ctlint: <stdin>: no trail or selector found\n")
