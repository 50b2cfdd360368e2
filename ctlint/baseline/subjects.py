"""What a finding is about: the trail, the selector, the field and the value that stand at its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ctlint.baseline.canonical import LONGEST, Selector, brief, canonical
from ctlint.baseline.extents import extents
from ctlint.baseline.model import Entry, Paths
from ctlint.finding import Diagnostic
from ctlint.model import (
    AdvancedEventSelector,
    EventConfiguration,
    EventSelector,
    FieldSelector,
    InsightSelector,
    Trail,
)
from ctlint.source import Span
from ctlint.text import Gap, Text

ARNS = ("TrailARN", "EventDataStoreArn", "EventDataStore")
INSTANCE = re.compile(r"\[[^\[\]]*\]")
"""The key of an instance in an address: which ones there are does not matter to what is written."""


class Subject(NamedTuple):
    """What stands at a place; `selects` is set within a selector only."""

    trail: str
    selector: str = ""
    selects: str = ""
    field: str = ""
    value: str = ""


class Subjects:
    """What stands where in the files of a run."""

    def __init__(self, trails: Sequence[Trail], paths: Paths) -> None:
        self.paths = paths
        self.trails: dict[int, set[str]] = {}
        found: dict[tuple[int, int], set[Item]] = {}
        for trail, extent in zip(trails, extents([each.span for each in trails]), strict=True):
            self.trails.setdefault(id(trail.span.source), set()).add(_identity(trail))
            for level, span, subject in _items(trail, extent):
                found.setdefault((level, id(span.source)), set()).add(Item(span.start, span.end, subject))
        self.levels = {key: _Level(sorted(items)) for key, items in found.items()}

    def entry(self, diagnostic: Diagnostic) -> Entry:
        """Return what a baseline holds of a finding."""
        span = diagnostic.span
        path = self.paths.shown(span.source.path)
        subject = self._subject(diagnostic)
        if subject is None:
            trails = self.trails.get(id(span.source), set())
            trail = next(iter(trails)) if len(trails) == 1 else ""
            return Entry(diagnostic.rule, path, trail, line=_line(span))
        value = subject.value or _quoted(diagnostic)
        return Entry(diagnostic.rule, path, *subject._replace(value=brief(value)))

    def _subject(self, diagnostic: Diagnostic) -> Subject | None:
        """Return the smallest thing that a finding lies in; a message may say in which of several trails."""
        span = diagnostic.span
        levels = (self.levels.get((number, id(span.source))) for number in LEVELS)
        around = [each for level in levels if level for each in level.around(span.start, span.end)]
        if not around:
            return None
        message = INSTANCE.sub("", diagnostic.finding.message)
        meant = [each for each in around if f"in `{each.subject.trail}`" in message]
        # Of ranges of one size the first is of the lowest level.
        return min(meant or around, key=lambda each: each.end - each.start).subject


class Item(NamedTuple):
    """A range of a file, and what stands there."""

    start: int
    end: int
    subject: Subject


class _Level:
    """Ranges of one file that seldom lie in one another, in their order."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.reach = list(accumulate((each.end for each in items), max))

    def around(self, start: int, end: int) -> Iterator[Item]:
        """Return the ranges that hold another one, in their order."""
        last = bisect_right(self.items, start, key=lambda each: each.start)
        first = bisect_left(self.reach, end, 0, last)
        return (each for each in self.items[first:last] if each.end >= end)


VALUE, FIELD, SELECTOR, TRAIL = LEVELS = (0, 1, 2, 3)
Placed = tuple[int, Span, Subject]


def _identity(trail: Trail) -> str:
    """Return the address of a trail, else its ARN, else its name; empty for a bare list of selectors."""
    if trail.address:
        return INSTANCE.sub("", trail.address)
    texts = (*(trail.attribute(key) for key in ARNS), trail.name)
    return brief(next((each.display for each in texts if each is not None), ""))


def _items(trail: Trail, extent: Span) -> Iterator[Placed]:
    """Yield what a trail holds, from itself down to the values."""
    subject = Subject(_identity(trail))
    yield TRAIL, extent, subject
    lists = (trail.advanced_event_selectors, trail.event_selectors, trail.insight_selectors)
    written: list[tuple[Span, Sequence[Selector]]] = []
    written += ((each.span, each.items) for each in lists if each is not None)
    configuration = trail.event_configuration
    heads = [*(each.span for each in trail.attributes.values()), *(span for span, _ in written)]
    heads += [configuration.span] if configuration is not None else []
    parts = iter(extents(heads, extent))
    for name, attribute in trail.attributes.items():
        value = attribute.value.display if attribute.value else ""
        yield FIELD, next(parts), subject._replace(field=name, value=value)
    for _, selectors in written:
        part = next(parts)
        yield TRAIL, part, subject
        around = extents([each.span for each in selectors], part)
        for selector, place in zip(selectors, around, strict=True):
            yield from _selector(selector, place, subject)
    if configuration is not None:
        yield FIELD, next(parts), subject._replace(field="EventConfiguration")
        yield from _all_values(_configuration(configuration), subject)


def _selector(selector: Selector, extent: Span, trail: Subject) -> Iterator[Placed]:
    """Yield a selector and what it holds."""
    name = selector.name if isinstance(selector, AdvancedEventSelector) else None
    subject = trail._replace(selector=brief(name.display) if name else "", selects=canonical(selector))
    yield SELECTOR, extent, subject
    if isinstance(selector, AdvancedEventSelector):
        yield from _values(name, "Name", subject)
        around = extents([each.span for each in selector.field_selectors], extent)
        for each, place in zip(selector.field_selectors, around, strict=True):
            yield from _field_selector(each, place, subject)
    elif isinstance(selector, EventSelector):
        resources = selector.data_resources.items if selector.data_resources else ()
        for place in extents([each.span for each in resources], extent):
            yield FIELD, place, subject._replace(field="DataResources")
        yield from _all_values(_basic(selector), subject)
    else:
        yield from _all_values(_insight(selector), subject)


def _field_selector(field_selector: FieldSelector, extent: Span, selector: Subject) -> Iterator[Placed]:
    field = field_selector.field.display if field_selector.field else ""
    yield FIELD, extent, selector._replace(field=field)
    yield from _values(field_selector.field, field, selector)
    for operator, values in field_selector.conditions:
        for text in (operator, *values.items):
            yield from _values(text, field, selector)


def _basic(selector: EventSelector) -> Iterator[tuple[str, Text | None]]:
    yield "ReadWriteType", selector.read_write_type
    yield "IncludeManagementEvents", selector.include_management_events
    excluded = selector.exclude_management_event_sources
    yield from (("ExcludeManagementEventSources", each) for each in (excluded.items if excluded else ()))
    for resource in selector.data_resources.items if selector.data_resources else ():
        yield "Type", resource.type
        yield from (("Values", each) for each in (resource.values.items if resource.values else ()))


def _insight(selector: InsightSelector) -> Iterator[tuple[str, Text | None]]:
    yield "InsightType", selector.type
    categories = selector.event_categories
    yield from (("EventCategories", each) for each in (categories.items if categories else ()))


def _configuration(configuration: EventConfiguration) -> Iterator[tuple[str, Text | None]]:
    yield "MaxEventSize", configuration.max_event_size
    keys, aggregations = configuration.context_key_selectors, configuration.aggregations
    for selector in keys.items if keys else ():
        yield "Type", selector.type
        yield from (("Equals", each) for each in (selector.keys.items if selector.keys else ()))
    for aggregation in aggregations.items if aggregations else ():
        yield "EventCategory", aggregation.event_category
        yield from (("Templates", each) for each in (aggregation.templates.items if aggregation.templates else ()))


def _all_values(texts: Iterable[tuple[str, Text | None]], subject: Subject) -> Iterator[Placed]:
    for field, text in texts:
        yield from _values(text, field, subject)


def _values(text: Text | None, field: str, subject: Subject) -> Iterator[Placed]:
    """Yield the places at which a text stands: its own, and those that parts of it come from."""
    if text is None:
        return
    whole = subject._replace(field=field, value=text.display)
    yield VALUE, text.span, whole
    for piece in text.pieces:
        span = piece.span if isinstance(piece, Gap) else piece.span(0, len(piece.text))
        if not text.span.contains(span):
            yield VALUE, span, whole


def _quoted(diagnostic: Diagnostic) -> str:
    """Return what stands at the place of a finding where its message shows just that: an unknown key, for example.

    Anything else is merely where something begins.
    """
    text = diagnostic.span.text.strip()
    return text if text and f"`{text}`" in diagnostic.finding.message else ""


def _line(span: Span) -> str:
    """Return the line in which a finding starts; of a long one, as in JSON without line ends, what the finding shows."""
    line = span.source.line_text(span.start_position.line)
    return brief(span.text if len(line) > LONGEST and span.text.strip() else line)
