"""What a baseline remembers of a finding."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from ctlint.discovery import root_of_work_tree


class Entry(NamedTuple):
    """A finding as a baseline knows it: by what it is about, not by where that stands; `path` only breaks ties.

    `trail` is an address, an ARN or a name. `selector` is the name of a selector and `selects` what it says in one
    fixed form: the name tells selectors apart where there is one. `line` stands in where there is no model.
    """

    rule: str
    path: str
    trail: str = ""
    selector: str = ""
    selects: str = ""
    field: str = ""
    value: str = ""
    line: str = ""

    def written(self) -> Entry:
        """Return the entry as a file holds it."""
        return self._replace(selects="") if self.selector else self


class Paths:
    """Paths as a baseline holds them: relative to the git work tree around `folder`, or to it where that lies in none.

    A path from outside is relative to its own work tree or to the current folder: nothing tells of the machine.
    """

    def __init__(self, folder: str) -> None:
        self.root = _root(os.path.realpath(folder))
        self._known: dict[str, str] = {}

    def shown(self, path: str) -> str:
        """Return a path with forward slashes; bytes that are no UTF-8 show as escapes."""
        if path not in self._known:
            inside = _relative(os.path.realpath(path), self.root).replace(os.sep, "/")
            self._known[path] = inside.encode("utf-8", "backslashreplace").decode("utf-8")
        return self._known[path]


def _relative(real: str, root: str) -> str:
    for folder in (root, root_of_work_tree(os.path.dirname(real)), os.path.realpath(".")):
        if folder is not None and _is_inside(real, folder):
            return os.path.relpath(real, folder)
    return os.path.basename(real)


def _root(folder: str) -> str:
    return os.path.realpath(root_of_work_tree(folder) or folder)


def _is_inside(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath((folder, path)) == folder
    except ValueError:  # another drive of Windows
        return False


class Baseline(NamedTuple):
    """How often each entry was found, and how its paths are written."""

    entries: Mapping[Entry, int]
    paths: Paths
