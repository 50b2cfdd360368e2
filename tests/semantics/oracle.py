"""What selectors match, by trying every event of a small world: written from AWS's rules, sharing nothing with ctlint.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html (2026-11-20)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

Conditions = Mapping[str, Sequence[str]]
"""Operator → values, of one field."""


class Selector(NamedTuple):
    """An advanced selector: its category, and the conditions of its other fields."""

    category: str
    fields: Mapping[str, Conditions]


class Record(NamedTuple):
    """An event; a field that is not in `fields` is missing. A resource is a type and an ARN, which may be missing."""

    category: str
    fields: Mapping[str, str]
    resources: tuple[tuple[str, str | None], ...] = ()


TYPES = ("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table")
WORDS = ["".join(word) for length in range(8) for word in product("abz", repeat=length)]
"""All strings of up to 7 letters: literals of up to 3 letters a and b fit into them twice, with z between."""
WORDS += ["".join(word) for length in range(1, 5) for word in product("abc", repeat=length) if "c" in word]
SHORT = ["".join(word) for length in range(4) for word in product("abc", repeat=length)]
WORDS += [f"{begin}z{end}" for begin, end in product(SHORT, SHORT) if "c" in begin + end]


class Domain:
    """What a field may hold; None: an event may lack it."""

    def __init__(self, *values: str | None) -> None:
        self.values = values
        self.everything = (1 << len(values)) - 1


FLAG, FLAG_OR_NONE = Domain("true", "false"), Domain("true", "false", None)
FREE, FREE_OR_NONE = Domain(*WORDS), Domain(*WORDS, None)
DOMAINS: dict[str, dict[str, Domain]] = {
    "Management": {
        "readOnly": FLAG,
        "eventSource": FREE,
        "eventName": FREE,
        "sessionCredentialFromConsole": FLAG_OR_NONE,
        "userIdentity.arn": FREE_OR_NONE,
    },
    "Data": {
        "resources.type": Domain(*TYPES, "Other"),
        "resources.ARN": FREE_OR_NONE,
        "readOnly": FLAG,
        "eventName": FREE,
        "sessionCredentialFromConsole": FLAG_OR_NONE,
        "userIdentity.arn": FREE_OR_NONE,
    },
    "NetworkActivity": {
        "eventSource": FREE,
        "eventName": FREE,
        "errorCode": FREE_OR_NONE,
        "vpcEndpointId": FREE_OR_NONE,
    },
}
"""The fields that the events of a category have."""


def compare(operator: str, value: str, held: str) -> bool:
    if operator.endswith("Equals"):
        return held == value
    return held.startswith(value) if operator.endswith("StartsWith") else held.endswith(value)


def passes(conditions: Conditions, held: str | None) -> bool:
    """Tell whether a field passes: one of what the operators select, none of what they leave out.

    A field that the event lacks is not selected, and not left out either.
    """
    selecting = {name: values for name, values in conditions.items() if not name.startswith("Not")}
    excluding = {name: values for name, values in conditions.items() if name.startswith("Not")}
    if held is None:
        return not selecting
    selected = any(compare(name, value, held) for name, values in selecting.items() for value in values)
    excluded = any(compare(name, value, held) for name, values in excluding.items() for value in values)
    return (selected or not selecting) and not excluded


def matches(selector: Selector, record: Record) -> bool:
    """Tell whether a selector matches: every field passes, type and ARN with one and the same resource."""
    if selector.category != record.category:
        return False
    about_resources = {name: each for name, each in selector.fields.items() if name.startswith("resources.")}
    others = {name: each for name, each in selector.fields.items() if name not in about_resources}
    if not all(passes(conditions, record.fields.get(name)) for name, conditions in others.items()):
        return False
    if not about_resources:
        return True
    return any(
        all(
            passes(conditions, kind if name == "resources.type" else arn)
            for name, conditions in about_resources.items()
        )
        for kind, arn in record.resources
    )


def recorded(selectors: Iterable[Selector], record: Record) -> bool:
    return any(matches(each, record) for each in selectors)


def matches_basic(selector: Mapping[str, Any], record: Record) -> bool:
    """Tell whether a basic selector, given as the API has it, matches.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html (2026-11-20)
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html (2026-11-20)
    """
    wanted = {"ReadOnly": "true", "WriteOnly": "false"}.get(selector.get("ReadWriteType", "All"))
    if wanted is not None and record.fields.get("readOnly") != wanted:
        return False
    if record.category == "Management":
        excluded = selector.get("ExcludeManagementEventSources", [])
        return bool(selector.get("IncludeManagementEvents", True)) and record.fields.get("eventSource") not in excluded
    return record.category == "Data" and any(
        kind == resource["Type"] and any(_covers(kind, value, arn) for value in resource["Values"])
        for resource in selector.get("DataResources", [])
        for kind, arn in record.resources
    )


def _covers(kind: str, value: str, arn: str | None) -> bool:
    if value in ("arn:aws:s3", "arn:aws:s3:::", "arn:aws:lambda", "arn:aws:dynamodb"):
        return True
    if arn is None:
        return False
    return arn.startswith(value) if kind == "AWS::S3::Object" else arn == value


@cache
def those_that_compare(operator: str, value: str, domain: Domain) -> int:
    """Return which strings of a domain fulfil a comparison: bit i stands for the i-th string."""
    return sum(1 << at for at, held in enumerate(domain.values) if held is not None and compare(operator, value, held))


def those_that_pass(conditions: Conditions, domain: Domain) -> int:
    """Return which strings of a domain pass: what `passes` says of each of them."""
    selected, excluded, selects = 0, 0, False
    for operator, values in conditions.items():
        for value in values:
            if operator.startswith("Not"):
                excluded |= those_that_compare(operator, value, domain)
            else:
                selected |= those_that_compare(operator, value, domain)
        selects = selects or not operator.startswith("Not")
    return (selected if selects else domain.everything) & ~excluded


def kinds_of_events(selectors: Sequence[Selector], resources: int = 1) -> set[int]:
    """Return for every event of the small world which selectors match it: bit i stands for the i-th selector.

    Events have between one and `resources` resources. Fields are independent: of the strings of a field that pass
    in the same selectors one is as good as another.
    """
    found: set[int] = {0}
    for category in {each.category for each in selectors}:
        fields = {name for each in selectors if each.category == category for name in each.fields}
        everyone = sum(1 << at for at, each in enumerate(selectors) if each.category == category)
        scalars, elements = {everyone}, {everyone}
        for name in fields:
            masks = _masks(selectors, category, name, everyone)
            if name.startswith("resources."):
                elements = {element & mask for element in elements for mask in masks}
            else:
                scalars = {scalar & mask for scalar in scalars for mask in masks}
        lists = elements
        for _ in range(resources - 1):
            lists = {one | other for one in lists for other in elements}
        found |= {scalar & any_of_them for scalar in scalars for any_of_them in lists}
    return found


def _masks(selectors: Sequence[Selector], category: str, name: str, everyone: int) -> set[int]:
    """Return in which selectors a field passes, for each string that it may hold."""
    domain = DOMAINS[category][name]
    groups = {everyone: domain.everything}
    for at, selector in enumerate(selectors):
        if selector.category == category and name in selector.fields:
            passing = those_that_pass(selector.fields[name], domain)
            parted: dict[int, int] = {}
            for mask, strings in groups.items():
                for key, part in ((mask, strings & passing), (mask & ~(1 << at), strings & ~passing)):
                    if part:
                        parted[key] = part
            groups = parted
    return set(groups)
