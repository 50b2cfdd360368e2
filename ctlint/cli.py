"""The command line: arguments to a command, and its outcome to an exit code."""

from __future__ import annotations

import gc
import os
import sys

from ctlint.commands import check
from ctlint.commands.output import tell, tell_traceback
from ctlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What commands and options there are is described in ctlint/commandline. A run without options loads nothing of it, and
# no argparse, which costs half as much as the interpreter's start.
COMMANDS = (
    "baseline", "check", "completion", "config", "convert", "describe", "diff", "explain", "help", "match", "rules",
    "suppressions", "test",
)  # fmt: skip
EXIT_INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 clean, 1 findings, 2 usage, 3 our own bug, 130 interrupted."""
    # One short run that keeps nearly all it builds: a third of its time would go to looking for garbage.
    gc.disable()
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(arguments)
    except UsageError as error:
        for message in (error, *error.more):
            tell(f"error: {message}")
        return check.EXIT_USAGE
    except KeyboardInterrupt:
        tell("interrupted")
        return EXIT_INTERRUPTED
    except Exception as error:
        tell(f"internal error: {type(error).__name__}: {error}; please report it")
        if {"-v", "--verbose"} & set(arguments):
            tell_traceback(error)
        return check.EXIT_BUG
    finally:
        # The interpreter looks for garbage once more when it ends: 4 ms for nothing.
        gc.freeze()


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    if command in ("", "check"):
        return check.run(_check_arguments(command, arguments[1:] if command else arguments))
    return _answer(command, arguments[1:])


def _check_arguments(command: str, arguments: list[str]) -> check.CheckArguments:
    parsed = check.CheckArguments()
    if any(argument.startswith("-") and argument != "-" for argument in arguments):
        from ctlint.commandline.parser import parse

        parse(command, arguments, parsed)
    else:
        parsed.paths = arguments
    parsed.paths = parsed.paths or ["."]
    if not command:
        _refuse_command(arguments[0] if arguments else "", parsed.paths)
    return parsed


def _refuse_command(first: str, paths: Sequence[str]) -> None:
    """Raise UsageError where a path is evidently meant as a command: misspelt, or behind options."""
    misplaced = [path for path in paths if path in COMMANDS and not os.path.lexists(path)]
    if misplaced:
        raise UsageError(f"a command comes before options: `ctlint {misplaced[0]} …`")
    if not first.isalpha() or os.path.lexists(first):
        return
    from ctlint.spelling import closest, did_you_mean

    meant = closest(first, COMMANDS)
    if meant is not None:
        raise UsageError(f"there is no command, file or folder `{first}`{did_you_mean(f'ctlint {meant}')}")


def _answer(command: str, arguments: list[str]) -> int:
    """Run a command other than `check`."""
    from ctlint.commandline.parser import parse

    if command == "baseline":
        from ctlint.commands import baseline

        parsed = parse(command, arguments, check.CheckArguments())
        parsed.paths = parsed.paths or ["."]
        return baseline.run(parsed)
    if command == "completion":
        from ctlint.commandline import completion

        return completion.run(parse(command, arguments, completion.CompletionArguments()))
    if command == "config":
        from ctlint.commands import config

        return config.run(parse(command, arguments, config.ConfigArguments()))
    if command == "convert":
        from ctlint.commands import convert

        return convert.run(parse(command, arguments, convert.ConvertArguments()))
    if command == "describe":
        from ctlint.commands import describe

        return describe.run(parse(command, arguments, describe.DescribeArguments()))
    if command == "diff":
        from ctlint.commands import diff

        return diff.run(parse(command, arguments, diff.DiffArguments()))
    if command == "explain":
        from ctlint.commands import explain

        return explain.run(parse(command, arguments, explain.ExplainArguments()))
    if command == "help":
        from ctlint.commandline import help as help_command

        return help_command.run(parse(command, arguments, help_command.HelpArguments()))
    if command == "match":
        from ctlint.commands import match

        return match.run(parse(command, arguments, match.MatchArguments()))
    if command == "rules":
        from ctlint.commands import rules

        return rules.run(parse(command, arguments, rules.RulesArguments()))
    if command == "suppressions":
        from ctlint.commands import suppressions

        return suppressions.run(parse(command, arguments, suppressions.SuppressionArguments()))
    from ctlint.commands import test

    return test.run(parse(command, arguments, test.ExampleArguments()))
