"""Sets of events: unions of boxes, each the product of what its fields may hold, less other boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ctlint import knowledge
from ctlint.semantics.classes import Point, points
from ctlint.semantics.cover import Budget, escape
from ctlint.semantics.strings import ABSENT, EVERYTHING, Domain, StringSet
from ctlint.semantics.unknowns import certain_points, possible_points
from ctlint.semantics.witness import Event, event

CONDITION = ""
"""A field of no event: its letters are what decides whether a selector is deployed, or matches anything at all."""

PARTS = {"Data": "resources.type", "NetworkActivity": "eventSource"}
"""The field that splits a category into parts: what one of its values records never meets what another does."""


class Box:
    """The events of a category whose fields lie in certain sets, each field by itself.

    Of an event with several resources each resource counts as an event of its own: the event is recorded where
    one of them is. `part` is the one value of the field that splits the category, where there is one.
    """

    __slots__ = ("category", "fields", "part")

    def __init__(self, category: str, fields: Mapping[str, StringSet]) -> None:
        self.category = category
        self.fields = fields
        self.part = _only_value(fields.get(PARTS.get(category, "")))

    def meet(self, other: Box) -> Box:
        """Return the events of both boxes, which are of one category."""
        fields = dict(self.fields)
        for name, strings in other.fields.items():
            fields[name] = fields[name] & strings if name in fields else strings
        return Box(self.category, fields)

    def is_apart(self, other: Box) -> bool:
        """Tell whether two boxes surely have no event in common, at a glance."""
        if self.category != other.category:
            return True
        return self.part is not None and other.part is not None and self.part != other.part


def _only_value(strings: StringSet | None) -> str | None:
    if strings is None or len(strings.clauses) != 1 or len(strings.clauses[0].selects) != 1:
        return None
    prefixes, suffixes, equals, letters = strings.clauses[0].selects[0]
    return next(iter(equals)) if len(equals) == 1 and not prefixes and not suffixes and not letters else None


class Term(NamedTuple):
    """The events of a box that are in none of others."""

    box: Box
    excluded: tuple[Box, ...] = ()


class EventSet(NamedTuple):
    """A union of terms, closed under `|`, `&` and `-`.

    Literals with gaps make it two sets at once: what it holds for some fillings of the gaps, and what for all.
    `bool` is false only where it is proved that no filling puts an event into it; `witness` gives an event that
    is in it for every filling. Both raise `Undecided` where the budget does not suffice.
    """

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, *boxes: Box) -> EventSet:
        return cls(tuple(Term(box) for box in boxes))

    def __or__(self, other: EventSet) -> EventSet:
        return EventSet(self.terms + other.terms)

    def __and__(self, other: EventSet) -> EventSet:
        return EventSet(
            tuple(
                Term(mine.box.meet(its.box), mine.excluded + its.excluded)
                for mine in self.terms
                for its in other.terms
                if not mine.box.is_apart(its.box)
            )
        )

    def __sub__(self, other: EventSet) -> EventSet:
        terms = list(self.terms)
        for its in other.terms:
            terms = [rest for term in terms for rest in _without(term, its)]
        return EventSet(tuple(terms))

    def __le__(self, other: object) -> bool:
        """Tell whether it is proved that every event of this set is in the other one."""
        return isinstance(other, EventSet) and not (self - other)

    def __bool__(self) -> bool:
        return any(_escape(term, False) is not None for term in self.terms)

    def witness(self) -> Event | None:
        """Return an event that is surely in the set, or None where there is none, or where gaps decide."""
        for term in self.terms:
            chosen = _escape(term, True)
            if chosen is not None:
                return event(term.box, term.excluded, chosen)
        return None

    def of_category(self, *categories: str) -> EventSet:
        """Return the events of some categories."""
        return EventSet(tuple(term for term in self.terms if term.box.category in categories))

    def accepts(self, fields: Mapping[str, str]) -> bool | None:
        """Tell whether an event of one resource is in the set; None where that depends on gaps."""
        results = {_accepted(term, fields) for term in self.terms}
        if True in results:
            return True
        return None if None in results else False


NO_EVENTS = EventSet(())


def union(sets: Iterable[EventSet]) -> EventSet:
    """Return the events that are in any of some sets."""
    return EventSet(tuple(term for each in sets for term in each.terms))


def _without(term: Term, other: Term) -> Iterator[Term]:
    """Yield what a term holds beyond another one."""
    if term.box.is_apart(other.box):
        yield term
        return
    yield Term(term.box, (*term.excluded, other.box))
    for box in other.excluded:
        if not term.box.is_apart(box):
            yield Term(term.box.meet(box), term.excluded)


def domain(category: str, field: str) -> Domain:
    """Return what a field may hold in the events of a category."""
    if field == CONDITION:
        return Domain()
    found = knowledge.record_fields(category).get(field)
    return Domain(*found) if found else ABSENT


def _escape(term: Term, surely: bool) -> dict[str, Point] | None:
    """Return what each field may hold in an event of a term, or None where it has none.

    With `surely` an event that is in it for every filling of the gaps, else one that may be.
    """
    budget = Budget()
    excluded = [box for box in term.excluded if not term.box.is_apart(box)]
    names = dict.fromkeys([*term.box.fields, *(name for box in excluded for name in box.fields)])
    find = certain_points if surely else possible_points
    choices: list[list[Point]] = []
    for name in names:
        included = [term.box.fields[name]] if name in term.box.fields else []
        others = [box.fields.get(name, EVERYTHING) for box in excluded]
        if not surely and not excluded and _surely_holds_some(included[0], domain(term.box.category, name)):
            choices.append([Point(0, None)])
            continue
        choices.append(find(included, others, domain(term.box.category, name), budget))
        if not choices[-1]:
            return None
    places = escape([[point.mask for point in each] for each in choices], (1 << len(excluded)) - 1, budget)
    if places is None:
        return None
    return {name: each[place] for name, each, place in zip(names, choices, places, strict=True)}


def _surely_holds_some(strings: StringSet, domain: Domain) -> bool:
    """Tell at a glance whether a set holds something of a domain: where conditions cannot contradict each other."""
    if domain.values is not None or len(strings.clauses) != 1:
        return False
    selects, deselect = strings.clauses[0]
    return len(selects) < 2 and all(selects) and not (selects and deselect)


class Space:
    """Some boxes of one category, for many questions about which of them cover one of them.

    What the boxes let a field hold is looked at once for all questions, unless gaps make it depend on the question.
    """

    __slots__ = ("all", "boxes", "names", "near", "tables")

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self.names = list(dict.fromkeys(name for box in boxes for name in box.fields))
        self.all = (1 << len(boxes)) - 1
        self.near = self._near()
        self.tables: dict[str, list[Point]] = {}
        for name in self.names:
            sets = [box.fields.get(name, EVERYTHING) for box in boxes]
            if not any(each.has_letters for each in sets):
                self.tables[name] = points(sets, domain(boxes[0].category, name), Budget())

    def _near(self) -> dict[str | None, int]:
        """Return for each part the boxes that are of it, or of no part in particular."""
        found: dict[str | None, int] = {}
        for place, box in enumerate(self.boxes):
            found[box.part] = found.get(box.part, 0) | 1 << place
        everywhere = found.pop(None, 0)
        return {part: mask | everywhere for part, mask in found.items()}

    def covers(self, others: int, at: int, budget: Budget) -> bool:
        """Tell whether it is proved that some boxes (bit i: the i-th) hold every event of one of them.

        Where none of them comes near it no proof is tried, not even that it has no event.
        """
        others &= self.near.get(self.boxes[at].part, self.all)
        fields: list[list[int]] = []
        for table in self.tables.values():
            masks = [mask & others for mask, _ in table if mask >> at & 1]
            fields.append(masks)
            ever = 0
            for mask in masks:
                ever |= mask
            others &= ever
        if not others:
            return False
        fields += (self._masks(name, others, at, budget) for name in self.names if name not in self.tables)
        return escape(fields, others, budget) is None

    def _masks(self, name: str, others: int, at: int, budget: Budget) -> list[int]:
        """Return the points of a field with gaps; bit i of a mask: the i-th box surely holds it."""
        box = self.boxes[at]
        included = [box.fields[name]] if name in box.fields else []
        places = [place for place in range(len(self.boxes)) if others >> place & 1]
        places = [place for place in places if not box.is_apart(self.boxes[place])]
        excluded = [self.boxes[place].fields.get(name, EVERYTHING) for place in places]
        found = possible_points(included, excluded, domain(box.category, name), budget)
        return [sum(1 << place for bit, place in enumerate(places) if mask >> bit & 1) for mask, _ in found]


def _accepted(term: Term, fields: Mapping[str, str]) -> bool | None:
    """Tell whether an event is in a term; None where that depends on gaps."""
    inside = _inside(term.box, fields)
    excluded = {_inside(box, fields) for box in term.excluded}
    if inside is False or True in excluded:
        return False
    return None if inside is None or None in excluded else True


def _inside(box: Box, fields: Mapping[str, str]) -> bool | None:
    if fields.get("eventCategory") != box.category:
        return False
    results = {strings.accepts(fields.get(name)) for name, strings in box.fields.items()}
    if False in results:
        return False
    return None if None in results else True
