"""What the pages of CT505 and CT506 cannot show: formats, unknown parts, answers."""

from __future__ import annotations

import json

import pytest

from ctlint.api import Settings, lint_sources, lint_text
from ctlint.source import Source

ALL_OBJECTS = "EventSelectors: [{DataResources: [{Type: AWS::S3::Object, Values: [%s]}]}]"
DATA = "{Field: eventCategory, Equals: [Data]}, {Field: resources.type, Equals: [AWS::S3::Object]}"
ADVANCED = "AdvancedEventSelectors: [{FieldSelectors: [%s]}]"
ARN = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit"


def template(properties: str, kind: str = "Trail") -> str:
    return f"""\
Parameters: {{Kind: {{Type: String}}, Category: {{Type: String, Default: Data}}}}
Conditions: {{IsTest: !Equals [!Ref Kind, test]}}
Resources:
  T: {{Type: AWS::CloudTrail::{kind}, Properties: {{{properties}}}}}
"""


def messages(rule: str, text: str, name: str = "template.yaml") -> list[str]:
    return [each.finding.message for each in lint_text(text, name, Settings(select=(rule,))).diagnostics]


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        (ALL_OBJECTS % "arn:aws:s3", 1),
        (ALL_OBJECTS % "'arn:aws:s3:::'", 1),
        (ALL_OBJECTS % "!Sub 'arn:${AWS::Partition}:s3:::'", 1),
        (ALL_OBJECTS % "!Sub 'arn:aws:s3:::${Kind}'", 0),
        (ALL_OBJECTS % "'arn:aws:s3:::acme/', arn:aws:s3", 1),
        (ALL_OBJECTS % "'arn:aws:s3:::acme/'", 0),
        ("EventSelectors: [{ReadWriteType: All}]", 0),
        ("IsMultiRegionTrail: false, " + ALL_OBJECTS % "arn:aws:s3", 0),
        ("IsMultiRegionTrail: !If [IsTest, true, false], " + ALL_OBJECTS % "arn:aws:s3", 0),
        ("IsMultiRegionTrail: !Ref AWS::NoValue, " + ALL_OBJECTS % "arn:aws:s3", 1),
        ("Fn::Transform: {Name: Defaults}, " + ALL_OBJECTS % "arn:aws:s3", 0),
        (ADVANCED % DATA, 1),
        (ADVANCED % (DATA + ", {Field: readOnly, Equals: ['false']}"), 1),
        (ADVANCED % (DATA + ", {Field: eventName, Equals: [DeleteObject]}"), 0),
        (ADVANCED % (DATA + ", {Field: resources.ARN, StartsWith: ['arn:aws:s3:::acme/']}"), 0),
        (ADVANCED % (DATA + ", {Field: !Ref Kind, Equals: [x]}"), 0),
        (ADVANCED % (DATA + ", !Ref Kind"), 0),
        (ADVANCED % DATA.replace("AWS::S3::Object", "!Ref Kind"), 0),
        (ADVANCED % DATA.replace("[Data]", "[Management]"), 0),
        (ADVANCED % f"{DATA}, {DATA}", 0),  # an error, whatever is meant
    ],
)
def test_a_whole_type_in_one_region(properties: str, found: int) -> None:
    assert len(messages("CT505", template(f"IsLogging: true, S3BucketName: acme-logs, {properties}"))) == found


def test_a_default_is_named() -> None:
    selectors = ADVANCED % DATA.replace("[Data]", "[!Ref Category]")
    (message,) = messages("CT505", template(f"IsLogging: true, S3BucketName: acme-logs, {selectors}"))
    assert message.endswith("with the defaults of parameters filled in")


def test_event_data_stores_and_answers_are_no_single_region_trails() -> None:
    assert messages("CT505", template(ADVANCED % DATA, "EventDataStore")) == []
    answer = {
        "TrailARN": ARN,
        "EventSelectors": [{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}],
    }
    assert messages("CT505", json.dumps(answer), "selectors.json") == []


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("IsLogging: false, EventSelectors: [{ReadWriteType: All}]", 1),
        ("IsLogging: 'false', EventSelectors: [{ReadWriteType: All}]", 1),
        ("IsLogging: !Ref Kind, EventSelectors: [{ReadWriteType: All}]", 0),
        ("IsLogging: false, EventSelectors: []", 0),
        ("IsLogging: false, EventSelectors: !FindInMap [A, B, C]", 0),
        ("IsLogging: true, EventSelectors: [{ReadWriteType: All}]", 0),
        (f"IsLogging: false, {ADVANCED % DATA}", 1),
    ],
)
def test_logging_that_is_off(properties: str, found: int) -> None:
    assert len(messages("CT506", template(f"S3BucketName: acme-logs, {properties}"))) == found


def test_the_status_of_an_account_tells() -> None:
    files = {
        "account/trails.json": {"trailList": [{"Name": "audit", "TrailARN": ARN}]},
        "account/audit-selectors.json": {"TrailARN": ARN, "EventSelectors": [{"ReadWriteType": "All"}]},
        "account/audit-status.json": {"IsLogging": False, "StartLoggingTime": 1},
    }
    sources = [(Source(path, json.dumps(content)), True) for path, content in files.items()]
    (found,) = lint_sources(sources, Settings(select=("CT506",))).diagnostics
    assert (found.span.source.path, found.span.text) == ("account/audit-status.json", '"IsLogging"')
