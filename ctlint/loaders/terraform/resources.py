"""Resource blocks to trails: the blocks of the provider in the shape of CloudTrail's API."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ctlint.guard import ALWAYS, Atom, Guard, Literal, conjoin
from ctlint.loaders.binder import Binder
from ctlint.loaders.selectors import TRAIL_ATTRIBUTES, bind_lists
from ctlint.loaders.terraform import values
from ctlint.loaders.terraform.evaluate import Scope, condition, evaluate
from ctlint.loaders.terraform.instance import Instance
from ctlint.loaders.terraform.providers import place_of, provider_of, region_of, text_attribute
from ctlint.loaders.terraform.resource_types import TYPES, ResourceType
from ctlint.model import Dialect, Trail
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import Attribute as HclAttribute
from ctlint.syntax.hcl_nodes import Block, Body, Conditional, Expression
from ctlint.syntax.node import Absent, Choice, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import Decoded, Text

MAX_INSTANCES = 100
"""Instances of one resource or module call that are looked at; they differ only in what `each` stands for."""
MAX_DEPTH = 20
"""Blocks within blocks; those of a trail have three levels, twice as many with `dynamic` ones."""
# Terraform converts between strings, numbers and booleans, null is as if nothing were written, and the field selectors
# of a selector are a set.
DIALECT = Dialect(coerces=True, null_is_absent=True, merges_equal_fields=True)


class Existence(NamedTuple):
    """An instance of a resource: its suffix (`[0]`, `["a"]`), its scope, and when it exists."""

    suffix: str
    scope: Scope
    guard: Guard


def load_trails(instance: Instance) -> tuple[list[Trail], list[Problem]]:
    """Return the trails and event data stores that a module declares itself."""
    trails: list[Trail] = []
    problems: list[Problem] = []
    for block in instance.module.resources:
        kind = TYPES.get(block.labels[0])
        if kind is not None:
            problems += repeated_arguments(block.body)
        for existence in instances(block, instance) if kind else ():
            assert kind is not None
            binder = Binder(DIALECT._replace(spell=kind.style.spell))
            trails.append(_load_trail(block, kind, existence, binder, instance))
            problems += binder.problems
    return trails, problems


def _load_trail(block: Block, kind: ResourceType, existence: Existence, binder: Binder, instance: Instance) -> Trail:
    node = block_value(block.body, existence.scope, block.span)
    lists = bind_lists(binder, node, existence.guard, kind.destination)
    attributes = binder.attributes(node, TRAIL_ATTRIBUTES)
    provider = provider_of(block, instance)
    own = block.body.attribute("region")
    region = text_attribute(evaluate(own, existence.scope), own.span) if own else region_of(provider)
    if region is not None:
        attributes["HomeRegion"] = region
    name = attributes.get("Name") or attributes.get("TrailName")
    address = instance.prefixed(".".join(block.labels)) + existence.suffix
    dialect = binder.dialect
    trail = Trail(kind.destination, name.value if name else None, address, block.header, existence.guard, dialect)
    trail = trail._replace(is_declared=True, place=place_of(provider, region))
    return trail._replace(attributes=attributes, **lists._asdict())


def instances(block: Block, instance: Instance) -> Iterator[Existence]:
    """Yield the instances of a resource or module call, as `count` and `for_each` say."""
    count, for_each = block.body.attribute("count"), block.body.attribute("for_each")
    if count is not None:
        yield from _counted(count, instance)
    elif for_each is not None:
        yield from _for_each(evaluate(for_each, instance.scope), for_each, instance)
    else:
        yield Existence("", instance.scope, ALWAYS)


def _counted(count: Expression, instance: Instance) -> Iterator[Existence]:
    for guard, number in _counts(count, instance):
        known = values.known_number(number)
        scope = instance.scope
        if known is None:
            index = values.gap((instance.address, "count.index", str(count.span.start)), count.span, "${count.index}")
            may_exist = conjoin(guard, perhaps(count.span, scope.place))
            if may_exist is not None:
                yield Existence("[*]", scope.inner({"count": _object({"index": index}, count.span)}, -1), may_exist)
            continue
        for position in range(min(int(known), MAX_INSTANCES)):
            index = values.number(position, count.span)
            yield Existence(
                f"[{position}]", scope.inner({"count": _object({"index": index}, count.span)}, position), guard
            )


def _counts(count: Expression, instance: Instance) -> Iterator[tuple[Guard, Node]]:
    """Yield the values that a count may have, with the guards under which it has them."""
    if isinstance(count, Conditional):
        verdict = condition(count.condition, instance.scope)
        for guard, branch in ((verdict.when, count.when_true), (verdict.otherwise, count.when_false)):
            if guard is not None:
                yield guard, evaluate(branch, instance.scope)
        return
    value = evaluate(count, instance.scope)
    if isinstance(value, Choice):
        yield value.when, value.when_true
        yield value.otherwise, value.when_false
    else:
        yield ALWAYS, value


def _for_each(collection: Node, expression: Expression, instance: Instance) -> Iterator[Existence]:
    span, scope = expression.span, instance.scope
    if isinstance(collection, Choice):
        for guard, branch in ((collection.when, collection.when_true), (collection.otherwise, collection.when_false)):
            for existence in _for_each(branch, expression, instance):
                both = conjoin(guard, existence.guard)
                if both is not None:
                    yield existence._replace(guard=both)
        return
    for turn, (key, value) in enumerate(islice(_each(collection), MAX_INSTANCES)):
        each = _object({"key": key, "value": value}, span)
        guard = (
            ALWAYS
            if isinstance(key, Scalar) and not isinstance(value, Unknown)
            else perhaps(span, f"{scope.place}[{turn}]")
        )
        shown = values.known_string(key)
        inner = scope.inner({"each": each}, turn)
        yield Existence(f'["{shown}"]' if shown is not None else "[*]", inner, guard)
    if not isinstance(collection, Sequence | Mapping):
        each = _object({"key": Unknown(span, "each.key"), "value": Unknown(span, "each.value")}, span)
        yield Existence("[*]", scope.inner({"each": each}, -1), perhaps(span, scope.place))


def _each(collection: Node) -> Iterator[tuple[Node, Node]]:
    """Yield `each.key` and `each.value`; of a set both are the element."""
    if isinstance(collection, Sequence):
        for item in collection.items:
            if not isinstance(item, Absent):
                yield item, item
    elif isinstance(collection, Mapping):
        for pair in collection.pairs:
            yield pair.key, pair.value


def perhaps(span: Span, place: str = "") -> Guard:
    """Return the guard of what may or may not exist; `place` tells module instances and turns of loops apart."""
    return frozenset((Literal(Atom(f"exists {place} {span.source.path}:{span.start}", None), True),))


def _object(entries: dict[str, Node], span: Span) -> Mapping:
    return values.mapping(((values.string(key, span), value) for key, value in entries.items()), span)


def block_value(body: Body, scope: Scope, span: Span) -> Mapping:
    """Return a block's inside as a mapping: attributes, and for each type of nested block a list of mappings."""
    # Of an argument that stands twice the last counts, so that the rest is linted.
    written = {each.name: each for each in body.attributes}
    pairs = [Pair(_key(each), evaluate(each.value, scope)) for each in written.values()]
    nested: dict[str, list[Node]] = {}
    keys: dict[str, Span] = {}
    for block in body.blocks if scope.depth < MAX_DEPTH else ():
        name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
        keys.setdefault(name, block.header)
        items = nested.setdefault(name, [])
        if block.type == "dynamic":
            items += _dynamic(block, name, scope)
        else:
            items.append(block_value(block.body, scope.inner({}, len(items)), block.span))
    for name, items in nested.items():
        key = Scalar.of(Text((values.literal(name, keys[name]),), keys[name]))
        pairs.append(Pair(key, values.sequence(items, keys[name])))
    return Mapping(Decoded.whole(span.source), span.start, span.end, pairs)


def repeated_arguments(body: Body, depth: int = 0) -> Iterator[Problem]:
    """Yield a problem for each argument that a block, or one within it, has twice."""
    seen: dict[str, Span] = {}
    for each in body.attributes:
        if each.name in seen:
            message = f"argument `{each.name}` stands twice in one block"
            related = ((seen[each.name], "first here"),)
            yield Problem("duplicate-key", each.key, message, variant="hcl", related=related)
        seen.setdefault(each.name, each.key)
    for block in body.blocks if depth < MAX_DEPTH else ():
        yield from repeated_arguments(block.body, depth + 1)


def _key(attribute: HclAttribute) -> Scalar:
    return Scalar.of(Text((values.literal(attribute.name, attribute.key),), attribute.key))


def _dynamic(block: Block, name: str, scope: Scope) -> list[Node]:
    """Return the blocks that a dynamic block makes; of an unknown collection, one that may be there."""
    for_each = block.body.attribute("for_each")
    iterator = block.body.attribute("iterator")
    content = next((each for each in block.body.blocks if each.type == "content"), None)
    if for_each is None or content is None:
        return [Unknown(block.header, "a dynamic block without content")]
    bound = iterator.span.text.strip() if iterator else name
    return _expanded(evaluate(for_each, scope), content, bound, scope, for_each.span)


def _expanded(collection: Node, content: Block, bound: str, scope: Scope, span: Span) -> list[Node]:
    if isinstance(collection, Choice):
        branches = [
            values.sequence(_expanded(branch, content, bound, scope, span), span)
            for branch in (collection.when_true, collection.when_false)
        ]
        return _guarded(collection, branches[0].items, branches[1].items)

    def made(key: Node, value: Node, turn: int) -> tuple[Mapping, Scope]:
        inner = scope.inner({bound: _object({"key": key, "value": value}, span)}, turn)
        # What stands in the `for_each` itself, such as the 1 of `var.wanted ? [1] : []`, is seen anyway.
        if not span.contains(value.span):
            scope.names.make(content.span, value.span)
        return block_value(content.body, inner, content.span), inner

    items: list[Node] = []
    for turn, (key, value) in enumerate(_each(collection)):
        found, inner = made(key, value, turn)
        if isinstance(value, Choice) and isinstance(value.when_false, Absent):
            items.append(Choice(span, value.when, value.otherwise, found, Absent(span)))
        elif isinstance(value, Unknown):
            items += _possible(found, span, inner.place)
        else:
            items.append(found)
    if not isinstance(collection, Sequence | Mapping) and not values.is_null(collection):
        found, inner = made(Unknown(span, "key"), Unknown(span, "value"), -1)
        items += _possible(found, span, inner.place)
    return items


def _guarded(choice: Choice, when_true: list[Node], when_false: list[Node]) -> list[Node]:
    """Return the items of two alternatives, each under its own condition."""
    absent = Absent(choice.span)
    found: list[Node] = [Choice(choice.span, choice.when, choice.otherwise, item, absent) for item in when_true]
    return found + [Choice(choice.span, choice.when, choice.otherwise, absent, item) for item in when_false]


def _possible(node: Node, span: Span, place: str) -> list[Node]:
    """Return a block that may be there, any number of times."""
    guard = perhaps(span, place)
    otherwise = frozenset(Literal(literal.atom, False) for literal in guard)
    return [Choice(span, guard, otherwise, node, Absent(span)), Unknown(span, "an unknown collection")]
