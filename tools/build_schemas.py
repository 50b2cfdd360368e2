"""Makes the JSON Schemas of selectors from ctlint's tables; `--check` only tells whether they are stale."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ctlint import knowledge
from ctlint.checks.names import TYPE_SHAPE
from ctlint.checks.structure import closed_values
from ctlint.knowledge import FieldSpec
from ctlint.model import DESTINATIONS, Destination

ROOT = Path(__file__).parent.parent
DRAFT = "http://json-schema.org/draft-07/schema#"
WIDTH = 110
Schema = dict[str, Any]
Destinations = tuple[Destination, ...]

OWNERS: dict[Destinations, str] = {
    ("trail",): "of a trail",
    ("event_data_store",): "of an event data store",
    DESTINATIONS: "of a trail or an event data store",
}
NAMES: dict[Destinations, str] = {
    ("trail",): "trailSelector",
    ("event_data_store",): "eventDataStoreSelector",
    DESTINATIONS: "advancedSelector",
}

# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html (2026-11-20)
FIELDS = {
    "eventCategory": "Which kind of events: every selector has this field, with one value.",
    "readOnly": "`true` for read events, `false` for write events; both without this field.",
    "eventSource": "The host of the service that was called, such as `kms.amazonaws.com`.",
    "eventName": "The name of the API operation, such as `PutObject`.",
    "eventType": "How the event came about, such as `AwsApiCall` or `AwsServiceEvent`.",
    "resources.type": "The type of the resource: required for data events, with one value.",
    "resources.ARN": "The ARN of the resource; that of an S3 object begins `arn:aws:s3:::bucket/`. No wildcards.",
    "errorCode": "`VpceAccessDenied`: only calls that a VPC endpoint's policy denied.",
    "vpcEndpointId": "The VPC endpoint that a call went through.",
    "userIdentity.arn": "The ARN of the caller; of a role's session: `arn:aws:sts::…:assumed-role/role/session`.",
    "sessionCredentialFromConsole": "`true` for calls that come from a console session.",
}
OPERATORS = {
    "Equals": "The field is exactly one of these values.",
    "StartsWith": "The field begins with one of these values.",
    "EndsWith": "The field ends with one of these values.",
    "NotEquals": "The field is none of these values.",
    "NotStartsWith": "The field begins with none of these values.",
    "NotEndsWith": "The field ends with none of these values.",
}


def main() -> int:
    outputs = {ROOT / "schemas" / f"{name}.schema.json": render(schema) + "\n" for name, schema in schemas().items()}
    stale = [path for path, text in outputs.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)} (run python tools/build_schemas.py)")
        return 1 if stale else 0
    for path in stale:
        path.write_text(outputs[path], encoding="utf-8")
    return 0


def schemas() -> dict[str, Schema]:
    """Return every generated schema by its name."""
    basic = {"basicSelector": basic_selector()}
    advanced = advanced_definitions(DESTINATIONS)
    insights = {"insightSelector": insight_selector(knowledge.insights("event_categories"))}
    return {
        "event-selectors": document("Basic event selectors", basic_list(), basic),
        "advanced-event-selectors": document("Advanced event selectors", advanced_list(DESTINATIONS), advanced),
        "insight-selectors": document("Insights selectors", list_of("insightSelector"), insights),
        "selectors": document("CloudTrail event selectors", any_file(), all_definitions()),
    }


def document(title: str, body: Schema, definitions: Schema) -> Schema:
    description = (
        f"{title}, as AWS's tools take them in JSON or YAML; from the AWS documentation of {knowledge.date()}."
    )
    return {"$schema": DRAFT, "title": title, **body, "description": description, "definitions": definitions}


def all_definitions() -> Schema:
    found: Schema = {"basicSelector": basic_selector()}
    for destinations in OWNERS:
        found |= advanced_definitions(destinations)
    found["insightSelector"] = insight_selector(knowledge.insights("event_categories"))
    found["eventDataStoreInsight"] = insight_selector(knowledge.insights("event_data_store_categories"))
    return found


def any_file() -> Schema:
    """Return the schema of a file: a list, a single selector, a request, or an answer, of which nothing is asked."""
    return {
        "type": ["array", "object"],
        "if": {"type": "array"},
        "then": {
            "if": {"contains": {"required": ["FieldSelectors"]}},
            "then": advanced_list(DESTINATIONS),
            "else": {
                "if": {"contains": {"required": ["InsightType"]}},
                "then": list_of("insightSelector"),
                "else": basic_list(),
            },
        },
        "else": {
            "if": {"anyOf": [{"required": ["TrailARN"]}, {"required": ["EventDataStoreArn"]}]},
            "then": {"description": "What AWS printed: an answer, not a request."},
            "else": {
                "if": {"required": ["FieldSelectors"]},
                "then": reference(NAMES[DESTINATIONS]),
                "else": request(),
            },
        },
    }


def request() -> Schema:
    """Return the schema of what `--cli-input-json` takes."""
    properties = {
        "TrailName": {"type": "string", "description": "The name or the ARN of a trail."},
        "EventDataStore": {"type": "string", "description": "The ARN of an event data store, or its last part."},
    }
    several = {"minItems": 1}
    mixed = dict.fromkeys(("EventSelectors", "AdvancedEventSelectors"), several)
    return {
        "type": "object",
        "properties": properties,
        "not": {"required": list(mixed), "properties": mixed},
        "if": {"required": ["EventDataStore"]},
        "then": {
            "properties": {
                "EventSelectors": False,
                "AdvancedEventSelectors": advanced_list(("event_data_store",)),
                "InsightSelectors": list_of("eventDataStoreInsight"),
            }
        },
        "else": {
            "properties": {
                "EventSelectors": basic_list(),
                "InsightSelectors": list_of("insightSelector"),
            },
            "if": {"required": ["TrailName"]},
            "then": {"properties": {"AdvancedEventSelectors": advanced_list(("trail",))}},
            "else": {"properties": {"AdvancedEventSelectors": advanced_list(DESTINATIONS)}},
        },
    }


def basic_list() -> Schema:
    return {**list_of("basicSelector"), "maxItems": knowledge.limit("basic_selectors")}


def advanced_list(destinations: Destinations) -> Schema:
    return {**list_of(NAMES[destinations]), "description": f"The advanced event selectors {OWNERS[destinations]}."}


def list_of(definition: str) -> Schema:
    return {"type": "array", "items": reference(definition)}


def reference(definition: str) -> Schema:
    return {"$ref": f"#/definitions/{definition}"}


def basic_selector() -> Schema:
    data_resource = closed_object(
        "Resources whose data events are recorded.",
        {
            "Type": {"enum": list(knowledge.basic("resource_types")), "description": "The type of the resources."},
            "Values": {
                **strings("ARNs: of an S3 bucket with a slash and perhaps a prefix, of a function, of a table."),
                "uniqueItems": True,
            },
        },
    )
    data_resource["if"] = {"properties": {"Type": {"const": "AWS::S3::Object"}}, "required": ["Type"]}
    data_resource["then"] = {"properties": {"Values": {"items": S3_VALUE}}}
    data_resource["else"] = {
        "if": {"required": ["Type"]},
        "then": {"properties": {"Values": {"items": OTHER_VALUE}}},
    }
    selector = closed_object(
        "A basic event selector.",
        {
            "ReadWriteType": {
                "enum": list(knowledge.basic("read_write_types")),
                "description": "Which management and data events: reading ones, writing ones, or all (the default).",
            },
            "IncludeManagementEvents": {
                "type": "boolean",
                "description": "Whether management events are recorded; true without this key.",
            },
            "DataResources": {"type": "array", "items": data_resource, "description": "What data events to record."},
            "ExcludeManagementEventSources": {
                "type": "array",
                "items": {"enum": [*knowledge.basic("excludable_sources"), ""]},
                "uniqueItems": True,
                "description": "Services whose management events are left out.",
            },
        },
    )
    selector["if"] = {
        "properties": {"IncludeManagementEvents": {"const": False}},
        "required": ["IncludeManagementEvents"],
    }
    selector["then"] = {
        "required": ["DataResources"],
        "properties": {
            "DataResources": {"minItems": 1},
            "ExcludeManagementEventSources": {"items": {"const": ""}},
        },
    }
    return selector


S3_VALUE = {
    "pattern": r"^arn:([^:]*:s3:::([^/*?]+/[\s\S]*)?|(?![^:]*:s3:::)[^/*?]*(/[\s\S]*)?)$",
    "patternErrorMessage": "the ARN of a bucket with a slash behind it is expected, without a wildcard in the bucket",
}
OTHER_VALUE = {"pattern": r"^arn:[^*?]*$", "patternErrorMessage": "an ARN without wildcards is expected"}


def insight_selector(categories: tuple[str, ...]) -> Schema:
    return closed_object(
        "A kind of unusual activity to look for.",
        {
            "InsightType": {"enum": list(knowledge.insights("types")), "description": "Unusual call or error rates."},
            "EventCategories": {
                "type": "array",
                "items": {"enum": list(categories)},
                "uniqueItems": True,
                "description": "The events to analyse; management events without this key.",
            },
        },
    )


def advanced_definitions(destinations: Destinations) -> Schema:
    """Return the definition of an advanced selector with those that it refers to."""
    names = list(dict.fromkeys(category for each in destinations for category in knowledge.categories(each)))
    any_category = {"propertyNames": {"enum": ["Field", "Equals"]}, "properties": {"Equals": one_of(names)}}
    fields = {
        "type": "array",
        "minItems": 1,
        "items": {"allOf": [reference("fieldSelector"), when("eventCategory", any_category)]},
        "allOf": [contains("eventCategory"), *(when_category(category, destinations) for category in names)],
        "description": "The conditions, one for each field; an event meets all of them.",
    }
    selector = closed_object(
        f"An advanced event selector {OWNERS[destinations]}.",
        {
            "Name": {"type": "string", "maxLength": knowledge.limit("selector_name"), "description": "A name."},
            "FieldSelectors": fields,
        },
        required=["FieldSelectors"],
    )
    types = {"fieldSelector": field_selector(), "values": values(), "resourceType": resource_type()}
    return {NAMES[destinations]: selector, **types}


def field_selector() -> Schema:
    """Return what holds for a field selector of any category."""
    field = {
        "description": "What is compared.",
        "enum": list(knowledge.field_names()),
        "enumDescriptions": [FIELDS[name] for name in knowledge.field_names()],
    }
    operators = {name: {**reference("values")} for name in knowledge.operators()}
    return {
        **closed_object("A field and what is asked of it.", {"Field": field, **operators}, required=["Field"]),
        "anyOf": [{"required": [name]} for name in knowledge.operators()],
    }


def values() -> Schema:
    described = " ".join(f"{name}: {text}" for name, text in OPERATORS.items())
    return {
        "type": "array",
        "description": described,
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "minLength": 1, "maxLength": knowledge.limit("value")},
    }


def resource_type() -> Schema:
    """Return the schema of a data event type: the known ones for completion, others that may be newer."""
    return {
        "description": f"A data event type; those known on {knowledge.date()} are listed.",
        "anyOf": [
            {"enum": list(knowledge.resource_types())},
            {"pattern": f"^{TYPE_SHAPE.pattern}$", "not": {"enum": list(knowledge.rejected_resource_types())}},
        ],
    }


def when_category(category: str, destinations: Destinations) -> Schema:
    """Return what the field selectors of a category have to be."""
    specs: dict[str, list[FieldSpec]] = {}
    for destination in destinations:
        for name, spec in (knowledge.fields(destination, category) or {}).items():
            specs.setdefault(name, []).append(spec)
    required = [name for name, found in specs.items() if any(spec.required for spec in found)]
    restrictions = [
        when(name, restriction(name, found))
        for name, found in specs.items()
        if is_restricted(found) and name != "eventCategory"
    ]
    needed = [contains(name, category) for name in required if name != "eventCategory"]
    items = {"properties": {"Field": {"enum": list(specs)}}, **({"allOf": restrictions} if restrictions else {})}
    chosen = {"Field": {"const": "eventCategory"}, "Equals": {"contains": {"const": category}}}
    return {
        "if": {"contains": {"properties": chosen, "required": ["Field", "Equals"]}},
        "then": {"items": items, **({"allOf": needed} if needed else {})},
    }


def contains(field: str, category: str = "") -> Schema:
    """Return the schema of a list with a field selector for `field`."""
    return {
        "contains": {"properties": {"Field": {"const": field}}, "required": ["Field"]},
        "errorMessage": f"a {category + ' ' if category else ''}selector needs a field selector for {field}",
    }


def when(field: str, then: Schema) -> Schema:
    """Return what a field selector has to be if it is for `field`."""
    return {"if": {"properties": {"Field": {"const": field}}, "required": ["Field"]}, "then": then}


def is_restricted(found: list[FieldSpec]) -> bool:
    operators = {operator for spec in found for operator in spec.operators}
    return len(operators) < len(knowledge.operators()) or bool(closed_values(found)) or found[0].max_values is not None


def restriction(name: str, found: list[FieldSpec]) -> Schema:
    """Return what a field asks of its field selector: operators, values, how many of them."""
    operators = list(dict.fromkeys(operator for spec in found for operator in spec.operators))
    condition: Schema = {}
    if name == "resources.type":
        condition["items"] = reference("resourceType")
    elif closed_values(found):
        condition["items"] = {"enum": list(closed_values(found))}
    if all(spec.max_values == 1 for spec in found):
        condition["maxItems"] = 1
    return {
        "propertyNames": {"enum": ["Field", *operators]},
        **({"properties": dict.fromkeys(operators, condition)} if condition else {}),
    }


def one_of(values: list[str]) -> Schema:
    return {"maxItems": 1, "items": {"enum": values}}


def closed_object(description: str, properties: Schema, required: list[str] | None = None) -> Schema:
    """Return the schema of an object that has no other keys."""
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": properties,
    }


def strings(description: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def render(value: Any, indent: int = 0) -> str:
    """Return JSON in which whatever fits on a line stands on one: the schemas stay readable in a diff."""
    flat = json.dumps(value, ensure_ascii=False)
    if indent + len(flat) <= WIDTH or not isinstance(value, dict | list):
        return flat
    inner = indent + 2
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {render(each, inner)}" for key, each in value.items()]
        opening, closing = "{}"
    else:
        parts = [render(each, inner) for each in value]
        opening, closing = "[]"
    lines = ",\n".join(" " * inner + part for part in parts)
    return f"{opening}\n{lines}\n{' ' * indent}{closing}"


if __name__ == "__main__":
    sys.exit(main())
