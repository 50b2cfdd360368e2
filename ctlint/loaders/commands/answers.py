"""Whether a command and the answer that a document prints after it mean the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from ctlint.model import AdvancedEventSelector, EventSelector, InsightSelector, Trail, Values
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.text import Text

T = TypeVar("T")
KIND = "mismatched-response"


class Said(NamedTuple):
    """One thing that a selector says: what of (a field and operator), which values, and where."""

    subject: str
    values: dict[str, Span]
    span: Span


Meaning = dict[str, Said]


def differences(command: Trail, answer: Trail) -> Iterator[Problem]:
    """Yield a problem for each selector of the answer that says something else than the command's."""
    asked, answered = meanings(command), meanings(answer)
    if not asked or not answered or asked.keys() != answered.keys():
        return
    for kind in asked:
        yield from _compare(asked[kind], answered[kind], _span(answer, kind), _span(command, kind))


def same(left: Trail, right: Trail) -> bool:
    """Tell whether two trails' selectors are known and mean the same."""
    mine, other = meanings(left), meanings(right)
    if not mine or mine.keys() != other.keys():
        return False
    return all(sorted(map(_plain, mine[kind]), key=repr) == sorted(map(_plain, other[kind]), key=repr) for kind in mine)


def meanings(trail: Trail) -> dict[str, list[Meaning]]:
    """Return what each list of selectors says; none at all where a part is unknown."""
    found = {
        "event_selectors": _read(trail.event_selectors, _basic),
        "advanced_event_selectors": _read(trail.advanced_event_selectors, _advanced),
        "insight_selectors": _read(trail.insight_selectors, _insight),
    }
    known = {name: meaning for name, meaning in found.items() if meaning is not None}
    written = [name for name in found if getattr(trail, name) is not None]
    return known if len(known) == len(written) else {}


def _read(values: Values[T] | None, meaning: Callable[[T], Meaning | None]) -> list[Meaning] | None:
    """Return what the selectors of a list say; None where there is no list, or a part of it is unknown."""
    if values is None or not values.complete:
        return None
    found = [meaning(item) for item in values.items]
    # A selector that says nothing (an Insights selector with an empty type) is none.
    return None if None in found else [each for each in found if each]


def _advanced(selector: AdvancedEventSelector) -> Meaning | None:
    found: Meaning = {}
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions:
            values = _known(condition.values)
            if values is None or field_selector.name is None or not selector.complete:
                return None
            if values:
                subject = f"{field_selector.name} {condition.operator.display}"
                found[subject] = Said(
                    subject, values, field_selector.field.span if field_selector.field else selector.span
                )
    return found


def _basic(selector: EventSelector) -> Meaning | None:
    found: Meaning = {}
    if not selector.complete:
        return None
    # Defaults of API_EventSelector: ReadWriteType All, IncludeManagementEvents true.
    for subject, text, default in (
        ("ReadWriteType", selector.read_write_type, "All"),
        ("IncludeManagementEvents", selector.include_management_events, "true"),
    ):
        if text is not None and text.value is None:
            return None
        value, span = (text.value or "", text.span) if text else (default, selector.span)
        found[subject] = Said(subject, {value: span}, span)
    for resource in selector.data_resources.items if selector.data_resources else ():
        values = _known(resource.values) if resource.values else {}
        if values is None or resource.type is None or resource.type.value is None:
            return None
        if values:
            subject = f"DataResources {resource.type.value}"
            before = found[subject].values if subject in found else {}
            found[subject] = Said(subject, {**before, **values}, resource.type.span)
    excluded = _known(selector.exclude_management_event_sources) if selector.exclude_management_event_sources else {}
    if excluded is None:
        return None
    excluded.pop("", None)
    if excluded:
        subject = "ExcludeManagementEventSources"
        found[subject] = Said(subject, excluded, selector.span)
    return found


def _insight(selector: InsightSelector) -> Meaning | None:
    if not selector.complete or selector.type is None or selector.type.value is None:
        return None
    found: Meaning = {}
    if selector.type.value:
        found["InsightType"] = Said("InsightType", {selector.type.value: selector.type.span}, selector.type.span)
    categories = _known(selector.event_categories) if selector.event_categories else {}
    if categories is None:
        return None
    if categories:
        found["EventCategories"] = Said("EventCategories", categories, selector.span)
    return found


def _known(values: Values[Text]) -> dict[str, Span] | None:
    """Return known values with their places; None where one is unknown."""
    if not values.complete or any(item.value is None for item in values.items):
        return None
    return {item.value: item.span for item in values.items if item.value is not None}


def _span(trail: Trail, kind: str) -> Span:
    values = getattr(trail, kind)
    span: Span = values.span
    return span


def _plain(meaning: Meaning) -> list[tuple[str, list[str]]]:
    return sorted((subject, sorted(said.values)) for subject, said in meaning.items())


def _compare(asked: list[Meaning], answered: list[Meaning], place: Span, other: Span) -> Iterator[Problem]:
    """Compare two lists of selectors, whatever their order."""
    left = list(asked)
    unmatched: list[Meaning] = []
    for meaning in answered:
        twin = next((at for at, each in enumerate(left) if _plain(each) == _plain(meaning)), None)
        if twin is None:
            unmatched.append(meaning)
        else:
            del left[twin]
    if len(left) != len(unmatched):
        message = f"the answer has {_count(len(answered))}, but the command sets {len(asked)}"
        yield Problem(KIND, place, message, related=((other, "the command"),))
        return
    for mine, theirs in zip(left, unmatched, strict=True):
        yield _difference(mine, theirs, place, other)


def _count(number: int) -> str:
    return f"{number} selector{'' if number == 1 else 's'}"


def _difference(asked: Meaning, answered: Meaning, place: Span, other: Span) -> Problem:
    """Return the first thing in which two selectors differ."""
    for subject, said in answered.items():
        if subject not in asked:
            message = f"the answer shows `{subject}` {_listed(said.values)}, which the command does not set"
            whole = next(iter(asked.values()), None)
            return Problem(KIND, said.span, message, related=((whole.span if whole else other, "the command"),))
        wanted = asked[subject]
        added = [value for value in said.values if value not in wanted.values]
        missing = [value for value in wanted.values if value not in said.values]
        if added or missing:
            span = said.values[added[0]] if added else said.span
            before = wanted.values[missing[0]] if missing else wanted.span
            shown, set_to = _listed(said.values), _listed(wanted.values)
            message = f"the answer shows `{subject}` {shown}, but the command sets {set_to}"
            return Problem(KIND, span, message, related=((before, "the command"),))
    said = next(each for subject, each in asked.items() if subject not in answered)
    span = next(iter(answered.values())).span if answered else place
    message = f"the answer leaves out `{said.subject}` {_listed(said.values)}, which the command sets"
    return Problem(KIND, span, message, related=((said.span, "the command"),))


def _listed(values: dict[str, Span]) -> str:
    shown = ", ".join(f"`{value}`" for value in list(values)[:3])
    return f"{shown}, …" if len(values) > 3 else shown
