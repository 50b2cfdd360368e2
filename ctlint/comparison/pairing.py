"""Which trail of one version is which of the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from ctlint.comparison.naming import Names, key_of, renamed
from ctlint.comparison.versions import Reading
from ctlint.model import Trail

ARNS = ("TrailARN", "EventDataStoreArn", "EventDataStore")


class Pair(NamedTuple):
    """A trail in both versions; None where it is not there."""

    old: Trail | None
    new: Trail | None


Keys = tuple[Callable[[Trail], Hashable | None], Callable[[Trail], Hashable | None]]


def pair(old: Reading, new: Reading, alone: bool = False) -> list[Pair]:
    """Return the trails of both versions in pairs, in the order of the new one, then those that are gone.

    `alone` tells that the only trail of each version is the same whatever it is called.
    """
    if alone and len(old.trails) == len(new.trails) == 1:
        return [Pair(old.trails[0], new.trails[0])]
    matching = _Matching(old.trails, new.trails)
    for in_order, describe in (
        (True, _by_arn),
        (True, _by_place_and_content),
        (True, _by_place),
        (True, _by_address),
        (True, _by_name_in_file),
        (False, _by_name),
        (False, _by_content),
    ):
        matching.match((describe(old), describe(new)), in_order)
    return matching.pairs()


class _Matching:
    def __init__(self, old: Sequence[Trail], new: Sequence[Trail]) -> None:
        self.old = old
        self.new = new
        self.found: dict[int, int] = {}

    def match(self, keys: Keys, in_order: bool) -> None:
        """Pair what has one key and is not paired yet: one with one, or `in_order` where there are as many."""
        mine = _grouped(self.old, self.found.values(), keys[0])
        its = _grouped(self.new, self.found, keys[1])
        for key, members in mine.items():
            others = its.get(key, [])
            if len(members) == len(others) and (in_order or len(members) == 1):
                self.found.update(zip(others, members, strict=True))

    def pairs(self) -> list[Pair]:
        kept = [Pair(self.old[self.found[at]] if at in self.found else None, each) for at, each in enumerate(self.new)]
        kept.sort(key=lambda each: _order(each.new))
        paired = set(self.found.values())
        return kept + [Pair(each, None) for at, each in enumerate(self.old) if at not in paired]


def _order(trail: Trail | None) -> tuple[str, int]:
    return (trail.span.source.path, trail.span.start) if trail is not None else ("", 0)


def _grouped(
    trails: Sequence[Trail], taken: Iterable[int], key: Callable[[Trail], Hashable | None]
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    used = set(taken)
    for at, trail in enumerate(trails):
        name = key(trail) if at not in used else None
        if name is not None:
            found.setdefault(name, []).append(at)
    return found


def _by_arn(_: Reading) -> Callable[[Trail], Hashable | None]:
    def key(trail: Trail) -> Hashable | None:
        texts = (trail.attribute(name) for name in ARNS)
        return next((text.value for text in texts if text is not None and text.value), None)

    return key


def _by_place(reading: Reading) -> Callable[[Trail], Hashable | None]:
    """File, address and name: a bare list of selectors has but its file."""

    def key(trail: Trail) -> Hashable | None:
        return (reading.version.key(trail.span.source.path), trail.address, _name(trail), _kind(trail))

    return key


def _by_place_and_content(reading: Reading) -> Callable[[Trail], Hashable | None]:
    place, content = _by_place(reading), _by_content(reading)
    return lambda trail: (place(trail), content(trail))


def _by_address(reading: Reading) -> Callable[[Trail], Hashable | None]:
    """The address in its folder: a Terraform resource may move to another file."""

    def key(trail: Trail) -> Hashable | None:
        folder = os.path.dirname(reading.version.key(trail.span.source.path))
        return (folder, trail.address) if trail.address else None

    return key


def _by_name_in_file(reading: Reading) -> Callable[[Trail], Hashable | None]:
    def key(trail: Trail) -> Hashable | None:
        name = _name(trail)
        return (reading.version.key(trail.span.source.path), name) if name else None

    return key


def _by_name(_: Reading) -> Callable[[Trail], Hashable | None]:
    def key(trail: Trail) -> Hashable | None:
        name = _name(trail)
        return (name, _kind(trail)) if name else None

    return key


def _by_content(reading: Reading) -> Callable[[Trail], Hashable | None]:
    """What the selectors say: a trail that keeps them was renamed. Default trails are all alike, and tell nothing."""

    def key(trail: Trail) -> Hashable | None:
        names = Names(trail, reading.written)
        own = renamed(trail, names, names)
        lists = [own.advanced_event_selectors, own.event_selectors]
        keys = [key_of(each, reading.written) for values in lists if values for each in values.items]
        return (tuple(keys), _kind(trail)) if keys else None

    return key


def _name(trail: Trail) -> str | None:
    return trail.name.value if trail.name else None


def _kind(trail: Trail) -> str:
    """Return what a trail is; a list of selectors that does not tell may belong to a trail."""
    return trail.destination or "trail"
