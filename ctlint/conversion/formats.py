"""Trails written as a request for the AWS CLI, a CloudFormation resource, or a Terraform resource."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ctlint.conversion.advanced import Conversion, Selector
from ctlint.model import Trail

FLAGS = (
    "IsLogging",
    "IsMultiRegionTrail",
    "IsOrganizationTrail",
    "IncludeGlobalServiceEvents",
    "EnableLogFileValidation",
)
NAMES = ("S3BucketName", "S3KeyPrefix")
TERRAFORM = {
    "IsLogging": "enable_logging",
    "IsMultiRegionTrail": "is_multi_region_trail",
    "IsOrganizationTrail": "is_organization_trail",
    "IncludeGlobalServiceEvents": "include_global_service_events",
    "EnableLogFileValidation": "enable_log_file_validation",
    "S3BucketName": "s3_bucket_name",
    "S3KeyPrefix": "s3_key_prefix",
}
WIDTH = 110
SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def as_json(conversion: Conversion) -> str:
    """Return a request that put-event-selectors, or update-event-data-store, takes with --cli-input-json."""
    trail = conversion.trail
    key = "EventDataStore" if trail.destination == "event_data_store" else "TrailName"
    lines = [f"  {json.dumps(key)}: {json.dumps(_name(trail))},"] if _name(trail) else []
    selectors = ",\n".join(_json_selector(each) for each in conversion.selectors)
    return "\n".join(["{", *lines, '  "AdvancedEventSelectors": [', selectors, "  ]", "}"])


def _json_selector(selector: Selector) -> str:
    """Return a selector with a line for each field."""
    lines = ["    {"]
    if selector.name:
        lines.append(f'      "Name": {json.dumps(selector.name)},')
    fields = ",\n".join(f"        {json.dumps(each)}" for each in _field_selectors(selector))
    return "\n".join([*lines, '      "FieldSelectors": [', fields, "      ]", "    }"])


def _field_selectors(selector: Selector) -> list[dict[str, object]]:
    """Return the conditions of a selector by field."""
    found: dict[str, dict[str, object]] = {}
    for field, operator, values in selector.conditions:
        found.setdefault(field, {"Field": field})[operator] = list(values)
    return list(found.values())


def as_cloudformation(conversion: Conversion) -> str:
    """Return a template with the trail, a comment on what each selector records."""
    trail = conversion.trail
    is_store = trail.destination == "event_data_store"
    properties = CommentedMap()
    if _name(trail):
        properties["Name" if is_store else "TrailName"] = _short_name(trail)
    for name, value in _attributes(trail):
        properties[name] = value
    selectors = CommentedSeq()
    for at, selector in enumerate(conversion.selectors):
        selectors.append(_yaml_selector(selector))
        selectors.yaml_set_comment_before_after_key(at, before=_comment(selector), indent=8)
    properties["AdvancedEventSelectors"] = selectors
    resource = CommentedMap(Type=f"AWS::CloudTrail::{'EventDataStore' if is_store else 'Trail'}", Properties=properties)
    if not is_store and "S3BucketName" not in properties:
        properties.yaml_set_start_comment("S3BucketName is required, and not known here", indent=6)
    return _yaml(CommentedMap(Resources=CommentedMap({_logical_id(trail): resource})))


def _yaml_selector(selector: Selector) -> CommentedMap:
    found = CommentedMap(Name=DoubleQuotedScalarString(selector.name)) if selector.name else CommentedMap()
    fields = CommentedSeq()
    for field_selector in _field_selectors(selector):
        entry = CommentedMap()
        for key, value in field_selector.items():
            entry[key] = [DoubleQuotedScalarString(each) for each in value] if isinstance(value, list) else value
        fields.append(entry)
    found["FieldSelectors"] = fields
    return found


def _yaml(content: CommentedMap) -> str:
    writer = YAML()
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = WIDTH
    stream = StringIO()
    writer.dump(content, stream)
    return stream.getvalue()


def as_terraform(conversion: Conversion) -> str:
    """Return a resource block with the trail, a comment on what each selector records."""
    trail = conversion.trail
    kind = "aws_cloudtrail_event_data_store" if trail.destination == "event_data_store" else "aws_cloudtrail"
    lines = [f'resource "{kind}" {_quoted(_label(trail))} {{']
    settings = {"name": _quoted(_short_name(trail) or _label(trail))}
    for name, value in _attributes(trail):
        if kind == "aws_cloudtrail":
            settings[TERRAFORM[name]] = _quoted(value) if isinstance(value, str) else str(value).lower()
    if kind == "aws_cloudtrail" and "s3_bucket_name" not in settings:
        lines.append("  # s3_bucket_name is required, and not known here")
    longest = max(map(len, settings))
    lines += [f"  {name:{longest}} = {value}" for name, value in settings.items()]
    for selector in conversion.selectors:
        lines += ["", *_block(selector)]
    return "\n".join([*lines, "}", ""])


def _block(selector: Selector) -> Iterator[str]:
    yield f"  # {_comment(selector)}"
    yield "  advanced_event_selector {"
    if selector.name:
        yield f"    name = {_quoted(selector.name)}"
    for field_selector in _field_selectors(selector):
        yield ""
        yield "    field_selector {"
        keys = {SNAKE.sub("_", key).lower(): value for key, value in field_selector.items()}
        longest = max(map(len, keys))
        for key, value in keys.items():
            shown = f"[{', '.join(map(_quoted, value))}]" if isinstance(value, list) else _quoted(str(value))
            yield f"      {key:{longest}} = {shown}"
        yield "    }"
    yield "  }"


def _attributes(trail: Trail) -> Iterator[tuple[str, str | bool]]:
    """Yield the properties of a trail that are known and that a resource has."""
    for name in NAMES if trail.destination != "event_data_store" else ():
        text = trail.attribute(name)
        if text is not None and text.value:
            yield name, text.value
    for name in FLAGS if trail.destination != "event_data_store" else ():
        flag = trail.attributes[name].flag if name in trail.attributes else None
        if flag is not None:
            yield name, flag
        elif name == "IsLogging":
            yield name, True


def _comment(selector: Selector) -> str:
    """Return what a selector records, on one line that ends no comment."""
    return " ".join(selector.records.split())


def _name(trail: Trail) -> str | None:
    return trail.name.value if trail.name else None


def _short_name(trail: Trail) -> str | None:
    """Return the name of a trail that may be named by its ARN."""
    name = _name(trail)
    return name.rpartition("/")[2] if name and name.startswith("arn:") else name


def _label(trail: Trail) -> str:
    """Return a name that Terraform takes for a resource."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", _short_name(trail) or "trail").lstrip("0123456789-") or "trail"


def _logical_id(trail: Trail) -> str:
    words = re.split(r"[^A-Za-z0-9]+", _short_name(trail) or "trail")
    return "".join(word[:1].upper() + word[1:] for word in words) or "Trail"


def _quoted(text: str) -> str:
    """Return a string of Terraform's language."""
    plain = json.dumps(text, ensure_ascii=False)
    return plain.replace("${", "$${").replace("%{", "%%{")
