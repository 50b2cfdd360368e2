"""Begins a new rule: `new_rule.py CT321 impossible-arn-value` writes its page and a stub of its check."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
GROUPS = {"0": "reading", "1": "structure", "2": "quotas", "3": "meaning", "4": "cost", "5": "coverage", "9": "self"}
RETIRED = frozenset(("CT404",))
"""Ids that were used once and are not used again: suppressions and baselines may still name them."""

PAGE = """\
id: {rule}
name: {name}
severity: error
basis: doc
summary: what is wrong, in one line without a full stop
why: |
  What AWS does with it, and what that means for whoever relies on these events. Two to six lines.
hint: what to do, in one line without a full stop
references:
  - https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
examples:
  - title: what goes wrong
    bad: |
      AdvancedEventSelectors:
        - Name: management events
          FieldSelectors:
            - Field: eventCategory
              Equals: [Management]  # expect: {rule}
  - title: what must not be taken for it
    good: |
      AdvancedEventSelectors:
        - Name: management events
          FieldSelectors:
            - Field: eventCategory
              Equals: [Management]
"""
STUB = """

@check.selector("{rule}")
def {function}(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    yield from ()
"""
IMPORTS = {
    "Iterator": "from collections.abc import Iterator",
    "Context": "from ctlint.checks.registry import Context",
    "check": "from ctlint.checks.registry import check",
    "Finding": "from ctlint.finding import Finding",
    "AdvancedEventSelector": "from ctlint.model import AdvancedEventSelector",
}
"""What a stub needs, and where it comes from."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="writes the page of a new rule and a stub of its check")
    parser.add_argument("rule", help="its id: CT and three digits, the first of which names the group")
    parser.add_argument("name", help="the bad thing in lower-case words joined by dashes")
    parser.add_argument("--module", help="the module of ctlint/checks for its check (default: that of its group)")
    parsed = parser.parse_args(arguments)
    rule, name = parsed.rule, parsed.name
    complaint = refuse(rule, name)
    if complaint:
        print(f"new_rule: {complaint}", file=sys.stderr)
        return 2
    group = GROUPS[rule[2]]
    page = ROOT / "rules" / group / f"{rule}-{name}.yaml"
    page.parent.mkdir(exist_ok=True)
    page.write_text(PAGE.format(rule=rule, name=name), encoding="utf-8")
    module = ROOT / "ctlint" / "checks" / f"{parsed.module or group}.py"
    is_new = not module.exists()
    add_stub(module, rule, name)
    subprocess.run([sys.executable, str(ROOT / "tools" / "build_docs.py")], check=True)
    print(f"{page.relative_to(ROOT)}: fill in summary, why, hint, references and the examples")
    print(f"{module.relative_to(ROOT)}: write the check")
    if is_new:
        print(f"ctlint/checks/__init__.py: import `{module.stem}` in load_checks")
    print(f"pytest -k {rule} is red until both agree; then run python tools/build_docs.py")
    return 0


def refuse(rule: str, name: str) -> str:
    """Return why there cannot be a rule of this id and name, or nothing."""
    if not re.fullmatch(r"CT\d{3}", rule) or rule[2] not in GROUPS:
        groups = ", ".join(f"{digit} {group}" for digit, group in GROUPS.items())
        return f"{rule} is no rule id: CT and three digits are expected, the first of them a group ({groups})"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        return f"{name} is no name: lower-case words joined by dashes are expected"
    if rule in RETIRED:
        return f"{rule} was used once; ids are never used again"
    for path in (ROOT / "rules").glob("*/CT*.yaml"):
        used, _, used_name = path.stem.partition("-")
        if rule == used or name == used_name:
            return f"{path.stem} is a rule already; {free(rule[2])} is the next free id of its group"
    return ""


def free(digit: str) -> str:
    """Return the id after the last one of a group."""
    paths = (ROOT / "rules").glob(f"*/CT{digit}*.yaml")
    used = {int(path.name[2:5]) for path in paths} | {int(rule[2:]) for rule in RETIRED if rule[2] == digit}
    return f"CT{max(used, default=int(digit) * 100) + 1:03}"


def add_stub(module: Path, rule: str, name: str) -> None:
    """Append a check that finds nothing, and the imports that it needs."""
    text = module.read_text(encoding="utf-8") if module.exists() else f'"""CT{rule[2]}: {module.stem}."""\n'
    tree = ast.parse(text)
    known = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    if "annotations" not in known:
        text = insert(text, "from __future__ import annotations")
    for wanted, line in IMPORTS.items():
        if wanted not in known:
            text = insert(text, line)
    text = text.rstrip("\n") + "\n" + STUB.format(rule=rule, function=name.replace("-", "_"))
    module.write_text(text, encoding="utf-8")


def insert(text: str, line: str) -> str:
    """Return a module's text with one more import, after the last one or after the docstring."""
    body = ast.parse(text).body
    before = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)] or body[:1]
    lines = text.splitlines(keepends=True)
    place = before[-1].end_lineno or 0
    gap = "" if isinstance(before[-1], ast.Import | ast.ImportFrom) else "\n"
    return "".join([*lines[:place], gap, f"{line}\n", *lines[place:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
