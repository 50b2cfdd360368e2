"""Which findings a baseline knows already, and which of its entries are gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from ctlint.baseline.model import Baseline, Entry
from ctlint.baseline.subjects import Subjects
from ctlint.finding import Diagnostic
from ctlint.model import Trail

MODULES = re.compile(r"^(?:module\.[^.]+\.)+")


class Comparison(NamedTuple):
    """The new findings and the known ones, what a baseline of all of them holds, and how many entries are gone."""

    new: list[Diagnostic]
    known: tuple[Diagnostic, ...]
    entries: tuple[Entry, ...]
    gone: int


class Looked(NamedTuple):
    """What a run looked at: files, trails, and whether it asked a rule about a file (of those files alone)."""

    paths: Iterable[str]
    trails: Sequence[Trail]
    was_asked: Callable[[str, str], bool]


def compare(
    baseline: Baseline, diagnostics: Sequence[Diagnostic], suppressed: Sequence[Diagnostic], looked: Looked
) -> Comparison:
    """Part findings by whether a baseline knows them; each of its entries stands for as many as it counts.

    Suppressed findings are there still, so that their entries are not gone; others are known before them.
    """
    subjects = Subjects(looked.trails, baseline.paths)
    matching = _Matching(baseline)
    entries = [subjects.entry(each) for each in diagnostics]
    known = matching.take(entries)
    matching.take([subjects.entry(each) for each in suppressed] if suppressed else [])
    return Comparison(
        [each for at, each in enumerate(diagnostics) if at not in known],
        tuple(each for at, each in enumerate(diagnostics) if at in known),
        tuple(entries),
        _gone(matching.left, baseline, looked),
    )


def _gone(left: Counter[Entry], baseline: Baseline, looked: Looked) -> int:
    """Return how many findings are surely gone: of files that were read, and rules that were asked."""
    paths: dict[str, list[str]] = {}
    for path in looked.paths if left else ():
        paths.setdefault(baseline.paths.shown(path), []).append(path)
    return sum(
        count
        for entry, count in left.items()
        if entry.path in paths and all(looked.was_asked(entry.rule, path) for path in paths[entry.path])
    )


def _same(entry: Entry) -> Hashable:
    return entry.written()


def _moved(entry: Entry) -> Hashable:
    return entry.written()._replace(path="")


def _edited(entry: Entry) -> Hashable | None:
    """The rest of a selector without a name may have changed."""
    return _without_form(entry) if entry.selects and not entry.selector else None


def _edited_and_moved(entry: Entry) -> Hashable | None:
    """Without a trail, nothing but the path tells such selectors apart."""
    return _without_form(entry._replace(path="")) if entry.trail and entry.selects and not entry.selector else None


def _used_elsewhere(entry: Entry) -> Hashable | None:
    """A module may be called under other names."""
    short = MODULES.sub("", entry.trail)
    return _without_form(entry._replace(trail=short)) if short else None


def _without_form(entry: Entry) -> Hashable:
    return (bool(entry.selects or entry.selector), entry._replace(selects=""))


def _named_now(entry: Entry) -> Hashable | None:
    """A selector may have got a name."""
    return entry._replace(path="", selector="") if entry.selects else None


STAGES: tuple[Callable[[Entry], Hashable | None], ...] = (
    _same,
    _moved,
    _edited,
    _edited_and_moved,
    _used_elsewhere,
    _named_now,
)
"""Keys of entries and findings, from the strictest on; None where one does not apply."""


class _Matching:
    def __init__(self, baseline: Baseline) -> None:
        self.left = Counter(baseline.entries)

    def take(self, findings: Sequence[Entry]) -> set[int]:
        """Return which findings entries that are left stand for; those are used up."""
        taken: set[int] = set()
        for stage in STAGES:
            if len(taken) < len(findings) and self.left:
                self._take(findings, taken, stage)
        return taken

    def _take(self, findings: Sequence[Entry], taken: set[int], stage: Callable[[Entry], Hashable | None]) -> None:
        waiting: dict[Hashable, list[Entry]] = {}
        for entry in sorted(self.left, reverse=True):
            key = stage(entry)
            if key is not None:
                waiting.setdefault(key, []).append(entry)
        for at, finding in enumerate(findings):
            key = stage(finding) if at not in taken else None
            entries = waiting.get(key) if key is not None else None
            if entries:
                taken.add(at)
                self.left[entries[-1]] -= 1
                if not self.left[entries[-1]]:
                    del self.left[entries.pop()]
