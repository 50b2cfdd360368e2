"""`ctlint --policy`, `ctlint test` and `ctlint explain` with policies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctlint.commands.policy_files import packs
from tests.cli.runner import Runner

POLICY = """\
version: 1
parameters:
  bucket: {description: a bucket, default: acme-logs}
policies:
  - id: ACME001
    name: recorded-bucket
    severity: warning
    summary: nobody records the bucket
    hint: leave it out
    references: ["https://example.com/policies/1"]
    forbid:
      events: {resources.type: AWS::S3::Object, resources.ARN: {StartsWith: "arn:aws:s3:::${bucket}/"}}
"""
TRAIL = """\
TrailName: audit
AdvancedEventSelectors:
  - Name: Objects
    FieldSelectors:
      - {Field: eventCategory, Equals: [Data]}
      - {Field: resources.type, Equals: ["AWS::S3::Object"]}
      - {Field: resources.ARN, StartsWith: ["arn:aws:s3:::acme-logs/"]}
  - Name: Management
    FieldSelectors:
      - {Field: eventCategory, Equals: [Management]}
"""
EXAMPLES = """\
    examples:
      - title: the bucket
        bad: |
          - FieldSelectors:  # expect: ACME001/warning
              - {Field: eventCategory, Equals: [Data]}
              - {Field: resources.type, Equals: ["AWS::S3::Object"]}
        good: |
          - FieldSelectors:
              - {Field: eventCategory, Equals: [Management]}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "trail.yaml").write_text(TRAIL)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


def test_text(run: Runner) -> None:
    found = run("trail.yaml", "--policy", "policy.yaml", "--color", "never", "-v")
    assert found.out == (
        "trail.yaml:3:5: warning ACME001 recorded-bucket: records data events of `AWS::S3::Object`, which the policy "
        "forbids\n"
        "  3 |   - Name: Objects\n"
        "    |     ^^^^\n"
        "    = event: eventCategory = Data, resources.type = AWS::S3::Object, eventName = PutObject, "
        "resources.ARN = arn:aws:s3:::acme-logs/example\n"
        "    = hint: leave it out\n"
        "    = see: https://example.com/policies/1\n\n"
        "1 warning in 1 trail (1 file)\n"
    )
    assert found.code == 0
    assert run("trail.yaml", "--policy", "policy.yaml", "--fail-on", "warning").code == 1


def test_json(run: Runner) -> None:
    report = json.loads(run("trail.yaml", "--policy", "policy.yaml", "--format", "json").out)
    [found] = report["diagnostics"]
    assert (found["rule"], found["name"], found["severity"], found["hint"]) == (
        "ACME001", "recorded-bucket", "warning", "leave it out",
    )  # fmt: skip
    assert found["witness"]["resources.ARN"] == "arn:aws:s3:::acme-logs/example"


def test_sarif_describes_policies_as_it_does_rules(run: Runner) -> None:
    log = json.loads(run("trail.yaml", "--policy", "policy.yaml", "--format", "sarif").out)["runs"][0]
    [result] = log["results"]
    rule = log["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (rule["id"], rule["name"], rule["helpUri"]) == (
        "ACME001",
        "RecordedBucket",
        "https://example.com/policies/1",
    )
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["shortDescription"]["text"] == "Nobody records the bucket."
    assert "What to do: leave it out." in rule["help"]["text"]


def test_a_policy_without_references_has_no_address(run: Runner, folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace('    references: ["https://example.com/policies/1"]\n', ""))
    log = json.loads(run("trail.yaml", "--policy", "policy.yaml", "--format", "sarif").out)["runs"][0]
    assert "helpUri" not in log["tool"]["driver"]["rules"][-1]
    assert "see:" not in run("trail.yaml", "--policy", "policy.yaml", "-v").out


def test_parameters_are_set(run: Runner) -> None:
    assert "ACME001" not in run("trail.yaml", "--policy", "policy.yaml", "--set", "bucket=other").out


def test_several_policies_and_packs(run: Runner) -> None:
    found = run("trail.yaml", "--policy", "policy.yaml", "--policy", "cis", "--select", "ACME,CIS308")
    assert [line.split()[2] for line in found.out.splitlines() if line.startswith("trail.yaml:")] == [
        "ACME001",
        "CIS308",
    ]


def test_what_is_undecided_is_told_to_who_asks(run: Runner) -> None:
    found = run("trail.yaml", "--policy", "cis", "-v", "--select", "CIS301")
    message = "nobody can say whether the policy is met: what decides is not known"
    assert f"ctlint: trail.yaml:1:1: CIS301 unrecorded-management-events: {message}\n" in found.err
    assert message not in run("trail.yaml", "--policy", "cis").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--policy", "missing.yaml"], "missing.yaml: no such file or directory"),
        (["--policy", "costs"], "there is no policy file or pack `costs`; did you mean `cost`?; packs: cis, cost, fsbp"),
        (["--policy", "."], ".: "),
        (["--set", "bucket=x"], "`--set` gives a parameter of a policy; there is no `--policy`"),
        (["--policy", "policy.yaml", "--set", "buckt=x"], "no policy has a parameter `buckt`; did you mean `bucket`?"),
        (["--policy", "policy.yaml", "--set", "bucket"], "`--set bucket` gives no value: `--set name=value` is expected"),
        (["--policy", "policy.yaml", "--policy", "copy.yaml"],
         "copy.yaml: `ACME001` is the id of a policy in policy.yaml, too"),
        (["--policy", "policy.yaml", "--select", "ACM002"], "there is no rule `ACM002`"),
        (["--policy", "broken.yaml"], "broken.yaml:5:11: `id` is `x`"),
    ],
)  # fmt: skip
def test_wrong_usage(run: Runner, folder: Path, arguments: list[str], message: str) -> None:
    (folder / "copy.yaml").write_text(POLICY)
    (folder / "broken.yaml").write_text(POLICY.replace("bucket:", "bucket: [", 1))
    if message.startswith("broken"):
        message = "broken.yaml: 1 fault; nothing was checked"
    found = run("trail.yaml", *arguments)
    assert found.code == 2
    assert found.err.splitlines()[-1].startswith(f"ctlint: error: {message}")
    assert found.out == ""


def test_every_fault_of_a_policy_is_told(run: Runner, folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace("ACME001", "x").replace("forbid:", "forbids:"))
    found = run("trail.yaml", "--policy", "policy.yaml")
    assert found.code == 2
    assert found.err.splitlines() == [
        "ctlint: error: policy.yaml:5:5: key `require` or `forbid` or `limit` is missing",
        "ctlint: error: policy.yaml:5:9: `id` is no policy id: capital letters (not CT, which is ctlint's own) and three "
        "digits are expected, such as `ACME001`",
        "ctlint: error: policy.yaml:11:5: unknown key `forbids`; did you mean `forbid`?",
        "ctlint: error: policy.yaml: 3 faults; nothing was checked",
    ]


def test_a_report_does_not_replace_a_policy(run: Runner) -> None:
    found = run("trail.yaml", "--policy", "policy.yaml", "-o", "policy.yaml")
    assert (found.code, found.err) == (2, "ctlint: error: cannot write policy.yaml: it is one of the files to lint\n")


def test_what_a_policy_says_cannot_act_on_a_terminal(run: Runner, folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace("hint: leave it out", 'hint: "leave\\e[2J it out"'))
    assert "\x1b" not in run("trail.yaml", "--policy", "policy.yaml", "--color", "never").out
    assert "\x1b" not in run("explain", "ACME001", "--policy", "policy.yaml", "--color", "never").out


def test_examples_that_come_out(run: Runner, folder: Path) -> None:
    (folder / "policy.yaml").write_text(POLICY + EXAMPLES)
    found = run("test", "policy.yaml")
    assert (found.code, found.out) == (0, "ACME001 recorded-bucket: 2 examples\n2 examples, none failed\n")
    assert run("test", "policy.yaml", "-q").out == ""


@pytest.mark.parametrize(
    ("old", "new", "side", "reason"),
    [
        ("ACME001/warning", "ACME001/error", "bad",
         "expected ACME001/error in line 1; found ACME001/warning in line 1; records data events of `AWS::S3::Object`, "
         "which the policy forbids"),
        ("  # expect: ACME001/warning", "", "bad",
         "no line announces a finding with `# expect: ACME001`; found ACME001 in line 1; records data events of "
         "`AWS::S3::Object`, which the policy forbids"),
        ("[Management]", "[Data]", "good",
         "nobody can say whether it meets the policy; such an example is called `undecided`"),
        ("good: |", "undecided: |", "undecided", "it surely meets the policy; such an example is called `good`"),
        ("        good: |", "        good: hello\n        undecided: |", "good", "there is no trail or selector in it"),
        ("        good: |", "        parameters: {bucket: other}\n        good: |", "", ""),
    ],
)  # fmt: skip
def test_examples_that_do_not(run: Runner, folder: Path, old: str, new: str, side: str, reason: str) -> None:
    (folder / "policy.yaml").write_text(POLICY + EXAMPLES.replace(old, new))
    found = run("test", "policy.yaml", "--quiet")
    if side:
        assert found.code == 1
        prefix = f"policy.yaml:14: failed: ACME001, the {side} example of `the bucket`: "
        assert f"{prefix}{reason}" in found.out.splitlines()
    else:
        assert (found.code, found.out) == (0, "")


def test_which_policies_to_test(run: Runner) -> None:
    found = run("test")
    assert (found.code, found.err) == (
        2, "ctlint: error: which policies? `ctlint test FILE`, or a pack: cis, cost, fsbp\n",
    )  # fmt: skip


def test_a_policy_without_examples(run: Runner) -> None:
    assert run("test", "policy.yaml").out == "ACME001 recorded-bucket: no example\nno example, none failed\n"


def test_explain(run: Runner) -> None:
    found = run("explain", "ACME001", "--policy", "policy.yaml")
    assert found.code == 0
    assert found.out.startswith("ACME001 recorded-bucket (warning)\nnobody records the bucket\n")
    assert run("explain", "cis308").out.startswith("CIS308 unrecorded-object-writes (error)\n")
    assert [line.split()[0] for line in run("explain", "FSBP").out.splitlines()] == ["FSBP001", "FSBP003"]


def test_the_help_names_the_packs(run: Runner) -> None:
    names = ", ".join(packs())
    assert f"packs: {names}" in " ".join(run("--help").out.split())
    assert f"a pack: {names}" in " ".join(run("test", "--help").out.split())
