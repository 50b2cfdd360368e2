"""What findings make of the model: a value that is not what it seems counts as unknown for the rules about meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ctlint import catalog
from ctlint.finding import Finding
from ctlint.model import (
    AdvancedEventSelector,
    Condition,
    DataResource,
    EventSelector,
    FieldSelector,
    Trail,
    Values,
)
from ctlint.overlap import Places
from ctlint.source import Span
from ctlint.text import Gap, Text

Selector = TypeVar("Selector", EventSelector, AdvancedEventSelector)

GROUPS = ("CT0", "CT1", "CT2", "CT3")
"""Beginnings of the ids of rules that speak of values and selectors, not of what they cost or cover."""

SURE = {
    "CT005": "what stands in the string is read as it is meant",
    "CT131": "the repeated item says what the first one does",
    "CT201": "a quota counts selectors, whatever they say",
    "CT202": "a quota counts values, whatever they say",
    "CT203": "a quota counts values, whatever they say",
    "CT204": "the name of a selector selects nothing",
    "CT207": "a quota counts selectors, whatever they say",
    "CT208": "a quota counts values, whatever they say",
    "CT209": "the name of a selector selects nothing",
    "CT302": "that other selectors record the same events leaves no doubt about which those are",
    "CT306/name-family": "a prefix that ends in a separator is meant as one",
    "CT313/default": "the condition accepts every event, and nobody could have meant less",
    "CT317": "what another value covers says what it says",
}
"""Rules (or `rule/variant`, `default` for none) whose findings leave no doubt about a value, and why.

Of any other rule's finding the reader has to make something first: CT306 on `arn:aws:s3:::acme` may be mended with a
slash, and a selector that it covers today is shadowed no longer; whoever removed that one has lost its events.
"""


class Flaws:
    """The places of findings, as a check about meaning wants to know them.

    Findings count that another one explains, too: they are as true. So do those that are not shown.
    """

    __slots__ = ("_errors", "_known", "_unsure")

    def __init__(self, found: Iterable[tuple[str, Finding]] = ()) -> None:
        counted = [(rule, finding) for rule, finding in found if rule.startswith(GROUPS)]
        self._unsure = Places(finding.span for rule, finding in counted if not is_sure(rule, finding.variant))
        self._errors = Places(finding.span for rule, finding in counted if is_error(rule, finding.variant))
        self._known: dict[int, tuple[Trail, Trail]] = {}

    def __bool__(self) -> bool:
        return bool(self._unsure) or bool(self._errors)

    def on(self, span: Span) -> bool:
        """Tell whether a finding overlaps a place and says that what stands there is not what it seems."""
        return self._unsure.overlap(span)

    def on_text(self, text: Text) -> bool:
        """Tell whether a text is not what it seems; a part of it may stand elsewhere than the whole."""
        return bool(self._unsure) and any(self._unsure.overlap(span) for span in _spans(text))

    def error_in(self, span: Span) -> bool:
        """Tell whether an error overlaps a place."""
        return self._errors.overlap(span)

    def has_error(self, selector: AdvancedEventSelector | EventSelector) -> bool:
        """Tell whether an error lies within a selector, or where one of its values stands."""
        if not self._errors:
            return False
        return self.error_in(selector.span) or any(
            self.error_in(span) for text in _texts(selector) for span in _spans(text)
        )

    def known_trail(self, trail: Trail) -> Trail:
        """Return a trail with all unknown that is not what it seems; a selector with an error is wholly unknown."""
        advanced, basic = trail.advanced_event_selectors, trail.event_selectors
        if not self:
            return trail
        if id(trail) not in self._known:  # many rules ask of the same trail
            known = trail._replace(
                advanced_event_selectors=self._known_selectors(advanced, self.known) if advanced else None,
                event_selectors=self._known_selectors(basic, self.known_basic) if basic else None,
            )
            self._known[id(trail)] = (trail, known)
        return self._known[id(trail)][1]

    def _known_selectors(self, selectors: Values[Selector], known: Callable[[Selector], Selector]) -> Values[Selector]:
        items = tuple(known(each) for each in selectors.items if not self.has_error(each))
        complete = selectors.complete and len(items) == len(selectors.items)
        return selectors._replace(items=items, complete=complete)

    def known(self, selector: AdvancedEventSelector) -> AdvancedEventSelector:
        """Return a selector with every field, operator and value unknown that is not what it seems."""
        if not self._unsure:
            return selector
        fields = tuple(self._known_field(each) for each in selector.field_selectors)
        if fields == selector.field_selectors:
            return selector
        return AdvancedEventSelector(
            selector.name, fields, selector.complete, selector.span, selector.position, selector.guard,
            selector.dialect, selector.destination,
        )  # fmt: skip

    def known_basic(self, selector: EventSelector) -> EventSelector:
        """Return a basic selector with everything unknown that is not what it seems.

        What it records by default, as something is not written, has the selector's own place.
        """
        if not self._unsure:
            return selector
        resources, excluded = selector.data_resources, selector.exclude_management_event_sources
        return selector._replace(
            read_write_type=self._known_optional(selector.read_write_type),
            include_management_events=self._known_optional(selector.include_management_events),
            data_resources=resources._replace(items=tuple(map(self._known_resource, resources.items)))
            if resources
            else None,
            exclude_management_event_sources=self._known_values(excluded) if excluded else None,
            complete=selector.complete and not self.on(selector.span),
        )

    def _known_resource(self, resource: DataResource) -> DataResource:
        values = self._known_values(resource.values) if resource.values else None
        return resource._replace(type=self._known_optional(resource.type), values=values)

    def _known_field(self, field_selector: FieldSelector) -> FieldSelector:
        return field_selector._replace(
            field=self._known_optional(field_selector.field),
            conditions=tuple(
                Condition(self._known_text(each.operator), self._known_values(each.values))
                for each in field_selector.conditions
            ),
        )

    def _known_values(self, values: Values[Text]) -> Values[Text]:
        return values._replace(items=tuple(map(self._known_text, values.items)))

    def _known_optional(self, text: Text | None) -> Text | None:
        return self._known_text(text) if text else None

    def _known_text(self, text: Text) -> Text:
        """Return a text as it is, or as one that nothing is known of, not even whether it equals another."""
        if not self.on_text(text):
            return text
        span = text.span
        identity = ("flaw", span.source.path, str(span.start), str(span.end), repr(text.identity))
        return Text((Gap(identity, span, text.display),), span)


NONE = Flaws()


def is_sure(rule: str, variant: str) -> bool:
    """Tell whether a finding leaves no doubt about what a value says."""
    return rule in SURE or f"{rule}/{variant or 'default'}" in SURE


def is_error(rule: str, variant: str) -> bool:
    """Tell whether a finding is an error, by the page of its rule."""
    entry = catalog.rules().get(rule)
    return entry is not None and entry.severities.get(variant, entry.severity) == "error"


def _spans(text: Text) -> Iterator[Span]:
    yield text.span
    for piece in text.pieces:
        yield piece.span if isinstance(piece, Gap) else piece.span(0, len(piece.text))


def _texts(selector: AdvancedEventSelector | EventSelector) -> Iterator[Text]:
    """Yield the texts of a selector that say what it selects."""
    if isinstance(selector, AdvancedEventSelector):
        for field_selector in selector.field_selectors:
            yield from filter(None, (field_selector.field,))
            for condition in field_selector.conditions:
                yield condition.operator
                yield from condition.values.items
        return
    yield from filter(None, (selector.read_write_type, selector.include_management_events))
    for resource in selector.data_resources.items if selector.data_resources else ():
        yield from filter(None, (resource.type,))
        yield from resource.values.items if resource.values else ()
    yield from selector.exclude_management_event_sources.items if selector.exclude_management_event_sources else ()
