"""What a configuration changes in a run; what the caller gives wins over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint.api import Result, Settings, lint, lint_text
from ctlint.config import Lookup
from ctlint.model import Options

SELECTORS = """\
{"TrailName": "audit", "AdvancedEventSelectors": [{"FieldSelectors": [
 {"Field": "eventCategory", "Equals": ["Data"]},
 {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
 {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-logs"], "NotEquals": ["arn:aws:s3:::acme-logs/*"]}
]}]}
"""
NEWER = """\
[{"FieldSelectors": [
 {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::Quarks::Collider"]}]}]
"""
TERRAFORM = """\
resource "aws_cloudtrail" "{name}" {{
  name           = "{name}"
  s3_bucket_name = "acme-{name}"
  event_selector {{
    read_write_type = "Both"
  }}
}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "legacy").mkdir()
    (tmp_path / "new.json").write_text(SELECTORS)
    (tmp_path / "legacy" / "old.json").write_text(SELECTORS)
    return tmp_path


def run(text: str, settings: Settings | None = None) -> Result:
    Path(".ctlint.yaml").write_text(text)
    result = lint(["new.json", "legacy/old.json"], settings or Settings(today="2026-11-21"))
    assert result.crashes == []
    return result


def said(result: Result) -> list[str]:
    return [f"{each.span.source.path} {each.rule} {each.severity}" for each in result.diagnostics]


USUAL = [
    "legacy/old.json CT306 warning", "legacy/old.json CT304 error", "new.json CT306 warning", "new.json CT304 error",
]  # fmt: skip


def test_the_usual() -> None:
    assert said(run("ignore: [CT5]\n")) == USUAL


@pytest.mark.parametrize(
    ("text", "settings", "wanted"),
    [
        ("select: [CT304]\n", Settings(), [USUAL[1], USUAL[3]]),
        ("ignore: [CT5, CT304]\n", Settings(), [USUAL[0], USUAL[2]]),
        ("select: [CT304]\n", Settings(select=("CT306",)), [USUAL[0], USUAL[2]]),
        ("ignore: [CT5, CT306]\n", Settings(select=("CT306",)), [USUAL[0], USUAL[2]]),
        ("ignore: [CT5, CT306]\n", Settings(ignore=("CT304",)), []),
        ("ignore: [CT5]\n", Settings(lookup=Lookup(is_off=True), ignore=("CT5", "CT304")), [USUAL[0], USUAL[2]]),
        ("ignore: [CT5]\npaths: [{path: legacy, ignore: [CT304, CT306]}]\n", Settings(), USUAL[2:]),
        ("ignore: [CT5]\npaths: [{path: '*.json', ignore: [CT306]}]\n", Settings(), [USUAL[1], USUAL[3]]),
        (
            "ignore: [CT5]\nseverity: {CT3: note}\npaths: [{path: legacy, severity: {CT304: warning}}]\n",
            Settings(),
            ["legacy/old.json CT306 note", "legacy/old.json CT304 warning", "new.json CT306 note", "new.json CT304 note"],
        ),
        ("severity: {CT3: note}\nselect: [CT304]\n", Settings(severities={"CT304": "warning"}),
         ["legacy/old.json CT304 warning", "new.json CT304 warning"]),
    ],
)  # fmt: skip
def test_rules(text: str, settings: Settings, wanted: list[str]) -> None:
    assert said(run(text, settings)) == wanted


def test_entries_suppress_by_path_and_rule() -> None:
    result = run("ignore: [CT5]\nsuppressions:\n  - {path: legacy, rules: [CT306, CT304, CT305], reason: old}\n")
    assert said(result) == [".ctlint.yaml CT901 warning", *USUAL[2:]]
    assert [(each.diagnostic.rule, each.suppression.reason) for each in result.suppressed] == [
        ("CT306", "old"), ("CT304", "old"),
    ]  # fmt: skip


def test_entries_suppress_by_trail_and_rule() -> None:
    Path("new.json").write_text(SELECTORS.replace("audit", "other"))
    result = run("ignore: [CT5]\nsuppressions:\n  - {trail: audit, rules: [CT306], reason: old}\n")
    assert said(result) == [USUAL[1], *USUAL[2:]]


def test_nothing_is_said_of_entries_for_what_the_run_did_not_read() -> None:
    result = run(
        "ignore: [CT5]\nsuppressions:\n  - {path: elsewhere, rules: [CT306]}\n  - {trail: x, rules: [CT306]}\n"
    )
    assert said(result) == USUAL


def test_entries_expire_need_reasons_and_heed_locks() -> None:
    text = (
        "select: [CT306, CT9]\nrequire-reasons: true\nlocked: [CT306]\nsuppressions:\n"
        "  - {path: legacy, rules: [CT304], reason: x, until: 2026-11-20}\n  - {path: legacy, rules: [CT304]}\n"
        "  - {path: legacy, rules: [CT306], reason: x}\n"
    )
    result = run(text)
    assert [(each.rule, each.finding.message) for each in result.diagnostics if each.rule > "CT9"] == [
        ("CT903", "the suppression of `CT304` has expired on 2026-11-20"),
        ("CT902", "the suppression of `CT304` gives no reason, and the configuration asks for one"),
        ("CT902", "`CT306` cannot be suppressed: the configuration locks it"),
    ]
    assert result.suppressed == ()


def test_comments_need_reasons_and_heed_locks() -> None:
    Path(".ctlint.yaml").write_text("require-reasons: true\nlocked: [CT12]\n")
    text = (
        "EventSelectors:\n"
        "  - ReadWriteType: Both # ctlint: ignore[CT123] why\n"
        "  - ReadWriteType: All\n"
        "    DataResources: [] # ctlint: ignore[CT201]\n"
    )
    result = lint_text(text, "selectors.yaml")
    assert [(each.rule, each.span.start_position.line) for each in result.diagnostics] == [
        ("CT123", 2), ("CT902", 2), ("CT902", 4),
    ]  # fmt: skip


def test_known_resource_types() -> None:
    Path("new.json").write_text(NEWER)
    assert "new.json CT118 warning" in said(run("select: [CT118]\n"))
    assert said(run("select: [CT118]\nknown-resource-types: ['AWS::Quarks::Collider']\n")) == []


def test_facts_about_the_account() -> None:
    Path("new.json").write_text(SELECTORS)
    partition = "select: [CT309]\n"
    assert said(run(partition)) == []
    assert {each.split()[0] for each in said(run(f"{partition}region: cn-north-1\n"))} == {
        "legacy/old.json",
        "new.json",
    }
    text = f"{partition}paths: [{{path: legacy, region: cn-north-1}}]\n"
    assert {each.split()[0] for each in said(run(text))} == {"legacy/old.json"}
    assert said(run(f"{partition}region: cn-north-1\n", Settings(options=Options("eu-west-1", None, "aws")))) == []


def test_files_that_a_walk_leaves_out() -> None:
    Path(".ctlint.yaml").write_text("ignore: [CT5]\nexclude: [legacy]\n")
    assert said(lint(["."])) == USUAL[2:]
    assert said(lint(["legacy/old.json"])) == USUAL[:2]


def test_policies_are_asked_where_the_configuration_holds(folder: Path) -> None:
    (folder / "legacy" / ".ctlint.yaml").write_text("ignore: [CT]\n")
    (folder / "acme.yaml").write_text(
        "version: 1\nparameters: {name: {description: the category, default: Management}}\npolicies:\n  - id: ACME001\n    name: needs-a-category\n"
        "    require: {events: {eventCategory: '${name}'}}\n"
    )
    result = run("ignore: [CT]\npolicies: [{policy: acme.yaml, parameters: {name: Management}}]\n")
    assert said(result) == ["new.json ACME001 error"]
    assert [page.rule.id for page in result.policies] == ["ACME001"]


def test_one_module_with_files_in_two_folders(folder: Path) -> None:
    """Each trail is judged by the configuration of its own folder, though the module is read as a whole."""
    (folder / "module").mkdir()
    (folder / "main.tf").write_text(TERRAFORM.format(name="root") + 'module "inner" {\n  source = "./module"\n}\n')
    (folder / "module" / "main.tf").write_text(TERRAFORM.format(name="inner"))
    (folder / "module" / ".ctlint.yaml").write_text("severity: {CT123: note}\n")
    (folder / ".ctlint.yaml").write_text("select: [CT123]\n")
    assert said(lint(["main.tf", "module"])) == ["main.tf CT123 error", "module/main.tf CT123 note"]
