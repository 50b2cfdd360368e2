"""Rules that installed packages add, where somebody names the package: nothing in a linted tree can."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ctlint import catalog, pages, validation
from ctlint.checks import load_checks
from ctlint.checks.registry import Registry
from ctlint.errors import UsageError
from ctlint.spelling import closest, did_you_mean

GROUP = "ctlint.rules"
"""The entry points of packages with rules; each names a function that is handed the registry to join its checks to.

The function returns the folder of its rule pages.
"""
RESERVED = "CT"

_used: set[str] = set()


def use(names: Iterable[str]) -> None:
    """Add the rules of installed packages to those of this process; raises UsageError where that cannot be."""
    for name in names:
        if name not in _used:
            _add(name)
            _used.add(name)


def _add(name: str) -> None:
    from importlib.metadata import entry_points

    installed = {each.name: each for each in entry_points(group=GROUP)}
    if name not in installed:
        hint = did_you_mean(closest(name, installed)) or (
            f"; there are {', '.join(sorted(installed))}" if installed else ""
        )
        raise UsageError(f"no installed package has rules called `{name}`{hint}")
    registry = load_checks()
    before = {rule.id for rule in registry.rules()}
    try:
        folder = str(installed[name].load()(registry))
    except Exception as error:
        raise UsageError(f"the rules `{name}` cannot be loaded: {type(error).__name__}: {error}") from error
    entries = list(_entries(name, folder))
    joined = {rule.id for rule in registry.rules()} - before
    _check(name, joined, entries, registry)
    catalog.add(entries)


def _entries(name: str, folder: str) -> Iterator[catalog.RuleEntry]:
    """Yield what the pages of a folder say of their rules; raises UsageError for a page that is none."""
    if not os.path.isdir(folder):
        raise UsageError(f"the rules `{name}` have no folder of pages: {folder}")
    for file in sorted(os.listdir(folder)):
        if file.endswith((".yaml", ".yml")):
            path = os.path.join(folder, file)
            source = pages.read(path)
            faults = validation.check(source, "rule-page")
            if faults:
                raise UsageError(validation.one_line(faults[0]))
            yield pages.entry(source, name, path)


def _check(name: str, joined: set[str], entries: list[catalog.RuleEntry], registry: Registry) -> None:
    """Raise UsageError where checks and pages do not fit each other, or the rules that there are."""
    for entry in entries:
        if entry.id.startswith(RESERVED):
            raise UsageError(f"the rules `{name}` have a page for {entry.id}: ids of {RESERVED} are ctlint's own")
        if entry.id in catalog.rules():
            raise UsageError(f"there is a rule {entry.id} already, besides that of `{name}`")
    missing = sorted(joined - {entry.id for entry in entries})
    if missing:
        raise UsageError(f"the rules `{name}` have a check for {missing[0]}, and no page")
