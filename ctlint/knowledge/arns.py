"""ARNs with unknown parts: what is certain about them, and which resource types they can belong to."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ctlint import knowledge
from ctlint.knowledge import ResourceType
from ctlint.text import GAP, Gap, Text

NAME_GAP = "\ufffb"
"""Stands in a shape for an unknown part that holds neither `/` nor `:`, such as the name of a bucket."""

# What these return has no slash and no colon; AWS::StackId is an ARN and not among them.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html (2026-11-20)
PLAIN_PSEUDO_PARAMETERS = frozenset(("AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackName"))
# What a reader, envsubst or Jinja fills in: ${BUCKET}, $BUCKET, $(bucket), <bucket>, {{ bucket }}.
PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*|<[^<>]*>|\{\{[^{}]*\}\}")
HEADER_COLONS = 5
ANYTHING, HEADER_PART = "anything", "part of a header"


class Arn(NamedTuple):
    """The parts of an ARN or of the beginning of one; what is not written is None.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """

    partition: str
    service: str | None
    region: str | None
    account: str | None
    resource: str | None


def shape(text: Text) -> str:
    """Return the pattern of a text, character for character, with unknown names told from unknown strings.

    A placeholder that somebody is to replace is unknown too.
    """
    if text.value is not None:
        return PLACEHOLDER.sub(lambda match: GAP * len(match[0]), text.value)
    return "".join(
        (NAME_GAP if is_name(piece) else GAP) if isinstance(piece, Gap) else piece.text for piece in text.pieces
    )


def is_name(gap: Gap) -> bool:
    """Tell whether an unknown part surely holds neither `/` nor `:`."""
    identity = gap.identity
    # A deployment's own partition, Region and account, as Terraform's data sources return them, are names too.
    if identity[0] in PLAIN_PSEUDO_PARAMETERS or identity[0] == "deployment":
        return True
    return identity[0] == "resource" and identity[-1] == "name"


def parse(value: str) -> Arn | None:
    """Return the parts of a shape, or None where it does not surely begin as an ARN.

    A gap between two colons of the header is taken for that part of it.
    """
    prefix, *parts = value.split(":", HEADER_COLONS)
    if prefix != "arn" or not parts:
        return None
    padded = [*parts, None, None, None, None][:HEADER_COLONS]
    return Arn(parts[0], *padded[1:])


def is_known(part: str | None) -> bool:
    """Tell whether a part of an ARN is written and has no gap in it."""
    return part is not None and GAP not in part and NAME_GAP not in part


def can_begin(value: str) -> bool:
    """Tell whether an ARN can begin with a shape."""
    if value[:1] == NAME_GAP:
        return False
    known = re.split(f"[{GAP}{NAME_GAP}]", value, maxsplit=1)[0]
    return known.startswith("arn:") or "arn:".startswith(known)


def can_be(value: str) -> bool:
    """Tell whether a shape can be a whole ARN."""
    return can_begin(value) and (value.startswith("arn:") or GAP in value)


def bucket_and_key(value: str) -> tuple[str, str | None] | None:
    """Return the bucket and the key of an S3 object ARN; the key is None where there is no slash.

    None where the shape is no such ARN, or where the bucket cannot be told from the key.
    """
    arn = parse(value)
    if arn is None or arn.service != "s3" or arn.region or arn.account or not arn.resource:
        return None
    bucket, slash, key = arn.resource.partition("/")
    if GAP in bucket:
        return None
    return bucket, key if slash else None


def object_key_start(value: str) -> int:
    """Return the offset from which on the characters of a shape may belong to an object key in S3.

    It is the length of the shape where none of them can.
    """
    arn = parse(value)
    if arn is None or arn.resource is None:
        return value.find(GAP) + 1 or len(value)
    start = len(value) - len(arn.resource)
    if is_known(arn.service) and not str(arn.service).startswith("s3"):
        return len(value)
    slashes = 1 if not arn.account else 2
    ends = [match.end() for match in re.finditer("/", arn.resource)][slashes - 1 : slashes]
    gap = arn.resource.find(GAP) + 1
    if gap and (not ends or gap < ends[0]):
        ends = [gap]
    return start + ends[0] if ends else len(value)


def fits(value: str, template: str) -> bool:
    """Tell whether a shape can be filled so that it is an ARN of a template with `{}` for what varies."""
    is_open = value.endswith(GAP)
    known = value[:-1] if is_open else value
    *header, last = known.split(":", HEADER_COLONS)
    # Nearly every value is known but for whole parts of its header and for its end: no need to look closely.
    if GAP in known or NAME_GAP in last or any(NAME_GAP in part and part != NAME_GAP for part in header):
        return _fits_with_gaps(value, template)
    wanted = template.split(":", HEADER_COLONS)
    if any(part != NAME_GAP and want not in ("{}", part) for part, want in zip(header, wanted, strict=False)):
        return False
    if len(header) < HEADER_COLONS:
        return is_open and (wanted[len(header)] == "{}" or wanted[len(header)].startswith(last))
    return _begins_like(last, wanted[-1]) if is_open else _is_like(last, wanted[-1])


def _begins_like(beginning: str, resource: str) -> bool:
    """Tell whether a resource part can go on so that it is like a template: the first `{}` takes in anything."""
    first, varies, _ = resource.partition("{}")
    return first.startswith(beginning) or (bool(varies) and beginning.startswith(first))


def _is_like(resource: str, template: str) -> bool:
    """Tell whether a resource part is like a template, each `{}` standing for any string."""
    first, *middle = template.split("{}")
    if not middle:
        return resource == first
    *between, last = middle
    if not resource.startswith(first) or not resource.endswith(last):
        return False
    position, end = len(first), len(resource) - len(last)
    for literal in between:
        found = resource.find(literal, position, end)
        if found < 0:
            return False
        position = found + len(literal)
    return position <= end


def _fits_with_gaps(value: str, template: str) -> bool:
    tokens = _tokens(template)
    reached = _skip({0}, tokens)
    for character in value:
        if character == GAP:
            reached = set(range(min(reached), len(tokens) + 1))
        elif character == NAME_GAP:
            reached = _fill_name(reached, tokens)
        else:
            reached = _skip(_step(reached, character, tokens), tokens)
        if not reached:
            return False
    return len(tokens) in reached


@cache
def _tokens(template: str) -> tuple[str, ...]:
    tokens: list[str] = []
    for at, literal in enumerate(template.split("{}")):
        if at:
            tokens.append(HEADER_PART if tokens.count(":") < HEADER_COLONS else ANYTHING)
        tokens += literal
    return tuple(tokens)


def _skip(reached: set[int], tokens: tuple[str, ...]) -> set[int]:
    """Return the positions with those behind parts that may be empty."""
    found = set(reached)
    for position in reached:
        while position < len(tokens) and len(tokens[position]) > 1:
            position += 1
            found.add(position)
    return found


def _step(reached: set[int], character: str, tokens: tuple[str, ...]) -> set[int]:
    found = set()
    for position in reached:
        token = tokens[position] if position < len(tokens) else ""
        if token == character:
            found.add(position + 1)
        elif token == ANYTHING or (token == HEADER_PART and character != ":"):
            found.add(position)
    return found


def _fill_name(reached: set[int], tokens: tuple[str, ...]) -> set[int]:
    found = set(reached)
    for position in reached:
        while position < len(tokens) and tokens[position] not in ("/", ":"):
            position += 1
            found.add(position)
    return found


@cache
def services(kind: ResourceType) -> frozenset[str]:
    """Return the service parts of a type's ARN templates."""
    return frozenset(template.split(":")[2] for template in kind.arns)


@cache
def documented_services() -> frozenset[str]:
    """Return the services of all types whose ARN format AWS documents."""
    types = (knowledge.resource_type(name) for name in knowledge.resource_types())
    return frozenset(service for kind in types if kind and kind.documented for service in services(kind))


def has_certain_service(kind: ResourceType) -> bool:
    """Tell whether the service in a type's ARNs is beyond doubt: documented, or the same in all sources."""
    return kind.documented or (len(kind.arns) > 1 and len(services(kind)) == 1)


def types_like(value: str, apart_from: ResourceType) -> list[ResourceType]:
    """Return the types of a documented ARN format that a shape fits, but for one."""
    types = (knowledge.resource_type(name) for name in knowledge.resource_types())
    return [
        kind
        for kind in types
        if kind and kind.documented and kind != apart_from and any(fits(value, template) for template in kind.arns)
    ]
