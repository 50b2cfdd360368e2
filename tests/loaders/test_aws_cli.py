"""Selector files: what is one, and what it says."""

from __future__ import annotations

from typing import Any

import pytest

from ctlint import loaders
from ctlint.api import lint_text
from ctlint.model import Deployment, Options, Trail
from ctlint.source import Source

SELECTOR = '{"Name": "x", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}'
BASIC = '{"ReadWriteType": "All", "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::b/"]}]}'
ARN = '"TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"'


def load(text: str, path: str = "selectors.json") -> tuple[Deployment, ...]:
    return loaders.load(Source(path, text), Options()).deployments


def shape(trail: Trail) -> tuple[Any, ...]:
    lists = (trail.event_selectors, trail.advanced_event_selectors, trail.insight_selectors)
    counts = tuple(None if values is None else len(values.items) for values in lists)
    return (trail.destination, counts, trail.dialect.is_answer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[{SELECTOR}, {SELECTOR}]", (None, (None, 2, None), False)),
        (SELECTOR, (None, (None, 1, None), False)),
        (f"[{BASIC}]", ("trail", (1, None, None), False)),
        (BASIC, ("trail", (1, None, None), False)),
        ('[{"IncludeManagementEvents": true}]', ("trail", (1, None, None), False)),
        (f'{{"AdvancedEventSelectors": [{SELECTOR}]}}', (None, (None, 1, None), False)),
        (f'{{"advancedEventSelectors": [{SELECTOR}]}}', (None, (None, 1, None), False)),
        (f'{{"EventSelectors": [{BASIC}]}}', ("trail", (1, None, None), False)),
        ('{"InsightSelectors": [{"InsightType": "ApiCallRateInsight"}]}', (None, (None, None, 1), False)),
        ('[{"InsightType": "ApiCallRateInsight"}]', (None, (None, None, 1), False)),
        (f'{{"AdvancedEventSelectors": [{SELECTOR}], {ARN}}}', ("trail", (None, 1, None), True)),
        (f'{{"TrailName": "audit", "AdvancedEventSelectors": [{SELECTOR}]}}', ("trail", (None, 1, None), False)),
        (f'{{"Name": "s", "RetentionPeriod": 90, "AdvancedEventSelectors": [{SELECTOR}]}}',
         ("event_data_store", (None, 1, None), False)),
        (f'{{"EventDataStoreArn": "arn", "Name": "s", "AdvancedEventSelectors": [{SELECTOR}]}}',
         ("event_data_store", (None, 1, None), True)),
        ('{"InsightSelectors": [], "TrailARN": "arn"}', ("trail", (None, None, 0), True)),
        ('{"Name": "audit", "S3BucketName": "acme-logs", "IsMultiRegionTrail": true}',
         ("trail", (None, None, None), False)),
        ('{"TrailName": "audit", "MaxEventSize": "Large"}', ("trail", (None, None, None), False)),
    ],
)  # fmt: skip
def test_shapes(text: str, expected: tuple[Any, ...]) -> None:
    for path in ("selectors.json", "selectors.yaml"):
        (deployment,) = load(text, path)
        (trail,) = deployment.trails
        assert shape(trail) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '["cloudtrail"]',
        '{"Records": [{"eventVersion": "1.08", "requestParameters": {"eventSelectors": []}}]}',
        '{"Effect": "Allow", "Action": "cloudtrail:PutEventSelectors", "Resource": "*"}',
        '{"Version": "2012-10-17", "Statement": [{"Action": ["cloudtrail:*"]}]}',
        '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"AdvancedEventSelectors": {}}}',
        '{"apiVersion": "v1", "kind": "Service", "spec": {"selector": {"app": "cloudtrail"}}}',
        '{"advanced_event_selectors": [{"name": "x", "field_selectors": []}]}',
        '{"Name": "x", "S3BucketName": "acme"}',
        '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
        '{"dataResources": {"limits": {"cpu": 1}}, "name": "x"}',
        '{"fieldSelector": "metadata.name=x"}',
        '[{"fieldSelector": "metadata.name=x", "namespace": "a"}]',
        '{"verb": "list", "fieldSelector": {"rawSelector": "a=b"}}',
        '{"env": [], "FieldSelectors": 3}',
        '[{"insightType": "REACTIVE", "severity": "HIGH", "fieldSelector": 1}]',
        '{"EventSelectors": {"type": "array", "items": {"type": "object"}}, "Name": {"type": "string"}}',
        '{"EventSelectors": {"shape": "EventSelectors", "documentation": "x"}}',
        '{"apiVersion": "v1", "kind": "List", "EventSelectors": [{"ReadWriteType": "All"}]}',
        '{"readWriteType": "All"}',
        '{"title": "selectors disabled", "detection": {"selection": {"eventName": "PutEventSelectors"}}}',
    ],
)
def test_other_files_are_left_alone(text: str) -> None:
    assert load(text) == ()


def test_inventories() -> None:
    answer = '{"trailList": [{"Name": "a", "TrailARN": "arn:a", "HomeRegion": "us-east-1"}, {"TrailARN": "arn:b"}]}'
    (deployment,) = load(answer)
    assert deployment.is_inventory
    assert [trail.name.value if trail.name else None for trail in deployment.trails] == ["a", None]
    (single,) = load('{"Trail": {"Name": "a", "TrailARN": "arn:a"}}')
    assert single.is_inventory


def test_embedded_json_is_read() -> None:
    escaped = SELECTOR.replace('"', '\\"')
    (deployment,) = load(f'{{"AdvancedEventSelectors": "[{escaped}]"}}')
    (trail,) = deployment.trails
    assert trail.advanced_event_selectors is not None
    (selector,) = trail.advanced_event_selectors.items
    assert selector.only_value("eventCategory") == "Management"
    values = selector.values("eventCategory")
    assert values is not None and values.items[0].span.text == "Management"
    assert [problem.kind for problem in deployment.problems] == ["stringified-selectors"]


def problem_kinds(text: str, path: str = "selectors.json") -> list[tuple[str, str]]:
    return [(problem.kind, problem.span.text) for problem in load(text, path)[0].problems]


def test_wrong_types_are_told_and_read_as_meant() -> None:
    text = """{"TrailName": "audit", "AdvancedEventSelectors": [{"FieldSelectors": [
        {"Field": "readOnly", "Equals": [true]}, {"Field": "eventCategory", "Equals": "Management"}]}]}"""
    assert problem_kinds(text) == [("wrong-type", "true"), ("wrong-type", '"Management"')]
    selectors = load(text)[0].trails[0].advanced_event_selectors
    assert selectors is not None
    assert selectors.items[0].only_value("readOnly") == "true"
    assert selectors.items[0].only_value("eventCategory") == "Management"


def test_keys_are_told_and_read_as_meant() -> None:
    text = '[{"fieldSelectors": [{"field": "readOnly", "equals": ["true"], "NotEqual": ["x"]}], "Nme": "y"}]'
    assert problem_kinds(text) == [
        ("miscased-key", "fieldSelectors"),
        ("unknown-key", "Nme"),
        ("miscased-key", "field"),
        ("miscased-key", "equals"),
        ("unknown-operator", "NotEqual"),
    ]
    selectors = load(text)[0].trails[0].advanced_event_selectors
    assert selectors is not None
    assert selectors.items[0].only_value("readOnly") == "true"
    assert selectors.items[0].values("readOnly", "NotEquals") is not None


def test_the_last_of_two_equal_keys_counts() -> None:
    text = '[{"ReadWriteType": "All", "ReadWriteType": "ReadOnly"}]'
    assert problem_kinds(text) == [("duplicate-key", "ReadWriteType")]
    selectors = load(text)[0].trails[0].event_selectors
    assert selectors is not None and selectors.items[0].read_write_type is not None
    assert selectors.items[0].read_write_type.value == "ReadOnly"


@pytest.mark.parametrize(
    "text",
    [
        "EventSelectors: !include selectors.yaml",
        "EventSelectors: '{{ selectors }}'",
        "EventSelectors: {Ref: Selectors}",
        "EventSelectors: [{ReadWriteType: !Ref Kind, IncludeManagementEvents: !ENV WITH}]",
        "EventSelectors: [{ReadWriteType: '{{ kind }}', IncludeManagementEvents: '${var.with}'}]",
        "EventSelectors: [{ReadWriteType: {Ref: Kind}, DataResources: '@@resources@@'}]",
        "EventSelectors: [{ReadWriteType: $KIND, IncludeManagementEvents: <%= with %>}]",
        "EventSelectors: [{ReadWriteType: {{ kind }}, IncludeManagementEvents: true}]",
        "AdvancedEventSelectors: [{FieldSelectors: !include x.yaml}, !include y.yaml]",
        "AdvancedEventSelectors: [{FieldSelectors: [{Field: eventCategory, Equals: ['{% if x %}Data{% endif %}']}]}]",
    ],
)
def test_what_another_program_fills_in_is_unknown(text: str) -> None:
    (deployment,) = load(text, "selectors.yaml")
    (trail,) = deployment.trails
    known = [
        text
        for selector in (trail.event_selectors.items if trail.event_selectors else ())
        for text in (selector.read_write_type, selector.include_management_events)
        if text is not None and text.value not in (None, "true")
    ]
    assert (known, deployment.problems) == ([], ())
    assert [each.rule for each in lint_text(text, "selectors.yaml").diagnostics] == []


def test_a_placeholder_within_a_string_is_a_gap() -> None:
    text = (
        '[{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::${bucket}/$LATEST", "{{ a }}-b"]}]}]'
    )
    (deployment,) = load(text)
    assert deployment.trails[0].event_selectors is not None
    (resource,) = deployment.trails[0].event_selectors.items[0].data_resources.items  # type: ignore[union-attr]
    assert resource.values is not None
    assert [(value.head, value.tail) for value in resource.values.items] == [
        ("arn:aws:s3:::", "/$LATEST"),
        ("", "-b"),
    ]
