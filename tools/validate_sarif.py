"""Has Microsoft's SARIF multitool judge our SARIF by the standard's rules and GitHub's; `python tools/validate_sarif.py`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
VERSION = "5.7.0"
# npm's wrapper splits the rule kinds at their semicolon, so the binary of the platform's own package is called.
PACKAGE = f"@microsoft/sarif-multitool-{sys.platform}"
RULE_KINDS = "Sarif;Ghas"
LEVELS = "Error;Warning"


def main() -> int:
    """Validate a report of the examples, or the SARIF files that are named; 0 if there is nothing to say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not install(folder):
            return 1
        reports = [Path(path).resolve() for path in sys.argv[1:]] or [lint_examples(folder)]
        complaints = [line for report in reports for line in validate(report, folder)]
    for line in complaints:
        print(line)
    print(f"{len(reports)} SARIF file{'s' * (len(reports) != 1)}, {len(complaints) or 'no'} complaints")
    return 1 if complaints else 0


def install(folder: Path) -> bool:
    """Fetch the multitool into a folder; tells why in one line where that is impossible."""
    command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"the SARIF multitool needs npm and its registry: {error}", file=sys.stderr)
        return False
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if "error" in line.lower()] or ["npm failed"]
        print(f"cannot install {PACKAGE} {VERSION} from npm: {lines[0]}", file=sys.stderr)
        return False
    return True


def lint_examples(folder: Path) -> Path:
    report = folder / "examples.sarif"
    command = [sys.executable, "-m", "ctlint", "--exit-zero", "--format", f"sarif:{report}", "examples"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        sys.exit("ctlint fails on examples/")
    return report


def validate(report: Path, folder: Path) -> list[str]:
    """Return what the multitool has against a report."""
    binary = folder / "node_modules" / PACKAGE / "Sarif.Multitool"
    binary.chmod(0o755)
    verdict = folder / "verdict.sarif"
    command = [str(binary), "validate", str(report), "--rule-kind", RULE_KINDS, "--level", LEVELS,
               "-o", str(verdict), "--log", "ForceOverwrite"]  # fmt: skip
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0 or not verdict.exists():
        return [f"{report.name}: the multitool failed: {(done.stdout + done.stderr).strip()[-500:]}"]
    (run,) = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"]
    failed = [note["message"]["text"] for each in run.get("invocations", ()) for note in _failures(each)]
    return [*failed, *(_told(result, report) for result in run.get("results", ()))]


def _failures(invocation: dict[str, Any]) -> list[dict[str, Any]]:
    return [note for note in invocation.get("toolExecutionNotifications", ()) if note.get("level") == "error"]


def _told(result: dict[str, Any], report: Path) -> str:
    region = result["locations"][0]["physicalLocation"].get("region", {})
    arguments = "; ".join(result["message"].get("arguments", ()))
    return f"{report.name}:{region.get('startLine', 1)}: {result['ruleId']}: {arguments}"


if __name__ == "__main__":
    sys.exit(main())
