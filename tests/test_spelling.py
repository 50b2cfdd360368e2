"""Which misspellings are understood, and how many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ctlint import spelling
from ctlint.api import lint_text
from ctlint.spelling import closest


@pytest.fixture(autouse=True)
def run() -> Iterator[None]:
    spelling.begin_run()
    yield
    spelling.begin_run()


@pytest.mark.parametrize(
    ("name", "candidates", "found"),
    [
        ("eventCatgory", ("eventName", "eventCategory"), "eventCategory"),
        ("event_category", ("eventName", "eventCategory"), "eventCategory"),
        ("eventSource", ("eventName", "eventCategory"), None),
        ("abcdefgh1", ("abcdefgh2", "abcdefgh3"), None),
        ("x", (), None),
    ],
)
def test_closest(name: str, candidates: tuple[str, ...], found: str | None) -> None:
    assert closest(name, candidates) == found
    assert closest(name, iter(candidates)) == found


def test_a_run_looks_for_so_many_names_and_the_next_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "MAX_MISSPELLINGS", 2)
    names = ("eventNam", "eventNme", "evntName", "eventNam")
    assert [closest(name, ["eventName"]) for name in names] == ["eventName", "eventName", None, "eventName"]
    findings = lint_text('[{"FieldSelectors": [{"Field": "evntName", "Equals": ["x"]}]}]', "a.json").diagnostics
    assert [each.finding.message for each in findings if each.rule == "CT110"] == [
        "there is no field `evntName`; did you mean `eventName`?"
    ]
