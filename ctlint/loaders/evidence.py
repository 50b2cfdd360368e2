"""What tells CloudTrail's selectors from other documents with like keys, and what another program fills in."""

from __future__ import annotations

from ctlint.loaders.placeholders import masked
from ctlint.loaders.selectors import BASIC_KEYS, DATA_RESOURCE_KEYS, FIELD_KEYS, INSIGHT_KEYS, LIST_KEYS
from ctlint.spelling import fold
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence, Unknown
from ctlint.text import GAP

# Kubernetes objects, JSON Schemas and descriptions of APIs have keys like CloudTrail's.
FOREIGN_KEYS = frozenset(("apiVersion", "kind", "$schema", "openapi", "swagger"))
SCHEMA_KEYS = frozenset(("type", "shape", "$ref", "properties", "items", "member"))
BASIC_NAMES = frozenset(map(fold, BASIC_KEYS))
LIST_NAMES = frozenset(map(fold, LIST_KEYS))
FIELD_NAMES = frozenset(map(fold, FIELD_KEYS))
RESOURCE_NAMES = frozenset(map(fold, DATA_RESOURCE_KEYS))
INSIGHT_NAMES = frozenset(map(fold, INSIGHT_KEYS))


def resolve(node: Node) -> Node:
    """Return a node of a selector file; what another program puts in its place is unknown."""
    if isinstance(node, (Scalar, Sequence, Mapping)) and node.tag:
        return Unknown(node.span, f"{node.tag} is evaluated elsewhere")
    if isinstance(node, Scalar):
        return masked(node)
    if isinstance(node, Mapping) and len(node.pairs) == 1 and _is_call(node):
        return Unknown(node.span, "an expression that is evaluated elsewhere")
    return node


def _is_call(node: Mapping) -> bool:
    """Tell whether an object of one pair is `{Ref: X}`, `{Fn::…: X}`, or a bare `{{ x }}`, which YAML takes for two."""
    key = node.pairs[0].key
    if isinstance(key, Scalar):
        return key.raw == "Ref" or key.raw.startswith("Fn::")
    return isinstance(key, Mapping)


def is_foreign(root: Mapping) -> bool:
    """Tell whether a document says that it is something else."""
    return not FOREIGN_KEYS.isdisjoint(root.names())


def is_schema(node: Node) -> bool:
    """Tell whether a value describes what may stand in its place."""
    return isinstance(node, Mapping) and not selector_kind(node) and not SCHEMA_KEYS.isdisjoint(node.names())


def list_kind(node: Node) -> str:
    """Return the list that a sequence evidently is, judged by its first recognisable item; or nothing."""
    items = node.items if isinstance(node, Sequence) else []
    return next((kind for item in items if (kind := selector_kind(item))), "")


def selector_kind(node: Node) -> str:
    """Return the list that a single object would be an item of, judged by its keys; empty where it is none.

    One key is enough where it is written as CloudTrail does and its value fits; else two have to agree.
    """
    if not isinstance(node, Mapping) or is_foreign(node):
        return ""
    values = {pair.key.raw: pair.value for pair in node.pairs if isinstance(pair.key, Scalar)}
    names = {fold(name): name for name in values}
    fields = names.get("fieldselectors", names.get("fieldselector"))
    if fields is not None and _holds_objects(values[fields], FIELD_NAMES, fields == "FieldSelectors"):
        return "AdvancedEventSelectors"
    if LIST_NAMES.isdisjoint(names) and _is_basic(values, names):
        return "EventSelectors"
    return "InsightSelectors" if _is_insight(values, names) else ""


def _is_basic(values: dict[str, Node], names: dict[str, str]) -> bool:
    known = BASIC_NAMES & names.keys()
    if len(known) > 1:
        return not any(is_schema(values[names[name]]) for name in known)
    for name in known:
        written = names[name]
        if written == "DataResources" or name == "dataresources":
            return _holds_objects(values[written], RESOURCE_NAMES, written in BASIC_KEYS)
        return written in BASIC_KEYS and not is_schema(values[written])
    return False


def _is_insight(values: dict[str, Node], names: dict[str, str]) -> bool:
    written = names.get("insighttype")
    if written is None:
        return False
    value = resolve(values[written])
    if isinstance(value, Scalar) and "insight" in fold(value.raw):
        return True
    return written == "InsightType" and names.keys() <= INSIGHT_NAMES and not is_schema(value)


def _may_be_anything(node: Node) -> bool:
    return isinstance(node, Unknown) or (isinstance(node, Scalar) and node.text.pattern == GAP)


def _holds_objects(node: Node, names: frozenset[str], is_exact: bool) -> bool:
    """Tell whether a value is a list, or one, of objects with a key among `names`, or may be.

    Under a key that is not spelled as CloudTrail does, two keys of an object have to be known.
    """
    value = resolve(node)
    if is_exact and (_may_be_anything(value) or (isinstance(value, Sequence) and not value.items)):
        return True
    if is_exact and isinstance(value, Scalar):
        return value.raw.lstrip()[:1] in ("[", "{")
    needed = 1 if is_exact else 2
    items = [resolve(item) for item in value.items] if isinstance(value, Sequence) else [value]
    return any(
        len(names & {fold(name) for name in item.names()}) >= needed
        if isinstance(item, Mapping)
        else is_exact and _may_be_anything(item)
        for item in items
    )
