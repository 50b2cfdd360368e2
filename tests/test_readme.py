"""The README shows what ctlint really prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ctlint.cli import main

README = Path(__file__).parent.parent / "README.md"
TEMPLATE = """\
Resources:
  Invoices:
    Type: AWS::S3::Bucket
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-trail-logs
      AdvancedEventSelectors:
        - Name: Management events
          FieldSelectors:
            - Field: eventCategory
              Equals: [Management]
        - Name: Objects of one bucket
          FieldSelectors:
            - Field: eventCategory
              Equals: [Data]
            - Field: resources.type
              Equals: ["AWS::S3::Object"]
            - Field: resources.ARN
              StartsWith:
                # the objects of the bucket
                - !Sub "${Invoices.Arn}/*"
        - Name: One object
          FieldSelectors:
            - Field: eventCategory
              Equals: [Data]
            - Field: resources.type
              Equals: ["AWS::S3::Object"]
            - Field: resources.ARN
              Equals:
                - arn:aws:s3:::acme-exports
"""


def test_the_output_that_the_readme_opens_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block = re.search(r"```console\n\$ ctlint template\.yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    assert main(["template.yaml", "--color", "never"]) == 1
    assert re.sub(r"^  = fix: .*\n", "", capsys.readouterr().out, flags=re.MULTILINE) == block[1]


def test_the_description_that_the_readme_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block = re.search(r"```console\n\$ ctlint describe (\S+)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    monkeypatch.chdir(README.parent)
    assert main(["describe", block[1], "--color", "never"]) == 0
    assert capsys.readouterr().out == block[2]
