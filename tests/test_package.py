"""What is installed: the wheel, built from a checkout and from the source distribution."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling import build

from ctlint import __version__, catalog

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_in(ROOT, tmp_path_factory.mktemp("wheel"))


def build_in(folder: Path, target: Path) -> Path:
    """Build a wheel of the project in `folder`; hatchling reads the current directory."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        return target / build.build_wheel(str(target))
    finally:
        os.chdir(before)


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


def test_the_wheel_holds_code_tables_rules_and_schemas(wheel: Path) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ctlint").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for folder in ("rules", "schemas"):
        expected |= {
            f"ctlint/shipped/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
    expected.add(f"ctlint-{__version__}.data/data/share/man/man1/ctlint.1")
    information = f"ctlint-{__version__}.dist-info/"
    assert {name for name in names(wheel) if not name.startswith(information)} == expected


def test_an_installed_wheel_finds_its_rules_and_schemas(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        "import os, ctlint\n"
        "from ctlint import catalog, resources, validation\n"
        "from ctlint.source import Source\n"
        "print(os.path.dirname(os.path.dirname(ctlint.__file__)))\n"
        "print(*catalog.rules())\n"
        "print(*os.listdir(resources.path('rules')))\n"
        "print(len(validation.check(Source('p.yaml', 'id: CT321'), 'rule-page')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    place, rules, groups, problems = done.stdout.splitlines()
    assert Path(place).resolve() == site.resolve()
    assert rules.split() == list(catalog.rules())
    assert sorted(groups.split()) == sorted(
        {path.relative_to(ROOT / "rules").parts[0] for path in (ROOT / "rules").rglob("*.*")}
    )
    assert int(problems) == 8


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        archive = tmp_path / build.build_sdist(str(tmp_path))
    finally:
        os.chdir(before)
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    again = build_in(tmp_path / f"ctlint-{__version__}", tmp_path)
    assert names(again) == names(wheel)
