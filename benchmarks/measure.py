"""Whole processes, timed in turns so that a busy machine slows all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

CTLINT = Path(sys.executable).with_name("ctlint")


class Contest(NamedTuple):
    """Commands to time against each other, by name; the first is the measure of the others."""

    title: str
    commands: dict[str, list[str]]
    rounds: int


def environment(scratch: Path) -> dict[str, str]:
    """Return an environment in which byte code is written once and read from then on."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(scratch / "pycache"), "PYTHONHASHSEED": "0"}


def time_contest(contest: Contest, scratch: Path) -> dict[str, float]:
    """Return the median seconds of each command, each warmed up once and then run in turns."""
    variables = environment(scratch)
    taken: dict[str, list[float]] = {name: [] for name in contest.commands}
    for number in range(contest.rounds + 1):
        for name, command in contest.commands.items():
            seconds = time_once(command, variables, scratch)
            if number > 0:
                taken[name].append(seconds)
    return {name: statistics.median(values) for name, values in taken.items()}


def time_once(command: list[str], variables: dict[str, str], folder: Path) -> float:
    """Return the seconds that a process took; raises RuntimeError where it broke down."""
    start = time.perf_counter()
    done = subprocess.run(command, env=variables, cwd=folder, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    # Linters end with 1 where they found something, cfn-lint with a bit for each severity.
    if done.returncode < 0 or (command[0] == str(CTLINT) and done.returncode > 1):
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return seconds
