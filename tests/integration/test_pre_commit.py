"""The real pre-commit installs ctlint from this tree and runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import CLEAN, ERROR, IRRELEVANT
from tests.integration.conftest import commit, fetched, run

TEMPLATE = """\
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-logs
      EventSelectors:
        - ReadWriteType: Read
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "stacks").mkdir(parents=True)
    (folder / "clean.json").write_text(CLEAN)
    (folder / "package.json").write_text(IRRELEVANT)
    (folder / "notes.md").write_text("# Notes\n")
    commit(folder)
    return folder


def test_the_hook(tools: Path, checkout: Path, repository: Path, tmp_path: Path) -> None:
    cache = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PRE_COMMIT_COLOR": "never"}
    command = (tools / "pre-commit", "try-repo", checkout, "ctlint", "--all-files", "--verbose")

    clean = run(*command, cwd=repository, env=cache)
    fetched(clean)
    assert "Passed" in clean.stdout
    assert "no trail or selector found" not in clean.stdout

    (repository / "error.json").write_text(ERROR)
    (repository / "stacks" / "trail.template").write_text(TEMPLATE)
    commit(repository)
    failed = run(*command, cwd=repository, env=cache)
    assert failed.returncode == 1
    assert "Failed" in failed.stdout
    assert "exit code: 1" in failed.stdout
    assert "error.json:1:" in failed.stdout
    assert "stacks/trail.template:8:26: error CT123 " in failed.stdout
