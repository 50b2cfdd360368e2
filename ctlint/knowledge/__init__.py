"""What AWS accepts and means, as dated tables; each file names its sources."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
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


def template_parts(template: str) -> list[tuple[str, str]]:
    """Return the parts of an attribute's template: known text, and the placeholder behind it (empty at the end)."""
    parts: list[tuple[str, str]] = []
    for part in template.split("{"):
        placeholder, closed, text = part.rpartition("}")
        if closed:
            parts[-1] = (parts[-1][0], placeholder)
        parts.append((text, ""))
    return [part for part in parts if part != ("", "")]


def operators() -> tuple[str, ...]:
    return tuple(table("fields")["operators"])


def select_operators() -> tuple[str, ...]:
    """Return the operators that choose events; the other ones leave events out."""
    return tuple(table("fields")["select_operators"])


def whole_categories() -> tuple[str, ...]:
    """Return the categories that an event data store takes as a whole, without filtering."""
    return tuple(table("fields")["whole_categories"])


def basic(name: str) -> tuple[str, ...]:
    """Return a list of values that basic event selectors take, such as `read_write_types`."""
    return tuple(table("fields")["basic"][name])


@cache
def all_resources() -> frozenset[str]:
    """Return the values that stand for all resources of a type in a basic event selector, in every partition."""
    templates: dict[str, list[str]] = table("fields")["basic"]["all_resources"]
    return frozenset(
        template.format(partition=partition)
        for each in templates.values()
        for template in each
        for partition in partitions()
    )


def insights(name: str) -> tuple[str, ...]:
    """Return a list of values that Insights selectors take, such as `event_categories`."""
    return tuple(table("fields")["insights"][name])


def analysed_management(insight_type: str) -> frozenset[str]:
    """Return which management events an Insights type analyses, any of which will do: `read`, `write`."""
    return frozenset(table("fields")["insights"]["analysed_management"][insight_type])


def event_configuration(name: str) -> tuple[str, ...]:
    """Return a list of values that an event configuration takes, such as `max_event_sizes`."""
    return tuple(table("fields")["event_configuration"][name])


def aggregation_templates() -> tuple[str, ...]:
    return tuple(table("fields")["aggregation_templates"])


def partitions() -> tuple[str, ...]:
    """Return the names of AWS's partitions, as ARNs carry them."""
    return ("aws", *table("partitions")["region_prefixes"].values())


def partition_of(region: str) -> str:
    """Return the partition in which a Region lies."""
    prefixes: dict[str, str] = table("partitions")["region_prefixes"]
    return next((name for prefix, name in prefixes.items() if region.startswith(prefix)), "aws")


def limit(name: str) -> int:
    """Return a quota or a length that AWS documents."""
    result: int = table("fields")["limits"][name]
    return result


def name_lengths(destination: Destination) -> tuple[int, int]:
    """Return the least and the greatest number of characters in the name of a trail or event data store."""
    least, greatest = table("fields")["limits"][f"{destination}_name"]
    return least, greatest


@cache
def resource_type(name: str) -> ResourceType | None:
    """Return what is known of a data event type, or None where the tables do not have it."""
    entry = table("resource_types")["types"].get(name)
    if entry is None:
        return None
    return ResourceType(name, tuple(entry.get("arns", ())), entry.get("documented", False), entry.get("no_arn", False))


def meant_resource_type(misspelling: str) -> str | None:
    """Return the type that a misspelling in AWS's own documents stands for, or None."""
    found: str | None = table("resource_types")["misspellings"].get(misspelling)
    return found


def rejected_resource_types() -> tuple[str, ...]:
    """Return the types of which it is known that CloudTrail rejects them."""
    return tuple(table("resource_types")["rejected"])


def resource_types() -> tuple[str, ...]:
    return tuple(table("resource_types")["types"])


@cache
def event_access(resource_type: str) -> dict[str, str]:
    """Return `read`, `write` or `either` for each event of a type, empty where not all of its events are known."""
    access: dict[str, list[str]] = table("event_access")["types"].get(resource_type, {})
    return {name: kind for kind, names in access.items() for name in names}


def types_with_known_events() -> tuple[str, ...]:
    """Return the resource types of which it is known which events read and which write."""
    return tuple(table("event_access")["types"])


def management_access() -> dict[str, dict[str, str]]:
    """Return `read` or `write` for some management events, by their source."""
    sources: dict[str, dict[str, list[str]]] = table("event_access")["management"]
    return {
        source: {name: kind for kind, names in access.items() for name in names} for source, access in sources.items()
    }


@cache
def network_sources() -> frozenset[str]:
    """Return the hosts that record network activity events, those included whose host name is inferred."""
    content = table("network_sources")
    return frozenset(content["hosts"]) | frozenset(content["named_without_host"])


def price(name: str, prices: Mapping[str, str]) -> str | None:
    """Return the US dollars for 100,000 events of a kind, such as `data-event`; None where no source settles it.

    `prices` wins over the list prices of us-east-1 in prices.json.
    """
    listed: str | None = table("prices")["prices"][name]["dollars"]
    return prices.get(name, listed)


class OptionSpec(NamedTuple):
    """The parameter that an option of the AWS CLI sets, and its kind: list, string or flag."""

    parameter: str
    kind: str


class CommandSpec(NamedTuple):
    """An `aws cloudtrail` command: what it speaks of (None: either), and its options by name.

    `creates` tells that it makes a trail or event data store, `sets` which attributes it sets by itself, where None
    stands for what the commands behind it decide.
    """

    destination: Destination | None
    options: dict[str, OptionSpec]
    creates: bool
    sets: dict[str, str | None]


@cache
def cli_commands() -> dict[str, CommandSpec]:
    """Return the commands of the AWS CLI that take selectors or make what has them."""
    content = table("commands")
    general = {name: OptionSpec("", kind) for name, kind in content["global_options"].items()}
    for name, kind in content["common_options"].items():
        general[name] = OptionSpec("", kind)
    return {
        name: CommandSpec(
            entry["destination"],
            {**general, **{key: OptionSpec(*value) for key, value in entry["options"].items()}},
            entry.get("creates", False),
            entry.get("sets", {}),
        )
        for name, entry in content["commands"].items()
    }


@cache
def cli_global_options() -> dict[str, str]:
    """Return the options that may stand before `cloudtrail`, with their kind: string or flag."""
    result: dict[str, str] = table("commands")["global_options"]
    return result


class RecordField(NamedTuple):
    """What a field of an event holds: one of `values` (None: any string), or nothing where it `may_be_missing`."""

    values: tuple[str, ...] | None
    may_be_missing: bool


@cache
def record_fields(category: str) -> dict[str, RecordField]:
    """Return what events of a category hold in the fields of selectors; a field that is not there is missing."""
    fields: dict[str, dict[str, Any]] = table("records")["categories"].get(category, {})
    return {
        name: RecordField(tuple(spec["values"]) if "values" in spec else None, spec.get("missing", False))
        for name, spec in fields.items()
    }


@cache
def event_categories() -> tuple[str, ...]:
    """Return every event category, those that only event data stores take among them."""
    return tuple(table("records")["categories"])


@cache
def example_values(field: str) -> tuple[str, ...]:
    """Return plausible values of a field, for events that are shown."""
    return tuple(table("records")["examples"].get(field, ()))


def example_event_name(kind: str, read_only: str) -> str | None:
    """Return the name of an event of a resource type, or of a source of management events."""
    found: str | None = table("records")["event_names"].get(kind, {}).get(read_only)
    return found


def example_event_source(resource_type: str) -> str | None:
    """Return the source of the data events of a resource type, where it is known."""
    found: str | None = table("records")["event_sources"].get(resource_type)
    return found


def label(kind: str, name: str) -> str:
    """Return what a description calls an event category, a resource type or an Insights type; else the name itself."""
    labels: dict[str, str] = table("labels")[kind]
    return labels.get(name, name)
