"""A suppression as it was read, wherever it was written."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ctlint.finding import Diagnostic
from ctlint.source import Span

Scope = Literal["line", "resource", "file", "configuration"]


class Named(NamedTuple):
    """A rule that a suppression names; `is_locked` tells that the configuration keeps it from having an effect."""

    rule: str
    span: Span
    is_locked: bool = False


class Suppression(NamedTuple):
    """Rules that are not to speak, and where.

    `first` and `last` are the lines that it covers, `is_file` covers all. One in a configuration covers the files that
    match `paths`, below the folder of the configuration, and the `trail` of that name, ARN or address if there is one.
    `is_void` tells that it has no effect, for a reason that is told; `is_expired` that its last day, `until`, is over.
    """

    scope: Scope
    span: Span
    rules: tuple[Named, ...]
    reason: str = ""
    until: str = ""
    first: int = 0
    last: int = 0
    paths: tuple[str, ...] = ()
    trail: str = ""
    is_void: bool = False
    is_expired: bool = False


class Suppressed(NamedTuple):
    """A finding that is not reported, and the suppression that keeps it from that."""

    diagnostic: Diagnostic
    suppression: Suppression


class Demands(NamedTuple):
    """What a configuration asks of suppressions, and the day (ISO 8601) from which on earlier ones have expired.

    `locked` are beginnings of the ids of rules that cannot be suppressed.
    """

    today: str
    needs_reason: bool = False
    locked: tuple[str, ...] = ()
