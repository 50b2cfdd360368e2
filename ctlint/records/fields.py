"""From a record as JSON to the values that selectors compare.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (2026-11-20)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctlint.semantics.matching.verdict import ARN, CATEGORY, TYPE, Resource, Unclear, Value

Json = dict[str, object]
UNCLEAR = Unclear()
UNCLEAR_RESOURCE = (UNCLEAR, UNCLEAR)
SPELLED = {True: "true", False: "false"}
CATEGORIES_BY_TYPE = {"AwsVpceEvent": "NetworkActivity", "AwsCloudTrailInsight": "Insight"}


class FieldReader:
    """Reads those values of records that some selectors look at."""

    __slots__ = ("_readers", "has_arns", "has_resources")

    def __init__(self, fields: Sequence[str]) -> None:
        self._readers = [_reader(each) for each in fields]
        self.has_resources = TYPE in fields or ARN in fields
        self.has_arns = ARN in fields

    def values(self, record: Json) -> tuple[Value, ...]:
        """Return the values of the fields, in their order; those of resources are told by `resources`."""
        return tuple([read(record) for read in self._readers])

    def resources(self, record: Json) -> tuple[Resource, ...]:
        """Return type and ARN of each resource, as far as selectors look at them."""
        if not self.has_resources:
            return ()
        listed = record.get("resources")
        if type(listed) is not list:
            return () if listed is None else (UNCLEAR_RESOURCE,)
        has_arns = self.has_arns
        return tuple([_resource(each, has_arns) for each in listed])


def _resource(listed: object, has_arn: bool) -> Resource:
    if type(listed) is not dict:
        return UNCLEAR_RESOURCE
    kind = listed.get("type")
    if type(kind) is not str:
        kind = _value(kind)
    if not has_arn:
        return kind, None
    arn = listed.get("ARN")
    if type(arn) is str:
        return kind, arn
    prefix = listed.get("ARNPrefix")
    # Whether a selector is compared with the beginning of the ARNs that a call may have reached is not documented.
    return kind, Unclear(prefix) if arn is None and type(prefix) is str else _value(arn)


def _reader(field: str) -> Callable[[Json], Value]:
    """Return what reads a field; one of resources is left out here."""
    if field == CATEGORY:
        return category
    if field in (TYPE, ARN):
        return _nothing
    outer, _, inner = field.partition(".")

    def read(record: Json) -> Value:
        value = record.get(field)
        return value if type(value) is str else _value(value)

    def read_inner(record: Json) -> Value:
        value = record.get(outer)
        if type(value) is not dict:
            return None if value is None else UNCLEAR
        value = value.get(inner)
        return value if type(value) is str else _value(value)

    return read_inner if inner else read


def _nothing(record: Json) -> Value:
    return None


def _value(value: object) -> Value:
    """Return a value that is perhaps no string; what CloudTrail never writes is unclear."""
    if value is None or isinstance(value, str):
        return value
    return SPELLED[value] if isinstance(value, bool) else UNCLEAR


def category(record: Json) -> Value:
    """Return the category of a record; older ones tell it otherwise, or not at all."""
    written = record.get("eventCategory")
    if written is not None:
        return written if isinstance(written, str) else UNCLEAR
    is_management = _value(record.get("managementEvent"))
    if is_management in ("true", "false"):
        return "Management" if is_management == "true" else "Data"
    kind = record.get("eventType")
    return CATEGORIES_BY_TYPE.get(kind, UNCLEAR) if isinstance(kind, str) else UNCLEAR
