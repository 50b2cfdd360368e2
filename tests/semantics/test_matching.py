"""The plain evaluator: AWS's documented examples, each matching rule, and what unknown parts leave undecided."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint import inventory, knowledge, loaders
from ctlint.candidates import Candidate
from ctlint.guard import ALWAYS, Atom, Literal
from ctlint.model import Options, Trail
from ctlint.records.fields import FieldReader
from ctlint.semantics.matching.matcher import Matcher
from ctlint.semantics.matching.trails import TrailTest, surely_one
from ctlint.semantics.matching.values import fits
from ctlint.semantics.matching.verdict import MAYBE, NO, YES, Record, TrailMatch, Unclear, Verdict
from ctlint.source import Source, Span
from ctlint.text import Decoded, Gap, Segment, Text

Json = dict[str, Any]
WORDS = ("no", "maybe", "yes")
BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket"
OBJECT = "AWS::S3::Object"


def load(document: Json, name: str = "selectors.json", options: Options | None = None) -> Trail:
    loaded = loaders.load(Source(name, json.dumps(document, indent=1)), options or Options(), True)
    (trail,) = [trail for deployment in loaded.deployments for trail in deployment.trails]
    return trail


def advanced(*selectors: Json) -> Trail:
    """Return a trail whose selectors are given as fields with their conditions."""
    written = [
        {"FieldSelectors": [{"Field": field, **conditions} for field, conditions in each.items()]} for each in selectors
    ]
    return load({"TrailName": "audit", "AdvancedEventSelectors": written})


def basic(**selector: Any) -> Trail:
    return load({"TrailName": "audit", "EventSelectors": [selector]})


def match(trail: Trail, record: Json) -> TrailMatch:
    matcher = Matcher([trail])
    reader = FieldReader(matcher.fields)
    (found,) = matcher.match(reader.values(record), reader.resources(record)).trails
    return found


def recorded(trail: Trail, record: Json) -> str:
    return WORDS[match(trail, record).recorded]


def failures(trail: Trail, record: Json) -> list[tuple[str, str, str | None, str]]:
    """Return for each selector its verdict, and field, operator and text of the condition that is to blame."""
    return [
        (
            WORDS[each.verdict],
            *((failure.field, failure.operator, failure.span.text) if (failure := each.failure) else ("", None, "")),
        )
        for each in match(trail, record).selectors
    ]


def event(**fields: Any) -> Json:
    return {"eventCategory": "Management", "readOnly": False, "eventSource": "iam.amazonaws.com", **fields}


def data_event(*arns: str, **fields: Any) -> Json:
    resources = [{"type": OBJECT, "ARN": arn} for arn in arns]
    return {"eventCategory": "Data", "readOnly": True, "eventName": "GetObject", "resources": resources, **fields}


def objects(**conditions: list[str]) -> Trail:
    return advanced(
        {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": [OBJECT]}, "resources.ARN": conditions}
    )


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (f"{BUCKET}/object1", "yes"),
        (f"{BUCKET}/object2", "yes"),
        (f"{BUCKET}1/object3", "yes"),
        (f"{BUCKET}/deselectObject4", "no"),
        (f"{BUCKET}/object5", "no"),
        (f"{BUCKET}/object6", "no"),
    ],
)
def test_the_worked_example_of_the_guide(arn: str, expected: str) -> None:
    """The section "How CloudTrail evaluates multiple conditions for a field".

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html (2026-11-20)
    """
    trail = objects(
        Equals=[f"{BUCKET}/object1"],
        StartsWith=[f"{BUCKET}/"],
        EndsWith=["object3"],
        NotStartsWith=[f"{BUCKET}/deselect"],
        NotEndsWith=["object5"],
        NotEquals=[f"{BUCKET}/object6"],
    )
    assert recorded(trail, data_event(arn)) == expected


def test_any_selector_is_enough() -> None:
    """An exclusion in one selector is undone by another one."""
    both = advanced(
        {"eventCategory": {"Equals": ["Management"]}, "eventSource": {"NotEquals": ["kms.amazonaws.com"]}},
        {"eventCategory": {"Equals": ["Management"]}, "eventSource": {"NotEquals": ["rdsdata.amazonaws.com"]}},
    )
    found = match(both, event(eventSource="kms.amazonaws.com"))
    assert (found.recorded, [each.verdict for each in found.selectors]) == (YES, [NO, YES])


def test_every_field_must_hold_and_the_first_that_fails_is_told() -> None:
    trail = advanced(
        {
            "eventCategory": {"Equals": ["Data"]},
            "resources.type": {"Equals": [OBJECT]},
            "eventName": {"Equals": ["PutObject", "CopyObject"]},
            "readOnly": {"Equals": ["false"]},
        }
    )
    assert recorded(trail, data_event("arn:aws:s3:::a/b", eventName="PutObject", readOnly=False)) == "yes"
    assert failures(trail, event()) == [("no", "eventCategory", "Equals", "Data")]
    assert failures(trail, data_event(eventName="PutObject")) == [("no", "resources.type", "Equals", OBJECT)]
    assert failures(trail, data_event("arn:aws:s3:::a/b")) == [("no", "eventName", "Equals", "Equals")]
    assert failures(trail, data_event("arn:aws:s3:::a/b", eventName="PutObject")) == [
        ("no", "readOnly", "Equals", "false")
    ]


def test_several_exclusions_mean_none_of_these() -> None:
    trail = objects(NotStartsWith=["arn:aws:s3:::a/", "arn:aws:s3:::b/"], NotEndsWith=[".tmp"])
    assert recorded(trail, data_event("arn:aws:s3:::c/x")) == "yes"
    assert failures(trail, data_event("arn:aws:s3:::b/x")) == [
        ("no", "resources.ARN", "NotStartsWith", "arn:aws:s3:::b/")
    ]
    assert failures(trail, data_event("arn:aws:s3:::c/x.tmp")) == [("no", "resources.ARN", "NotEndsWith", ".tmp")]


def test_of_two_failing_operators_the_first_written_is_told() -> None:
    record = data_event("arn:aws:s3:::b/x")
    one = objects(Equals=["arn:aws:s3:::a/x"], NotEquals=["arn:aws:s3:::b/x"])
    other = objects(NotEquals=["arn:aws:s3:::b/x"], Equals=["arn:aws:s3:::a/x"])
    assert failures(one, record) == [("no", "resources.ARN", "Equals", "arn:aws:s3:::a/x")]
    assert failures(other, record) == [("no", "resources.ARN", "NotEquals", "arn:aws:s3:::b/x")]


def test_two_selectors_with_one_exclusion_each_exclude_nothing() -> None:
    common = {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": [OBJECT]}}
    trail = advanced(
        {**common, "resources.ARN": {"NotStartsWith": ["arn:aws:s3:::a/"]}},
        {**common, "resources.ARN": {"NotStartsWith": ["arn:aws:s3:::b/"]}},
    )
    assert recorded(trail, data_event("arn:aws:s3:::a/x")) == "yes"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"StartsWith": ["arn:aws:s3:::acme-*"]}, "no"),
        ({"Equals": ["arn:aws:s3:::ACME-logs/x"]}, "no"),
        ({"Equals": ["arn:aws:s3:::acme-logs/"]}, "no"),
        ({"StartsWith": ["arn:aws:s3:::acme-logs/"]}, "yes"),
        ({"StartsWith": ["arn:aws:s3:::acme-log"]}, "yes"),
        ({"NotEquals": ["arn:aws:s3:::acme-logs/"]}, "yes"),
        ({"NotStartsWith": ["arn:aws:s3:::acme-logs/"]}, "no"),
    ],
)
def test_values_are_compared_exactly(conditions: dict[str, list[str]], expected: str) -> None:
    """No wildcards, no folding of case, and a bucket is none of its objects."""
    assert recorded(objects(**conditions), data_event("arn:aws:s3:::acme-logs/x")) == expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("Equals", "no"), ("StartsWith", "no"), ("EndsWith", "no"), ("NotEquals", "yes"), ("NotStartsWith", "yes"),
     ("NotEndsWith", "yes")],
)  # fmt: skip
def test_a_field_that_an_event_lacks(operator: str, expected: str) -> None:
    arn = "arn:aws:iam::111122223333:user/ada"
    trail = advanced({"eventCategory": {"Equals": ["Data"]}, "userIdentity.arn": {operator: [arn]}})
    assert recorded(trail, data_event(userIdentity={"type": "AWSService"})) == expected
    assert recorded(trail, data_event()) == expected
    assert recorded(trail, data_event(userIdentity={"arn": arn})) == ("no" if expected == "yes" else "yes")


def test_a_console_session_is_told_only_where_there_is_one() -> None:
    trail = advanced({"eventCategory": {"Equals": ["Data"]}, "sessionCredentialFromConsole": {"NotEquals": ["true"]}})
    assert recorded(trail, data_event()) == "yes"
    assert recorded(trail, data_event(sessionCredentialFromConsole="true")) == "no"
    assert recorded(trail, data_event(sessionCredentialFromConsole=True)) == "no"


def test_type_and_arn_are_those_of_one_resource() -> None:
    trail = objects(NotStartsWith=["arn:aws:s3:::acme-logs/"])
    bucket = {"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::acme-logs"}
    excluded = {"type": OBJECT, "ARN": "arn:aws:s3:::acme-logs/x"}
    copied = {"type": OBJECT, "ARN": "arn:aws:s3:::acme-data/x"}
    assert recorded(trail, data_event(resources=[bucket, excluded])) == "no"
    assert recorded(trail, data_event(resources=[bucket, excluded, copied])) == "yes"
    assert recorded(trail, data_event(resources=[bucket])) == "no"


def test_a_stream_of_a_table_counts_as_the_table() -> None:
    trail = advanced({"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": ["AWS::DynamoDB::Table"]}})
    resources = [{"type": "AWS::DynamoDB::Stream", "ARN": "a"}, {"type": "AWS::DynamoDB::Table", "ARN": "b"}]
    assert recorded(trail, data_event(resources=resources, eventName="GetRecords")) == "yes"


def test_a_condition_on_arns_that_stands_before_the_type() -> None:
    trail = advanced(
        {
            "resources.ARN": {"EndsWith": ["/x"]},
            "eventCategory": {"Equals": ["Data"]},
            "resources.type": {"Equals": [OBJECT]},
        }
    )
    others = [{"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::a/x"}]
    assert failures(trail, data_event("arn:aws:s3:::a/y")) == [("no", "resources.ARN", "EndsWith", "/x")]
    assert failures(trail, data_event(resources=others)) == [("no", "resources.type", "Equals", OBJECT)]
    assert recorded(trail, data_event("arn:aws:s3:::a/y", "arn:aws:s3:::a/x")) == "yes"


def test_deleted_objects_as_the_guide_filters_them() -> None:
    common = {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": [OBJECT]}}
    trail = advanced(
        {**common, "eventName": {"NotEquals": ["DeleteObject"]}},
        {**common, "eventName": {"Equals": ["DeleteObject"]}, "eventType": {"NotEquals": ["AwsServiceEvent"]}},
    )
    deleted = data_event("arn:aws:s3:::a/x", eventName="DeleteObject", eventType="AwsServiceEvent")
    assert recorded(trail, deleted) == "no"
    assert recorded(trail, {**deleted, "eventType": "AwsApiCall"}) == "yes"
    assert recorded(trail, {**deleted, "eventName": "PutObject"}) == "yes"


def test_network_activity_events() -> None:
    trail = advanced(
        {
            "eventCategory": {"Equals": ["NetworkActivity"]},
            "eventSource": {"Equals": ["s3.amazonaws.com"]},
            "errorCode": {"Equals": ["VpceAccessDenied"]},
            "vpcEndpointId": {"NotEquals": ["vpce-1"]},
        }
    )
    record = {"eventCategory": "NetworkActivity", "eventSource": "s3.amazonaws.com", "errorCode": "VpceAccessDenied"}
    assert recorded(trail, {**record, "vpcEndpointId": "vpce-2"}) == "yes"
    assert recorded(trail, {**record, "vpcEndpointId": "vpce-1"}) == "no"
    assert recorded(trail, {**record, "errorCode": None}) == "no"


def test_no_operator_selects_nothing() -> None:
    """As AWS prints it, an operator that is not used has an empty list."""
    trail = load(
        {
            "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit",
            "AdvancedEventSelectors": [
                {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"], "NotEquals": []}]},
                {"FieldSelectors": [{"Field": "eventCategory", "Equals": [], "NotEquals": []}]},
            ],
        }
    )
    assert [each[:3] for each in failures(trail, event())] == [("yes", "", None), ("no", "eventCategory", None)]


@pytest.mark.parametrize(
    ("selector", "record", "expected"),
    [
        ({}, event(), "yes"),
        ({"ReadWriteType": "All"}, event(readOnly=True), "yes"),
        ({"ReadWriteType": "ReadOnly"}, event(), "no"),
        ({"ReadWriteType": "ReadOnly"}, event(readOnly=True), "yes"),
        ({"ReadWriteType": "WriteOnly"}, event(readOnly="false"), "yes"),
        ({"IncludeManagementEvents": False}, event(), "no"),
        ({"ExcludeManagementEventSources": ["kms.amazonaws.com"]}, event(eventSource="kms.amazonaws.com"), "no"),
        ({"ExcludeManagementEventSources": ["kms.amazonaws.com"]}, event(), "yes"),
        ({}, data_event("arn:aws:s3:::a/x"), "no"),
        ({}, {"eventCategory": "NetworkActivity"}, "no"),
    ],
)
def test_basic_selectors_of_management_events(selector: Json, record: Json, expected: str) -> None:
    assert recorded(basic(**{"IncludeManagementEvents": True, **selector}), record) == expected


@pytest.mark.parametrize(
    ("type_", "value", "arn", "expected"),
    [
        (OBJECT, "arn:aws:s3", "arn:aws:s3:::a/x", "yes"),
        (OBJECT, "arn:aws:s3:::", "arn:aws:s3:::a/x", "yes"),
        (OBJECT, "arn:aws:s3:::a/", "arn:aws:s3:::a/x", "yes"),
        (OBJECT, "arn:aws:s3:::a/pre", "arn:aws:s3:::a/prefix/x", "yes"),
        (OBJECT, "arn:aws:s3:::a/", "arn:aws:s3:::ab/x", "no"),
        (OBJECT, "arn:aws:s3:::a/*", "arn:aws:s3:::a/x", "no"),
        ("AWS::Lambda::Function", "arn:aws:lambda", "arn:aws:lambda:eu-west-1:111122223333:function:f", "yes"),
        (
            "AWS::Lambda::Function",
            "arn:aws:lambda:eu-west-1:111122223333:function:f",
            "arn:aws:lambda:eu-west-1:111122223333:function:f2",
            "no",
        ),
        (
            "AWS::Lambda::Function",
            "arn:aws:lambda:eu-west-1:111122223333:function:f",
            "arn:aws:lambda:eu-west-1:111122223333:function:f",
            "yes",
        ),
        ("AWS::DynamoDB::Table", "arn:aws:dynamodb", "arn:aws:dynamodb:eu-west-1:111122223333:table/t", "yes"),
    ],
)
def test_basic_selectors_of_data_events(type_: str, value: str, arn: str, expected: str) -> None:
    trail = basic(DataResources=[{"Type": type_, "Values": [value]}])
    assert recorded(trail, data_event(resources=[{"type": type_, "ARN": arn}])) == expected
    assert recorded(trail, data_event(resources=[{"type": "AWS::SNS::Topic", "ARN": arn}])) == "no"


def test_what_fails_in_a_basic_selector() -> None:
    trail = basic(
        ReadWriteType="WriteOnly",
        IncludeManagementEvents=True,
        ExcludeManagementEventSources=["kms.amazonaws.com"],
        DataResources=[{"Type": OBJECT, "Values": ["arn:aws:s3:::a/", "arn:aws:s3:::b/"]}],
    )
    write = {"readOnly": False}
    assert failures(trail, event(readOnly=True)) == [("no", "ReadWriteType", None, "WriteOnly")]
    assert failures(trail, event(eventSource="kms.amazonaws.com")) == [
        ("no", "ExcludeManagementEventSources", None, "kms.amazonaws.com")
    ]
    assert failures(trail, data_event(**write)) == [("no", "DataResources", None, OBJECT)]
    ((verdict, field, operator, text),) = failures(trail, data_event("arn:aws:s3:::c/x", **write))
    assert (verdict, field, operator, text[0]) == ("no", "DataResources", None, "[")


def test_a_trail_without_selectors_records_management_events() -> None:
    template = {"Resources": {"Trail": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "b"}}}}
    store = {"Resources": {"Store": {"Type": "AWS::CloudTrail::EventDataStore", "Properties": {}}}}
    for document in (template, store):
        assert [recorded(load(document), each) for each in (event(), data_event())] == ["yes", "no"]
    answer = {"Name": "a", "S3BucketName": "b", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/a"}
    for is_custom, expected in ((False, ["yes", "no"]), (True, ["maybe", "maybe"])):
        trail = load({"trailList": [{**answer, "HasCustomEventSelectors": is_custom}]})
        assert [recorded(trail, each) for each in (event(), data_event())] == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"eventCategory": "Management"}, "yes"),
        ({"managementEvent": True}, "yes"),
        ({"managementEvent": False}, "no"),
        ({"eventType": "AwsVpceEvent"}, "no"),
        ({"eventName": "RunInstances"}, "maybe"),
        ({"eventCategory": 5}, "maybe"),
        ({"eventCategory": "Insight"}, "no"),
    ],
)
def test_the_category_of_a_record(record: Json, expected: str) -> None:
    assert recorded(advanced({"eventCategory": {"Equals": ["Management"]}}), record) == expected
    assert recorded(basic(IncludeManagementEvents=True), record) == expected


def test_events_that_other_selectors_bring() -> None:
    trail = load(
        {"TrailName": "a", "EventSelectors": [{}], "InsightSelectors": [{"InsightType": "ApiErrorRateInsight"}]}
    )
    assert recorded(trail, {"eventCategory": "Insight"}) == "maybe"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"StartsWith": ["arn:aws:s3:::acme-data/"]}, "maybe"),
        ({"StartsWith": ["arn:aws:s3:::acme-data/reports/"]}, "maybe"),
        ({"StartsWith": ["arn:aws:s3:::other/"]}, "no"),
        ({"NotStartsWith": ["arn:aws:s3:::other/"]}, "yes"),
        ({"NotStartsWith": ["arn:aws:s3:::acme-data/"]}, "maybe"),
        ({"Equals": ["arn:aws:s3:::acme-data/x"]}, "maybe"),
        ({"Equals": ["arn:aws:s3"]}, "no"),
        ({"EndsWith": ["x"]}, "maybe"),
    ],
)
def test_a_record_that_tells_only_how_arns_begin(conditions: dict[str, list[str]], expected: str) -> None:
    record = data_event(resources=[{"type": OBJECT, "ARNPrefix": "arn:aws:s3:::acme-data/"}])
    assert recorded(objects(**conditions), record) == expected


@pytest.mark.parametrize(
    "resources", [5, "x", {"type": OBJECT}, [5], [{"type": 5, "ARN": []}], [{"type": OBJECT, "ARN": 5}]]
)
def test_resources_of_a_wrong_type(resources: object) -> None:
    assert recorded(objects(StartsWith=["arn:aws:s3:::a/"]), data_event(resources=resources)) == "maybe"


@pytest.mark.parametrize("fields", [{"userIdentity": "x"}, {"userIdentity": {"arn": 5}}, {"userIdentity": [1]}])
def test_fields_of_a_wrong_type(fields: Json) -> None:
    trail = advanced({"eventCategory": {"Equals": ["Data"]}, "userIdentity.arn": {"Equals": ["a"]}})
    assert recorded(trail, data_event(**fields)) == "maybe"
    assert recorded(trail, event(**fields)) == "no"


def test_every_field_of_a_selector_is_read() -> None:
    record: Json = {
        "eventCategory": "a", "readOnly": "a", "eventSource": "a", "eventName": "a", "eventType": "a", "errorCode": "a",
        "vpcEndpointId": "a", "sessionCredentialFromConsole": "a", "userIdentity": {"arn": "a"},
    }  # fmt: skip
    fields = [name for name in knowledge.field_names() if not name.startswith("resources.")]
    assert FieldReader(fields).values(record) == ("a",) * len(fields)


TEMPLATE = """\
Parameters:
  Bucket: {Type: String}
  Names: {Type: CommaDelimitedList}
  Prod: {Type: String}
  Mode: {Type: String, Default: x}
Conditions:
  IsProd: !Equals [!Ref Prod, "yes"]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      AdvancedEventSelectors:
SELECTORS
"""


def template(selectors: str, options: Options | None = None) -> Trail:
    text = TEMPLATE.replace("SELECTORS", "\n".join(f"        {line}" for line in selectors.splitlines()))
    (trail,) = inventory.read([Candidate("t.yaml", text.encode(), True)], options or Options()).trails
    return trail


DATA = """\
- FieldSelectors:
    - {Field: eventCategory, Equals: [Data]}
    - {Field: resources.type, Equals: [AWS::S3::Object]}
"""


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ('StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', "maybe"),
        ('StartsWith: [!Sub "arn:aws:s3:::${Bucket}/y"]', "no"),
        ('StartsWith: [!Sub "arn:aws:s3:::z${Bucket}/"]', "no"),
        ('Equals: [!Sub "arn:aws:s3:::${Bucket}/x"]', "maybe"),
        ('Equals: [!Sub "arn:aws:s3:::${Bucket}/y"]', "no"),
        ('EndsWith: [!Sub "${Bucket}/x"]', "maybe"),
        ('EndsWith: [!Sub "${Bucket}/y"]', "no"),
        ('NotStartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', "maybe"),
        ('NotStartsWith: [!Sub "arn:aws:s3:::z${Bucket}/"]', "yes"),
        ('StartsWith: ["arn:aws:s3:::acme/", !Ref Bucket]', "yes"),
        ("Equals: !Ref Names", "maybe"),
        ("NotEquals: !Ref Names", "maybe"),
        ('NotEquals: !Ref Names, StartsWith: ["arn:aws:s3:::z"]', "no"),
        ("NotEndsWith: [/x, !Ref Bucket]", "no"),
    ],
)
def test_unknown_parts(conditions: str, expected: str) -> None:
    trail = template(f"{DATA}    - {{Field: resources.ARN, {conditions}}}")
    assert recorded(trail, data_event("arn:aws:s3:::acme/x")) == expected
    assert recorded(trail, event()) == "no"


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ("- !If [IsProd, {FieldSelectors: [{Field: eventCategory, Equals: [Data]}]}, !Ref AWS::NoValue]", "maybe"),
        (
            "- FieldSelectors:\n    - {Field: eventCategory, Equals: [Data]}\n"
            "    - {Field: eventName, Equals: [!If [IsProd, GetObject, PutObject]]}",
            "maybe",
        ),
        (
            "- FieldSelectors:\n    - {Field: eventCategory, Equals: [Data]}\n"
            "    - {Field: eventName, StartsWith: [!If [IsProd, Get, G]]}",
            "yes",
        ),
        (
            "- !If [IsProd, {FieldSelectors: [{Field: eventCategory, Equals: [Data]}]}, !Ref AWS::NoValue]\n"
            "- !If [IsProd, !Ref AWS::NoValue, {FieldSelectors: [{Field: eventCategory, Equals: [Data]}]}]",
            "yes",
        ),
        ("- FieldSelectors: [{Field: eventCategory, Equals: [Data]}, {Field: eventname, Equals: [x]}]", "maybe"),
        ("- FieldSelectors: [{Field: eventCategory, Equals: [Data], Matches: [x]}]", "maybe"),
        ("- FieldSelectors: [{Field: eventCategory, Equals: [Management], Matches: [x]}]", "maybe"),
        ("- FieldSelectors: [{Field: eventCategory, Equals: [Data]}, {Field: !Ref Bucket, Equals: [x]}]", "maybe"),
    ],
)
def test_conditions_of_a_template(selectors: str, expected: str) -> None:
    assert recorded(template(selectors), data_event("arn:aws:s3:::acme/x")) == expected


def test_selectors_that_are_there_in_some_worlds_only() -> None:
    """Without them, the trail records what one without selectors does."""
    trail = template("- !If [IsProd, {FieldSelectors: [{Field: eventCategory, Equals: [Data]}]}, !Ref AWS::NoValue]")
    assert [recorded(trail, each) for each in (event(), data_event(), {"eventCategory": "NetworkActivity"})] == [
        "maybe", "maybe", "no",
    ]  # fmt: skip


def test_defaults_may_be_assumed() -> None:
    selectors = "- FieldSelectors: [{Field: eventCategory, Equals: [Data]}, {Field: eventName, Equals: [!Ref Mode]}]"
    record = data_event(eventName="x")
    assert recorded(template(selectors), record) == "maybe"
    assert recorded(template(selectors, Options(fill_defaults=True)), record) == "yes"


def test_one_of_several_guards() -> None:
    """Whether guards leave no world out is decided by cases."""
    a, b = Atom("a", None), Atom("b", None)
    yes, no = Literal(a, True), Literal(a, False)
    both = [frozenset((Literal(b, True), yes)), frozenset((Literal(b, True), no)), frozenset((Literal(b, False),))]
    assert surely_one([frozenset((yes,)), frozenset((no,))], ALWAYS)
    assert surely_one(both, ALWAYS)
    assert not surely_one(both[:2], ALWAYS)
    assert surely_one(both[:2], frozenset((Literal(b, True),)))
    assert not surely_one([], ALWAYS)
    stage = frozenset(("dev", "prod"))
    values = [frozenset((Literal(Atom("stage", name, domain=stage), True),)) for name in sorted(stage)]
    assert surely_one(values, ALWAYS)
    assert not surely_one(values[:1], ALWAYS)


ALPHABET = "ab"
STRINGS = ["".join(letters) for length in range(4) for letters in product(ALPHABET, repeat=length)]
SOURCE = Source("x.json", "")


def text_of(pattern: str) -> Text:
    """Return a text in which `?` is a gap; each gap is another one."""
    span = Span(SOURCE, 0, 0)
    pieces: list[Decoded | Gap] = []
    for number, known in enumerate(pattern.split("?")):
        if number:
            pieces.append(Gap((str(number),), span, "${x}"))
        if known:
            pieces.append(Decoded(SOURCE, known, (Segment(0, 0, 0, False),)))
    return Text(tuple(pieces), span)


def holds(comparison: str, value: str, known: str) -> bool:
    return {"Equals": value == known, "StartsWith": value.startswith(known), "EndsWith": value.endswith(known)}[
        comparison
    ]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(
    st.sampled_from(["Equals", "StartsWith", "EndsWith"]),
    st.text("ab?", max_size=5),
    st.sampled_from([word for word in STRINGS if len(word) <= 3]),
)
def test_gaps_hold_for_every_filling(comparison: str, pattern: str, value: str) -> None:
    """An answer other than "maybe" is that of every filling; "no" is given wherever no filling fits."""
    fillings = product(STRINGS, repeat=min(pattern.count("?"), 2))
    outcomes = set()
    for filling in fillings:
        known = pattern
        for word in filling:
            known = known.replace("?", word, 1)
        outcomes.add(holds(comparison, value, known.replace("?", "")))
    found = fits(comparison, text_of(pattern), value)
    if pattern.count("?") <= 2:
        expected = (YES if True in outcomes else NO) if "?" not in pattern else MAYBE if True in outcomes else NO
        assert found == expected
    else:
        assert found != YES


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.sampled_from(["Equals", "StartsWith", "EndsWith"]), st.text("ab?", max_size=3), st.text("ab", max_size=2))
def test_values_of_which_only_the_beginning_is_known(comparison: str, pattern: str, prefix: str) -> None:
    """An unclear value never surely fits, and surely does not where no value of that beginning can."""
    found = fits(comparison, text_of(pattern), Unclear(prefix))
    possible = any(fits(comparison, text_of(pattern), prefix + rest) != NO for rest in STRINGS)
    assert found == (MAYBE if possible else NO)


FIELDS = ("eventName", "eventSource", "resources.type", "resources.ARN", "userIdentity.arn")
CONDITIONS = st.dictionaries(
    st.sampled_from(["Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith"]),
    st.lists(st.sampled_from(["a", "b", "ab", "ba", "aab"]), min_size=1, max_size=2, unique=True),
    min_size=1,
    max_size=3,
)
SELECTORS = st.lists(
    st.dictionaries(st.sampled_from(FIELDS), CONDITIONS, min_size=1, max_size=4), min_size=1, max_size=4
)
VALUE = st.sampled_from([None, "a", "b", "ab", "ba", "aab", "abb"])
RECORDS = st.fixed_dictionaries(
    {"eventName": VALUE, "eventSource": VALUE, "userIdentity": st.fixed_dictionaries({"arn": VALUE})},
    optional={"resources": st.lists(st.fixed_dictionaries({"type": VALUE, "ARN": VALUE}), max_size=3)},
)


def says(conditions: dict[str, list[str]], value: str | None) -> bool:
    """Ask the documented rule, as plainly as it can be put."""
    selecting = {name: values for name, values in conditions.items() if not name.startswith("Not")}
    barring = {name: values for name, values in conditions.items() if name.startswith("Not")}
    if value is None:
        return not selecting
    fit = any(holds(name, value, each) for name, values in selecting.items() for each in values)
    barred = any(holds(name[3:], value, each) for name, values in barring.items() for each in values)
    return (fit or not selecting) and not barred


def matches(selector: Json, record: Json) -> bool:
    for resource in record.get("resources") or [{"type": None, "ARN": None}]:
        values = {
            "eventName": record["eventName"], "eventSource": record["eventSource"], "resources.type": resource["type"],
            "resources.ARN": resource["ARN"], "userIdentity.arn": record["userIdentity"]["arn"],
        }  # fmt: skip
        if all(says(conditions, values[field]) for field, conditions in selector.items()):
            return True
    return False


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(SELECTORS, st.lists(RECORDS, min_size=1, max_size=8))
def test_the_rules_put_plainly(selectors: list[Json], records: list[Json]) -> None:
    """What is remembered of one record never changes the answer for another."""
    trail = advanced(*selectors)
    matcher = Matcher([trail])
    reader = FieldReader(matcher.fields)
    for record in records:
        (found,) = matcher.match(reader.values(record), reader.resources(record)).trails
        expected: list[Verdict] = [YES if matches(each, record) else NO for each in selectors]
        assert [each.verdict for each in found.selectors] == expected
        assert found.recorded == max(expected)
        fields = dict(zip(matcher.fields, reader.values(record), strict=True))
        plain = TrailTest(trail).match(Record(fields, reader.resources(record)))
        for left, right in zip(found.selectors, plain.selectors, strict=True):
            assert (left.failure and left.failure.span) == (right.failure and right.failure.span)
