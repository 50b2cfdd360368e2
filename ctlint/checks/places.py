"""Where trails are, what of them is certain, and where their logs go: what rules about several trails ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter

from ctlint.guard import ALWAYS
from ctlint.model import AdvancedEventSelector, Deployment, EventSelector, Trail, Values
from ctlint.text import Decoded, Gap, Segment, Text

MAX_TRAILS = 300
MAX_PAIRS = 200
"""Trails of a deployment, and pairs of them in one place, that are compared; an account has five in a Region at most."""
LOG_FOLDER = "AWSLogs/"
LOG_KIND = "/CloudTrail/"
# `bucket/prefix/AWSLogs/account/CloudTrail/…`; an organization's trail puts its own id before the account.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html (2026-11-20)


def surely_deployed(trail: Trail) -> bool:
    """Tell whether a trail is there in every deployment: no condition, count or branch of a script may leave it out."""
    return trail.guard == ALWAYS


def surely_logging(trail: Trail) -> bool:
    """Tell whether a trail logs, as far as is written: nothing says that it may be stopped.

    Terraform's `enable_logging` is true by default, CloudFormation requires `IsLogging`, and what an account has is
    taken to log unless its status says otherwise. A trail that a script creates logs once the script starts it.
    """
    name = "IngestionEnabled" if trail.destination == "event_data_store" else "IsLogging"
    return trail.flag(name, default=True) is True


def surely_multi_region(trail: Trail) -> bool:
    """Tell whether a trail surely records the events of all Regions that are enabled.

    Trails are for one Region by default, event data stores for all.
    """
    # https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html and
    # API_CreateEventDataStore.html (2026-11-20)
    if trail.destination == "event_data_store":
        return trail.flag("MultiRegionEnabled", default=trail.is_declared) is True
    return trail.flag("IsMultiRegionTrail", default=False) is True


def in_one_account(left: Trail, right: Trail) -> bool:
    """Tell whether two trails of one deployment surely are in one account."""
    return left.place.account is not None and left.place.account == right.place.account


def in_one_place(left: Trail, right: Trail) -> bool:
    """Tell whether two trails of one deployment surely record events of one account and of one Region at least.

    A trail for all Regions shares the home Region of any other. An organization's trail counts for the account that
    it is in; of the others nobody knows.
    """
    if not in_one_account(left, right):
        return False
    if surely_multi_region(left) or surely_multi_region(right):
        return True
    return left.place.region is not None and left.place.region == right.place.region


def pairs_in_one_place(deployment: Deployment) -> Iterator[tuple[Trail, Trail]]:
    """Yield each two trails, not event data stores, that surely exist and log together in one place."""
    return islice(_pairs_in_one_place(deployment), MAX_PAIRS)


def _pairs_in_one_place(deployment: Deployment) -> Iterator[tuple[Trail, Trail]]:
    trails = [
        trail
        for trail in deployment.trails
        if trail.destination == "trail" and surely_deployed(trail) and surely_logging(trail)
    ][:MAX_TRAILS]
    for at, left in enumerate(trails):
        for right in trails[at + 1 :]:
            if in_one_place(left, right):
                yield left, right


def by_region(trails: Iterable[Trail]) -> Iterator[list[Trail]]:
    """Yield groups of trails that surely are in one account and count in one Region, each in the given order.

    A trail for all Regions counts in each.
    """
    everywhere: dict[str, list[tuple[int, Trail]]] = {}
    homes: dict[tuple[str, str], list[tuple[int, Trail]]] = {}
    for at, trail in enumerate(trails):
        account, region = trail.place
        if account is not None:
            group = everywhere.setdefault(account, [])
            if surely_multi_region(trail):
                group.append((at, trail))
            elif region is not None:
                homes.setdefault((account, region), []).append((at, trail))
    yield from ([trail for _, trail in group] for group in everywhere.values())
    for (account, _), group in homes.items():
        yield [trail for _, trail in sorted([*everywhere[account], *group], key=itemgetter(0))]


def has_written_selectors(trail: Trail) -> bool:
    """Tell whether selectors are written for a trail, or may be: an unknown list counts."""
    return _is_written(trail.event_selectors) or _is_written(trail.advanced_event_selectors)


def _is_written(selectors: Values[EventSelector] | Values[AdvancedEventSelector] | None) -> bool:
    return selectors is not None and (bool(selectors.items) or not selectors.complete)


def default_recorder(trail: Trail) -> bool:
    """Tell whether a trail surely has no selectors of its own, and so records all management events.

    That is known where the text makes the trail, and of a trail of an account where AWS says so. An event data store
    without selectors records management events likewise.
    """
    # https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html: HasCustomEventSelectors, and
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    if has_written_selectors(trail):
        return False
    if trail.dialect.is_answer and not trail.is_declared:
        return trail.flag("HasCustomEventSelectors", default=True) is False
    return trail.is_declared


def log_objects(trail: Trail, partition: str | None = None) -> Text | None:
    """Return what the ARN of each log file begins with that a trail delivers; None where its bucket is not written.

    The gaps in it are those of the bucket's own name, wherever that stands. `partition` is that of the trail where it
    is known; else it is what the selectors of the trail have in its place, so that they can be compared with it. A
    prefix that is written nowhere is none at all only where the text shows all attributes: else it is unknown.
    """
    bucket = log_bucket(trail)
    if bucket is None:
        return None
    span = bucket.span

    def literal(text: str) -> Decoded:
        return Decoded(span.source, text, (Segment(0, span.start, span.end, False),))

    known = partition or _written_partition(trail)
    middle = literal(known) if isinstance(known, str) else known or Gap(("partition",), span, "${partition}")
    pieces = (literal("arn:"), middle, literal(":s3:::"), *bucket.pieces, literal("/"))
    return Text((*pieces, *_prefix_pieces(trail, literal("/")), literal(LOG_FOLDER)), span)


def log_files(trail: Trail, partition: str | None = None) -> Text | None:
    """Return what `log_objects` does, and the folder of an account behind it: there the log files themselves are."""
    objects = log_objects(trail, partition)
    if objects is None:
        return None
    span = objects.span
    account = _log_account(trail)
    known = Decoded(span.source, account or "", (Segment(0, span.start, span.end, False),))
    owner = known if account else Gap(("log account", trail.address), span, "${account}")
    folder = Decoded(span.source, LOG_KIND, (Segment(0, span.start, span.end, False),))
    return Text((*objects.pieces, owner, folder), span)


def _log_account(trail: Trail) -> str | None:
    """Return the one account in whose folder a trail's log files are; None where it is not known or one of several."""
    arn = trail.attribute("TrailARN")
    parts = arn.value.split(":") if arn is not None and arn.value else []
    is_one = trail.flag("IsOrganizationTrail", default=False) is False
    return parts[4] if is_one and len(parts) > 5 and parts[4].isdigit() else None


def log_bucket(trail: Trail) -> Text | None:
    """Return the name of the bucket that a trail delivers to; None where it is not written, or a value unlike a name."""
    bucket = trail.attribute("S3BucketName")
    # Somebody who passes an ARN, or a bucket with a folder, gets an error; nothing is to be built on it.
    return bucket if bucket is not None and bucket.pattern and not set(":/") & set(bucket.pattern) else None


def log_prefix(trail: Trail) -> Text | None:
    """Return the key prefix before `AWSLogs/`; None where it is not written or not known."""
    return trail.attribute("S3KeyPrefix")


def _prefix_pieces(trail: Trail, slash: Decoded) -> tuple[Decoded | Gap, ...]:
    """Return the pieces between the bucket and `AWSLogs/`, a slash at the end among them."""
    prefix = log_prefix(trail)
    if "S3KeyPrefix" not in trail.attributes and (trail.is_declared or trail.dialect.is_answer):
        return ()
    if prefix is None or "/" in (prefix.pattern[:1], prefix.pattern[-1:]):
        return (Gap(("prefix", trail.address), slash.span(0, 1), "${prefix}"),)
    return (*prefix.pieces, slash) if prefix.pattern else ()


def _written_partition(trail: Trail) -> str | Gap | None:
    """Return the partition in the first ARN of an S3 resource among the selectors: its name, or the gap there."""
    for value in _resource_values(trail):
        first, *rest = value.pieces
        if isinstance(first, Decoded) and value.pattern.partition(":s3")[1]:
            if first.text == "arn:" and rest and isinstance(rest[0], Gap):
                return rest[0]
            name = first.text.split(":")[1] if first.text.startswith("arn:") and first.text.count(":") > 1 else ""
            if name:
                return name
    return None


def _resource_values(trail: Trail) -> Iterator[Text]:
    """Yield the ARNs that the selectors of a trail compare resources with."""
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        for field_selector in selector.field_selectors:
            for condition in field_selector.conditions if field_selector.name == "resources.ARN" else ():
                yield from condition.values.items
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        for resource in basic.data_resources.items if basic.data_resources else ():
            yield from resource.values.items if resource.values else ()
