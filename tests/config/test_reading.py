"""Configurations: what is wrong with them, where; what they extend; what they may refer to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ctlint.config import Lookup
from ctlint.config.model import Configuration, ConfigurationError
from ctlint.validation import one_line

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def read(text: str, name: str = ".ctlint.yaml") -> Configuration:
    Path(name).write_text(text, encoding="utf-8")
    found = Lookup().of(".")
    assert found is not None
    return found


def faults(text: str, name: str = ".ctlint.yaml") -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read(text, name)
    told = [str(caught.value), *caught.value.more]
    assert told == [one_line(each) for each in caught.value.problems]
    return [line.removeprefix(f"{name}:") for line in told]


WRONG = [
    ("select: [CT3066]\n", ["1:10: there is no rule `CT3066`; did you mean `CT306`?"]),
    ("select: [CT306, CT999]\nignore: [CT998]\n", ["1:17: there is no rule `CT999`", "2:10: there is no rule `CT998`"]),
    ("selct: [CT3]\n", ["1:1: unknown key `selct`; did you mean `select`?"]),
    ("select: CT306\n", ["1:9: `select` is a string; a list is expected"]),
    ("severity: {CT306: fatal}\n", ["1:19: `CT306` is `fatal`; expected `error`, `warning` or `note`"]),
    ("severity: {CT999: note}\n", ["1:12: there is no rule `CT999`"]),
    ("fail-on: warnings\n", ["1:10: `fail-on` is `warnings`; expected `error`, `warning` or `note`; did you mean `warning`?"]),
    ("region: Frankfurt\n", ["1:9: `region` is no region; one such as eu-west-1 is expected"]),
    ("account: 111122223333\n", ["1:10: `account` is a number; a string is expected"]),
    ("partition: aws-mars\n", ["1:12: there is no partition `aws-mars`; expected `aws`, `aws-cn`, `aws-us-gov`, `aws-iso`, `aws-iso-b`, `aws-iso-e`, `aws-iso-f`, `aws-eusc`"]),
    ("region: cn-north-1\npartition: aws\n", ["2:12: region `cn-north-1` belongs to partition `aws-cn`, not `aws`"]),
    ("paths:\n  - ignore: [CT306]\n", ["2:5: key `path` is missing"]),
    ("suppressions:\n  - {rules: [CT306]}\n", ["2:5: key `path` or `trail` is missing"]),
    ("suppressions:\n  - {path: x, rules: [CT306], until: 2027-02-30}\n", ["2:38: `2027-02-30` is no day of the calendar"]),
    ("suppressions:\n  - {path: x, rules: [CT999]}\n", ["2:23: there is no rule `CT999`"]),
    ("known-resource-types: [AWS:S3]\n", ["1:24: `known-resource-types` is no resource type, which has the form AWS::Service::Resource"]),
    ("prices: {data-events: 0.1}\n", ["1:10: unknown key `data-events`; did you mean `data-event`?"]),
    ("ignore: [CT306]\nignore: [CT304]\n", ["2:1: key `ignore` stands twice in one mapping"]),
    ("- CT306\n", ["1:1: the value is a list; an object is expected"]),
    ("select: [CT3\nignore: x\n", ["2:7: while parsing a flow sequence did not find expected ',' or ']'"]),
    ("extend: missing.yaml\n", ["no such file or directory"]),
    ("extend: ../other.yaml\n", ["1:9: `../other.yaml` lies outside of `{folder}`; only a configuration that `--config` names may refer to it"]),
    ("policies: [../acme.yaml]\n", ["1:12: `../acme.yaml` lies outside of `{folder}`; only a configuration that `--config` names may refer to it"]),
    ("policies: [missing.yaml]\n", ["1:12: {folder}/missing.yaml: no such file or directory"]),
    ("policies: [{policy: cis, parameters: {bucket: x}}]\n", ["1:21: `{cis}` has no parameter `bucket`"]),
    ("extend: .ctlint.yaml\n", ["1:9: `.ctlint.yaml` extends this file in its turn, or too many do"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), WRONG)
def test_faults_have_a_place(text: str, messages: list[str], folder: Path) -> None:
    places = {"folder": str(folder), "cis": str(ROOT / "rules" / "packs" / "cis.yaml")}
    if text == "extend: missing.yaml\n":
        with pytest.raises(ConfigurationError, match=r"^missing\.yaml: no such file or directory$"):
            read(text)
        return
    found = faults(text)
    assert found == [message.format(**places) for message in messages]


TOML = """\
[project]
name = "acme"  # select

[tool.ctlint]
select = ["CT3", "CT1"]
fail-on = "warning"
severity = {CT306 = "error", CT999 = "note"}

[[tool.ctlint.paths]]
path = "legacy"
ignore = ["CT304"]

[[tool.ctlint.paths]]
path = "other"
ignore = ["CT305", "CT998"]

[tool.ctlint.prices]
data-event = 0.2

[[tool.ctlint.suppressions]]
path = "x.json"
rules = ["CT306"]
until = 2027-01-31
"""


def test_faults_in_toml_have_a_place() -> None:
    assert faults(TOML, "pyproject.toml") == [
        "7:30: there is no rule `CT999`",
        "15:21: there is no rule `CT998`",
    ]
    assert faults(TOML.replace("fail-on", "fail-onn"), "pyproject.toml") == [
        "6:1: unknown key `fail-onn`; did you mean `fail-on`?"
    ]
    assert faults(TOML.replace('path = "other"', "pth = 3"), "pyproject.toml") == [
        "13:20: key `path` is missing",
        "14:1: unknown key `pth`; did you mean `path`?",
    ]


def test_broken_toml_has_a_place() -> None:
    (message,) = faults("[tool.ctlint]\nselect = [\n", "pyproject.toml")
    assert message.startswith("2:1: is no TOML: ")


def test_toml_says_what_yaml_says() -> None:
    toml = read(TOML.replace(', CT999 = "note"', "").replace(', "CT998"', ""), "pyproject.toml")
    Path("pyproject.toml").unlink()
    yaml = read(
        "select: [CT3, CT1]\nfail-on: warning\nseverity: {CT306: error}\n"
        "paths: [{path: legacy, ignore: [CT304]}, {path: other, ignore: [CT305]}]\n"
        "prices: {data-event: 0.2}\nsuppressions: [{path: x.json, rules: [CT306], until: 2027-01-31}]\n"
    )
    assert toml[1:3] == yaml[1:3]
    assert (toml.prices, toml.fail_on) == (yaml.prices, yaml.fail_on) == ({"data-event": "0.2"}, "warning")
    (entry,), (other,) = toml.entries, yaml.entries
    assert entry.patterns == other.patterns
    assert (entry.suppression.until, other.suppression.until) == ("2027-01-31", "2027-01-31")


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\nctlint = {select = ["CT1"]}\n',
        '[tool]\nctlint.select = ["CT1"]\n',
        'tool.ctlint.select = ["CT1"]\n',
        'tool = {ctlint = {select = ["CT1"]}}\n',
        '["tool"."ctlint"]\nselect = ["CT1"]\n',
        '[ tool . ctlint ]\r\nselect = ["CT1"]\r\n',
    ],
)
def test_all_spellings_of_the_table(text: str) -> None:
    assert read(text, "pyproject.toml").everywhere.select == ("CT1",)


def test_a_dependency_is_no_table(folder: Path) -> None:
    (folder / ".ctlint.yaml").write_text("select: [CT1]\n")
    (folder / "inner").mkdir()
    (folder / "inner" / "pyproject.toml").write_text('[tool.poetry.dependencies]\nctlint = "^1.0"\n')
    found = Lookup().of("inner/x.yaml")
    assert found is not None and found.source.path == ".ctlint.yaml"


def test_a_project_without_the_table_is_no_configuration() -> None:
    Path("pyproject.toml").write_text('[project]\ndependencies = ["ctlint"]\n[tool.other]\nctlint-like = 1\n')
    assert Lookup().of(".") is None


def test_who_extends_wins_and_adds(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "base.yaml").write_text(
        "select: [CT1]\nignore: [CT113]\nseverity: {CT3: note, CT306: note}\nlocked: [CT304]\nregion: us-east-1\n"
        "paths: [{path: legacy, ignore: [CT305]}]\nrequire-reasons: true\nfail-on: note\n"
    )
    found = read(
        "extend: shared/base.yaml\nselect: [CT3]\nignore: [CT114]\nseverity: {CT306: error}\nlocked: [CT307]\n"
        "region: cn-north-1\npaths: [{path: other, ignore: [CT308]}]\n"
    )
    everywhere = found.everywhere
    assert (everywhere.select, everywhere.ignore) == (("CT3",), ("CT113", "CT114"))
    assert everywhere.severities == {"CT3": "note", "CT306": "error"}
    assert (everywhere.region, everywhere.partition) == ("cn-north-1", "aws-cn")
    assert (found.locked, found.needs_reason, found.fail_on) == (("CT304", "CT307"), True, "note")
    # The patterns of a file are relative to that file.
    assert found.sections_of("legacy/x.yaml") == ()
    assert found.sections_of("shared/legacy/x.yaml") == (0,)
    assert found.sections_of("other/x.yaml") == (1,)


def test_a_link_does_not_lead_out_of_the_repository(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "base.yaml"
    outside.write_text("select: [CT1]\n")
    (folder / "link.yaml").symlink_to(outside)
    (message,) = faults("extend: link.yaml\n")
    assert message.startswith("1:9: `link.yaml` lies outside of ")


def test_a_configuration_is_no_link_out_of_the_repository(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "base.yaml"
    outside.write_text("select: [CT1]\n")
    (folder / ".ctlint.yaml").symlink_to(outside)
    with pytest.raises(ConfigurationError, match="is a link that leads out of"):
        Lookup().of(".")


def test_a_configuration_that_is_named_may_extend_any_other(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "base.yaml"
    outside.write_text("select: [CT1]\n")
    (folder / "own.yaml").write_text(f"extend: {outside}\n")
    found = Lookup(only="own.yaml").of("anything.yaml")
    assert found is not None and found.everywhere.select == ("CT1",)


def test_a_valid_configuration_needs_no_jsonschema(folder: Path) -> None:
    """It costs 58 ms to load; only what is wrong is worth that."""
    (folder / ".ctlint.yaml").write_text(
        "select: [CT]\nseverity: {CT3: note}\npaths: [{path: [a, b], ignore: [CT306]}]\nprices: {data-event: 0.2}\n"
        "suppressions: [{trail: audit, rules: [CT306], reason: x}]\nregion: eu-west-1\ncomplete: true\n"
    )
    code = "import sys; from ctlint.config import Lookup; Lookup().of('.'); print('jsonschema' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.stdout == "False\n"


def test_policies_are_packs_files_and_folders(folder: Path) -> None:
    policy = "version: 1\npolicies:\n  - id: {id}\n    name: a-policy\n    summary: management events are recorded\n    require: {{events: {{eventCategory: Management}}}}\n"
    (folder / "policies").mkdir()
    (folder / "policies" / "one.yaml").write_text(policy.format(id="ACME001"))
    (folder / "policies" / "two.yaml").write_text(policy.format(id="ACME002"))
    (folder / "three.yaml").write_text(policy.format(id="ACME003"))
    found = read("policies: [policies, three.yaml, cis]\n")
    assert [each.id for each in found.policies][:3] == ["ACME001", "ACME002", "ACME003"]
    assert {"CIS301"} <= {each.id for each in found.policies}
    (folder / "three.yaml").write_text(policy.format(id="ACME001"))
    (message,) = faults("policies: [policies, three.yaml]\n")
    assert message.startswith("1:22: `ACME001` of ") and message.endswith(", too")


def test_the_nearest_one_counts_and_none_above_the_repository(folder: Path) -> None:
    (folder / "infra" / "deep").mkdir(parents=True)
    (folder / "other" / ".git").mkdir(parents=True)
    (folder / ".ctlint.yaml").write_text("select: [CT1]\n")
    (folder / "infra" / ".ctlint.yaml").write_text("select: [CT2]\n")
    lookup = Lookup()
    selects = [found.everywhere.select if (found := lookup.of(path)) else None
               for path in ("x.yaml", "infra/x.yaml", "infra/deep/x.yaml", "other/x.yaml")]  # fmt: skip
    assert selects == [("CT1",), ("CT2",), ("CT2",), None]
    assert lookup.of("infra/x.yaml") is lookup.of("infra/deep/y.yaml")
    assert Lookup(is_off=True).of("x.yaml") is None


def test_an_empty_configuration_says_nothing() -> None:
    assert read("# nothing yet\n").everywhere == read("{}\n").everywhere
