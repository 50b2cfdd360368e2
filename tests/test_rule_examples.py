"""Every example of every rule page is a test: the complete list of findings is compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ctlint import engine
from ctlint.api import Settings
from tests.examples import Expected, expand, expected, lint_example, matches

PAGES = sorted((Path(__file__).parent.parent / "rules").glob("*/CT*.yaml"))


def cases() -> list[Any]:
    found = []
    for path in PAGES:
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, example in enumerate(page["examples"]):
            for side in ("bad", "good"):
                if side in example:
                    name = f"{page['id']}-{number}-{side}"
                    found.append(pytest.param(page["id"], example, side, id=name))
    return found


@pytest.mark.parametrize(("rule", "example", "side"), cases())
def test_example(rule: str, example: dict[str, Any], side: str) -> None:
    text = expand(example[side])
    wanted = expected(text, example.get("findings") if side == "bad" else None)
    if side == "bad":
        assert any(item.rule == rule for item in wanted), "a bad example announces no finding of its own rule"
    else:
        assert all(item.rule != rule for item in wanted), "a good example announces a finding of its own rule"
    kind = example.get("filename") or example.get("format", "yaml")
    settings = Settings(select=("CT", rule))
    everything = lint_example(text, kind, settings)
    assert matches(everything, wanted) == wanted


# What ctlint says of itself follows from what other rules do.
@pytest.mark.parametrize(("rule", "example", "side"), [each for each in cases() if each.values[0] < "CT9"])
def test_example_with_its_own_rule_alone(
    rule: str, example: dict[str, Any], side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finding does not depend on what other rules say."""
    run = engine.run
    monkeypatch.setattr(
        engine,
        "run",
        lambda deployment, registry, options, around: run(deployment, registry.only(rule), options, around),
    )
    text = expand(example[side])
    everything = expected(text, example.get("findings") if side == "bad" else None)
    wanted = [item for item in everything if item.rule == rule]
    kind = example.get("filename") or example.get("format", "yaml")
    found = lint_example(text, kind, Settings(select=("CT", rule)))
    assert matches(found, wanted) == (wanted if side == "bad" else [])


def test_pages_are_where_their_id_says() -> None:
    for path in PAGES:
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert path.name == f"{page['id']}-{page['name']}.yaml"
    assert Expected(1, "CT113") < Expected(2, "CT001")
