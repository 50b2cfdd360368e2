"""cfn-lint and checkov on the files that ctlint reads, from a virtual environment of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.inputs import TREE_TRAILS, Inputs
from benchmarks.measure import CTLINT, Contest, time_contest

REQUIREMENTS = ("cfn-lint==1.58.*", "checkov>=3")
FOLDER = Path(__file__).parent.parent / ".venv" / "peers"


def measure(inputs: Inputs, scratch: Path) -> None:
    """Print what each linter takes for one template and for 200; one line where the peers cannot be installed."""
    if not install():
        print(f"the peers are left out: pip could not install {' and '.join(REQUIREMENTS)}")
        return
    print("| linter | one template | 200 templates |\n|---|---|---|")
    single = time_contest(Contest("one template", commands(inputs.template), 5), scratch)
    many = time_contest(Contest(f"{TREE_TRAILS} templates", commands(inputs.templates), 1), scratch)
    for name in single:
        print(f"| {name} | {single[name]:.2f} s | {many[name]:.2f} s |", flush=True)


def commands(path: Path) -> dict[str, list[str]]:
    """Return the command line of each linter for a template or a folder of them."""
    programs = FOLDER / "bin"
    is_folder = path.is_dir()
    return {
        "ctlint": [str(CTLINT), str(path)],
        "cfn-lint": [str(programs / "cfn-lint"), str(path / "*.yaml" if is_folder else path)],
        "checkov": [
            str(programs / "checkov"), "--framework", "cloudformation", "--compact", "--quiet", "--skip-download",
            "--directory" if is_folder else "--file", str(path),
        ],
    }  # fmt: skip


def install() -> bool:
    """Make the peers' environment on first use; tell whether it is there."""
    python = FOLDER / "bin" / "python"
    if (FOLDER / "bin" / "checkov").exists() and (FOLDER / "bin" / "cfn-lint").exists():
        return True
    print(f"installing {' and '.join(REQUIREMENTS)} into {FOLDER.name} …", file=sys.stderr, flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], capture_output=True, check=False)
    if made.returncode != 0:
        return False
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *REQUIREMENTS]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
