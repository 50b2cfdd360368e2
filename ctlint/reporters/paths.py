"""Paths as services that know the repository take them: relative to its top folder, symbolic links resolved."""

from __future__ import annotations

import os

from ctlint.discovery import root_of_work_tree


class RepositoryPaths:
    """Paths relative to the git work tree around `folder`, or to `folder` where that lies in none."""

    def __init__(self, folder: str) -> None:
        self.root = os.path.realpath(root_of_work_tree(folder) or folder)
        self._known: dict[str, tuple[str, bool]] = {}

    def place(self, path: str) -> tuple[str, bool]:
        """Return a path with forward slashes, and whether it is relative; one from outside stays absolute."""
        if path not in self._known:
            real = os.path.realpath(path)
            is_inside = _is_inside(real, self.root)
            shown = os.path.relpath(real, self.root) if is_inside else real
            self._known[path] = (shown.replace(os.sep, "/"), is_inside)
        return self._known[path]


def _is_inside(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath((folder, path)) == folder
    except ValueError:  # another drive of Windows
        return False
