"""Arguments to the attributes of an object, by the description of a command; help and version on the way."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from ctlint.commandline.commands import command
from ctlint.commandline.help import show
from ctlint.commandline.model import Command, Option
from ctlint.commands.output import write_out
from ctlint.errors import UsageError
from ctlint.spelling import closest, did_you_mean

EXIT_HELPED = 0
Parsed = TypeVar("Parsed")


def parse(name: str, arguments: list[str], parsed: Parsed) -> Parsed:
    """Set what the arguments say on `parsed` and return it; raises UsageError, and SystemExit after help or version.

    The name is empty where no command is named: `check` is meant, and help tells of all commands.
    """
    described = command(name or "check")
    # What follows `--` are paths; argparse loses the mark where options and paths are mixed (CPython 3.11).
    end = arguments.index("--") if "--" in arguments else len(arguments)
    try:
        _, unknown = build(described).parse_known_intermixed_args(arguments[:end], parsed)
    except argparse.ArgumentError as error:
        raise UsageError(str(error)) from None
    if getattr(parsed, "help", False):
        show(name)
        raise SystemExit(EXIT_HELPED)
    if getattr(parsed, "version", False):
        write_out(_version())
        raise SystemExit(EXIT_HELPED)
    if unknown:
        raise UsageError(_complaint(unknown[0], described))
    _add_rest(arguments[end + 1 :], described, parsed)
    return parsed


def _add_rest(words: list[str], described: Command, parsed: object) -> None:
    argument = described.argument
    if words and (argument is None or not argument.many):
        raise UsageError(f"unexpected argument `{words[0]}`")
    if words and argument is not None:
        setattr(parsed, argument.attribute, [*vars(parsed).get(argument.attribute, ()), *words])


def build(described: Command) -> argparse.ArgumentParser:
    """Return the parser of a command, which leaves alone what no argument names."""
    parser = argparse.ArgumentParser(
        "ctlint", argument_default=argparse.SUPPRESS, add_help=False, allow_abbrev=False, exit_on_error=False
    )
    argument = described.argument
    if argument is not None:
        parser.add_argument(argument.attribute, nargs="*" if argument.many else "?", default=argparse.SUPPRESS)
    for option in described.options:
        add = partial(parser.add_argument, *option.names, dest=option.destination)
        if not (option.value or option.choices):
            add(action="store_true")
        elif option.choices:
            add(type=_chooser(option))
        else:
            add(action="append" if option.repeats else "store")
    return parser


def _chooser(option: Option) -> Callable[[str], str]:
    def choose(value: str) -> str:
        if value not in option.choices:
            raise UsageError(f"there is no `{option.long} {value}`; choose among {', '.join(option.choices)}")
        return value

    return choose


def _complaint(word: str, described: Command) -> str:
    """Return what is wrong with an argument that is left over."""
    if not word.startswith("-"):
        return f"unexpected argument `{word}`"
    option = word.partition("=")[0]
    known = [each.long for each in described.options]
    return f"there is no option `{option}`{did_you_mean(closest(option, known))}"


def _version() -> str:
    from ctlint import __version__, knowledge

    return f"ctlint {__version__} (AWS tables of {knowledge.date()})\n"
