"""The manual page: made from the description of the command line, not stale, and clean in the real tools."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ctlint.commandline.commands import commands

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "man" / "ctlint.1"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed (on Debian and Ubuntu: apt install {command[0]})")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MANPAGER": "cat", "TERM": "dumb"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def test_it_is_not_stale() -> None:
    command = [sys.executable, "tools/build_man.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_mandoc_has_no_complaint() -> None:
    done = run("mandoc", "-Tlint", "-W", "style", str(PAGE))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("command", [("man", "-l", "--warnings=w", str(PAGE)), ("mandoc", "-Tutf8", str(PAGE))])
def test_it_shows_every_command_and_option(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert (done.returncode, done.stderr) == (0, "")
    shown = re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout)
    for each in commands():
        assert all(usage in shown for usage in each.usage)
        for option in each.options:
            assert re.search(rf"^ +{', '.join(option.names)}( |$)", shown, re.MULTILINE)
        assert all(f"       {example.command}" in shown for example in each.examples)
