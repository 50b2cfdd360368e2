"""How much is said, and by which rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ctlint import api, catalog
from ctlint.candidates import Candidate
from ctlint.model import Options
from tests.cli.runner import (
    Runner,
    rules_of,
)


@pytest.mark.usefixtures("files")
def test_quiet(run: Runner) -> None:
    found = run("--quiet", "error.json", "irrelevant.json", "missing.json")
    assert found.err == "ctlint: missing.json: no such file or folder\n"
    assert found.out.rstrip() == run("error.json").out.rpartition("\n\n")[0]
    assert run("-q", "clean.json").out == ""
    assert run("-q", "irrelevant.json").err == ""


@pytest.mark.usefixtures("files")
def test_verbose(run: Runner) -> None:
    found = run("--verbose")
    assert found.err == (
        "ctlint: clean.json: 1 trail, 0 findings\n"
        "ctlint: error.json: 1 trail, 1 finding\n"
        "ctlint: warning.json: 1 trail, 1 finding\n"
        "ctlint: 1 file without CloudTrail content\n"
    )
    assert f"= see: {catalog.rules()['CT113'].references[0]}" in found.out
    assert run("-v", "irrelevant.json").err.endswith("ctlint: 1 file without CloudTrail content\n")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        ((), ["CT113", "CT125"]),
        (("--select", "CT113"), ["CT113"]),
        (("--select", "ct125,CT0"), ["CT125"]),
        (("--select", "CT125", "--select", "CT113"), ["CT113", "CT125"]),
        (("--ignore", "CT11"), ["CT125"]),
        (("--select", "CT1", "--ignore", "CT113"), ["CT125"]),
        (("--select", "CT113", "--ignore", "CT1"), ["CT113"]),
        (("--select", "CT0"), []),
    ],
)
def test_select_and_ignore(run: Runner, arguments: tuple[str, ...], rules: list[str]) -> None:
    assert rules_of(run("--format", "json", *arguments).out) == rules


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("--assume-region", "eu-west-1"), ("eu-west-1", None, "aws")),
        (("--assume-region", "cn-north-1"), ("cn-north-1", None, "aws-cn")),
        (
            ("--assume-region", "us-gov-east-1", "--assume-partition", "aws-us-gov"),
            ("us-gov-east-1", None, "aws-us-gov"),
        ),
        (("--assume-partition", "aws-cn"), (None, None, "aws-cn")),
        (("--assume-account=111122223333",), (None, "111122223333", None)),
    ],
)
@pytest.mark.usefixtures("files")
def test_assumptions(
    run: Runner, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], options: tuple[str | None, ...]
) -> None:
    seen: list[Options] = []
    real = api.lint_candidates

    def lint(candidates: list[Candidate], settings: api.Settings, on_file: Callable[[str], None]) -> api.Result:
        seen.append(settings.options)
        return real(candidates, settings)

    monkeypatch.setattr(api, "lint_candidates", lint)
    run("clean.json", *arguments)
    assert [each[:3] for each in seen] == [options]
