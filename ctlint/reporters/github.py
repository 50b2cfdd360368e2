"""The report for a step of GitHub Actions: annotations, and as lines of the log what GitHub would not show.

The commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ctlint.api import Result
from ctlint.finding import SEVERITIES, Diagnostic, Severity
from ctlint.reporters import Style, markdown
from ctlint.reporters.inert import inert
from ctlint.reporters.paths import RepositoryPaths
from ctlint.reporters.summary import counted, in_words, summarize
from ctlint.reporters.text import place, remarks, shorten
from ctlint.source import Span

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
MAX_ANNOTATIONS = 10
"""GitHub shows as many of each kind in a step; the rest it drops without a word."""
MAX_LINES = 1_000
"""Findings that are written to the log without an annotation: nobody reads more."""
SUMMARY_CHARACTERS = 250_000
"""GitHub refuses the summary of a step above 1 MiB; a character takes at most four bytes."""


def render(result: Result, style: Style) -> str:
    """Return the gravest findings as annotations, the others as lines, and what there is in numbers."""
    shown, others = _choose(result.diagnostics)
    paths = RepositoryPaths(os.getcwd())
    lines = [_annotation(each, paths, style) for each in shown]
    if others:
        lines += [_line(each) for each in others[:MAX_LINES]]
        lines.append(_command("notice", {"title": "ctlint"}, _left_out(shown, others)))
    words = in_words(summarize(result))
    if words and not style.quiet:
        lines.append(words)
    return "\n".join(lines) + "\n" if lines else ""


def step_summary(result: Result) -> str:
    """Return what goes to the file that `GITHUB_STEP_SUMMARY` names."""
    return markdown.render(result, SUMMARY_CHARACTERS)


def _choose(diagnostics: list[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return what becomes an annotation and what does not, the gravest first."""
    graded = sorted(diagnostics, key=lambda each: SEVERITIES.index(each.severity))
    counts = {name: sum(each.severity == name for each in graded) for name in SEVERITIES}
    room = dict.fromkeys(SEVERITIES, MAX_ANNOTATIONS)
    if any(count > MAX_ANNOTATIONS for count in counts.values()):
        room["note"] -= 1  # for the notice that says what was left out
    shown: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for each in graded:
        room[each.severity] -= 1
        (shown if room[each.severity] >= 0 else others).append(each)
    return shown, others


def _annotation(diagnostic: Diagnostic, paths: RepositoryPaths, style: Style) -> str:
    finding = diagnostic.finding
    properties = {
        "file": inert(paths.place(finding.span.source.path)[0]),
        **_range(finding.span),
        "title": inert(f"{diagnostic.rule} {diagnostic.name}"),
    }
    return _command(COMMANDS[diagnostic.severity], properties, "\n".join(_body(diagnostic, style)))


def _range(span: Span) -> dict[str, str]:
    """Return where an annotation stands; columns are only for one line, the runner drops them otherwise."""
    start, end = span.start_position, span.end_position
    if start.line != end.line:
        return {"line": str(start.line), "endLine": str(end.line)}
    return {"line": str(start.line), "col": str(start.column), "endLine": str(end.line), "endColumn": str(end.column)}


def _body(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    """Yield the lines of an annotation; the log shows nothing else of it, so the place is among them."""
    yield f"{place(diagnostic.span)}: {shorten(diagnostic.finding.message)}"
    yield from (f"{name}: {text}" for name, text in remarks(diagnostic, style))
    others = diagnostic.finding.related
    for related in others[: markdown.MAX_RELATED]:
        yield f"{place(related.span)}: {shorten(related.message)}"
    if len(others) > markdown.MAX_RELATED:
        yield f"and {len(others) - markdown.MAX_RELATED} more places"


def _line(diagnostic: Diagnostic) -> str:
    head = f"{diagnostic.severity} {inert(diagnostic.rule)} {inert(diagnostic.name)}"
    return f"{place(diagnostic.span)}: {head}: {shorten(diagnostic.finding.message)}"


def _left_out(shown: list[Diagnostic], others: list[Diagnostic]) -> str:
    kinds = ((name, sum(each.severity == name for each in others)) for name in SEVERITIES)
    more = ", ".join(counted(count, name) for name, count in kinds if count)
    where = "in the log of this step" if len(others) <= MAX_LINES else "with --format json"
    return f"{counted(len(shown), 'finding')} shown here; {more} more {where}"


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
