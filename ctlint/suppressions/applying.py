"""Which findings suppressions keep from being reported, and which of them keep none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ctlint.finding import Diagnostic
from ctlint.problem import Problem
from ctlint.suppressions.model import Named, Scope, Suppressed, Suppression

UNUSED = "unused-suppression"
OWN = "CT90"
"""The beginning of the ids of rules about suppressions: whether one of these is used is not asked."""

NARROWEST: tuple[Scope, ...] = ("line", "resource", "file", "configuration")
"""Of several suppressions of one finding the narrowest counts."""
FEW_LINES = 100


class Outcome(NamedTuple):
    """The findings to report, and the others."""

    kept: list[Diagnostic]
    suppressed: list[Suppressed]


Covers = Callable[[Suppression, Diagnostic], bool]
"""Tells whether a suppression of a configuration is about the place of a finding."""


def apply(suppressions: Iterable[Suppression], diagnostics: Iterable[Diagnostic], covers: Covers) -> Outcome:
    """Part findings by whether a suppression names their rule where they start."""
    index = _Index(suppressions)
    outcome = Outcome([], [])
    for diagnostic in diagnostics:
        found = next((each for each in index.candidates(diagnostic) if _reaches(each, diagnostic, covers)), None)
        if found is None:
            outcome.kept.append(diagnostic)
        else:
            outcome.suppressed.append(Suppressed(diagnostic, found))
    return outcome


class _Index:
    """The suppressions that have an effect: those of few lines by line, others by file, others at all, and by rule."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        self.lines: dict[tuple[int, int, str], list[Suppression]] = {}
        self.files: dict[tuple[int, str], list[Suppression]] = {}
        self.others: dict[str, list[Suppression]] = {}
        for each in sorted(suppressions, key=lambda each: NARROWEST.index(each.scope)):
            for named in () if each.is_void else each.rules:
                if not named.is_locked:
                    self._add(each, named.rule)

    def _add(self, suppression: Suppression, rule: str) -> None:
        source = id(suppression.span.source)
        if suppression.scope == "configuration":
            self.others.setdefault(rule, []).append(suppression)
        elif suppression.scope == "line" and suppression.last - suppression.first < FEW_LINES:
            for line in range(suppression.first, suppression.last + 1):
                self.lines.setdefault((source, line, rule), []).append(suppression)
        else:
            self.files.setdefault((source, rule), []).append(suppression)

    def candidates(self, diagnostic: Diagnostic) -> Iterator[Suppression]:
        """Yield what may suppress a finding, the narrowest first."""
        source, rule = id(diagnostic.span.source), diagnostic.rule
        yield from self.lines.get((source, diagnostic.span.start_position.line, rule), ())
        yield from self.files.get((source, rule), ())
        yield from self.others.get(rule, ())


def _reaches(suppression: Suppression, diagnostic: Diagnostic, covers: Covers) -> bool:
    if suppression.scope == "configuration":
        return covers(suppression, diagnostic)
    if suppression.scope == "file":
        return True
    return suppression.first <= diagnostic.span.start_position.line <= suppression.last


def unused(
    suppressions: Iterable[Suppression],
    suppressed: Iterable[Suppressed],
    could_speak: Callable[[Suppression, str], bool],
) -> Iterator[Problem]:
    """Yield the rules of suppressions that keep no finding, though they might have: `could_speak` tells whether."""
    used = {(id(each.suppression), each.diagnostic.rule) for each in suppressed}
    for suppression in suppressions:
        if suppression.is_void:
            continue
        for named in suppression.rules:
            is_used = (id(suppression), named.rule) in used
            if is_used or named.is_locked or named.rule.startswith(OWN) or not could_speak(suppression, named.rule):
                continue
            yield Problem(UNUSED, named.span, _message(suppression, named))


def _message(suppression: Suppression, named: Named) -> str:
    if suppression.scope == "line":
        lines = f"line {suppression.first}"
        if suppression.last > suppression.first:
            lines = f"lines {suppression.first} to {suppression.last}"
        return f"`{named.rule}` finds nothing in {lines}"
    if suppression.scope == "configuration":
        where = f"in trail `{suppression.trail}`" if suppression.trail else "in the files that this entry names"
        return f"`{named.rule}` finds nothing {where}"
    return f"`{named.rule}` finds nothing in this {suppression.scope}"
