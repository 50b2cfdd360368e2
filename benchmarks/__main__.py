"""`python -m benchmarks`: the speed goals, measured as ratios in one run; `--peers` adds cfn-lint and checkov."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from pathlib import Path

from benchmarks import baselines, peers
from benchmarks.inputs import TREE_FILES, TREE_TRAILS, Inputs
from benchmarks.measure import CTLINT, Contest, environment, time_contest

COMPOSE_RUNS = 7


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description="measures ctlint against its speed goals")
    parser.add_argument("--peers", action="store_true", help="time cfn-lint and checkov on the same files as well")
    parser.add_argument("--rounds", type=int, default=25, metavar="N", help="runs of each command (default 25)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ctlint-bench-") as name:
        scratch = Path(name)
        inputs = Inputs(scratch)
        inputs.write()
        print("| what | goal | measured | ctlint | measured by |\n|---|---|---|---|---|")
        for title, path, goal in (
            ("a 10 KB file without CloudTrail content", inputs.plain, 2.0),
            ("a selector file, 25 KB of JSON", inputs.selectors, 4.0),
            ("a CloudFormation template, 10 KB of YAML", inputs.template, 5.0),
            ("the same template with a finding", inputs.findings, None),
        ):
            measure_start(title, path, goal, scratch, arguments.rounds)
        measure_tree(inputs.tree, scratch, max(arguments.rounds // 3, 3))
        if arguments.peers:
            print()
            peers.measure(inputs, scratch)


def measure_start(title: str, path: Path, goal: float | None, scratch: Path, rounds: int) -> None:
    """Print how many times longer than an empty Python program ctlint takes for one file."""
    commands = {"pass": baselines.PASS, "ctlint": [str(CTLINT), str(path)]}
    taken = time_contest(Contest(title, commands, rounds), scratch)
    print_row(title, goal, taken["ctlint"], taken["pass"], "`python -c pass`")


def measure_tree(tree: Path, scratch: Path, rounds: int) -> None:
    """Print how ctlint compares with a plain walk and twice the work of a YAML parser in C."""
    commands = {"walk": baselines.walk(str(tree), TREE_TRAILS), "ctlint": [str(CTLINT), str(tree)]}
    title = f"{TREE_FILES:,} files, {TREE_TRAILS} of them with trails"
    taken = time_contest(Contest(title, commands, rounds), scratch)
    composing = statistics.median(compose_seconds(tree, scratch) for _ in range(COMPOSE_RUNS))
    print_row(title, 1.0, taken["ctlint"], taken["walk"] + 2 * composing, "a walk + 2 × PyYAML's C `compose`")


def compose_seconds(tree: Path, scratch: Path) -> float:
    done = subprocess.run(
        baselines.compose(str(tree), TREE_TRAILS), env=environment(scratch), capture_output=True, check=True
    )
    return float(done.stdout)


def print_row(title: str, goal: float | None, seconds: float, measure: float, what: str) -> None:
    ratio = seconds / measure
    verdict = "" if goal is None else " ✓" if ratio <= goal else " ✗"
    shown = "" if goal is None else f"≤ {goal:.0f}"
    milliseconds = f"{seconds * 1000:.0f} ms"
    print(
        f"| {title} | {shown} | {ratio:.2f}{verdict} | {milliseconds} | {measure * 1000:.0f} ms, {what} |", flush=True
    )


if __name__ == "__main__":
    main()
