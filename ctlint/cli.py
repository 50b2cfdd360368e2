"""The command line: arguments to a command, and its outcome to an exit code."""

from __future__ import annotations

import gc
import sys

from ctlint.commands import check
from ctlint.commands.output import tell, tell_traceback
from ctlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:  # argparse costs half as much as the interpreter's start: a run without options goes without
    from argparse import ArgumentParser
    from collections.abc import Callable

COMMANDS = ("check", "explain", "rules")
USAGE = """\
ctlint [check] [OPTIONS] [PATH ...]
       ctlint explain RULE ...
       ctlint rules [--format json]"""
DESCRIPTION = "Lint CloudTrail event selectors: JSON, YAML, CloudFormation, Terraform, aws commands."
EPILOG = """\
A path that is called like a command needs its folder: `ctlint ./check`.

Exit codes: 0 nothing found; 1 findings at or above --fail-on; 2 wrong usage, or a named path that cannot be read (the
others are linted all the same); 3 an internal error, the rest of the report finished; 130 interrupted."""
COLORS = ("auto", "always", "never")
EXIT_INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 clean, 1 findings, 2 usage, 3 our own bug, 130 interrupted."""
    # One short run that keeps nearly all it builds: a third of its time would go to looking for garbage.
    gc.disable()
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(arguments)
    except UsageError as error:
        tell(f"error: {error}")
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
    command = arguments[0] if arguments and arguments[0] in COMMANDS else None
    rest = arguments[1:] if command else arguments
    if command == "explain":
        return _explain(rest)
    if command == "rules":
        return _rules(rest)
    return check.run(_check_arguments(rest))


def _check_arguments(arguments: list[str]) -> check.CheckArguments:
    parsed = check.CheckArguments()
    # What follows `--` are paths; argparse loses the mark where options and paths are mixed (CPython 3.11).
    end = arguments.index("--") if "--" in arguments else len(arguments)
    before, paths = arguments[:end], arguments[end + 1 :]
    if any(argument.startswith("-") for argument in before):
        _parse(_check_parser(), before, parsed)
        paths = vars(parsed).get("paths", []) + paths
    else:
        paths = before + paths
    parsed.paths = paths or ["."]
    return parsed


def _explain(arguments: list[str]) -> int:
    from ctlint.commands import explain

    parsed = explain.ExplainArguments()
    parser = _parser("ctlint explain RULE ...", "Show the page of a rule: why it exists, what to do, examples.")
    parser.add_argument("rules", nargs="*", metavar="RULE", help="an id or a name; a beginning such as CT3 lists rules")
    _add_choice(parser, "--color", COLORS, "when to colour (default: auto)")
    _parse(parser, arguments, parsed)
    return explain.run(parsed)


def _rules(arguments: list[str]) -> int:
    from ctlint.commands import rules

    parsed = rules.RulesArguments()
    parser = _parser("ctlint rules [--format json]", "List every rule.")
    _add_choice(parser, "--format", ("text", "json"), "text (default) or json")
    _parse(parser, arguments, parsed)
    return rules.run(parsed)


def _parser(usage: str, description: str, epilog: str | None = None) -> ArgumentParser:
    import argparse

    parser = argparse.ArgumentParser(
        "ctlint",
        usage,
        description,
        epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this help")
    return parser


def _add_choice(parser: ArgumentParser, option: str, choices: tuple[str, ...], description: str) -> None:
    def choose(value: str) -> str:
        if value not in choices:
            raise UsageError(f"there is no `{option} {value}`; choose among {', '.join(choices)}")
        return value

    parser.add_argument(option, type=choose, metavar=f"{{{','.join(choices)}}}", help=description)


def _check_parser() -> ArgumentParser:
    parser = _parser(USAGE, DESCRIPTION, EPILOG)
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders (default: the current folder); - is standard input")
    add("--select", action="append", metavar="RULES", help="only these rules: ids or beginnings of ids, with commas")
    add("--ignore", action="append", metavar="RULES", help="not these rules")
    add("--exclude", action="append", metavar="GLOBS", help="leave out files and folders met in walked folders")
    _add_choice(parser, "--fail-on", check.LEVELS, "the least severity that makes the exit code 1 (default: error)")
    add("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    add("--format", action="append", metavar="FORMAT[:FILE]", help="text (default), json or sarif; may be repeated")
    add("-o", "--output", metavar="FILE", help="where the format without a FILE of its own goes")
    _add_choice(parser, "--color", COLORS, "when to colour (default: auto; NO_COLOR, FORCE_COLOR)")
    add("-q", "--quiet", action="store_true", help="print findings and errors only")
    add("-v", "--verbose", action="store_true", help="tell which files were read, and give the reference of each rule")
    add("--stdin-filename", metavar="NAME", help="the name that tells the format of standard input")
    add("--assume-region", metavar="REGION", help="the region that templates are deployed to")
    add("--assume-account", metavar="ID", help="the account that templates are deployed to")
    add("--assume-partition", metavar="NAME", help="the partition, where no region tells it: aws, aws-cn, …")
    add("--var-file", action="append", metavar="FILE", help="values of Terraform's root variables; may be repeated")
    add("--module-wide", action="store_true", help="report findings in the other files of a named file's module, too")
    add("--version", action="store_true", help="show the version, and the date of the AWS tables")
    return parser


def _parse(parser: ArgumentParser, arguments: list[str], parsed: object) -> None:
    """Set what the arguments say on `parsed`; raises UsageError, and SystemExit after help or version."""
    import argparse

    try:
        _, unknown = parser.parse_known_intermixed_args(arguments, parsed)
    except argparse.ArgumentError as error:
        raise UsageError(str(error)) from None
    if getattr(parsed, "help", False):
        _finish(parser.format_help)
    if getattr(parsed, "version", False):
        _finish(_version)
    if unknown:
        from ctlint.spelling import closest, did_you_mean

        if not unknown[0].startswith("-"):
            raise UsageError(f"unexpected argument `{unknown[0]}`")
        option = unknown[0].partition("=")[0]
        known = {word.strip(",[]") for word in parser.format_help().split() if word.startswith("--")}
        raise UsageError(f"there is no option `{option}`{did_you_mean(closest(option, known))}")


def _finish(text: Callable[[], str]) -> None:
    from ctlint.commands.output import write_out

    write_out(text())
    raise SystemExit(check.EXIT_CLEAN)


def _version() -> str:
    from ctlint import __version__, knowledge

    return f"ctlint {__version__} (AWS tables of {knowledge.date()})\n"
