"""CT305–CT309, CT320 and CT322: values of `resources.ARN` that are not ARNs of what the selector is about."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint import knowledge
from ctlint.change import Change, RenameKey, set_value
from ctlint.checks.registry import Context, check
from ctlint.checks.values import Value, arn_values, basic_values, reach, resource_type
from ctlint.finding import Finding
from ctlint.knowledge import ResourceType, arns
from ctlint.model import AdvancedEventSelector, Condition, Dialect, EventSelector
from ctlint.text import GAP, Text

OBJECT_TYPE = "AWS::S3::Object"
FUNCTION_TYPE = "AWS::Lambda::Function"
# Their records name the bucket itself; whether its ARN is compared with or without the slash is undocumented.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html (2026-11-20)
BUCKET_EVENTS = ("ListObjects", "ListObjectVersions", "HeadBucket", "DeleteObjects")
PREFIXES = {"Equals": "StartsWith", "NotEquals": "NotStartsWith"}
FAMILY_ENDS = ("-", ".")
HEADER_NAMES = ("<partition>", "<region>", "<account>")


@check.selector("CT305")
def bucket_arn_as_object(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.only_value("resources.type") != OBJECT_TYPE or _may_be_about_buckets(selector):
        return
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions if field_selector.name == "resources.ARN" else ():
            operator = condition.operator.value
            if operator in PREFIXES:
                is_alone = len(field_selector.conditions) == 1 and condition.values.complete
                change = _as_prefix(condition, selector.dialect) if is_alone else None
                for text in condition.values.items:
                    slash = _with_slash(text) if is_alone and _are_buckets(condition) else None
                    yield from _bucket(text, operator == "NotEquals", change or slash)


def _bucket(text: Text, excludes: bool, change: Change | None) -> Iterator[Finding]:
    found = arns.bucket_and_key(arns.shape(text))
    if found is None or not found[0] or found[1]:
        return
    what = "excludes no object" if excludes else "matches no object"
    message = f"`{text.display}` is a bucket, not an object, and {what}"
    variant = "bucket-with-slash" if found[1] == "" and not excludes else ""
    yield Finding(text.span, message, change=change, variant=variant)


def _as_prefix(condition: Condition, dialect: Dialect) -> Change | None:
    """Return the change of the operator to a prefix, where every value is a bucket with its slash."""
    buckets = [arns.bucket_and_key(arns.shape(text)) for text in condition.values.items]
    if any(found is None or found[1] != "" for found in buckets):
        return None
    return RenameKey(condition.operator.span, dialect.spell(PREFIXES[condition.operator.value or ""]))


def _are_buckets(condition: Condition) -> bool:
    found = [arns.bucket_and_key(arns.shape(text)) for text in condition.values.items]
    return all(each is not None and not each[1] for each in found)


def _with_slash(text: Text) -> Change | None:
    """Return the bucket with its slash, which its objects begin with; that of a whole list makes it one of prefixes."""
    known = text.value
    found = arns.bucket_and_key(arns.shape(text))
    return set_value(text, f"{known}/") if known is not None and found is not None and found[1] is None else None


def _may_be_about_buckets(selector: AdvancedEventSelector) -> bool:
    """Tell whether the selector may list only events whose resource is the bucket itself."""
    named = selector.field("eventName")
    if named is None:
        return not selector.complete
    listed = [
        condition for condition in named.conditions if (condition.operator.value or "") in knowledge.select_operators()
    ]
    if not listed:
        return not named.complete
    return all(_may_be_bucket_event(condition, text) for condition in listed for text in condition.values.items)


def _may_be_bucket_event(condition: Condition, text: Text) -> bool:
    value = text.value
    match condition.operator.value:
        case "StartsWith":
            return value is None or any(event.startswith(value) for event in BUCKET_EVENTS)
        case "EndsWith":
            return value is None or any(event.endswith(value) for event in BUCKET_EVENTS)
        case _:
            return value is None or value in BUCKET_EVENTS


@check.selector("CT306")
def open_ended_bucket_prefix(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.only_value("resources.type") != OBJECT_TYPE:
        return
    for value in arn_values(selector):
        found = arns.bucket_and_key(value.shape)
        if value.field != "resources.ARN" or value.operator != "StartsWith" or found is None or not found[0]:
            continue
        bucket, key = found
        if key is None:
            name = value.text.display.rpartition(":::")[2]
            verb = "leaves out" if value.excludes else "matches"
            message = f"`{value.text.display}` also {verb} every other bucket whose name begins with `{name}`"
            known = value.text.value
            change = set_value(value.text, known + "/") if known is not None else None
            if bucket.endswith(FAMILY_ENDS):
                yield Finding(value.text.span, message, variant="name-family")
            else:
                yield Finding(value.text.span, message, change=change)


@check.selector("CT307")
def malformed_resource_arn(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    kind = resource_type(selector)
    for value in arn_values(selector):
        if value.field == "resources.ARN" and kind is not None:
            yield from _malformed(value.text, reach(value), kind)


@check.basic_selector("CT307")
def malformed_basic_arn(selector: EventSelector, context: Context) -> Iterator[Finding]:
    for value in basic_values(selector):
        kind = knowledge.resource_type(value.type) if value.type else None
        if kind is not None:
            yield from _malformed(value.text, value.shape + GAP, kind)


def _malformed(text: Text, shape: str, kind: ResourceType) -> Iterator[Finding]:
    if not kind.documented or arns.parse(shape) is None or _is_of(shape, kind):
        return
    forms = " or ".join(f"`{_written_out(template)}`" for template in kind.arns)
    message = f"`{text.display}` is not an ARN of `{kind.name}`: {forms}"
    yield Finding(text.span, message, change=_other_separator(text, shape, kind))


def _is_of(shape: str, kind: ResourceType) -> bool:
    return any(arns.fits(shape, template) for template in kind.arns)


def _written_out(template: str) -> str:
    """Return a template for a reader, with names for what varies."""
    parts = template.split(":", arns.HEADER_COLONS)
    header = [part.replace("{}", name) for part, name in zip((parts[1], parts[3], parts[4]), HEADER_NAMES, strict=True)]
    return ":".join((parts[0], header[0], parts[2], header[1], header[2], parts[5].replace("{}", "<name>")))


def _other_separator(text: Text, shape: str, kind: ResourceType) -> Change | None:
    """Return the value with the separator behind the kind of resource that the type takes."""
    known = text.value
    arn = arns.parse(known) if known is not None else None
    if known is None or arn is None or arn.resource is None:
        return None
    start = len(known) - len(arn.resource)
    at = next((at for at in range(start, len(known)) if known[at] in "/:"), -1)
    if at < 0:
        return None
    meant = known[:at] + (":" if known[at] == "/" else "/") + known[at + 1 :]
    return set_value(text, meant) if _is_of(shape.replace(known, meant), kind) else None


@check.selector("CT308")
def foreign_resource_arn(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    kind = resource_type(selector)
    for value in arn_values(selector):
        if value.field == "resources.ARN" and kind is not None and kind.arns:
            yield from _foreign(value.text, reach(value), kind)


@check.basic_selector("CT308")
def foreign_basic_arn(selector: EventSelector, context: Context) -> Iterator[Finding]:
    for value in basic_values(selector):
        kind = knowledge.resource_type(value.type) if value.type else None
        if kind is not None and kind.arns:
            yield from _foreign(value.text, value.shape + GAP, kind)


def _foreign(text: Text, shape: str, kind: ResourceType) -> Iterator[Finding]:
    arn = arns.parse(shape)
    if arn is None:
        return
    if arns.is_known(arn.service) and arn.service not in arns.services(kind):
        if arns.has_certain_service(kind) or arn.service in arns.documented_services():
            message = f"`{text.display}` is an ARN of `{arn.service}`, not of `{kind.name}`"
            yield Finding(text.span, message)
    elif arns.is_known(arn.service) and not _is_of(shape, kind):
        others = arns.types_like(shape, kind)
        if others:
            message = f"`{text.display}` is an ARN of `{others[0].name}`, not of `{kind.name}`"
            yield Finding(text.span, message, variant="same-service")


@check.selector("CT309")
def foreign_partition(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    home = context.partition
    for value in arn_values(selector) if home is not None else ():
        arn = arns.parse(reach(value))
        if arn is not None and arns.is_known(arn.partition) and arn.partition != home:
            rest = (value.text.value or "").partition(arn.partition)[2]
            change = set_value(value.text, f"arn:{home}{rest}") if rest else None
            message = f"`{value.text.display}` is in the partition `{arn.partition}`, the trail in `{home}`"
            yield Finding(value.text.span, message, change=change)


@check.selector("CT320")
def arn_on_arnless_type(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    kind = resource_type(selector)
    for field_selector in selector.field_selectors:
        field = field_selector.field
        if kind is not None and kind.has_no_arn and field is not None and field.value == "resources.ARN":
            yield Finding(field.span, f"events of `{kind.name}` have no ARN to compare")


@check.selector("CT322")
def qualified_function_arn(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    kind = resource_type(selector)
    for value in arn_values(selector):
        if kind is not None and kind.name == FUNCTION_TYPE and _is_about_resource(value):
            yield from _qualified(value.text, value.shape)


@check.basic_selector("CT322")
def qualified_basic_arn(selector: EventSelector, context: Context) -> Iterator[Finding]:
    for value in basic_values(selector):
        if value.type == FUNCTION_TYPE:
            yield from _qualified(value.text, value.shape)


def _is_about_resource(value: Value) -> bool:
    return value.field == "resources.ARN" and value.operator != "EndsWith"


def _qualified(text: Text, shape: str) -> Iterator[Finding]:
    arn = arns.parse(shape)
    kind, _, name = (arn.resource or "").partition(":") if arn is not None and arn.service == "lambda" else ("", "", "")
    qualifier = name.partition(":")[2]
    if kind == "function" and qualifier:
        shown = text.display.rpartition(":")[2]
        yield Finding(text.span, f"`{text.display}` names the version or alias `{shown}`, which records may leave out")
