"""Whether a value surely fits a JSON Schema: jsonschema, which says why one does not, takes ten times as long to load."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
SILENT = frozenset(
    ("$schema", "$id", "title", "description", "definitions", "default", "examples", "errorMessage",
     "patternErrorMessage", "enumDescriptions", "markdownDescription")
)  # fmt: skip
"""Keywords that ask nothing of a value."""


def fits(value: Any, schema: Schema, root: Schema | None = None) -> bool:
    """Tell whether a value fits a schema; False too where a keyword is met that only jsonschema knows."""
    root = schema if root is None else root
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/")
        return name in root.get("definitions", {}) and fits(value, root["definitions"][name], root)
    for keyword, wanted in schema.items():
        if keyword in SILENT or keyword == "additionalProperties":
            continue
        meets = KEYWORDS.get(keyword)
        if meets is None or not meets(value, wanted, root):
            return False
    return _others_fit(value, schema, root)


def _others_fit(value: Any, schema: Schema, root: Schema) -> bool:
    """Tell whether the keys of an object that a schema does not name are allowed."""
    allowed = schema.get("additionalProperties", True)
    if allowed is True or not isinstance(value, dict):
        return True
    others = [item for key, item in value.items() if key not in schema.get("properties", {})]
    return not others if allowed is False else all(fits(item, allowed, root) for item in others)


def _is_type(value: Any, wanted: str | list[str], root: Schema) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(_is_one_type(value, name) for name in names)


def _is_one_type(value: Any, name: str) -> bool:
    match name:
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return value is None and name == "null"


def _are_distinct(value: Any, wanted: bool, root: Schema) -> bool:
    if not wanted or not isinstance(value, list):
        return True
    return all(isinstance(item, str) for item in value) and len(set(value)) == len(value)


KEYWORDS: dict[str, Callable[[Any, Any, Schema], bool]] = {
    "type": _is_type,
    "enum": lambda value, wanted, root: isinstance(value, str) and value in wanted,
    "const": lambda value, wanted, root: type(value) is type(wanted) and value == wanted,
    "pattern": lambda value, wanted, root: not isinstance(value, str) or bool(re.search(wanted, value)),
    "minLength": lambda value, wanted, root: not isinstance(value, str) or len(value) >= wanted,
    "maxLength": lambda value, wanted, root: not isinstance(value, str) or len(value) <= wanted,
    "minItems": lambda value, wanted, root: not isinstance(value, list) or len(value) >= wanted,
    "maxItems": lambda value, wanted, root: not isinstance(value, list) or len(value) <= wanted,
    "uniqueItems": _are_distinct,
    "minimum": lambda value, wanted, root: not _is_one_type(value, "number") or value >= wanted,
    "items": lambda value, wanted, root: (
        not isinstance(value, list) or (isinstance(wanted, dict) and all(fits(item, wanted, root) for item in value))
    ),
    "required": lambda value, wanted, root: not isinstance(value, dict) or all(name in value for name in wanted),
    "minProperties": lambda value, wanted, root: not isinstance(value, dict) or len(value) >= wanted,
    "properties": lambda value, wanted, root: (
        not isinstance(value, dict)
        or all(fits(item, wanted[name], root) for name, item in value.items() if name in wanted)
    ),
    "propertyNames": lambda value, wanted, root: (
        not isinstance(value, dict) or all(fits(name, wanted, root) for name in value)
    ),
    "anyOf": lambda value, wanted, root: any(fits(value, each, root) for each in wanted),
}
"""Tells for each keyword whether a value meets it; where that is not sure, it says no."""
