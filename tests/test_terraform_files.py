"""Which Terraform files belong together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ctlint import api, discovery

TRAIL = 'resource "aws_cloudtrail" "main" {\n  name = "x"\n}\n'
NETWORK = 'resource "aws_vpc" "main" {\n}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(named: dict[str, str]) -> None:
    for path, text in named.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def call(source: str) -> str:
    return f'module "audit" {{\n  source = "{source}"\n}}\n'


def chosen(*paths: str) -> tuple[list[str], list[str], list[str]]:
    """Return the files that are linted, those read for their sake, and those dismissed."""
    found = discovery.search(paths)
    assert found.failures == []
    normal = [(os.path.normpath(each.path), each.is_context) for each in found.candidates]
    return (
        [path for path, is_context in normal if not is_context],
        [path for path, is_context in normal if is_context],
        sorted(os.path.normpath(path) for path, _ in found.dismissed),
    )


TREE = {
    "live/main.tf": call("../modules/audit"),
    "live/terraform.tfvars": 'name = "x"\n',
    "modules/audit/main.tf": TRAIL,
    "modules/audit/variables.tf": 'variable "name" {}\n',
    "modules/network/main.tf": NETWORK,
    "network/main.tf": call("../modules/network"),
}


def test_a_walk_takes_modules_with_trails_and_those_that_call_them() -> None:
    files(TREE)
    assert chosen(".") == (
        ["live/main.tf", "live/terraform.tfvars", "modules/audit/main.tf", "modules/audit/variables.tf"],
        [],
        ["modules/network/main.tf", "network/main.tf"],
    )


def test_a_walk_follows_calls_out_of_the_folder() -> None:
    files(TREE)
    assert chosen("live") == (
        ["live/main.tf", "live/terraform.tfvars"],
        ["modules/audit/main.tf", "modules/audit/variables.tf"],
        [],
    )
    assert chosen("network") == ([], [], ["network/main.tf"])


def test_a_named_file_brings_its_siblings_and_what_they_call() -> None:
    files(TREE)
    assert chosen("live/terraform.tfvars") == (
        ["live/terraform.tfvars"],
        ["live/main.tf", "modules/audit/main.tf", "modules/audit/variables.tf"],
        [],
    )
    assert chosen("modules/audit/variables.tf") == (["modules/audit/variables.tf"], ["modules/audit/main.tf"], [])


def test_a_named_file_of_another_module_is_dismissed() -> None:
    files(TREE)
    assert chosen("modules/network/main.tf", "live/main.tf") == (
        ["live/main.tf"],
        ["live/terraform.tfvars", "modules/audit/main.tf", "modules/audit/variables.tf"],
        ["modules/network/main.tf"],
    )


@pytest.mark.parametrize("source", ["./", "../live", "./missing", "../../outside", "./nested/../../live"])
def test_calls_in_a_circle_or_to_nowhere(source: str) -> None:
    files({"live/main.tf": TRAIL + call(source)})
    assert chosen("live/main.tf") == (["live/main.tf"], [], [])
    assert chosen(".") == (["live/main.tf"], [], [])


def test_calls_through_modules_without_trails() -> None:
    files({"main.tf": call("./a"), "a/a.tf": call("../b"), "b/b.tf.json": '{"module": {"c": {"source": "./c"}}}'})
    files({"b/c/c.tofu": TRAIL})
    assert chosen("main.tf") == (["main.tf"], ["a/a.tf", "b/b.tf.json", "b/c/c.tofu"], [])


def test_only_findings_that_concern_a_named_file() -> None:
    files({"main.tf": TRAIL, "other.tf": TRAIL.replace("main", "other"), "variables.tf": ""})

    def found(*paths: str) -> list[str]:
        return [os.path.normpath(each.span.source.path) for each in api.lint(paths).diagnostics]

    assert found(".") == ["main.tf", "other.tf"]
    assert found("main.tf") == ["main.tf"]
    assert found("variables.tf") == []
    assert found("main.tf", "other.tf") == ["main.tf", "other.tf"]


def test_a_value_in_a_named_file_that_is_used_in_another() -> None:
    files({"main.tf": TRAIL.replace('"x"', "local.name"), "locals.tf": 'locals {\n  name = "x"\n}\n'})
    for path in ("main.tf", "locals.tf"):
        (found,) = api.lint([path]).diagnostics
        assert (found.rule, found.span.source.path) == ("CT133", "locals.tf")
