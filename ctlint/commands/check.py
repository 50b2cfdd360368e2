"""`ctlint check`: look at files, lint those that concern CloudTrail, and report."""

from __future__ import annotations

import os
import sys

from ctlint import discovery
from ctlint.candidates import Search, read_some
from ctlint.commands.output import (
    append_to_file,
    check_target,
    is_same_file,
    tell,
    tell_traceback,
    terminal_width,
    wants_color,
    write_file,
    write_out,
)
from ctlint.commands.progress import Progress
from ctlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:  # what only runs that lint something need is imported where it is needed
    from collections.abc import Sequence

    from ctlint.api import Result, Settings
    from ctlint.baseline.model import Baseline
    from ctlint.engine import Crash
    from ctlint.finding import Diagnostic
    from ctlint.policies.model import Policy

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "auto")
WITH_EDITS = frozenset(("json", "sarif"))
"""Formats that tell how findings can be fixed, which has to be proved first."""
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
    fail_on: str | None = None
    exit_zero: bool = False
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    stdin_filename: str = "<stdin>"
    assume_region: str | None = None
    assume_account: str | None = None
    assume_partition: str | None = None
    var_file: list[str] = []
    module_wide: bool = False
    policy: list[str] = []
    plugin: list[str] = []
    set: list[str] = []
    statistics: bool = False
    fix: bool = False
    diff: bool = False
    unsafe_fixes: bool = False
    config: str | None = None
    no_config: bool = False
    baseline: str | None = None

    def shapes_settings(self) -> bool:
        """Tell whether an option says which rules speak, where, or what is assumed."""
        worded = (self.assume_region, self.assume_account, self.assume_partition, self.config, self.baseline)
        given = self.select or self.ignore or self.var_file or self.module_wide or self.policy or self.set
        return bool(given) or self.no_config or any(each is not None for each in worded)


def run(arguments: CheckArguments) -> int:
    """Lint what the arguments name, write the reports, and return the exit code; raises UsageError."""
    _check_current_folder()
    if arguments.plugin:
        from ctlint.commands.settings import use_plugins

        use_plugins(arguments.plugin)
    _check_fixing(arguments)
    outputs = plan_outputs(arguments.format, arguments.output)
    baseline = [] if arguments.baseline is None else [arguments.baseline]
    _spare([*arguments.paths, *arguments.var_file, *arguments.policy, *baseline], outputs)
    settings = settings_of(arguments) if arguments.shapes_settings() else None
    progress = Progress(sys.stderr, not arguments.quiet and "-" not in arguments.paths)
    with progress:
        found = search(arguments)
    for failure in found.failures:
        tell(f"{failure.path}: {failure.reason}")
    for path, named in found.dismissed:
        if named and not arguments.quiet:
            tell(f"{path}: no trail or selector found")
    unreadable = any(failure.named for failure in found.failures)
    if not found.candidates and [name for name, _ in outputs] == ["text"]:
        if not arguments.diff:
            _report_nothing(arguments, found, outputs[0][1])
        return EXIT_USAGE if unreadable else EXIT_CLEAN
    settings = settings or settings_of(arguments)
    if found.failures:
        settings = settings._replace(walked=())
    if arguments.diff:
        return max(EXIT_USAGE if unreadable else EXIT_CLEAN, _show_fixes(arguments, found, settings))
    if arguments.fix and not _fix(arguments, found, settings):
        unreadable = True
    result = _lint(found, settings, progress)
    if any(name in WITH_EDITS for name, _ in outputs):
        result = _with_edits(found, settings, result)
    context = [each.path for each in found.candidates if each.is_context]
    _spare([*context, *(read.path for read in result.read if read.deployments)], outputs)
    _report(arguments, result, found, outputs)
    if result.crashes:
        return EXIT_BUG
    return EXIT_USAGE if unreadable else _exit_code(arguments, result)


def plan_outputs(
    formats: list[str], output: str | None, known: Sequence[str] = FORMATS
) -> list[tuple[str, str | None]]:
    """Return each wanted format with its file, None for standard output; raises UsageError."""
    planned: list[tuple[str, str | None]] = []
    for wanted in formats or ["text"]:
        name, _, path = wanted.partition(":")
        if name not in known:
            raise UsageError(f"there is no format `{name}`; choose among {', '.join(known)}")
        if name == "auto":
            name = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
        planned.append((name, path or None))
    unplaced = [name for name, path in planned if path is None]
    if len(unplaced) > 1:
        raise UsageError(f"only one format can go to one place; write `--format {unplaced[0]}:FILE`")
    if output is not None:
        if not unplaced:
            raise UsageError("`-o` has no format left: each one has a file of its own")
        planned = [(name, path or output) for name, path in planned]
    planned = [(name, None if path == "-" else path) for name, path in planned]
    for index, (_, place) in enumerate(planned):
        if place is not None:
            check_target(place)
        if any(_collide(place, other) for _, other in planned[:index]):
            raise UsageError(f"two formats cannot both go to {place or 'standard output'}")
    return planned


def _collide(place: str | None, other: str | None) -> bool:
    if place is None or other is None:
        return place is other
    return is_same_file(place, other) and os.path.realpath(place) != os.devnull


def _check_current_folder() -> None:
    """Raise UsageError where the current folder was deleted: relative paths mean nothing then."""
    try:
        os.getcwd()
    except OSError:
        raise UsageError("the current folder does not exist any more") from None


def _spare(inputs: list[str], outputs: list[tuple[str, str | None]]) -> None:
    """Raise UsageError where a report would replace a file that is linted, or that others need.

    An earlier report that a walk meets is none: it holds no selectors.
    """
    for place in (place for _, place in outputs if place is not None and os.path.isfile(place)):
        if any(is_same_file(place, each) for each in inputs):
            raise UsageError(f"cannot write {place}: it is one of the files to lint")


def search(arguments: CheckArguments) -> Search:
    if arguments.stdin_filename != CheckArguments.stdin_filename and "-" not in arguments.paths:
        raise UsageError("--stdin-filename goes with `-`, which stands for standard input")
    paths = [path for path in arguments.paths if path != "-"]
    found = discovery.search(paths, _words(arguments.exclude))
    if "-" in arguments.paths:
        if sys.stdin is None:
            raise UsageError("there is no standard input to read")
        found.add(arguments.stdin_filename, read_some(sys.stdin.buffer), named=True)
        discovery.add_modules(found)
    return found


def _words(given: list[str]) -> list[str]:
    """Return the items of options that take comma lists and may be repeated."""
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _report_nothing(arguments: CheckArguments, found: Search, output: str | None) -> None:
    if arguments.verbose and found.dismissed:
        tell(_dismissed(found))
    _write(output, "" if arguments.quiet else _nothing(found))


def _nothing(found: Search) -> str:
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


def _dismissed(found: Search) -> str:
    count = len(found.dismissed)
    return f"{count} {'file' if count == 1 else 'files'} without CloudTrail content"


def settings_of(arguments: CheckArguments) -> Settings:
    from ctlint.api import Settings
    from ctlint.commands.settings import assumptions, chosen_rules, lookup, variable_definitions
    from ctlint.settings import with_walked

    policies = _policies(arguments)
    configurations = lookup(arguments.config, arguments.no_config)
    ids = [policy.id for policy in policies]
    if arguments.select or arguments.ignore:
        found = (configurations.of(path) for path in arguments.paths if path != "-")
        ids += [policy.id for each in found if each is not None for policy in each.policies]
    settings = Settings(
        chosen_rules(_words(arguments.select), ids),
        chosen_rules(_words(arguments.ignore), ids),
        assumptions(arguments.assume_region, arguments.assume_account, arguments.assume_partition),
        variable_definitions(arguments.var_file),
        arguments.module_wide,
        policies,
        lookup=configurations,
        baseline=_baseline(arguments.baseline),
    )
    return with_walked(settings, [] if arguments.exclude else arguments.paths)


def _baseline(path: str | None) -> Baseline | None:
    if path is None:
        return None
    from ctlint.baseline import files

    return files.read(path)


def _policies(arguments: CheckArguments) -> tuple[Policy, ...]:
    if not arguments.policy and arguments.set:
        raise UsageError("`--set` gives a parameter of a policy; there is no `--policy`")
    if not arguments.policy:
        return ()
    from ctlint.commands.policy_files import load

    return load(arguments.policy, arguments.set)


def _lint(found: Search, settings: Settings | None, progress: Progress) -> Result:
    from ctlint import api

    progress.total = len(found.candidates)
    with progress:
        return api.lint_candidates(found.candidates, settings or api.Settings(), progress.step)


def _fix(arguments: CheckArguments, found: Search, settings: Settings) -> bool:
    """Fix what was found; tell whether all of it could be written."""
    from ctlint.commands import fixing

    return fixing.fix(found, settings, arguments.unsafe_fixes, arguments.quiet)


def _with_edits(found: Search, settings: Settings, result: Result) -> Result:
    """Return a result whose findings carry the edits that mend them."""
    if all(each.finding.change is None for each in result.diagnostics):
        return result
    from ctlint.fixes import proposals

    return proposals.propose(result, found.candidates, settings)


def _show_fixes(arguments: CheckArguments, found: Search, settings: Settings) -> int:
    """Print what fixes would change; return the exit code for the files as they are."""
    from ctlint.commands import fixing

    result = fixing.show(found, settings, arguments.unsafe_fixes, arguments.quiet)
    for crash in result.crashes:
        _tell_crash(crash, arguments.verbose)
    return EXIT_BUG if result.crashes else _exit_code(arguments, result)


def _check_fixing(arguments: CheckArguments) -> None:
    """Raise UsageError where the options about fixes do not go together."""
    if arguments.fix and arguments.diff:
        raise UsageError("`--diff` shows what `--fix` would change; choose one of them")
    if arguments.unsafe_fixes and not (arguments.fix or arguments.diff):
        raise UsageError("`--unsafe-fixes` goes with `--fix` or `--diff`")
    if arguments.fix and "-" in arguments.paths:
        raise UsageError("`--fix` cannot change standard input; `--diff` shows what it would change")
    if arguments.diff and (arguments.format or arguments.output):
        raise UsageError("`--diff` prints no report")


def _report(arguments: CheckArguments, result: Result, found: Search, outputs: list[tuple[str, str | None]]) -> None:
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
        if name in ("text", "github") and not text and not arguments.quiet:
            text = _nothing(found)
        _write(path, text)
        if name == "github":
            _write_step_summary(result)
    if arguments.statistics:
        _report_statistics(result, outputs)


def _write_step_summary(result: Result) -> None:
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        from ctlint.reporters import github

        append_to_file(path, github.step_summary(result))


def _report_statistics(result: Result, outputs: list[tuple[str, str | None]]) -> None:
    """Write the counts below the report for people, or beside a report for programs."""
    from ctlint.reporters import statistics

    lines = statistics.lines(result.diagnostics)
    if ("text", None) in outputs:
        write_out("".join(f"{line}\n" for line in ("", *lines) if lines))
        return
    for line in lines:
        tell(line)


def _tell_empty(result: Result, found: Search) -> None:
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


def _narrate(result: Result, found: Search) -> None:
    """Tell which files were read and what was found in each."""
    for read in result.read:
        findings = sum(each.span.source.path == read.path for each in result.diagnostics)
        trails = f"{read.trails} {'trail' if read.trails == 1 else 'trails'}"
        tell(f"{read.path}: {trails}, {findings} {'finding' if findings == 1 else 'findings'}")
    for each in result.undecided:
        line, column = each.span.start_position
        tell(f"{each.span.source.path}:{line}:{column}: {each.rule} {each.name}: {each.finding.message}")
    if found.dismissed:
        tell(_dismissed(found))


def _exit_code(arguments: CheckArguments, result: Result) -> int:
    def fails(diagnostic: Diagnostic) -> bool:
        level = arguments.fail_on or result.fail_on.get(diagnostic.span.source.path, "error")
        return LEVELS.index(diagnostic.severity) <= LEVELS.index(level)

    found = any(map(fails, result.diagnostics))
    return EXIT_FINDINGS if found and not arguments.exit_zero else EXIT_CLEAN
