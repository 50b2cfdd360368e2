"""What a trail or event data store records, line by line, and what in its selectors has no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ctlint import knowledge
from ctlint.description.literals import Literal
from ctlint.description.normal import Ineffective, NormalForm, normal_form
from ctlint.description.proof import Proof
from ctlint.description.words import condition_words, phrase, shown
from ctlint.model import AdvancedEventSelector, EventSelector, FieldSelector, InsightSelector, Trail, Values
from ctlint.semantics import compile
from ctlint.semantics.events import PARTS, Box, EventSet, union
from ctlint.semantics.letters import Letter
from ctlint.source import Span
from ctlint.text import Text

Selector = AdvancedEventSelector | EventSelector
MAX_NAMED = 8
"""Values of a list that are named in a line for people."""
BASIC = {"Management", "Data"}
"""Categories of which a basic selector may record both."""
FILTERED = ("Management", "Data")
"""Categories of which it is said when nothing of them is recorded."""


class Line(NamedTuple):
    """What is recorded of a category, or of one value of the field that splits it (`part`)."""

    label: str
    category: str
    part: str | None
    boxes: tuple[Box, ...]

    @property
    def phrases(self) -> list[str]:
        """The line in words, one phrase for each box; long lists of values are cut."""
        found = dict.fromkeys(phrase(box, MAX_NAMED) for box in self.boxes)
        if "perhaps all" in found:
            found = dict.fromkeys(("perhaps all", *(each for each in found if not each.startswith("perhaps "))))
        return list(found) or ["nothing"]


class Remark(NamedTuple):
    """What a reader of the selectors might overlook, and where."""

    text: str
    span: Span | None


class Description(NamedTuple):
    """What a trail records, in words.

    `is_open` tells that further selectors are not known: the lines do not say all. `is_default` tells that no
    selectors are written, and the trail records what AWS makes it record.
    """

    trail: Trail
    kind: str
    attributes: tuple[str, ...]
    lines: tuple[Line, ...]
    insights: tuple[str, ...]
    remarks: tuple[Remark, ...]
    is_open: bool
    is_default: bool
    normal: NormalForm


class _Written(NamedTuple):
    """A selector as written: its readings under conditions, and what they match together."""

    selectors: tuple[Selector, ...]
    events: EventSet

    @property
    def has_category(self) -> bool:
        """Whether it is known which events it is about."""
        found = {term.box.category for term in self.events.terms}
        return len(found) == 1 or found <= BASIC

    @property
    def name(self) -> str:
        first = self.selectors[0]
        names = [each.name for each in self.selectors if isinstance(each, AdvancedEventSelector) and each.name]
        name = next((each.value for each in names if each.value), None)
        return f"selector `{name}`" if name else f"selector #{first.position}"


def describe(trail: Trail) -> Description:
    """Return what a trail or event data store records."""
    proof = Proof()
    recorders = compile.recorders(trail)
    written = _written(recorders)
    is_written = trail.event_selectors is not None or trail.advanced_event_selectors is not None
    is_default = not is_written and compile.records_by_default(trail)
    clear = [each for each in written if each.has_category]
    normal = normal_form([compile.DEFAULT] if is_default else [each.events for each in clear], proof)
    is_whole = len(clear) == len(written) and all(each.selector is not None for each in recorders)
    is_open = (not is_default and not is_whole) or bool(trail.rules)  # a module's code may add what is not seen
    return Description(
        trail,
        {"trail": "trail", "event_data_store": "event data store"}.get(trail.destination or "", "selectors"),
        tuple(_attributes(trail)),
        tuple(_lines(trail, normal.boxes, is_open)),
        tuple(_insights(trail.insight_selectors)),
        (
            *_unclear(trail, written),
            *_without_effect(clear, normal.ineffective, proof),
            *_asterisks(written),
        ),
        is_open,
        is_default,
        normal,
    )


def _written(recorders: Iterable[compile.Recorder]) -> list[_Written]:
    found: dict[tuple[bool, int], list[compile.Recorder]] = {}
    for each in recorders:
        if each.selector is not None:
            key = (isinstance(each.selector, AdvancedEventSelector), each.selector.position)
            found.setdefault(key, []).append(each)
    return [
        _Written(tuple(each.selector for each in group if each.selector), union(each.events for each in group))
        for group in found.values()
    ]


def _attributes(trail: Trail) -> Iterator[str]:
    """Yield what is known of a trail beside its selectors."""
    is_store = trail.destination == "event_data_store"
    multi_region = trail.flag("MultiRegionEnabled" if is_store else "IsMultiRegionTrail", is_store)
    is_written = "MultiRegionEnabled" in trail.attributes or "IsMultiRegionTrail" in trail.attributes
    if trail.destination is not None and (trail.is_declared or is_written):
        words = {True: "multi-Region", False: "of one Region", None: "perhaps multi-Region"}
        yield words[multi_region]
    organization = trail.flag("OrganizationEnabled" if is_store else "IsOrganizationTrail", False)
    if organization is not False:
        yield "organization" if organization else "perhaps organization"
    logging = trail.flag("IngestionEnabled" if is_store else "IsLogging", True)
    if logging is not True:
        yield "switched off" if logging is False else "perhaps switched off"
    conditions = [condition_words(each.atom.variable, each.atom.value, each.holds) for each in trail.guard]
    if conditions:
        named = sorted(each for each in conditions if each)
        whole = len(named) == len(conditions)
        yield f"only where {' and '.join(named)}" if whole else "only under a condition"


def _lines(trail: Trail, boxes: Sequence[Box], is_open: bool) -> Iterator[Line]:
    groups: dict[tuple[str, str | None], list[Box]] = {}
    for box in boxes:
        groups.setdefault((box.category, box.part if box.category in PARTS else None), []).append(box)
    order = knowledge.event_categories()
    found = sorted(groups, key=lambda key: order.index(key[0]))
    categories = {category for category, _ in found}
    is_usual = trail.destination != "event_data_store" or not categories.isdisjoint(FILTERED) or not categories
    silent = [(each, None) for each in FILTERED if is_usual and not is_open and each not in categories]
    for key in sorted([*found, *silent], key=lambda key: order.index(key[0])):
        yield Line(_label(*key), *key, tuple(groups.get(key, ())))


def _label(category: str, part: str | None) -> str:
    if part is None:
        return knowledge.label("categories", category)
    return knowledge.label("resource_types", part) if category == "Data" else f"network activity of {part}"


def _insights(selectors: Values[InsightSelector] | None) -> Iterator[str]:
    """Yield for each Insights type what it analyses; management events where nothing is said.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_InsightSelector.html (2026-11-20)
    """
    for each in selectors.items if selectors else ():
        categories = each.event_categories.items if each.event_categories else ()
        names = [knowledge.label("categories", text.display) for text in categories]
        kind = knowledge.label("insights", each.type.display) if each.type else "a type that is not known"
        yield f"{kind} of {' and '.join(names) or knowledge.label('categories', 'Management')}"
    if selectors and not selectors.complete:
        yield "perhaps others"


def _unclear(trail: Trail, written: Sequence[_Written]) -> Iterator[Remark]:
    if (
        trail.event_selectors
        and trail.event_selectors.items
        and trail.advanced_event_selectors
        and trail.advanced_event_selectors.items
    ):
        yield Remark("CloudTrail takes either basic or advanced event selectors, not both", trail.event_selectors.span)
        return
    for each in written:
        if not each.has_category:
            yield Remark(f"the event category of {each.name} is missing or not known", each.selectors[0].span)


def _without_effect(written: Sequence[_Written], exclusions: Sequence[Ineffective], proof: Proof) -> Iterator[Remark]:
    """Yield the selectors that match nothing, those that add nothing to others, and excluded values of the rest."""
    dead = [each for each in written if proof.is_empty(each.events)]
    live = [each for each in written if each not in dead]
    covered = proof.superfluous([each.events for each in live])
    for each in dead:
        yield Remark(f"{each.name} matches nothing", each.selectors[0].span)
    for at, others in covered.items():
        names = " and ".join(live[other].name for other in others)
        verb = "record" if len(others) > 1 else "records"
        yield Remark(f"{live[at].name} adds nothing: {names} {verb} all of its events", live[at].selectors[0].span)
    named = [*dead, *(live[at] for at in covered)]
    for (origin, field, literal), is_overruled in exclusions:
        selector = written[origin] if origin < len(written) else None
        place = _place(selector.selectors, field, literal) if selector and selector not in named else None
        if selector is not None and place is not None:
            why = "another selector records what it excludes" if is_overruled else "it excludes nothing more"
            yield Remark(f"`{shown(literal)}` in {selector.name} has no effect: {why}", place)
    if not proof.is_complete:
        yield Remark("the selectors are too entangled to tell which of them others cover", None)


def _place(selectors: Iterable[Selector], field: str, literal: Literal) -> Span | None:
    """Return where a selector excludes a value, or None where it does not by name."""
    for selector in selectors:
        for operator, value in _excluding(selector, field):
            known = isinstance(literal.value, str) and value.value == literal.value
            is_alike = isinstance(literal.value, Letter) and literal.value.parts == compile.parts_of(value)[0]
            if compile.KINDS.get(operator.removeprefix("Not")) == literal.kind and (known or is_alike):
                return value.span
    return None


def _excluding(selector: Selector, field: str) -> Iterator[tuple[str, Text]]:
    """Yield the values that a selector excludes of a field, with the operators."""
    if isinstance(selector, EventSelector):
        sources = selector.exclude_management_event_sources
        if field == "eventSource" and sources:
            yield from (("NotEquals", each) for each in sources.items)
        return
    fields: list[FieldSelector] = [each for each in selector.field_selectors if each.name == field]
    for condition in (condition for each in fields for condition in each.conditions):
        operator = condition.operator.value or ""
        if operator.startswith("Not"):
            yield from ((operator, each) for each in condition.values.items)


def _asterisks(written: Sequence[_Written]) -> Iterator[Remark]:
    """Yield a remark on an asterisk that is left in the description: it is no wildcard there either."""
    for each in written:
        for value in (text for selector in each.selectors for text in _values(selector)):
            at = value.pattern.find("*")
            if at >= 0:
                yield Remark("`*` is a literal asterisk, not a wildcard", value.span_of(at, at + 1))
                return


def _values(selector: Selector) -> Iterator[Text]:
    if isinstance(selector, AdvancedEventSelector):
        for field_selector in selector.field_selectors:
            for condition in field_selector.conditions:
                yield from condition.values.items
        return
    for resource in selector.data_resources.items if selector.data_resources else ():
        yield from resource.values.items if resource.values else ()
