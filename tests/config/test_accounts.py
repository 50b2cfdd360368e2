"""Files that together hold all trails of an account."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint import accounts, loaders
from ctlint.api import Result, Settings, lint
from ctlint.model import Options
from ctlint.settings import Scopes
from ctlint.source import Source

TEMPLATE = """\
Parameters:
  Bucket: {{Type: String}}
  Both: {{Type: String, Default: "no"}}
Conditions:
  Wanted: !Equals [!Ref Both, "yes"]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      IsMultiRegionTrail: true
      S3BucketName: {bucket}
      AdvancedEventSelectors:
        - FieldSelectors:
            - {{Field: eventCategory, Equals: [{category}]}}{more}
"""
DATA = """
            - {Field: resources.type, Equals: ["AWS::S3::Object"]}
            - {Field: resources.ARN, StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]}"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".ctlint.yaml").write_text("select: [CT4, CT5]\ncomplete: true\n")
    return tmp_path


def template(name: str, category: str, more: str = "", bucket: str = "acme-logs") -> None:
    Path(name).write_text(TEMPLATE.format(category=category, more=more, bucket=bucket))


def said(result: Result) -> list[tuple[str, str]]:
    assert result.crashes == []
    return [(each.span.source.path, each.rule) for each in result.diagnostics]


def test_a_trail_in_another_file_records_what_one_leaves_out() -> None:
    template("data.yaml", "Data", DATA)
    assert said(lint(["."])) == [("data.yaml", "CT501")]
    template("management.yaml", "Management")
    assert said(lint(["."])) == []
    assert said(lint(["."], Settings(select=("CT4", "CT5")))) == []
    Path(".ctlint.yaml").write_text("select: [CT4, CT5]\n")
    assert said(lint(["."])) == [("data.yaml", "CT501")]


def test_two_trails_that_record_the_same() -> None:
    template("one.yaml", "Management")
    template("two.yaml", "Management", bucket="acme-other")
    Path(".ctlint.yaml").write_text("select: [CT401]\ncomplete: true\nregion: eu-west-1\n")
    assert said(lint(["."])) == [("one.yaml", "CT401")]
    Path(".ctlint.yaml").write_text("select: [CT401]\nregion: eu-west-1\n")
    assert said(lint(["."])) == []


def test_parameters_of_one_name_in_two_files_are_two() -> None:
    """The buckets may be two, though each file calls its own `Bucket`."""
    template("one.yaml", "Data", DATA)
    template("two.yaml", "Data", DATA)
    sources = [Source(name, Path(name).read_text()) for name in ("one.yaml", "two.yaml")]
    (joined,) = accounts.join(
        [each for source in sources for each in loaders.load(source, Options()).deployments], Scopes(Settings())
    )
    values = []
    for trail in joined.trails:
        assert trail.advanced_event_selectors is not None and trail.place.account == "account"
        found = trail.advanced_event_selectors.items[0].values("resources.ARN", "StartsWith")
        assert found is not None
        values.append(found.items[0])
    one, two = values
    assert one.pattern == two.pattern and one.identity != two.identity


def test_what_documents_show_is_no_trail_of_the_account() -> None:
    template("data.yaml", "Data", DATA)
    Path("README.md").write_text("```\naws cloudtrail create-trail --name audit --s3-bucket-name acme-logs\n```\n")
    assert ("data.yaml", "CT501") in said(lint(["."]))


def test_an_account_is_complete_only_where_all_its_files_were_met() -> None:
    template("management.yaml", "Management", "\n            - {Field: eventSource, NotEquals: [kms.amazonaws.com]}")
    whole, part = lint(["."]), lint(["management.yaml"])
    assert said(whole) == said(part) == [("management.yaml", "CT504")]
    assert "of the account" in whole.diagnostics[0].finding.message
    assert "of the account" not in part.diagnostics[0].finding.message
