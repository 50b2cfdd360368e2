"""Fixes texts as the command line does, for tests."""

from __future__ import annotations

from ctlint.candidates import Candidate
from ctlint.fixes.fixing import Fixer, Outcome, encoded
from ctlint.settings import Settings

Files = dict[str, bytes]


def outcome(files: Files, unsafe: bool = False, settings: Settings | None = None) -> Outcome:
    """Return what fixes make of files, all of them named."""
    candidates = [Candidate(path, data, True) for path, data in files.items()]
    return Fixer(candidates, settings or Settings(), unsafe).run()


def fix(data: bytes, filename: str, unsafe: bool = False) -> bytes:
    """Return what fixes make of a file."""
    found = outcome({filename: data}, unsafe)
    return encoded(found.sources[filename]) if filename in found.sources else data


def fix_text(text: str, filename: str, unsafe: bool = False) -> str:
    """Return what fixes make of a text."""
    return fix(text.encode("utf-8"), filename, unsafe).decode("utf-8")


def reasons(text: str, filename: str, unsafe: bool = False) -> list[tuple[str, str]]:
    """Return for each finding that could not be fixed its rule and why."""
    found = outcome({filename: text.encode("utf-8")}, unsafe)
    return [(each.diagnostic.rule, each.reason) for each in found.dropped]
