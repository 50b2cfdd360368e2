"""The report for GitLab's merge requests: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import json
import os
from hashlib import sha256

from ctlint.api import Result
from ctlint.finding import Diagnostic, Severity
from ctlint.reporters.fingerprint import line_hashes
from ctlint.reporters.inert import inert, inert_json
from ctlint.reporters.paths import RepositoryPaths

SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def render(result: Result) -> str:
    """Return the report, all in ASCII; an empty list tells GitLab that earlier findings are gone."""
    paths = RepositoryPaths(os.getcwd())
    marks = _Fingerprints()
    entries = [_entry(each, paths, marks) for each in result.diagnostics]
    return inert_json(json.dumps(entries, indent=2)) + "\n"


def _entry(diagnostic: Diagnostic, paths: RepositoryPaths, marks: _Fingerprints) -> dict[str, object]:
    span = diagnostic.span
    path = paths.place(span.source.path)[0].encode("utf-8", "backslashreplace").decode("utf-8")
    return {
        "description": inert(f"{diagnostic.rule} {diagnostic.name}: {diagnostic.finding.message}"),
        "check_name": inert(diagnostic.rule),
        "fingerprint": marks.of(diagnostic, path),
        "severity": SEVERITIES[diagnostic.severity],
        "location": {"path": path, "lines": {"begin": span.start_position.line}},
    }


class _Fingerprints:
    """Fingerprints that stay when lines move, and of which no two in a report are equal."""

    def __init__(self) -> None:
        self.hashes: dict[int, list[str]] = {}
        self.counts: dict[tuple[str, ...], int] = {}

    def of(self, diagnostic: Diagnostic, path: str) -> str:
        """Return what GitLab knows a finding by: rule, path and line, and which of several alike it is."""
        key = (diagnostic.rule, path, self._line_hash(diagnostic))
        self.counts[key] = self.counts.get(key, 0) + 1
        return sha256("\0".join((*key, str(self.counts[key]))).encode()).hexdigest()

    def _line_hash(self, diagnostic: Diagnostic) -> str:
        source = diagnostic.span.source
        if id(source) not in self.hashes:
            self.hashes[id(source)] = line_hashes(source)
        hashes = self.hashes[id(source)]
        return hashes[min(diagnostic.span.start_position.line, len(hashes)) - 1]
