"""Every example of every fixable rule is fixed: what comes of it says what was meant, and nothing else was touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ctlint import loaders
from ctlint.expectations import FILENAMES, expand
from ctlint.finding import Diagnostic
from ctlint.fixes import likeness
from ctlint.fixes.fixing import Fixer
from ctlint.loaders import terraform
from ctlint.model import Deployment, Options, Trail
from ctlint.semantics import compile
from ctlint.source import Source
from tests.fixes.fixing import fix_text, outcome

PAGES = sorted((Path(__file__).parent.parent.parent / "rules").glob("*/CT*.yaml"))
EXPECTATION = re.compile(r"[ \t]*(?:#|//|<!--) *expect:[^\n]*$", re.MULTILINE)

# What these rules propose corrects the writing, or takes away what says nothing: each event is recorded as before.
KEEPING = {"CT002", "CT003", "CT102", "CT103", "CT104", "CT131", "CT302", "CT317"}

REMOVING = {"CT003", "CT114", "CT131", "CT302", "CT317"}


def fixable_pages() -> dict[str, dict[str, Any]]:
    pages = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in PAGES)
    return {page["id"]: page for page in pages if "fix" in page}


def examples(with_fixed: bool = False) -> list[Any]:
    return [
        pytest.param(page["fix"] == "unsafe", example, id=f"{rule}-{number}")
        for rule, page in fixable_pages().items()
        for number, example in enumerate(page["examples"])
        if "bad" in example and example.get("format") != "snapshot" and ("fixed" in example or not with_fixed)
    ]


def filename(example: dict[str, Any]) -> str:
    name: str = example.get("filename") or FILENAMES[example.get("format", "yaml")]
    return name


def bad(example: dict[str, Any]) -> str:
    return EXPECTATION.sub("", expand(example["bad"]))


def read(text: str, path: str) -> list[Deployment]:
    source = Source(path, text)
    if terraform.is_configuration(path):
        found, problems = terraform.Configuration([source]).load(Options())
    else:
        found, problems = loaders.load(source, Options(), named=True)
    return [Deployment((), problems), *found]


def trails(text: str, path: str) -> list[Trail]:
    return [trail for each in read(text, path) for trail in each.trails]


@pytest.mark.parametrize("rule", fixable_pages())
def test_a_fixable_rule_shows_a_fix(rule: str) -> None:
    assert any("fixed" in example for example in fixable_pages()[rule]["examples"])


@pytest.mark.parametrize("rule", fixable_pages())
def test_a_fixable_rule_is_fixed_in_an_example(rule: str) -> None:
    page = fixable_pages()[rule]
    fixed = [
        found.rule
        for example in page["examples"]
        if "fixed" in example
        for found in outcome({filename(example): bad(example).encode()}, page["fix"] == "unsafe").fixed
    ]
    assert rule in fixed


@pytest.mark.parametrize(("unsafe", "example"), examples(with_fixed=True))
def test_the_fix_is_the_one_on_the_page(unsafe: bool, example: dict[str, Any]) -> None:
    assert fix_text(bad(example), filename(example), unsafe) == example["fixed"]


@pytest.mark.parametrize(("unsafe", "example"), examples())
def test_a_second_run_finds_nothing_to_fix(unsafe: bool, example: dict[str, Any]) -> None:
    path = filename(example)
    once = fix_text(bad(example), path, unsafe)
    again = outcome({path: once.encode()}, unsafe)
    assert (again.sources, again.fixed) == ({}, [])


@pytest.mark.parametrize(("unsafe", "example"), examples())
def test_no_fault_is_made(unsafe: bool, example: dict[str, Any]) -> None:
    path, text = filename(example), bad(example)
    before, after = (likeness.of_problems(read(each, path)) for each in (text, fix_text(text, path, unsafe)))
    assert after - before == {}


@pytest.mark.parametrize(("unsafe", "example"), examples())
def test_lines_without_a_finding_stay(unsafe: bool, example: dict[str, Any]) -> None:
    """Lines change only where a finding is; none moves, and none goes but where a rule takes something away."""
    path, text = filename(example), bad(example)
    found = outcome({path: text.encode()}, unsafe)
    old, new = text.splitlines(), fix_text(text, path, unsafe).splitlines()
    rules = {each.rule for each in found.fixed}
    if rules <= REMOVING:
        assert is_part([*"\n".join(new)], [*text])
    elif rules.isdisjoint(REMOVING):
        touched = {line for each in found.fixed for line in lines_of(each)}
        assert is_part([line for number, line in enumerate(old, 1) if number not in touched], new)
        assert len(old) == len(new)


def lines_of(diagnostic: Diagnostic) -> Iterator[int]:
    change = diagnostic.finding.change
    for span in (diagnostic.span, *([change.span] if change else ())):
        yield from range(span.start_position.line, span.end_position.line + 1)


def is_part(few: list[str], many: list[str]) -> bool:
    """Tell whether lines stand among others in the same order."""
    rest = iter(many)
    return all(line in rest for line in few)


@pytest.mark.parametrize(("unsafe", "example"), examples())
def test_the_same_events_are_recorded(unsafe: bool, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    choose = Fixer.fixes
    monkeypatch.setattr(
        Fixer, "fixes", lambda self, found: choose(self, [each for each in found if each.rule in KEEPING])
    )
    path, text = filename(example), bad(example)
    before, after = trails(text, path), trails(fix_text(text, path, unsafe), path)
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        if likeness.of_trail(one) != likeness.of_trail(other):
            events, left = compile.trail_events(one), compile.trail_events(other)
            assert events <= left
            assert left <= events


def test_the_guide_lists_the_rules() -> None:
    guide = (PAGES[0].parent.parent.parent / "docs" / "fixes.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (safe|unsafe) \| (.*) \|$", guide, re.MULTILINE))
    listed = {kind: re.findall(r"CT\d{3}", rows[kind]) for kind in rows}
    pages = fixable_pages().items()
    assert listed == {kind: sorted(rule for rule, page in pages if page["fix"] == kind) for kind in ("safe", "unsafe")}
