"""Which Terraform files belong together: the modules that hold trails, those that call them, and those they call."""

from __future__ import annotations

import os
import re

from ctlint.candidates import MAX_BYTES, TERRAFORM_SUFFIXES, Candidate, Search, is_relevant, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    FilesOf = Callable[[str, Container[str]], Iterable[tuple[str, bytes]]]

# A module call of a local directory, in native or JSON syntax.
LOCAL_SOURCE = re.compile(rb'\bsource"?\s*[=:]\s*"(\.{1,2}/[^"\r\n]*)"')
MAX_DIRECTORIES = 2_000
"""Directories that one run follows module calls into."""


def files_on_disk(directory: str, known: Container[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the Terraform files of a directory, those not among them that are `known`."""
    try:
        names = sorted(os.listdir(directory or "."))
    except OSError:
        return
    for name in names:
        path = os.path.normpath(os.path.join(directory, name))
        if name.endswith(TERRAFORM_SUFFIXES) and path not in known and os.path.isfile(path):
            try:
                yield path, read(path)
            except OSError:
                continue


def add_modules(search: Search, files_of: FilesOf = files_on_disk) -> None:
    """Move the files of the modules that concern CloudTrail to the candidates; dismiss the others.

    A module is read as a whole, and with it what its local calls lead to; files that nobody asked for become
    context. `files_of` gives the files of a directory.
    """
    modules = _Modules(search, files_of)
    interesting = modules.interesting()
    for directory, files in sorted(modules.files.items()):
        for _, candidate in sorted(files.items()):
            if directory in interesting:
                search.candidates.append(candidate)
            elif not candidate.is_context:
                search.dismissed.append((candidate.path, candidate.named))


class _Modules:
    """The directories of a search, those included that a named file leads to."""

    def __init__(self, search: Search, files_of: FilesOf) -> None:
        self.files_of = files_of
        self.files: dict[str, dict[str, Candidate]] = {}
        self.calls: dict[str, set[str]] = {}
        self.relevant: set[str] = set()
        for path, candidate in search.configuration.items():
            self.files.setdefault(os.path.dirname(path), {})[path] = candidate
        pending = set(self.files)
        while pending and len(self.calls) < MAX_DIRECTORIES + len(self.files):
            directory = pending.pop()
            here = self.files.setdefault(directory, {})
            if not here or any(candidate.named for candidate in here.values()):
                self._complete(directory, here)
            self._look_at(directory, here)
            pending |= {target for target in self.calls[directory] if target not in self.calls}

    def _complete(self, directory: str, here: dict[str, Candidate]) -> None:
        """Read the files of a directory that the user did not name."""
        for path, data in self.files_of(directory, here):
            if len(data) <= MAX_BYTES:
                here[path] = Candidate(path, data, False, is_context=True)

    def _look_at(self, directory: str, here: dict[str, Candidate]) -> None:
        """Note whether a module concerns CloudTrail, and which local modules it calls."""
        self.calls[directory] = set()
        for candidate in here.values():
            if is_relevant(candidate.data):
                self.relevant.add(directory)
            for match in LOCAL_SOURCE.finditer(candidate.data):
                target = os.path.normpath(os.path.join(directory, os.fsdecode(match[1])))
                self.calls[directory].add("" if target == "." else target)

    def interesting(self) -> set[str]:
        """Return the modules that concern CloudTrail, and those that lead to one through calls."""
        found = set(self.relevant)
        grown = True
        while grown:
            callers = {directory for directory, targets in self.calls.items() if targets & found}
            grown = not callers <= found
            found |= callers
        return found
