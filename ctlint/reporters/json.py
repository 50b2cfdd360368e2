"""The report for programs: JSON as `schemas/report.schema.json` describes it."""

from __future__ import annotations

import json

from ctlint import catalog
from ctlint.api import Result
from ctlint.finding import Diagnostic
from ctlint.reporters.inert import inert, inert_json
from ctlint.reporters.summary import summarize
from ctlint.source import Span

VERSION = 1


def render(result: Result) -> str:
    """Return the report, all in ASCII: what is not shows as JSON's escapes, so that no terminal acts on it."""
    report = {
        "version": VERSION,
        "diagnostics": [_diagnostic(each) for each in result.diagnostics],
        "summary": {key: value for key, value in summarize(result)._asdict().items() if value is not None},
    }
    return inert_json(json.dumps(report, indent=2)) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    finding = diagnostic.finding
    return {
        "rule": diagnostic.rule,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        **_place(finding.span),
        "message": inert(finding.message),
        "hint": diagnostic.hint,
        "related": [{**_place(each.span), "message": inert(each.message)} for each in finding.related],
        "witness": {field: inert(value) for field, value in finding.witness} if finding.witness else None,
        "fixable": finding.change is not None,
        "fix": entry.fix or None if (entry := catalog.rules().get(diagnostic.rule)) and finding.change else None,
        "edits": [{**_range(each.span), "text": each.text} for each in diagnostic.edits],
    }


def _place(span: Span) -> dict[str, object]:
    """Return path, start and end.

    The path is as it is, because programs open it; but bytes that are no UTF-8 show as escapes, because JSON
    is for Unicode text (https://www.rfc-editor.org/rfc/rfc8259, 8.2).
    """
    return {
        "path": span.source.path.encode("utf-8", "backslashreplace").decode("utf-8"),
        **_range(span),
    }


def _range(span: Span) -> dict[str, object]:
    return {"start": span.start_position._asdict(), "end": span.end_position._asdict()}
