"""An empty folder to run in, files of every kind, and a way to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import CLEAN, ERROR, IRRELEVANT, WARNING, Runner


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def files(folder: Path) -> None:
    (folder / "error.json").write_text(ERROR)
    (folder / "warning.json").write_text(WARNING)
    (folder / "clean.json").write_text(CLEAN)
    (folder / "irrelevant.json").write_text(IRRELEVANT)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)
