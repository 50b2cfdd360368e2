"""`ctlint check`: look at files, lint those that concern CloudTrail, and report."""

from __future__ import annotations

import sys

from ctlint import discovery
from ctlint.commands.output import (
    check_folder,
    tell,
    tell_traceback,
    terminal_width,
    wants_color,
    write_file,
    write_out,
)
from ctlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:  # what only runs that lint something need is imported where it is needed
    from collections.abc import Sequence

    from ctlint.api import Result, Settings
    from ctlint.engine import Crash

FORMATS = ("text", "json", "sarif")
LEVELS = ("error", "warning", "note")
TEXT_WIDTH = 110
EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_BUG = 0, 1, 2, 3


class CheckArguments:
    """What a run was asked for; the values here are the defaults."""

    paths: Sequence[str] = (".",)
    select: list[str] = []
    ignore: list[str] = []
    exclude: list[str] = []
    format: list[str] = []
    output: str | None = None
    fail_on: str = "error"
    exit_zero: bool = False
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    stdin_filename: str = "<stdin>"
    assume_region: str | None = None
    assume_account: str | None = None
    assume_partition: str | None = None

    def shapes_settings(self) -> bool:
        """Tell whether an option says which rules speak, or what is assumed about the account."""
        assumed = (self.assume_region, self.assume_account, self.assume_partition)
        return bool(self.select or self.ignore) or any(each is not None for each in assumed)


def run(arguments: CheckArguments) -> int:
    """Lint what the arguments name, write the reports, and return the exit code; raises UsageError."""
    outputs = plan_outputs(arguments.format, arguments.output)
    settings = _settings(arguments) if arguments.shapes_settings() else None
    found = _search(arguments)
    for failure in found.failures:
        tell(f"{failure.path}: {failure.reason}")
    for path, named in found.dismissed:
        if named and not arguments.quiet:
            tell(f"{path}: no trail or selector found")
    unreadable = any(failure.named for failure in found.failures)
    if not found.candidates and [name for name, _ in outputs] == ["text"]:
        _report_nothing(arguments, found, outputs[0][1])
        return EXIT_USAGE if unreadable else EXIT_CLEAN
    result = _lint(found, settings)
    _report(arguments, result, found, outputs)
    if result.crashes:
        return EXIT_BUG
    return EXIT_USAGE if unreadable else _exit_code(arguments, result)


def plan_outputs(formats: list[str], output: str | None) -> list[tuple[str, str | None]]:
    """Return each wanted format with its file, None for standard output; raises UsageError."""
    planned: list[tuple[str, str | None]] = []
    for wanted in formats or ["text"]:
        name, _, path = wanted.partition(":")
        if name not in FORMATS:
            raise UsageError(f"there is no format `{name}`; choose among {', '.join(FORMATS)}")
        planned.append((name, path or None))
    unplaced = [name for name, path in planned if path is None]
    if len(unplaced) > 1:
        raise UsageError(f"only one format can go to one place; write `--format {unplaced[0]}:FILE`")
    if output is not None:
        if not unplaced:
            raise UsageError("`-o` has no format left: each one has a file of its own")
        planned = [(name, path or output) for name, path in planned]
    planned = [(name, None if path == "-" else path) for name, path in planned]
    for _, place in planned:
        if place is not None:
            check_folder(place)
    return planned


def _search(arguments: CheckArguments) -> discovery.Search:
    paths = [path for path in arguments.paths if path != "-"]
    found = discovery.search(paths, _words(arguments.exclude))
    if "-" in arguments.paths:
        if sys.stdin is None:
            raise UsageError("there is no standard input to read")
        found.add(arguments.stdin_filename, sys.stdin.buffer.read(discovery.MAX_BYTES + 1), named=True)
    return found


def _words(given: list[str]) -> list[str]:
    """Return the items of options that take comma lists and may be repeated."""
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _report_nothing(arguments: CheckArguments, found: discovery.Search, output: str | None) -> None:
    if arguments.verbose and found.dismissed:
        tell(_dismissed(found))
    _write(output, "" if arguments.quiet else _nothing(found))


def _nothing(found: discovery.Search) -> str:
    """Say that a walk met nothing; files that were named have been answered for already."""
    walked = [named for _, named in found.dismissed] + [each.named for each in found.candidates]
    count = walked.count(False)
    if not count and (walked or found.failures):
        return ""
    return f"no trail or selector found in {count} {'file' if count == 1 else 'files'}\n"


def _write(output: str | None, text: str) -> None:
    if output is None:
        write_out(text)
    else:
        write_file(output, text)


def _dismissed(found: discovery.Search) -> str:
    count = len(found.dismissed)
    return f"{count} {'file' if count == 1 else 'files'} without CloudTrail content"


def _settings(arguments: CheckArguments) -> Settings:
    from ctlint.api import Settings
    from ctlint.commands.settings import assumptions, chosen_rules

    return Settings(
        chosen_rules(_words(arguments.select)),
        chosen_rules(_words(arguments.ignore)),
        assumptions(arguments.assume_region, arguments.assume_account, arguments.assume_partition),
    )


def _lint(found: discovery.Search, settings: Settings | None) -> Result:
    from ctlint import api

    return api.lint_candidates(found.candidates, settings or api.Settings())


def _report(
    arguments: CheckArguments, result: Result, found: discovery.Search, outputs: list[tuple[str, str | None]]
) -> None:
    from ctlint import reporters

    if arguments.verbose:
        _narrate(result, found)
    if not arguments.quiet:
        _tell_empty(result, found)
    for crash in result.crashes:
        _tell_crash(crash, arguments.verbose)
    for name, path in outputs:
        color = arguments.color == "always" if path else wants_color(arguments.color)
        width = TEXT_WIDTH if path else terminal_width(TEXT_WIDTH)
        style = reporters.Style(color, width, arguments.quiet, arguments.verbose)
        text = reporters.render(name, result, style)
        if name == "text" and not text and not arguments.quiet:
            text = _nothing(found)
        _write(path, text)


def _tell_empty(result: Result, found: discovery.Search) -> None:
    """Answer for files that were named and looked relevant, but hold nothing."""
    named = {each.path for each in found.candidates if each.named} - {crash.path for crash in result.crashes}
    for read in result.read:
        if not read.deployments and read.path in named:
            tell(f"{read.path}: no trail or selector found")


def _tell_crash(crash: Crash, verbose: bool) -> None:
    place = f"the check of {crash.rule}" if crash.rule else f"reading {crash.path}"
    tell(f"internal error in {place}: {type(crash.error).__name__}: {crash.error}; please report it")
    if verbose:
        tell_traceback(crash.error)


def _narrate(result: Result, found: discovery.Search) -> None:
    """Tell which files were read and what was found in each."""
    for read in result.read:
        findings = sum(each.span.source.path == read.path for each in result.diagnostics)
        trails = f"{read.trails} {'trail' if read.trails == 1 else 'trails'}"
        tell(f"{read.path}: {trails}, {findings} {'finding' if findings == 1 else 'findings'}")
    if found.dismissed:
        tell(_dismissed(found))


def _exit_code(arguments: CheckArguments, result: Result) -> int:
    failing = LEVELS[: LEVELS.index(arguments.fail_on) + 1]
    found = any(each.severity in failing for each in result.diagnostics)
    return EXIT_FINDINGS if found and not arguments.exit_zero else EXIT_CLEAN
