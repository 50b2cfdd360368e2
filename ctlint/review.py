"""Findings that are reported, those that somebody has decided to live with, and what is to be said of such decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ctlint.config.model import Configuration, Entry
from ctlint.finding import Diagnostic
from ctlint.model import AdvancedEventSelector, Trail
from ctlint.overlap import Places
from ctlint.problem import Problem
from ctlint.settings import Scopes, is_asked
from ctlint.source import Source, Span
from ctlint.suppressions import applying, mentions, reading
from ctlint.suppressions.model import Demands, Suppressed, Suppression
from ctlint.text import Text

ARNS = ("TrailARN", "EventDataStoreArn", "EventDataStore")


class Looked(NamedTuple):
    """What a run looked at: the files that were asked for, and the trails that it met.

    `silenced` are files in which a rule may have missed something: broken ones, and those in which a check failed.
    """

    paths: frozenset[str]
    trails: Sequence[Trail]
    silenced: frozenset[str]


class Reviewed(NamedTuple):
    """The findings to report, the others, and every suppression that was met."""

    kept: list[Diagnostic]
    suppressed: tuple[Suppressed, ...]
    suppressions: tuple[Suppression, ...]


Diagnose = Callable[[list[Problem]], list[Diagnostic]]
"""Makes findings of problems with suppressions."""


def review(
    diagnostics: list[Diagnostic], sources: Sequence[Source], scopes: Scopes, looked: Looked, diagnose: Diagnose
) -> Reviewed:
    """Part findings by whether a suppression names them, and tell of suppressions that are wrong, over or unused."""
    entries = _Entries(scopes, looked)
    problems = list(entries.problems)
    suppressions = [each for _, each in entries.items]
    for source in sources:
        if mentions(source):
            found = reading.read(source, _demands(scopes, scopes.configuration(source.path)))
            suppressions += found.suppressions
            problems += found.problems if source.path in looked.paths else ()
    outcome = applying.apply(suppressions, diagnostics, entries.covers)
    reach = _Reach(scopes, looked, entries)
    problems += applying.unused(suppressions, outcome.suppressed, reach.could_speak)
    own = applying.apply(suppressions, diagnose(problems), entries.covers)
    kept = sorted([*outcome.kept, *own.kept], key=Diagnostic.sort_key)
    return Reviewed(kept, (*outcome.suppressed, *own.suppressed), tuple(suppressions))


def _demands(scopes: Scopes, configuration: Configuration | None) -> Demands:
    today = scopes.today()
    if configuration is None:
        return Demands(today)
    return Demands(today, configuration.needs_reason, configuration.locked)


class _Entries:
    """The suppressions that stand in configurations, as far as they have an effect."""

    def __init__(self, scopes: Scopes, looked: Looked) -> None:
        self.problems: list[Problem] = []
        self.items: list[tuple[Entry, Suppression]] = []
        self.owners: dict[int, tuple[Entry, Configuration]] = {}
        for configuration in scopes.configurations():
            for entry in configuration.entries:
                judged = reading.judge(entry.suppression, _demands(scopes, configuration), self.problems)
                self.items.append((entry, judged))
                self.owners[id(judged)] = (entry, configuration)
        self.scopes = scopes
        self._spoken_of: dict[tuple[int, str], bool] = {}
        self._trails: list[tuple[set[str], Places]] | None = None
        self.looked = looked

    def speaks_of(self, suppression: Suppression, path: str) -> bool:
        """Tell whether an entry is about a file: one for which its configuration holds."""
        key = (id(suppression), path)
        if key not in self._spoken_of:
            entry, configuration = self.owners[id(suppression)]
            is_its = self.scopes.configuration(path) is configuration
            self._spoken_of[key] = is_its and entry.patterns.match(path)
        return self._spoken_of[key]

    def covers(self, suppression: Suppression, diagnostic: Diagnostic) -> bool:
        """Tell whether an entry is about the place of a finding, and about each trail that stands there."""
        if not self.speaks_of(suppression, diagnostic.span.source.path):
            return False
        if not suppression.trail:
            return True
        near = [names for names, places in self.trails() if places.overlap(diagnostic.span)]
        return bool(near) and all(suppression.trail in names for names in near)

    def trails(self) -> list[tuple[set[str], Places]]:
        """Return what each trail may be called by, and the places of what it is made of."""
        if self._trails is None:
            self._trails = [(_names(trail), Places(_places(trail))) for trail in self.looked.trails]
        return self._trails


def _names(trail: Trail) -> set[str]:
    """Return what a trail may be called by; instances of one block by its address, too."""
    texts = [trail.name, *(trail.attribute(key) for key in ARNS)]
    found = {text.value for text in texts if text is not None and text.value}
    address = trail.address
    return {*found, address, address[: address.rfind("[")] if address.endswith("]") else address} - {""}


def _places(part: object) -> Iterator[Span]:
    """Yield the places of all that a trail is made of."""
    if isinstance(part, Span):
        yield part
    elif isinstance(part, Text):
        yield part.span
    elif isinstance(part, AdvancedEventSelector):
        yield from _places((part.name, part.span, part.field_selectors))
    elif isinstance(part, tuple):
        for each in part:
            yield from _places(each)
    elif isinstance(part, dict):
        yield from _places(tuple(part.values()))


class _Reach:
    """Whether a rule could have spoken where a suppression names it."""

    def __init__(self, scopes: Scopes, looked: Looked, entries: _Entries) -> None:
        self.scopes = scopes
        self.looked = looked
        self.entries = entries

    def could_speak(self, suppression: Suppression, rule: str) -> bool:
        """Tell whether a rule was asked about the place of a suppression; where it was not, nobody knows of its use."""
        if suppression.scope != "configuration":
            return self._was_asked(rule, suppression.span.source.path)
        if suppression.trail and not any(suppression.trail in _names(trail) for trail in self.looked.trails):
            return False
        paths = [path for path in self.looked.paths if self.entries.speaks_of(suppression, path)]
        return bool(paths) and all(self._was_asked(rule, path) for path in paths)

    def _was_asked(self, rule: str, path: str) -> bool:
        if path not in self.looked.paths or path in self.looked.silenced:
            return False
        return is_asked(rule, self.scopes.at(path))
