"""`ctlint suppressions`: every finding that somebody has decided to live with, why, and until when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ctlint import api, discovery
from ctlint.commands.output import tell, write_out
from ctlint.commands.settings import lookup
from ctlint.reporters.inert import inert, inert_json
from ctlint.reporters.summary import counted
from ctlint.reporters.text import place
from ctlint.suppressions.model import Suppression

FORMATS = ("text", "json")
EXIT_ANSWERED, EXIT_USAGE = 0, 2
VERSION = 1


class SuppressionArguments:
    """What was asked for; the values here are the defaults."""

    paths: Sequence[str] = ()
    format: str = "text"
    exclude: list[str] = []
    config: str | None = None
    no_config: bool = False


class Listed(NamedTuple):
    """A suppression, and how many findings it keeps from being reported."""

    suppression: Suppression
    findings: int


def run(arguments: SuppressionArguments) -> int:
    """List the suppressions of files and configurations, and return the exit code; raises UsageError."""
    exclude = [word.strip() for text in arguments.exclude for word in text.split(",") if word.strip()]
    found = discovery.search(arguments.paths or ["."], exclude)
    for failure in found.failures:
        tell(f"{failure.path}: {failure.reason}")
    settings = api.Settings(select=EVERYTHING, lookup=lookup(arguments.config, arguments.no_config))
    result = api.lint_candidates(found.candidates, settings)
    counts = Counter(id(each.suppression) for each in result.suppressed)
    listed = [Listed(each, counts[id(each)]) for each in result.suppressions]
    listed.sort(key=lambda each: (each.suppression.span.source.path, each.suppression.span.start))
    write_out(_as_json(listed) if arguments.format == "json" else _as_text(listed, len(result.read)))
    return EXIT_USAGE if any(failure.named for failure in found.failures) else EXIT_ANSWERED


EVERYTHING = ("",)
"""The beginning of every id: what a configuration leaves out is suppressed all the same."""


def _as_text(listed: list[Listed], files: int) -> str:
    lines = [_line(each) for each in listed]
    lines.append(f"{counted(len(listed), 'suppression')} in {counted(files, 'file')} with CloudTrail content")
    return "\n".join(lines) + "\n"


def _line(listed: Listed) -> str:
    each = listed.suppression
    rules = ", ".join(named.rule for named in each.rules)
    until = f" until {each.until}" if each.until else ""
    reason = inert(each.reason) if each.reason else "no reason given"
    return f"{place(each.span)}: {rules}{_where(each)}{until}: {reason} ({_state(listed)})"


def _where(each: Suppression) -> str:
    if each.scope == "line":
        return ""
    if each.scope != "configuration":
        return f" in the whole {each.scope}"
    paths = f" in {inert(', '.join(each.paths))}" if each.paths else ""
    return f"{paths} in trail {inert(each.trail)}" if each.trail else paths


def _state(listed: Listed) -> str:
    if listed.suppression.is_expired:
        return "expired"
    if listed.suppression.is_void:
        return "without effect"
    if not listed.findings and all(named.is_locked for named in listed.suppression.rules):
        return "locked"
    return counted(listed.findings, "finding")


def _as_json(listed: list[Listed]) -> str:
    report = {"version": VERSION, "suppressions": [_entry(each) for each in listed]}
    return inert_json(json.dumps(report, indent=2)) + "\n"


def _entry(listed: Listed) -> dict[str, object]:
    each = listed.suppression
    is_lines = each.scope in ("line", "resource")
    return {
        "path": each.span.source.path.encode("utf-8", "backslashreplace").decode("utf-8"),
        "line": each.span.start_position.line,
        "scope": each.scope,
        "rules": [named.rule for named in each.rules],
        "reason": inert(each.reason) if each.reason else None,
        "until": each.until or None,
        "lines": {"first": each.first, "last": each.last} if is_lines else None,
        "paths": list(each.paths) or None,
        "trail": each.trail or None,
        "findings": listed.findings,
        "expired": each.is_expired,
        "effective": not each.is_void and not all(named.is_locked for named in each.rules),
    }
