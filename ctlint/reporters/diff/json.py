"""A comparison for programs: JSON as `schemas/diff-report.schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ctlint.comparison.differences import Change, Difference
from ctlint.reporters.diff import words
from ctlint.reporters.inert import inert, inert_json

VERSION = 1


def render(compared: Sequence[Difference]) -> str:
    """Return the report, all in ASCII: what is not shows as JSON's escapes, so that no terminal acts on it."""
    trails = [_trail(name, each) for name, each in zip(words.names(compared), compared, strict=True)]
    return inert_json(json.dumps({"version": VERSION, "trails": trails}, indent=2)) + "\n"


def _trail(name: str, difference: Difference) -> dict[str, object]:
    return {
        "trail": inert(name),
        "verdict": difference.verdict,
        "lost": [_change(each) for each in difference.lost],
        "gained": [_change(each) for each in difference.gained],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "witness": {field: inert(value) for field, value in change.witness.fields},
        "selector": inert(change.selector) if change.selector is not None else None,
        "line": change.span.start_position.line,
    }
