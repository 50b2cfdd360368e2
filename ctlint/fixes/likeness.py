"""What two readings of a file have in common wherever things stand: models without places, to be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ctlint.guard import Guard, Literal
from ctlint.model import (
    AdvancedEventSelector,
    Attribute,
    Deployment,
    Dialect,
    EventSelector,
    Trail,
    Values,
)
from ctlint.source import Span
from ctlint.text import Decoded, Gap, Text

Likeness = tuple[object, ...]
PLACE = re.compile(r":[0-9]+")
"""A place in a file, as the names of facts have it that nothing else tells apart."""


def of_deployments(deployments: Iterable[Deployment]) -> Likeness:
    """Return what trails are deployed together, equal for two readings that say the same."""
    return tuple(
        (each.closed, each.is_inventory, each.shows_addresses, *(of_trail(trail) for trail in each.trails))
        for each in deployments
        if each.trails
    )


def of_problems(deployments: Iterable[Deployment]) -> Counter[tuple[str, str]]:
    """Return how often each fault in the writing was met."""
    return Counter((problem.kind, problem.message) for each in deployments for problem in each.problems)


def of_trail(trail: Trail) -> Likeness:
    """Return what a trail is, without where it stands."""
    return _Describer().trail(trail)


def places(part: object) -> Iterable[Span]:
    """Yield the places of a part of a model, and of all that it is made of."""
    match part:
        case Span():
            yield part
        case Text():
            yield part.span
        case AdvancedEventSelector():
            yield part.span
            yield from places((part.name, part.field_selectors))
        case dict():
            yield from places(tuple(part.values()))
        case tuple():
            for each in part:
                yield from places(each)


class _Describer:
    """Describes one trail: its unknown parts are numbered as they come, because their identities may name places."""

    def __init__(self) -> None:
        self.gaps: dict[tuple[str, ...], int] = {}
        self.facts: dict[str, int] = {}

    def trail(self, trail: Trail) -> Likeness:
        attributes = tuple((name, self.part(each)) for name, each in sorted(trail.attributes.items()))
        lists = (trail.event_selectors, trail.advanced_event_selectors, trail.insight_selectors)
        configuration = trail.event_configuration
        return (
            trail.destination, self.part(trail.name), trail.address, self._guard(trail.guard), self.part(trail.dialect),
            *(self.part(each) for each in lists), self.part(configuration), attributes, trail.rules, trail.is_declared,
        )  # fmt: skip

    def part(self, part: object) -> object:
        """Return a part of a model without its places."""
        match part:
            case Text():
                return tuple(self._pieces(part))
            case Values():
                return (*self._positions(part), tuple(self.part(each) for each in part.items), part.complete)
            case Dialect():
                return part[:-1]
            case Attribute():
                return self.part(part.value)
            case EventSelector(include_management_events=Text() as flag) if not flag.pattern.islower():
                return self.part(part._replace(include_management_events=_lower(flag)))
            case AdvancedEventSelector():
                known = (part.complete, self._guard(part.guard), self.part(part.dialect), part.destination)
                return self.part(part.name), self.part(part.field_selectors), *known
            case frozenset():
                return self._guard(part)
            case tuple() if hasattr(part, "_fields"):
                pairs = zip(part._fields, part, strict=True)
                return tuple(self.part(value) for name, value in pairs if name not in ("span", "position"))
            case tuple():
                return tuple(self.part(each) for each in part)
            case _:
                return part

    def _pieces(self, text: Text) -> Iterable[object]:
        literal = ""
        for piece in text.pieces:
            if isinstance(piece, Gap):
                yield literal
                yield self.gaps.setdefault(piece.identity, len(self.gaps)), piece.expression
                literal = ""
            else:
                literal += piece.text
        yield literal

    def _guard(self, guard: Guard) -> Likeness:
        """Return a guard in which facts that are named after a place are named after the order in which they come."""
        return tuple(
            (PLACE.sub(":", atom.variable), self.facts.setdefault(atom.variable, len(self.facts)), atom[1:], holds)
            for atom, holds in sorted(guard, key=_by_place)
        )

    def _positions(self, values: Values[object]) -> Iterable[int]:
        """Yield for each selector how many positions stand before its own: removals move those behind."""
        written = [position for each in values.items if isinstance(position := getattr(each, "position", None), int)]
        ranks = {position: rank for rank, position in enumerate(sorted(set(written)))}
        return [ranks[position] for position in written]


def _by_place(literal: Literal) -> tuple[str, list[int], str, bool]:
    variable, value, *_ = literal.atom
    return PLACE.sub(":", variable), [int(each[1:]) for each in PLACE.findall(variable)], str(value), literal.holds


def _lower(flag: Text) -> Text:
    """Return a boolean as formats that convert take it, in whatever case it is written."""
    return Text((Decoded(flag.span.source, flag.pattern.lower(), ()),), flag.span) if flag.value else flag
