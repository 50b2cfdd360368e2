"""What rule pages cannot show of the CT1 checks: proposed changes, related places, answers of several files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ctlint import knowledge
from ctlint.api import Settings, lint_sources, lint_text
from ctlint.change import describe
from ctlint.source import Source
from ctlint.spelling import closest_host, slip

MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}
DATA = {"Field": "eventCategory", "Equals": ["Data"]}
OBJECTS = {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}


def changes(*fields: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return the rule of each finding in a selector, and the change it proposes in words."""
    text = json.dumps([{"FieldSelectors": fields}])
    found = lint_text(text, "selectors.json").diagnostics
    return [(each.rule, describe(each.finding.change) if each.finding.change else None) for each in found]


@pytest.mark.parametrize(
    ("field", "rule", "change"),
    [
        ({"field": "readOnly", "Equals": ["true"]}, "CT103", "rename the key to `Field`"),
        ({"Field": "readOnly", "Equal": ["true"]}, "CT112", "rename the key to `Equals`"),
        ({"Field": "readonly", "Equals": ["true"]}, "CT110", "write `readOnly`"),
        ({"Field": "readOnly", "Equals": ["TRUE"]}, "CT117", "write `true`"),
        ({"Field": "readOnly", "Equals": ["yes"]}, "CT117", None),
        ({"Field": "readOnly", "StartsWith": ["true"]}, "CT113", "rename the key to `Equals`"),
        ({"Field": "readOnly", "NotEquals": ["true"]}, "CT113", None),
        ({"Field": "readOnly", "Equals": ["true"], "EndsWith": []}, "CT114", "remove `EndsWith`"),
        ({"Field": "readOnly", "Equals": [True]}, "CT104", 'write `"true"`'),
        ({"Field": "readOnly", "Equals": ["true", "true"]}, "CT131", "remove `true`"),
    ],
)
def test_proposed_change(field: dict[str, Any], rule: str, change: str | None) -> None:
    assert changes(MANAGEMENT, field) == [(rule, change)]


def test_a_known_misspelling_of_a_type_is_corrected() -> None:
    field = {"Field": "resources.type", "Equals": ["AWS::Bedrock::Prompt"]}
    assert changes(DATA, field) == [("CT118", "write `AWS::Bedrock::PromptVersion`")]


def test_the_date_of_the_table_is_named() -> None:
    text = json.dumps([{"FieldSelectors": [DATA, {"Field": "resources.type", "Equals": ["AWS::Telescope::Mirror"]}]}])
    (found,) = lint_text(text, "selectors.json").diagnostics
    assert found.finding.message.endswith(f"known on {knowledge.date()}")


def test_what_stands_on_one_line_keeps_its_own_findings() -> None:
    selector = {"FieldSelectors": [DATA, OBJECTS, {"Equals": [True]}, {"Field": "eventName", "Equals": [5]}]}
    found = lint_text(json.dumps([selector, selector]), "selectors.json").diagnostics
    assert [each.rule for each in found] == ["CT110", "CT104", "CT104"] * 2


def test_a_repeated_alias_is_reported_without_a_second_place() -> None:
    text = "AdvancedEventSelectors:\n- &one\n  FieldSelectors: [{Field: eventCategory, Equals: [Management]}]\n- *one\n"
    (found,) = lint_text(text, "selectors.yaml").diagnostics
    assert (found.rule, found.finding.related, found.finding.change) == ("CT131", (), None)


def test_answers_printed_at_different_times_are_not_mixed_selectors() -> None:
    arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-trail"
    trail = {"Name": "acme-trail", "TrailARN": arn, "S3BucketName": "acme-logs"}
    parts = {
        "account/trails.json": {"trailList": [trail]},
        "account/before.json": {"TrailARN": arn, "EventSelectors": [{"ReadWriteType": "All"}]},
        "account/after.json": {"TrailARN": arn, "AdvancedEventSelectors": [{"FieldSelectors": [MANAGEMENT]}]},
    }
    sources = [(Source(path, json.dumps(content)), True) for path, content in parts.items()]
    assert lint_sources(sources, Settings(select=("CT101",))).diagnostics == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("kms", "kms.amazonaws.com"),
        ("KMS.amazonaws.com", "kms.amazonaws.com"),
        ("secretmanager.amazonaws.com", "secretsmanager.amazonaws.com"),
        ("sts.amazonaws.com", None),
    ],
)
def test_closest_host(name: str, meant: str | None) -> None:
    assert closest_host(name, ("kms.amazonaws.com", "secretsmanager.amazonaws.com")) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("EventSelector", "EventSelectors"),
        ("EvnetSelectors", "EventSelectors"),
        ("InsightsSelectors", "InsightSelectors"),
        ("HasInsightSelectors", None),
        ("S3BucketName", None),
    ],
)
def test_slip(name: str, meant: str | None) -> None:
    assert slip(name, ("EventSelectors", "InsightSelectors")) == meant
