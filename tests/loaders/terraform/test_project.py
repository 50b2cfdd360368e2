"""What a tree of Terraform files deploys: roots, deployments, and which files findings concern."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.loaders.terraform.configurations import TRAIL, deployments, lint, related, trail, trails, verify

BAD = TRAIL % '  event_selector {\n    read_write_type = "Everything"\n  }\n'
MODULE = 'variable "mode" {}\n' + BAD.replace('"Everything"', "var.mode")


def call(source: str, arguments: str = "") -> str:
    return f'module "audit" {{\n  source = "{source}"\n{arguments}\n}}\n'


def addresses(files: dict[str, str]) -> list[list[str]]:
    """Return the addresses of the trails of each deployment."""
    return [[each.address for each in deployment.trails] for deployment in deployments(files)]


def test_a_directory_is_a_module() -> None:
    files = {"a/one.tf": BAD, "a/two.tf": BAD.replace('"main"', '"other"'), "b/one.tf": BAD}
    assert addresses(files) == [["aws_cloudtrail.main", "aws_cloudtrail.other"], ["aws_cloudtrail.main"]]


def test_a_module_that_is_called_is_no_root() -> None:
    files = {
        "live/a/main.tf": call("../../modules/audit"),
        "modules/audit/main.tf": MODULE,
        "modules/other/main.tf": BAD,
    }
    assert addresses(files) == [["module.audit.aws_cloudtrail.main"], ["aws_cloudtrail.main"]]


def test_a_module_that_two_roots_call_is_in_both_deployments() -> None:
    files = {
        "live/a/main.tf": call("../../modules/audit", 'mode = "All"'),
        "live/b/main.tf": call("../../modules/audit", 'mode = "Everything"'),
        "modules/audit/main.tf": MODULE,
    }
    assert addresses(files) == [["module.audit.aws_cloudtrail.main"], ["module.audit.aws_cloudtrail.main"]]
    (found,) = lint(files)
    assert (found.rule, found.span.source.path) == ("CT123", "live/b/main.tf")


def test_a_module_alone_is_linted_alone() -> None:
    verify(
        {"modules/audit/main.tf": MODULE.replace('"mode" {}', '"mode" {\n  default = "Everything" # expect: CT123\n}')}
    )


def test_a_root_without_trails_of_its_own() -> None:
    assert addresses({"main.tf": 'resource "aws_s3_bucket" "logs" {}\n', "audit/main.tf": BAD}) == [
        ["aws_cloudtrail.main"]
    ]


@pytest.mark.parametrize(
    "source", ["acme/cloudtrail/aws", "git::https://example.com/audit.git", "./missing", "${path.module}/audit"]
)
def test_a_module_that_is_not_read(source: str) -> None:
    assert addresses({"main.tf": call(source) + BAD, "audit/main.tf": BAD}) == [
        ["aws_cloudtrail.main"],
        ["aws_cloudtrail.main"],
    ]


def test_findings_that_concern_no_file_that_was_asked_for() -> None:
    files = {
        "main.tf": call("./audit", 'mode = "Everything"'),
        "audit/main.tf": MODULE + trail('name = "x"\n').replace('"main"', '"other"'),
        "audit/outputs.tf": "",
    }
    everything = [("CT003", "audit/main.tf"), ("CT133", "audit/main.tf"), ("CT123", "main.tf")]
    assert [(each.rule, each.span.source.path) for each in lint(files)] == everything
    # The value stands in one file and is used in the other: it concerns both.
    of_caller = lint(files, context=("audit/main.tf", "audit/outputs.tf"))
    assert [(each.rule, each.span.source.path) for each in of_caller] == [("CT123", "main.tf")]
    assert related(of_caller[0]) == [("audit/main.tf", 6, "var.mode")]
    of_module = lint(files, context=("main.tf", "audit/outputs.tf"))
    assert [(each.rule, each.span.source.path) for each in of_module] == everything
    assert lint(files, context=("main.tf", "audit/main.tf")) == []


def synthesized(body: dict[str, Any]) -> str:
    """Return a stack as CDK for Terraform writes it."""
    stack = {
        "//": {"metadata": {"backend": "local", "stackName": "audit", "version": "0.20.0"}},
        "provider": {"aws": [{"region": "eu-west-1"}]},
        "variable": {"bucket": {"default": "acme", "type": "string"}},
        "locals": {"names": ["${var.bucket}-*", "x"]},
        "resource": {
            "aws_s3_bucket": {"logs": {"//": {"metadata": {"path": "audit/logs", "uniqueId": "logs"}}}},
            "aws_cloudtrail": {
                "audit": {
                    "//": {"metadata": {"path": "audit/audit", "uniqueId": "audit"}},
                    "name": "audit-trail",
                    "s3_bucket_name": "${aws_s3_bucket.logs.id}",
                    **body,
                }
            },
        },
        "terraform": {"backend": {"local": {"path": "terraform.tfstate"}}},
    }
    return json.dumps(stack, indent=2, ensure_ascii=False)


OBJECTS: dict[str, Any] = {"type": "AWS::S3::Object"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"event_selector": [{"read_write_type": "Everything"}]}, ["CT123 Everything"]),
        ({"event_selector": {"data_resource": {**OBJECTS, "values": ["é"]}}}, ["CT121 é"]),
        ({"event_selector": {"data_resource": [{**OBJECTS, "values": ["a\\b\"${var.bucket}\"*"]}]}},
         ['CT121 a\\\\b\\"${var.bucket}\\"*']),
        ({"event_selector": {"data_resource": [{**OBJECTS, "values": ["arn:aws:s3:::$${x}*/"]}]}},
         ["CT304 *"]),
        ({"event_selector": {"data_resource": [{**OBJECTS, "values": ["arn:aws:s3:::${\"é\"}/%{ if x }%{ endif }"]}]}},
         []),
        ({"event_selector": {"data_resource": [{**OBJECTS, "values": ["${aws_s3_bucket.logs.arn}"]}]}},
         ["CT121 aws_s3_bucket.logs.arn"]),
        ({"event_selector": {"data_resource": [
            {**OBJECTS, "values": "${[for name in local.names : \"arn:aws:s3:::${name}/\"]}"}]}},
         ['CT121 arn:aws:s3:::${name}/']),
        ({"dynamic": {"event_selector": {"for_each": ["All", "Everything"], "content": {
            "read_write_type": "${event_selector.value}"}}}}, ["CT123 Everything"]),
        ({"dynamic": [{"event_selector": [{"for_each": "${[\"Everything\"]}", "iterator": "it", "content": [
            {"read_write_type": "${it.value}"}]}]}]}, ["CT123 Everything"]),
        ({"advanced_event_selector": [{"field_selector": [{"field": "eventCategory", "equals": ["Data"]}]}]},
         ["CT108 Data"]),
        ({"advanced_event_selector": [{"name": "n", "field_selector": {"field": "eventCategory", "equal": ["x"]}}]},
         ["CT107 x", "CT112 equal"]),
        ({"insight_selector": [{"insight_type": "${var.bucket}"}]}, ["CT129 acme"]),
        ({"count": 0, "event_selector": [{"read_write_type": "Everything"}]}, []),
        ({"count": "${var.bucket == \"acme\" ? 0 : 1}", "event_selector": [{"read_write_type": "Everything"}]},
         ["CT123 Everything"]),
        ({"enable_logging": "true", "is_multi_region_trail": None, "//": "a comment"}, []),
    ],
)  # fmt: skip
def test_terraform_json(body: dict[str, Any], found: list[str]) -> None:
    diagnostics = lint({"cdk.tf.json": synthesized(body)})
    assert sorted(f"{each.rule} {each.span.text}" for each in diagnostics) == found


def test_attributes_in_json() -> None:
    (found,) = trails({"cdk.tf.json": synthesized({"is_multi_region_trail": True, "provider": "aws.none"})})
    assert {name: each.value.display if each.value else None for name, each in found.attributes.items()} == {
        "Name": "audit-trail",
        "S3BucketName": "${aws_s3_bucket.logs}",
        "IsMultiRegionTrail": "true",
    }
    (found,) = trails({"cdk.tf.json": synthesized({})})
    region = found.attribute("HomeRegion")
    assert (found.address, region.value if region else None) == ("aws_cloudtrail.audit", "eu-west-1")


def test_broken_json_is_read_as_far_as_it_goes() -> None:
    text = synthesized({"event_selector": [{"read_write_type": "Everything"}]})
    assert [each.rule for each in lint({"cdk.tf.json": text.replace('"Everything"', '"Everything",')})] == [
        "CT123",
        "CT002",
    ]
    twice = text.replace('"name": "audit-trail",', '"name": "audit-trail", "name": "audit",')
    found = lint({"cdk.tf.json": twice})
    assert [(each.rule, each.severity) for each in found] == [("CT003", "error"), ("CT123", "error")]
    assert lint({"cdk.tf.json": '["aws_cloudtrail"]'}) == []


def test_json_and_native_syntax_in_one_module() -> None:
    native = 'locals {\n  mode = "Everything" # expect: CT123\n}\n'
    verify({"main.tf": native, "cdk.tf.json": synthesized({"event_selector": [{"read_write_type": "${local.mode}"}]})})
