"""Names of unknown values that mean the same in two versions of a file, whatever has moved.

A loader tells the unknown values of one reading apart: some by what they are called (`var.bucket`), others by where
they stand. The latter go by what is written there, and by the definitions of the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from ctlint.comparison.written import Written
from ctlint.guard import Atom, Guard, Literal
from ctlint.model import (
    AdvancedEventSelector,
    Condition,
    DataResource,
    EventSelector,
    FieldSelector,
    Trail,
    Values,
)
from ctlint.source import Span
from ctlint.text import Gap, Text

Identity = tuple[str, ...]
Selector = AdvancedEventSelector | EventSelector
T = TypeVar("T", AdvancedEventSelector, EventSelector)

NUMBERED = re.compile(r"'\d+'|condition expression \d+")
"""How an atom tells of expressions that a loader only counts."""


class Names:
    """The names of what is unknown in one version of a trail."""

    def __init__(self, trail: Trail, written: Written) -> None:
        self.trail = trail
        self.written = written
        self.gaps: dict[Identity, Span] = {}
        for gap in sorted(_gaps(trail), key=lambda each: (each.span.source.path, each.span.start)):
            self.gaps.setdefault(gap.identity, gap.span)
        self.groups: dict[tuple[str, str], list[Identity]] = {}
        for identity, span in self.gaps.items():
            if not is_stable(identity):
                self.groups.setdefault((identity[0], written.at(span)), []).append(identity)
        self._places = {identity: key for key, members in self.groups.items() for identity in members}

    def of_gap(self, identity: Identity, other: Names) -> Identity:
        """Return what a gap is called in both versions: those written alike are told apart by their order."""
        if identity not in self._places:
            return identity
        key = self._places[identity]
        mine, its = self.groups[key], other.groups.get(key, [])
        own = "" if len(mine) == len(its) else str(id(self))
        return ("written", *key, str(mine.index(identity)), own)

    def of_guard(self, guard: Guard) -> Guard:
        """Return a guard whose facts are called the same in both versions."""
        # Which values a variable may have is told of one version only.
        return frozenset(Literal(self._of_atom(each.atom)._replace(domain=None), each.holds) for each in guard)

    def _of_atom(self, atom: Atom) -> Atom:
        name = atom.variable
        placed = self.written.following(name)
        if placed is not None:
            text, name = placed
            return atom._replace(variable=f"{text.strip()}\n{name}")
        if NUMBERED.search(name) or any(part.isdecimal() for part in name.split("/")):
            return atom._replace(variable=f"{name} {id(self)}")
        if name.startswith("condition "):
            defined = name.removeprefix("condition ").partition(".")[0]
            return atom._replace(variable=f"{name}\n{self.written.definition(defined, self.trail.span.source)}")
        return atom


def is_stable(identity: Identity) -> bool:
    """Tell whether an identity names something, instead of counting or telling a place."""
    return not any(part.isdecimal() for part in identity)


def _gaps(trail: Trail) -> Iterator[Gap]:
    for selectors in (trail.advanced_event_selectors, trail.event_selectors):
        for selector in selectors.items if selectors else ():
            for text in texts(selector):
                yield from (piece for piece in text.pieces if isinstance(piece, Gap))


def texts(selector: Selector) -> Iterator[Text]:
    """Yield the texts of a selector that say what it matches."""
    if isinstance(selector, AdvancedEventSelector):
        for field_selector in selector.field_selectors:
            yield from (field_selector.field,) if field_selector.field else ()
            for condition in field_selector.conditions:
                yield condition.operator
                yield from condition.values.items
        return
    yield from (each for each in (selector.read_write_type, selector.include_management_events) if each)
    yield from selector.exclude_management_event_sources.items if selector.exclude_management_event_sources else ()
    for resource in selector.data_resources.items if selector.data_resources else ():
        yield from (resource.type,) if resource.type else ()
        yield from resource.values.items if resource.values else ()


def renamed(trail: Trail, mine: Names, other: Names) -> Trail:
    """Return a trail in which whatever is unknown has the name that it has in both versions."""
    rename = _Renamer(mine, other)
    advanced, basic = trail.advanced_event_selectors, trail.event_selectors
    return trail._replace(
        guard=mine.of_guard(trail.guard),
        advanced_event_selectors=advanced and advanced._replace(items=tuple(map(rename.advanced, advanced.items))),
        event_selectors=basic and basic._replace(items=tuple(map(rename.basic, basic.items))),
    )


class _Renamer:
    def __init__(self, mine: Names, other: Names) -> None:
        self.mine = mine
        self.other = other

    def text(self, text: Text) -> Text:
        if text.value is not None:
            return text
        pieces = tuple(
            piece._replace(identity=self.mine.of_gap(piece.identity, self.other)) if isinstance(piece, Gap) else piece
            for piece in text.pieces
        )
        return Text(pieces, text.span, text.defaults)

    def values(self, values: Values[Text]) -> Values[Text]:
        return values._replace(items=tuple(map(self.text, values.items)))

    def advanced(self, selector: AdvancedEventSelector) -> AdvancedEventSelector:
        return AdvancedEventSelector(
            selector.name,
            tuple(map(self.field_selector, selector.field_selectors)),
            selector.complete,
            selector.span,
            selector.position,
            self.mine.of_guard(selector.guard),
            selector.dialect,
            selector.destination,
        )

    def field_selector(self, field_selector: FieldSelector) -> FieldSelector:
        field = field_selector.field
        conditions = tuple(
            Condition(self.text(operator), self.values(values)) for operator, values in field_selector.conditions
        )
        return field_selector._replace(field=field and self.text(field), conditions=conditions)

    def basic(self, selector: EventSelector) -> EventSelector:
        kind, included = selector.read_write_type, selector.include_management_events
        resources, sources = selector.data_resources, selector.exclude_management_event_sources
        return selector._replace(
            read_write_type=kind and self.text(kind),
            include_management_events=included and self.text(included),
            data_resources=resources and resources._replace(items=tuple(map(self.data_resource, resources.items))),
            exclude_management_event_sources=sources and self.values(sources),
            guard=self.mine.of_guard(selector.guard),
        )

    def data_resource(self, resource: DataResource) -> DataResource:
        kind, values = resource.type, resource.values
        return resource._replace(type=kind and self.text(kind), values=values and self.values(values))


Key = tuple[object, ...]
"""Equal for two selectors that surely match the same events, in two versions whose unknown values were renamed."""


def key_of(selector: Selector, written: Written) -> Key:
    """Return what a selector says, in no order: its texts, and what is written where nobody knows the value."""
    whole = None if selector.complete else written.block(selector.span)
    if isinstance(selector, AdvancedEventSelector):
        found: list[object] = []
        for each in selector.field_selectors:
            conditions = [(text.identity, _values_key(values, written)) for text, values in each.conditions]
            rest = None if each.complete else written.block(each.span)
            found.append((each.field and each.field.identity, frozenset(conditions), rest))
        return ("advanced", frozenset(found), whole, selector.guard)
    kind, included, resources = selector.read_write_type, selector.include_management_events, selector.data_resources
    listed = [
        (
            each.type and each.type.identity,
            each.values and _values_key(each.values, written),
            None if each.complete else written.block(each.span),
        )
        for each in (resources.items if resources else ())
    ]
    more = written.block(resources.span) if resources and not resources.complete else None
    sources = selector.exclude_management_event_sources
    flags = (kind and kind.identity, included and included.identity)
    return ("basic", flags, frozenset(listed), more, sources and _values_key(sources, written), whole, selector.guard)


def _values_key(values: Values[Text], written: Written) -> Key:
    return (
        frozenset(text.identity for text in values.items),
        None if values.complete else written.at(values.span),
    )
