"""Faults planted in clean files of every format are fixed to the very bytes that the clean files have."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.fixes.fixing import fix, outcome

YAML = """\
# selectors, kept by hand
AdvancedEventSelectors:
  - Name: "writes to 'acme'"   # a name
    FieldSelectors:
      - Field: eventCategory
        Equals: [ Data ]
      - {Field: "resources.type", Equals: ['AWS::S3::Object']}   # é ☃ 😀

      - Field: readOnly
        Equals:
          - "false"   # writes
      - Field: resources.ARN
        StartsWith:
          - arn:aws:s3:::acme-uploads/
"""
JSON = """\
{
\t"TrailName": "main",
\t"AdvancedEventSelectors": [
\t\t{
\t\t\t"Name": "writes to \\u00e9 \\"acme\\" ☃",
\t\t\t"FieldSelectors": [
\t\t\t\t{ "Field":"eventCategory" , "Equals" : ["Data"] },
\t\t\t\t{"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
\t\t\t\t{"Field": "readOnly", "Equals": ["false"]},
\t\t\t\t{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-uploads/"]}
\t\t\t]
\t\t}
\t]
}
"""
HCL = """\
# the trail ☃
resource "aws_cloudtrail" "main" {
  name                  = "acme-trail"
  s3_bucket_name        = "acme-logs"
  is_multi_region_trail = true
  advanced_event_selector {
    name = "writes to \\"acme\\""  // a name
    field_selector {
      field  = "eventCategory"
      equals = [ "Data" ]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field  = "readOnly"
      equals = ["false"] /* writes */
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = ["arn:aws:s3:::acme-uploads/"]
    }
  }
}
"""
SINGLE_QUOTED = """\
#!/bin/sh
# put the selectors ☃
aws cloudtrail put-event-selectors --trail-name main \\
  --advanced-event-selectors '[{"Name": "writes", "FieldSelectors": [
    {"Field": "eventCategory", "Equals": ["Data"]},
    {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
    {"Field": "readOnly", "Equals": ["false"]},
    {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-uploads/"]}
  ]}]'
echo done
"""
DOUBLE_QUOTED = SINGLE_QUOTED.replace("'", "“").replace('"', '\\"').replace("“", '"')
HEREDOC = """\
#!/bin/sh
aws cloudtrail put-event-selectors --trail-name main --advanced-event-selectors "$(cat <<'EOF'
[{"Name": "writes", "FieldSelectors": [
  {"Field": "eventCategory", "Equals": ["Data"]},
  {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
  {"Field": "readOnly", "Equals": ["false"]},
  {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-uploads/"]}
]}]
EOF
)"
"""
MARKDOWN = f"# A guide ☃\n\nRun this:\n\n```sh\n{SINGLE_QUOTED.partition(chr(10))[2]}```\n\nand be *happy*.\n"
CLOUDFORMATION = """\
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      IsMultiRegionTrail: !Ref AllRegions   # a tag
      S3BucketName: !Sub '${AWS::AccountId}-logs'
      AdvancedEventSelectors:
        - Name: writes
          FieldSelectors:
            - Field: 'eventCategory'
              Equals: [Data]
            - Field: "resources.type"
              Equals: ["AWS::S3::Object"]
            - Field: readOnly
              Equals: ["false"]
            - Field: resources.ARN
              StartsWith:
                - "arn:aws:s3:::acme-uploads/"
"""
HCL_JSON = """\
{"resource": {"aws_cloudtrail": {"main": {
  "name": "acme-trail", "s3_bucket_name": "acme-logs",
  "advanced_event_selector": [{
    "field_selector": [
      {"field": "eventCategory", "equals": ["Data"]},
      {"field": "resources.type", "equals": ["AWS::S3::Object"]},
      {"field": "readOnly", "equals": ["false"]},
      {"field": "resources.ARN", "starts_with": ["arn:aws:s3:::acme-uploads/"]}
    ]}]}}}}
"""
FILES = {
    "selectors.yaml": YAML,
    "selectors.json": JSON,
    "main.tf": HCL,
    "main.tf.json": HCL_JSON,
    "single.sh": SINGLE_QUOTED,
    "double.sh": DOUBLE_QUOTED,
    "heredoc.sh": HEREDOC,
    "guide.md": MARKDOWN,
    "template.yaml": CLOUDFORMATION,
}


class Fault(NamedTuple):
    """What is written instead of something, in the formats that have it, and the rule that speaks of it."""

    rule: str
    right: str
    wrong: str
    is_unsafe: bool = False


FAULTS = (
    Fault("CT110", "eventCategory", "eventCatgory"),
    Fault("CT110", "resources.ARN", "resources.arn"),
    Fault("CT107", "Data", "data"),
    Fault("CT118", "AWS::S3::Object", "AWS::S3::Objects"),
    Fault("CT118", "AWS::S3::Object", "AWS::s3::object"),
    Fault("CT117", "false", "False"),
    Fault("CT318", "arn:aws:s3:::acme-uploads/", "  arn:aws:s3:::acme-uploads/"),
    Fault("CT304", "arn:aws:s3:::acme-uploads/", "arn:aws:s3:::acme-uploads/*", True),
    Fault("CT306", "arn:aws:s3:::acme-uploads/", "arn:aws:s3:::acme-uploads", True),
    Fault("CT103", "FieldSelectors", "fieldSelectors"),
    Fault("CT112", "StartsWith", "StartWith"),
    Fault("CT112", "starts_with", "start_with"),
    Fault("CT102", "FieldSelectors", "FieldSelector"),
)
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "lf": lambda text: text.encode("utf-8"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "bom": lambda text: text.encode("utf-8-sig"),
    "crlf-bom": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "no-end": lambda text: text.rstrip("\n").encode("utf-8"),
    "utf-16": lambda text: b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le"),
}


def planted(text: str, fault: Fault) -> str | None:
    """Return a text with a fault; None where it has no place for it, or where white space would not be kept."""
    if fault.right not in text:
        return None
    wrong = text.replace(fault.right, fault.wrong, 1)
    is_plain = fault.wrong.startswith(" ") and f"- {fault.wrong}" in wrong
    return None if is_plain or fault.wrong in text else wrong


CASES = [
    pytest.param(name, text, wrong, fault, id=f"{name}-{fault.rule}-{fault.wrong.strip()}")
    for name, text in FILES.items()
    for fault in FAULTS
    if (wrong := planted(text, fault)) is not None
]
UNSAFE_CASES = [each for each in CASES if any(isinstance(value, Fault) and value.is_unsafe for value in each.values)]


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_clean(name: str) -> None:
    found = outcome({name: FILES[name].encode()}, unsafe=True)
    assert ([each.rule for each in found.before.diagnostics if each.finding.change], found.sources) == ([], {})


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("name", "text", "wrong", "fault"), CASES)
def test_a_planted_fault_leaves_no_trace(name: str, text: str, wrong: str, fault: Fault, encoding: str) -> None:
    encode = ENCODINGS[encoding]
    found = outcome({name: encode(wrong)}, fault.is_unsafe)
    assert [each.rule for each in found.fixed] == [fault.rule]
    assert fix(encode(wrong), name, fault.is_unsafe) == encode(text)


@pytest.mark.parametrize(("name", "text", "wrong", "fault"), UNSAFE_CASES)
def test_an_unsafe_fix_is_only_counted(name: str, text: str, wrong: str, fault: Fault) -> None:
    found = outcome({name: wrong.encode()})
    assert (found.sources, found.unsafe) == ({}, 1)
