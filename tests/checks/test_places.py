"""What is certain of a trail beside its selectors, and where its log files go."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ctlint import loaders
from ctlint.checks.places import (
    by_region,
    default_recorder,
    has_written_selectors,
    log_objects,
    pairs_in_one_place,
    surely_deployed,
    surely_logging,
    surely_multi_region,
)
from ctlint.model import Deployment, Options, Trail
from ctlint.source import Source
from ctlint.text import Text
from tests.loaders.terraform.configurations import trails as terraform

CONDITIONS = "Parameters: {Stage: {Type: String}}\nConditions: {IsTest: !Equals [!Ref Stage, test]}\n"
BASIC = """'[{"ReadWriteType": "All"}]'"""


def template(*trails: str) -> list[Trail]:
    """Return the trails whose properties are given, `| key: value` for keys beside the properties."""
    text = CONDITIONS + "Resources:\n  Logs: {Type: AWS::S3::Bucket}\n"
    for number, written in enumerate(trails):
        properties, _, beside = written.partition("|")
        kind = "EventDataStore" if "Enabled" in written else "Trail"
        more = f", {beside}" if beside else ""
        text += f"  T{number}: {{Type: AWS::CloudTrail::{kind}, Properties: {{{properties}}}{more}}}\n"
    (deployment,) = loaders.load(Source("template.yaml", text), Options()).deployments
    return list(deployment.trails)


def only(properties: str) -> Trail:
    (trail,) = template(properties)
    return trail


def answer(**content: Any) -> Trail:
    text = {"trailList": [{"Name": "a", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/a", **content}]}
    ((trail,),) = [each.trails for each in loaders.load(Source("trails.json", json.dumps(text)), Options()).deployments]
    return trail


def script(text: str) -> list[Trail]:
    (deployment,) = loaders.load(Source("script.sh", text), Options()).deployments
    return list(deployment.trails)


@pytest.mark.parametrize(
    ("properties", "deployed", "logging", "everywhere"),
    [
        ("IsLogging: true", True, True, False),
        ("IsLogging: false, IsMultiRegionTrail: true", True, False, True),
        ("IsLogging: !If [IsTest, true, false], IsMultiRegionTrail: !If [IsTest, true, false]", True, False, False),
        ("IsLogging: !Ref Stage, IsMultiRegionTrail: 'true'", True, False, True),
        ("IsLogging: true | Condition: IsTest", False, True, False),
        ("MultiRegionEnabled: false", True, True, False),
        ("OrganizationEnabled: true", True, True, True),
        ("MultiRegionEnabled: true, IngestionEnabled: false", True, False, True),
    ],
)
def test_what_is_sure(properties: str, deployed: bool, logging: bool, everywhere: bool) -> None:
    trail = only(properties)
    assert (surely_deployed(trail), surely_logging(trail), surely_multi_region(trail)) == (
        deployed, logging, everywhere,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        ("", [True]),
        ("count = 0", []),
        ("count = 2", [True, True]),
        ("count = var.number", [False]),
        ("count = var.number == 1 ? 1 : 0", [False]),
        ('for_each = toset(["a", "b"])', [True, True]),
        ("for_each = toset(var.names)", [False]),
    ],
)
def test_counts_of_terraform(body: str, sure: list[bool]) -> None:
    variables = 'variable "number" {\n type = number\n}\nvariable "names" {\n type = list(string)\n}\n'
    found = terraform(f'{variables}resource "aws_cloudtrail" "a" {{\n name = "a"\n s3_bucket_name = "b"\n {body}\n}}\n')
    assert [surely_deployed(trail) for trail in found] == sure


@pytest.mark.parametrize(
    ("trail", "is_written", "is_default"),
    [
        (only("IsLogging: true"), False, True),
        (only("IsLogging: true, EventSelectors: []"), False, True),
        (only("IsLogging: true, EventSelectors: !Ref AWS::NoValue"), False, True),
        (only("IsLogging: true, EventSelectors: [{ReadWriteType: All}]"), True, False),
        (only("IsLogging: true, AdvancedEventSelectors: !FindInMap [A, B, C]"), True, False),
        (answer(HasCustomEventSelectors=False), False, True),
        (answer(HasCustomEventSelectors=True), False, False),
        (answer(), False, False),
        *((trail, False, True) for trail in script("aws cloudtrail create-trail --name a --s3-bucket-name b")),
        *((trail, False, False) for trail in script("aws cloudtrail update-trail --name a --s3-bucket-name b")),
        *(
            (trail, True, False)
            for trail in script(f"aws cloudtrail put-event-selectors --trail-name a --event-selectors {BASIC}")
        ),
    ],
)
def test_a_trail_without_selectors_records_management_events(trail: Trail, is_written: bool, is_default: bool) -> None:
    assert (has_written_selectors(trail), default_recorder(trail)) == (is_written, is_default)


def test_pairs_exist_and_log_together() -> None:
    trails = template(
        "IsLogging: true",
        "IsLogging: true | Condition: IsTest",
        "IsLogging: false",
        "IsLogging: true, IsMultiRegionTrail: true",
        "MultiRegionEnabled: true",
    )
    pairs = pairs_in_one_place(Deployment(tuple(trails), ()))
    assert [(left.address, right.address) for left, right in pairs] == [("T0", "T3")]


def test_regions_count_the_trails_for_all_regions_too() -> None:
    text = 'resource "aws_cloudtrail" "{0}" {{\n name = "{0}"\n s3_bucket_name = "x"\n {1}\n}}\n'
    west, all_regions = 'region = "us-west-2"', "is_multi_region_trail = true"
    found = terraform("".join(text.format(*each) for each in (("a", ""), ("b", all_regions), ("c", west), ("d", west))))
    groups = [[trail.address[-1] for trail in group] for group in by_region(found)]
    assert groups == [["b"], ["a", "b"], ["b", "c", "d"]]


def identity(text: Text | None) -> object:
    return text.identity if text else None


def value_of(trail: Trail) -> Text:
    """Return the only ARN that an advanced selector of a trail compares with."""
    assert trail.advanced_event_selectors is not None
    ((found,),) = [each.values.items for each in trail.advanced_event_selectors.items[0].field_selectors[0].conditions]
    return found


ADVANCED = "AdvancedEventSelectors: [{FieldSelectors: [{Field: resources.ARN, NotStartsWith: [%s]}]}]"
BUCKET = "IsLogging: true, S3BucketName: !Ref Logs, "


@pytest.mark.parametrize(
    ("value", "prefix"),
    [
        ('!Sub "${Logs.Arn}/AWSLogs/"', ""),
        ('!Join ["", [!GetAtt Logs.Arn, /AWSLogs/]]', ""),
        ('!Sub "arn:aws:s3:::${Logs}/AWSLogs/"', ""),
        ('!Sub "arn:${AWS::Partition}:s3:::${Logs}/audit/AWSLogs/"', "S3KeyPrefix: audit, "),
        ('!Sub "${Logs.Arn}/${Stage}/AWSLogs/"', "S3KeyPrefix: !Ref Stage, "),
    ],
)
def test_log_files_in_a_template(value: str, prefix: str) -> None:
    trail = only(BUCKET + prefix + ADVANCED % value)
    assert identity(log_objects(trail)) == value_of(trail).identity


def test_log_files_in_terraform() -> None:
    text = """
      resource "aws_cloudtrail" "a" {
        name           = "a"
        s3_bucket_name = aws_s3_bucket.logs.%s
        s3_key_prefix  = "audit"
        advanced_event_selector {
          field_selector {
            field           = "resources.ARN"
            not_starts_with = ["${aws_s3_bucket.logs.arn}/audit/AWSLogs/"]
          }
        }
      }
    """
    for attribute in ("id", "bucket"):
        (trail,) = terraform(text % attribute)
        assert identity(log_objects(trail)) == value_of(trail).identity


def test_log_files_in_a_script() -> None:
    selectors = (
        """'[{"FieldSelectors": [{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::'$LOGS'/AWSLogs/"]}]}]'"""
    )
    (trail,) = script(
        "aws cloudtrail create-trail --name a --s3-bucket-name $LOGS\n"
        f"aws cloudtrail put-event-selectors --trail-name a --advanced-event-selectors {selectors}\n"
    )
    assert identity(log_objects(trail)) == value_of(trail).identity


def test_what_is_not_written_of_log_files_is_not_known() -> None:
    assert log_objects(only("IsLogging: true")) is None
    assert log_objects(only("S3BucketName: arn:aws:s3:::acme-logs")) is None
    assert log_objects(only("S3BucketName: !FindInMap [A, B, C]")) is None
    known = log_objects(only("S3BucketName: acme-logs"), "aws-cn")
    assert known is not None and known.value == "arn:aws-cn:s3:::acme-logs/AWSLogs/"
    unknown = log_objects(only("S3BucketName: acme-logs"))
    assert unknown is not None and (unknown.head, unknown.tail) == ("arn:", ":s3:::acme-logs/AWSLogs/")
    for prefix in ("audit/", "!FindInMap [A, B, C]"):
        found = log_objects(only(f"S3BucketName: acme-logs, S3KeyPrefix: {prefix}"), "aws")
        assert found is not None and (found.head, found.tail) == ("arn:aws:s3:::acme-logs/", "AWSLogs/")
    (updated,) = script("aws cloudtrail update-trail --name a --s3-bucket-name acme-logs")
    found = log_objects(updated, "aws")
    assert found is not None and found.value is None
