"""The rule pages: their index for a run, and the pages themselves for `explain` and for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from ctlint import resources
from ctlint.finding import Severity


class RuleEntry(NamedTuple):
    """What a run needs to know of a rule; `severities` maps a finding's variant ("" by default) to a severity.

    `off` rules run only when they are selected by their id. `fix` tells whether the changes that the rule proposes are
    `safe`, because they keep what was meant, or `unsafe`; empty where it proposes none. `page` is the path of its page
    where that is none of ctlint's own.
    """

    id: str
    name: str
    group: str
    summary: str
    basis: str
    severities: dict[str, Severity]
    hint: str
    references: tuple[str, ...]
    yields_to: frozenset[str]
    off: bool
    fix: str = ""
    page: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of a finding without a variant of its own, or the gravest one."""
        return self.severities[""]


@cache
def rules() -> dict[str, RuleEntry]:
    """Return every rule by id, in the order of the catalogue."""
    with open(resources.path("rules", "index.json"), encoding="utf-8") as file:
        index: list[dict[str, Any]] = json.load(file)["rules"]
    return {entry["id"]: _entry(entry) for entry in index}


def add(entries: Iterable[RuleEntry]) -> None:
    """Add rules to those that there are, for the rest of the process."""
    rules().update((entry.id, entry) for entry in entries)
    yields_to.cache_clear()


def _entry(entry: dict[str, Any]) -> RuleEntry:
    return RuleEntry(
        entry["id"],
        entry["name"],
        entry["group"],
        entry["summary"],
        entry["basis"],
        entry["severities"],
        entry["hint"],
        tuple(entry["references"]),
        frozenset(entry["yields-to"]),
        entry.get("off", False),
        entry.get("fix", ""),
    )


@cache
def yields_to() -> dict[str, frozenset[str]]:
    """Return for each rule those that it yields to, through however many steps."""
    direct = {rule.id: rule.yields_to for rule in rules().values()}
    return {rule: _closure(rule, direct) for rule in direct}


def _closure(rule: str, direct: dict[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    pending = list(direct[rule])
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += direct.get(each, ())
    return frozenset(found - {rule})
