"""What the pages of CT120 to CT134 cannot show: repairs, witnesses, related places, assumptions."""

from __future__ import annotations

import pytest

from ctlint.api import Settings, lint_text
from ctlint.change import SetValue
from ctlint.finding import Finding
from ctlint.model import Options

BASIC = """\
EventSelectors:
  - IncludeManagementEvents: false
    DataResources:
      - Type: {kind}
        Values: ["{value}"]
"""


def findings(rule: str, text: str, options: Options | None = None, name: str = "selectors.yaml") -> list[Finding]:
    settings = Settings(select=(rule,), options=options or Options())
    return [each.finding for each in lint_text(text, name, settings).diagnostics]


def repairs(rule: str, text: str) -> list[tuple[str, str] | None]:
    """Return for each finding what stands there and what is to stand there."""
    return [
        (each.change.span.text, each.change.value) if isinstance(each.change, SetValue) else None
        for each in findings(rule, text)
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("arn:aws:s3:::acme-logs", "`arn:aws:s3:::acme-logs` lacks the slash after the bucket"),
        ("arn:aws-cn:s3:::acme-logs", "`arn:aws-cn:s3:::acme-logs` lacks the slash after the bucket"),
        ("arn:aws:s3:::*", "wildcard in the bucket of `arn:aws:s3:::*`"),
        ("arn:aws:s3:::*/", "wildcard in the bucket of `arn:aws:s3:::*/`"),
        ("arn:aws:s3:::acme-?/key", "wildcard in the bucket of `arn:aws:s3:::acme-?/key`"),
        ("arn:aws:s3*", "wildcard in the bucket of `arn:aws:s3*`"),
        ("arn:aws:s3:::/", "`arn:aws:s3:::/` names no bucket"),
        ("acme-logs/*", "`acme-logs/*` is not an ARN"),
        ("arn", "`arn` is not an ARN"),
        ("", "an empty value where an ARN is expected"),
        ("arn:aws:s3", None),
        ("arn:aws:s3:::", None),
        ("arn:aws:s3:::acme-logs/", None),
        ("arn:aws:s3:::acme-logs/a*", None),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/acme", None),
    ],
)
def test_s3_values(value: str, message: str | None) -> None:
    found = findings("CT121", BASIC.format(kind="AWS::S3::Object", value=value))
    assert [each.message for each in found] == ([message] if message else [])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("arn:aws:lambda", None),
        ("arn:aws:lambda:eu-west-1:111122223333:function:orders", None),
        ("arn:aws:lambda:*", "wildcard in `arn:aws:lambda:*`"),
        ("orders", "`orders` is not an ARN"),
    ],
)
def test_lambda_values(value: str, message: str | None) -> None:
    found = findings("CT121", BASIC.format(kind="AWS::Lambda::Function", value=value))
    assert [each.message for each in found] == ([message] if message else [])


def test_values_of_a_wrong_type_are_not_judged() -> None:
    assert findings("CT121", BASIC.format(kind="AWS::SQS::Queue", value="orders")) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(), None),
        (Options(partition="aws"), None),
        (Options(region="eu-west-1"), None),
        (Options(partition="aws-cn"), "partition `aws` in `arn:aws:s3`; the trail is in `aws-cn`"),
        (Options(region="us-gov-west-1"), "partition `aws` in `arn:aws:s3`; the trail is in `aws-us-gov`"),
    ],
)
def test_an_assumed_partition_is_compared(options: Options, message: str | None) -> None:
    found = findings("CT121", BASIC.format(kind="AWS::S3::Object", value="arn:aws:s3"), options)
    assert [each.message for each in found] == ([message] if message else [])


def test_a_home_region_tells_the_partition() -> None:
    text = "TrailName: acme\nHomeRegion: cn-north-1\n" + BASIC.format(kind="AWS::S3::Object", value="arn:aws:s3")
    messages = [each.message for each in findings("CT121", text)]
    assert messages == ["partition `aws` in `arn:aws:s3`; the trail is in `aws-cn`"]


def test_the_missing_slash_is_added_where_the_value_is_known() -> None:
    text = BASIC.format(kind="AWS::S3::Object", value="arn:aws:s3:::acme-logs")
    assert repairs("CT121", text) == [("arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/")]
    assert repairs("CT121", BASIC.format(kind="AWS::S3::Object", value="arn:aws:s3:::*")) == [None]


@pytest.mark.parametrize(
    ("kind", "repair"),
    [
        ("AWS::S3::object", ("AWS::S3::object", "AWS::S3::Object")),
        ("AWS::S3::Bucket", ("AWS::S3::Bucket", "AWS::S3::Object")),
        ("AWS::DynamoDB::Stream", None),
        ("AWS::EC2::Instance", None),
    ],
)
def test_a_type_is_repaired_unless_it_is_another_one(kind: str, repair: tuple[str, str] | None) -> None:
    assert repairs("CT120", BASIC.format(kind=kind, value="arn:aws:s3")) == [repair]


def test_a_type_with_data_events_is_told_from_one_without() -> None:
    only = "a basic selector takes only `AWS::S3::Object`, `AWS::Lambda::Function` and `AWS::DynamoDB::Table`"
    stream = findings("CT120", BASIC.format(kind="AWS::DynamoDB::Stream", value="arn:aws:dynamodb"))
    instance = findings("CT120", BASIC.format(kind="AWS::EC2::Instance", value="arn:aws:ec2"))
    assert [each.message for each in stream] == [f"`AWS::DynamoDB::Stream` needs an advanced event selector; {only}"]
    assert [each.message for each in instance] == [f"{only}, not `AWS::EC2::Instance`"]


@pytest.mark.parametrize(
    ("source", "repair"),
    [
        ("KMS", ("KMS", "kms.amazonaws.com")),
        ("rds-data", ("rds-data", "rdsdata.amazonaws.com")),
        ("dms.amazonaws.com", None),
        ("rdsdataapi.amazonaws.com", None),
    ],
)
def test_an_excluded_source_is_repaired_only_to_the_same_service(source: str, repair: tuple[str, str] | None) -> None:
    text = f"EventSelectors:\n  - ExcludeManagementEventSources: [{source}]\n"
    assert repairs("CT124", text) == [repair]


def test_a_read_write_type_is_repaired() -> None:
    assert repairs("CT123", "EventSelectors:\n  - ReadWriteType: write-only\n") == [("write-only", "WriteOnly")]


IMPLIED = """\
EventSelectors:
  - {first}
  - {second}
"""
DATA = "DataResources: [{Type: AWS::S3::Object, Values: ['arn:aws:s3']}]"


def implied(first: str, second: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    text = IMPLIED.format(first=f"{{{first}}}", second=f"{{{second}, {DATA}}}")
    return [(each.message, each.witness) for each in findings("CT134", text)]


def message(kinds: str) -> str:
    return f"without `IncludeManagementEvents` the selector records {kinds}management events too"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "IncludeManagementEvents: true, ReadWriteType: WriteOnly",
            "ReadWriteType: All",
            [(message("read "), (("eventCategory", "Management"), ("readOnly", "true")))],
        ),
        (
            f"IncludeManagementEvents: false, {DATA}",
            "ReadWriteType: All",
            [(message(""), (("eventCategory", "Management"), ("readOnly", "false")))],
        ),
        (
            "IncludeManagementEvents: true, ExcludeManagementEventSources: [kms.amazonaws.com]",
            "ReadWriteType: WriteOnly",
            [
                (
                    message("write "),
                    (("eventCategory", "Management"), ("readOnly", "false"), ("eventSource", "kms.amazonaws.com")),
                )
            ],
        ),
        ("IncludeManagementEvents: true, ReadWriteType: WriteOnly", "ReadWriteType: WriteOnly", []),
        ("IncludeManagementEvents: true", "ReadWriteType: All", []),
        ("ReadWriteType: WriteOnly", "ReadWriteType: All", []),
        ("IncludeManagementEvents: true, ReadWriteType: WriteOnly", "ReadWriteType: Everything", []),
    ],
)
def test_implied_management_events(
    first: str, second: str, expected: list[tuple[str, tuple[tuple[str, str], ...]]]
) -> None:
    assert implied(first, second) == expected


def test_implied_management_events_of_an_answer_are_what_was_accepted() -> None:
    text = IMPLIED.format(first="{IncludeManagementEvents: true, ReadWriteType: WriteOnly}", second=f"{{{DATA}}}")
    assert len(findings("CT134", text)) == 1
    assert findings("CT134", "TrailARN: arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme\n" + text) == []


TEMPLATE = """\
Parameters:
  Stage: {Type: String}
  More: {Type: CommaDelimitedList}
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-logs
      EventSelectors:
"""
NARROW = "        - !If [IsProduction, {IncludeManagementEvents: true, ReadWriteType: WriteOnly}, !Ref AWS::NoValue]\n"
WIDE = f"        - !If [IsProduction, !Ref AWS::NoValue, {{{DATA}}}]\n"


def test_selectors_that_never_meet_imply_nothing_about_each_other() -> None:
    assert findings("CT134", TEMPLATE + NARROW + f"        - {{{DATA}}}\n", name="template.yaml") != []
    assert findings("CT134", TEMPLATE + NARROW + WIDE, name="template.yaml") == []


def test_a_selector_that_the_deployment_adds_may_ask_for_all_management_events() -> None:
    rest = f"        - {{{DATA}}}\n        - !Ref Stage\n"
    assert findings("CT134", TEMPLATE + NARROW + rest, name="template.yaml") == []
