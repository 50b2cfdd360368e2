"""A concrete event out of the classes that its fields lie in, as plausible as the tables allow."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ctlint import knowledge
from ctlint.semantics.classes import Open, Point, Sample
from ctlint.semantics.letters import Parts
from ctlint.semantics.strings import EVERYTHING, Pattern, StringSet

if TYPE_CHECKING:
    from ctlint.semantics.events import Box

ORDER = (
    "eventCategory", "resources.type", "readOnly", "eventSource", "eventName", "eventType", "resources.ARN",
    "userIdentity.arn", "sessionCredentialFromConsole", "errorCode", "vpcEndpointId",
)  # fmt: skip
FILLERS = ("example", "other", "some-name", "0", *(f"example-{number}" for number in range(2, 100)))


class Event(NamedTuple):
    """An event, as the fields of selectors see it: (field, value) pairs; what is not there is missing or any."""

    fields: tuple[tuple[str, str], ...]

    def value(self, field: str) -> str | None:
        """Return what a field holds, or None where the event lacks it."""
        return dict(self.fields).get(field)


def event(box: Box, excluded: tuple[Box, ...], chosen: Mapping[str, Point]) -> Event:
    """Return an event of a box, out of a point for each field that lies outside the excluded boxes together."""
    found = {"eventCategory": box.category}
    for name in sorted((each for each in chosen if each in ORDER), key=ORDER.index):
        point = chosen[name]
        included = box.fields.get(name, EVERYTHING)
        apart = [
            each.fields[name] for at, each in enumerate(excluded) if name in each.fields and not point.mask >> at & 1
        ]
        value = _value(name, point.sample, included, apart, found)
        if value is not None:
            found[name] = value
    _complete(found, chosen)
    return Event(tuple((name, found[name]) for name in ORDER if name in found))


def _value(
    name: str, sample: Sample, included: StringSet, apart: list[StringSet], known: Mapping[str, str]
) -> str | None:
    return string_of(sample, included, apart, _likely(name, sample, known))


def string_of(
    sample: Sample, included: StringSet, apart: Sequence[StringSet] = (), likely: Iterable[str] = ()
) -> str | None:
    """Return a string of the class of a sample, a likely one if possible; None for a missing field.

    It lies in `included` and outside each of `apart`, as the class does; if possible whatever the gaps hold.
    """
    if sample is None:
        return None
    sets = (included, *apart)
    expressions = _expressions(sets)
    if not isinstance(sample, Open):
        return _shown(sample, expressions)
    prefix, suffix = _shown(sample.prefix, expressions), _shown(sample.suffix, expressions)

    strings = [each for each in likely if each.startswith(prefix) and each.endswith(suffix)]
    strings += (prefix + filler + suffix for filler in FILLERS)
    possible: str | None = None
    for string in strings:
        answers = {
            included.accepts(string),
            *(None if (held := each.accepts(string)) is None else not held for each in apart),
        }
        if answers == {True}:
            return string
        if False not in answers and possible is None:
            possible = string
    return possible or prefix + _unknown_character(sets) + suffix


def _unknown_character(sets: Iterable[StringSet]) -> str:
    """Return a character that is in no literal: a string with it fulfils none but by how it begins and ends."""
    literals: list[str] = []
    for pattern in _patterns(sets):
        literals += (*pattern.prefixes, *pattern.suffixes, *pattern.equals)
        literals += (part for letter in pattern.letters for part in letter.parts if isinstance(part, str))
    known = set().union(*literals)
    return next(each for each in map(chr, range(ord("\u25c7"), sys.maxunicode)) if each not in known)


def _patterns(sets: Iterable[StringSet]) -> Iterator[Pattern]:
    for strings in sets:
        for clause in strings.clauses:
            yield from (*clause.selects, clause.deselect)


def _shown(parts: Parts, expressions: Mapping[tuple[str, ...], str]) -> str:
    return "".join(part if isinstance(part, str) else expressions.get(part, "…") for part in parts)


def _expressions(sets: Iterable[StringSet]) -> dict[tuple[str, ...], str]:
    """Return what the user wrote for each gap."""
    found: dict[tuple[str, ...], str] = {}
    for pattern in _patterns(sets):
        for letter in pattern.letters:
            gaps = [part for part in letter.parts if not isinstance(part, str)]
            found.update(zip(gaps, letter.shown, strict=False))
    return found


def _likely(name: str, sample: Sample, known: Mapping[str, str]) -> Iterator[str]:
    """Yield plausible values of a field, given those of the fields before it."""
    kind = known.get("resources.type")
    if name == "eventSource" and kind:
        source = knowledge.example_event_source(kind)
        if source:
            yield source
    if name == "eventName":
        yield from _event_names(known)
        wanted = {"true": "read", "false": "write"}.get(known.get("readOnly", ""))
        access = knowledge.event_access(kind or "")
        yield from (each for each, is_for in access.items() if wanted in (None, is_for))
    if name == "resources.ARN" and kind:
        yield from _arns(kind, sample)
    yield from knowledge.example_values(name)


def _event_names(known: Mapping[str, str]) -> Iterator[str]:
    kind = known.get("resources.type") or known.get("eventSource") or "iam.amazonaws.com"
    for read_only in (known["readOnly"],) if "readOnly" in known else ("false", "true"):
        name = knowledge.example_event_name(kind, read_only)
        if name:
            yield name


ARN_PARTS = ("arn", "aws", "service", "us-east-1", "111122223333")


def _arns(kind: str, sample: Sample) -> Iterator[str]:
    """Yield ARNs of a resource type: an example of each of its formats, from where a known prefix ends."""
    spec = knowledge.resource_type(kind)
    prefix = sample.prefix[0] if isinstance(sample, Open) and sample.prefix else ""
    suffix = sample.suffix[0] if isinstance(sample, Open) and sample.suffix else ""
    for template in sorted(spec.arns, key=lambda each: (each.endswith("/"), -len(each))) if spec else ():
        parts = template.split(":", 5)
        example = [part.replace("{}", ARN_PARTS[at]) if at < 5 else _resource(part) for at, part in enumerate(parts)]
        yield ":".join(example)
        written = prefix.split(":", 5) if isinstance(prefix, str) else []
        if isinstance(suffix, str) and written and len(written) < len(example):
            yield ":".join([*written[:-1], written[-1] or example[len(written) - 1], *example[len(written) :]]) + suffix
        elif isinstance(suffix, str) and written and "/" in parts[-1] and "/" not in written[-1]:
            yield f"{prefix}example/example-key{suffix}"


def _resource(template: str) -> str:
    first, *rest = template.split("{}")
    return first + "".join(f"example{'-key' if at else ''}{text}" for at, text in enumerate(rest))


def _complete(found: dict[str, str], chosen: Mapping[str, Point]) -> None:
    """Add name and source of an event to what the question left open, where the tables know one."""
    kind = found.get("resources.type")
    if found["eventCategory"] == "Management":
        if "eventSource" not in chosen:
            found["eventSource"] = knowledge.example_values("eventSource")[0]
    elif found["eventCategory"] != "Data" or kind is None:
        return
    name = next(_event_names(found), None) if "eventName" not in chosen else None
    if name:
        found["eventName"] = name
