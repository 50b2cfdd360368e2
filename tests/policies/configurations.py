"""Trails as templates, written briefly: names and values as people write them, and mislead themselves with."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

Json = Any
Values = str | list[str] | dict[str, Any]
S3 = "AWS::S3::Object"


class Configuration(NamedTuple):
    """A configuration, with the policies that it violates and those that nobody can decide; it meets all others."""

    title: str
    text: str
    violates: str
    undecided: str = ""
    filename: str = "template.json"


def advanced(name: str, category: str, **conditions: Values) -> Json:
    """Return an advanced selector: field=value, with `_` for the dot, as in `resources_type`."""
    fields = [{"Field": "eventCategory", "Equals": [category]}]
    for field, condition in conditions.items():
        operators = condition if isinstance(condition, dict) else {"Equals": condition}
        listed = {operator: value if isinstance(value, list) else [value] for operator, value in operators.items()}
        fields.append({"Field": field.replace("_", "."), **listed})
    return {"Name": name, "FieldSelectors": fields}


def objects(name: str, **conditions: Values) -> Json:
    return advanced(name, "Data", resources_type=S3, **conditions)


def management(name: str, **conditions: Values) -> Json:
    return advanced(name, "Management", **conditions)


def basic(kind: Json = "All", s3: str | list[str] | None = None, **keys: Json) -> Json:
    """Return a basic selector with the values of its S3 objects."""
    resources = [{"Type": S3, "Values": [s3] if isinstance(s3, str) else s3}] if s3 is not None else []
    return {"ReadWriteType": kind, **({"DataResources": resources} if resources else {}), **keys}


def trail(*selectors: Json, **attributes: Json) -> Json:
    """Return a multi-Region trail that is on, unless attributes say otherwise."""
    key = "EventSelectors" if any("ReadWriteType" in each for each in selectors) else "AdvancedEventSelectors"
    written = {key: list(selectors)} if selectors else {}
    properties = {"IsLogging": True, "IsMultiRegionTrail": True, "S3BucketName": "acme-logs", **written, **attributes}
    return {
        "Type": "AWS::CloudTrail::Trail",
        "Properties": {name: value for name, value in properties.items() if value is not None},
    }


def store(*selectors: Json, **attributes: Json) -> Json:
    properties = {"Name": "acme-store", "AdvancedEventSelectors": list(selectors), **attributes}
    return {"Type": "AWS::CloudTrail::EventDataStore", "Properties": properties}


def template(*resources: Json, **sections: Json) -> str:
    found = {f"Trail{at}": resource for at, resource in enumerate(resources)}
    return json.dumps({**sections, "Resources": found}, indent=1)
