"""The same selectors give the same findings in every format, each at a place that decodes to what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctlint.api import lint_text

FIELDS = st.sampled_from(
    ("eventCategory", "readOnly", "resources.type", "resources.ARN", "eventName", "eventSource", "eventcategory")
)
VALUES = st.sampled_from(
    (
        "Management", "Data", "data", "true", "True", "AWS::S3::Object", "AWS::S3::Bucket", "AWS::Lambda::Function",
        "arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/", "arn:aws:s3:::acme/*", "arn:aws:s3:::a'b/\"\\é😀/",
        "arn:aws:lambda:us-east-1:111122223333:function:work", "GetObject", "Get*", " padded", "kms.amazonaws.com",
    )
)  # fmt: skip
OPERATORS = st.sampled_from(("Equals", "StartsWith", "NotEquals", "NotStartsWith", "Equal"))
FIELD_SELECTORS = st.builds(
    lambda field, conditions: {"Field": field, **conditions},
    FIELDS,
    st.dictionaries(OPERATORS, st.lists(VALUES, min_size=1, max_size=3, unique=True), min_size=1, max_size=2),
)
ADVANCED = st.builds(
    lambda fields: {"Name": "one", "FieldSelectors": fields}, st.lists(FIELD_SELECTORS, min_size=1, max_size=4)
)
BASIC = st.fixed_dictionaries(
    {},
    optional={
        "ReadWriteType": st.sampled_from(("All", "ReadOnly", "read-only")),
        "IncludeManagementEvents": st.booleans(),
        "DataResources": st.lists(
            st.fixed_dictionaries({"Type": VALUES, "Values": st.lists(VALUES, min_size=1, max_size=3, unique=True)}),
            min_size=1,
            max_size=2,
        ),
        "ExcludeManagementEventSources": st.lists(VALUES, min_size=1, max_size=2, unique=True),
    },
)
LISTS = st.one_of(
    st.lists(ADVANCED, min_size=1, max_size=3).map(lambda items: {"AdvancedEventSelectors": items}),
    st.lists(BASIC, min_size=1, max_size=3).map(lambda items: {"EventSelectors": items}),
)
OPTIONS = {"AdvancedEventSelectors": "--advanced-event-selectors", "EventSelectors": "--event-selectors"}


def as_json(lists: dict[str, Any]) -> str:
    return json.dumps({"TrailName": "audit-trail", **lists}, indent=1)


def as_compact_json(lists: dict[str, Any]) -> str:
    return json.dumps({"TrailName": "audit-trail", **lists}, ensure_ascii=False)


def as_yaml(lists: dict[str, Any]) -> str:
    return yaml.safe_dump({"TrailName": "audit-trail", **lists}, allow_unicode=True, sort_keys=False)


def as_template(lists: dict[str, Any]) -> dict[str, Any]:
    properties = {"IsLogging": True, "S3BucketName": "acme-trail", "TrailName": "audit-trail", **lists}
    return {"Resources": {"Trail": {"Type": "AWS::CloudTrail::Trail", "Properties": properties}}}


def as_yaml_template(lists: dict[str, Any]) -> str:
    return yaml.safe_dump(as_template(lists), default_flow_style=False, width=40)


def as_conditional_template(lists: dict[str, Any]) -> str:
    name, items = next(iter(lists.items()))
    template = as_template({name: [{"Fn::If": ["Wanted", item, {"Ref": "AWS::NoValue"}]} for item in items]})
    condition = {"Fn::Equals": [{"Ref": "Wanted"}, "yes"]}
    return json.dumps({"Parameters": {"Wanted": {"Type": "String"}}, "Conditions": {"Wanted": condition}, **template})


def as_command(lists: dict[str, Any]) -> str:
    name, items = next(iter(lists.items()))
    quoted = json.dumps(items, indent=2).replace("'", "'\\''")
    return f"aws cloudtrail put-event-selectors --trail-name audit-trail \\\n  {OPTIONS[name]} '{quoted}'\n"


def as_double_quoted_command(lists: dict[str, Any]) -> str:
    name, items = next(iter(lists.items()))
    quoted = json.dumps(items).replace("\\", "\\\\").replace('"', '\\"')
    return f'aws cloudtrail put-event-selectors {OPTIONS[name]} "{quoted}" --trail-name audit-trail\n'


def as_markdown(lists: dict[str, Any]) -> str:
    indented = "".join(f"   {line}\n" for line in as_command(lists).splitlines())
    return f"# Trails\n\n1. Run\n\n   ```sh\n{indented}   ```\n"


FORMATS = {
    "compact.json": as_compact_json,
    "selectors.yaml": as_yaml,
    "template.yaml": as_yaml_template,
    "template.json": as_conditional_template,
    "script.sh": as_command,
    "double-quoted.sh": as_double_quoted_command,
    "document.md": as_markdown,
}


def findings(text: str, filename: str) -> list[tuple[str, str]]:
    result = lint_text(text, filename)
    for crash in result.crashes:
        raise crash.error
    return sorted((each.rule, each.finding.message) for each in result.diagnostics)


@pytest.mark.parametrize("filename", FORMATS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(lists=LISTS)
def test_formats_agree(filename: str, lists: dict[str, Any]) -> None:
    assert findings(FORMATS[filename](lists), filename) == findings(as_json(lists), "request.json")
