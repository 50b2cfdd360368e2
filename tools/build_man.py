"""Makes docs/man/ctlint.1 from the description of the command line; `--check` only tells whether it is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from ctlint import __version__, knowledge
from ctlint.commandline.commands import command, commands
from ctlint.commandline.model import Command, Option
from ctlint.commandline.options import HELP

PAGE = Path(__file__).parent.parent / "docs" / "man" / "ctlint.1"
PARAGRAPH = "\n\n"
LINE = 78
INTRODUCTION = """\
CloudTrail's event selectors decide what AWS records. ctlint reads them where people write them: JSON and YAML files, \
CloudFormation, Terraform, and aws commands in scripts and documents. It says what is wrong, where, and why; it makes no \
network connection and runs nothing of what it reads.

Without a command, ctlint lints the files and folders that are named, or the current folder."""
EXIT_CODES = (
    ("0", "Nothing was found at or above --fail-on, or the question was answered."),
    ("1", "Findings; for diff a change that --fail-on-change names; for test an example that fails."),
    ("2", "Wrong usage, or a named path that cannot be read; the others are read all the same."),
    ("3", "An internal error; the rest of the report is complete."),
    ("130", "Interrupted."),
)
ENVIRONMENT = (
    ("NO_COLOR", "No colour, where --color is auto."),
    ("FORCE_COLOR", "Colour even where the output is no terminal."),
    ("GITHUB_ACTIONS", "With true, --format auto writes annotations for GitHub."),
)
FILES = (
    (".ctlint.yaml", "The configuration of the folder that it lies in and of those below; the nearest one counts."),
    ("pyproject.toml", "The same, as the table tool.ctlint."),
)
SEE_ALSO = "The rules are listed by `ctlint rules` and explained by `ctlint explain`."


def main() -> int:
    text = build()
    is_stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
    if "--check" in sys.argv[1:]:
        if is_stale:
            print("stale: docs/man/ctlint.1 (run python tools/build_man.py)")
        return 1 if is_stale else 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


def build() -> str:
    """Return the page in the macros of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '.\\" Made by tools/build_man.py from the description of the command line.'
    yield f'.TH CTLINT 1 "{knowledge.date()}" "ctlint {__version__}" "User Commands"'
    yield from (".SH NAME", "ctlint \\- lint AWS CloudTrail event selectors", ".SH SYNOPSIS", ".nf")
    for each in commands():
        yield from (_bold_words(usage) for usage in each.usage)
    yield ".fi"
    yield from (".SH DESCRIPTION", *_prose(INTRODUCTION))
    check = command("check")
    yield ".SH OPTIONS"
    for group in check.groups:
        yield f".SS {_escaped(group.title.capitalize())}"
        yield from _options(group.options)
    yield ".SH COMMANDS"
    for each in commands():
        if each.name != "check":
            yield from _command(each)
    yield from _items("EXIT STATUS", EXIT_CODES)
    yield from _items("ENVIRONMENT", ENVIRONMENT)
    yield from _items("FILES", FILES)
    yield ".SH EXAMPLES"
    for each in commands():
        for example in each.examples:
            yield from (".TP", f".B {_escaped(example.command)}", *_text(_sentence(example.does)))
    yield from (".SH NOTES", *_prose(f"{check.notes.partition(PARAGRAPH)[0]}{PARAGRAPH}{SEE_ALSO}"))


def _command(described: Command) -> Iterator[str]:
    yield f".SS ctlint {described.name}"
    yield ".nf"
    yield from (_bold_words(usage) for usage in described.usage)
    yield ".fi"
    yield ".PP"
    yield from _prose(described.description)
    argument = described.argument
    if argument is not None:
        yield from (".TP", f".I {_escaped(argument.value)}", *_text(_sentence(argument.help)))
    yield from _options(tuple(option for option in described.options if option != HELP))
    if described.notes:
        yield from (".PP", *_prose(described.notes))


def _options(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        value = option.value or "|".join(option.choices)
        names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in option.names)
        yield ".TP"
        yield f"{names} \\fI{_escaped(value)}\\fR" if value else names
        yield from _text(_sentence(option.help))


def _items(title: str, items: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f".SH {title}"
    for name, text in items:
        yield from (".TP", f".B {_escaped(name)}", *_text(text))


def _prose(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split(PARAGRAPH)):
        if number:
            yield ".PP"
        yield from _text(paragraph)


def _text(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph."""
    for line in wrap(_escaped(text), LINE, break_long_words=False, break_on_hyphens=False):
        yield f"\\&{line}" if line.startswith(".") else line


def _sentence(text: str) -> str:
    """Return a phrase with a capital and a full stop, but for one that begins with a name."""
    begins_with_name = not text.split()[0].strip(",:").isalpha() or text.startswith("text (")
    return (text if begins_with_name else text[0].upper() + text[1:]) + ("" if text.endswith((".", "…")) else ".")


def _bold_words(usage: str) -> str:
    """Return a line of the synopsis: what is typed as it stands is bold."""
    return re.sub(r"(?<![\w-])(?:--)?[a-z][a-z-]*(?![\w-])", lambda word: f"\\fB{_escaped(word[0])}\\fR", usage)


def _escaped(text: str) -> str:
    """Return a text in which nothing is a macro, an escape or a character that typesetting would change."""
    text = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq").replace('"', "\\(dq")
    )
    text = text.replace("~", "\\(ti").replace("^", "\\(ha")
    return "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in text)


if __name__ == "__main__":
    sys.exit(main())
