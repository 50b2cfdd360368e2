"""Two versions of some files, compared as `ctlint diff` compares them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ctlint import inventory
from ctlint.candidates import Search
from ctlint.comparison import differences, versions
from ctlint.comparison.differences import Change, Difference
from ctlint.comparison.versions import Version
from ctlint.discovery import add_modules
from ctlint.model import Options

Files = Mapping[str, str]
ACCOUNT = "111122223333"


def version(files: Files) -> Version:
    """Return a version out of file names and texts."""
    found = Search()
    for name, text in files.items():
        found.add(name, text.encode(), False)
    add_modules(found)
    return Version(found.candidates, {})


def compare(old: Files | str, new: Files | str) -> list[Difference]:
    """Return what became of each trail; a text stands for the only file."""
    is_one = isinstance(old, str)
    before, after = (version({name(each): each} if isinstance(each, str) else each) for each in (old, new))
    if not is_one:
        before, after = versions.follow_renames(before, after)
    readings = [versions.read(each, Options()) for each in (before, after)]
    compared = differences.compare(readings[0], readings[1], alone=is_one)
    if any(each.overridable for each in readings):
        filled = [versions.read(each, Options(fill_defaults=True)) for each in (before, after)]
        compared = differences.with_defaults(compared, differences.compare(filled[0], filled[1], alone=is_one))
    return compared


def name(text: str) -> str:
    """Return a file name for a text by what it looks like."""
    if text.startswith(("resource", "variable", "locals", "module", "data")):
        return "main.tf"
    return "trail.json" if text.startswith(("{", "[")) else "trail.yaml"


def verdicts(compared: Sequence[Difference]) -> dict[str, str]:
    return {inventory.label(each.trail): each.verdict for each in compared}


def told(changes: Sequence[Change]) -> list[str]:
    """Return changes as `LINE SELECTOR: FIELD = VALUE, …`, the category left out."""
    return [
        f"{each.span.start_position.line} {each.selector}: "
        + ", ".join(f"{field} = {value}" for field, value in each.witness.fields if field != "eventCategory")
        for each in changes
    ]


def advanced(*selectors: Mapping[str, Any], trail: str = "audit") -> str:
    """Return a request with advanced selectors, each as field → values of Equals, or → operators; `Name` is its name."""
    return json.dumps({"TrailName": trail, "AdvancedEventSelectors": [selector(each) for each in selectors]}, indent=1)


def selector(given: Mapping[str, Any]) -> dict[str, Any]:
    fields = [
        {"Field": field, **(found if isinstance(found, dict) else {"Equals": found})}
        for field, found in given.items()
        if field != "Name"
    ]
    return {**({"Name": given["Name"]} if "Name" in given else {}), "FieldSelectors": fields}


def basic(*selectors: Mapping[str, Any], trail: str = "audit") -> str:
    """Return a request with basic selectors."""
    return json.dumps({"TrailName": trail, "EventSelectors": list(selectors)}, indent=1)
