"""The rule pages: valid, complete, joined to a check each, and what is made from them is not stale."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ctlint import catalog, validation
from ctlint.checks import load_checks
from ctlint.source import Source
from tests.examples import FILENAMES

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (ROOT / "rules").glob("*/*.yaml") if path.parent.name != "packs")
GROUPS = {"0": "reading", "1": "structure", "2": "quotas", "3": "meaning", "4": "cost", "5": "coverage", "9": "self"}


def content(path: Path) -> dict[str, Any]:
    page: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return page


def checked_rules() -> set[str]:
    """Return the id of every rule that a check function has joined."""
    return {rule.id for rule in load_checks().rules()}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_is_valid(path: Path) -> None:
    source = Source.decode(path.relative_to(ROOT).as_posix(), path.read_bytes())
    assert [validation.one_line(problem) for problem in validation.check(source, "rule-page")] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_has_examples_of_both_kinds(path: Path) -> None:
    examples = content(path)["examples"]
    assert any("bad" in example for example in examples)
    assert any("good" in example for example in examples)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_stands_in_the_folder_of_its_group(path: Path) -> None:
    assert path.parent.name == GROUPS[content(path)["id"][2]]


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    assert checked_rules() == {content(path)["id"] for path in PAGES}


def test_names_and_ids_are_unique() -> None:
    pages = [content(path) for path in PAGES]
    assert len({page["id"] for page in pages}) == len({page["name"] for page in pages}) == len(pages)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_variant_of_the_severity_is_explained(path: Path) -> None:
    page = content(path)
    severities = page["severity"] if isinstance(page["severity"], dict) else {"default": page["severity"]}
    assert ["default", *page.get("variants", {})] == list(severities)


def test_a_rule_yields_only_to_rules_that_there_are() -> None:
    known = set(catalog.rules())
    assert {rule.id: rule.yields_to - known for rule in catalog.rules().values() if rule.yields_to - known} == {}


def test_no_two_rules_yield_to_each_other() -> None:
    """Where both spoke of one place, neither would be heard."""
    closure = catalog.yields_to()
    assert [(rule, other) for rule in closure for other in closure[rule] if rule in closure.get(other, ())] == []


def test_what_is_made_from_the_pages_is_not_stale() -> None:
    done = subprocess.run(
        [sys.executable, "tools/build_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_schema_knows_the_formats_of_examples() -> None:
    schema = json.loads((ROOT / "schemas" / "rule-page.schema.json").read_text(encoding="utf-8"))
    assert schema["definitions"]["example"]["properties"]["format"]["enum"] == [*FILENAMES, "snapshot"]


def test_checks_that_run_on_request_are_those_of_rules_that_are_off() -> None:
    """What is computed for nobody costs time; checks that need no meaning are quick, and may run for nothing."""
    off = {rule for rule, entry in catalog.rules().items() if entry.off}
    registry = load_checks()
    staged = {each.id for stage in registry.stages for each in (*stage.trails, *stage.accounts)}
    assert registry.on_request == off & staged
