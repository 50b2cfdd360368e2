"""The two versions that are compared: files, the trails in them, and which file of the one is which of the other."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ctlint import inventory
from ctlint.candidates import TERRAFORM_SUFFIXES, Candidate
from ctlint.comparison.written import Written
from ctlint.loaders import DOCUMENT_SUFFIXES
from ctlint.model import Options, Trail
from ctlint.problem import Problem
from ctlint.semantics.matching.trails import tells_of_selectors
from ctlint.source import Source

WORD = re.compile(rb"[\w:/.*-]+")
MIN_SIMILARITY = 0.5
"""The share of common words from which on a file that is gone and one that is new are one: as in git."""
MAX_COMPARED = 100
"""Files that are gone, and such that are new, beyond which only equal content makes a renamed file."""


class Version(NamedTuple):
    """The files of one version; `keys` tells by path what a file is called in both versions.

    `unreadable` are the keys of files that are there and could not be read.
    """

    candidates: list[Candidate]
    keys: Mapping[str, str]
    unreadable: frozenset[str] = frozenset()

    def key(self, path: str) -> str:
        return self.keys.get(path, path)


class Reading(NamedTuple):
    """The trails of one version, and what they are written in; `broken` are the keys of files that cannot be read.

    `problems` are what is wrong with the syntax of files, what could be read all the same among them.
    """

    version: Version
    trails: list[Trail]
    written: Written
    problems: list[Problem]
    broken: frozenset[str]
    overridable: bool


def read(version: Version, options: Options, variables: tuple[Source, ...] = ()) -> Reading:
    """Return the trails whose selectors a version tells of. Documents count where they were named themselves."""
    wanted = [each for each in version.candidates if each.named or not _is_document(each.path)]
    found = inventory.read(wanted, options, variables)
    beside = _beside_named(wanted)
    told = (each for each in found.trails if tells_of_selectors(each))
    trails = [each for each in told if os.path.normpath(each.span.source.path) not in beside]
    unparsable = (each for each in found.problems if each.kind == "unparsable")
    broken = version.unreadable | {version.key(each.span.source.path) for each in unparsable}
    texts = _Texts(wanted)
    overridable = any(each.overridable for each in found.deployments)
    return Reading(version, trails, Written(texts.around, texts.sources), found.problems, broken, overridable)


def _beside_named(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Return the files that were read because one beside them was named, and that nobody asked for."""
    folders = {os.path.dirname(os.path.normpath(each.path)) for each in candidates if each.named}
    context = (os.path.normpath(each.path) for each in candidates if each.is_context)
    return frozenset(path for path in context if os.path.dirname(path) in folders)


def _is_document(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in DOCUMENT_SUFFIXES


class _Texts:
    """The texts that the definitions of names in a file may stand in."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        self._sources: dict[str, Source] = {}
        self._configuration = ""

    def sources(self) -> Mapping[str, Source]:
        """Return the files of the version by their paths."""
        if not self._sources:
            self._sources = {each.path: Source.decode(each.path, each.data) for each in self.candidates}
        return self._sources

    def around(self, source: Source) -> str:
        """Return the text of the file itself, or of the whole Terraform configuration."""
        if not source.path.endswith(TERRAFORM_SUFFIXES):
            return source.text
        if not self._configuration:
            files = sorted(path for path in self.sources() if path.endswith(TERRAFORM_SUFFIXES))
            self._configuration = "\n".join(self.sources()[path].text for path in files)
        return self._configuration


def follow_renames(old: Version, new: Version) -> tuple[Version, Version]:
    """Return the versions with one key for a file that is gone and a new one that is much the same."""
    kept = {old.key(each.path) for each in old.candidates} & {new.key(each.path) for each in new.candidates}
    gone = [each for each in old.candidates if old.key(each.path) not in kept]
    added = [each for each in new.candidates if new.key(each.path) not in kept]
    pairs = _equal(gone, added)
    taken = {id(each) for pair in pairs for each in pair}
    gone, added = ([each for each in side if id(each) not in taken] for side in (gone, added))
    if len(gone) <= MAX_COMPARED and len(added) <= MAX_COMPARED:
        pairs += _similar(gone, added)
    keys = {before.path: new.key(after.path) for before, after in pairs}
    return old._replace(keys={**old.keys, **keys}), new


def _equal(gone: Iterable[Candidate], added: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Return the pairs of files of the same content, where there is no choice."""
    found: list[tuple[Candidate, Candidate]] = []
    by_content: dict[bytes, list[Candidate]] = {}
    for each in gone:
        by_content.setdefault(each.data, []).append(each)
    for data, sources in by_content.items():
        targets = [each for each in added if each.data == data]
        if len(sources) == len(targets):
            found += zip(sources, targets, strict=True)
    return found


def _similar(gone: Sequence[Candidate], added: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    words = {id(each): Counter(WORD.findall(each.data)) for each in (*gone, *added)}
    graded = [
        (_similarity(words[id(before)], words[id(after)]), -at, -place)
        for at, before in enumerate(gone)
        for place, after in enumerate(added)
    ]
    found: dict[int, int] = {}
    for grade, at, place in sorted(graded, reverse=True):
        if grade >= MIN_SIMILARITY and -at not in found and -place not in found.values():
            found[-at] = -place
    return [(gone[at], added[place]) for at, place in found.items()]


def _similarity(left: Counter[bytes], right: Counter[bytes]) -> float:
    """Return which share of the words of two texts both have."""
    return (left & right).total() / max(left.total(), right.total(), 1)
