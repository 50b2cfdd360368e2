"""The GitHub Action: what its steps do, and the workflow that the README shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.runner import CLEAN, ERROR, WARNING
from tests.reporters import readers

ROOT = Path(__file__).parent.parent
ACTION = ROOT / "action.yml"
PINNED = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return found


def script(name: str) -> str:
    """Return what a step of the action runs."""
    (found,) = [step["run"] for step in action()["runs"]["steps"] if step["name"] == name]
    assert isinstance(found, str)
    return found


def workflow() -> str:
    """Return the workflow of the README, with a name and a commit for this action."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(name: ctlint\n.*?)```", readme, re.DOTALL)
    assert block
    return block[1].replace("OWNER/ctlint@COMMIT", f"acme/ctlint@{'0123456789' * 4}")


class Step:
    """Runs the step that lints as GitHub's runner does, with ctlint from this checkout."""

    def __init__(self, folder: Path) -> None:
        self.temporary = folder / "temp"
        self.temporary.mkdir()
        (self.temporary / "ctlint-packages").symlink_to(ROOT)
        self.folder = folder / "repository"
        (self.folder / ".git").mkdir(parents=True)

    def __call__(self, paths: str = ".", options: str = "", fail_on: str = "error") -> str:
        environment = {
            **os.environ, "PYTHON": sys.executable, "RUNNER_TEMP": str(self.temporary), "PATHS": paths,
            "OPTIONS": options, "FAIL_ON": fail_on, "GITHUB_OUTPUT": str(self.temporary / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temporary / "summary"),
        }  # fmt: skip
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("Run ctlint")]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        self.errors = done.stderr
        return done.stdout

    def outputs(self) -> dict[str, str]:
        """Return what the last run wrote for other steps."""
        path = self.temporary / "output"
        found = dict(line.split("=", 1) for line in path.read_text().splitlines())
        path.unlink()
        return found


@pytest.fixture
def step(tmp_path: Path) -> Step:
    return Step(tmp_path)


@needs_bash
def test_a_step_annotates_sums_up_and_leaves_sarif(step: Step) -> None:
    (step.folder / "error.json").write_text(ERROR)
    command = readers.github_command(step().splitlines()[0])
    assert command
    assert (command.name, command.properties["file"]) == ("error", "error.json")
    assert step.outputs() == {"exit-code": "1", "sarif": f"{step.temporary}/ctlint.sarif"}
    assert (step.temporary / "summary").read_text().startswith("### ctlint: 1 error in 1 trail (1 file)\n")
    run = json.loads((step.temporary / "ctlint.sarif").read_text())["runs"][0]
    assert [each["ruleId"] for each in run["results"]] == ["CT113"]


@needs_bash
def test_what_the_inputs_do(step: Step) -> None:
    (step.folder / "error.json").write_text(ERROR)
    (step.folder / "a warning.json").write_text(WARNING)
    (step.folder / "clean.json").write_text(CLEAN)
    for given, code in (
        ({"paths": "clean.json"}, "0"),
        ({"paths": "a warning.json\n\nclean.json\n"}, "0"),
        ({"paths": "a warning.json", "fail_on": "warning"}, "1"),
        ({"paths": "error.json\nclean.json"}, "1"),
        ({"paths": "error.json", "options": "--ignore\nCT113\n"}, "0"),
        ({"paths": "error.json", "fail_on": "never"}, "0"),
        ({"paths": "missing.json"}, "2"),
        ({"paths": "--help"}, "2"),
        ({"paths": "$(touch owned)\n`touch owned`; touch owned", "fail_on": "$(touch owned)"}, "2"),
    ):
        step(**given)
        assert step.outputs()["exit-code"] == code, given
    assert not (step.folder / "owned").exists()


@needs_bash
def test_an_old_report_is_not_uploaded_again(step: Step) -> None:
    (step.folder / "error.json").write_text(ERROR)
    step()
    step.outputs()
    step(options="--no-such-option")
    assert step.outputs() == {"exit-code": "2"}
    assert "there is no option `--no-such-option`" in step.errors


@needs_bash
def test_nothing_of_the_linted_tree_is_imported(step: Step) -> None:
    (step.folder / "error.json").write_text(ERROR)
    for name in ("ctlint", "json", "yaml", "sarif_om", "sitecustomize", "usercustomize"):
        (step.folder / f"{name}.py").write_text("open('owned', 'w')\n")
    step()
    assert step.outputs()["exit-code"] == "1"
    assert not (step.folder / "owned").exists()


def test_the_installation_imports_nothing_of_the_linted_tree() -> None:
    assert '"$PYTHON" -I -m pip ' in script("Install ctlint")


def test_no_script_holds_an_expression() -> None:
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert not any("${{" in each for each in scripts)


def test_every_action_is_pinned() -> None:
    used = re.findall(r"uses: (.*)", ACTION.read_text(encoding="utf-8"))
    assert len(used) == 2
    assert all(PINNED.fullmatch(each) for each in used)


def test_the_workflow_of_the_readme() -> None:
    content = yaml.safe_load(workflow())
    (job,) = content["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write"}
    checkout, lint = job["steps"]
    assert PINNED.search(workflow())
    assert checkout["with"] == {"persist-credentials": False}
    assert set(lint["with"]) <= set(action()["inputs"])
