"""The examples say what they say: nothing is found in good/, and in bad/ exactly what is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint.api import Settings, lint_sources
from ctlint.source import Source
from tests.examples import Expected, expected, matches

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD = sorted(path for path in (EXAMPLES / "good").rglob("*") if path.is_file())
BAD = sorted(path for path in (EXAMPLES / "bad").rglob("*") if path.is_file() and path.suffix != ".expected")


def announced(path: Path) -> list[Expected]:
    beside = path.with_name(path.name + ".expected")
    if not beside.exists():
        return expected(path.read_text(encoding="utf-8"))
    found = []
    for line in beside.read_text(encoding="utf-8").splitlines():
        number, _, rule = line.partition(": ")
        name, _, severity = rule.partition("/")
        found.append(Expected(int(number), name, severity))
    return sorted(found)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_bad(path: Path) -> None:
    wanted = announced(path)
    assert wanted, "a bad example announces nothing"
    result = lint_sources([(Source.decode(path.name, path.read_bytes()), True)], Settings())
    assert matches(result.diagnostics, wanted) == wanted


def test_good() -> None:
    sources = [(Source.decode(str(path), path.read_bytes()), False) for path in GOOD]
    result = lint_sources(sources, Settings())
    assert [(each.span.source.path, each.rule, each.finding.message) for each in result.diagnostics] == []
    assert [read.path for read in result.read if read.trails == 0] == []


def test_every_example_is_described() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in BAD if f"`{path.name}`" not in text]
    missing += [path.name for path in GOOD if path.parent.name == "good" and f"`{path.name}`" not in text]
    assert missing == []
