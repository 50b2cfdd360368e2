"""Whether some boxes cover another: a choice of one point per field that escapes them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

BUDGET = 200_000
"""Steps that one question may take: about 0.2 s."""


class Undecided(Exception):
    """A question about sets of events is too entangled to be decided within the budget."""


class Budget:
    """Steps that a question may still take."""

    __slots__ = ("left",)

    def __init__(self, steps: int = BUDGET) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises `Undecided` beyond the budget."""
        self.left -= steps
        if self.left < 0:
            raise Undecided


class Choice(NamedTuple):
    """The points that matter of a field: masks of the boxes that hold them, and the place of each in its list."""

    field: int
    masks: list[tuple[int, int]]


def escape(fields: Sequence[Sequence[int]], boxes: int, budget: Budget) -> list[int] | None:
    """Return the place of a point in each field such that no box holds all of them, or None where boxes cover all.

    A field is given as the masks of its points: bit i says that box i holds the point. `boxes` has a bit for each
    box. A field without a point can hold nothing: there is nothing to cover.
    """
    if not all(fields):
        return None
    relevant = boxes
    for masks in fields:
        ever = 0
        for mask in masks:
            ever |= mask
        relevant &= ever  # a box that holds no point of a field covers nothing
    choices = [Choice(at, _minimal(masks, relevant, budget)) for at, masks in enumerate(fields)]
    choices.sort(key=lambda choice: len(choice.masks))
    chosen = _search(choices, relevant, budget)
    if chosen is None:
        return None
    places = dict(zip((choice.field for choice in choices), chosen, strict=True))
    return [places[at] for at in range(len(fields))]


def _minimal(masks: Iterable[int], relevant: int, budget: Budget) -> list[tuple[int, int]]:
    """Return the masks that include no other one: a point that fewer boxes hold escapes at least as well."""
    distinct: dict[int, int] = {}
    for place, mask in enumerate(masks):
        distinct.setdefault(mask & relevant, place)
    found: list[tuple[int, int]] = []
    for mask in sorted(distinct, key=int.bit_count):
        budget.spend(1 + len(found) // 16)
        if not any(mask & other == other for other, _ in found):
            found.append((mask, distinct[mask]))
    return found


def _search(choices: Sequence[Choice], relevant: int, budget: Budget) -> list[int] | None:
    """Return one point a field, such that the masks of all have no bit in common."""
    # Bits that every later point has: what they have in common with the chosen ones cannot be escaped any more.
    later = [relevant]
    for choice in reversed(choices):
        common = relevant
        for mask, _ in choice.masks:
            common &= mask
        later.append(later[-1] & common)
    later.reverse()
    failed: set[tuple[int, int]] = set()

    def extend(depth: int, held: int) -> list[int] | None:
        budget.spend()
        if not held:
            return [choice.masks[0][1] for choice in choices[depth:]]
        if held & later[depth] or (depth, held) in failed:
            return None
        for mask, place in choices[depth].masks:
            rest = extend(depth + 1, held & mask)
            if rest is not None:
                return [place, *rest]
        failed.add((depth, held))
        return None

    return extend(0, relevant)
