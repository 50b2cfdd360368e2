"""The model as it is meant to be after changes: what stands at a changed place is another text, or gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ctlint.change import Change, RemoveItem, RemoveKey, RenameKey, SetValue
from ctlint.knowledge import operators
from ctlint.model import (
    AdvancedEventSelector,
    AggregationConfiguration,
    Attribute,
    Condition,
    ContextKeySelector,
    DataResource,
    EventConfiguration,
    EventSelector,
    FieldSelector,
    InsightSelector,
    Trail,
    Values,
)
from ctlint.source import Span
from ctlint.text import Decoded, Segment, Text

Place = tuple[str, int, int]
Part = TypeVar("Part", AdvancedEventSelector, EventSelector, InsightSelector, FieldSelector, DataResource)


class Intention:
    """Changes by their places; a repair of spelling or of syntax changes nothing of what is meant."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.values: dict[Place, str] = {}
        self.names: dict[Place, str] = {}
        self.gone: set[Place] = set()
        self.keys: set[Place] = set()
        for change in changes:
            place = _place(change.span)
            match change:
                case SetValue(_, value):
                    self.values[place] = value
                case RenameKey(_, name):
                    self.names[place] = name
                case RemoveItem():
                    self.gone.add(place)
                case RemoveKey():
                    self.keys.add(place)

    def trail(self, trail: Trail) -> Trail:
        """Return a trail as it is meant to be."""
        found = {name: self._attribute(each) for name, each in trail.attributes.items()}
        advanced, basic, insights = trail.advanced_event_selectors, trail.event_selectors, trail.insight_selectors
        configuration = trail.event_configuration
        return trail._replace(
            name=self._text(trail.name) if trail.name else None,
            attributes=found,
            advanced_event_selectors=_list(advanced, [self._advanced(each) for each in self._kept(advanced)]),
            event_selectors=_list(basic, [self._basic(each) for each in self._kept(basic)]),
            insight_selectors=_list(insights, [self._insight(each) for each in self._kept(insights)]),
            event_configuration=self._configuration(configuration) if configuration else None,
        )

    def _kept(self, values: Values[Part] | None) -> list[Part]:
        return [each for each in values.items if _place(each.span) not in self.gone] if values else []

    def _advanced(self, selector: AdvancedEventSelector) -> AdvancedEventSelector:
        kept = [each for each in selector.field_selectors if _place(each.span) not in self.gone]
        fields = tuple(
            each._replace(
                field=self._text(each.field) if each.field else None,
                conditions=tuple(
                    self._condition(condition, selector)
                    for condition in each.conditions
                    if _place(condition.operator.span) not in self.keys
                ),
            )
            for each in kept
        )
        name = self._text(selector.name) if selector.name else None
        return AdvancedEventSelector(
            name, fields, selector.complete, selector.span, selector.position, selector.guard, selector.dialect,
            selector.destination,
        )  # fmt: skip

    def _condition(self, condition: Condition, selector: AdvancedEventSelector) -> Condition:
        operator = condition.operator
        new = self.names.get(_place(operator.span))
        if new is not None:
            # A format has spellings of its own for the names of operators.
            meant = next((each for each in operators() if selector.dialect.spell(each) == new), new)
            operator = _literal(meant, operator.span)
        return Condition(operator, self._texts(condition.values))

    def _basic(self, selector: EventSelector) -> EventSelector:
        kind, include = selector.read_write_type, selector.include_management_events
        excluded, resources = selector.exclude_management_event_sources, selector.data_resources
        return selector._replace(
            read_write_type=self._text(kind) if kind else None,
            include_management_events=self._text(include) if include else None,
            exclude_management_event_sources=self._texts(excluded) if excluded else None,
            data_resources=_list(resources, [self._resource(each) for each in self._kept(resources)]),
        )

    def _resource(self, resource: DataResource) -> DataResource:
        kind, values = resource.type, resource.values
        return resource._replace(
            type=self._text(kind) if kind else None, values=self._texts(values) if values else None
        )

    def _insight(self, selector: InsightSelector) -> InsightSelector:
        kind, categories = selector.type, selector.event_categories
        return selector._replace(
            type=self._text(kind) if kind else None,
            event_categories=self._texts(categories) if categories else None,
        )

    def _configuration(self, configuration: EventConfiguration) -> EventConfiguration:
        size, keys, aggregations = (
            configuration.max_event_size, configuration.context_key_selectors, configuration.aggregations,
        )  # fmt: skip
        return configuration._replace(
            max_event_size=self._text(size) if size else None,
            context_key_selectors=_list(keys, [self._context_keys(each) for each in keys.items] if keys else []),
            aggregations=_list(
                aggregations, [self._aggregation(each) for each in aggregations.items] if aggregations else []
            ),
        )

    def _context_keys(self, selector: ContextKeySelector) -> ContextKeySelector:
        return selector._replace(
            type=self._text(selector.type) if selector.type else None,
            keys=self._texts(selector.keys) if selector.keys else None,
        )

    def _aggregation(self, aggregation: AggregationConfiguration) -> AggregationConfiguration:
        category, templates = aggregation.event_category, aggregation.templates
        return aggregation._replace(
            event_category=self._text(category) if category else None,
            templates=self._texts(templates) if templates else None,
        )

    def _attribute(self, attribute: Attribute) -> Attribute:
        return attribute._replace(value=self._text(attribute.value)) if attribute.value else attribute

    def _texts(self, values: Values[Text]) -> Values[Text]:
        return values._replace(
            items=tuple(self._text(each) for each in values.items if _place(each.span) not in self.gone)
        )

    def _text(self, text: Text) -> Text:
        new = self.values.get(_place(text.span))
        if new is not None:
            return _literal(new, text.span)
        pieces = tuple(self._piece(each) if isinstance(each, Decoded) else each for each in text.pieces)
        return text if pieces == text.pieces else Text(pieces, text.span, text.defaults)

    def _piece(self, piece: Decoded) -> Decoded:
        span = piece.span(0, len(piece.text))
        new = self.values.get(_place(span))
        return piece if new is None else _decoded(new, span)


T = TypeVar("T")


def _list(values: Values[T] | None, items: list[T]) -> Values[T] | None:
    return None if values is None else values._replace(items=tuple(items))


def _literal(value: str, span: Span) -> Text:
    return Text((_decoded(value, span),), span)


def _decoded(value: str, span: Span) -> Decoded:
    return Decoded(span.source, value, (Segment(0, span.start, span.end, False),))


def _place(span: Span) -> Place:
    return span.source.path, span.start, span.end
