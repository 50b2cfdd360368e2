"""What findings of policies say: which events, of which trails, and the condition that leaves an event out."""

from __future__ import annotations

from ctlint.finding import Related
from ctlint.model import AdvancedEventSelector, Deployment, EventSelector, Trail
from ctlint.policies.model import Filter
from ctlint.semantics.matching.advanced import AdvancedTest
from ctlint.semantics.matching.basic import BasicTest
from ctlint.semantics.matching.verdict import Failure, Record
from ctlint.semantics.witness import Event
from ctlint.source import Span

ACCESS = {"true": "read ", "false": "write "}
NAMES = {
    "Management": "management {}events",
    "Data": "data {}events",
    "NetworkActivity": "network activity events",
    "Insight": "Insights events",
}
OF = {"Data": "resources.type", "NetworkActivity": "eventSource"}
KINDS = {"trail": "trail", "event_data_store": "event data store", None: "trail or event data store"}
FLAGS = {
    ("multi-region", True): "multi-Region",
    ("multi-region", False): "single-Region",
    ("organization", True): "organization",
    ("organization", False): "account",
    ("logging", False): "stopped",
}
DISTANCES = {"eventCategory": 0, "IncludeManagementEvents": 1, "resources.type": 1, "DataResources": 1}
"""How near a selector comes to an event, by the first condition that fails; 2 for any other."""


def described(event: Event) -> str:
    """Return what kind of events an event is one of: `data write events of AWS::S3::Object`."""
    category = event.fields[0][1]
    name = NAMES.get(category, f"`{category}` events").format(ACCESS.get(event.value("readOnly") or "", ""))
    of = event.value(OF.get(category, ""))
    return f"{name} of `{of}`" if of else name


def who(wanted: Filter) -> str:
    """Return which trails a policy asks: `multi-Region trail`."""
    adjectives = [FLAGS[flag] for flag in wanted.flags if flag in FLAGS]
    named = f" of the wanted {' and '.join(name for name, _ in wanted.texts)}" if wanted.texts else ""
    return " ".join([*adjectives, KINDS[wanted.kind]]) + named


def where(deployment: Deployment) -> str:
    """Return of what a policy can speak: of an account only where all of its trails are known."""
    return "of this account" if deployment.closed else "in this configuration"


def shortcoming(trail: Trail, event: Event) -> tuple[Span, tuple[Related, ...]]:
    """Return the place of the selector that comes nearest to an event, and the condition that leaves it out.

    That of the trail where no selector comes near.
    """
    found = [(_distance(failure), each.span, failure) for each, failure in _failures(trail, event)]
    best = max((distance for distance, _, _ in found), default=0)
    if best == 0:
        return trail.span, ()
    _, span, failure = next(each for each in found if each[0] == best)
    message = f"`{failure.field}` leaves such an event out" if failure is not None else ""
    return span, (Related(failure.span, message),) if failure is not None and best > 1 else ()


def _failures(trail: Trail, event: Event) -> list[tuple[AdvancedEventSelector | EventSelector, Failure | None]]:
    record = Record(dict(event.fields), ((event.value("resources.type"), event.value("resources.ARN")),))
    found: list[tuple[AdvancedEventSelector | EventSelector, Failure | None]] = []
    for advanced in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        found.append((advanced, AdvancedTest(advanced).match(record).failure))
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        found.append((basic, BasicTest(basic).match(record).failure))
    return found


def _distance(failure: Failure | None) -> int:
    return 2 if failure is None else DISTANCES.get(failure.field, 2)
