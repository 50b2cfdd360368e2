"""Where the report goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import (
    ERROR,
    ROOT,
    SELECTOR,
    Runner,
    rules_of,
    run_shell,
)


@pytest.mark.usefixtures("files")
def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    (folder / "many.json").write_text(f"[{','.join([SELECTOR] * 3000)}]")
    done = run_shell("ctlint many.json | head -n 1")
    assert done.stdout.startswith("many.json:1:")
    assert done.stderr == ""


@pytest.mark.usefixtures("files")
def test_a_pipe_that_nobody_reads_changes_no_exit_code() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ctlint", "error.json"]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.usefixtures("files")
def test_messages_that_nobody_reads_change_no_exit_code() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ctlint", "error.json", "missing.json", "absent.json"]
    done = subprocess.run(command, stdout=write_end, stderr=write_end, check=False, env=environment)
    os.close(write_end)
    assert done.returncode == 2


@pytest.mark.usefixtures("files")
def test_closed_streams() -> None:
    assert run_shell("exec ctlint error.json missing.json >&- 2>&-").returncode == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.usefixtures("files")
def test_a_full_disk() -> None:
    done = run_shell("exec ctlint error.json > /dev/full")
    assert (done.returncode, done.stderr) == (
        2, "ctlint: error: cannot write the report: No space left on device\n"
    )  # fmt: skip


@pytest.mark.usefixtures("files")
def test_a_terminal_that_knows_only_ascii(folder: Path) -> None:
    (folder / "é.json").write_text(ERROR.replace("x", "日"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "ctlint", "é.json"]
    done = subprocess.run(command, check=False, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b"\\xe9.json:1:")


@pytest.mark.usefixtures("files")
def test_output_file(run: Runner, folder: Path) -> None:
    found = run("error.json", "-o", "report.txt")
    assert (found.code, found.out, found.err) == (1, "", "")
    assert (folder / "report.txt").read_text() == run("error.json").out


@pytest.mark.usefixtures("files")
def test_several_formats(run: Runner, folder: Path) -> None:
    found = run("error.json", "--format", "text", "--format", "json:a.json", "--format=sarif:b.sarif")
    assert found.summary == "1 error in 1 trail (1 file)"
    assert rules_of((folder / "a.json").read_text()) == ["CT113"]
    assert json.loads((folder / "b.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.usefixtures("files")
def test_a_format_and_an_output_file(run: Runner, folder: Path) -> None:
    found = run("error.json", "--format", "json", "-o", "a.json", "--format", "text:b.txt")
    assert found.out == ""
    assert rules_of((folder / "a.json").read_text()) == ["CT113"]
    assert (folder / "b.txt").read_text().startswith("error.json:1:")


@pytest.mark.usefixtures("files")
def test_a_report_of_nothing(run: Runner, folder: Path) -> None:
    assert rules_of(run("irrelevant.json", "--format", "json").out) == []
    run("irrelevant.json", "--format", "text:a.txt", "--format", "sarif")
    assert (folder / "a.txt").read_text() == ""


@pytest.mark.usefixtures("files")
def test_a_report_is_never_half_written(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "report.txt").write_text("before")

    def replace(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", replace)
    found = run("error.json", "-o", "report.txt")
    assert (found.code, found.err) == (2, "ctlint: error: cannot write report.txt: No space left on device\n")
    assert (folder / "report.txt").read_text() == "before"
    assert not list(folder.glob("*.tmp"))


@pytest.mark.usefixtures("files")
def test_a_report_keeps_links_and_modes(run: Runner, folder: Path) -> None:
    (folder / "real.txt").write_text("before")
    (folder / "real.txt").chmod(0o640)
    (folder / "link.txt").symlink_to("real.txt")
    run("error.json", "-o", "link.txt")
    assert (folder / "link.txt").is_symlink()
    assert (folder / "real.txt").read_text().startswith("error.json:1:")
    assert (folder / "real.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("files")
def test_an_interrupt_leaves_no_half_report(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(source: str, target: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace)
    assert run("error.json", "-o", "report.txt").code == 130
    assert not list(folder.glob("report.txt*"))


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        (("clean.json", "-o", "./clean.json"), "./clean.json"),
        (("clean.json", "--format", "json:hard.json"), "hard.json"),
        (("clean.json", "-o", "link.json"), "link.json"),
        ((".", "--format", "sarif:clean.json"), "clean.json"),
        (("main.tf", "--var-file", "clean.tfvars", "-o", "clean.tfvars"), "clean.tfvars"),
    ],
)
def test_a_report_never_replaces_a_linted_file(
    run: Runner, folder: Path, arguments: tuple[str, ...], target: str
) -> None:
    (folder / "link.json").symlink_to("clean.json")
    (folder / "hard.json").hardlink_to(folder / "clean.json")
    (folder / "clean.tfvars").write_text('name = "audit"\n')
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = run(*arguments)
    message = f"ctlint: error: cannot write {target}: it is one of the files to lint\n"
    assert (found.code, found.out, found.err) == (2, "", message)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.usefixtures("files")
def test_a_report_in_a_walked_folder_is_replaced_by_the_next(run: Runner, folder: Path) -> None:
    for _ in range(2):
        assert run("--format", "json:report.json", "--format", "text:report.txt").code == 1
        assert rules_of((folder / "report.json").read_text()) == ["CT113", "CT125"]


@pytest.mark.usefixtures("files")
def test_a_read_only_report_is_not_replaced(run: Runner, folder: Path) -> None:
    (folder / "report.txt").write_text("before")
    (folder / "report.txt").chmod(0o444)
    found = run("error.json", "-o", "report.txt")
    assert (found.code, found.out, found.err) == (2, "", "ctlint: error: cannot write report.txt: it is read-only\n")
    assert (folder / "report.txt").read_text() == "before"


@pytest.mark.usefixtures("files")
def test_a_report_to_a_device() -> None:
    assert run_shell("ctlint error.json -o /dev/null").returncode == 1
    assert run_shell("ctlint error.json --format text:/dev/null --format json:/dev/null").returncode == 1
    done = run_shell("ctlint error.json --format json:/dev/stdout")
    assert rules_of(done.stdout) == ["CT113"]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "variables", "colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(
    run: Runner, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], variables: dict[str, str], colored: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("error.json", *arguments).out) is colored


@pytest.mark.usefixtures("files")
def test_a_file_is_colored_only_if_asked(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("error.json", "-o", "a.txt")
    assert "\x1b[" not in (folder / "a.txt").read_text()
    run("error.json", "-o", "a.txt", "--color", "always")
    assert "\x1b[" in (folder / "a.txt").read_text()
