"""Five minutes to a new rule: what `tools/new_rule.py` writes, tried in a copy of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("ctlint", "rules", "schemas", "tests", "tools", "docs", "pyproject.toml")
UNUSED = "CT398"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )


def begin(project: Path, rule: str, name: str) -> subprocess.CompletedProcess[str]:
    return run(project, "tools/new_rule.py", rule, name)


def test_a_new_rule_is_red_until_its_check_is_written(project: Path) -> None:
    done = begin(project, UNUSED, "some-mistake")
    assert (done.returncode, done.stderr) == (0, "")
    page = project / "rules" / "meaning" / f"{UNUSED}-some-mistake.yaml"
    files = ("tests/test_rule_examples.py", "tests/test_pages.py")
    tests = ("-m", "pytest", "-p", "no:cacheprovider", *files, "-k", UNUSED)
    red = run(project, *tests)
    assert "2 failed" in red.stdout, "the bad example is not found, neither under its own rule nor under all"
    # What the mistake shall be: a selector without `readOnly`. The last example of the page is the good one.
    page.write_text(
        page.read_text(encoding="utf-8") + '            - Field: readOnly\n              Equals: ["true"]\n'
    )
    check = """\
    category = selector.values("eventCategory")
    if category and selector.field("readOnly") is None:
        yield Finding(category.span, "the selector takes reads and writes")
"""
    module = project / "ctlint" / "checks" / "meaning.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("    yield from ()\n", check), encoding="utf-8")
    green = run(project, *tests)
    assert "failed" not in green.stdout and "passed" in green.stdout, green.stdout


def test_the_first_rule_of_a_group_gets_a_module(project: Path) -> None:
    module = project / "ctlint" / "checks" / "self.py"
    assert not module.exists()
    assert begin(project, "CT998", "some-mistake").returncode == 0
    assert run(project, "-c", "import ctlint.checks.self").returncode == 0


@pytest.mark.parametrize(
    ("rule", "name", "complaint"),
    [
        ("CT113", "another-name", "CT113-unsupported-operator is a rule already"),
        (UNUSED, "unsupported-operator", "CT113-unsupported-operator is a rule already"),
        ("CT404", "another-name", "ids are never used again"),
        ("CT13", "another-name", "CT13 is no rule id"),
        ("CT799", "another-name", "CT799 is no rule id"),
        (UNUSED, "Another_Name", "Another_Name is no name"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(project: Path, rule: str, name: str, complaint: str) -> None:
    before = sorted(project.rglob("*.*"))
    done = begin(project, rule, name)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert sorted(project.rglob("*.*")) == before
