"""What the pages of CT312 and CT315 cannot show: what is said, where, and what decides it."""

from __future__ import annotations

import json

import pytest

from ctlint.api import Settings, lint_text
from ctlint.finding import Diagnostic

Fields = dict[str, dict[str, list[str]]]


def diagnose(fields: Fields, rule: str) -> list[Diagnostic]:
    """Return what a rule says about a data selector for objects, whose other fields are given."""
    plain: Fields = {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": ["AWS::S3::Object"]}}
    listed = [{"Field": name, **conditions} for name, conditions in (plain | fields).items()]
    text = json.dumps({"AdvancedEventSelectors": [{"Name": "n", "FieldSelectors": listed}]})
    found = lint_text(text, "selectors.json", Settings()).diagnostics
    return [each for each in found if each.rule == rule]


@pytest.mark.parametrize(
    ("read_only", "names", "said"),
    [
        ("true", ["PutObject"], "read events only, and `PutObject` is a write event"),
        ("false", ["GetObject", "HeadObject"], "write events only, and `GetObject` and `HeadObject` are read events"),
        ("true", ["PutObject", "CopyObject", "DeleteObject", "UploadPart"],
         "read events only, and all 4 chosen ones are write events"),
    ],
)  # fmt: skip
def test_the_contradiction_is_named(read_only: str, names: list[str], said: str) -> None:
    fields = {"eventName": {"Equals": names}, "readOnly": {"Equals": [read_only]}}
    [found] = diagnose(fields, "CT312")
    assert (found.finding.message, found.span.text) == (f"`readOnly` keeps {said}", read_only)
    assert [related.span.text for related in found.finding.related] == names[:1]


@pytest.mark.parametrize(
    ("read_only", "names", "contradicts"),
    [
        ("true", {"StartsWith": ["Put", "Delete"]}, True),
        ("true", {"EndsWith": ["Upload"], "NotEquals": ["CreateMultipartUpload"]}, True),
        ("false", {"EndsWith": ["Object"]}, False),
        ("false", {"StartsWith": ["Get", "Select"]}, False),
        ("true", {"StartsWith": ["Rename"]}, False),
        ("true", {"Equals": ["PutObject", "RenameObject"]}, False),
        ("true", {"Equals": ["PutObject", "Put*"]}, False),
        ("true", {"NotStartsWith": ["Get"]}, False),
        ("yes", {"Equals": ["PutObject"]}, False),
    ],
)
def test_every_event_that_may_be_chosen_counts(read_only: str, names: dict[str, list[str]], contradicts: bool) -> None:
    fields = {"eventName": names, "readOnly": {"Equals": [read_only]}}
    assert bool(diagnose(fields, "CT312")) is contradicts


def test_a_selector_with_an_error_is_left_alone() -> None:
    fields = {
        "eventName": {"Equals": ["PutObject"]},
        "readOnly": {"Equals": ["true"]},
        "resources.ARN": {"StartsWith": ["arn:aws:s3:::acme/*"]},
    }
    assert diagnose(fields, "CT312") == []


@pytest.mark.parametrize(
    ("conditions", "marked"),
    [
        ({"StartsWith": ["Put"], "EndsWith": ["Acl"]}, ["EndsWith"]),
        ({"EndsWith": ["Acl"], "StartsWith": ["Put"]}, ["StartsWith"]),
        ({"Equals": ["GetObject"], "EndsWith": ["Acl"]}, []),
        ({"StartsWith": ["Put"], "NotEndsWith": ["Acl"]}, []),
        ({"NotStartsWith": ["Put"], "NotEndsWith": ["Acl"]}, []),
        ({"StartsWith": [], "EndsWith": ["Acl"]}, []),
    ],
)
def test_a_beginning_and_an_end_do_not_narrow_each_other(conditions: dict[str, list[str]], marked: list[str]) -> None:
    assert [each.span.text for each in diagnose({"eventName": conditions}, "CT315")] == marked
