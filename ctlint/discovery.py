"""Which files to read: a walk that honours git's ignores, and a look at bytes before anything is parsed."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ctlint.errors import UsageError

SUFFIXES = frozenset(
    (".json", ".yaml", ".yml", ".template", ".sh", ".bash", ".zsh", ".ksh", ".md", ".markdown", ".mdx", ".rst", ".txt")
)
SKIPPED_FOLDERS = frozenset((".git", ".hg", ".svn", ".terraform", "node_modules", ".venv", "venv", "__pycache__"))
TOKENS = (
    b"cloudtrail", b"eventselector", b"fieldselector", b"insightselector", b"readwritetype", b"managementevent",
    b"dataresources",
)  # fmt: skip
"""Whatever ctlint reads contains one of these, in any case."""
MAX_BYTES = 64 * 1024 * 1024
"""Larger files are left out: no template or selector file comes near (CloudFormation's limit is 1 MB)."""


def find(paths: list[str], exclude: tuple[str, ...] = ()) -> Iterator[tuple[str, bool]]:
    """Yield the files to look at and whether each was named itself; folders are walked.

    Raises UsageError for a path that does not exist.
    """
    seen: set[str] = set()
    for path in paths:
        if os.path.isdir(path):
            for found in sorted(walk(path)):
                if found not in seen and not _is_excluded(found, exclude):
                    seen.add(found)
                    yield found, False
        elif os.path.lexists(path):
            if path not in seen:
                seen.add(path)
                yield path, True
        else:
            raise UsageError(f"no such file or folder: {path}")


def walk(folder: str) -> Iterator[str]:
    """Yield the files of a folder that have a fitting name; ignored ones are left out in a git work tree."""
    tracked = _git_files(folder)
    if tracked is not None:
        for name in tracked:
            if _has_fitting_name(name) and not SKIPPED_FOLDERS.intersection(name.split("/")[:-1]):
                path = _join(folder, name)
                if os.path.isfile(path):
                    yield path
        return
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = list(os.scandir(current))
        except OSError:
            continue
        for entry in entries:
            # Symbolic links to folders are not followed: they may lead in a circle or out of the tree.
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED_FOLDERS:
                    pending.append(_join(current, entry.name))
            elif _has_fitting_name(entry.name) and entry.is_file():
                yield _join(current, entry.name)


def is_relevant(data: bytes) -> bool:
    """Tell whether a file may concern CloudTrail, by its bytes alone."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        data = data.replace(b"\0", b"")
    low = data.lower()
    return any(token in low for token in TOKENS)


def _git_files(folder: str) -> list[str] | None:
    """Return the files that git tracks or would track below a folder; None outside a work tree."""
    if not _inside_work_tree(folder):
        return None
    import subprocess  # costs 9 ms, and only folders in a work tree need it

    # The repository's own configuration must not be able to start a program (core.fsmonitor).
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "-co", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


def _inside_work_tree(folder: str) -> bool:
    current = os.path.abspath(folder)
    while True:
        if os.path.lexists(os.path.join(current, ".git")):
            return True
        parent = os.path.dirname(current)
        if parent == current:
            return False
        current = parent


def _join(folder: str, name: str) -> str:
    return name if folder == "." else os.path.join(folder, name)


def _has_fitting_name(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES


def _is_excluded(path: str, patterns: tuple[str, ...]) -> bool:
    if not patterns:
        return False
    from fnmatch import fnmatch

    normal = path.replace(os.sep, "/").removeprefix("./")
    return any(
        fnmatch(normal, pattern)
        or fnmatch(normal, f"*/{pattern}")
        or f"/{normal}/".find(f"/{pattern.strip('/')}/") >= 0
        for pattern in patterns
    )
