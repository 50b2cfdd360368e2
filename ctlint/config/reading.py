"""Files to configurations: what stands in them, what they extend, and whatever is wrong with that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from ctlint import knowledge, validation
from ctlint.candidates import read as read_bytes
from ctlint.candidates import reason
from ctlint.config import MAX_BYTES, PROJECT
from ctlint.config.model import (
    Configuration,
    ConfigurationError,
    Entry,
    Origin,
    Patterns,
    Scope,
    Section,
    failure,
    inside,
)
from ctlint.config.policies import load
from ctlint.discovery import root_of_work_tree
from ctlint.finding import Severity
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.suppressions import grammar
from ctlint.suppressions.model import Named, Suppression
from ctlint.syntax import yaml
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded
from ctlint.validation import KIND

SCHEMA = "config"
SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "note": "note"}
MAX_CHAIN = 10
"""Configurations that extend one another; people write two or three."""


class _File(NamedTuple):
    """One file: its top node, and the folder that its paths are relative to."""

    source: Source
    root: Mapping
    folder: str


def read(path: str, is_trusted: bool = False) -> Configuration:
    """Return the configuration that a file holds; raises ConfigurationError with all that is wrong.

    One that was met beside the linted files refers to nothing outside of its repository, or of its folder where it lies
    in none; one that the user names himself, and that is therefore trusted, may.
    """
    limit = None if is_trusted else _limit(path)
    real = os.path.realpath(path)
    if limit is not None and os.path.commonpath((limit, real)) != limit:
        raise ConfigurationError(f"{_shown(path)}: is a link that leads out of `{limit}`")
    return _Reader(limit).read(list(reversed(list(_chain(path, limit)))))


def _limit(path: str) -> str:
    folder = os.path.realpath(os.path.dirname(path))
    return os.path.realpath(root_of_work_tree(folder) or folder)


def _chain(path: str, limit: str | None) -> Iterator[_File]:
    """Yield a file, the one that it extends, and so on."""
    seen: list[str] = []
    while True:
        file = _open(path)
        yield file
        seen.append(os.path.realpath(path))
        extended = file.root.get("extend")
        if not isinstance(extended, Scalar):
            return
        path = inside(os.path.join(file.folder, extended.raw), extended.span, limit)
        if os.path.realpath(path) in seen or len(seen) >= MAX_CHAIN:
            raise failure(
                [Problem(KIND, extended.span, f"`{extended.raw}` extends this file in its turn, or too many do")]
            )


def _open(path: str) -> _File:
    """Return a file whose shape is right; raises ConfigurationError."""
    shown = _shown(path)
    try:
        data = read_bytes(path)
    except OSError as error:
        raise ConfigurationError(f"{shown}: {reason(error)}") from None
    if len(data) > MAX_BYTES:
        raise ConfigurationError(f"{shown}: is larger than a configuration can be ({MAX_BYTES} bytes)")
    source = Source.decode(shown, data)
    if source.fault is not None:
        raise ConfigurationError(f"{shown}: {source.fault.message}")
    root, problems = _parse(source)
    if root is not None and not problems:
        problems = validation.check_node(root, source, SCHEMA)
    if problems:
        raise failure(problems)
    empty = Mapping(Decoded.whole(source), 0, 0, [])
    return _File(source, root if isinstance(root, Mapping) else empty, os.path.dirname(os.path.realpath(path)))


def _parse(source: Source) -> tuple[Node | None, list[Problem]]:
    if os.path.basename(source.path) == PROJECT or source.path.endswith(".toml"):
        from ctlint.config import toml

        return toml.parse(source)
    documents = yaml.parse(Decoded.whole(source))
    if len(documents.roots) > 1:
        return None, [Problem(KIND, Span(source, 0, 0), "the file holds several documents; one is expected")]
    root = documents.roots[0] if documents.roots else None
    is_empty = isinstance(root, Scalar) and root.kind == "null"
    return (None if is_empty else root), documents.problems


def _shown(path: str) -> str:
    """Return a path relative to the current folder where it lies below."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return path
    return path if relative.startswith(os.pardir) else relative


class _Reader:
    """Reads files whose shape is right, the extended ones first."""

    def __init__(self, limit: str | None) -> None:
        self.limit = limit
        self.problems: list[Problem] = []
        self.origins: list[Origin] = []
        self.everywhere = Scope()
        self.sections: list[Section] = []
        self.entries: list[Entry] = []
        self.exclude: list[Patterns] = []
        self.lists: dict[str, list[str]] = {"locked": [], "known-resource-types": []}
        self.prices: dict[str, str] = {}
        self.fail_on: Severity | None = None
        self.needs_reason = False

    def read(self, files: list[_File]) -> Configuration:
        """Return what files say together; later ones win."""
        for file in files:
            self._file(file)
        if self.problems:
            raise failure(self.problems)
        policies = load([(file.root.get("policies"), file.folder) for file in files], self.limit)
        return Configuration(
            files[-1].source,
            self.everywhere,
            tuple(self.sections),
            tuple(self.entries),
            policies,
            frozenset(self.lists["known-resource-types"]),
            self.prices,
            self.fail_on,
            tuple(self.lists["locked"]),
            self.needs_reason,
            tuple(self.exclude),
            tuple(self.origins),
        )

    def _file(self, file: _File) -> None:
        root = file.root
        self.everywhere = self.everywhere.below(self._scope(root, None))
        for item in _mappings(root.get("paths")):
            patterns = Patterns(file.folder, _texts(item.get("path")))
            self.sections.append(Section(patterns, self._scope(item, patterns)))
        for name, values in self.lists.items():
            values += self._ids(root.get(name)) if name == "locked" else _texts(root.get(name))
            self._note(name, root.get(name))
        exclude = _texts(root.get("exclude"))
        self.exclude += [Patterns(file.folder, exclude)] if exclude else []
        self.prices.update((pair.key.raw, pair.value.raw) for pair in _scalars(root.get("prices")))
        level, reasons = root.get("fail-on"), root.get("require-reasons")
        self.fail_on = SEVERITIES[level.raw] if isinstance(level, Scalar) else self.fail_on
        self.needs_reason = _flag(reasons) if isinstance(reasons, Scalar) else self.needs_reason
        for name in ("exclude", "prices", "fail-on", "require-reasons", "policies", "suppressions"):
            self._note(name, root.get(name))
        for item in _mappings(root.get("suppressions")):
            self._entry(item, file)

    def _scope(self, node: Mapping, patterns: Patterns | None) -> Scope:
        """Return what a file, or an entry of its `paths`, says."""
        severities: dict[str, Severity] = {}
        for pair in _scalars(node.get("severity")):
            self._check_id(pair.key)
            severities[pair.key.raw] = SEVERITIES[pair.value.raw]
        region, account, partition = (_raw(node.get(name)) for name in ("region", "account", "partition"))
        self._check_partition(node, region, partition)
        complete = node.get("complete")
        for name in ("select", "ignore", "severity", "region", "account", "partition", "complete"):
            self._note(name, node.get(name), patterns)
        return Scope(
            tuple(self._ids(node.get("select"))),
            tuple(self._ids(node.get("ignore"))),
            severities,
            region,
            account,
            partition or (knowledge.partition_of(region) if region else None),
            _flag(complete) if isinstance(complete, Scalar) else None,
        )

    def _check_partition(self, node: Mapping, region: str | None, partition: str | None) -> None:
        written = node.get("partition")
        if partition is None or not isinstance(written, Scalar):
            return
        known = knowledge.partitions()
        if partition not in known:
            message = f"there is no partition `{partition}`; expected {', '.join(f'`{each}`' for each in known)}"
            self.problems.append(Problem(KIND, written.span, message))
        elif region and knowledge.partition_of(region) != partition:
            message = f"region `{region}` belongs to partition `{knowledge.partition_of(region)}`, not `{partition}`"
            self.problems.append(Problem(KIND, written.span, message))

    def _entry(self, node: Mapping, file: _File) -> None:
        rules = node.get("rules")
        named = [item for item in (rules.items if isinstance(rules, Sequence) else ()) if isinstance(item, Scalar)]
        for each in named:
            self._check_id(each, is_whole=True)
        until = node.get("until")
        fault = grammar.date_fault(until.raw) if isinstance(until, Scalar) else ""
        if fault and isinstance(until, Scalar):
            self.problems.append(Problem(KIND, until.span, fault))
        names = tuple(Named(each.raw, each.span) for each in named)
        globs = _texts(node.get("path"))
        suppression = Suppression(
            "configuration",
            names[0].span,
            names,
            (_raw(node.get("reason")) or "").strip(),
            _raw(until) or "",
            paths=globs,
            trail=_raw(node.get("trail")) or "",
        )
        self.entries.append(Entry(Patterns(file.folder, globs), suppression))

    def _ids(self, node: Node | None) -> list[str]:
        for item in node.items if isinstance(node, Sequence) else ():
            self._check_id(item)
        return list(_texts(node))

    def _check_id(self, node: Node, is_whole: bool = False) -> None:
        """Tell of an id that begins as those of ctlint's own rules do, but is none; others may be policies."""
        if isinstance(node, Scalar):
            fault = grammar.rule_fault(node.raw) if is_whole else grammar.prefix_fault(node.raw)
            if fault:
                self.problems.append(Problem(KIND, node.span, fault))

    def _note(self, name: str, node: Node | None, patterns: Patterns | None = None) -> None:
        """Remember where a value comes from."""
        if node is not None:
            self.origins.append(Origin(name, node.span, patterns))


def _mappings(node: Node | None) -> list[Mapping]:
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


class _Setting(NamedTuple):
    key: Scalar
    value: Scalar


def _scalars(node: Node | None) -> Iterator[_Setting]:
    """Yield the pairs of a mapping that are a name and a plain value."""
    for pair in node.pairs if isinstance(node, Mapping) else ():
        if isinstance(pair.key, Scalar) and isinstance(pair.value, Scalar):
            yield _Setting(pair.key, pair.value)


def _texts(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(item.raw for item in items if isinstance(item, Scalar))


def _raw(node: Node | None) -> str | None:
    return node.raw if isinstance(node, Scalar) else None


def _flag(node: Scalar) -> bool:
    return validation.plain(node) is True
