"""Nodes to selectors: the shapes that CloudTrail's API has in every format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from ctlint.guard import Guard
from ctlint.loaders.binder import OPERATORS, Binder, Plain, kind_name, may_be_anything
from ctlint.model import (
    AdvancedEventSelector,
    AggregationConfiguration,
    Condition,
    ContextKeySelector,
    DataResource,
    Destination,
    EventConfiguration,
    EventSelector,
    FieldSelector,
    InsightSelector,
    Values,
)
from ctlint.source import Span
from ctlint.syntax import json
from ctlint.syntax.node import Mapping, Node, Pair, Scalar, Unknown
from ctlint.text import Decoded, DecodedBuilder, Gap, Text

LIST_KEYS = ("EventSelectors", "AdvancedEventSelectors", "InsightSelectors")
ADVANCED_KEYS = ("Name", "FieldSelectors")
FIELD_KEY = "Field"
FIELD_KEYS = (FIELD_KEY, *OPERATORS)
BASIC_KEYS = ("ReadWriteType", "IncludeManagementEvents", "DataResources", "ExcludeManagementEventSources")
DATA_RESOURCE_KEYS = ("Type", "Values")
INSIGHT_KEYS = ("InsightType", "EventCategories")
CONFIGURATION_KEYS = ("MaxEventSize", "ContextKeySelectors", "AggregationConfigurations")

TRAIL_ATTRIBUTES = (
    "Name", "TrailName", "TrailARN", "EventDataStore", "EventDataStoreArn", "S3BucketName", "S3KeyPrefix", "HomeRegion",
    "IsLogging", "IsMultiRegionTrail", "IsOrganizationTrail", "IncludeGlobalServiceEvents", "RecursiveLogging",
    "HasCustomEventSelectors", "MultiRegionEnabled", "OrganizationEnabled", "IngestionEnabled", "InsightsDestination",
)  # fmt: skip
"""The properties, by the names of CloudTrail's API and of CloudFormation, that rules look at."""

T = TypeVar("T")


class SelectorLists(NamedTuple):
    """The selector lists of a trail; one that is not written is None."""

    event_selectors: Values[EventSelector] | None
    advanced_event_selectors: Values[AdvancedEventSelector] | None
    insight_selectors: Values[InsightSelector] | None


def bind_lists(binder: Binder, node: Mapping, guard: Guard, destination: Destination | None) -> SelectorLists:
    """Return the selector lists among the properties of a trail or the parameters of a request."""
    pairs, _ = binder.keys(node, LIST_KEYS, strict=False)

    def read(name: str, bind: Callable[[Mapping, int], T]) -> Values[T] | None:
        pair = pairs.get(name)
        if pair is None or binder.is_absent(binder.resolve(pair.value)):
            return None
        return bind_list(binder, pair.value, binder.shown(name), guard, bind)._replace(span=pair.key.span)

    return SelectorLists(
        read("EventSelectors", lambda item, position: bind_basic(binder, item, position)),
        read("AdvancedEventSelectors", lambda item, position: bind_advanced(binder, item, position, destination)),
        read("InsightSelectors", lambda item, position: bind_insight(binder, item, position)),
    )


def bind_list(binder: Binder, node: Node, what: str, guard: Guard, bind: Callable[[Mapping, int], T]) -> Values[T]:
    """Return the selectors of a list, each once for every world that differs for it."""
    slots, complete = binder.spread(node, guard)
    selectors: list[T] = []
    for slot in slots:
        found = slot.node
        if slot.position < 0:
            objects = _not_a_list(binder, found, what)
        elif isinstance(found, Mapping):
            objects = [found]
        else:
            if not may_be_anything(found):
                binder.wrong_type(found.span, f"an item of {what} is {kind_name(found)}; an object is expected")
            objects = []
        complete = complete and bool(objects)
        for number, item in enumerate(objects):
            read = partial(bind, item, max(slot.position, number))
            selectors += [selector for _, selector in binder.worlds(read, slot.guard)]
    return Values(tuple(selectors), complete, node.span)


def _not_a_list(binder: Binder, node: Plain, what: str) -> list[Mapping]:
    """Return the objects that stand where a list of selectors belongs."""
    if isinstance(node, Mapping):
        if not binder.dialect.wraps_single:
            message = f"{what} is a single object; a list is expected"
            binder.note("stringified-selectors", _opening(node), message)
        return [node]
    if isinstance(node, Scalar) and node.kind == "string" and node.text.value is not None:
        stripped = node.raw.strip()
        if stripped[:1] in ("[", "{"):
            binder.note("stringified-selectors", node.span, f"{what} is JSON text in a string; a list is expected")
            return _embedded(binder, node)
    if not may_be_anything(node):
        binder.wrong_type(node.span, f"{what} is {kind_name(node)}; a list is expected")
    return []


def _embedded(binder: Binder, node: Scalar) -> list[Mapping]:
    """Return the objects of a list that stands as JSON text in a string."""
    decoded = node.text.pieces[0]
    if not isinstance(decoded, Decoded):
        return []
    document = json.parse(decoded)
    for problem in document.problems:
        binder.note(problem.kind, problem.span, problem.message)
    root = document.root
    items = [root] if isinstance(root, Mapping) else getattr(root, "items", [])
    return [item for item in items if isinstance(item, Mapping)]


def _opening(node: Mapping) -> Span:
    """Return a span of one line for a mapping: its first key, or its opening bracket."""
    if node.pairs:
        key = node.pairs[0].key
        if isinstance(key, Scalar):
            return key.span
    span = node.span
    return Span(span.source, span.start, min(span.start + 1, span.end))


def bind_advanced(
    binder: Binder, node: Mapping, position: int, destination: Destination | None
) -> AdvancedEventSelector:
    """Return an advanced event selector in the binder's world."""
    pairs, complete = binder.keys(node, ADVANCED_KEYS)
    name = _selector_name(binder, pairs)
    fields: list[FieldSelector] = []
    if "FieldSelectors" in pairs:
        found = binder.mappings(pairs["FieldSelectors"].value, binder.shown("FieldSelectors"))
        if found is not None:
            items, all_known, _ = found
            complete = complete and all_known
            fields = [bind_field_selector(binder, item) for item in items]
    return AdvancedEventSelector(
        name, tuple(fields), complete, place(node), position, binder.world, binder.dialect, destination
    )


def _selector_name(binder: Binder, pairs: dict[str, Pair]) -> Text | None:
    """Return the name of a selector, a gap where it is there but unknown; None where there is none."""
    if "Name" not in pairs:
        return None
    found = binder.look(pairs["Name"].value)
    if isinstance(found, Unknown):
        gap = Gap(("value", str(found.span.start)), found.span, found.reason)
        return Text((gap,), found.span)
    return _string(binder, pairs, "Name")


def bind_field_selector(binder: Binder, node: Mapping) -> FieldSelector:
    """Return a field selector: its field, and its conditions in the order of writing."""
    pairs, complete = binder.keys(node, FIELD_KEYS, unknown="unknown-operator")
    conditions: list[Condition] = []
    for operator in sorted(set(pairs) - {"Field"}, key=lambda name: _order(pairs[name])):
        pair = pairs[operator]
        values = binder.strings(pair.value, binder.shown(operator))
        if values is not None and isinstance(pair.key, Scalar):
            conditions.append(Condition(_named(pair.key, operator), values))
    field = _string(binder, pairs, "Field")
    if "Field" in pairs and field is None:
        complete = False
    return FieldSelector(field, tuple(conditions), complete, place(node))


def bind_basic(binder: Binder, node: Mapping, position: int) -> EventSelector:
    """Return a basic event selector in the binder's world."""
    pairs, complete = binder.keys(node, BASIC_KEYS)
    read_write_type = _string(binder, pairs, "ReadWriteType")
    include = binder.boolean(pairs["IncludeManagementEvents"].value, binder.shown("IncludeManagementEvents")) if (
        "IncludeManagementEvents" in pairs
    ) else None  # fmt: skip
    unknown_flag = include is not None and include.value is None
    if "ReadWriteType" in pairs and read_write_type is None:
        complete = False
    excluded = None
    if "ExcludeManagementEventSources" in pairs:
        excluded = binder.strings(
            pairs["ExcludeManagementEventSources"].value, binder.shown("ExcludeManagementEventSources")
        )
    resources = None
    if "DataResources" in pairs:
        found = binder.mappings(pairs["DataResources"].value, binder.shown("DataResources"))
        if found is not None:
            items, all_known, span = found
            resources = Values(tuple(_bind_data_resource(binder, item) for item in items), all_known, span)
    return EventSelector(
        read_write_type,
        include.value if include else None,
        resources,
        excluded,
        complete and not unknown_flag,
        place(node),
        position,
        binder.world,
        binder.dialect,
    )


def _bind_data_resource(binder: Binder, node: Mapping) -> DataResource:
    pairs, complete = binder.keys(node, DATA_RESOURCE_KEYS)
    values = binder.strings(pairs["Values"].value, binder.shown("Values")) if "Values" in pairs else None
    kind = _string(binder, pairs, "Type")
    return DataResource(kind, values, complete and (kind is not None or "Type" not in pairs), place(node))


def bind_insight(binder: Binder, node: Mapping, position: int) -> InsightSelector:
    """Return an Insights selector in the binder's world."""
    pairs, complete = binder.keys(node, INSIGHT_KEYS)
    categories = binder.strings(pairs["EventCategories"].value, binder.shown("EventCategories")) if (
        "EventCategories" in pairs
    ) else None  # fmt: skip
    kind = _string(binder, pairs, "InsightType")
    known = complete and (kind is not None or "InsightType" not in pairs)
    return InsightSelector(kind, categories, known, place(node), position, binder.world, binder.dialect)


def bind_configuration(binder: Binder, node: Mapping) -> EventConfiguration:
    """Return the event configuration that put-event-configuration takes."""
    pairs, complete = binder.keys(node, CONFIGURATION_KEYS, strict=False)
    size = _string(binder, pairs, "MaxEventSize")
    if "MaxEventSize" in pairs and size is None:
        complete = False
    keys = aggregations = None
    if "ContextKeySelectors" in pairs:
        found = binder.mappings(pairs["ContextKeySelectors"].value, binder.shown("ContextKeySelectors"))
        if found is not None:
            keys = Values(tuple(_bind_context_keys(binder, item) for item in found[0]), found[1], found[2])
    if "AggregationConfigurations" in pairs:
        found = binder.mappings(pairs["AggregationConfigurations"].value, binder.shown("AggregationConfigurations"))
        if found is not None:
            aggregations = Values(tuple(_bind_aggregation(binder, item) for item in found[0]), found[1], found[2])
    return EventConfiguration(size, keys, aggregations, complete, place(node), binder.dialect)


def _bind_context_keys(binder: Binder, node: Mapping) -> ContextKeySelector:
    pairs, complete = binder.keys(node, ("Type", "Equals"), strict=False)
    keys = binder.strings(pairs["Equals"].value, binder.shown("Equals")) if "Equals" in pairs else None
    return ContextKeySelector(_string(binder, pairs, "Type"), keys, complete, place(node))


def _bind_aggregation(binder: Binder, node: Mapping) -> AggregationConfiguration:
    pairs, complete = binder.keys(node, ("EventCategory", "Templates"))
    templates = binder.strings(pairs["Templates"].value, binder.shown("Templates")) if "Templates" in pairs else None
    return AggregationConfiguration(_string(binder, pairs, "EventCategory"), templates, complete, place(node))


def place(node: Mapping) -> Span:
    """Return where an object is pointed at: its opening bracket, or its first key where it has none.

    The whole object would be the place of everything in it, and a finding about one would silence those
    about the other in formats that put an object on one line.
    """
    span = node.span
    first = node.pairs[0].key.span if node.pairs else span
    return first if first.start == span.start else Span(span.source, span.start, min(span.start + 1, span.end))


def _string(binder: Binder, pairs: dict[str, Pair], name: str) -> Text | None:
    return binder.string(pairs[name].value, binder.shown(name)) if name in pairs else None


def _order(pair: Pair) -> int:
    return pair.key.span.start


def _named(key: Scalar, operator: str) -> Text:
    """Return the operator that a key stands for, at the key's place."""
    if key.raw == operator:
        return key.text
    builder = DecodedBuilder(key.origin)
    builder.replace(operator, key.start, key.end)
    return Text((builder.build(),), key.text.span)
