"""Which files to read: a walk that honours git's ignores, and a look at bytes before anything is parsed."""

from __future__ import annotations

import os

from ctlint.candidates import Failure, Search, read, reason

TYPE_CHECKING = False
if TYPE_CHECKING:  # collections.abc and typing cost more than a whole run over files without CloudTrail content
    from collections.abc import Iterator, Sequence

SUFFIXES = frozenset(
    (".json", ".yaml", ".yml", ".template", ".sh", ".bash", ".zsh", ".ksh", ".md", ".markdown", ".mdx", ".rst", ".txt",
     ".tf", ".tofu", ".tfvars")
)  # fmt: skip
NAMES = frozenset(("terragrunt.hcl",))
SKIPPED_FOLDERS = frozenset(
    (".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", "node_modules", ".venv", "venv", "__pycache__")
)
HOOK_VARIABLES = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))
"""What git sets for its hooks, and what would send it to another repository than the one a folder lies in."""


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
    add_modules(found)
    return found


def add_modules(found: Search) -> None:
    """Decide which of the Terraform files that were met concern CloudTrail, and read what they refer to."""
    if found.configuration:
        from ctlint import terraform_files

        terraform_files.add_modules(found)


def find(paths: Sequence[str], exclude: Sequence[str], failures: list[Failure]) -> Iterator[tuple[str, bool]]:
    """Yield the files to look at and whether each was named itself; what cannot be opened is added to `failures`."""
    real = [os.path.realpath(path) for path in paths]
    named = set(real)
    seen: set[str] = set()
    for path, place in zip(paths, real, strict=True):
        if os.path.isdir(path):
            for found in sorted(walk(path, failures)):
                # A walk meets links to files only, and what it meets through one is a file of its own.
                inner = os.path.join(place, found if path == "." else found[len(path) :].lstrip(f"/{os.sep}"))
                if inner not in seen and inner not in named and not is_excluded(os.path.normpath(found), exclude):
                    seen.add(inner)
                    yield found, False
        elif not os.path.lexists(path):
            failures.append(Failure(path, "no such file or folder", True))
        elif place not in seen:
            seen.add(place)
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
        if has_fitting_name(name) and os.path.isfile(path):
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
            elif has_fitting_name(entry.name) and os.path.isfile(entry.path):
                yield _join(current, entry.name)


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


def has_fitting_name(name: str) -> bool:
    """Tell by its name whether a file that is met in a folder is worth a look."""
    return os.path.splitext(name)[1].lower() in SUFFIXES or os.path.basename(name) in NAMES
