"""Selector files: what the AWS CLI and the SDKs take, and what they print."""

from __future__ import annotations

from ctlint.guard import ALWAYS
from ctlint.loaders.binder import Binder
from ctlint.loaders.evidence import is_foreign, is_schema, list_kind, resolve, selector_kind
from ctlint.loaders.selectors import (
    CONFIGURATION_KEYS,
    LIST_KEYS,
    TRAIL_ATTRIBUTES,
    bind_advanced,
    bind_basic,
    bind_configuration,
    bind_insight,
    bind_list,
    bind_lists,
    place,
)
from ctlint.model import Deployment, Destination, Dialect, Place, Trail
from ctlint.spelling import fold, slip
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence

REQUEST = Dialect()
ANSWER = Dialect(is_answer=True, null_is_absent=True)

STORE_KEYS = frozenset(
    ("EventDataStore", "EventDataStoreArn", "MultiRegionEnabled", "OrganizationEnabled", "RetentionPeriod",
     "TerminationProtectionEnabled", "BillingMode", "StartIngestion", "InsightsDestination")
)  # fmt: skip
TRAIL_KEYS = frozenset(("TrailName", "TrailARN", "S3BucketName"))
CREATE_TRAIL_KEYS = frozenset(
    ("IsMultiRegionTrail", "IncludeGlobalServiceEvents", "EnableLogFileValidation", "IsOrganizationTrail")
)
STATUS_KEYS = frozenset(("LatestDeliveryTime", "StartLoggingTime", "TimeLoggingStarted", "LatestDigestDeliveryTime"))
LIST_NAMES = frozenset(fold(name) for name in LIST_KEYS)
INVENTORY_KEYS = ("trailList", "Trails")
ARN_ATTRIBUTES = ("TrailARN", "EventDataStoreArn", "EventDataStore", "TrailName", "Name")
"""What holds the ARN of a trail or event data store; a command takes it in place of the name."""


def is_selector_file(root: Node) -> bool:
    """Tell whether a document is a selector, a list of them, or a request or an answer that holds them."""
    if isinstance(root, Sequence):
        return list_kind(root) != ""
    if not isinstance(root, Mapping) or is_foreign(root):
        return False
    return bool(selector_kind(root) or _holds_selectors(root) or _is_trail_answer(root) or _is_configuration(root))


def load(root: Node, destination: Destination | None = None, dialect: Dialect = REQUEST) -> Deployment:
    """Return the trails of a selector file, as far as it tells which they are."""
    if isinstance(root, Sequence):
        return _load_bare(root, list_kind(root), destination, dialect)
    if not isinstance(root, Mapping):
        return Deployment((), ())
    for name in INVENTORY_KEYS:
        inventory = root.get(name)
        if isinstance(inventory, Sequence):
            return _load_inventory(inventory)
    if isinstance(root.get("Trail"), Mapping):
        return _load_inventory(Sequence(root.origin, root.start, root.end, [root.get("Trail")]))  # type: ignore[list-item]
    if kind := selector_kind(root):
        return _load_bare(root, kind, destination, dialect)
    return _load_request(root, destination, dialect)


def _holds_selectors(root: Mapping) -> bool:
    """Tell whether a top-level key, perhaps misspelt, holds a list of selectors.

    Keys in snake_case are some module's own, unless a trail or event data store is named beside them.
    """
    names = set(root.names())
    has_owner = bool(names & (TRAIL_KEYS | STORE_KEYS))
    for pair in root.pairs:
        if isinstance(pair.key, Scalar) and pair.key.raw:
            raw = pair.key.raw
            if raw in LIST_KEYS and not is_schema(pair.value):
                return True
            meant = fold(raw) in LIST_NAMES or slip(raw, LIST_KEYS) is not None
            if meant and ("_" not in raw or has_owner) and _is_selector_value(pair.value):
                return True
    return False


def _is_selector_value(value: Node) -> bool:
    return bool(list_kind(value) or selector_kind(value))


def _is_trail_answer(root: Mapping) -> bool:
    names = set(root.names())
    trail = root.get("Trail")
    if isinstance(trail, Mapping):
        return "TrailARN" in trail.names()
    for name in INVENTORY_KEYS:
        inventory = root.get(name)
        if isinstance(inventory, Sequence):
            items = inventory.items
            return all(isinstance(item, Mapping) and "TrailARN" in item.names() for item in items)
    is_status = "IsLogging" in names and bool(names & STATUS_KEYS)
    is_creation = {"Name", "S3BucketName"} <= names and bool(names & CREATE_TRAIL_KEYS)
    return is_status or is_creation or "EventDataStoreArn" in names


def _is_configuration(root: Mapping) -> bool:
    names = set(root.names())
    owner = names & {"TrailARN", "TrailName", "EventDataStore", "EventDataStoreArn"}
    return bool(names & {"ContextKeySelectors", "AggregationConfigurations"} or ("MaxEventSize" in names and owner))


def _load_bare(root: Sequence | Mapping, kind: str, destination: Destination | None, dialect: Dialect) -> Deployment:
    """Load selectors without anything that says whose they are."""
    binder = Binder(dialect, resolve)
    node: Node = root
    span = root.span
    if isinstance(root, Mapping):
        span = place(root)
        if not dialect.wraps_single:
            message = "a single selector; commands and templates take a list of them"
            binder.note("stringified-selectors", span, message, variant="bare-object")
        node = Sequence(root.origin, root.start, root.end, [root])
    trail = Trail(destination, None, "", span, ALWAYS, dialect)
    if kind == "EventSelectors":
        basic = bind_list(
            binder, node, binder.shown(kind), ALWAYS, lambda item, position: bind_basic(binder, item, position)
        )
        trail = trail._replace(destination=destination or "trail", event_selectors=basic)
    elif kind == "AdvancedEventSelectors":
        advanced = bind_list(
            binder,
            node,
            binder.shown(kind),
            ALWAYS,
            lambda item, position: bind_advanced(binder, item, position, destination),
        )
        trail = trail._replace(advanced_event_selectors=advanced)
    else:
        insights = bind_list(
            binder, node, binder.shown(kind), ALWAYS, lambda item, position: bind_insight(binder, item, position)
        )
        trail = trail._replace(insight_selectors=insights)
    return Deployment((trail,), tuple(binder.problems))


def _load_request(root: Mapping, destination: Destination | None, dialect: Dialect) -> Deployment:
    """Load a request (`--cli-input-json`) or an answer; an answer names the ARN of what it describes."""
    names = set(root.names())
    if names & {"TrailARN", "EventDataStoreArn"}:
        dialect = ANSWER
    if destination is None:
        # Only create-event-data-store takes a Name beside the selectors.
        if names & STORE_KEYS or ({"Name", "AdvancedEventSelectors"} <= names and not names & TRAIL_KEYS):
            destination = "event_data_store"
        elif names & TRAIL_KEYS or "EventSelectors" in names or names & STATUS_KEYS:
            destination = "trail"
    binder = Binder(dialect, resolve)
    lists = bind_lists(binder, root, ALWAYS, destination)
    trail = Trail(destination, None, "", place(root), ALWAYS, dialect)._replace(**lists._asdict())
    if names & set(CONFIGURATION_KEYS):
        trail = trail._replace(event_configuration=bind_configuration(binder, root))
    return Deployment((_identified(binder, trail, root),), tuple(binder.problems))


def _load_inventory(items: Sequence) -> Deployment:
    """Load what describe-trails, list-trails or get-trail printed."""
    binder = Binder(ANSWER, resolve)
    trails = [
        _identified(binder, Trail("trail", None, "", place(item), ALWAYS, ANSWER), item)
        for item in items.items
        if isinstance(item, Mapping)
    ]
    return Deployment(tuple(trails), (), is_inventory=True)


def _identified(binder: Binder, trail: Trail, node: Mapping) -> Trail:
    """Return a trail with its attributes and the name that stands among them."""
    attributes = binder.attributes(node, TRAIL_ATTRIBUTES)
    named = next((attributes[key] for key in ("TrailName", "Name") if key in attributes), None)
    trail = trail._replace(attributes=attributes, name=named.value if named else None)
    return trail._replace(place=place_by_arn(trail))


def place_by_arn(trail: Trail) -> Place:
    """Return the account and the home Region that the ARN of a trail tells; its home Region may be told apart."""
    arn = next((found for key in ARN_ATTRIBUTES if (found := trail.attribute(key))), None)
    # Of `arn:aws:cloudtrail:us-east-1:111122223333:trail/name`, an ARN that is known up to its name is enough.
    parts = arn.head.split(":") if arn is not None else []
    home = trail.attribute("HomeRegion")
    region = home.value if home is not None else None
    if len(parts) <= 5 or parts[0] != "arn":
        return Place(None, region)
    return Place(parts[4] or None, region or parts[3] or None)
