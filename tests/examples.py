"""Lints examples of rule pages and compares what they announce."""

from __future__ import annotations

from typing import Any

from ctlint import expectations
from ctlint.api import Settings, lint_sources, lint_text
from ctlint.expectations import FILENAMES, Expected, expand, matches
from ctlint.finding import Diagnostic
from ctlint.source import Source

__all__ = ["FILENAMES", "Expected", "expand", "expected", "lint_example", "matches"]


def expected(text: str, listed: list[dict[str, Any]] | None = None) -> list[Expected]:
    """Return what the comments of a text announce, and what a list beside it does."""
    items = [Expected(item["line"], item["rule"], item.get("severity", "")) for item in listed or ()]
    return expectations.expected(text, items)


def snapshot(text: str) -> list[Source]:
    """Return the files of an account's snapshot: `// NAME` begins one, and its lines keep their numbers."""
    found: list[Source] = []
    for number, line in enumerate(text.splitlines()):
        if line.startswith("// "):
            found.append(Source(line.removeprefix("// "), "\n" * (number + 1)))
        else:
            found[-1] = Source(found[-1].path, f"{found[-1].text}{line}\n")
    return found


def lint_example(text: str, kind: str, settings: Settings | None = None) -> list[Diagnostic]:
    """Return the diagnostics of an example; any crash of a check fails the test."""
    if kind == "snapshot":
        result = lint_sources([(source, True) for source in snapshot(text)], settings or Settings())
    else:
        result = lint_text(text, FILENAMES.get(kind, kind), settings)
    for crash in result.crashes:
        raise crash.error
    return result.diagnostics
