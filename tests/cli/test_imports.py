"""What a run loads, and what the package offers to a program."""

from __future__ import annotations

import pytest

from ctlint import api
from tests.cli.runner import (
    ERROR,
    run_python,
)


def loaded_modules(*arguments: str) -> set[str]:
    code = "import sys; from ctlint.cli import main; main(sys.argv[1:]); print(*sys.modules, sep='\\n')"
    done = run_python("-c", code, *arguments)
    return set(done.stdout.splitlines())


@pytest.mark.usefixtures("files")
def test_an_irrelevant_file_loads_next_to_nothing() -> None:
    bare = run_python("-c", "import sys; print(*sys.modules)")
    assert loaded_modules("irrelevant.json") - set(bare.stdout.split()) == {
        "__future__", "gc", "ctlint", "ctlint.cli", "ctlint.commands", "ctlint.commands.check",
        "ctlint.candidates", "ctlint.commands.output", "ctlint.commands.progress", "ctlint.discovery", "ctlint.errors", "ctlint.reporters", "ctlint.reporters.inert",
    }  # fmt: skip


@pytest.mark.usefixtures("files")
def test_a_text_report_loads_no_other_reporter() -> None:
    assert loaded_modules("error.json") & {
        "argparse", "yaml", "sarif_om", "jsonschema", "ctlint.reporters.json", "ctlint.reporters.sarif", "ctlint.pages",
    } == set()  # fmt: skip


def test_the_package_names_what_it_offers() -> None:
    import ctlint

    assert ctlint.lint is api.lint
    assert ctlint.lint_text is api.lint_text
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = ctlint.nothing


@pytest.mark.usefixtures("files")
def test_lint_as_a_library() -> None:
    result = api.lint(["error.json", "missing.json"])
    assert [each.rule for each in result.diagnostics] == ["CT113"]
    assert [(each.path, each.named) for each in result.failures] == [("missing.json", True)]
    assert [each.rule for each in api.lint_text(ERROR, "a.json").diagnostics] == ["CT113"]
