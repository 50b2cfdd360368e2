"""What a run looked at and found, in numbers and in words."""

from __future__ import annotations

from typing import NamedTuple

from ctlint.api import Result
from ctlint.finding import SEVERITIES


class Summary(NamedTuple):
    """Findings by severity, the trails and files that were looked at, and findings that suppressions keep back.

    `known` are findings that a baseline holds, `gone` those that it holds and that are there no more; None without one.
    """

    errors: int
    warnings: int
    notes: int
    trails: int
    files: int
    suppressed: int = 0
    known: int | None = None
    gone: int | None = None


def summarize(result: Result) -> Summary:
    """Return the numbers of a run; a file counts if something of CloudTrail was found in it."""
    errors, warnings, notes = (sum(each.severity == name for each in result.diagnostics) for name in SEVERITIES)
    held = [read for read in result.read if read.deployments]
    compared = result.comparison
    known, gone = (len(compared.known), compared.gone) if compared else (None, None)
    return Summary(errors, warnings, notes, result.trails, len(held), len(result.suppressed), known, gone)


def in_words(summary: Summary) -> str:
    """Return a summary as a line for people; empty where nothing of CloudTrail was found."""
    kinds = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note"))
    found = ", ".join(counted(number, kind) for number, kind in kinds if number)
    files, trails = counted(summary.files, "file"), counted(summary.trails, "trail")
    if not summary.files:
        return ""
    others = _others(summary)
    if not found:
        return f"{trails} in {files}, nothing found{others}"
    return (f"{found} in {trails} ({files})" if summary.trails else f"{found} in {files}") + others


def _others(summary: Summary) -> str:
    """Return what there is to say of findings that are not reported."""
    suppressed = f", {summary.suppressed} suppressed" if summary.suppressed else ""
    known = f", {counted(summary.known, 'known finding')} left out" if summary.known else ""
    gone = f", {summary.gone} of the baseline gone (run `ctlint baseline` again)" if summary.gone else ""
    return suppressed + known + gone


def counted(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
