"""CT0: text that is broken, or that says less than it seems to."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.checks.registry import check
from ctlint.finding import Finding, Related
from ctlint.problem import Problem


def _restate(problem: Problem) -> Iterator[Finding]:
    related = tuple(Related(span, message) for span, message in problem.related)
    yield Finding(problem.span, problem.message, related, change=problem.change, variant=problem.variant)


for _rule, _kind in (
    ("CT001", "unparsable"),
    ("CT002", "lenient-syntax"),
    ("CT003", "duplicate-key"),
    ("CT005", "stringified-selectors"),
    ("CT102", "unknown-key"),
    ("CT103", "miscased-key"),
    ("CT104", "wrong-type"),
    ("CT112", "unknown-operator"),
):
    check.problem(_rule, _kind)(_restate)
