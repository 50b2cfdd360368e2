"""A policy as it was read: which trails it asks, about which events, and what it wants of them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ctlint.expectations import Expected
from ctlint.pages import Page
from ctlint.semantics.events import EventSet
from ctlint.semantics.strings import StringSet

Verb = Literal["require", "forbid", "limit"]
Verdict = Literal["met", "violated", "undecided"]
Kind = Literal["trail", "event_data_store"]


class Filter(NamedTuple):
    """Which trails a policy asks: properties by the names that policies have for them.

    `kind` is None for both kinds; `flags` are wanted booleans, `texts` the sets in which texts must be.
    """

    kind: Kind | None = None
    flags: tuple[tuple[str, bool], ...] = ()
    texts: tuple[tuple[str, StringSet], ...] = ()


class Example(NamedTuple):
    """A text for each verdict, None where it has none; `parameters` win over those of the run."""

    title: str
    format: str
    line: int
    bad: str | None
    good: str | None
    undecided: str | None
    findings: tuple[Expected, ...]
    parameters: tuple[tuple[str, tuple[str, ...]], ...]


class Policy(NamedTuple):
    """What a policy wants; `page` tells people of it, with the same id, name and severity.

    `by_one` asks one trail to record all that is required, `is_partial` asks for any of it; `copies` is how many trails
    may record an event.
    """

    page: Page
    verb: Verb
    events: EventSet
    trails: Filter
    by_one: bool
    is_partial: bool
    copies: int
    examples: tuple[Example, ...]

    @property
    def id(self) -> str:
        return self.page.rule.id
