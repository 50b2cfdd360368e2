"""Selectors written anew record the same events, in every format, or are left out with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint import loaders
from ctlint.conversion import formats
from ctlint.conversion.advanced import convert
from ctlint.conversion.proof import fault
from ctlint.model import Options, Trail
from ctlint.source import Source

FORMATS = {"json": formats.as_json, "cloudformation": formats.as_cloudformation, "terraform": formats.as_terraform}

RESOURCES = st.one_of(
    st.fixed_dictionaries(
        {
            "Type": st.just("AWS::S3::Object"),
            "Values": st.lists(
                st.sampled_from(["arn:aws:s3", "arn:aws:s3:::acme-a/", "arn:aws:s3:::acme-a/b", 'arn:aws:s3:::a"b%/']),
                min_size=1,
                max_size=3,
            ),
        }
    ),
    st.fixed_dictionaries(
        {
            "Type": st.just("AWS::Lambda::Function"),
            "Values": st.lists(
                st.sampled_from(["arn:aws:lambda", "arn:aws:lambda:eu-west-1:111122223333:function:one"]), min_size=1
            ),
        }
    ),
    st.fixed_dictionaries(
        {
            "Type": st.just("AWS::DynamoDB::Table"),
            "Values": st.just(["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]),
        }
    ),
)
BASIC = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "ReadWriteType": st.sampled_from(["All", "ReadOnly", "WriteOnly"]),
            "IncludeManagementEvents": st.booleans(),
            "DataResources": st.lists(RESOURCES, max_size=3),
            "ExcludeManagementEventSources": st.lists(st.sampled_from(["kms.amazonaws.com", "rdsdata.amazonaws.com"])),
        },
    ),
    min_size=1,
    max_size=4,
)


def read(content: dict[str, Any]) -> Trail:
    (deployment,) = loaders.load(Source("trail.json", json.dumps(content)), Options(), True).deployments
    (trail,) = deployment.trails
    return trail


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=150, deadline=None)
@given(selectors=BASIC)
def test_basic_selectors_are_rewritten(kind: str, selectors: list[dict[str, Any]]) -> None:
    conversion = convert(read({"TrailName": "acme", "EventSelectors": selectors}))
    records_nothing = all(
        each.get("IncludeManagementEvents") is False and not each.get("DataResources") for each in selectors
    )
    assert conversion.reason == ""
    if not records_nothing:
        assert fault(conversion, FORMATS[kind](conversion), kind) == ""


def test_a_rewritten_trail_is_short_and_says_what_it_records() -> None:
    trail = read(
        {
            "TrailName": "acme",
            "EventSelectors": [
                {"ReadWriteType": "All"},
                {"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::acme-data/"]}]},
            ],
        }
    )
    assert (
        formats.as_json(convert(trail))
        == """\
{
  "TrailName": "acme",
  "AdvancedEventSelectors": [
    {
      "Name": "management events: all",
      "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Management"]}
      ]
    },
    {
      "Name": "S3 objects: reads and writes in bucket acme-data",
      "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-data/"]}
      ]
    }
  ]
}"""
    )


HOSTILE = 'a "name"\n# 100% \\ {y} \u202e'


@pytest.mark.parametrize("kind", FORMATS)
def test_names_and_values_are_kept_as_they_are(kind: str) -> None:
    selector = {
        "Name": HOSTILE,
        "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
            {"Field": "resources.ARN", "StartsWith": ['arn:aws:s3:::a"b/%c\\'], "NotEquals": ["yes", "12"]},
        ],
    }
    trail = read({"TrailName": "acme", "AdvancedEventSelectors": [selector]})
    conversion = convert(trail)
    text = FORMATS[kind](conversion)
    assert fault(conversion, text, kind) == ""
    assert [each.name for each in conversion.selectors] == [HOSTILE]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            {"EventSelectors": [{}], "AdvancedEventSelectors": [{"FieldSelectors": []}]},
            "it has basic and advanced event selectors, which CloudTrail rejects",
        ),
        (
            {"EventSelectors": [{"ReadWriteType": "<type>"}]},
            "trail.json:1: only the deployment tells what this selector records",
        ),
    ],
)
def test_what_is_not_known_is_left_out(content: dict[str, Any], reason: str) -> None:
    assert convert(read({"TrailName": "acme", **content})).reason == reason


def test_more_values_than_a_trail_may_have_are_told() -> None:
    values = [f"arn:aws:s3:::acme-{number}/" for number in range(250)]
    resources = [{"Type": "AWS::S3::Object", "Values": values}]
    selectors = [
        {"ReadWriteType": kind, "IncludeManagementEvents": False, "DataResources": resources}
        for kind in ("ReadOnly", "WriteOnly")
    ]
    conversion = convert(read({"TrailName": "acme", "EventSelectors": selectors}))
    assert conversion.reason == "it takes 506 values, and a trail has at most 500 in advanced selectors"


def test_a_trail_named_by_its_arn_keeps_its_name() -> None:
    arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-audit"
    conversion = convert(read({"TrailName": arn, "EventSelectors": [{}]}))
    assert f'"TrailName": "{arn}"' in formats.as_json(conversion)
    assert "TrailName: acme-audit\n" in formats.as_cloudformation(conversion)
    assert '= "acme-audit"\n' in formats.as_terraform(conversion)
