"""What the pages of CT129 to CT135 cannot show: conditions, repairs, what is compared with what."""

from __future__ import annotations

import pytest

from ctlint.api import Settings, lint_text
from ctlint.change import SetValue
from ctlint.finding import Finding

TEMPLATE = """\
Parameters:
  Stage: {{Type: String}}
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-logs
      InsightSelectors: [{insights}]
      {selectors}
"""
CALLS = "{InsightType: ApiCallRateInsight}"
ERRORS = "{InsightType: ApiErrorRateInsight}"
DATA_CALLS = "{InsightType: ApiCallRateInsight, EventCategories: [Data]}"
MANAGEMENT = "{Field: eventCategory, Equals: [Management]}"
READS = "{Field: readOnly, Equals: ['true']}"
WRITES = "{Field: readOnly, Equals: ['false']}"
DATA = "{Field: eventCategory, Equals: [Data]}, {Field: resources.type, Equals: [AWS::S3::Object]}"
NETWORK = "{Field: eventCategory, Equals: [NetworkActivity]}, {Field: eventSource, Equals: [kms.amazonaws.com]}"


def findings(rule: str, text: str, name: str = "template.yaml") -> list[Finding]:
    return [each.finding for each in lint_text(text, name, Settings(select=(rule,))).diagnostics]


def unmet(insights: str, selectors: str) -> list[str]:
    return [each.message for each in findings("CT130", TEMPLATE.format(insights=insights, selectors=selectors))]


def advanced(*selectors: str) -> str:
    items = ", ".join(f"{{FieldSelectors: [{each}]}}" for each in selectors)
    return f"AdvancedEventSelectors: [{items}]"


NO_WRITES = ["`ApiCallRateInsight` analyses write management events, and none are recorded"]
NO_MANAGEMENT = ["`ApiErrorRateInsight` analyses management events, and none are recorded"]
NO_DATA = ["`ApiCallRateInsight` analyses data events, and none are recorded"]


@pytest.mark.parametrize(
    ("insights", "selectors", "expected"),
    [
        (CALLS, advanced(f"{MANAGEMENT}, {READS}"), NO_WRITES),
        (CALLS, advanced(f"{MANAGEMENT}, {READS}", DATA, NETWORK), NO_WRITES),
        (CALLS, advanced(f"{MANAGEMENT}, {WRITES}"), []),
        (CALLS, advanced(MANAGEMENT), []),
        (CALLS, advanced(f"{MANAGEMENT}, {READS}", f"{MANAGEMENT}, {WRITES}"), []),
        (ERRORS, advanced(f"{MANAGEMENT}, {READS}"), []),
        (ERRORS, advanced(DATA), NO_MANAGEMENT),
        (ERRORS, advanced(NETWORK), NO_MANAGEMENT),
        (DATA_CALLS, advanced(MANAGEMENT), NO_DATA),
        (DATA_CALLS, advanced(DATA), []),
        (CALLS, advanced("{Field: eventCategory, Equals: [management]}"), []),
        (CALLS, advanced("{Field: eventCategory, Equals: [!Ref Stage]}"), []),
        (CALLS, advanced(f"{MANAGEMENT}, {{Field: readOnly, Equals: [!Ref Stage]}}"), []),
        (CALLS, "EventSelectors: [{ReadWriteType: ReadOnly}]", NO_WRITES),
        (CALLS, "EventSelectors: [{ReadWriteType: WriteOnly}]", []),
        (CALLS, "EventSelectors: [{ReadWriteType: ReadOnly, IncludeManagementEvents: !Ref Stage}]", []),
        (DATA_CALLS, "EventSelectors: [{ReadWriteType: All}]", NO_DATA),
        (CALLS, "EventSelectors: []", []),
        (CALLS, "EventSelectors: [!Ref Stage]", []),
        (CALLS, "IncludeGlobalServiceEvents: true", []),
        ("{InsightType: ApiRate}", advanced(DATA), []),
        ("{InsightType: !Ref Stage}", advanced(DATA), []),
    ],
)
def test_unmet_requirements(insights: str, selectors: str, expected: list[str]) -> None:
    assert unmet(insights, selectors) == expected


def test_one_case_of_a_condition_is_enough() -> None:
    """In production the trail has one selector, for data events; otherwise none, and records management events."""
    reads = f"AdvancedEventSelectors: [!If [IsProduction, {{FieldSelectors: [{DATA}]}}, !Ref AWS::NoValue]]"
    assert unmet(ERRORS, reads) == NO_MANAGEMENT
    assert unmet(f"!If [IsProduction, !Ref AWS::NoValue, {ERRORS}]", reads) == []


def test_the_recorded_events_are_named() -> None:
    text = TEMPLATE.format(insights=ERRORS, selectors=advanced(DATA))
    (finding,) = findings("CT130", text)
    assert [(each.span.text, each.message) for each in finding.related] == [
        ("AdvancedEventSelectors", "what is recorded")
    ]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (
            "CT129",
            "InsightSelectors: [{InsightType: apiCallRateInsight}]",
            ("apiCallRateInsight", "ApiCallRateInsight"),
        ),
        ("CT129", "InsightSelectors: [{InsightType: Calls}]", None),
        ("CT132", "{TrailName: acme, AggregationConfigurations: [{EventCategory: data}]}", ("data", "Data")),
        (
            "CT132",
            "{EventDataStore: acme, MaxEventSize: Standard, ContextKeySelectors: [{Type: TagContext, Equals: [a]}]}",
            ("Standard", "Large"),
        ),
    ],
)
def test_repairs(rule: str, text: str, expected: tuple[str, str] | None) -> None:
    (finding,) = findings(rule, text, "selectors.yaml")
    change = finding.change
    assert ((change.span.text, change.value) if isinstance(change, SetValue) else None) == expected


def test_selectors_without_a_destination_may_be_for_a_trail() -> None:
    text = "InsightSelectors: [{InsightType: ApiCallRateInsight, EventCategories: [Management, Data]}]"
    assert findings("CT129", text, "selectors.yaml") == []
    assert [each.message for each in findings("CT129", f"EventDataStore: acme\n{text}", "selectors.yaml")] == [
        "Insights of `Data` events exist for trails, not for event data stores"
    ]
