"""Selectors among the arguments of modules that ctlint does not read, by the names that well-known modules give them.

What such a module does with its arguments is not known: it may add what is missing, choose among lists, make one
trail or none. So nothing is claimed about what is not written (CT105, CT106, CT108, CT109, CT114, CT122, CT134),
about two kinds of selectors together (CT101, CT130), nor about keys and types that may be the module's own (CT102 to
CT104). What is written is taken to reach CloudTrail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ctlint.guard import ALWAYS, Atom, Guard, Literal
from ctlint.loaders.binder import Binder
from ctlint.loaders.key_styles import API, TERRAFORM, KeyStyle, stem
from ctlint.loaders.selectors import BASIC_KEYS, INSIGHT_KEYS, bind_lists
from ctlint.loaders.terraform import values
from ctlint.loaders.terraform.evaluate import evaluate
from ctlint.loaders.terraform.instance import Instance
from ctlint.loaders.terraform.resources import instances
from ctlint.model import Destination, Dialect, Trail
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import Block
from ctlint.syntax.node import Mapping, Node, Pair, Scalar, Sequence
from ctlint.text import Decoded

# Inputs of modules in the Terraform Registry such as cloudposse/cloudtrail, boldlink/cloudtrail and
# clouddrove/cloudtrail (2026-11-20).
ARGUMENTS = {
    "event_selector": "EventSelectors",
    "event_selectors": "EventSelectors",
    "cloudtrail_event_selectors": "EventSelectors",
    "advanced_event_selector": "AdvancedEventSelectors",
    "advanced_event_selectors": "AdvancedEventSelectors",
    "insight_selector": "InsightSelectors",
    "insight_selectors": "InsightSelectors",
}
TRAIL_ARGUMENTS = frozenset(
    ("s3_bucket_name", "is_multi_region_trail", "is_organization_trail", "include_global_service_events",
     "enable_log_file_validation", "enable_logging")
)  # fmt: skip
"""What a module of an event data store has no use for."""
RULES = ("CT1", "CT2", "CT304", "CT305", "CT306", "CT307", "CT308", "CT309")
"""Rules about what holds of a selector wherever a module puts it."""
REPORTED = frozenset(("unknown-operator",))
"""The problems of reading that are certain: the names of operators are a closed set."""
DIALECT = Dialect(coerces=True, wraps_single=True, null_is_absent=True, merges_equal_fields=True, is_argument=True)
# By their keys objects tell what they are, whatever the argument is called.
KINDS = (
    ("AdvancedEventSelectors", frozenset((stem("FieldSelectors"),))),
    ("InsightSelectors", frozenset(stem(key) for key in INSIGHT_KEYS)),
    ("EventSelectors", frozenset(stem(key) for key in BASIC_KEYS)),
)

Group = dict[str, Pair]


class Argument(NamedTuple):
    """An argument: its name, where the name stands, and the value."""

    name: str
    key: Span
    value: Node


class Owner(NamedTuple):
    """What takes arguments: its address, its place, and the guard under which it is there."""

    address: str
    span: Span
    guard: Guard = ALWAYS


def are_well_known(block: Block) -> bool:
    """Tell whether a module call has arguments that are read as selectors."""
    return any(each.name in ARGUMENTS for each in block.body.attributes)


def load_call(block: Block, instance: Instance) -> tuple[list[Trail], list[Problem]]:
    """Return the trails that a module call makes, as far as its arguments tell, and the problems met in them."""
    trails: list[Trail] = []
    problems: list[Problem] = []
    attributes = block.body.attributes
    names = frozenset(each.name for each in attributes)
    known = [each for each in attributes if each.name in ARGUMENTS]
    for existence in instances(block, instance) if known else ():
        found = [Argument(each.name, each.key, evaluate(each.value, existence.scope)) for each in known]
        address = instance.prefixed(f"module.{block.labels[0]}") + existence.suffix
        loaded = load(found, names, Owner(address, block.header, existence.guard))
        trails += loaded[0]
        problems += loaded[1]
    return trails, problems


def load(arguments: Iterable[Argument], names: frozenset[str], owner: Owner) -> tuple[list[Trail], list[Problem]]:
    """Return the trails that well-known arguments are for, and the problems met in them.

    `names` are those of all arguments: they tell a trail from an event data store.
    """
    trails: list[Trail] = []
    problems: list[Problem] = []
    for group in _groups(arguments):
        is_trail = "EventSelectors" in group or not names.isdisjoint(TRAIL_ARGUMENTS)
        trail, found = _load_trail(group, owner, "trail" if is_trail else None)
        if trail is not None:
            trails.append(trail)
            problems += found
    return trails, problems


def _groups(arguments: Iterable[Argument]) -> list[Group]:
    """Return the arguments by the kind of their selectors, those apart that cannot be for the same trail."""
    groups: list[Group] = []
    for argument in arguments:
        value = _listed(argument.value)
        kind = next(filter(None, map(_kind, _objects(value))), ARGUMENTS[argument.name])
        group = next((each for each in groups if _takes(each, kind)), None)
        if group is None:
            groups.append(group := {})
        group[kind] = Pair(values.string(kind, argument.key), value)
    return groups


def _takes(group: Group, kind: str) -> bool:
    rivals = () if kind == "InsightSelectors" else ("EventSelectors", "AdvancedEventSelectors")
    return kind not in group and not any(each in group for each in rivals)


def _load_trail(group: Group, owner: Owner, destination: Destination | None) -> tuple[Trail | None, list[Problem]]:
    """Return the trail that arguments are for, and the problems met; no trail where they hold no selector."""
    first = next(iter(group.values()))
    style = _style(first.value)
    pairs = [pair._replace(key=values.string(style.spell(kind), pair.key.span)) for kind, pair in group.items()]
    node = Mapping(Decoded.whole(owner.span.source), owner.span.start, owner.span.end, pairs)
    binder = Binder(DIALECT._replace(spell=style.spell))
    # Whether the module makes a trail of them nobody knows.
    trail_exists = Atom(f"trail of {owner.address} {owner.span.source.path}:{owner.span.start}", None)
    guard = owner.guard | {Literal(trail_exists, True)}
    lists = bind_lists(binder, node, guard, destination)
    if not any(each is not None and (each.items or not each.complete) for each in lists):
        return None, []
    trail = Trail(destination, None, owner.address, owner.span, guard, binder.dialect, rules=RULES)
    problems = [problem for problem in binder.problems if problem.kind in REPORTED]
    return trail._replace(**lists._asdict()), problems


def _listed(value: Node) -> Node:
    """Return a map of selectors as a list of them; any other value as it is."""
    if isinstance(value, Mapping) and _kind(value) is None:
        items = [pair.value for pair in value.pairs]
        if items and all(isinstance(item, Mapping) and _kind(item) for item in items):
            return Sequence(value.origin, value.start, value.end, items)
    return value


def _objects(value: Node) -> Iterator[Mapping]:
    """Yield the objects of a list, or the one that stands in its place."""
    for item in value.items if isinstance(value, Sequence) else [value]:
        if isinstance(item, Mapping):
            yield item


def _kind(value: Node) -> str | None:
    """Return the kind of selectors that an object is one of, judged by its keys, or None."""
    names = {stem(name) for name in value.names()} if isinstance(value, Mapping) else set()
    return next((kind for kind, keys in KINDS if names & keys), None)


def _style(value: Node) -> KeyStyle:
    """Return the style in which messages spell names: that of the first key."""
    keys = (pair.key for item in _objects(value) for pair in item.pairs)
    first = next((key.raw for key in keys if isinstance(key, Scalar)), "")
    return API if first[:1].isupper() else TERRAFORM
