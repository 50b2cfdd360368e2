"""The policies that ctlint ships, and those of the examples: whole, referenced, and true to their examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ctlint.commands import test as examples
from ctlint.commands.policy_files import load, packs
from ctlint.policies.model import Policy

ROOT = Path(__file__).parents[2]
POLICIES = load(tuple(packs()), ())
EXAMPLES = str(ROOT / "examples" / "policies" / "acme.yaml")


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_a_shipped_policy_is_whole(policy: Policy) -> None:
    rule = policy.page.rule
    assert rule.references and policy.page.why and rule.summary and rule.hint
    assert any(example.bad for example in policy.examples)
    assert any(example.good for example in policy.examples)


@pytest.mark.parametrize("word", [*packs(), EXAMPLES], ids=lambda word: Path(word).stem)
def test_examples_come_out_as_they_say(word: str) -> None:
    failures = [failure for policy in load((word,), ()) for failure in examples.check(policy, word, ())]
    assert failures == []


def test_packs_do_not_share_ids() -> None:
    assert list(packs()) == ["cis", "cost", "fsbp"]
    assert len({policy.id for policy in POLICIES}) == len(POLICIES)


def test_every_shipped_policy_is_documented() -> None:
    text = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([A-Z]+[0-9]{3}) \| ([a-z-]+) \| (error|warning|note) \| ([^|]+) \|$", text, re.MULTILINE)
    rules = [policy.page.rule for policy in POLICIES]
    assert listed == [(rule.id, rule.name, rule.severity, rule.summary) for rule in rules]


def documented() -> list[str]:
    """Return the policy files in the documentation."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/policies.md"))
    return re.findall(r"^```yaml\n(version: .*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_documentation_shows_policy_files() -> None:
    assert len(documented()) == 3


@pytest.mark.parametrize("text", documented())
def test_a_documented_policy_file_is_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    failures = [failure for policy in load((str(path),), ()) for failure in examples.check(policy, str(path), ())]
    assert failures == []
