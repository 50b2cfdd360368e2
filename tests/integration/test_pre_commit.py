"""The real pre-commit installs ctlint from this tree and runs it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.runner import CLEAN, ERROR, IRRELEVANT
from tests.integration.conftest import ROOT, commit, fetched, run

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


def test_the_fixing_hook(tools: Path, checkout: Path, repository: Path, tmp_path: Path) -> None:
    cache = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PRE_COMMIT_COLOR": "never"}
    path = repository / "stacks" / "trail.template"
    path.write_text(TEMPLATE.replace("Read\n", "All\n            ExcludeManagementEventSources: []\n"))
    before = "AdvancedEventSelectors:\n  - FieldSelectors:\n      - {field: eventCategory, Equals: [Management]}\n"
    (repository / "selectors.yaml").write_text(before)
    commit(repository)
    command = (tools / "pre-commit", "try-repo", checkout, "ctlint-fix", "--all-files", "--verbose")
    done = run(*command, cwd=repository, env=cache)
    assert "files were modified by this hook" in done.stdout
    assert (repository / "selectors.yaml").read_text() == before.replace("{field:", "{Field:")
    again = run(*command, cwd=repository, env=cache)
    assert "files were modified by this hook" not in again.stdout


def test_an_old_repository_is_adopted(tools: Path, checkout: Path, repository: Path, tmp_path: Path) -> None:
    """What the README says: a baseline, the hook, the workflow; old findings are silent, and new ones are told."""
    cache = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PRE_COMMIT_COLOR": "never"}
    for number in range(40):
        (repository / f"old-{number}.json").write_text(ERROR)
    commit(repository)
    written = run(sys.executable, "-m", "ctlint", "baseline", cwd=repository, env={"PYTHONPATH": str(ROOT)})
    assert written.returncode == 0, written.stderr
    hook = f"repos:\n  - repo: {checkout}\n    rev: HEAD\n    hooks:\n      - id: ctlint\n"
    (repository / ".pre-commit-config.yaml").write_text(f"{hook}        args: [--baseline, .ctlint-baseline.json]\n")
    commit(repository)
    command = (tools / "pre-commit", "run", "--all-files")
    old = run(*command, cwd=repository, env=cache)
    assert old.returncode == 0, old.stdout + old.stderr
    (repository / "new.json").write_text(ERROR)
    commit(repository)
    new = run(*command, cwd=repository, env=cache)
    assert (new.returncode, "new.json:1:" in new.stdout, "old-7.json" in new.stdout) == (1, True, False)
