"""Puts fixed files in the place of what was read: whole or not at all, and never over what somebody wrote meanwhile."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress

from ctlint.candidates import reason


class Refused(Exception):
    """A file is left as it is; the message says why."""


def write(path: str, old: bytes, new: bytes) -> None:
    """Replace the file that a path leads to, of which `old` was read, keeping its mode; raises Refused.

    A link stays a link: the file that it leads to is replaced.
    """
    target = os.path.realpath(path)
    try:
        about = os.stat(target)
        _check(target, about)
        _replace(target, about, old, new)
    except OSError as error:
        raise Refused(reason(error)) from None


def _check(target: str, about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise Refused("is no regular file")
    # The superuser may write to any file; its mode still says what is wanted.
    if not about.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Refused("is read-only")


def _replace(target: str, about: os.stat_result, old: bytes, new: bytes) -> None:
    folder, name = os.path.split(target)
    descriptor, scratch = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new)
            file.flush()
            _take_after(file.fileno(), about)
            os.fsync(file.fileno())
        with open(target, "rb") as file:
            if file.read() != old:
                raise Refused("was changed by somebody else meanwhile")
        os.replace(scratch, target)
    except BaseException:  # an interrupt leaves nothing behind either
        with suppress(FileNotFoundError):
            os.unlink(scratch)
        raise
    _settle(folder)


def _take_after(descriptor: int, about: os.stat_result) -> None:
    """Give a new file the owner and the mode of the one that it replaces, as far as the system lets us."""
    if not hasattr(os, "fchown"):  # Windows
        return
    if (os.geteuid(), os.getegid()) != (about.st_uid, about.st_gid):
        with suppress(PermissionError):
            os.fchown(descriptor, about.st_uid, about.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(about.st_mode))


def _settle(folder: str) -> None:
    """Have the new name of a file reach the disk, where a folder can be opened for that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
