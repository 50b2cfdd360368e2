"""Which files to read: a walk that honours git's ignores, and a look at bytes before anything is parsed."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:  # collections.abc and typing cost more than a whole run over files without CloudTrail content
    from collections.abc import Iterator, Sequence

SUFFIXES = frozenset(
    (".json", ".yaml", ".yml", ".template", ".sh", ".bash", ".zsh", ".ksh", ".md", ".markdown", ".mdx", ".rst", ".txt")
)
SKIPPED_FOLDERS = frozenset((".git", ".hg", ".svn", ".terraform", "node_modules", ".venv", "venv", "__pycache__"))
TOKENS = (
    b"cloudtrail", b"eventselector", b"fieldselector", b"insightselector", b"readwritetype", b"managementevent",
    b"dataresources",
)  # fmt: skip
"""Whatever ctlint reads contains one of these, in any case."""
HOOK_VARIABLES = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))
"""What git sets for its hooks, and what would send it to another repository than the one a folder lies in."""
MAX_BYTES = 16 * 1024 * 1024
"""Larger files are left out: no template or selector file comes near (CloudFormation's limit is 1 MB)."""


class Candidate:
    """A file that may hold trails: its bytes, and whether the user named that very file."""

    __slots__ = ("data", "named", "path")

    def __init__(self, path: str, data: bytes, named: bool) -> None:
        self.path = path
        self.data = data
        self.named = named


class Failure:
    """A file or folder that cannot be read, and why; `named` where the user asked for it."""

    __slots__ = ("named", "path", "reason")

    def __init__(self, path: str, reason: str, named: bool) -> None:
        self.path = path
        self.reason = reason
        self.named = named


class Search:
    """What a look at files and folders brought: what may hold trails, what cannot, and what cannot be read."""

    __slots__ = ("candidates", "dismissed", "failures")

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self.dismissed: list[tuple[str, bool]] = []
        self.failures: list[Failure] = []

    def add(self, path: str, data: bytes, named: bool) -> None:
        """Take a file in, dismiss it on its bytes, or refuse it for its size."""
        if len(data) > MAX_BYTES:
            self.failures.append(Failure(path, f"is larger than {MAX_BYTES >> 20} MB", named))
        elif is_relevant(data):
            self.candidates.append(Candidate(path, data, named))
        else:
            self.dismissed.append((path, named))


def search(paths: Sequence[str], exclude: Sequence[str] = ()) -> Search:
    """Return what files and folders hold, each file once; folders are walked."""
    found = Search()
    for path, named in find(paths, exclude, found.failures):
        try:
            data = read(path)
        except OSError as error:
            found.failures.append(Failure(path, reason(error), named))
            continue
        found.add(path, data, named)
    return found


def find(paths: Sequence[str], exclude: Sequence[str], failures: list[Failure]) -> Iterator[tuple[str, bool]]:
    """Yield the files to look at and whether each was named itself; what cannot be opened is added to `failures`."""
    named = {os.path.normpath(path) for path in paths}
    seen: set[str] = set()
    for path in paths:
        normal = os.path.normpath(path)
        if os.path.isdir(path):
            for found in sorted(walk(path, failures)):
                normal = os.path.normpath(found)
                if normal not in seen and normal not in named and not is_excluded(normal, exclude):
                    seen.add(normal)
                    yield found, False
        elif not os.path.lexists(path):
            failures.append(Failure(path, "no such file or folder", True))
        elif normal not in seen:
            seen.add(normal)
            yield path, True


def walk(folder: str, failures: list[Failure]) -> Iterator[str]:
    """Yield the files of a folder that have a fitting name; in a git work tree those that git ignores are left out.

    A folder of which git knows nothing is walked whole: who names `cdk.out` means it.
    """
    listed = _git_files(folder)
    if not listed:
        yield from _scan(folder, failures)
        return
    for name in listed:
        path = _join(folder, name)
        if SKIPPED_FOLDERS.intersection(name.split("/")[:-1]):
            continue
        if _has_fitting_name(name) and os.path.isfile(path):
            yield path
        elif os.path.lexists(os.path.join(path, ".git")) and not os.path.islink(path):
            yield from walk(path.rstrip("/"), failures)  # a submodule


def _scan(folder: str, failures: list[Failure]) -> Iterator[str]:
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = list(os.scandir(current))
        except OSError as error:
            failures.append(Failure(current, reason(error), current == folder))
            continue
        for entry in entries:
            # Symbolic links to folders are not followed: they may lead in a circle or out of the tree.
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED_FOLDERS:
                    pending.append(_join(current, entry.name))
            elif _has_fitting_name(entry.name) and os.path.isfile(entry.path):
                yield _join(current, entry.name)


def read(path: str) -> bytes:
    """Return the bytes of a file, at most one more than `MAX_BYTES`; raises OSError."""
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)


def reason(error: OSError) -> str:
    """Return why a file cannot be read, in a few words."""
    return (error.strerror or type(error).__name__).lower()


def is_relevant(data: bytes) -> bool:
    """Tell whether a file may concern CloudTrail, by its bytes alone."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        data = data.replace(b"\0", b"")
    low = data.lower()
    return any(token in low for token in TOKENS)


def is_excluded(path: str, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern (`*`, `?`, `[…]`; from any folder on) names a path or a folder that it lies in."""
    if not patterns:
        return False
    from fnmatch import fnmatchcase

    parts = path.replace(os.sep, "/").split("/")
    tails = ["/".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)]
    wanted = [pattern.removeprefix("./").rstrip("/") for pattern in patterns]
    return any(fnmatchcase(tail, pattern) for tail in tails for pattern in wanted)


def _git_files(folder: str) -> list[str] | None:
    """Return the files that git tracks or would track below a folder; None outside a work tree."""
    if root_of_work_tree(folder) is None:
        return None
    import subprocess  # costs 9 ms, and only folders in a work tree need it

    # The repository's own configuration must not be able to start a program (core.fsmonitor).
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "-co", "--exclude-standard"]
    environment = {name: value for name, value in os.environ.items() if name not in HOOK_VARIABLES}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


def root_of_work_tree(folder: str) -> str | None:
    """Return the top folder of the git work tree that a folder lies in, or None."""
    current = os.path.abspath(folder)
    while True:
        if os.path.lexists(os.path.join(current, ".git")):
            return current
        parent = os.path.dirname(current)
        if parent == current:
            return None
        current = parent


def _join(folder: str, name: str) -> str:
    return name if folder == "." else os.path.join(folder, name)


def _has_fitting_name(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES
