"""Who may import whom: a table, tested both ways, and the one door that each third-party library has."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ctlint"

# Module or package → what it may import of ctlint, from the bottom up. `ctlint` is the package's own `__init__.py`.
TABLE: dict[str, set[str]] = {
    "errors": set(),
    "resources": set(),
    "spelling": set(),
    "candidates": set(),
    "terraform_files": {"candidates"},
    "discovery": {"candidates", "terraform_files"},
    "source": set(),
    "overlap": {"source"},
    "text": {"source"},
    "guard": set(),
    "change": {"source", "text"},
    "expectations": {"finding"},
    "problem": {"change", "source"},
    "finding": {"change", "source"},
    "model": {"guard", "problem", "source", "text"},
    "knowledge": {"model", "text"},
    "syntax": {"change", "guard", "problem", "source", "text"},
    "shape": set(),
    "validation": {"change", "problem", "resources", "shape", "source", "spelling", "syntax", "text"},
    "loaders": {"change", "guard", "knowledge", "model", "problem", "source", "spelling", "syntax", "text"},
    "inventory": {"candidates", "loaders", "model", "problem", "source"},
    "records": {"semantics", "source"},
    "description": {"knowledge", "model", "semantics", "source", "text"},
    "conversion": {"description", "guard", "knowledge", "loaders", "model", "semantics", "source", "text"},
    "semantics": {"guard", "knowledge", "model", "source", "text"},
    "revisions": {"candidates", "discovery", "errors", "terraform_files"},
    "comparison": {
        "candidates",
        "guard",
        "inventory",
        "loaders",
        "model",
        "problem",
        "semantics",
        "source",
        "text",
    },
    "flaws": {"catalog", "finding", "model", "overlap", "source", "text"},
    "checks": {
        "change",
        "finding",
        "flaws",
        "guard",
        "knowledge",
        "model",
        "problem",
        "semantics",
        "source",
        "spelling",
        "text",
    },
    "policies": {
        "catalog",
        "checks",
        "expectations",
        "finding",
        "flaws",
        "guard",
        "knowledge",
        "model",
        "pages",
        "problem",
        "semantics",
        "source",
        "spelling",
        "syntax",
        "text",
        "validation",
    },
    "catalog": {"finding", "resources"},
    "suppressions": {"catalog", "finding", "loaders", "problem", "source", "spelling", "syntax"},
    "config": {
        "candidates",
        "discovery",
        "errors",
        "finding",
        "knowledge",
        "policies",
        "problem",
        "resources",
        "source",
        "suppressions",
        "syntax",
        "text",
        "validation",
    },
    "baseline": {
        "candidates",
        "discovery",
        "errors",
        "finding",
        "model",
        "resources",
        "shape",
        "source",
        "text",
        "validation",
    },
    "settings": {"baseline", "catalog", "config", "finding", "model", "policies", "source"},
    "accounts": {"guard", "loaders", "model", "settings", "source", "text"},
    "review": {
        "config",
        "finding",
        "model",
        "overlap",
        "problem",
        "settings",
        "source",
        "suppressions",
        "text",
    },
    "pages": {"catalog", "finding", "resources", "source", "syntax", "text"},
    "plugins": {"catalog", "checks", "errors", "pages", "spelling", "validation"},
    "engine": {"checks", "finding", "flaws", "model", "overlap", "problem", "provenance", "semantics", "source"},
    "provenance": {"finding", "model", "source", "text"},
    "api": {
        "accounts",
        "baseline",
        "candidates",
        "catalog",
        "checks",
        "config",
        "discovery",
        "engine",
        "finding",
        "loaders",
        "model",
        "pages",
        "policies",
        "problem",
        "review",
        "settings",
        "source",
        "spelling",
        "suppressions",
    },
    "ctlint": {"api"},
    "reporters": {
        "api",
        "catalog",
        "change",
        "comparison",
        "ctlint",
        "description",
        "discovery",
        "engine",
        "finding",
        "guard",
        "inventory",
        "model",
        "pages",
        "semantics",
        "source",
    },
    "fixes": {
        "api",
        "candidates",
        "catalog",
        "change",
        "finding",
        "guard",
        "knowledge",
        "loaders",
        "model",
        "problem",
        "semantics",
        "settings",
        "source",
        "text",
    },
    "commands": {
        "api",
        "baseline",
        "candidates",
        "catalog",
        "comparison",
        "config",
        "conversion",
        "description",
        "discovery",
        "engine",
        "errors",
        "expectations",
        "finding",
        "fixes",
        "inventory",
        "knowledge",
        "model",
        "pages",
        "plugins",
        "policies",
        "records",
        "reporters",
        "resources",
        "revisions",
        "semantics",
        "settings",
        "source",
        "spelling",
        "suppressions",
        "validation",
    },
    "commandline": {"catalog", "commands", "ctlint", "errors", "knowledge", "spelling"},
    "cli": {"commandline", "commands", "errors", "spelling"},
    "__main__": {"cli"},
}

# Third-party library → the files or packages that may import it.
DOORS: dict[str, set[str]] = {
    "yaml": {"syntax/yaml.py"},
    "tree_sitter": {"syntax/hcl.py"},
    "tree_sitter_hcl": {"syntax/hcl.py"},
    "jsonschema": {"validation.py"},
    "sarif_om": {"reporters/sarif.py"},
    "ruamel": {"conversion/formats.py"},
}

# What a clean run has no use for, and what it would cost in milliseconds (CPython 3.11, 2026-11-20).
LATE = {
    "jsonschema": 58, "sarif_om": 47, "importlib.metadata": 31, "importlib.resources": 15, "yaml": 14,
    "dataclasses": 12, "tomllib": 11, "logging": 10, "subprocess": 8, "pathlib": 7, "difflib": 5,
}  # fmt: skip


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def unit(module: str) -> str:
    """Return the row of the table that a module belongs to: `syntax` for `ctlint.syntax.json`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "ctlint"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").exists() or path.is_dir()


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of every module that a file imports, within functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "relative imports hide who imports whom"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner.startswith("ctlint.") and is_module(inner) else node.module


def imported() -> dict[str, set[str]]:
    """Return what each file imports, by its path within the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): set(imports(ast.parse(path.read_text(encoding="utf-8"))))
        for path in files()
    }


def uses() -> dict[str, set[str]]:
    """Return for each row of the table the rows that it imports."""
    found: dict[str, set[str]] = {}
    for path in files():
        row = unit(module_name(path))
        mine = found.setdefault(row, set())
        names = imports(ast.parse(path.read_text(encoding="utf-8")))
        mine |= {unit(name) for name in names if name.split(".")[0] == "ctlint"} - {row}
    return found


def test_every_module_has_a_row() -> None:
    assert set(uses()) == set(TABLE)


@pytest.mark.parametrize("row", sorted(TABLE))
def test_imports_are_exactly_those_allowed(row: str) -> None:
    assert sorted(uses().get(row, ())) == sorted(TABLE[row])


def test_the_table_runs_downwards() -> None:
    order = list(TopologicalSorter(TABLE).static_order())
    assert set(order) == set(TABLE)


def test_a_third_party_library_has_one_door() -> None:
    found: dict[str, set[str]] = {}
    for path, names in imported().items():
        for name in {name.split(".")[0] for name in names} - {"ctlint"} - sys.stdlib_module_names:
            found.setdefault(name, set()).add(path)
    assert found == DOORS


def test_a_clean_run_loads_nothing_that_it_has_no_use_for(tmp_path: Path) -> None:
    """A JSON file without a finding needs no YAML, no rule pages, no reporter's libraries."""
    path = tmp_path / "selectors.json"
    path.write_text('{"TrailName": "a-trail", "EventSelectors": [{"ReadWriteType": "All"}]}', encoding="utf-8")
    code = "import sys; from ctlint.cli import main; main(sys.argv[1:]); print(*sorted(sys.modules), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.splitlines()) & set(LATE) == set()
