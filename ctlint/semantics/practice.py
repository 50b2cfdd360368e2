"""Events that the fields of selectors allow, and that AWS's services never make."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ctlint import knowledge
from ctlint.semantics.events import Box, EventSet
from ctlint.semantics.strings import Pattern, StringSet
from ctlint.semantics.witness import Event


def witness(events: EventSet) -> Event | None:
    """Return an event that is surely in a set and not known not to occur, or None where there is none.

    That something is missed, lost or paid for is to be shown by an event that there is.
    """
    first = events.witness()
    if first is None or _occurs(first):
        return first
    return _possible(events).witness()


def _occurs(event: Event) -> bool:
    """Tell whether nothing is known against an event; what it does not tell may be what it must."""
    fields = dict(event.fields)
    source = knowledge.example_event_source(fields.get("resources.type", ""))
    return not impossible().accepts({"eventSource": source, **fields} if source else fields)


def is_empty(events: EventSet) -> bool:
    """Tell whether it is proved that a set holds no event but such as are known not to occur."""
    return not events or not _possible(events)


def _possible(events: EventSet) -> EventSet:
    categories = {term.box.category for term in events.terms}
    return events - impossible().of_category(*categories)


@cache
def impossible() -> EventSet:
    """Return events that are known not to occur: by read or write, by source, and by what a record never says."""
    return EventSet.of(*_boxes())


def _boxes() -> Iterator[Box]:
    for kind in knowledge.types_with_known_events():
        fields = {"resources.type": StringSet.equal(kind)}
        yield from _contrary("Data", fields, knowledge.event_access(kind))
        source = knowledge.example_event_source(kind)
        if source:
            yield Box("Data", {**fields, "eventSource": StringSet.of([], Pattern(equals=frozenset([source])))})
    for source, access in knowledge.management_access().items():
        yield from _contrary("Management", {"eventSource": StringSet.equal(source)}, access)
    for category in ("Management", "Data"):
        # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
        # (2026-11-21): the field is not shown unless its value is true.
        yield Box(category, {"sessionCredentialFromConsole": StringSet.equal("false")})


def _contrary(category: str, fields: dict[str, StringSet], access: dict[str, str]) -> Iterator[Box]:
    """Yield reads that say that they write, and writes that say that they read."""
    for kind, read_only in (("read", "false"), ("write", "true")):
        names = [name for name, each in access.items() if each == kind]
        if names:
            yield Box(
                category, {**fields, "eventName": StringSet.equal(*names), "readOnly": StringSet.equal(read_only)}
            )
