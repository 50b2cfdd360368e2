"""What a run looked at and found, in numbers and in words."""

from __future__ import annotations

from typing import NamedTuple

from ctlint.api import Result
from ctlint.finding import SEVERITIES


class Summary(NamedTuple):
    """Findings by severity, and the trails and files that were looked at."""

    errors: int
    warnings: int
    notes: int
    trails: int
    files: int


def summarize(result: Result) -> Summary:
    """Return the numbers of a run; a file counts if something of CloudTrail was found in it."""
    errors, warnings, notes = (sum(each.severity == name for each in result.diagnostics) for name in SEVERITIES)
    held = [read for read in result.read if read.deployments]
    return Summary(errors, warnings, notes, result.trails, len(held))


def in_words(summary: Summary) -> str:
    """Return a summary as a line for people; empty where nothing of CloudTrail was found."""
    kinds = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note"))
    found = ", ".join(counted(number, kind) for number, kind in kinds if number)
    files, trails = counted(summary.files, "file"), counted(summary.trails, "trail")
    if not summary.files:
        return ""
    if not found:
        return f"{trails} in {files}, nothing found"
    return f"{found} in {trails} ({files})" if summary.trails else f"{found} in {files}"


def counted(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
