"""CT403, CT405, CT406 and CT408: data events that a trail pays for, wanted or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ctlint import knowledge
from ctlint.checks.places import log_files
from ctlint.checks.registry import Context, check
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.model import AdvancedEventSelector, EventSelector, Trail
from ctlint.semantics import compile
from ctlint.semantics.events import Box, EventSet
from ctlint.semantics.strings import Clause, Pattern, StringSet
from ctlint.source import Span
from ctlint.text import Text

Selector = AdvancedEventSelector | EventSelector

S3, LAMBDA, DYNAMODB = "AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"
RESOURCES = {S3: "objects", LAMBDA: "functions", DYNAMODB: "tables"}
STREAM = "AWS::DynamoDB::Stream"
STREAM_READS = ("GetRecords", "GetShardIterator")
"""Reads of a stream whose records name the table, too.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html (2026-11-20)
"""

LOG_FILE = ".json.gz"
"""How the names of log files end.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html (2026-11-21)
"""

MISSING = StringSet((Clause((), Pattern(prefixes=frozenset([""]))),))
"""What a field that no event has looks like: every string begins with the empty one."""


@check.meaning("CT403")
def recorded_log_bucket(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    if trail.destination != "trail" or trail.flag("RecursiveLogging", default=True) is not True:
        return
    objects = log_files(trail, context.partition)
    if objects is None:
        return
    for selector, events in _written(trail, flaws):
        witness = (events & EventSet.of(_delivery(objects))).witness()
        if witness is not None:
            value = _naming_value(selector, objects)
            span = value.span if value else _data_place(selector, S3)
            name = trail.dialect.spell("S3BucketName")
            message = "the trail records the delivery of its own log files, and every delivery makes new events"
            related = (Related(objects.span, f"`{name}`: the log files go here"),)
            yield Finding(span, message, related, witness.fields, variant="" if value else "all-buckets")
            return


def _delivery(objects: Text) -> Box:
    """Return the events that CloudTrail makes when it delivers log files to a bucket.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html (2026-11-20)
    """
    return Box(
        "Data",
        {
            "resources.type": StringSet.equal(S3),
            "resources.ARN": compile.beginning_with(objects) & StringSet.ending(LOG_FILE),
            "readOnly": StringSet.equal("false"),
            "eventName": StringSet.equal("PutObject"),
            "eventSource": StringSet.equal("s3.amazonaws.com"),
            "eventType": StringSet.equal("AwsApiCall"),
            "userIdentity.arn": MISSING,
            "sessionCredentialFromConsole": MISSING,
        },
    )


def _naming_value(selector: Selector, objects: Text) -> Text | None:
    """Return the value by which a selector chooses log files, where it names a bucket."""
    wanted = compile.beginning_with(objects)
    for text in _arns(selector):
        _, _, name = text.pattern.partition(":s3:::")
        strings = compile.beginning_with(text)
        if name and (wanted <= strings or strings <= wanted):
            return text
    return None


def _arns(selector: Selector) -> Iterator[Text]:
    """Yield the ARNs that a selector chooses resources by."""
    if isinstance(selector, EventSelector):
        for resource in selector.data_resources.items if selector.data_resources else ():
            yield from resource.values.items if resource.values else ()
        return
    for operator in ("StartsWith", "Equals"):
        values = selector.values("resources.ARN", operator)
        yield from values.items if values else ()


def _data_place(selector: Selector, kind: str) -> Span:
    """Return where a selector names a resource type, else its own place."""
    if isinstance(selector, EventSelector):
        resources = selector.data_resources.items if selector.data_resources else ()
        types = [each.type for each in resources if each.type is not None and each.type.value == kind]
    else:
        values = selector.values("resources.type")
        types = [each for each in values.items if each.value == kind] if values else []
    return types[0].span if types else selector.span


@check.meaning("CT405", on_request=True)
def unbounded_data_events(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    for selector, events in _written(trail, flaws):
        for kind, what in RESOURCES.items():
            if EventSet.of(_box(kind)) <= events:
                price = knowledge.price("data-event", context.options.prices)
                message = f"records reads and writes of all {what}" + (
                    f" (${price} per 100,000 events)" if price else ""
                )
                yield Finding(_data_place(selector, kind), message)


@check.meaning("CT406", on_request=True)
def billed_stream_reads(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    written = _written(trail, flaws)
    if any(events & EventSet.of(_box(STREAM)) for _, events in written):
        return
    reads = EventSet.of(_box(DYNAMODB, eventName=STREAM_READS))
    for selector, events in written:
        witness = (events & reads).witness() if isinstance(selector, AdvancedEventSelector) else None
        if witness is not None:
            message = "reads of the tables' streams are recorded and billed too: their events name the table"
            yield Finding(_data_place(selector, DYNAMODB), message, (), witness.fields)


@check.meaning("CT408", on_request=True)
def batch_delete_noise(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    # Since 2025-06-09: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
    deletions = EventSet.of(_box(S3, eventName=("DeleteObject",), eventType=("AwsServiceEvent",)))
    for selector, events in _written(trail, flaws):
        witness = (events & deletions).witness()
        if witness is not None:
            message = "each object that a DeleteObjects call deletes is billed as an event of its own"
            yield Finding(_data_place(selector, S3), message, (), witness.fields)


def _written(trail: Trail, flaws: Flaws) -> list[tuple[Selector, EventSet]]:
    """Return the written selectors of a trail, each with the events that it surely or maybe matches."""
    found = compile.recorders(flaws.known_trail(trail))
    return [(each.selector, each.events) for each in found if each.selector is not None]


def _box(kind: str, **fields: Sequence[str]) -> Box:
    """Return the events of a resource type of which fields hold one of some values."""
    conditions: Mapping[str, Sequence[str]] = {"resources.type": [kind], **fields}
    return compile.box("Data", {name: {"Equals": values} for name, values in conditions.items()})
