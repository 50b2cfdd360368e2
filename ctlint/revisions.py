"""Files as they are in a commit: git is asked for names and contents, and nothing in the work tree is touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from ctlint import terraform_files
from ctlint.candidates import MAX_BYTES, TERRAFORM_SUFFIXES, Candidate, Failure, Search, is_relevant
from ctlint.discovery import SKIPPED_FOLDERS, has_fitting_name, is_excluded, root_of_work_tree
from ctlint.errors import UsageError

# What a repository configures must not start a program, and nothing is fetched or written: a partial clone would fetch
# what it lacks by a command of its own configuration.
SAFETY = (
    "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never",
)  # fmt: skip
SAFE_VARIABLES = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
TIMEOUT = 60
"""Seconds that one question to git may take."""
MAX_AT_ONCE = 64 * 1024 * 1024
"""Bytes of files that are asked for together, not counting the last one."""
REGULAR_FILES = (b"100644", b"100755")


class Blob(NamedTuple):
    """A file in a commit: its path from the top of the repository, the id of its content, and how large that is."""

    path: str
    id: bytes
    size: int


class Snapshot(NamedTuple):
    """The files of a commit; `moved` are those that are gone from the work tree, and may have been renamed."""

    search: Search
    moved: list[Candidate]


class Place(NamedTuple):
    """A path that was asked for: as it was given, and from the top of the repository."""

    given: str
    inner: str

    def name(self, path: str) -> str | None:
        """Return how a file of the repository is called as seen from here, None for one that lies elsewhere."""
        if path == self.inner:
            return self.given
        if self.inner != "." and not path.startswith(f"{self.inner}/"):
            return None
        rest = path if self.inner == "." else path[len(self.inner) + 1 :]
        return rest if self.given == "." else os.path.join(self.given, rest)


def read(revision: str, paths: Sequence[str], exclude: Sequence[str]) -> Snapshot:
    """Return what paths hold in a commit, named as in the work tree; raises UsageError where git cannot tell."""
    root = root_of(paths)
    places = [Place(path, os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")) for path in paths]
    here = "" if any(os.path.isabs(path) for path in paths) else os.path.realpath(os.getcwd())
    snapshot = Snapshot(Search(), [])
    modules: dict[str, dict[str, bytes]] = {}
    for blob, data in _contents(root, _files(root, _commit(root, revision))):
        full = os.path.join(root, blob.path)
        place = next((each for each in places if each.name(blob.path) is not None), None)
        name = place.name(blob.path) if place else None
        path = name or (os.path.relpath(full, here) if here else full)
        if place and (place.inner == blob.path or not is_excluded(os.path.normpath(path), exclude)):
            _add(snapshot.search, path, data, place.inner == blob.path)
        elif place is None and data and not os.path.lexists(full) and is_relevant(data):
            snapshot.moved.append(Candidate(path, data, False))
        if data is not None and path.endswith(TERRAFORM_SUFFIXES):
            modules.setdefault(os.path.dirname(os.path.normpath(path)), {})[os.path.normpath(path)] = data

    def files_of(directory: str, known: Container[str]) -> Iterator[tuple[str, bytes]]:
        yield from ((path, data) for path, data in sorted(modules.get(directory, {}).items()) if path not in known)

    if snapshot.search.configuration:
        terraform_files.add_modules(snapshot.search, files_of)
    return snapshot


def _add(search: Search, name: str, data: bytes | None, named: bool) -> None:
    if data is None:
        search.failures.append(Failure(name, f"is larger than {MAX_BYTES >> 20} MB", named))
    else:
        search.add(name, data, named)


def root_of(paths: Sequence[str]) -> str:
    """Return the top folder of the one work tree that all paths lie in; raises UsageError."""
    roots = {path: root_of_work_tree(os.path.realpath(path)) for path in paths}
    for path, root in roots.items():
        if root is None:
            raise UsageError(f"{path} does not lie in a git repository, which --since needs")
    found = {root for root in roots.values() if root is not None}
    if len(found) > 1:
        raise UsageError(f"the paths lie in several git repositories: {', '.join(sorted(found))}")
    return found.pop()


def _commit(root: str, revision: str) -> str:
    """Return the id of the commit that a revision names."""
    done = _git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode == 0 and not commit.strip("0123456789abcdef"):  # `^HEAD` gives an id with a mark
        return commit
    if b"dubious ownership" in done.stderr:
        raise UsageError(f"git does not trust the repository {root}: it belongs to somebody else (safe.directory)")
    reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    hint = f" ({reason})" if reason else "; a shallow clone may lack it"
    raise UsageError(f"git knows no commit `{revision}`{hint}")


def _files(root: str, commit: str) -> list[Blob]:
    """Return the files of a commit that are worth a look."""
    done = _git(root, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit])
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(f"git cannot list the files of {commit}: {reason}")
    found: list[Blob] = []
    for line in done.stdout.split(b"\0"):
        about, _, raw = line.partition(b"\t")
        fields = about.split()
        path = os.fsdecode(raw)
        is_file = len(fields) == 4 and fields[0] in REGULAR_FILES
        if is_file and has_fitting_name(path) and not SKIPPED_FOLDERS.intersection(path.split("/")[:-1]):
            found.append(Blob(path, fields[2], int(fields[3]) if fields[3].isdigit() else 0))
    return found


def _contents(root: str, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
    """Yield files with what they hold, None for one that is too large to look at."""
    wanted: list[Blob] = []
    size = 0
    for blob in blobs:
        if blob.size > MAX_BYTES:
            yield blob, None
            continue
        wanted.append(blob)
        size += blob.size
        if size > MAX_AT_ONCE:
            yield from _batch(root, wanted)
            wanted, size = [], 0
    yield from _batch(root, wanted)


def _batch(root: str, blobs: Sequence[Blob]) -> Iterator[tuple[Blob, bytes]]:
    """Yield files with what they hold, out of lines `ID TYPE SIZE`, each with the content behind it."""
    done = _git(root, ["cat-file", "--batch"], b"".join(blob.id + b"\n" for blob in blobs))
    position = 0
    for blob in blobs:
        end = done.stdout.find(b"\n", position)
        about = done.stdout[position:end].split()
        if done.returncode != 0 or end < 0 or len(about) != 3:
            raise UsageError(f"git cannot read {blob.path} in that commit; a partial clone may lack it")
        position = end + 1 + int(about[2])
        yield blob, done.stdout[end + 1 : position]
        position += 1


def _git(root: str, arguments: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # Variables such as GIT_DIR would lead to another repository; those of its configuration are the user's own.
    kept = {name: value for name, value in os.environ.items() if _is_kept(name)}
    # What is no repository after all must not let git look for one further up.
    kept["GIT_CEILING_DIRECTORIES"] = os.path.dirname(root)
    command = ["git", *SAFETY, *arguments]
    try:
        return subprocess.run(
            command,
            cwd=root,
            env={**kept, **SAFE_VARIABLES},
            input=given,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"git did not answer within {TIMEOUT} seconds") from None
    except OSError as error:
        raise UsageError(f"git cannot be started: {(error.strerror or str(error)).lower()}") from None


def _is_kept(name: str) -> bool:
    return not name.startswith("GIT_") or name.startswith(("GIT_CONFIG", "GIT_EXEC_PATH"))
