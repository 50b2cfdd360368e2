"""Mutilated input never crashes a loader or a check, and every place lies within the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint.api import lint_text

JSON = """{"TrailName": "audit", "AdvancedEventSelectors": [{"Name": "x", "FieldSelectors": [
 {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
 {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme/*", "arn:aws:s3:::\\u00e9"]}]}]}"""
TEMPLATE = """\
Parameters: {Env: {Type: String, Default: dev}, List: {Type: CommaDelimitedList, Default: "a,b"}}
Conditions: {Prod: !Equals [!Ref Env, prod], Other: !Not [!Condition Prod]}
Resources:
  Logs: {Type: AWS::S3::Bucket}
  Trail: &trail
    Type: AWS::CloudTrail::Trail
    Condition: Other
    Properties:
      IsLogging: true
      S3BucketName: !Ref Logs
      EventSelectors:
        - ReadWriteType: !If [Prod, All, WriteOnly]
          DataResources:
            - Type: AWS::S3::Object
              Values: [!Sub "${Logs.Arn}/*", !Join ["", ["arn:", !Ref "AWS::Partition", ":s3"]], !Select [0, !Ref List]]
      InsightSelectors: !If [Prod, [{InsightType: ApiCallRateInsight}], !Ref "AWS::NoValue"]
  Again:
    <<: *trail
"""
SHELL = """\
#!/bin/sh
for t in a b; do
  aws cloudtrail put-event-selectors --trail-name "$t" \\
    --advanced-event-selectors '[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]}]}]'
done
aws cloudtrail put-event-selectors --trail-name x --event-selectors \\
  ReadWriteType=All,DataResources=[{Type=AWS::S3::Object,Values=[arn:aws:s3:::b/]}]
"""
DOCUMENT = f"# CloudTrail\n\nRun `aws cloudtrail put-insight-selectors`:\n\n```sh\n{SHELL}```\n\n    {JSON}\n"
TERRAFORM = """\
variable "on" { type = bool }
variable "names" {
  type    = list(object({ name = string, kind = optional(string, "AWS::S3::Object") }))
  default = [{ name = "acme-*" }]
}
locals {
  prefix = "arn:${data.aws_partition.current.partition}:s3:::"
  loop   = local.loop
  writes = [for x in ["Put", "Delete"] : "${x}Object" if x != "é"]
}
resource "aws_cloudtrail" "main" {
  count          = var.on ? 2 : 1
  name           = "main-${count.index}" # main
  s3_bucket_name = aws_s3_bucket.logs.id
  dynamic "event_selector" {
    for_each = var.names
    iterator = it
    content {
      read_write_type = var.on ? "All" : "Wrong"
      data_resource {
        type   = it.value.kind
        values = ["${local.prefix}${it.value.name}/", <<-EOT
          arn:aws:s3:::${lower("X")}/
          EOT
        ]
      }
    }
  }
  advanced_event_selector {
    field_selector {
      field  = "eventName"
      equals = concat(local.writes, [for k, v in { a = 1 } : upper(k)], local.loop)
    }
    /* field_selector {} */
  }
}
module "again" {
  source   = "./"
  for_each = toset(["a", "b"])
  names    = [{ name = each.key }]
}
"""
TERRAFORM_JSON = """{"//": "made", "variable": {"n": {"type": "number", "default": 1}}, "resource": {"aws_cloudtrail": {"a": {
 "name": "${var.n > 1 ? \\"x\\" : \\"y\\"}", "dynamic": {"event_selector": {"for_each": "${[1, 2]}", "content":
 [{"data_resource": {"type": "AWS::S3::Object", "values": ["arn:aws:s3:::${lower(\\"A\\")}*/", "$${x}\\u00e9"]}}]}}}}}}"""
TEXTS = {
    "a.json": JSON, "a.yaml": TEMPLATE, "a.sh": SHELL, "a.md": DOCUMENT, "a.rst": DOCUMENT, "a.txt": SHELL,
    "a.tf": TERRAFORM, "a.tf.json": TERRAFORM_JSON,
}  # fmt: skip
JUNK = st.sampled_from(
    ["{", "}", "[", "]", '"', "'", ",", ":", "\\", "\n", "\r", "\t", " ", "#", "!If", "&a", "*a", "${", "$(", "`", "```",
     "null", "true", "0", "-", "|", ">", "<<", "\x00", "\ufeff", "é", "😀", "\ufffc", "\\u12", "EOF", "<<EOF\n", "/*", "*/", "//", "(", ")", "=", "?", "<<<<<<< x\n", ">>>>>>> x\n",
     "for", "%{", "...", "\n}\n"]
)  # fmt: skip
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), JUNK | st.just("")), min_size=1, max_size=6)


@pytest.mark.parametrize("filename", TEXTS)
@settings(max_examples=150, deadline=None)
@given(cuts=CUTS)
def test_mutilated_text(filename: str, cuts: list[tuple[float, int, str]]) -> None:
    text = TEXTS[filename]
    for place, length, junk in cuts:
        at = int(place * len(text))
        text = text[:at] + junk + text[at + length :]
    result = lint_text(text, filename)
    for crash in result.crashes:
        raise crash.error
    for diagnostic in result.diagnostics:
        spans = [diagnostic.span, *(related.span for related in diagnostic.finding.related)]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)


@pytest.mark.parametrize("filename", TEXTS)
@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=60), tail=st.booleans())
def test_any_text(filename: str, text: str, tail: bool) -> None:
    sample = TEXTS[filename]
    for crash in lint_text(sample + text if tail else text + sample, filename).crashes:
        raise crash.error
