"""Selectors among the arguments of modules that are not read: what is written is linted, what is missing is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint import api
from ctlint.discovery import search

HEAD = 'source  = "acme/cloudtrail/aws"\n  version = "1.0.0"\n  s3_bucket_name = "acme-logs"'
OBJECTS = '{ field = "eventCategory", equals = ["Data"] }, { field = "resources.type", equals = ["AWS::S3::Object"] }'


def call(arguments: str, head: str = HEAD) -> str:
    return f'module "audit" {{\n  {head}\n  {arguments}\n}}\n'


def advanced(*fields: str) -> str:
    return f"advanced_event_selectors = [{{ field_selectors = [{', '.join(fields)}] }}]"


def basic(*values: str) -> str:
    quoted = ", ".join(f'"{value}"' for value in values)
    return f'event_selectors = [{{ data_resources = [{{ type = "AWS::S3::Object", values = [{quoted}] }}] }}]'


def findings(text: str, filename: str = "main.tf") -> list[tuple[str, str]]:
    result = api.lint_text(text, filename)
    assert result.crashes == []
    return [(each.rule, each.span.text) for each in result.diagnostics]


def trails(text: str, filename: str = "main.tf") -> int:
    return sum(read.trails for read in api.lint_text(text, filename).read)


@pytest.mark.parametrize(
    "name",
    [
        "event_selector",
        "event_selectors",
        "advanced_event_selector",
        "advanced_event_selectors",
        "cloudtrail_event_selectors",
    ],
)
@pytest.mark.parametrize(
    "fields",
    [
        '{ field_selector = [{ field = "eventCategory", equals = ["data"] }] }',
        '{ field_selectors = [{ field = "eventCategory", equals = ["data"], not_equals = null }] }',
        '{ FieldSelectors = [{ Field = "eventCategory", Equals = ["data"] }] }',
        '{ fieldSelectors = { field = "eventCategory", equals = "data" } }',
        '[{ name = "a", field_selector = { field = "eventCategory", equals = ["data"] } }]',
        '{ orders = { field_selectors = [{ field = "eventCategory", equals = ["data"] }] } }',
        '[for each in ["data"] : { field_selectors = [{ field = "eventCategory", equals = [each] }] }]',
    ],
)
def test_every_spelling_is_read(name: str, fields: str) -> None:
    assert findings(call(f"{name} = {fields}")) == [("CT107", "data")]


@pytest.mark.parametrize("name", ["insight_selector", "insight_selectors"])
@pytest.mark.parametrize("value", ['[{ insight_type = "ApiCallRate" }]', '{ InsightType = "ApiCallRate" }'])
def test_insight_selectors_are_read(name: str, value: str) -> None:
    assert findings(call(f"{name} = {value}")) == [("CT129", "ApiCallRate")]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (basic("arn:aws:s3:::acme-orders"), [("CT121", "arn:aws:s3:::acme-orders")]),
        ('event_selectors = [{ read_write_type = "Every" }]', [("CT123", "Every")]),
        ("event_selectors = [" + "{}, " * 6 + "]", [("CT201", "{}")]),
        (advanced(OBJECTS, '{ field = "readOnly", starts_with = ["true"] }'), [("CT113", "starts_with")]),
        (advanced(OBJECTS, '{ Field = "readOnly", StartsWith = ["true"] }'), [("CT113", "StartsWith")]),
        (advanced(OBJECTS, '{ field = "readonly", equals = ["true"] }'), [("CT110", "readonly")]),
        (advanced(OBJECTS, '{ field = "eventName", start_with = ["Put"] }'), [("CT112", "start_with")]),
        (
            advanced(OBJECTS, '{ field = "resources.ARN", starts_with = ["arn:aws:s3:::acme-orders"] }'),
            [("CT306", "arn:aws:s3:::acme-orders")],
        ),
        (
            advanced(OBJECTS, '{ field = "resources.ARN", starts_with = ["${aws_s3_bucket.orders.arn}/*"] }'),
            [("CT304", "*")],
        ),
    ],
)
def test_what_is_written_is_linted(arguments: str, found: list[tuple[str, str]]) -> None:
    assert findings(call(arguments)) == found


@pytest.mark.parametrize(
    "arguments",
    [
        advanced('{ field = "resources.type", equals = ["AWS::S3::Object"] }'),
        advanced('{ field = "eventCategory", equals = ["Data"] }'),
        advanced('{ field = "eventCategory", equals = ["NetworkActivity"] }'),
        advanced(OBJECTS, '{ field = "readOnly", equals = [] }', '{ field = "eventName" }'),
        'advanced_event_selectors = [{ name = "orders" }]',
        "event_selectors = [{ include_management_events = false }]",
        "event_selectors = {}\n  insight_selectors = null\n  advanced_event_selector = []",
        f"{basic('arn:aws:s3:::acme-orders/')}\n  {advanced(OBJECTS)}",
        "event_selectors = [{ include_management_events = false }]\n"
        '  insight_selectors = [{ insight_type = "ApiCallRateInsight" }]',
        'event_selectors = [{ include_management_events = true, read_write_type = "WriteOnly" },'
        ' { data_resources = [{ type = "AWS::S3::Object", values = ["arn:aws:s3:::acme-orders/"] }] }]',
    ],
)
def test_nothing_is_claimed_about_what_a_module_may_add(arguments: str) -> None:
    assert findings(call(arguments)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        'event_selectors = [{ enabled = true, s3_buckets = ["acme-orders"], read_write_type = "All" }]',
        'event_selectors = [{ data_resources = { "AWS::S3::Object" = ["acme-orders"] } }]',
        'event_selectors = "all"',
        "event_selectors = var.event_selectors",
        'event_selectors = jsondecode(file("selectors.json"))',
        'selectors = [{ read_write_type = "Every" }]',
    ],
)
def test_what_is_the_modules_own_is_left_alone(arguments: str) -> None:
    assert findings(call(arguments)) == []


def test_only_rules_about_single_selectors_speak() -> None:
    impossible = advanced(OBJECTS, '{ field = "eventName", equals = ["PutObject "], not_equals = ["PutObject "] }')
    as_resource = (
        'resource "aws_cloudtrail" "audit" {\n  name = "audit"\n  s3_bucket_name = "acme-logs"\n'
        "  advanced_event_selector {\n"
        '    field_selector {\n      field = "eventCategory"\n      equals = ["Data"]\n    }\n'
        '    field_selector {\n      field = "resources.type"\n      equals = ["AWS::S3::Object"]\n    }\n'
        '    field_selector {\n      field = "eventName"\n      equals = ["PutObject "]\n    }\n  }\n}\n'
    )
    assert [rule for rule, _ in findings(as_resource)] == ["CT318"]
    assert findings(call(impossible)) == []


def test_many_calls_are_not_many_trails_for_sure() -> None:
    text = "".join(call(basic("arn:aws:s3:::acme-orders/")).replace("audit", f"audit{n}") for n in range(7))
    assert findings(text) == []
    assert trails(text) == 7


def test_a_category_of_event_data_stores_is_fine_where_the_module_may_make_one() -> None:
    items = advanced('{ field = "eventCategory", equals = ["ConfigurationItem"] }')
    assert findings(call(items, 'source = "acme/lake/aws"')) == []
    assert findings(call(items)) == [("CT107", "ConfigurationItem")]


def test_the_address_tells_instances_apart() -> None:
    text = call(basic("arn:aws:s3:::${each.key}"), f'{HEAD}\n  for_each = toset(["acme-a", "acme-b/"])')
    (found,) = api.lint_text(text, "main.tf").diagnostics
    assert (
        found.finding.message == '`arn:aws:s3:::acme-a` lacks the slash after the bucket, in `module.audit["acme-a"]`'
    )


def test_a_call_in_json_syntax_is_read() -> None:
    arguments = '"event_selector": [{"read_write_type": "Every"}]'
    text = f'{{"module": {{"audit": {{"source": "acme/cloudtrail/aws", {arguments}}}}}}}'
    assert findings(text, "main.tf.json") == [("CT123", "Every")]


def test_arguments_of_a_local_module_are_read_as_the_module_does(tmp_path: Path) -> None:
    (tmp_path / "trail").mkdir()
    (tmp_path / "main.tf").write_text(call('event_selectors = [{ read_write_type = "Every" }]', 'source = "./trail"'))
    (tmp_path / "trail" / "main.tf").write_text(
        'variable "event_selectors" {}\n'
        'resource "aws_cloudtrail" "this" {\n  name = "audit"\n  s3_bucket_name = "acme-logs"\n}\n'
    )
    result = api.lint([str(tmp_path)])
    assert (result.diagnostics, sum(each.trails for each in result.read)) == ([], 1)


TERRAGRUNT = """\
terraform {
  source = "tfr:///acme/cloudtrail/aws?version=1.0.0"
}
include "root" {
  path = find_in_parent_folders()
}
locals {
  common = read_terragrunt_config(find_in_parent_folders("common.hcl"))
  bucket = "acme-orders"
}
dependency "bucket" {
  config_path = "../bucket"
}
inputs = merge(local.common.locals, {
  s3_bucket_name = "acme-logs"
  event_selector = [{
    read_write_type = get_env("READ_WRITE_TYPE", "Every")
    data_resource = [{
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::${local.bucket}", dependency.bucket.outputs.arn, "${dependency.bucket.outputs.arn}/"]
    }]
  }]
})
"""


def test_inputs_of_terragrunt_are_read() -> None:
    assert findings(TERRAGRUNT, "live/terragrunt.hcl") == [("CT121", "arn:aws:s3:::${local.bucket}")]
    assert findings(TERRAGRUNT, "live/root.hcl") == []


def test_a_broken_terragrunt_file_is_told() -> None:
    text = TERRAGRUNT.replace("}]\n})", "}]\n")
    assert [rule for rule, _ in findings(text, "terragrunt.hcl")] == ["CT001"]
    assert findings(text.replace("event_selector", "other"), "terragrunt.hcl") == []


def test_terragrunt_files_are_met_in_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("live/terragrunt.hcl", "live/root.hcl", "live/.terragrunt-cache/terragrunt.hcl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TERRAGRUNT)
    assert [each.path for each in search(["."]).candidates] == ["live/terragrunt.hcl"]


DEFINITIONS = 'event_selector = [{ read_write_type = "Every" }]\n'


def test_values_for_a_module_that_is_not_there_are_read() -> None:
    assert findings(DEFINITIONS, "prod.tfvars") == [("CT123", "Every")]
    assert findings(DEFINITIONS, "terraform.tfvars") == [("CT123", "Every")]
    assert findings('{"event_selector": [{"read_write_type": "Every"}]}', "a.tfvars.json") == [("CT123", "Every")]


def test_values_that_a_module_reads_are_found_once(tmp_path: Path) -> None:
    variable = 'variable "event_selector" {}\n'
    (tmp_path / "main.tf").write_text(variable + call("event_selector = var.event_selector"))
    (tmp_path / "terraform.tfvars").write_text(DEFINITIONS)
    assert [each.rule for each in api.lint([str(tmp_path)]).diagnostics] == ["CT123"]
