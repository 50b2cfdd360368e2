"""Which events there can be in the one Region in which trails meet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ctlint import knowledge
from ctlint.checks.places import surely_multi_region
from ctlint.model import Trail
from ctlint.semantics.events import Box, EventSet
from ctlint.semantics.letters import PREFIX, Letter, joined
from ctlint.semantics.strings import Pattern, StringSet

GLOBAL_SOURCES = ("iam.amazonaws.com", "sts.amazonaws.com", "cloudfront.amazonaws.com", "route53.amazonaws.com")
"""Sources whose events are recorded in one Region, wherever they come from.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html (2026-11-21)
"""

REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")


def local(events: EventSet, trails: Iterable[Trail]) -> EventSet:
    """Return the events of a set, a union of boxes, that trails of one place can all see.

    With a trail for one Region among them these are the events of that Region, whichever it is.
    """
    home = next((trail for trail in trails if not surely_multi_region(trail)), None)
    if home is None:
        return events
    return EventSet.of(*(_local(term.box, home) for term in events.terms))


def _local(box: Box, home: Trail) -> Box:
    if box.category == "Management":
        fields = {"eventSource": StringSet.of([], Pattern(equals=frozenset(GLOBAL_SOURCES)))}
        return box.meet(Box(box.category, fields))
    service = _regional_service(box.part) if box.category == "Data" else None
    if service is None:
        return box
    return box.meet(Box(box.category, {"resources.ARN": StringSet.of([_arns(service, home)])}))


def _arns(service: str, home: Trail) -> Pattern:
    """Return how the ARNs of a service begin in the Region of a trail."""
    region = home.place.region or home.address
    if REGION.fullmatch(region):
        return Pattern(prefixes=frozenset([f"arn:{knowledge.partition_of(region)}:{service}:{region}:"]))
    parts = joined(("arn:", ("partition of", region), f":{service}:", ("region of", region), ":"))
    return Pattern(letters=frozenset([Letter(PREFIX, parts, ("${partition}", "${region}"))]))


def _regional_service(kind: str | None) -> str | None:
    """Return the service in the ARNs of a resource type, where these name a Region."""
    spec = knowledge.resource_type(kind) if kind else None
    for template in spec.arns if spec else ():
        parts = template.split(":")
        if len(parts) > 3 and parts[3] == "{}" and "{" not in parts[2]:
            return parts[2]
    return None
