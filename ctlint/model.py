"""The one model that every loader ends at: trails, event data stores and their selectors."""

# NamedTuple compiles each annotation that is a string, 9 µs a field at every start: no `from __future__` here.

from collections.abc import Callable, Mapping
from typing import Generic, Literal, NamedTuple, TypeVar

from ctlint.guard import Guard
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.text import Text

Destination = Literal["trail", "event_data_store"]
DESTINATIONS: tuple[Destination, ...] = ("trail", "event_data_store")
T = TypeVar("T")


class Dialect(NamedTuple):
    """What a format does with selectors, as far as rules need to know.

    `coerces` converts between strings, booleans and numbers; `unique_items` rejects equal list items;
    `wraps_single` takes a single object for a list of one; `null_is_absent` reads null as if nothing were
    written; `is_answer` marks what AWS printed, not what somebody asks for; `min_name_length` is the shortest
    selector name; `merges_equal_fields` takes equal field selectors of a selector for one; `is_argument` marks
    what somebody hands to code that ctlint does not read: keys have many spellings, and what is missing may be
    added; `spell` gives the format's spelling of one of the API's names.
    """

    coerces: bool = False
    unique_items: bool = False
    wraps_single: bool = False
    is_answer: bool = False
    null_is_absent: bool = False
    min_name_length: int = 0
    merges_equal_fields: bool = False
    is_argument: bool = False
    spell: Callable[[str], str] = str


class Values(NamedTuple, Generic[T]):
    """The items of a list; `complete` is false where further items may exist that cannot be known."""

    items: tuple[T, ...]
    complete: bool
    span: Span


class Condition(NamedTuple):
    """An operator with its values."""

    operator: Text
    values: Values[Text]


class FieldSelector(NamedTuple):
    """One field with its conditions; `field` is None where the key is missing or not a string."""

    field: Text | None
    conditions: tuple[Condition, ...]
    complete: bool
    span: Span

    @property
    def name(self) -> str | None:
        """The name of the field, where it is known."""
        return self.field.value if self.field else None


class AdvancedEventSelector:
    """An advanced event selector in one world: the conditions inside it are decided by `guard`.

    `position` is its place in the list as written, from 0; selectors of one position are alternatives.
    """

    __slots__ = (
        "_only_values", "complete", "destination", "dialect", "field_selectors", "guard", "name", "position", "span",
    )  # fmt: skip

    def __init__(
        self,
        name: Text | None,
        field_selectors: tuple[FieldSelector, ...],
        complete: bool,
        span: Span,
        position: int,
        guard: Guard,
        dialect: Dialect,
        destination: Destination | None,
    ) -> None:
        self.name = name
        self.field_selectors = field_selectors
        self.complete = complete
        self.span = span
        self.position = position
        self.guard = guard
        self.dialect = dialect
        self.destination = destination
        self._only_values: dict[str, str | None] = {}

    def field(self, name: str) -> FieldSelector | None:
        """Return the first field selector of a field, or None."""
        return next((each for each in self.field_selectors if each.name == name), None)

    def values(self, field: str, operator: str = "Equals") -> Values[Text] | None:
        """Return the values of an operator of a field, or None where it is not written."""
        for field_selector in self.field_selectors:
            if field_selector.name == field:
                for condition in field_selector.conditions:
                    if condition.operator.value == operator:
                        return condition.values
        return None

    def only_value(self, field: str) -> str | None:
        """Return the one known value that a field Equals wherever the selector names it, or None."""
        if field not in self._only_values:  # most rules ask for the category and the resource type
            self._only_values[field] = self._find_only_value(field)
        return self._only_values[field]

    def _find_only_value(self, field: str) -> str | None:
        found: set[str | None] = set()
        for field_selector in self.field_selectors:
            for condition in field_selector.conditions if field_selector.name == field else ():
                if condition.operator.value == "Equals":
                    found.update(value.value for value in condition.values.items)
                    if not condition.values.complete:
                        return None
        return found.pop() if len(found) == 1 else None


class DataResource(NamedTuple):
    """A resource type and its ARNs in a basic event selector; `values` is None where the key is missing."""

    type: Text | None
    values: Values[Text] | None
    complete: bool
    span: Span


class EventSelector(NamedTuple):
    """A basic event selector in one world; a key that is not written is None."""

    read_write_type: Text | None
    include_management_events: Text | None
    data_resources: Values[DataResource] | None
    exclude_management_event_sources: Values[Text] | None
    complete: bool
    span: Span
    position: int
    guard: Guard
    dialect: Dialect


class InsightSelector(NamedTuple):
    """An Insights type and the event categories it analyses."""

    type: Text | None
    event_categories: Values[Text] | None
    complete: bool
    span: Span
    position: int
    guard: Guard
    dialect: Dialect


class ContextKeySelector(NamedTuple):
    type: Text | None
    keys: Values[Text] | None
    complete: bool
    span: Span


class AggregationConfiguration(NamedTuple):
    event_category: Text | None
    templates: Values[Text] | None
    complete: bool
    span: Span


class EventConfiguration(NamedTuple):
    """What put-event-configuration sets: the event size, context keys and aggregation."""

    max_event_size: Text | None
    context_key_selectors: Values[ContextKeySelector] | None
    aggregations: Values[AggregationConfiguration] | None
    complete: bool
    span: Span
    dialect: Dialect


class Attribute(NamedTuple):
    """A plain property of a trail; `value` is None where it is written but cannot be known."""

    value: Text | None
    span: Span

    @property
    def flag(self) -> bool | None:
        """The boolean that the attribute says, where that is known."""
        text = self.value.value if self.value else None
        return {"true": True, "false": False}.get(text.lower()) if text else None


class Place(NamedTuple):
    """Where a trail is made, as names that mean something within one deployment only.

    Two trails with an equal `account` surely are in one account, two with an equal `region` surely have one home
    Region; None where nothing tells. Different names say nothing.
    """

    account: str | None = None
    region: str | None = None


class Trail(NamedTuple):
    """A trail or an event data store; `destination` is None where the text does not say which.

    A selector list that is not written is None. `attributes` holds the other properties by AWS's name.
    `rules` are beginnings of the ids of those rules that may speak, all where it is empty: of what passes
    through code that ctlint does not read, less is certain. `is_declared` tells that the text makes the trail, and
    shows all of its attributes: one that is not written has AWS's default.
    """

    destination: Destination | None
    name: Text | None
    address: str
    span: Span
    guard: Guard
    dialect: Dialect
    event_selectors: Values[EventSelector] | None = None
    advanced_event_selectors: Values[AdvancedEventSelector] | None = None
    insight_selectors: Values[InsightSelector] | None = None
    event_configuration: EventConfiguration | None = None
    attributes: dict[str, Attribute] = {}
    rules: tuple[str, ...] = ()
    is_declared: bool = False
    place: Place = Place()

    def attribute(self, name: str) -> Text | None:
        """Return the known or partly known text of an attribute, or None."""
        found = self.attributes.get(name)
        return found.value if found else None

    def flag(self, name: str, default: bool) -> bool | None:
        """Return a boolean attribute: its default where it is not written, None where it cannot be known."""
        found = self.attributes.get(name)
        return default if found is None else found.flag


class Deployment(NamedTuple):
    """What lands in one account together.

    `closed` tells that it holds all trails of the account. `is_inventory` marks a list of an account's trails.
    `overridable` tells that a parameter default was left unknown, so that a second reading with defaults
    filled in may say more; that reading lists in `defaults` where it filled in which parameter. `uses` lists
    values that are used elsewhere than they stand: the place of each, and that of its use; `origins` places that
    stand for something made of each element of a collection, and that of the element. `shows_addresses`
    tells that a place says little, as a program wrote the text: findings name the trail that they concern.
    """

    trails: tuple[Trail, ...]
    problems: tuple[Problem, ...]
    closed: bool = False
    is_inventory: bool = False
    overridable: bool = False
    defaults: tuple[tuple[Span, str], ...] = ()
    uses: tuple[tuple[Span, Span], ...] = ()
    origins: tuple[tuple[Span, Span], ...] = ()
    shows_addresses: bool = False


class Options(NamedTuple):
    """What may be assumed: values of AWS's pseudo parameters, whether defaults hold, and prices.

    `prices` are the US dollars for 100,000 events, by the names of knowledge/prices.json, where they differ from it.
    `resource_types` are data event types that exist though the tables do not have them.
    """

    region: str | None = None
    account: str | None = None
    partition: str | None = None
    fill_defaults: bool = False
    prices: Mapping[str, str] = {}
    resource_types: frozenset[str] = frozenset()
