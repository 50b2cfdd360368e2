"""Help: `--help`, `ctlint help`, and what is said to a misspelling; all from one description."""

from __future__ import annotations

import re

import pytest

from ctlint import cli
from ctlint.commandline.commands import DESCRIBED, command, commands
from ctlint.commandline.help import render
from ctlint.commandline.model import Command
from ctlint.commandline.parser import build
from ctlint.commands import check
from tests.cli.runner import CLEAN, ERROR, Runner, run_python

EVERY = pytest.mark.parametrize("described", commands(), ids=lambda each: each.name)


def test_every_command_is_described() -> None:
    assert set(DESCRIBED) == set(cli.COMMANDS)
    assert [each.name for each in commands()] == list(DESCRIBED)


@EVERY
def test_help_of_a_command(run: Runner, described: Command) -> None:
    found = run(described.name, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"usage: {described.usage[0]}\n")
    assert found.out == run("help", described.name).out
    for group in described.groups:
        assert f"\n{group.title}:\n" in found.out
    for option in described.options:
        assert re.search(rf"^  .*{option.long}( |$)", found.out, re.MULTILINE)
    assert all(f"  {example.command}" in found.out for example in described.examples)


def test_help_without_a_command_lists_all(run: Runner) -> None:
    found = run("--help")
    assert (found.code, found.err) == (0, "")
    assert found.out == run("-h").out == run("help").out
    listed = found.out.partition("\ncommands:\n")[2].partition("\n\n")[0]
    assert re.findall("^  ([a-z]+) ", listed, re.MULTILINE) == list(DESCRIBED)


@EVERY
@pytest.mark.parametrize("width", [60, 100])
def test_help_fits_a_width(described: Command, width: int) -> None:
    lines = render(described.name, width).splitlines()
    examples = [f"  {example.command}" for example in described.examples]
    assert [line for line in lines if len(line) > width and line not in examples and "usage: " not in line] == []


@EVERY
def test_options_are_named_once(described: Command) -> None:
    names = [name for option in described.options for name in option.names]
    assert len(set(names)) == len(names)
    assert len({group.title for group in described.groups}) == len(described.groups)


@EVERY
def test_the_examples_are_understood(described: Command) -> None:
    for example in described.examples:
        words = example.command.split()
        if "ctlint" not in words or any(mark in example.command for mark in "$<>"):
            continue
        after = words[words.index("ctlint") + 1 :]
        name = after.pop(0) if after and after[0] in DESCRIBED else "check"
        _, unknown = build(command(name)).parse_known_intermixed_args(after)
        assert unknown == []


def test_what_options_set_has_a_default() -> None:
    """An attribute that nobody reads is an option without effect."""
    for option in command("check").options:
        name = option.long.lstrip("-").replace("-", "_")
        assert name in ("help", "version") or hasattr(check.CheckArguments, name)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("exlpain", "CT305"), "there is no command, file or folder `exlpain`; did you mean `ctlint explain`?"),
        (("desribe",), "there is no command, file or folder `desribe`; did you mean `ctlint describe`?"),
        (("help", "exlpain"), "there is no command `exlpain`; did you mean `explain`?"),
        (("help", "nonsense"), "there is no command `nonsense`"),
        (("help", "diff", "match"), "unexpected argument `match`"),
        (("-q", "explain", "CT305"), "a command comes before options: `ctlint explain …`"),
        (("--formt", "json"), "there is no option `--formt`; did you mean `--format`?"),
        (("--assume_region=eu-west-1",), "there is no option `--assume_region`; did you mean `--assume-region`?"),
        (("diff", "--sinse", "main"), "there is no option `--sinse`; did you mean `--since`?"),
        (("explain", "CT3055"), "there is no rule `CT3055`; did you mean `CT305`?"),
        (("explain", "wildcrad-value"), "there is no rule `wildcrad-value`; did you mean `CT304`?"),
        (("rules", "--", "CT305"), "unexpected argument `CT305`"),
        (("completion",), "which shell? `ctlint completion bash`; there are bash, zsh, fish"),
        (("completion", "fsh"), "there is no completion for `fsh`; did you mean `fish`?"),
        (("completion", "tcsh"), "there is no completion for `tcsh`; choose among bash, zsh, fish"),
    ],
)
def test_misspellings(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    found = run(*arguments)
    assert (found.code, found.out, found.err) == (2, "", f"ctlint: error: {message}\n")


def test_a_file_that_is_called_almost_like_a_command(run: Runner) -> None:
    with open("tests", "w") as file:
        file.write(ERROR)
    assert run("tests").code == 1
    assert run("-q", "match").err == "ctlint: error: a command comes before options: `ctlint match …`\n"
    with open("match", "w") as file:
        file.write(CLEAN)
    assert run("-q", "match").code == 0


def test_paths_behind_two_dashes(run: Runner) -> None:
    with open("--help", "w") as file:
        file.write(ERROR)
    assert run("-q", "--", "--help").code == 1
    with open("other.json", "w") as file:
        file.write(CLEAN)
    assert run("suppressions", "--", "--help").out.endswith(" in 1 file with CloudTrail content\n")


def test_a_run_without_options_reads_no_description() -> None:
    with open("error.json", "w") as file:
        file.write(ERROR)
    code = "import sys; from ctlint.cli import main; main(sys.argv[1:]); print(*sys.modules, sep='\\n')"
    loaded = set(run_python("-c", code, "error.json").stdout.split())
    assert {name for name in loaded if name == "argparse" or name.startswith("ctlint.commandline")} == set()
