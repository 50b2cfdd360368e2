"""`ctlint baseline`: write down what is found today, so that `ctlint check --baseline` tells of new findings only."""

from __future__ import annotations

import sys

from ctlint import api
from ctlint.baseline import files
from ctlint.baseline.model import Baseline, Paths
from ctlint.commands import check
from ctlint.commands.output import check_target, is_same_file, tell, tell_traceback, write_file, write_out
from ctlint.commands.progress import Progress
from ctlint.errors import UsageError

OUTPUT = ".ctlint-baseline.json"


def run(arguments: check.CheckArguments) -> int:
    """Write what is found in files to a baseline, and return the exit code; raises UsageError.

    Where a file cannot be read, or a check fails, nothing is written: what they hide would be missing.
    """
    output = None if arguments.output == "-" else arguments.output or OUTPUT
    if output is not None:
        _check_output(output, arguments)
    empty = Baseline({}, Paths(files.folder_of(output) if output else "."))
    settings = check.settings_of(arguments)._replace(baseline=empty)
    progress = Progress(sys.stderr, not arguments.quiet and "-" not in arguments.paths)
    with progress:
        found = check.search(arguments)
    for failure in found.failures:
        tell(f"{failure.path}: {failure.reason}")
    if any(failure.named for failure in found.failures):
        raise UsageError("no baseline was written: not all files could be read")
    progress.total = len(found.candidates)
    with progress:
        result = api.lint_candidates(found.candidates, settings, progress.step)
    for crash in result.crashes:
        tell(f"internal error in {crash.rule or crash.path}: {type(crash.error).__name__}: {crash.error}")
        tell_traceback(crash.error)
    if result.crashes:
        tell("no baseline was written; please report the error")
        return check.EXIT_BUG
    _write(result, output, arguments.quiet)
    return check.EXIT_CLEAN


def _check_output(output: str, arguments: check.CheckArguments) -> None:
    """Raise UsageError where the baseline cannot be written, or would replace a file that is linted."""
    check_target(output)
    inputs = [*arguments.paths, *arguments.var_file, *arguments.policy]
    if any(is_same_file(output, each) for each in inputs):
        raise UsageError(f"cannot write {output}: it is one of the files to lint")


def _write(result: api.Result, output: str | None, is_quiet: bool) -> None:
    entries = result.comparison.entries if result.comparison else ()
    text = files.render(entries)
    if output is None:
        write_out(text)
        return
    context = [read.path for read in result.read if read.deployments]
    if any(is_same_file(output, path) for path in context):
        raise UsageError(f"cannot write {output}: it is one of the files to lint")
    write_file(output, text)
    if not is_quiet:
        count = len(entries)
        places = len({each.path for each in entries})
        found = f"{count} {'finding' if count == 1 else 'findings'}"
        tell(f"wrote {found} in {places} {'file' if places == 1 else 'files'} to {output}")
