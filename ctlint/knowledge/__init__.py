"""What AWS accepts and means, as dated tables; each file names its sources."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any, NamedTuple

from ctlint.model import DESTINATIONS, Destination

FOLDER = os.path.dirname(__file__)


class FieldSpec(NamedTuple):
    """What one category on one destination allows for a field; `values` is None where any is allowed."""

    name: str
    operators: tuple[str, ...]
    required: bool
    values: tuple[str, ...] | None
    max_values: int | None


class ResourceType(NamedTuple):
    """A data event type; templates have `{}` for each part that varies.

    `documented` tells that AWS documents the ARN format and no other AWS page contradicts it.
    """

    name: str
    arns: tuple[str, ...]
    documented: bool
    has_no_arn: bool


@cache
def table(name: str) -> dict[str, Any]:
    """Return the content of a table of this folder."""
    with open(os.path.join(FOLDER, f"{name}.json"), encoding="utf-8") as file:
        result: dict[str, Any] = json.load(file)
    return result


def date() -> str:
    """Return the day on which the tables were last compared with AWS's documents (ISO 8601)."""
    dates: list[str] = [table(name)["date"] for name in ("fields", "resource_types", "network_sources")]
    return max(dates)


@cache
def fields(destination: Destination, category: str) -> dict[str, FieldSpec] | None:
    """Return the fields of an event category, or None where the destination does not have it."""
    specs = table("fields")["destinations"][destination].get(category)
    if specs is None:
        return None
    return {
        name: FieldSpec(
            name,
            tuple(spec["operators"]),
            spec.get("required", False),
            tuple(spec["values"]) if "values" in spec else None,
            spec.get("max_values"),
        )
        for name, spec in specs.items()
    }


@cache
def categories(destination: Destination) -> tuple[str, ...]:
    return tuple(table("fields")["destinations"][destination])


@cache
def field_names() -> tuple[str, ...]:
    """Return the name of every field that some category on some destination has."""
    names: dict[str, None] = {}
    for destination in DESTINATIONS:
        for category in categories(destination):
            names.update(dict.fromkeys(fields(destination, category) or ()))
    return tuple(names)


def operators() -> tuple[str, ...]:
    return tuple(table("fields")["operators"])


def basic(name: str) -> tuple[str, ...]:
    """Return a list of values that basic event selectors take, such as `read_write_types`."""
    return tuple(table("fields")["basic"][name])


def limit(name: str) -> int:
    """Return a quota or a length that AWS documents."""
    result: int = table("fields")["limits"][name]
    return result


@cache
def resource_type(name: str) -> ResourceType | None:
    """Return what is known of a data event type, or None where the tables do not have it."""
    entry = table("resource_types")["types"].get(name)
    if entry is None:
        return None
    return ResourceType(name, tuple(entry.get("arns", ())), entry.get("documented", False), entry.get("no_arn", False))


def resource_types() -> tuple[str, ...]:
    return tuple(table("resource_types")["types"])


@cache
def network_sources() -> frozenset[str]:
    """Return the hosts that record network activity events, those included whose host name is inferred."""
    content = table("network_sources")
    return frozenset(content["hosts"]) | frozenset(content["named_without_host"])
