"""Terraform plans and states, as `terraform show -json` prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint.guard import ALWAYS
from ctlint.loaders.aws_cli import place_by_arn
from ctlint.loaders.binder import Binder
from ctlint.loaders.selectors import TRAIL_ATTRIBUTES, bind_lists, place
from ctlint.loaders.terraform.resource_types import TYPES, ResourceType
from ctlint.model import Attribute, Deployment, Destination, Dialect, Place, Trail
from ctlint.problem import Problem
from ctlint.syntax.node import Mapping, Node, Pair, Scalar, Sequence, Unknown

# A plan prints null or an empty list for what is not written, and a boolean for a boolean.
DIALECT = Dialect(coerces=True, is_answer=True, null_is_absent=True)
KEY = re.compile(r"\[(?:[^\]\"]|\"(?:[^\"\\]|\\.)*\")*\]")
"""The key of an instance within an address."""
MAX_DEPTH = 50
"""Modules within modules, and values within values."""
MARK = "_cloudtrail"
"""What the types of all trails and event data stores hold; anything without it is passed over unread."""
ARNS: dict[Destination, str] = {"trail": "TrailARN", "event_data_store": "EventDataStoreArn"}


def is_plan(root: Node | None) -> bool:
    return isinstance(root, Mapping) and "format_version" in root.names() and _root_module(root) is not None


def load(root: Mapping) -> list[Deployment]:
    """Return a deployment of the trails that a plan leads to or a state holds; none where there are no trails."""
    unknown = _unknown_values(root)
    providers = _providers(root.get("configuration"))
    trails: list[Trail] = []
    problems: list[Problem] = []
    for resource in _resources(_root_module(root), 0):
        kind = TYPES.get(_text(resource, "type"))
        inside = resource.get("values")
        if kind is None or not isinstance(inside, Mapping) or _text(resource, "mode") == "data":
            continue
        address = _text(resource, "address")
        node = _with_unknown(inside, unknown.get(address))
        if isinstance(node, Mapping):
            trail, found = _load_trail(node, kind, address)
            made_at = _place_of(trail, node, providers.get(KEY.sub("", address)))
            trails.append(trail._replace(place=made_at))
            problems += found
    return [Deployment(tuple(trails), tuple(problems), shows_addresses=True)] if trails else []


def _load_trail(node: Mapping, kind: ResourceType, address: str) -> tuple[Trail, list[Problem]]:
    binder = Binder(DIALECT._replace(spell=kind.style.spell))
    lists = bind_lists(binder, node, ALWAYS, kind.destination)
    attributes = binder.attributes(node, TRAIL_ATTRIBUTES)
    arn = node.get("arn")
    if isinstance(arn, Scalar) and arn.kind == "string":
        attributes[ARNS[kind.destination]] = Attribute(arn.text, arn.span)
    name = attributes.get("Name") or attributes.get("TrailName")
    trail = Trail(kind.destination, name.value if name else None, address, place(node), ALWAYS, binder.dialect)
    trail = trail._replace(is_declared=True, attributes=attributes)
    return trail._replace(**lists._asdict()), binder.problems


def _place_of(trail: Trail, node: Mapping, provider: str | None) -> Place:
    """Return where a trail is made: as its provider configuration says, else, in a state, as its ARN does."""
    if provider is None:
        return place_by_arn(trail)
    region = node.get("region")  # of the resource; one without it is in the Region of the provider configuration
    known = region.text.value if isinstance(region, Scalar) and region.kind == "string" else None
    return Place(provider, known or provider)


def _providers(configuration: Node | None) -> dict[str, str]:
    """Return by address, without the keys of instances, which provider configuration a resource uses."""
    found: dict[str, str] = {}
    root = configuration.get("root_module") if isinstance(configuration, Mapping) else None
    pending: list[tuple[str, Node | None, int]] = [("", root, 0)]
    while pending:
        prefix, module, depth = pending.pop()
        if not isinstance(module, Mapping) or depth > MAX_DEPTH:
            continue
        for resource in _marked(module.get("resources")):
            found[prefix + _text(resource, "address")] = _text(resource, "provider_config_key")
        calls = module.get("module_calls")
        for pair in calls.pairs if isinstance(calls, Mapping) else ():
            if isinstance(pair.key, Scalar) and isinstance(pair.value, Mapping):
                pending.append((f"{prefix}module.{pair.key.raw}.", pair.value.get("module"), depth + 1))
    return {address: key for address, key in found.items() if key}


def _root_module(root: Mapping) -> Mapping | None:
    """Return the module at the root of what a plan leads to, or of what a state holds."""
    values = root.get("planned_values") or root.get("values")
    module = values.get("root_module") if isinstance(values, Mapping) else None
    return module if isinstance(module, Mapping) else None


def _resources(module: Node | None, depth: int) -> Iterator[Mapping]:
    """Yield the resources of a module and of those below it."""
    if not isinstance(module, Mapping) or depth > MAX_DEPTH:
        return
    yield from _marked(module.get("resources"))
    for child in _marked(module.get("child_modules")):
        yield from _resources(child, depth + 1)


def _unknown_values(root: Mapping) -> dict[str, Node]:
    """Return by address what a plan says is known only after apply."""
    found: dict[str, Node] = {}
    for change in _marked(root.get("resource_changes")):
        # A deposed object is what is left of a replaced one; it shares its successor's address.
        if "deposed" not in change.names() and _text(change, "type") in TYPES:
            inside = change.get("change")
            unknown = inside.get("after_unknown") if isinstance(inside, Mapping) else None
            if unknown is not None:
                found[_text(change, "address")] = unknown
    return found


def _with_unknown(value: Node, unknown: Node | None, depth: int = 0) -> Node:
    """Return a value in which all that is `true` in `unknown` is not known."""
    if depth > MAX_DEPTH:
        return Unknown(value.span, "nested too deeply")
    if isinstance(unknown, Scalar):
        return Unknown(value.span, "known after apply") if unknown.raw == "true" else value
    if isinstance(value, Mapping) and isinstance(unknown, Mapping):
        pairs = [
            Pair(pair.key, _with_unknown(pair.value, _member(unknown, pair.key), depth + 1)) for pair in value.pairs
        ]
        written = set(value.names())
        for pair in unknown.pairs:
            if isinstance(pair.key, Scalar) and pair.key.raw not in written and _mentions_unknown(pair.value):
                pairs.append(Pair(pair.key, Unknown(value.span, "known after apply")))
        return Mapping(value.origin, value.start, value.end, pairs)
    if isinstance(value, Sequence) and isinstance(unknown, Sequence):
        items = [
            _with_unknown(item, unknown.items[at] if at < len(unknown.items) else None, depth + 1)
            for at, item in enumerate(value.items)
        ]
        more = unknown.items[len(value.items) :]
        if any(_mentions_unknown(item) for item in more):
            items.append(Unknown(value.span, "known after apply"))
        return Sequence(value.origin, value.start, value.end, items)
    return value


def _mentions_unknown(node: Node, depth: int = 0) -> bool:
    if depth > MAX_DEPTH:
        return True
    match node:
        case Scalar():
            return node.raw == "true"
        case Sequence():
            return any(_mentions_unknown(item, depth + 1) for item in node.items)
        case Mapping():
            return any(_mentions_unknown(pair.value, depth + 1) for pair in node.pairs)
    return False


def _member(node: Mapping, key: Node) -> Node | None:
    return node.get(key.raw) if isinstance(key, Scalar) else None


def _marked(node: Node | None) -> Iterator[Mapping]:
    """Yield the items of a list in which a trail may stand; to look into the others costs most of the time."""
    if isinstance(node, Sequence):
        text = node.origin.text
        for item in node.items:
            if isinstance(item, Mapping) and text.find(MARK, item.start, item.end) >= 0:
                yield item


def _text(node: Mapping, key: str) -> str:
    found = node.get(key)
    return found.raw if isinstance(found, Scalar) else ""
