"""Each rule of AWS's guide on how selectors match, asked of sets of events.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html (2026-11-20)
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ctlint.semantics.compile import trail_events
from ctlint.semantics.events import EventSet
from tests.semantics.generate import accepts, basic_trail, events
from tests.semantics.oracle import Record, Selector, matches

OBJECT, FUNCTION, TABLE = "AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"
STREAM = "AWS::DynamoDB::Stream"
BUCKET = "arn:aws:s3:::acme-data"
LAMBDA = "arn:aws:lambda:eu-west-1:111122223333:function"


def data(kind: str = OBJECT, **fields: Mapping[str, list[str]]) -> EventSet:
    """Return what a selector of data events matches; `arn` stands for resources.ARN, `identity` for userIdentity.arn."""
    names = {"arn": "resources.ARN", "identity": "userIdentity.arn"}
    written = {names.get(name, name): conditions for name, conditions in fields.items()}
    return events([Selector("Data", {"resources.type": {"Equals": [kind]}, **written})])


def management(**fields: Mapping[str, list[str]]) -> EventSet:
    return events([Selector("Management", fields)])


def record(*arns: str, kind: str = OBJECT, **fields: str) -> Record:
    return Record("Data", {"readOnly": "true", "eventName": "GetObject", **fields}, tuple((kind, arn) for arn in arns))


def same(one: EventSet, other: EventSet) -> bool:
    return one <= other and other <= one


SIX = {
    "Equals": [f"{BUCKET}/first"],
    "StartsWith": [f"{BUCKET}/"],
    "EndsWith": ["third"],
    "NotStartsWith": [f"{BUCKET}/hidden"],
    "NotEndsWith": ["fifth"],
    "NotEquals": [f"{BUCKET}/sixth"],
}


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (f"{BUCKET}/first", True),
        (f"{BUCKET}/second", True),
        (f"{BUCKET}-2/third", True),
        (f"{BUCKET}/hiddenFourth", False),
        (f"{BUCKET}/fifth", False),
        (f"{BUCKET}/sixth", False),
    ],
)
def test_the_six_worked_examples(arn: str, expected: bool) -> None:
    """One of what operators select, and none of what they leave out; the third object lies in another bucket."""
    found = data(arn=SIX)
    assert accepts(found, record(arn)) is expected
    assert matches(Selector("Data", {"resources.ARN": SIX}), record(arn)) is expected
    assert bool(found & data(arn={"Equals": [arn]})) is expected
    assert (data(arn={"Equals": [arn]}) <= found) is expected


def test_any_selector_is_enough() -> None:
    all_but_logs = data(arn={"NotStartsWith": ["arn:aws:s3:::acme-logs/"]})
    logs = data(arn={"StartsWith": ["arn:aws:s3:::acme-logs/"]})
    assert not all_but_logs & logs
    assert logs <= all_but_logs | data(readOnly={"Equals": ["true"]}) | data(readOnly={"Equals": ["false"]})
    assert same(all_but_logs | logs, data() - data(arn={"NotStartsWith": [""]}) | all_but_logs)


def test_every_field_must_hold() -> None:
    both = data(eventName={"Equals": ["PutObject"]}, readOnly={"Equals": ["false"]})
    assert both <= data(eventName={"Equals": ["PutObject"]})
    assert both <= data(readOnly={"Equals": ["false"]})
    assert same(both, data(eventName={"Equals": ["PutObject"]}) & data(readOnly={"Equals": ["false"]}))


def test_several_exclusions_mean_none_of_these_and_two_selectors_undo_each_other() -> None:
    first, second = "arn:aws:s3:::acme-a/", "arn:aws:s3:::acme-b/"
    one = data(arn={"NotStartsWith": [first, second]})
    two = data(arn={"NotStartsWith": [first]}) | data(arn={"NotStartsWith": [second]})
    assert not one & data(arn={"StartsWith": [first]})
    assert same(two, data())


def test_there_are_no_wildcards_and_case_counts() -> None:
    objects = data(arn={"StartsWith": [f"{BUCKET}/"]})
    assert not objects & data(arn={"StartsWith": ["arn:aws:s3:::acme-*/"]})
    assert not objects & data(arn={"Equals": ["arn:aws:s3:::acme-????/x"]})
    assert data(arn={"Equals": [f"{BUCKET}/*"]}) <= objects
    assert not objects & data(arn={"StartsWith": [f"{BUCKET.upper()}/"]})


def test_read_only_has_two_values_and_none_means_both() -> None:
    reads, writes = data(readOnly={"Equals": ["true"]}), data(readOnly={"Equals": ["false"]})
    assert same(reads | writes, data())
    assert not reads & writes
    assert same(management(readOnly={"Equals": ["true"]}) | management(readOnly={"Equals": ["false"]}), management())


def test_an_event_of_a_stream_is_one_of_its_table_too() -> None:
    """An event counts for each of its resources; type and ARN are compared with one and the same."""
    stream = Record("Data", {"readOnly": "true", "eventName": "GetRecords"}, ((STREAM, "a/stream"), (TABLE, "a")))
    assert accepts(data(TABLE), stream)
    assert accepts(data(STREAM), stream)
    assert not accepts(data(TABLE, arn={"Equals": ["a/stream"]}), stream)
    assert not accepts(data(TABLE, eventName={"NotEquals": ["GetRecords", "GetShardIterator"]}), stream)
    assert not data(TABLE) & data(STREAM)  # no event of one resource is in both


def test_an_event_of_two_buckets_is_recorded_for_either() -> None:
    found = data(arn={"NotStartsWith": ["arn:aws:s3:::acme-logs/"]})
    assert accepts(found, record("arn:aws:s3:::acme-logs/x", f"{BUCKET}/x"))
    assert not accepts(found, record("arn:aws:s3:::acme-logs/x", "arn:aws:s3:::acme-logs/y"))


def test_service_events_of_deleted_objects_take_two_selectors() -> None:
    found = data(eventName={"NotEquals": ["DeleteObject"]}) | data(
        eventName={"Equals": ["DeleteObject"]}, eventType={"NotEquals": ["AwsServiceEvent"]}
    )
    witness = (data() - found).witness()
    assert witness is not None
    assert (witness.value("eventName"), witness.value("eventType")) == ("DeleteObject", "AwsServiceEvent")
    one_selector = data(eventName={"NotEquals": ["DeleteObject"]}, eventType={"NotEquals": ["AwsServiceEvent"]})
    assert one_selector <= found and not found <= one_selector


@pytest.mark.parametrize(("operator", "passes"), [("NotEquals", True), ("NotStartsWith", True), ("Equals", False)])
def test_what_is_missing_is_neither_selected_nor_left_out(operator: str, passes: bool) -> None:
    found = data(identity={operator: ["arn:aws:iam::111122223333:user/ada"]})
    assert accepts(found, record(f"{BUCKET}/x")) is passes
    assert accepts(data(arn={operator: [f"{BUCKET}/x"]}), Record("Data", {}, ((OBJECT, None),))) is passes


def test_sessions_of_the_console() -> None:
    console = data(sessionCredentialFromConsole={"Equals": ["true"]})
    others = data(sessionCredentialFromConsole={"NotEquals": ["true"]})
    assert accepts(others, record(f"{BUCKET}/x"))
    assert same(console | others, data())


def test_a_bucket_is_no_object() -> None:
    """Equals compares the ARN of an object: that of its bucket neither selects nor leaves out one of them."""
    objects = data(arn={"StartsWith": [f"{BUCKET}/"]})
    for arn in (BUCKET, f"{BUCKET}/"):
        assert not data(arn={"Equals": [arn]}) & data(arn={"Equals": [f"{BUCKET}/x"]})
        assert data(arn={"Equals": [f"{BUCKET}/x"]}) <= data(arn={"NotEquals": [arn]})
    assert data(arn={"Equals": [f"{BUCKET}-2/x"]}) <= data(arn={"StartsWith": [BUCKET]})
    assert not data(arn={"Equals": [f"{BUCKET}-2/x"]}) & objects


def test_an_arn_of_a_function_is_exact() -> None:
    one = data(FUNCTION, arn={"Equals": [f"{LAMBDA}:acme"]})
    assert not one & data(FUNCTION, arn={"Equals": [f"{LAMBDA}:acme2"]})
    assert not one & data(FUNCTION, arn={"Equals": [f"{LAMBDA}:acme:live"]})
    wide = data(FUNCTION, arn={"StartsWith": [f"{LAMBDA}:acme"]})
    assert one | data(FUNCTION, arn={"Equals": [f"{LAMBDA}:acme:live"]}) <= wide
    assert not one & data(FUNCTION, arn={"Equals": [f"{LAMBDA}/acme"]})


def test_types_that_look_alike_are_different() -> None:
    assert not data("AWS::S3::Object") & data("AWS::S3::AccessPoint")
    assert not data("AWS::S3::Object") & data("AWS::S3Express::Object")
    assert not data("AWS::Quicksight::Flow") & data("AWS::QuickSight::Flow")


def test_categories_never_meet() -> None:
    network = events([Selector("NetworkActivity", {"eventSource": {"Equals": ["s3.amazonaws.com"]}})])
    assert not data() & management()
    assert not network & data()
    denied = events(
        [Selector("NetworkActivity", {"eventSource": {"Equals": ["s3.amazonaws.com"]}, "errorCode": {"Equals": ["VpceAccessDenied"]}})]
    )  # fmt: skip
    assert denied <= network and not network <= denied


@pytest.mark.parametrize(
    ("type_", "value", "arn", "expected"),
    [
        (OBJECT, "arn:aws:s3", f"{BUCKET}/x", True),
        (OBJECT, "arn:aws:s3:::", f"{BUCKET}/x", True),
        (OBJECT, f"{BUCKET}/", f"{BUCKET}/x", True),
        (OBJECT, f"{BUCKET}/reports", f"{BUCKET}/reports-2/x", True),
        (OBJECT, f"{BUCKET}/", f"{BUCKET}-2/x", False),
        (OBJECT, f"{BUCKET}/*", f"{BUCKET}/x", False),
        (FUNCTION, "arn:aws:lambda", f"{LAMBDA}:acme", True),
        (FUNCTION, f"{LAMBDA}:acme", f"{LAMBDA}:acme", True),
        (FUNCTION, f"{LAMBDA}:acme", f"{LAMBDA}:acme2", False),
        (TABLE, "arn:aws:dynamodb", "arn:aws:dynamodb:eu-west-1:111122223333:table/acme", True),
    ],
)
def test_values_of_basic_selectors(type_: str, value: str, arn: str, expected: bool) -> None:
    found = trail_events(
        basic_trail({"IncludeManagementEvents": False, "DataResources": [{"Type": type_, "Values": [value]}]})
    )
    assert accepts(found, record(arn, kind=type_)) is expected


def test_a_basic_selector_applies_its_read_write_type_to_both_kinds_of_events() -> None:
    found = trail_events(
        basic_trail(
            {
                "ReadWriteType": "WriteOnly",
                "ExcludeManagementEventSources": ["kms.amazonaws.com"],
                "DataResources": [{"Type": OBJECT, "Values": ["arn:aws:s3"]}],
            }
        )
    )
    writes = {"Equals": ["false"]}
    assert same(
        found, management(readOnly=writes, eventSource={"NotEquals": ["kms.amazonaws.com"]}) | data(readOnly=writes)
    )
