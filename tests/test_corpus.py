"""Real files of other people, where they lie beside the checkout: read without a crash, and without a false alarm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctlint.api import Result, Settings, lint_sources
from ctlint.source import Source

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FOLDERS = ("cfn-json", "cfn-yaml", "raw-json", "tf", "tfjson")
# In Terraform a file may hold a part of a module, arguments of one that is not there, or values.
PARTS = ("tf", "tfjson")
# What no rule says, on purpose: which fields a selector may have where its category is missing, whether a bucket prefix
# that begins with an unknown name is open-ended, and what a module that is not there adds to its arguments.
UNSAID = {
    ("tf/051-cloudposse-terraform-aws-cloudtrail-examples-complete-fixtures-us-east-2.tfvars", 19),
    ("tf/393-unknown-idx-40622805227-iam-eds-no-category.tf", 11),
    ("tf/475-unknown-idx-60884553510-canary-bucket-prefixes-dynamic.tf", 40),
}
# AWS KMS is left out as a whole.
JUDGED = {("060", "CT504"), ("429", "CT504")}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")


def lint(path: Path) -> Result:
    result = lint_sources([(Source.decode(str(path), path.read_bytes()), True)], Settings())
    for crash in result.crashes:
        raise crash.error
    return result


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (CORPUS / folder).glob("*") if path.is_file())


def test_every_file_is_read() -> None:
    for path in files(*FOLDERS, "negative"):
        lint(path)
    whole = files(*(folder for folder in FOLDERS if folder not in PARTS))
    resources = [path for path in files("tf") if 'resource "aws_cloudtrail' in path.read_text(encoding="utf-8")]
    unread = [path.name for path in [*whole, *resources] if not any(read.trails for read in lint(path).read)]
    assert unread == []


def test_nothing_is_found_in_irrelevant_files() -> None:
    assert [(path.name, each.rule) for path in files("negative") for each in lint(path).diagnostics] == []


def test_labelled_lines_have_a_finding_and_clean_files_no_error() -> None:
    labels = json.loads((CORPUS / "labels.json").read_text(encoding="utf-8"))
    for name, problems in labels.items():
        diagnostics = lint(CORPUS / name).diagnostics
        lines = {each.span.start_position.line for each in diagnostics}
        wanted = {problem["line"] for problem in problems} - {line for path, line in UNSAID if path == name}
        assert wanted <= lines, name
        assert not lines & {line for path, line in UNSAID if path == name}, name
        if not problems:
            assert [each.rule for each in diagnostics if each.severity == "error"] == [], name


def test_terraform_without_a_label_has_no_finding() -> None:
    """Looked through by hand: these have no mistakes, but for what some cost, and leave unrecorded."""
    labelled = json.loads((CORPUS / "labels.json").read_text(encoding="utf-8"))
    paths = [path for path in files(*PARTS) if f"{path.parent.name}/{path.name}" not in labelled]
    found = {(path.name[:3], each.rule) for path in paths for each in lint(path).diagnostics}
    assert found == JUDGED
