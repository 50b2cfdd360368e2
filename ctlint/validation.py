"""The one door to jsonschema: what a YAML or JSON file has against a schema, and where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ctlint import resources, shape
from ctlint.change import RenameKey, SetValue
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.spelling import closest, did_you_mean
from ctlint.syntax import yaml
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded

if TYPE_CHECKING:  # only what is wrong needs it
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import ValidationError

KIND = "invalid"
"""The kind of every problem that a schema is the source of."""
MAX_VALUES = 100_000
"""Values in a file, those that aliases repeat counted each time: a few lines of YAML can stand for billions."""
MAX_DEPTH = 200

Plain = dict[str, Any] | list[Any] | str | int | float | bool | None

TYPE_NAMES = {
    "array": "a list", "object": "an object", "string": "a string", "boolean": "true or false",
    "integer": "a whole number", "number": "a number", "null": "null",
}  # fmt: skip
COMPLAINTS = {
    "minItems": "has fewer items than {}",
    "maxItems": "has more items than {}",
    "minLength": "has fewer characters than {}",
    "maxLength": "has more characters than {}",
    "minProperties": "has fewer keys than {}",
    "minimum": "is below {}",
    "maximum": "is above {}",
    "uniqueItems": "holds the same item twice",
}


class Broken(NamedTuple):
    """A keyword of a schema that a value does not meet: what it wants, what was given, and where."""

    keyword: str
    wanted: Any
    given: Any
    schema: dict[str, Any]
    path: tuple[str | int, ...]


def check(source: Source, schema: str) -> list[Problem]:
    """Return what a file has against a schema such as "rule-page", in the order of the file.

    The file is YAML (JSON included) with one document; a broken one gives the fault of its syntax alone.
    """
    documents = yaml.parse(Decoded.whole(source))
    if documents.problems:
        return documents.problems
    if len(documents.roots) != 1:
        return [Problem(KIND, Span(source, 0, 0), f"the file holds {len(documents.roots)} documents; one is expected")]
    return check_node(documents.roots[0], source, schema)


def check_node(root: Node, source: Source, schema: str) -> list[Problem]:
    """Return what a document of a file has against a schema, in the order of the file."""
    if _is_too_large(root):
        message = f"the file holds more than {MAX_VALUES} values, or more than {MAX_DEPTH} in one another, with aliases"
        return [Problem(KIND, Span(source, 0, 0), message)]
    problems = dict.fromkeys(_duplicates(root))
    content = plain(root)
    if not problems and shape.fits(content, _schema(schema)):
        return []
    for error in _validator(schema).iter_errors(content):
        problems.update(dict.fromkeys(_explain(_broken(error), root)))
    return sorted(problems, key=lambda problem: (problem.span.start, problem.span.end, problem.message))


def one_line(problem: Problem) -> str:
    """Return a problem as `path:line:column: message`."""
    span = problem.span
    position = span.start_position
    return f"{span.source.path}:{position.line}:{position.column}: {problem.message}"


def plain(node: Node) -> Plain:
    """Return a node as what a JSON parser would give; of a key that stands twice the last one counts."""
    match node:
        case Scalar():
            return _scalar(node)
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {pair.key.raw: plain(pair.value) for pair in node.pairs if isinstance(pair.key, Scalar)}
        case _:
            return None


def _scalar(node: Scalar) -> Plain:
    if node.kind == "boolean":
        return node.raw.lower() in ("true", "yes", "on")
    if node.kind == "null":
        return None
    if node.kind == "number":
        number = float(node.raw.replace("_", ""))
        return int(number) if number.is_integer() and "e" not in node.raw.lower() else number
    return node.raw


@cache
def _schema(name: str) -> dict[str, Any]:
    with open(resources.path("schemas", f"{name}.schema.json"), encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    return content


@cache
def _validator(schema: str) -> Draft7Validator:
    from jsonschema import Draft7Validator

    return Draft7Validator(_schema(schema))


def _is_too_large(root: Node) -> bool:
    """Tell whether a tree has too many values to look at each, or too many in one another.

    One with an alias to its own parent has no end.
    """
    pending = [(root, 0)]
    seen = depth = 0
    while pending and seen <= MAX_VALUES and depth <= MAX_DEPTH:
        node, depth = pending.pop()
        children = node.items if isinstance(node, Sequence) else []
        if isinstance(node, Mapping):
            children = [part for pair in node.pairs for part in (pair.key, pair.value)]
        seen += 1
        pending += [(child, depth + 1) for child in children]
    return seen > MAX_VALUES or depth > MAX_DEPTH


def _duplicates(node: Node) -> Iterator[Problem]:
    """Yield the keys that stand twice in one mapping, or are no text: a schema cannot see them."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _duplicates(item)
    elif isinstance(node, Mapping):
        first: dict[str, Span] = {}
        for pair in node.pairs:
            if isinstance(pair.key, Scalar) and not pair.merged:
                span = pair.key.span
                if pair.key.raw in first:
                    related = ((first[pair.key.raw], "first here"),)
                    yield Problem(KIND, span, f"key `{pair.key.raw}` stands twice in one mapping", related=related)
                first.setdefault(pair.key.raw, span)
            elif not isinstance(pair.key, Scalar):
                yield Problem(
                    KIND, _first_line(pair.key), f"a key is {_type_name(plain(pair.key))}; a string is expected"
                )
            yield from _duplicates(pair.value)


def _broken(error: ValidationError) -> Broken:
    """Return what an error stands for: of alternatives that all fail, the one that went furthest was meant."""
    from jsonschema.exceptions import best_match

    furthest = best_match(error.context) if error.context else None
    if furthest is not None and furthest.path:
        return _broken(furthest)
    schema = error.schema if isinstance(error.schema, dict) else {}
    return Broken(str(error.validator), error.validator_value, error.instance, schema, tuple(error.absolute_path))


def _explain(broken: Broken, root: Node) -> Iterator[Problem]:
    """Yield a problem for each fault of a value."""
    node, key = _find(root, broken.path)
    if isinstance(node, Mapping) and not isinstance(broken.given, dict):
        # `propertyNames` speaks of a key of the mapping that its path leads to.
        span = next((pair.key.span for pair in node.pairs if _raw(pair.key) == broken.given), _first_line(node))
        yield Problem(KIND, span, f"key `{broken.given}` {_complaint(broken)}")
    elif broken.keyword == "additionalProperties" and isinstance(node, Mapping):
        yield from _unknown_keys(broken, node)
    elif missing := _missing_keys(broken):
        span = key.span if key and isinstance(broken.path[-1], str) else _first_line(node)
        for name in missing:
            yield Problem(KIND, span, f"key {name} is missing")
    else:
        what = f"`{_raw(key)}`" if key else "the value"
        candidate = _candidate(broken)
        change = SetValue(node.span, candidate) if candidate and isinstance(node, Scalar) else None
        message = f"{what} {_complaint(broken)}{did_you_mean(candidate)}"
        yield Problem(KIND, _first_line(node), message, change)


def _find(root: Node, path: Iterable[str | int]) -> tuple[Node, Node | None]:
    """Return the node that a path leads to, and the key of the value or of the list that it is in."""
    node, key = root, None
    for step in path:
        if isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
        elif isinstance(node, Mapping) and (pair := node.pair(str(step))):
            node, key = pair.value, pair.key
    return node, key


def _unknown_keys(broken: Broken, node: Mapping) -> Iterator[Problem]:
    known = broken.schema.get("properties", {})
    patterns = broken.schema.get("patternProperties", {})
    for pair in node.pairs:
        name = _raw(pair.key)
        if name not in known and not any(re.search(pattern, name) for pattern in patterns):
            candidate = closest(name, (each for each in known if each not in broken.given))
            change = RenameKey(pair.key.span, candidate) if candidate else None
            yield Problem(KIND, pair.key.span, f"unknown key `{name}`{did_you_mean(candidate)}", change)


def _missing_keys(broken: Broken) -> list[str]:
    """Return the keys that an object lacks; one text for those of which any would do."""
    if broken.keyword == "required":
        return [f"`{name}`" for name in broken.wanted if name not in broken.given]
    if broken.keyword == "anyOf" and all(set(each) == {"required"} for each in broken.wanted):
        return [" or ".join(f"`{name}`" for each in broken.wanted for name in each["required"])]
    return []


def _complaint(broken: Broken) -> str:
    """Return what is wrong with a value, without naming the value's place."""
    given, wanted = broken.given, broken.wanted
    shown = f"is `{given}`" if isinstance(given, str | int | float) else "is of another type"
    match broken.keyword:
        case "type":
            return f"is {_type_name(given)}; {TYPE_NAMES.get(wanted, wanted)} is expected"
        case "enum":
            return f"{shown}; expected {_alternatives(wanted)}"
        case "const":
            return f"{shown}; expected {_alternatives([wanted])}"
        case "pattern":
            fallback = f"does not match `{wanted}`"
            return str(broken.schema.get("patternErrorMessage", fallback))
        case _:
            complaint = COMPLAINTS.get(broken.keyword)
            return complaint.format(wanted) if complaint else f"does not meet `{broken.keyword}: {json.dumps(wanted)}`"


def _candidate(broken: Broken) -> str | None:
    """Return the allowed value that a wrong one is nearest to."""
    if broken.keyword != "enum" or not isinstance(broken.given, str):
        return None
    return closest(broken.given, (value for value in broken.wanted if isinstance(value, str)))


def _alternatives(values: list[Any]) -> str:
    shown = [f"`{value}`" if isinstance(value, str) else f"`{json.dumps(value)}`" for value in values]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _type_name(value: Plain) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return f"`{json.dumps(value)}`"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "an object"


def _raw(key: Node) -> str:
    return key.raw if isinstance(key, Scalar) else ""


def _first_line(node: Node) -> Span:
    """Return the span of a node as far as its first line goes."""
    span = node.span
    end = span.source.line_span(span.start_position.line)[1]
    return Span(span.source, span.start, max(min(span.end, end), span.start))
