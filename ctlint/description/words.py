"""How boxes of events are said: reads or writes, of which resources, by which names; and what they leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint.description.literals import Literal, literals
from ctlint.semantics.events import CONDITION, PARTS, Box
from ctlint.semantics.letters import EQUAL, OPAQUE, PREFIX, SUFFIX, Letter
from ctlint.semantics.strings import EVERYTHING, Clause, Pattern, StringSet

ACCESS = {"true": "reads", "false": "writes"}
CONSOLE = "sessionCredentialFromConsole"
S3_OBJECT = "AWS::S3::Object"
PARTITION = r"aws|\$\{[^}]*partition[^}]*\}|<[^>]*partition[^>]*>|\$\w*partition\w*"
OBJECT_ARN = re.compile(rf"arn:(?:{PARTITION}):s3:::(.*)", re.DOTALL | re.IGNORECASE)
"""The ARN of an object, or a part of one, in AWS's main partition or in the one that it is deployed to."""
PLAIN = re.compile(r"[\w.:/@$<>{}+=~%-]+(?:\[[\w\"]+\][\w.}]*)*")
"""Values that need no quotes: nobody takes a part of them for words of ours."""

FACETS = {
    "resources.ARN": "with ARN",
    "eventSource": "of",
    "eventName": "named",
    "eventType": "of event type",
    "userIdentity.arn": "made by",
    "errorCode": "with error code",
    "vpcEndpointId": "through VPC endpoint",
    "resources.type": "of resource type",
}
"""What stands before the values of a field."""


class Wording(NamedTuple):
    """How many values of a list are said, and of which resource type they are."""

    most: int | None = None
    kind: str | None = None


def phrase(box: Box, most: int | None = None) -> str:
    """Return what a box holds in words, without the category and the value that splits it.

    Of longer lists than `most` only as many values are named.
    """
    wording = Wording(most, _kind(box))
    clauses = [(name, each) for name, each in _clauses(box) if name not in ("readOnly", CONDITION)]
    access = _access(box)
    selected = [_select(name, select, wording) for name, clause in clauses for select in clause.selects]
    left_out = [f"not {_select(name, clause.deselect, wording)}" for name, clause in clauses if clause.deselect]
    parts = [_head(box, access, selected), *left_out]
    if access is None and "readOnly" in box.fields:
        parts.append("whether reads, writes or both, only the deployment tells")
    return _under_condition(box, "; ".join(parts))


def _clauses(box: Box) -> Iterator[tuple[str, Clause]]:
    """Yield the clause of each field in the order in which fields are said."""
    order = [*FACETS, *sorted(name for name in box.fields if name not in FACETS)]
    for name in order:
        strings = box.fields.get(name, EVERYTHING)
        if name != PARTS.get(box.category) or box.part is None:
            yield from ((name, clause) for clause in strings.clauses)


def _kind(box: Box) -> str | None:
    return box.part if box.category == "Data" else None


def _access(box: Box) -> str | None:
    """Return `true` or `false` where a box holds only what is read-only, or only what is not."""
    strings = box.fields.get("readOnly")
    return next((value for value in ACCESS if strings == StringSet.equal(value)), None)


def _head(box: Box, access: str | None, selected: Sequence[str]) -> str:
    if not selected:
        return f"all {ACCESS[access]}" if access else "all"
    if access:
        return f"{ACCESS[access]} {', '.join(selected)}"
    is_named = "eventName" in box.fields and bool(box.fields["eventName"].clauses[0].selects)
    what = "reads and writes" if box.category in ("Management", "Data") and not is_named else "events"
    return f"{what} {', '.join(selected)}"


def _select(name: str, pattern: Pattern, wording: Wording) -> str:
    """Return a field with the values that it is compared with, as `named GetObject or Put…`."""
    if name == CONSOLE and pattern == Pattern(equals=frozenset(["true"])):
        return "from console sessions"
    known = [each for each in literals(pattern) if not is_unknown(each)]
    if name == "resources.ARN" and wording.kind == S3_OBJECT:
        alternatives = _objects(known, wording)
    else:
        shown = [_compared(each) for each in known]
        alternatives = [f"{FACETS.get(name, f'with {name}')} {_either(shown, wording.most)}"] if shown else []
    if len(known) < len(literals(pattern)):
        alternatives.append(f"with values of {name} that only the deployment tells")
    return " or ".join(alternatives)


def _compared(literal: Literal) -> str:
    """Return a value with an ellipsis at the end that is not compared."""
    text = _quote(shown(literal))
    return {PREFIX: f"{text}…", SUFFIX: f"…{text}"}.get(literal.kind, text)


def _quote(text: str) -> str:
    return text if PLAIN.fullmatch(text) else f"`{text}`"


def _either(shown: Sequence[str], most: int | None) -> str:
    """Return values in words; only the first of many."""
    if most is not None and len(shown) > most:
        return f"{', '.join(shown[: most - 1])} or any of {len(shown) - most + 1} others"
    *first, last = shown
    return f"{', '.join(first)} or {last}" if first else last


def _objects(known: Sequence[Literal], wording: Wording) -> list[str]:
    """Return in words which objects of S3 ARNs, and parts of ARNs, stand for."""
    groups: dict[str, list[str]] = {}
    for literal in known:
        name, text = _place(literal)
        groups.setdefault(name, []).append(text)
    order = sorted(groups, key=[*PLACES, *groups].index)
    ends = {NO_OBJECT: " (which no object has)"}
    return [f"{name} {_either(groups[name], wording.most)}{ends.get(name, '')}".strip() for name in order]


NO_OBJECT = "with the ARN"
PLACES = ("in any bucket", "in bucket", "in buckets whose names begin with", "under", "that are")


def _place(literal: Literal) -> tuple[str, str]:
    """Return what kind of place in S3 an ARN, or a part of one, stands for, and its name."""
    match = OBJECT_ARN.fullmatch(shown(literal)) if literal.kind in (PREFIX, EQUAL) else None
    if match is None:
        return "with ARN", _compared(literal)
    bucket, slash, key = match[1].partition("/")
    if slash and not bucket:
        return "with ARN", _compared(literal)
    if literal.kind == EQUAL:
        if key:
            return "that are", _quote(match[1])
        return NO_OBJECT if _is_name(literal) else "with ARN", _quote(shown(literal))
    if not bucket and not slash:
        return "in any bucket", ""
    if not slash and _is_name(literal):
        return "in buckets whose names begin with", _quote(bucket)
    if not key and _is_name(literal):
        return "in bucket", _quote(bucket)
    return "under", _quote(match[1]) if match[1].endswith("/") else f"{_quote(match[1])}…"


def _is_name(literal: Literal) -> bool:
    """Tell whether no gap of an ARN can hold a slash: of what somebody hands in nobody knows."""
    is_behind = False
    for part in () if isinstance(literal.value, str) else literal.value.parts:
        if isinstance(part, str):
            is_behind = is_behind or ":s3:::" in part
        elif is_behind and not (part[0] == "resource" and part[-1] == "name"):
            return False
    return True


def shown(literal: Literal) -> str:
    """Return a text as the user wrote it, gaps as expressions."""
    if isinstance(literal.value, str):
        return literal.value
    expressions = iter(literal.value.shown)
    return "".join(part if isinstance(part, str) else next(expressions, "…") for part in literal.value.parts)


def is_unknown(literal: Literal) -> bool:
    """Tell whether a literal stands for something of which nothing is written, not even a gap."""
    return isinstance(literal.value, Letter) and literal.value.kind == OPAQUE and _first(literal.value) == "unknown"


def _first(letter: Letter) -> str:
    part = letter.parts[0] if letter.parts else ""
    return part[0] if isinstance(part, tuple) and part else ""


def _under_condition(box: Box, text: str) -> str:
    conditions, is_certain = conditions_of(box)
    text = text if is_certain else f"perhaps {text}"
    return f"{text}, only where {' and '.join(conditions)}" if conditions else text


def conditions_of(box: Box) -> tuple[list[str], bool]:
    """Return in words the conditions under which a box holds anything, and whether that is all it depends on."""
    strings = box.fields.get(CONDITION, EVERYTHING)
    clause = strings.clauses[0] if strings.clauses else Clause()
    found: list[str] = []
    alternatives = [(pattern, True) for pattern in clause.selects]
    alternatives += ((Pattern(letters=frozenset([each])), False) for each in _ordered(clause.deselect))
    is_certain = True
    for pattern, holds in alternatives:
        words = [_guard(letter, holds) for letter in _ordered(pattern)]
        if all(words):
            found.append(" or ".join(each for each in words if each))
        else:
            is_certain = False
    return sorted(found), is_certain


def _ordered(pattern: Pattern) -> list[Letter]:
    return sorted(pattern.letters, key=lambda each: repr(each.parts))


def _guard(letter: Letter, holds: bool) -> str | None:
    """Return a condition in words; None for one that has no name."""
    part = letter.parts[0] if letter.parts else ""
    if not isinstance(part, tuple) or part[0] != "guard":
        return None
    return condition_words(part[1], None if part[2] == "None" else part[2], holds)


def condition_words(variable: str, value: str | None, holds: bool) -> str | None:
    """Return a fact about a deployment in words, as `IsProd` or `Stage` is `prod`; None where it has no name."""
    named = re.fullmatch(r"condition (\w+)", variable)
    if value is None:
        return f"`{named[1]}`{'' if holds else ' does not hold'}" if named else None
    name = variable.rpartition("/")[2]
    return f"`{name}` is {'' if holds else 'not '}`{value}`" if re.fullmatch(r"[\w.:-]+", name) else None
