"""The file of a baseline: JSON, sorted, with an entry a line, so that a change of it can be read."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable

from ctlint import resources, shape, validation
from ctlint.baseline.model import Baseline, Entry, Paths
from ctlint.candidates import MAX_BYTES, reason
from ctlint.candidates import read as read_bytes
from ctlint.errors import UsageError
from ctlint.source import Source

VERSION = 1
SCHEMA = "baseline"


def folder_of(path: str) -> str:
    """Return the folder that a file lies in."""
    return os.path.dirname(path) or "."


def render(entries: Iterable[Entry]) -> str:
    """Return the file that holds entries, equal ones counted; all of it is ASCII."""
    counts = Counter(each.written() for each in entries)
    ordered = sorted(counts.items(), key=lambda each: (each[0].path, each[0]))
    lines = [f"    {json.dumps(_shown(entry, count))}" for entry, count in ordered]
    findings = "[\n{}\n  ]".format(",\n".join(lines)) if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def _shown(entry: Entry, count: int) -> dict[str, str | int]:
    known: dict[str, str | int] = {key: value for key, value in entry._asdict().items() if value}
    return {**known, "count": count} if count > 1 else known


def read(path: str) -> Baseline:
    """Return the baseline that a file holds; raises UsageError with one line."""
    if os.path.isdir(path):
        raise UsageError(f"{path}: a baseline is expected, not a folder")
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file; `ctlint baseline -o {path}` writes it") from None
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: is larger than {MAX_BYTES >> 20} MB")
    entries: Counter[Entry] = Counter()
    for each in _findings(Source.decode(path, data)):
        texts = {key: str(value) for key, value in each.items() if key != "count"}
        entries[Entry(**texts).written()] += int(each.get("count", 1))
    return Baseline(entries, Paths(folder_of(path)))


def _findings(source: Source) -> list[dict[str, int | str]]:
    path = source.path
    if source.fault:
        raise UsageError(f"{path}: no baseline: {source.fault.message}")
    try:
        content = json.loads(source.text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}:{error.colno}: no baseline: {error.msg.lower()}") from None
    except (RecursionError, ValueError):
        raise UsageError(f"{path}: no baseline: the JSON is out of all bounds") from None
    version = content.get("version") if isinstance(content, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise UsageError(f"{path}: a baseline of version {version}; this ctlint reads version {VERSION}")
    with open(resources.path("schemas", f"{SCHEMA}.schema.json"), encoding="utf-8") as file:
        fits = shape.fits(content, json.load(file))
    if not fits:
        problems = validation.check(source, SCHEMA)
        raise UsageError(validation.one_line(problems[0]) if problems else f"{path}: is no baseline")
    findings: list[dict[str, int | str]] = content["findings"]
    return findings
