"""`python -m benchmarks`: the speed goals, measured as ratios in one run; `--peers` adds cfn-lint and checkov."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import baselines, peers, terraform
from benchmarks.inputs import TREE_FILES, TREE_TRAILS, Inputs
from benchmarks.measure import CTLINT, Contest, environment, time_contest

PARSER_RUNS = 7


class Tree(NamedTuple):
    """A folder to lint as a whole; `measure` gives the command that times a parser on what holds its trails."""

    folder: Path
    files: int
    trails: int
    measure: Callable[[str, int], list[str]]
    parser: str
    what: str = "files"


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
            ("a Terraform configuration, 10 KB", inputs.configuration, 5.0),
        ):
            measure_start(title, path, goal, scratch, arguments.rounds)
        for tree in (
            Tree(inputs.tree, TREE_FILES, TREE_TRAILS, baselines.compose, "PyYAML's C `compose`"),
            Tree(
                inputs.repository,
                terraform.FILES,
                terraform.TRAILS,
                baselines.parse,
                "tree-sitter's `parse`",
                "Terraform files",
            ),
        ):
            measure_tree(tree, scratch, max(arguments.rounds // 3, 3))
        if arguments.peers:
            print()
            peers.measure(inputs, scratch)


def measure_start(title: str, path: Path, goal: float | None, scratch: Path, rounds: int) -> None:
    """Print how many times longer than an empty Python program ctlint takes for one file."""
    commands = {"pass": baselines.PASS, "ctlint": [str(CTLINT), str(path)]}
    taken = time_contest(Contest(title, commands, rounds), scratch)
    print_row(title, goal, taken["ctlint"], taken["pass"], "`python -c pass`")


def measure_tree(tree: Tree, scratch: Path, rounds: int) -> None:
    """Print how ctlint compares with a plain walk and twice the work of a parser in C."""
    folder = str(tree.folder)
    commands = {"walk": baselines.walk(folder, tree.trails), "ctlint": [str(CTLINT), folder]}
    title = f"{tree.files:,} {tree.what}, {tree.trails} of them with trails"
    taken = time_contest(Contest(title, commands, rounds), scratch)
    parsing = statistics.median(parser_seconds(tree, scratch) for _ in range(PARSER_RUNS))
    print_row(title, 1.0, taken["ctlint"], taken["walk"] + 2 * parsing, f"a walk + 2 × {tree.parser}")


def parser_seconds(tree: Tree, scratch: Path) -> float:
    command = tree.measure(str(tree.folder), tree.trails)
    done = subprocess.run(command, env=environment(scratch), capture_output=True, check=True)
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
