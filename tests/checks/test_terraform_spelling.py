"""What rules say about Terraform names keys as its provider spells them, in messages and in the changes they propose."""

from __future__ import annotations

import pytest

from ctlint.api import lint_text
from ctlint.change import describe

TRAIL = """\
resource "aws_cloudtrail" "main" {{
  name                  = "main"
  s3_bucket_name        = "acme-logs"
  is_multi_region_trail = true
{}
}}
"""
CATEGORY = 'field_selector {\n field = "eventCategory"\n equals = ["Data"]\n }\n'
TYPE = 'field_selector {\n field = "resources.type"\n equals = ["AWS::S3::Object"]\n }\n'
MANAGEMENT = f"advanced_event_selector {{\n {CATEGORY.replace('Data', 'Management')} }}\n"
OBJECTS = f"{MANAGEMENT} advanced_event_selector {{\n {CATEGORY} {TYPE} field_selector {{\n {{}}\n }}\n }}"
DATA = 'data_resource {\n type = "AWS::Lambda::Function"\n values = ["arn:aws:lambda"]\n }\n'


def said(body: str) -> list[tuple[str, str, str | None]]:
    """Return rule, message and proposed change of what is found in a trail."""
    found = lint_text(TRAIL.format(body), "main.tf").diagnostics
    return [
        (each.rule, each.finding.message, describe(each.finding.change) if each.finding.change else None)
        for each in found
    ]


@pytest.mark.parametrize(
    ("field", "rule", "message", "change"),
    [
        (
            'field = "readOnly"\n starts_with = ["true"]',
            "CT113",
            "`readOnly` accepts only `equals`, not `starts_with`",
            "rename the key to `equals`",
        ),
        (
            'field = "readOnly"\n equals = ["true"]\n not_equals = []',
            "CT114",
            "`not_equals` of `readOnly` is an empty list; a list has at least one value",
            "remove `not_equals`",
        ),
        (
            'field = "resources.ARN"\n not_equals = ["arn:aws:s3:::acme-logs/"]',
            "CT305",
            "`arn:aws:s3:::acme-logs/` is a bucket, not an object, and excludes no object",
            "rename the key to `not_starts_with`",
        ),
        (
            'field = "readOnly"\n equals = "true"',
            "CT104",
            "`equals` is a string; a list is expected",
            None,
        ),
    ],
)
def test_operators(field: str, rule: str, message: str, change: str | None) -> None:
    assert said(OBJECTS.replace("{}", field)) == [(rule, message, change)]


def test_keys_of_basic_selectors() -> None:
    selectors = f"""
      event_selector {{
        read_write_type           = "WriteOnly"
        include_management_events = true
      }}
      event_selector {{
        {DATA}
      }}
      event_selector {{
        read_write_type                  = "write"
        include_management_events        = false
        exclude_management_event_sources = ["kms.amazonaws.com"]
        {DATA}
      }}
    """
    types = "`ReadOnly`, `WriteOnly` and `All`"
    assert said(selectors) == [
        ("CT134", "without `include_management_events` the selector records read management events too", None),
        ("CT123", f"`read_write_type` is one of {types}, not `write`; did you mean `WriteOnly`?", "write `WriteOnly`"),
        (
            "CT125",
            "the selector records no management events that `exclude_management_event_sources` could take out",
            None,
        ),
    ]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ('equals = ["true"]', ["CT131"]),  # a set: the two are one
        ('equals = ["false"]', ["CT115"]),
        ('not_equals = ["true"]', ["CT115", "CT113"]),
        ('equals = ["true", "false"]', ["CT115"]),
        ("equals = [var.flag]", []),  # perhaps the same
        ("equals = var.flags", []),
        ('equals = [var.flag, "false"]', ["CT115"]),  # one value more
    ],
)
def test_field_selectors_are_a_set(second: str, found: list[str]) -> None:
    first = 'field = "readOnly"\n equals = ["true"]\n }\n field_selector {\n field = "readOnly"\n '
    assert [rule for rule, _, _ in said(OBJECTS.replace("{}", first + second))] == found
