"""Completion, in the real shells."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ctlint import catalog, cli
from ctlint.commandline.commands import command
from ctlint.commands import check, diff
from tests.cli.runner import Runner
from tests.cli.shells import Shell, need, offered_by_fish

FILES = ("stacks", "trail.yaml")
PACKS = ("cis", "cost", "fsbp")
CT30 = tuple(rule for rule in catalog.rules() if rule.startswith("CT30"))

OFFERED: list[tuple[str, tuple[str, ...]]] = [
    ("ctlint exp", ("explain",)),
    ("ctlint ", (*cli.COMMANDS, *FILES)),
    ("ctlint --fail-on ", check.LEVELS),
    ("ctlint --fail-on=w", ("warning",)),
    ("ctlint stacks --color a", ("always", "auto")),
    ("ctlint check --st", ("--statistics", "--stdin-filename")),
    ("ctlint --select CT30", CT30),
    ("ctlint --ignore=CT305,CT30", CT30),
    ("ctlint --select CT1,CT301", ("CT301",)),
    ("ctlint --policy ", (*PACKS, *FILES)),
    ("ctlint --policy=ci", ("cis",)),
    ("ctlint test f", ("fsbp",)),
    ("ctlint --format ", check.FORMATS),
    ("ctlint diff --format=s", ("sarif",)),
    ("ctlint diff --fail-on-change ", diff.FAILURES),
    ("ctlint describe --assume-d", ("--assume-defaults",)),
    ("ctlint explain CT30", CT30),
    ("ctlint explain CT1 CIS3", ("CIS301", "CIS308", "CIS309")),
    ("ctlint completion ", ("bash", "fish", "zsh")),
    ("ctlint help d", ("describe", "diff")),
    ("ctlint rules --f", ("--format",)),
    ("ctlint --set ", ()),
    ("ctlint --assume-account ", ()),
]
"""A line, and all that a shell offers for its last word."""

WRITTEN = [
    ("ctlint exp", ["explain"]),
    ("ctlint tra", ["trail.yaml"]),
    ("ctlint stacks/a", ["stacks/audit.tf"]),
    ("ctlint --fail-on=w", ["--fail-on=warning"]),
    ("ctlint --select CT1,CT301", ["--select", "CT1,CT301"]),
    ("ctlint --select=CT301 --ignore=CT302 tra", ["--select=CT301", "--ignore=CT302", "trail.yaml"]),
    ("ctlint --format sarif:tra", ["--format", "sarif:trail.yaml"]),
    ("ctlint --format=sarif:tra", ["--format=sarif:trail.yaml"]),
    ("ctlint --policy=ci", ["--policy=cis"]),
    ("ctlint -o tra", ["-o", "trail.yaml"]),
    ("ctlint diff trail.yaml --fail-on-ch", ["diff", "trail.yaml", "--fail-on-change"]),
    ("ctlint -- tra", ["--", "trail.yaml"]),
    ("ctlint explain wildcard", ["explain", "wildcard"]),
]
"""A line, and the words that the command gets after the tab key."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files to complete."""
    folder = tmp_path_factory.mktemp("shells")
    (folder / "trail.yaml").touch()
    (folder / "stacks").mkdir()
    (folder / "stacks" / "audit.tf").touch()
    return folder


@pytest.fixture(scope="module", params=["bash", "zsh"])
def shell(request: pytest.FixtureRequest, stage: Path) -> Iterator[Shell]:
    need(request.param)
    started = Shell(request.param, stage, script(request.param))
    yield started
    started.close()


def script(name: str) -> str:
    from ctlint.commandline.completion import SCRIPTS
    from ctlint.commandline.shells import names

    return SCRIPTS[name](names())


def words(offered: list[str]) -> list[str]:
    """Return what is offered as it is meant: without what stands before it in the line, and without slashes."""
    return sorted({each.rpartition(",")[2].rpartition("=")[2].rstrip("/") for each in offered})


@pytest.mark.parametrize(("line", "expected"), OFFERED, ids=[line for line, _ in OFFERED])
def test_what_bash_and_zsh_offer(shell: Shell, line: str, expected: tuple[str, ...]) -> None:
    assert words(shell.complete(line)[0]) == sorted(expected)


@pytest.mark.parametrize(("line", "expected"), WRITTEN, ids=[line for line, _ in WRITTEN])
def test_what_bash_and_zsh_write(shell: Shell, line: str, expected: list[str]) -> None:
    assert shell.complete(line)[1] == expected


@pytest.mark.parametrize(("line", "expected"), OFFERED, ids=[line for line, _ in OFFERED])
def test_what_fish_offers(stage: Path, line: str, expected: tuple[str, ...]) -> None:
    need("fish")
    assert words(offered_by_fish(line, stage, script("fish"))) == sorted(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ctlint tra", ["trail.yaml"]),
        ("ctlint stacks/a", ["stacks/audit.tf"]),
        ("ctlint --select CT1,CT301", ["CT1,CT301"]),
        ("ctlint --format sarif:tra", ["sarif:trail.yaml"]),
        ("ctlint -o tra", ["trail.yaml"]),
    ],
)
def test_what_fish_writes(stage: Path, line: str, expected: list[str]) -> None:
    need("fish")
    assert offered_by_fish(line, stage, script("fish")) == expected


def test_zsh_finds_the_script_in_its_path_of_functions(tmp_path: Path) -> None:
    need("zsh")
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "_ctlint").write_text(script("zsh"))
    commands = "fpath=(./functions $fpath); autoload -Uz compinit; compinit -u -D; print -r -- $_comps[ctlint]"
    done = subprocess.run(["zsh", "-f", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("_ctlint\n", "")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_is_printed_and_parses(run: Runner, tmp_path: Path, name: str) -> None:
    found = run("completion", name)
    assert (found.code, found.err, found.out) == (0, "", script(name))
    need(name)
    path = tmp_path / "script"
    path.write_text(found.out)
    done = subprocess.run([name, "-n", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_every_option_is_in_the_script(name: str) -> None:
    text = script(name)
    for each in cli.COMMANDS:
        for option in command(each).options:
            assert option.long in text or f"-l {option.long[2:]} " in text
