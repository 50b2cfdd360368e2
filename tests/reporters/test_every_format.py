"""Every format takes every finding that the examples have, those with fixes of each kind among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint.commands.check import FORMATS
from tests.cli.runner import run_python

EXAMPLES = Path(__file__).parents[2] / "examples" / "bad"


@pytest.mark.parametrize("kind", [each for each in FORMATS if each != "auto"])
def test_examples(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    done = run_python("-m", "ctlint", "--format", kind, str(EXAMPLES))
    assert (done.returncode, "internal error" in done.stderr) == (1, False), done.stderr
