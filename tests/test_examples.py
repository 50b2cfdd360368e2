"""The examples say what they say: nothing is found in good/, and in bad/ exactly what is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint.api import Settings, lint_sources
from ctlint.finding import Diagnostic
from ctlint.source import Source
from tests.examples import Expected, expected, matches

EXAMPLES = Path(__file__).parent.parent / "examples"


def units(folder: Path) -> dict[str, list[Path]]:
    """Return what is linted together, by its name: a file, or all that lies below a folder of `terraform/`."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".expected":
            parts = path.relative_to(folder).parts
            is_configuration = parts[0] == "terraform"
            found.setdefault("/".join(parts[:2] if is_configuration else parts), []).append(path)
    return found


GOOD, BAD = units(EXAMPLES / "good"), units(EXAMPLES / "bad")


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


def lint_files(paths: list[Path]) -> list[Diagnostic]:
    result = lint_sources([(Source.decode(str(path), path.read_bytes()), True) for path in paths], Settings())
    for crash in result.crashes:
        raise crash.error
    return result.diagnostics


@pytest.mark.parametrize("paths", BAD.values(), ids=BAD)
def test_bad(paths: list[Path]) -> None:
    diagnostics = lint_files(paths)
    assert any(announced(path) for path in paths), "a bad example announces nothing"
    for path in paths:
        found = [each for each in diagnostics if each.span.source.path == str(path)]
        wanted = announced(path)
        assert matches(found, wanted) == wanted


def test_good() -> None:
    sources = [(Source.decode(str(path), path.read_bytes()), False) for paths in GOOD.values() for path in paths]
    result = lint_sources(sources, Settings())
    assert [(each.span.source.path, each.rule, each.finding.message) for each in result.diagnostics] == []
    trails = {name: sum(read.trails for read in result.read if Path(read.path) in GOOD[name]) for name in GOOD}
    assert [name for name, count in trails.items() if count == 0] == []


def test_every_example_is_described() -> None:
    good, bad = (EXAMPLES / "README.md").read_text(encoding="utf-8").split("\n## bad\n")
    missing = [name for text, names in ((good, GOOD), (bad, BAD)) for name in names if not is_described(name, text)]
    assert missing == []


def is_described(name: str, text: str) -> bool:
    """Tell whether a text names a file, or the folder in which it is one of several."""
    folder = name.rpartition("/")[0]
    shown = [f"`{name}`", f"`{name}/`"] if folder in ("", "terraform") else [f"`{folder}/`"]
    return any(each in text for each in shown)
