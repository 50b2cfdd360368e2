"""What the documents show of configurations and suppressions is right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from ctlint.suppressions import grammar

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "config.schema.json").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


def test_the_configuration_is_valid_and_shows_every_key() -> None:
    (block,) = blocks("configuration")
    content = yaml.load(block, Loader=yaml.BaseLoader)
    content["complete"] = content["require-reasons"] = True
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(content)] == []
    assert set(SCHEMA["properties"]) - set(content) == {"select", "partition"}


def test_the_table_of_keys_is_complete() -> None:
    listed = {
        name for row in re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", text("configuration"), re.MULTILINE)
        for name in re.findall(r"[a-z-]+", row)
    }  # fmt: skip
    assert listed == set(SCHEMA["properties"])


def test_prices_are_those_of_the_schema() -> None:
    (row,) = re.findall(r"^\| `prices` \| (.*) \|$", text("configuration"), re.MULTILINE)
    assert set(re.findall(r"[a-z-]+", row)) == set(SCHEMA["properties"]["prices"]["properties"])


@pytest.mark.parametrize("comment", re.findall(r"# (ctlint: ignore[^`#\n]*)", text("suppressions")))
def test_comments_are_well_written(comment: str) -> None:
    assert grammar.parse(comment).faults == ()


def test_entries_are_valid() -> None:
    (entries,) = [yaml.safe_load(block) for block in blocks("suppressions") if block.startswith("suppressions:")]
    for entry in entries["suppressions"]:
        entry["until"] = str(entry.get("until", "2027-01-31"))
    assert list(Draft7Validator(SCHEMA).iter_errors(entries)) == []
