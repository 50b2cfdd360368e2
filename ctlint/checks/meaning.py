"""CT3: accepted by AWS, but not what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint.change import Change, set_tail, set_value
from ctlint.checks.registry import Context, check
from ctlint.checks.values import Value, arn_values, basic_values, resource_type, values
from ctlint.finding import Finding, Related
from ctlint.knowledge import arns
from ctlint.model import AdvancedEventSelector, EventSelector
from ctlint.text import GAP, Text

WILDCARD = re.compile(r"\*+|\?+")
WILDCARD_NAMES = {"*": "a literal asterisk", "?": "a literal question mark"}
# A log group's ARN ends in a literal `:*`.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html (2026-11-20)
LOG_GROUP_TAIL = re.compile(r"(?<=:)\*$")
LOG_GROUP = ":log-group:"


@check.selector("CT304")
def wildcard_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    name = selector.only_value("resources.type")
    may_hold_keys = name is None or name.startswith("AWS::S3")
    for value in values(selector):
        if not WILDCARD.search(value.shape):
            continue
        start = _object_key_start(value) if value.field == "resources.ARN" and may_hold_keys else len(value.shape)
        yield from _wildcard(value.text, value.shape, start, _without_wildcard(value.text, value.operator))


@check.basic_selector("CT304")
def wildcard_basic_value(selector: EventSelector, context: Context) -> Iterator[Finding]:
    for value in basic_values(selector):
        start = arns.object_key_start(value.shape)
        yield from _wildcard(value.text, value.shape, start, _without_wildcard(value.text, "StartsWith"))


def _object_key_start(value: Value) -> int:
    """Return the offset from which on a value may be part of an object key."""
    return 0 if value.operator == "EndsWith" else arns.object_key_start(value.shape)


def _wildcard(text: Text, shape: str, key_start: int, change: Change | None) -> Iterator[Finding]:
    """Yield the finding about the wildcards of a value: the one that surely is none counts most."""
    literal_tail = LOG_GROUP_TAIL.search(shape) if LOG_GROUP in shape else None
    found = [match for match in WILDCARD.finditer(shape) if not literal_tail or match.start() < literal_tail.start()]
    if not found:
        return
    meant = next((match for match in found if _is_surely_meant(match, shape, key_start)), None)
    match = meant or found[0]
    what = WILDCARD_NAMES[match[0][0]]
    message = f"`{match[0]}` in `{text.display}` is {what}, not a wildcard"
    span = text.span_of(match.start(), match.end())
    if meant is None:
        yield Finding(span, message, variant="object-key")
    else:
        yield Finding(span, message, change=change)


def _is_surely_meant(match: re.Match[str], shape: str, key_start: int) -> bool:
    """Tell whether a wildcard was meant as one: outside an object key, or as the whole last part of the key."""
    last = match.end() == len(shape) and match[0][0] == "*"
    return match.start() < key_start or (last and (match.start() == 0 or shape[match.start() - 1] == "/"))


def _without_wildcard(text: Text, operator: str) -> Change | None:
    """Return the value that says what a wildcard at the open end of a prefix or suffix was to say."""
    if text.value is None:
        return _without_last_wildcard(text) if operator == "StartsWith" else None
    plain = {"StartsWith": text.value.rstrip("*"), "EndsWith": text.value.lstrip("*")}.get(operator, "")
    # Without the wildcard a prefix that names no bucket would take in, or leave out, all of them.
    if plain in ("", text.value) or plain.endswith(":::") or WILDCARD.search(plain):
        return None
    return set_value(text, plain)


def _without_last_wildcard(text: Text) -> Change | None:
    """Return the change of the end of a value whose beginning is not known."""
    plain = text.tail.rstrip("*")
    kept = text.pattern[: len(text.pattern) - len(text.tail) + len(plain)]
    is_alone = plain != text.tail and not WILDCARD.search(kept)
    return set_tail(text, plain) if is_alone else None


@check.selector("CT313")
def no_op_read_only(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    listed = selector.values("readOnly")
    first: dict[str, Text] = {}
    for text in listed.items if listed else ():
        if text.value in ("true", "false") and text.value not in first:
            first[text.value] = text
            if len(first) == 2:
                earlier = next(iter(first.values()))
                message = "`readOnly` accepts both `true` and `false`, so the condition filters nothing"
                related = (Related(earlier.span, "the other value"),)
                yield Finding(text.span, message, related, variant="read-only")


ROLE = re.compile(rf"role/(?:[^{GAP}]*/)?([^/{GAP}{arns.NAME_GAP}]+)")


@check.selector("CT316")
def role_arn_identity(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for value in arn_values(selector):
        arn = arns.parse(value.shape) if value.field == "userIdentity.arn" and value.operator != "EndsWith" else None
        if arn is None or arn.service != "iam" or not (arn.resource or "").startswith("role/"):
            continue
        session, role = _session(arn), ROLE.fullmatch(arn.resource or "")
        message = f"`{value.text.display}` is the ARN of a role; events carry that of its session, `{session}/…`"
        clear = value.operator == "StartsWith" and value.text.value is not None and role is not None
        yield Finding(value.text.span, message, change=set_value(value.text, session) if clear else None)


def _session(arn: arns.Arn) -> str:
    """Return how the ARNs of a role's sessions begin: without the path of the role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns (2026-11-20)
    """
    partition, account = (part if part and arns.is_known(part) else "…" for part in (arn.partition, arn.account))
    role = ROLE.fullmatch(arn.resource or "")
    return f"arn:{partition}:sts::{account}:assumed-role/{role[1] if role else '…'}"


@check.selector("CT318")
def padded_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for value in values(selector):
        # A prefix may end, and a suffix may begin, with a space within a name.
        shape = value.shape
        if value.field == "resources.ARN" and value.operator == "StartsWith" and "/" in shape:
            shape = shape.rstrip(" ")
        elif value.field == "resources.ARN" and value.operator == "EndsWith":
            shape = shape.lstrip()
        if shape and shape != shape.strip():
            yield _padded(value.text)


@check.basic_selector("CT318")
def padded_basic_value(selector: EventSelector, context: Context) -> Iterator[Finding]:
    for value in basic_values(selector):
        if value.shape != value.shape.strip():
            yield _padded(value.text)


def _padded(text: Text) -> Finding:
    known = text.value
    side = "begins" if text.pattern[0].isspace() else "ends"
    change = set_value(text, known.strip()) if known is not None and known.strip() else None
    return Finding(text.span, f"`{text.display.strip()}` {side} with white space, which is compared too", change=change)


@check.selector("CT319")
def unmatchable_console_flag(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for value in values(selector):
        is_equals = value.operator == "Equals" and not value.excludes
        if value.field == "sessionCredentialFromConsole" and is_equals and value.shape == "false":
            message = f"`{value.field}` is never `false`: records carry it only where it is `true`"
            yield Finding(value.text.span, message)


@check.selector("CT321")
def impossible_arn_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    kind = resource_type(selector)
    for value in arn_values(selector):
        if value.operator == "EndsWith" or (value.field == "resources.ARN" and kind and kind.has_no_arn):
            continue
        possible = arns.can_begin(value.shape) if value.operator == "StartsWith" else arns.can_be(value.shape)
        if not possible:
            what = "excludes nothing" if value.excludes else "matches nothing"
            message = f"`{value.text.display}` {what}: every `{value.field}` begins with `arn:`"
            yield Finding(value.text.span, message, variant="exclusion" if value.excludes else "")
