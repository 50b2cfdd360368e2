"""Exit codes, and the one line that goes with each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ctlint import api, loaders
from ctlint.checks import load_checks
from ctlint.checks.registry import Registry
from ctlint.finding import Finding
from ctlint.model import Options, Trail
from ctlint.source import Source
from tests.cli.runner import (
    CLEAN,
    Runner,
    run_python,
)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("error.json",), 1),
        (("warning.json",), 0),
        (("warning.json", "--fail-on", "warning"), 1),
        (("warning.json", "--fail-on=note"), 1),
        (("error.json", "--exit-zero"), 0),
        (("clean.json", "--fail-on", "note"), 0),
        (("error.json", "--ignore", "CT1"), 0),
    ],
)
def test_fail_level(run: Runner, arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--sellect", "CT113"), "there is no option `--sellect`; did you mean `--select`?"),
        (("-x",), "there is no option `-x`"),
        (("--select", "CT999"), "there is no rule `CT999`"),
        (("--ignore", "CT113,unsuported-operator"), "there is no rule `unsuported-operator`; did you mean `CT113`?"),
        (
            ("--format", "yaml"),
            "there is no format `yaml`; choose among text, json, sarif, github, gitlab, junit, markdown, auto",
        ),
        (("--format", "text", "--format", "json"), "only one format can go to one place; write `--format text:FILE`"),
        (("--format", "json:a.json", "-o", "b.json"), "`-o` has no format left: each one has a file of its own"),
        (("-o", "missing/a.txt"), "cannot write missing/a.txt: there is no folder missing"),
        (("--format", "json:."), "cannot write .: it is a folder"),
        (("--assume-account", "123"), "`123` is not an account id: twelve digits are expected"),
        (("--assume-account", "١٢٣٤٥٦٧٨٩٠١٢"), "`١٢٣٤٥٦٧٨٩٠١٢` is not an account id: twelve digits are expected"),
        (("--assume-region", "Frankfurt"), "`Frankfurt` is not a region: something like `eu-west-1` is expected"),
        (
            ("--assume-region", "us-gov-west-1", "--assume-partition", "aws"),
            "region `us-gov-west-1` belongs to partition `aws-us-gov`, not `aws`",
        ),
        (("--stdin-filename",), "argument --stdin-filename: expected one argument"),
        (("explain",), "which rule? `ctlint explain CT113`; `ctlint rules` lists them"),
        (("explain", "CT112x"), "there is no rule `CT112x`; did you mean `CT112`?"),
        (("explain", "\x1b[31m"), "there is no rule `\\x1b[31m`"),
        (("rules", "--wide"), "there is no option `--wide`"),
        (("rules", "structure"), "unexpected argument `structure`"),
        (("rules", "--format", "xml"), "there is no `--format xml`; choose among text, json"),
        (("--fail-on", "fatal"), "there is no `--fail-on fatal`; choose among error, warning, note"),
        (("explain", "CT113", "--color=blue"), "there is no `--color blue`; choose among auto, always, never"),
        (("--format", "json:a", "--format", "sarif:./a"), "two formats cannot both go to ./a"),
        (("--format", "json:-", "--format", "text"), "two formats cannot both go to standard output"),
    ],
)
def test_usage_errors(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    found = run(*arguments)
    assert (found.code, found.out, found.err) == (2, "", f"ctlint: error: {message}\n")


def test_an_unknown_partition(run: Runner) -> None:
    found = run("--assume-partition", "aws-mars")
    assert found.code == 2
    assert found.err.startswith("ctlint: error: there is no partition `aws-mars`; choose among aws, aws-cn,")


def crash(trail: Trail, context: object) -> Iterator[Finding]:
    raise ZeroDivisionError("\x1b[31mno")
    yield  # makes it a generator


@pytest.mark.usefixtures("files")
def test_a_check_that_crashes(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry()
    real = load_checks()
    registry.advanced, registry.problems = real.advanced, real.problems
    registry.trail("CT101")(crash)
    monkeypatch.setattr("ctlint.api.load_checks", lambda: registry)
    found = run("error.json")
    assert found.code == 3
    assert found.err == (
        "ctlint: internal error in the check of CT101: ZeroDivisionError: \\x1b[31mno; please report it\n"
    )
    assert found.summary == "1 error in 1 trail (1 file)"
    assert "in crash" in run("error.json", "--verbose").err
    assert run("error.json", "missing.json", "--exit-zero").code == 3


@pytest.mark.usefixtures("files")
def test_a_loader_that_crashes(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    real = loaders.load

    def load(source: Source, options: Options, named: bool) -> loaders.Loaded:
        if source.path == "clean.json":
            raise RecursionError("too deep")
        return real(source, options, named)

    monkeypatch.setattr(loaders, "load", load)
    found = run("clean.json", "error.json")
    assert found.code == 3
    assert found.err == "ctlint: internal error in reading clean.json: RecursionError: too deep; please report it\n"
    assert found.summary == "1 error in 1 trail (1 file)"


@pytest.mark.usefixtures("files")
def test_a_reporter_that_crashes(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.reporters.text.render", lambda result, style: 1 // 0)
    found = run("clean.json")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("ctlint: internal error: ZeroDivisionError")
    assert found.err.count("\n") == 1


@pytest.mark.usefixtures("files")
def test_an_interrupt(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def lint(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "lint_candidates", lint)
    found = run("clean.json")
    assert (found.code, found.out, found.err) == (130, "", "ctlint: interrupted\n")


def test_control_c(folder: Path) -> None:
    code = """import os, signal, sys
from ctlint import api, cli
signal.signal(signal.SIGINT, signal.default_int_handler)
api.lint_candidates = lambda *_: os.kill(os.getpid(), signal.SIGINT)
sys.exit(cli.main())"""
    (folder / "a.json").write_text(CLEAN)
    done = run_python("-c", code, "a.json")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "ctlint: interrupted\n")


def test_control_c_while_the_program_is_loaded() -> None:
    code = """import runpy, sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == "ctlint.discovery":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
runpy.run_module("ctlint", run_name="__main__")"""
    done = run_python("-c", code)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("name", ["text", "json", "sarif"])
def test_a_current_folder_that_was_deleted(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    found = run("--format", name)
    message = "ctlint: error: the current folder does not exist any more\n"
    assert (found.code, found.out, found.err) == (2, "", message)
