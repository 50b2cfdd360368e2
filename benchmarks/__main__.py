"""`python -m benchmarks`: the speed goals, measured as ratios in one run; `--peers` adds cfn-lint and checkov."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import algebra, baselines, events, peers, terraform
from benchmarks.inputs import TREE_FILES, TREE_TRAILS, Inputs, many_selectors
from benchmarks.measure import CTLINT, Contest, environment, time_contest

PARSER_RUNS = 7
RECORDS_A_SECOND = 20_000
DIFF_SELECTORS = 100
DIFF_SECONDS = 0.3


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
        title = f"containment of {algebra.VALUES} values in {algebra.VALUES} selectors, within the process"
        print_row(title, 1.0, algebra.containment(), algebra.SECONDS, "the goal")
        title = f"the rules about meaning on {algebra.SELECTORS} selectors, within the process"
        print_row(title, 1.0, algebra.report(), algebra.SECONDS, "the goal")
        measure_diff(scratch, max(arguments.rounds // 3, 3))
        measure_match(scratch, max(arguments.rounds // 5, 3))
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


def measure_diff(scratch: Path, rounds: int) -> None:
    """Print how long `ctlint diff` takes for two trails in which every selector changed."""
    old, new = scratch / "old.json", scratch / "new.json"
    old.write_text(many_selectors(DIFF_SELECTORS, "live"), encoding="utf-8")
    new.write_text(many_selectors(DIFF_SELECTORS, "test"), encoding="utf-8")
    commands = {"pass": baselines.PASS, "ctlint": [str(CTLINT), "diff", str(old), str(new)]}
    title = f"`diff` of two trails, {DIFF_SELECTORS} selectors each, all of them changed"
    taken = time_contest(Contest(title, commands, rounds), scratch)
    print_row(title, 1.0, taken["ctlint"], DIFF_SECONDS, "the goal")


def measure_match(scratch: Path, rounds: int) -> None:
    """Print how `ctlint match` compares with Python's JSON parser on a log, and with 20,000 records a second."""
    log, trail = scratch / "log.json", scratch / "trail.json"
    events.write_log(log)
    events.write_trail(trail)
    command = [str(CTLINT), "match", str(log), str(trail)]
    commands = {
        "loads": events.loads(log),
        "summary": [*command, "--summary"],
        "lines": [*command, "--format", "jsonl"],
    }
    title = f"{events.RECORDS:,} records on one line"
    taken = time_contest(Contest(title, commands, rounds), scratch)
    print_row(f"{title}, `match --summary`", 2.0, taken["summary"], taken["loads"], "`json.loads`")
    rate = events.RECORDS / RECORDS_A_SECOND
    print_row(f"{title}, `match --format jsonl`", 1.0, taken["lines"], rate, f"{RECORDS_A_SECOND:,} records a second")


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
