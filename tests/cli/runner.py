"""Runs the command line, and the files that it is run on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ctlint.cli import main

ROOT = Path(__file__).parents[2]

SELECTOR = '{"Name": "x", "FieldSelectors": [{"Field": "eventCategory", "StartsWith": ["Data"]}]}'
ERROR = f'{{"AdvancedEventSelectors": [{SELECTOR}]}}'
WARNING = """\
{"TrailName": "audit", "EventSelectors": [
  {"IncludeManagementEvents": false, "ExcludeManagementEventSources": ["kms.amazonaws.com"],
   "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::acme-orders/"]}]}]}
"""
CLEAN = '{"TrailName": "audit", "EventSelectors": [{"ReadWriteType": "All"}]}'
IRRELEVANT = '{"Version": "2012-10-17"}'


class Outcome:
    """What a run returned and printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def summary(self) -> str:
        return self.out.splitlines()[-1]


class Runner:
    """Runs the command line in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def __call__(self, *arguments: str) -> Outcome:
        try:
            code = main(list(arguments))
        except SystemExit as stopped:
            assert isinstance(stopped.code, int)
            code = stopped.code
        return Outcome(code, *self.capture.readouterr())


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python process of its own that finds ctlint in this checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def run_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a shell command, with `ctlint` for the command line of this checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = command.replace("ctlint", f"'{sys.executable}' -m ctlint", 1)
    return subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=environment, timeout=60)


def rules_of(report: str) -> list[str]:
    return [each["rule"] for each in json.loads(report)["diagnostics"]]
