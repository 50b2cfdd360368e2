"""How often each rule found something."""

from __future__ import annotations

from ctlint.reporters.statistics import lines
from ctlint.source import Source
from tests.reporters.results import diagnostic, finding_of


def test_the_most_frequent_come_first() -> None:
    finding = finding_of(Source("a.yaml", "x"), "x")
    found = [diagnostic(finding, "note", "CT401")] * 2 + [diagnostic(finding, "error", "CT113")] * 2
    found += [diagnostic(finding, "warning", "CT306")] * 12 + [diagnostic(finding, "error", "CT306")]
    assert lines(found) == [
        "12  warning  CT306 unknown-field",
        " 2  error    CT113 unknown-field",
        " 2  note     CT401 unknown-field",
        " 1  error    CT306 unknown-field",
    ]


def test_nothing_found() -> None:
    assert lines([]) == []
