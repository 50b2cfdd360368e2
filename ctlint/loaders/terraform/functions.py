"""The functions of Terraform's language that occur in selectors."""

from __future__ import annotations

from itertools import product

from ctlint.loaders.terraform import values
from ctlint.loaders.terraform.evaluate import MAX_ITEMS, Scope, evaluate
from ctlint.loaders.terraform.text_functions import (
    Function,
    concat,
    format_list,
    format_text,
    join,
    json_decode,
    json_encode,
    mapped,
    replace,
    split,
    tested,
    title,
    trim_prefix,
    trim_suffix,
    unknown,
)
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import Call
from ctlint.syntax.node import Absent, Choice, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import GAP


def attempt(expression: Call, scope: Scope) -> Node:
    """Return what `try` and `can` give: the first argument that surely has a value, as far as that is certain."""
    if expression.name == "can":
        found = evaluate(expression.arguments[0], scope) if expression.arguments else unknown(expression.span)
        return values.boolean(True, expression.span) if values.is_known(found) else unknown(expression.span)
    for argument in expression.arguments:
        found = evaluate(argument, scope)
        if values.is_known(found):
            return found
        if not _surely_fails(found):
            return found if isinstance(found, Scalar | Sequence | Mapping) else unknown(expression.span)
    return unknown(expression.span)


def _surely_fails(node: Node) -> bool:
    """Tell whether an expression asks a known object or list for what it does not have."""
    return isinstance(node, Unknown) and node.reason.startswith("no ")


def _merge(arguments: list[Node], span: Span) -> Node:
    pairs: dict[str, Pair] = {}
    rest: list[Pair] = []
    for argument in arguments:
        entries = values.known_entries(argument)
        if entries is None:
            # What comes from an unknown map may replace every entry before it.
            pairs = {}
            rest = [Pair(Unknown(argument.span, "more entries"), argument)]
        else:
            for key, pair in entries:
                pairs.pop(key, None)
                pairs[key] = pair
    found = values.mapping((), span)
    found.pairs.extend([*rest, *pairs.values()])
    return found


def _set(arguments: list[Node], span: Span) -> Node:
    """Return a collection with each value once; the order of a set is not looked at."""
    (collection,) = arguments
    if not isinstance(collection, Sequence):
        return collection if isinstance(collection, Choice) else unknown(span)
    seen: set[object] = set()
    items: list[Node] = []
    for item in collection.items:
        key = values.identity(item)
        if key not in seen:
            seen.add(key)
            items.append(item)
    return values.sequence(items, span)


def _list(arguments: list[Node], span: Span) -> Node:
    (collection,) = arguments
    return collection if isinstance(collection, Sequence | Choice) else unknown(span)


def _map(arguments: list[Node], span: Span) -> Node:
    (collection,) = arguments
    return collection if isinstance(collection, Mapping | Choice) else unknown(span)


def _flatten(arguments: list[Node], span: Span) -> Node:
    items: list[Node] = []
    if not all(values.is_small(argument) for argument in arguments):
        return unknown(span)
    pending = arguments[::-1]
    while pending:
        item = pending.pop()
        if isinstance(item, Sequence):
            pending += reversed(item.items)
        else:
            items.append(item)
    return values.sequence(items, span)


def _compact(arguments: list[Node], span: Span) -> Node:
    (collection,) = arguments
    if not isinstance(collection, Sequence):
        return unknown(span)
    items = (_unless_empty(item) for item in collection.items)
    return values.sequence((item for item in items if not isinstance(item, Absent)), span)


def _unless_empty(item: Node) -> Node:
    """Return an item of a list from which the empty ones are taken."""
    if isinstance(item, Choice):
        branches = [_unless_empty(branch) for branch in (item.when_true, item.when_false)]
        return Choice(item.span, item.when, item.otherwise, branches[0], branches[1])
    text = item.text.pattern if isinstance(item, Scalar) else None
    if text == "" or values.is_null(item):
        return Absent(item.span)
    # A text of nothing but gaps may be empty, and then it is left out.
    return Unknown(item.span, "perhaps empty") if text is not None and not text.strip(GAP) else item


def _keys(arguments: list[Node], span: Span) -> Node:
    entries = values.known_entries(arguments[0])
    if entries is None:
        return unknown(span)
    return values.sequence((pair.key for _, pair in sorted(entries, key=lambda entry: entry[0])), span)


def _values(arguments: list[Node], span: Span) -> Node:
    entries = values.known_entries(arguments[0])
    if entries is None:
        return unknown(span)
    return values.sequence((pair.value for _, pair in sorted(entries, key=lambda entry: entry[0])), span)


def _lookup(arguments: list[Node], span: Span) -> Node:
    entries, key = values.known_entries(arguments[0]), values.known_string(arguments[1])
    if entries is None or key is None:
        return unknown(span)
    found = dict(entries).get(key)
    if found is not None:
        return found.value
    return arguments[2] if len(arguments) > 2 else unknown(span)


def _element(arguments: list[Node], span: Span) -> Node:
    items, position = values.known_items(arguments[0]), values.known_number(arguments[1])
    return items[int(position) % len(items)] if items and position is not None else unknown(span)


def _length(arguments: list[Node], span: Span) -> Node:
    (value,) = arguments
    if isinstance(value, Sequence):
        items = values.known_items(value)
        return values.number(len(items), span) if items is not None else unknown(span)
    if isinstance(value, Mapping):
        entries = values.known_entries(value)
        return values.number(len(entries), span) if entries is not None else unknown(span)
    text = values.known_string(value)
    return values.number(len(text), span) if text is not None else unknown(span)


def _contains(arguments: list[Node], span: Span) -> Node:
    items = values.known_items(arguments[0])
    if items is None or not values.is_known(arguments[0]) or not values.is_known(arguments[1]):
        return unknown(span)
    wanted = values.known_string(arguments[1])
    return values.boolean(any(values.known_string(item) == wanted for item in items), span)


def _coalesce(arguments: list[Node], span: Span) -> Node:
    for argument in arguments:
        if values.is_null(argument) or (isinstance(argument, Scalar) and argument.text.pattern == ""):
            continue
        surely = isinstance(argument, Scalar) and argument.text.pattern.strip(GAP) != ""
        return argument if surely or isinstance(argument, Sequence | Mapping) else unknown(span)
    return unknown(span)


def _coalesce_list(arguments: list[Node], span: Span) -> Node:
    for argument in arguments:
        items = values.known_items(argument)
        if items is None:
            return unknown(span)
        if items:
            return argument
    return unknown(span)


def _zip_map(arguments: list[Node], span: Span) -> Node:
    keys, items = values.known_items(arguments[0]), values.known_items(arguments[1])
    if keys is None or items is None or len(keys) != len(items):
        return unknown(span)
    return values.mapping(zip(keys, items, strict=True), span)


def _set_product(arguments: list[Node], span: Span) -> Node:
    lists = [values.known_items(argument) for argument in arguments]
    known = [items for items in lists if items is not None]
    count = 1
    for items in known:
        count *= len(items)
    if len(known) != len(lists) or count > MAX_ITEMS:
        return unknown(span)
    return values.sequence((values.sequence(row, span) for row in product(*known)), span)


def _range(arguments: list[Node], span: Span) -> Node:
    numbers = [values.known_number(argument) for argument in arguments]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or not 1 <= len(known) <= 3:
        return unknown(span)
    start, limit = (0.0, known[0]) if len(known) == 1 else (known[0], known[1])
    step = known[2] if len(known) == 3 else (1.0 if limit >= start else -1.0)
    if step == 0 or abs(limit - start) / abs(step) > MAX_ITEMS:
        return unknown(span)
    found: list[Node] = []
    while (start < limit) if step > 0 else (start > limit):
        found.append(values.number(start, span))
        start += step
    return values.sequence(found, span)


def _one(arguments: list[Node], span: Span) -> Node:
    items = values.known_items(arguments[0])
    if items is None or len(items) > 1:
        return unknown(span)
    return items[0] if items else values.null(span)


def _sort(arguments: list[Node], span: Span) -> Node:
    items = values.known_items(arguments[0])
    if items is None or not values.is_known(arguments[0]):
        return unknown(span)
    return values.sequence(sorted(items, key=lambda item: values.known_string(item) or ""), span)


def _reverse(arguments: list[Node], span: Span) -> Node:
    (collection,) = arguments
    return values.sequence(reversed(collection.items), span) if isinstance(collection, Sequence) else unknown(span)


def _slice(arguments: list[Node], span: Span) -> Node:
    items = values.known_items(arguments[0])
    start, end = values.known_number(arguments[1]), values.known_number(arguments[2])
    if items is None or start is None or end is None:
        return unknown(span)
    return values.sequence(items[int(start) : int(end)], span)


def _same(arguments: list[Node], span: Span) -> Node:
    return arguments[0]


def _guarded(function: Function, least: int, most: int) -> Function:
    """Return a function that is unknown where it is called with the wrong number of arguments."""

    def apply(arguments: list[Node], span: Span) -> Node:
        if not least <= len(arguments) <= most or any(isinstance(argument, Absent) for argument in arguments):
            return unknown(span)
        return function(arguments, span)

    return apply


ANY = 1_000
SIGNATURES: dict[str, tuple[Function, int, int]] = {
    "concat": (concat, 0, ANY),
    "merge": (_merge, 0, ANY),
    "toset": (_set, 1, 1),
    "distinct": (_set, 1, 1),
    "tolist": (_list, 1, 1),
    "tomap": (_map, 1, 1),
    "flatten": (_flatten, 1, 1),
    "compact": (_compact, 1, 1),
    "keys": (_keys, 1, 1),
    "values": (_values, 1, 1),
    "lookup": (_lookup, 2, 3),
    "element": (_element, 2, 2),
    "length": (_length, 1, 1),
    "format": (format_text, 1, ANY),
    "formatlist": (format_list, 1, ANY),
    "join": (join, 2, ANY),
    "split": (split, 2, 2),
    "replace": (replace, 3, 3),
    "lower": (mapped(str.lower), 1, 1),
    "upper": (mapped(str.upper), 1, 1),
    "title": (mapped(title), 1, 1),
    "trimsuffix": (trim_suffix, 2, 2),
    "trimprefix": (trim_prefix, 2, 2),
    "startswith": (tested(str.startswith), 2, 2),
    "endswith": (tested(str.endswith), 2, 2),
    "contains": (_contains, 2, 2),
    "coalesce": (_coalesce, 1, ANY),
    "coalescelist": (_coalesce_list, 1, ANY),
    "jsonencode": (json_encode, 1, 1),
    "jsondecode": (json_decode, 1, 1),
    "zipmap": (_zip_map, 2, 2),
    "setproduct": (_set_product, 1, ANY),
    "range": (_range, 1, 3),
    "one": (_one, 1, 1),
    "sort": (_sort, 1, 1),
    "reverse": (_reverse, 1, 1),
    "slice": (_slice, 3, 3),
    "sensitive": (_same, 1, 1),
    "nonsensitive": (_same, 1, 1),
    "tostring": (_same, 1, 1),
}
FUNCTIONS: dict[str, Function] = {name: _guarded(*signature) for name, signature in SIGNATURES.items()}
