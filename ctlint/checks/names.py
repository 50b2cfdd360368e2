"""CT1: names that AWS defines or restricts: data event types, network hosts, trails and event data stores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ctlint import knowledge
from ctlint.change import set_value
from ctlint.checks.registry import Context, check
from ctlint.checks.structure import conditions, listed, possible_specs
from ctlint.finding import Finding
from ctlint.model import AdvancedEventSelector, Destination, Trail
from ctlint.spelling import closest, closest_host, did_you_mean

TYPE_SHAPE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+")
"""The shape of all 250 data event types that AWS lists (2026-11-20)."""
MAX_RELATED_TYPES = 4
"""Types of the same service that a message names; more say less."""

PLACEHOLDER = re.compile(r"[<>${}]")
"""A trail name with one of these stands for a name that somebody fills in later."""
# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html, Name (2026-11-20)
FOREIGN_CHARACTER = re.compile(r"[^A-Za-z0-9._-]")
ADJACENT_SEPARATORS = re.compile(r"[._-]{2,}")
OUTER_SEPARATOR = re.compile(r"^[._-]|[._-]$")
IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$")


@check.selector("CT118")
def unknown_resource_type(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if not possible_specs(selector, context, "resources.type"):
        return
    for condition in conditions(selector, "resources.type", "Equals"):
        for value in condition.values.items:
            name = value.value
            if name and knowledge.resource_type(name) is None and name not in context.options.resource_types:
                candidate = knowledge.meant_resource_type(name) or closest(name, knowledge.resource_types())
                change = set_value(value, candidate) if candidate else None
                what, variant = _type_fault(name)
                if _is_newer(selector, candidate) and not variant:
                    continue
                expected = did_you_mean(candidate) or _types_of_service(name)
                yield Finding(value.span, what + expected, change=change, variant=variant)


def _type_fault(name: str) -> tuple[str, str]:
    """Return what is wrong with a type, and the variant of the finding."""
    if name in knowledge.rejected_resource_types():
        return f"CloudTrail rejects `{name}`: it has no data events", "rejected"
    if not TYPE_SHAPE.fullmatch(name):
        return f"`{name}` is not a resource type, which has the form `AWS::Service::Resource`", "malformed"
    return f"`{name}` is not among the data event types known on {knowledge.date()}", ""


def _types_of_service(name: str) -> str:
    """Return words that name the types of the same service, where they are few."""
    service, _, _ = name.rpartition("::")
    types = _types_below(f"{service}::") if service else []
    if not types or len(types) > MAX_RELATED_TYPES:
        return ""
    return f"; those of `{service}` are {listed(types)}" if len(types) > 1 else f"; `{service}` has {listed(types)}"


@lru_cache(maxsize=256)
def _types_below(prefix: str) -> list[str]:
    return [each for each in knowledge.resource_types() if each.startswith(prefix)]


@check.selector("CT119")
def unknown_network_source(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.only_value("eventCategory") != "NetworkActivity":
        return
    for condition in conditions(selector, "eventSource", "Equals"):
        for value in condition.values.items:
            if value.value and value.value not in knowledge.network_sources():
                candidate = closest_host(value.value, knowledge.network_sources())
                if _is_newer(selector, candidate):
                    continue
                change = set_value(value, candidate) if candidate else None
                message = f"`{value.value}` is not among the sources of network activity known on {knowledge.date()}"
                yield Finding(value.span, f"{message}{did_you_mean(candidate)}", change=change)


def _is_newer(selector: AdvancedEventSelector, candidate: str | None) -> bool:
    """Tell whether AWS itself printed a name unlike all in the tables: it is newer than they are."""
    return selector.dialect.is_answer and candidate is None


class Fault(NamedTuple):
    """What is wrong with [start, end) of a name."""

    start: int
    end: int
    message: str


@check.trail("CT133")
def invalid_trail_name(trail: Trail, context: Context) -> Iterator[Finding]:
    name = trail.name.value if trail.name else None
    if trail.name is None or name is None or trail.destination is None:
        return
    if name.startswith("arn:") or PLACEHOLDER.search(name):
        return
    fault = _name_fault(name, trail.destination)
    if fault is not None:
        what = "trail" if trail.destination == "trail" else "event data store"
        yield Finding(trail.name.span_of(fault.start, fault.end), f"the {what} name `{name}` {fault.message}")


def _name_fault(name: str, destination: Destination) -> Fault | None:
    """Return the first thing that CloudTrail rejects in a name, or None."""
    least, greatest = knowledge.name_lengths(destination)
    if not least <= len(name) <= greatest:
        return Fault(
            0, len(name), f"has {len(name)} character{'' if len(name) == 1 else 's'}, not {least} to {greatest}"
        )
    if found := FOREIGN_CHARACTER.search(name):
        message = f"holds {_quoted(found[0])}; only ASCII letters, digits, periods, underscores and dashes are allowed"
        return Fault(found.start(), found.end(), message)
    if destination == "event_data_store":
        return None
    if found := OUTER_SEPARATOR.search(name):
        return Fault(found.start(), found.end(), f"has `{found[0]}` at an end; a letter or a digit is expected")
    if found := ADJACENT_SEPARATORS.search(name):
        return Fault(found.start(), found.end(), f"has adjacent separators `{found[0]}`; only single ones are allowed")
    return Fault(0, len(name), "has the form of an IP address") if IP_ADDRESS.fullmatch(name) else None


def _quoted(character: str) -> str:
    return "a space" if character == " " else f"`{character}`"
