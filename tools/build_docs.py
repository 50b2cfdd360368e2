"""Makes rules/index.json and docs/rules.md from the rule pages; `--check` only tells whether they are stale."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
GROUPS = {
    "reading": "CT0 · Reading",
    "structure": "CT1 · Structure",
    "quotas": "CT2 · Quotas",
    "meaning": "CT3 · Meaning",
    "cost": "CT4 · Cost",
    "coverage": "CT5 · Coverage",
    "self": "CT9 · ctlint itself",
}
INTRODUCTION = """\
# Rules

Made from the pages under [`rules/`](../rules) by `python tools/build_docs.py`. `ctlint explain CT113` shows a page
with its examples.

**error**: AWS, its SDK or CloudFormation rejects it, or it provably has no effect. **warning**: accepted, but it costs
money, leaves a blind spot, or records something other than it says. **note**: a hint. **off**: not unless selected.

**Fix**: `ctlint --fix` mends what is `safe`, `--unsafe-fixes` the others too; [fixes.md](fixes.md) says what that means.

**Basis** of a rule: `live` a recorded AWS answer · `doc` AWS documentation or service model · `proof` follows from the
documented matching rules · `observed` reported from practice · `inferred` strongly implied, and the page says so.
"""


def main() -> int:
    pages = load_pages()
    outputs = {ROOT / "rules" / "index.json": build_index(pages), ROOT / "docs" / "rules.md": build_table(pages)}
    stale = [path for path, text in outputs.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)} (run python tools/build_docs.py)")
        return 1 if stale else 0
    for path in stale:
        path.write_text(outputs[path], encoding="utf-8")
    return 0


def load_pages() -> list[dict[str, Any]]:
    """Return every page with its group, in the order of ids."""
    pages = []
    for path in sorted((ROOT / "rules").glob("*/CT*.yaml"), key=lambda path: path.name):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        page = {"off" if key is False else key: value for key, value in read.items()}  # YAML 1.1 takes `off` for false
        page["group"] = path.parent.name
        pages.append(page)
    return pages


def build_index(pages: list[dict[str, Any]]) -> str:
    entries = [
        {
            "id": page["id"],
            "name": page["name"],
            "group": page["group"],
            "summary": page["summary"],
            "basis": page["basis"],
            "severities": severities(page),
            "hint": page["hint"],
            "references": page["references"],
            "yields-to": page.get("yields-to", []),
            **({"off": True} if page.get("off") else {}),
            **({"fix": page["fix"]} if "fix" in page else {}),
        }
        for page in pages
    ]
    return json.dumps({"rules": entries}, indent=1, ensure_ascii=False) + "\n"


def severities(page: dict[str, Any]) -> dict[str, str]:
    """Return the severity of each variant; the default one under the empty name."""
    given = page["severity"]
    if isinstance(given, str):
        return {"": given}
    return {"" if variant == "default" else variant: severity for variant, severity in given.items()}


def build_table(pages: list[dict[str, Any]]) -> str:
    parts = [INTRODUCTION]
    for group, title in GROUPS.items():
        members = [page for page in pages if page["group"] == group]
        if members:
            parts.append(f"\n## {title}\n\n| id | name | severity | what | basis | fix |\n|---|---|---|---|---|---|\n")
            parts += [build_row(page) for page in members]
    return "".join(parts)


def describe_severity(page: dict[str, Any]) -> str:
    """Return the severity and what others are for: `error; warning for a wildcard in the key of an S3 object`."""
    found = severities(page)
    return "; ".join((found[""], *(f"{found[variant]} {words}" for variant, words in page.get("variants", {}).items())))


def build_row(page: dict[str, Any]) -> str:
    severity = "off" if page.get("off") else describe_severity(page)
    link = f"[{page['id']}](../rules/{page['group']}/{page['id']}-{page['name']}.yaml)"
    summary = page["summary"].replace("|", "\\|")
    return f"| {link} | {page['name']} | {severity} | {summary} | {page['basis']} | {page.get('fix', '')} |\n"


if __name__ == "__main__":
    sys.exit(main())
