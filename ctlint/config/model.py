"""A configuration as it was read, the ones that it extends included."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ctlint.discovery import is_excluded
from ctlint.errors import UsageError
from ctlint.finding import Severity
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.suppressions.model import Suppression
from ctlint.validation import KIND, one_line

if TYPE_CHECKING:  # most configurations name no policies
    from ctlint.policies.model import Policy


MAX_TOLD = 20
"""Faults that are told; who mends those sees the next ones."""


class ConfigurationError(UsageError):
    """A configuration that cannot be read; `problems` are all that is wrong with it, in the order of the file."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def failure(problems: Sequence[Problem]) -> ConfigurationError:
    """Return the error that tells of problems, the first one in words."""
    error = ConfigurationError(one_line(problems[0]), tuple(problems))
    error.more = tuple(map(one_line, problems[1:MAX_TOLD]))
    return error


def inside(path: str, span: Span, limit: str | None) -> str:
    """Return the real path of a file that a configuration refers to; raises ConfigurationError for one out of bounds."""
    real = os.path.realpath(path)
    if limit is not None and os.path.commonpath((limit, real)) != limit:
        message = f"`{span.text}` lies outside of `{limit}`; only a configuration that `--config` names may refer to it"
        raise failure([Problem(KIND, span, message)])
    return real


class Patterns(NamedTuple):
    """Files below a folder: globs as `--exclude` takes them; none stand for all."""

    folder: str
    globs: tuple[str, ...]

    def match(self, path: str) -> bool:
        if not self.globs:
            return True
        real = os.path.realpath(path)
        if os.path.commonpath((self.folder, real)) != self.folder:
            return False
        return is_excluded(os.path.relpath(real, self.folder), self.globs)


class Origin(NamedTuple):
    """A key of a configuration, and where its value stands; `patterns` are those of the files that it is for."""

    key: str
    span: Span
    patterns: Patterns | None = None


class Scope(NamedTuple):
    """What may be said of all files, or of some; `is_complete` tells that the files hold all trails of the account."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = {}
    region: str | None = None
    account: str | None = None
    partition: str | None = None
    is_complete: bool | None = None

    def below(self, other: Scope) -> Scope:
        """Return this scope with what another one, that wins, says."""
        return Scope(
            other.select or self.select,
            (*self.ignore, *other.ignore),
            {**self.severities, **other.severities},
            other.region or self.region,
            other.account or self.account,
            other.partition or (None if other.region else self.partition),
            self.is_complete if other.is_complete is None else other.is_complete,
        )


class Section(NamedTuple):
    """What holds for some files."""

    patterns: Patterns
    scope: Scope


class Entry(NamedTuple):
    """A suppression that stands in a configuration, and the files that it is about."""

    patterns: Patterns
    suppression: Suppression


class Configuration(NamedTuple):
    """What a configuration says; `origins` tell people where each part of it comes from."""

    source: Source
    everywhere: Scope
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    policies: tuple[Policy, ...]
    resource_types: frozenset[str]
    prices: Mapping[str, str]
    fail_on: Severity | None
    locked: tuple[str, ...]
    needs_reason: bool
    exclude: tuple[Patterns, ...]
    origins: tuple[Origin, ...]

    def sections_of(self, path: str) -> tuple[int, ...]:
        """Return which of the sections speak of a file."""
        return tuple(number for number, each in enumerate(self.sections) if each.patterns.match(path))

    def scope(self, sections: tuple[int, ...]) -> Scope:
        """Return what holds where some sections speak; later ones win."""
        scope = self.everywhere
        for number in sections:
            scope = scope.below(self.sections[number].scope)
        return scope

    @property
    def declares_account(self) -> bool:
        """Whether some files are said to hold all trails of an account."""
        return bool(self.everywhere.is_complete) or any(each.scope.is_complete for each in self.sections)

    def excludes(self, path: str) -> bool:
        """Tell whether a file that a walk meets is left out."""
        return any(each.match(path) for each in self.exclude)
