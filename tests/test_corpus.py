"""Real files of other people, where they lie beside the checkout: read without a crash, and without a false alarm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctlint.api import Result, Settings, lint_sources
from ctlint.source import Source

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FOLDERS = ("cfn-json", "cfn-yaml", "raw-json")
# What a later rule will find: the label speaks of a trail's own log bucket.
LATER = {("cfn-yaml/314-fugue-regula-loudtrail-s3-data-logging-write-one-bucket-infra.yaml", 28)}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")


def lint(path: Path) -> Result:
    result = lint_sources([(Source.decode(str(path), path.read_bytes()), True)], Settings())
    for crash in result.crashes:
        raise crash.error
    return result


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (CORPUS / folder).glob("*") if path.is_file())


def test_every_file_is_read() -> None:
    for path in files(*FOLDERS, "tf", "tfjson", "negative"):
        lint(path)
    unread = [path.name for path in files(*FOLDERS) if not any(read.trails for read in lint(path).read)]
    assert unread == []


def test_nothing_is_found_in_irrelevant_files() -> None:
    found = [(path.name, each.rule) for path in files("negative") for each in lint(path).diagnostics]
    assert [item for item in found if item[1] < "CT4"] == []


def test_labelled_lines_have_a_finding_and_clean_files_no_error() -> None:
    labels = json.loads((CORPUS / "labels.json").read_text(encoding="utf-8"))
    for name, problems in labels.items():
        if name.split("/")[0] not in FOLDERS:
            continue
        diagnostics = lint(CORPUS / name).diagnostics
        lines = {each.span.start_position.line for each in diagnostics}
        wanted = {problem["line"] for problem in problems} - {line for path, line in LATER if path == name}
        assert wanted <= lines, name
        if not problems:
            assert [each.rule for each in diagnostics if each.severity == "error"] == [], name
