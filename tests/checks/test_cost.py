"""What the page of CT407 cannot show: prices, and which Insights share events for certain."""

from __future__ import annotations

import pytest

from ctlint.api import Settings, lint_text
from ctlint.model import Options

BOTH = "InsightSelectors: [{InsightType: ApiCallRateInsight%s}, {InsightType: ApiErrorRateInsight%s}]"
RATE = "InsightSelectors: [{InsightType: ApiCallRateInsight}]"
STORE = "\n  S: {Type: AWS::CloudTrail::EventDataStore, Properties: {InsightsDestination: x, %s}}"


def messages(properties: str, more: str = "", prices: dict[str, str] | None = None) -> list[str]:
    text = f"""\
Parameters: {{Kind: {{Type: String}}}}
Conditions: {{IsTest: !Equals [!Ref Kind, test]}}
Resources:
  T: {{Type: AWS::CloudTrail::Trail, Properties: {{IsLogging: true, S3BucketName: acme-logs, {properties}}}}}{more}
"""
    settings = Settings(select=("CT407",), options=Options(prices=prices or {}))
    return [each.finding.message for each in lint_text(text, "template.yaml", settings).diagnostics]


def test_prices_are_of_a_date_and_may_be_others() -> None:
    told = "both Insights types analyse management writes, which are paid for twice"
    assert messages(BOTH % ("", "")) == [f"{told} ($0.35 per 100,000 events and type)"]
    assert messages(BOTH % ("", ""), prices={"management-insight": "0.50"}) == [
        f"{told} ($0.50 per 100,000 events and type)"
    ]
    data = ", EventCategories: [Data]"
    assert messages(BOTH % (data, data)) == ["both Insights types analyse data events, which are paid for twice"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("", ", EventCategories: [Data]", 0),
        (", EventCategories: [Data, Management]", "", 1),
        (", EventCategories: [Data, Management]", ", EventCategories: [Management, Data]", 2),
        ("", ", EventCategories: !Ref Kind", 0),
        ("", ", EventCategories: [!Ref Kind]", 0),
    ],
)
def test_both_types_share_a_category(first: str, second: str, found: int) -> None:
    assert len(messages(BOTH % (first, second))) == found


def test_alternatives_are_not_both_there() -> None:
    either = "{InsightType: !If [IsTest, ApiCallRateInsight, ApiErrorRateInsight]}"
    assert messages(f"InsightSelectors: [{either}]") == []
    assert messages(f"InsightSelectors: [{either}, {{InsightType: ApiErrorRateInsight}}]") != []


@pytest.mark.parametrize(
    ("trail", "store", "found"),
    [
        (RATE, RATE, 1),
        (RATE, f"MultiRegionEnabled: false, {RATE}", 1),
        (RATE, f"IngestionEnabled: false, {RATE}", 0),
        (f"{RATE}, EventSelectors: [{{ReadWriteType: WriteOnly}}]", RATE, 1),
        (f"{RATE}, EventSelectors: [{{ExcludeManagementEventSources: [kms.amazonaws.com]}}]", RATE, 0),
        (f"{RATE}, EventSelectors: !FindInMap [A, B, C]", RATE, 0),
        (f"{RATE}, AdvancedEventSelectors: [{{FieldSelectors: [{{Field: eventCategory, Equals: [Management]}}]}}]", RATE, 1),
        (RATE, "InsightSelectors: [{InsightType: ApiErrorRateInsight}]", 0),
        ("InsightSelectors: [!If [IsTest, {InsightType: ApiCallRateInsight}, !Ref AWS::NoValue]]", RATE, 0),
    ],
)  # fmt: skip
def test_a_trail_and_an_event_data_store_share_events(trail: str, store: str, found: int) -> None:
    assert len(messages(trail, STORE % store)) == found
