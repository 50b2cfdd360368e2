"""CT301, CT302, CT303 and CT313: selectors, exclusions and conditions that make no difference to what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from ctlint.change import RemoveItem
from ctlint.checks.registry import Context, check
from ctlint.checks.structure import listed
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.guard import Guard
from ctlint.model import AdvancedEventSelector, Condition, EventSelector, FieldSelector, Trail
from ctlint.semantics import compile, practice
from ctlint.semantics.compile import Recorder
from ctlint.semantics.covering import Covering
from ctlint.semantics.events import EventSet
from ctlint.source import Span
from ctlint.text import Text

MAX_RELATED = 5
"""Places that a finding points at; more of them help nobody."""


@check.meaning("CT301")
def dead_selector(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    for selector, events in _each(trail, flaws):
        if not events:
            yield _dead(selector, events)


def _each(trail: Trail, flaws: Flaws) -> Iterator[tuple[AdvancedEventSelector, EventSet]]:
    """Yield the advanced selectors of a trail, those with an error among them, and what each matches."""
    if not flaws:
        found = compile.recorders(trail)
        yield from ((each, events) for each, events in found if isinstance(each, AdvancedEventSelector))
        return
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        known = flaws.known(selector)
        yield known, compile.selector_events(known, trail.guard)


def _dead(selector: AdvancedEventSelector, events: EventSet) -> Finding:
    """Return the finding about a selector of which a field has conditions that nothing meets."""
    contrary = set(compile.contrary_fields(events))
    fields = [each for each in selector.field_selectors if each.name in contrary]
    selected = [text for each in fields for text in _values(each, excluding=False)]
    excluded = [text for each in fields for text in _values(each, excluding=True)]
    span = selected[0].span if selected else fields[0].span if fields else selector.span
    name = fields[0].name if fields else "any field"
    related = [Related(text.span, "this too is selected") for text in selected[1:]]
    related += [Related(text.span, "this is left out") for text in excluded]
    return Finding(span, f"no event can match: nothing meets all conditions on `{name}`", tuple(related[:MAX_RELATED]))


def _values(field_selector: FieldSelector, excluding: bool) -> list[Text]:
    return [
        text
        for condition in field_selector.conditions
        if _excludes(condition) is excluding
        for text in condition.values.items
    ]


def _excludes(condition: Condition) -> bool:
    return (condition.operator.value or "").startswith("Not")


@check.meaning("CT302")
def shadowed_selector(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    recorders = compile.recorders(flaws.known_trail(trail))
    if len(recorders) < 2:
        return
    for at, covering in Covering([each.events for each in recorders]).superfluous().items():
        selector = recorders[at].selector
        witness = practice.witness(compile.selector_events(selector, selector.guard)) if selector else None
        if selector is not None and witness is not None:
            others = [recorders[other] for other in covering]
            message = f"every event of this selector is recorded by {_names(others)} too"
            change = RemoveItem(selector.span) if _is_removable(selector, recorders) else None
            yield Finding(selector.span, message, _places(others, "records them too"), witness.fields, change)


def _is_removable(selector: AdvancedEventSelector | EventSelector, recorders: Sequence[Recorder]) -> bool:
    """Tell whether a selector is always there, and stands where no other one does."""
    others = [each.selector for each in recorders if each.selector is not None and each.selector is not selector]
    return not selector.guard and all(selector.span != each.span for each in others)


class Exclusion(NamedTuple):
    """A condition that leaves out events; `taken` gives the events that it takes from its selector under a guard."""

    recorder: int
    span: Span
    what: str
    taken: Callable[[Guard], EventSet]


@check.meaning("CT303")
def void_exclusion(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    recorders = compile.recorders(flaws.known_trail(trail))
    exclusions = list(_exclusions(recorders)) if len(recorders) > 1 else []
    if not exclusions:
        return
    covering = Covering([*(each.events for each in recorders), *(each.taken(trail.guard) for each in exclusions)])
    for at, exclusion in enumerate(exclusions, len(recorders)):
        selector = recorders[exclusion.recorder].selector
        others = set(range(len(recorders))) - {exclusion.recorder}
        # Of a selector all of whose events others record, more need not be said.
        if selector is None or not covering.covers(others, at) or covering.covers(others, exclusion.recorder):
            continue
        witness = practice.witness(exclusion.taken(selector.guard))
        if witness is not None:
            by = [recorders[other] for other in covering.fewest(others, at)]
            message = f"{exclusion.what} excludes nothing: all that it leaves out is recorded by {_names(by)}"
            yield Finding(exclusion.span, message, _places(by, "records it"), witness.fields)


def _exclusions(recorders: Sequence[Recorder]) -> Iterator[Exclusion]:
    """Yield every condition of some selectors that leaves out events, and what it takes out."""
    for at, (selector, _) in enumerate(recorders):
        if isinstance(selector, AdvancedEventSelector):
            for field_selector, condition in _conditions(selector):
                what = f"`{condition.operator.display}` on `{field_selector.name}`"
                taken = partial(compile.taken, selector, field_selector, condition)
                yield Exclusion(at, condition.operator.span, what, taken)
        elif selector is not None and selector.exclude_management_event_sources is not None:
            sources = selector.exclude_management_event_sources
            if any(text.pattern for text in sources.items):
                what = f"`{selector.dialect.spell('ExcludeManagementEventSources')}`"
                yield Exclusion(at, sources.items[0].span, what, partial(compile.taken_sources, selector))


def _conditions(selector: AdvancedEventSelector) -> Iterator[tuple[FieldSelector, Condition]]:
    """Yield the conditions of a selector that leave out events, each with its field selector."""
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions:
            if _excludes(condition) and condition.values.items:
                yield field_selector, condition


@check.meaning("CT313")
def no_op_exclusion(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        known = flaws.known(selector)
        for field_selector, condition in _conditions(known):
            selecting = [each for each in field_selector.conditions if not _excludes(each) and each.values.items]
            if any(each.operator.value is None for each in field_selector.conditions):
                continue  # who knows what else is chosen
            if selecting and condition.values.complete and not compile.excluded_of_selected(field_selector, condition):
                chosen = listed(each.operator.display for each in selecting)
                verb = "chooses" if len(selecting) == 1 else "choose"
                message = (
                    f"`{condition.operator.display}` leaves out nothing: {chosen} of `{field_selector.name}` "
                    f"{verb} nothing of it"
                )
                places = tuple(Related(each.operator.span, "what is chosen") for each in selecting)
                yield Finding(condition.operator.span, message, places[:MAX_RELATED])


def _names(recorders: Sequence[Recorder]) -> str:
    """Return selectors for a message, by their names, else by their places in the list, from 0."""
    *most, last = (_name(each.selector) for each in recorders if each.selector)
    return f"{', '.join(most)} and {last}" if most else last


def _name(selector: AdvancedEventSelector | EventSelector) -> str:
    if isinstance(selector, AdvancedEventSelector) and selector.name is not None and selector.name.display:
        return f"`{selector.name.display}`"
    return f"`#{selector.position}`"


def _places(recorders: Sequence[Recorder], message: str) -> tuple[Related, ...]:
    return tuple(Related(each.selector.span, message) for each in recorders if each.selector)[:MAX_RELATED]
