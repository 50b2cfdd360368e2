"""The same selectors give the same findings in every format, each at a place that decodes to what is wrong."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ctlint.api import Settings, lint_sources, lint_text
from ctlint.finding import Diagnostic
from ctlint.loaders.key_styles import AWSCC, TERRAFORM, KeyStyle
from ctlint.source import Source

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


class Terraform:
    """Writes selectors in Terraform's language; what stands elsewhere than in the trail's block is in `definitions`."""

    style: KeyStyle = TERRAFORM
    head = 'resource "aws_cloudtrail" "main" {\n  name = "audit-trail"\n  s3_bucket_name = "acme-trail"\n'

    def __init__(self) -> None:
        self.definitions: list[tuple[str, str]] = []

    def files(self, lists: dict[str, Any]) -> dict[str, str]:
        return {"main.tf": f"{self.head}{self.body(lists)}}}\n"}

    def body(self, items: dict[str, Any]) -> str:
        return "".join(self.member(self.style.spell(key), value) for key, value in items.items())

    def member(self, name: str, value: Any) -> str:
        if isinstance(value, list) and isinstance(value[0], dict):
            return "".join(self.block(name, item) for item in value)
        return f"{name} = {self.value(value)}\n"

    def block(self, name: str, item: dict[str, Any]) -> str:
        return f"{name} {{\n{self.body(item)}}}\n"

    def value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def define(self, value: Any) -> str:
        """Note a value under a name of its own, which is returned."""
        name = f"v{len(self.definitions)}"
        self.definitions.append((name, Terraform.value(self, value)))
        return name


class Awscc(Terraform):
    """Lists of objects as attributes, as the Cloud Control provider has them."""

    style = AWSCC
    head = 'resource "awscc_cloudtrail_trail" "main" {\n  is_logging = true\n  trail_name = "audit-trail"\n'

    def member(self, name: str, value: Any) -> str:
        if isinstance(value, list) and isinstance(value[0], dict):
            objects = ", ".join(f"{{\n{self.body(item)}}}" for item in value)
            return f"{name} = [{objects}]\n"
        return super().member(name, value)


class Named(Terraform):
    """Each value in a variable whose value stands in a file of its own, every other one through a local too."""

    def files(self, lists: dict[str, Any]) -> dict[str, str]:
        main = super().files(lists)["main.tf"]
        names = [name for name, _ in self.definitions]
        variables = "".join(f'variable "{name}" {{}}\n' for name in names)
        references = "".join(f"  {name} = var.{name}\n" for name in names)
        values = "".join(f"{name} = {value}\n" for name, value in self.definitions)
        return {"main.tf": f"{variables}locals {{\n{references}}}\n{main}", "a.auto.tfvars": values}

    def value(self, value: Any) -> str:
        name = self.define(value)
        return f"local.{name}" if len(self.definitions) % 2 else f"var.{name}"


class Dynamic(Terraform):
    """Each block made of an element of a list."""

    def files(self, lists: dict[str, Any]) -> dict[str, str]:
        main = super().files(lists)["main.tf"]
        values = "".join(f"  {name} = {value}\n" for name, value in self.definitions)
        return {"main.tf": f"{main}locals {{\n{values}}}\n"}

    def block(self, name: str, item: dict[str, Any]) -> str:
        nested = {key: value for key, value in item.items() if isinstance(value, list) and isinstance(value[0], dict)}
        plain = {self.style.spell(key): value for key, value in item.items() if key not in nested}
        inside = "".join(f"{key} = {name}.value.{key}\n" for key in plain) + self.body(nested)
        element = self.define(plain)
        return f'dynamic "{name}" {{\nfor_each = [local.{element}]\ncontent {{\n{inside}}}\n}}\n'


class Called(Terraform):
    """Each value passed to the module that has the trail."""

    def files(self, lists: dict[str, Any]) -> dict[str, str]:
        main = super().files(lists)["main.tf"]
        variables = "".join(f'variable "{name}" {{\n  default = null\n}}\n' for name, _ in self.definitions)
        arguments = "".join(f"  {name} = {value}\n" for name, value in self.definitions)
        call = f'module "audit" {{\n  source = "./modules/audit"\n{arguments}}}\n'
        return {"main.tf": call, "modules/audit/main.tf": variables + main}

    def value(self, value: Any) -> str:
        return f"var.{self.define(value)}"


def pointed_at(diagnostics: list[Diagnostic]) -> list[tuple[str, str]]:
    """Return rules and what stands at their places: a decoded value, a key, or a mark for a block or object."""
    found = []
    for each in diagnostics:
        text = each.span.text.strip('"')
        is_object = text.endswith("}") or (len(text) == 1 and text != "*")
        decoded = "an object" if is_object else json.loads(f'"{text}"')
        found.append((each.rule, AWSCC.spell(decoded) if decoded in KEYS else decoded))
    return sorted(found)


KEYS = frozenset(("Equal", "Field", "Equals", "StartsWith", "NotEquals", "NotStartsWith"))
"""Keys at which a finding may stand; Terraform writes them in snake_case."""


def may_merge_fields(lists: dict[str, Any]) -> bool:
    """Tell whether Terraform may make one field selector of two, which CloudTrail would reject."""
    pairs = [
        pair
        for selector in lists.get("AdvancedEventSelectors", ())
        for pair in combinations(selector["FieldSelectors"], 2)
    ]
    return any(
        one == other or (one["Field"] == other["Field"] and ("Equal" in one or "Equal" in other))
        for one, other in pairs
    )


@pytest.mark.parametrize("writer", [Terraform, Awscc, Named, Dynamic, Called])
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(lists=LISTS)
def test_terraform_agrees(writer: type[Terraform], lists: dict[str, Any]) -> None:
    assume(not may_merge_fields(lists))
    sources = [(Source(path, text), True) for path, text in writer().files(lists).items()]
    result = lint_sources(sources, Settings())
    for crash in result.crashes:
        raise crash.error
    assert pointed_at(result.diagnostics) == pointed_at(lint_text(as_json(lists), "request.json").diagnostics)
