"""Questions about one selector of a version and all selectors of the other one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint.comparison.naming import Key, Selector
from ctlint.comparison.written import block, squeezed
from ctlint.guard import ALWAYS, Guard, Literal, contradicts, may_meet
from ctlint.model import AdvancedEventSelector, Values
from ctlint.semantics import compile, practice
from ctlint.semantics.events import Box, EventSet, Term, union
from ctlint.semantics.strings import Clause, Pattern, StringSet
from ctlint.semantics.witness import Event
from ctlint.source import Span
from ctlint.text import Gap, Text

MAX_WITNESSES = 10
"""Events that are shown of what one selector records of one resource type."""
MAX_DOUBTS = 5
MAX_DOUBT = 60
"""Characters of a value that decides."""


class Recording(NamedTuple):
    """A selector of one version (None: the default, or what cannot be known) and what it says, comparable in both."""

    selector: Selector | None
    key: Key
    events: EventSet | None = None

    @property
    def guard(self) -> Guard:
        return self.selector.guard if self.selector else ALWAYS

    @property
    def name(self) -> str | None:
        """The name of an advanced selector, where it has one."""
        name = self.selector.name if isinstance(self.selector, AdvancedEventSelector) else None
        return name.value if name is not None else None

    @property
    def label(self) -> str | None:
        """How to call the selector: by its name, else by its place in the list."""
        return self.name or (f"#{self.selector.position}" if self.selector else None)

    @property
    def position(self) -> int:
        return self.selector.position if self.selector else 0

    @property
    def span(self) -> Span | None:
        return self.selector.span if self.selector else None


class Outline(NamedTuple):
    """A term, and its fields of which certain beginnings or certain strings are selected: to be told apart at a glance.

    Most selectors of two versions are about different buckets or functions.
    """

    term: Term
    beginnings: dict[str, tuple[str, ...]]
    strings: dict[str, frozenset[str]]

    @classmethod
    def of(cls, term: Term) -> Outline:
        found = cls(term, {}, {})
        for name, strings in term.box.fields.items():
            if len(strings.clauses) != 1 or len(strings.clauses[0].selects) != 1:
                continue
            pattern = strings.clauses[0].selects[0]
            if pattern.letters or pattern.suffixes:
                continue
            if pattern.prefixes and not pattern.equals:
                found.beginnings[name] = tuple(pattern.prefixes)
            elif pattern.equals and not pattern.prefixes:
                found.strings[name] = pattern.equals
        return found

    def is_apart(self, other: Outline) -> bool:
        """Tell whether two terms surely have no event in common, as far as that shows at a glance."""
        if self.term.box.is_apart(other.term.box):
            return True
        for name, mine in self.beginnings.items():
            its = other.beginnings.get(name)
            if its is not None and not _share_beginning(mine, its):
                return True
        for name, strings in self.strings.items():
            if name in other.strings and strings.isdisjoint(other.strings[name]):
                return True
        return False


def _share_beginning(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether a string may begin with one of some texts and with one of others."""
    for each in left:
        if each.startswith(right):
            return True
    return any(each.startswith(left) for each in right)


class Recorded:
    """What the selectors of one version record, under one condition or another.

    What is said alike in both versions is compiled once: its unknown values are the same.
    """

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self.recordings = recordings
        self._compiled: dict[tuple[Key, Guard], EventSet] = {}
        self._outlines: dict[Guard, list[Outline]] = {}

    def compiled(self, recording: Recording, given: Guard) -> EventSet:
        """Return what a selector of either version matches where `given` holds."""
        key = (recording.key, recording.guard - given)
        if key not in self._compiled:
            self._compiled[key] = recording.events or (
                compile.selector_events(recording.selector, given) if recording.selector else compile.anything()
            )
        return self._compiled[key]

    def possible(self, world: Guard) -> list[Recording]:
        """Return the selectors that may be deployed in a world."""
        return [each for each in self.recordings if not contradicts(each.guard, world)]

    def near(self, events: EventSet, world: Guard) -> EventSet:
        """Return what is recorded in a world, without what is clearly apart from certain events."""
        if world not in self._outlines:
            recorded = union(self.compiled(each, world) for each in self.possible(world))
            self._outlines[world] = [Outline.of(term) for term in recorded.terms]
        found: dict[int, Term] = {}
        for term in events.terms:
            asked = Outline.of(term)
            found |= {at: each.term for at, each in enumerate(self._outlines[world]) if not asked.is_apart(each)}
        return EventSet(tuple(found[at] for at in sorted(found)))

    def worlds(self, given: Guard) -> Iterator[Guard]:
        """Yield conditions under which to look for an event: what is given, then with as few selectors as may be."""
        yield given
        world = given
        for recording in self.recordings:
            missing = sorted(recording.guard - world, key=str) if not contradicts(recording.guard, world) else []
            for literal in missing:
                flipped = frozenset((Literal(literal.atom, not literal.holds),))
                if not contradicts(world, flipped) and may_meet(world, flipped):
                    world |= flipped
                    break
        if world != given:
            yield world


class Answer(NamedTuple):
    """Events that surely are not recorded, in a certain world; `is_open` where nobody can say whether there are any.

    `is_whole` tells that it is proved that none of the events in question is recorded.
    """

    witnesses: tuple[Event, ...]
    is_open: bool
    world: Guard = ALWAYS
    is_whole: bool = False


def parts(events: EventSet) -> dict[tuple[str, str | None], EventSet]:
    """Return a set in parts: by category, and by the resource type or event source where it has one."""
    found: dict[tuple[str, str | None], list[Term]] = {}
    for term in events.terms:
        found.setdefault((term.box.category, term.box.part), []).append(term)
    return {key: EventSet(tuple(terms)) for key, terms in found.items()}


def witnesses(events: EventSet, given: Guard, recorded: Recorded) -> Answer:
    """Return some of the events that the other version does not record; raises Undecided beyond the budget."""
    is_open = False
    for world in recorded.worlds(given):
        near = recorded.near(events, world)
        rest = events - near
        first = practice.witness(rest)
        if first is not None:
            return Answer((first, *_more(first, rest)), False, world, not events & near)
        is_open = is_open or not practice.is_empty(rest)
        if not is_open:
            break  # with fewer selectors more would be lost, but all of these are deployed
    return Answer((), is_open)


def _more(first: Event, rest: EventSet) -> Iterator[Event]:
    """Yield further events, each by another value that a selector chooses or leaves out."""
    event = first
    for _ in range(MAX_WITNESSES - 1):
        box = _box_around(event, rest)
        if box is None:
            return
        rest = rest - EventSet.of(box)
        following = practice.witness(rest)
        if following is None:
            return
        yield following
        event = following


def _box_around(event: Event, rest: EventSet) -> Box | None:
    """Return the events that fulfil the literal by which an event is in a set; None where there is no such one."""
    fields = dict(event.fields)
    for term in rest.terms:
        if term.box.category != fields["eventCategory"]:
            continue
        for name, value in fields.items():
            selects = [pattern for clause in _clauses(term.box, name) for pattern in clause.selects]
            leaves = [clause.deselect for box in term.excluded for clause in _clauses(box, name)]
            found = [each for each in selects if _count(each) > 1] + [each for each in leaves if each]
            literal = next((narrowed for each in found if (narrowed := _fulfilled(each, value))), None)
            if literal is not None:
                return Box(term.box.category, {name: StringSet.of([literal])})
    return None


def _clauses(box: Box, name: str) -> tuple[Clause, ...]:
    return box.fields[name].clauses if name in box.fields else ()


def _count(pattern: Pattern) -> int:
    return len(pattern.prefixes) + len(pattern.suffixes) + len(pattern.equals) + len(pattern.letters)


def _fulfilled(pattern: Pattern, value: str) -> Pattern | None:
    """Return the longest literal of a pattern that a value fulfils."""
    found = [Pattern(equals=frozenset((each,))) for each in pattern.equals if each == value]
    for each in sorted(pattern.prefixes, key=len, reverse=True):
        found += (Pattern(prefixes=frozenset((each,))),) if value.startswith(each) else ()
    for each in sorted(pattern.suffixes, key=len, reverse=True):
        found += (Pattern(suffixes=frozenset((each,))),) if value.endswith(each) else ()
    return found[0] if found else None


def describe_doubts(recording: Recording, events: EventSet, given: Guard, recorded: Recorded) -> list[str]:
    """Return what the user wrote for the values that decide whether events are recorded, at most a few."""
    boxes = [term.box for term in events.terms]
    names: dict[str, None] = {}
    for each in (recording, *recorded.possible(given)):
        near = [term.box for term in recorded.compiled(each, given).terms]
        if each is recording or any(not mine.is_apart(its) for mine in boxes for its in near):
            names.update((name, None) for box in near for name in _unknown(box))
            names.update((_shortened(text), None) for text in _open_values(each.selector))
    return list(names)[:MAX_DOUBTS] or ["values that are not known"]


def _unknown(box: Box) -> Iterator[str]:
    """Yield what the user wrote for the gaps of a box, and the conditions under which it is there."""
    for strings in box.fields.values():
        for clause in strings.clauses:
            for pattern in (*clause.selects, clause.deselect):
                for letter in sorted(pattern.letters, key=lambda each: repr(each.parts)):
                    yield from map(_shortened, letter.shown)
                    first = letter.parts[0]
                    if not isinstance(first, str) and first[0] == "guard":
                        yield _shortened(first[1].partition("\n")[0])


def _open_values(selector: Selector | None) -> Iterator[str]:
    """Yield what is written where more may stand than is known, and for unknown words that are no values."""
    if selector is None:
        return
    if not selector.complete:
        yield block(selector.span.source.text, selector.span.start)
    if isinstance(selector, AdvancedEventSelector):
        for each in selector.field_selectors:
            yield from _gaps(each.field)
            for condition in each.conditions:
                yield from _gaps(condition.operator)
                yield from _rest(condition.values)
        return
    yield from (*_gaps(selector.read_write_type), *_gaps(selector.include_management_events))
    yield from _rest(selector.exclude_management_event_sources)
    for resource in selector.data_resources.items if selector.data_resources else ():
        yield from (*_gaps(resource.type), *_rest(resource.values))


def _gaps(text: Text | None) -> Iterator[str]:
    yield from (piece.expression for piece in (text.pieces if text else ()) if isinstance(piece, Gap))


def _rest(values: Values[Text] | None) -> Iterator[str]:
    if values is not None and not values.complete:
        yield values.span.text


def _shortened(text: str) -> str:
    plain = squeezed(text)
    return plain if len(plain) <= MAX_DOUBT else f"{plain[:MAX_DOUBT]}…"
