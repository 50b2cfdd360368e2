"""Reads the words of a description back, knowing nothing of how they were written: which events do they speak of?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.semantics.oracle import Record

LEADS = {
    "with ARN": "resources.ARN",
    "of resource type": "resources.type",
    "of event type": "eventType",
    "of": "eventSource",
    "named": "eventName",
    "made by": "userIdentity.arn",
    "with error code": "errorCode",
    "through VPC endpoint": "vpcEndpointId",
    "with sessionCredentialFromConsole": "sessionCredentialFromConsole",
}
PLACES = {
    "in any bucket": "arn:aws:s3:::…",
    "in buckets whose names begin with": "arn:aws:s3:::{}…",
    "in bucket": "arn:aws:s3:::{}/…",
    "under": "arn:aws:s3:::{}…",
    "that are": "arn:aws:s3:::{}",
    "with the ARN": "{}",
}
"""What words about places in S3 say of ARNs."""
HEADS = {"all reads": "true", "all writes": "false", "all": None, "reads and writes": None, "reads": "true",
         "writes": "false", "events": None}  # fmt: skip
CONSOLE = "from console sessions"

Facet = tuple[str, list[str]]
Resource = Mapping[str, str | None]


class Phrase:
    """What a phrase says: reads, writes or both (None), what is chosen, and what is left out."""

    def __init__(self, text: str) -> None:
        first, *left_out = text.split("; ")
        head = next(each for each in HEADS if first == each or first.startswith(f"{each} "))
        self.read_only = HEADS[head]
        self.chosen = facets(first[len(head) :].strip())
        assert all(each.startswith("not ") for each in left_out), text
        self.left_out = [facet for each in left_out for facet in facets(each.removeprefix("not "))]

    def speaks_of(self, record: Record, resource: Resource) -> bool:
        held = {**record.fields, **resource}
        if self.read_only is not None and held.get("readOnly") != self.read_only:
            return False
        return all(fits(each, held) for each in self.chosen) and not any(fits(each, held) for each in self.left_out)


def facets(text: str) -> list[Facet]:
    """Return the fields that a text is about, with the values as they are said."""
    found: list[Facet] = []
    meant = "{}"
    rest = text.replace(",", " ").replace("(which no object has)", "").strip()
    while rest:
        lead = next((each for each in (CONSOLE, *PLACES, *LEADS) if f"{rest} ".startswith(f"{each} ")), None)
        if lead is None:
            word, _, rest = rest.partition(" ")
            if word != "or":
                said = meant.format(word).replace("……", "…")
                found[-1][1].append(said)
        else:
            rest = rest[len(lead) :]
            field = LEADS.get(lead, "resources.ARN")
            if lead == CONSOLE:
                found.append(("sessionCredentialFromConsole", ["true"]))
            elif not found or found[-1][0] != field:
                found.append((field, []))
            meant = PLACES.get(lead, "{}")
            if lead == "in any bucket":
                found[-1][1].append(meant)
        rest = rest.strip()
    return found


def fits(facet: Facet, held: Mapping[str, str | None]) -> bool:
    value = held.get(facet[0])
    return value is not None and any(is_said(each, value) for each in facet[1])


def is_said(word: str, value: str) -> bool:
    """Tell whether a word stands for a value: `ab` for itself, `ab…` and `…ab` for what begins or ends so."""
    if word.endswith("…"):
        return value.startswith(word[:-1])
    return value.endswith(word[1:]) if word.startswith("…") else value == word


def speak_of(lines: Sequence[tuple[str, str | None, Sequence[str]]], record: Record) -> bool:
    """Tell whether lines (category, the value that splits it, phrases) speak of an event."""
    for category, part, phrases in lines:
        for phrase in phrases if category == record.category else ():
            said = Phrase(phrase) if phrase != "nothing" else None
            if said is not None and any(said.speaks_of(record, each) for each in resources(record, category, part)):
                return True
    return False


def resources(record: Record, category: str, part: str | None) -> list[Resource]:
    """Return the resources of an event that a line is about; an empty one where it has none."""
    if category == "NetworkActivity":
        return [{}] if part is None or record.fields.get("eventSource") == part else []
    if category != "Data":
        return [{}]
    found = [{"resources.type": kind, "resources.ARN": arn} for kind, arn in record.resources]
    return [each for each in found if part is None or each["resources.type"] == part]
