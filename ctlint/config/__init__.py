"""Which configuration holds for a file: the nearest one up from it, read once."""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:  # most runs meet no configuration
    from ctlint.config.model import Configuration

NAME = ".ctlint.yaml"
PROJECT = "pyproject.toml"
HEADER = re.compile(rb"""^[ \t]*\[+[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?ctlint\b""", re.MULTILINE)
KEY = re.compile(rb"""^[ \t]*(?:["']?tool["']?[ \t]*[.=].*)?["']?\bctlint["']?[ \t]*[.=]""", re.MULTILINE)
"""What else `tool.ctlint` may look like: only then a TOML parser is worth its time."""
MAX_BYTES = 1024 * 1024


class Lookup:
    """Finds configurations, and remembers what it found for each folder.

    `only` names the one configuration that holds for all files, and `is_off` tells that none does.
    """

    def __init__(self, only: str | None = None, is_off: bool = False) -> None:
        self.only = only
        self.is_off = is_off
        self._folders: dict[str, str | None] = {}
        self._read: dict[str, Configuration] = {}

    def of(self, path: str) -> Configuration | None:
        """Return the configuration for a file or folder, None where there is none; raises ConfigurationError."""
        if self.is_off:
            return None
        found = self.only if self.only is not None else self.place(path)
        if found is None:
            return None
        if found not in self._read:
            from ctlint.config.reading import read

            self._read[found] = read(found, is_trusted=self.only is not None)
        return self._read[found]

    def excludes(self, path: str) -> bool:
        """Tell whether a configuration leaves a file out that a walk meets; raises ConfigurationError."""
        found = self.of(path)
        return found is not None and found.excludes(path)

    def place(self, path: str) -> str | None:
        """Return the path of the nearest configuration, up to the top of the git work tree, or of the disk."""
        real = os.path.realpath(path)
        folder = real if os.path.isdir(real) else os.path.dirname(real)
        passed: list[str] = []
        while folder not in self._folders:
            passed.append(folder)
            found = _within(folder)
            above = os.path.dirname(folder)
            if found or above == folder or os.path.lexists(os.path.join(folder, ".git")):
                self._folders[folder] = found
                break
            folder = above
        for each in passed:
            self._folders[each] = self._folders[folder]
        return self._folders[folder]


def _within(folder: str) -> str | None:
    """Return the path of a folder's own configuration."""
    path = os.path.join(folder, NAME)
    if os.path.isfile(path):
        return path
    project = os.path.join(folder, PROJECT)
    return project if os.path.isfile(project) and _has_table(project) else None


def _has_table(path: str) -> bool:
    """Tell whether a TOML file has a table `tool.ctlint`, or one that is broken seems to."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES)
    except OSError:
        return False
    if HEADER.search(data) or not KEY.search(data):
        return HEADER.search(data) is not None
    import tomllib

    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except (ValueError, RecursionError):
        return False
    return isinstance(tool, dict) and isinstance(tool.get("ctlint"), dict)
