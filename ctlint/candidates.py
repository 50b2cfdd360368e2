"""The files of a run: what may hold trails, what cannot, and what cannot be read."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing costs more than a whole run over files without CloudTrail content
    from typing import BinaryIO

TERRAFORM_SUFFIXES = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json")
TOKENS = (
    b"cloudtrail", b"eventselector", b"fieldselector", b"insightselector", b"readwritetype", b"managementevent",
    b"dataresources", b"event_selector", b"insight_selector", b"contextkeyselector",
    b"aggregationconfiguration", b"maxeventsize",
)  # fmt: skip
"""Whatever ctlint reads contains one of these, in any case."""
MAX_BYTES = 16 * 1024 * 1024
"""Larger files are left out: no template or selector file comes near (CloudFormation's limit is 1 MB)."""
MAX_PLAN_BYTES = 256 * 1024 * 1024
"""The same for Terraform plans and states, which describe whatever else a configuration holds, too."""
PLAN_MARK = b'"format_version"'
NONBLOCKING = getattr(os, "O_NONBLOCK", 0)
"""Not on Windows, where no file makes a reader wait."""
PATIENCE = 1.0
"""Seconds until what is no file on a disk has data, or a named pipe a writer."""


class Candidate:
    """A file that may hold trails: its bytes, and whether the user named that very file.

    `is_context` tells that it is read only because another file refers to it.
    """

    __slots__ = ("data", "is_context", "named", "path")

    def __init__(self, path: str, data: bytes, named: bool, is_context: bool = False) -> None:
        self.path = path
        self.data = data
        self.named = named
        self.is_context = is_context


class Failure:
    """A file or folder that cannot be read, and why; `named` where the user asked for it."""

    __slots__ = ("named", "path", "reason")

    def __init__(self, path: str, reason: str, named: bool) -> None:
        self.path = path
        self.reason = reason
        self.named = named


class Search:
    """What a look at files and folders brought: what may hold trails, what cannot, and what cannot be read."""

    __slots__ = ("candidates", "configuration", "dismissed", "failures")

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self.configuration: dict[str, Candidate] = {}
        self.dismissed: list[tuple[str, bool]] = []
        self.failures: list[Failure] = []

    def add(self, path: str, data: bytes, named: bool) -> None:
        """Take a file in, dismiss it on its bytes, or refuse it for its size."""
        limit = MAX_PLAN_BYTES if len(data) > MAX_BYTES and may_be_plan(data) else MAX_BYTES
        if len(data) > limit:
            self.failures.append(Failure(path, f"is larger than {limit >> 20} MB", named))
        elif path.endswith(TERRAFORM_SUFFIXES):
            self.configuration[os.path.normpath(path)] = Candidate(path, data, named)
        elif is_relevant(data):
            self.candidates.append(Candidate(path, data, named))
        else:
            self.dismissed.append((path, named))


def read(path: str) -> bytes:
    """Return the bytes of a file, at most one more than are looked at; raises OSError."""
    with open(path, "rb", opener=_open_at_once) as file:
        about = os.fstat(file.fileno())
        is_pipe = stat.S_ISFIFO(about.st_mode)
        # Files of /proc have no size, and one of them (kmsg) makes a reader wait.
        if NONBLOCKING and not (stat.S_ISREG(about.st_mode) and about.st_size):
            _await_data(file.fileno(), is_pipe)
        data = read_some(file)
    if is_pipe and not data:
        raise OSError(0, "a pipe that nothing was written to")
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting: otherwise a named pipe makes us wait for a writer that may never come."""
    return os.open(path, flags | NONBLOCKING)


def _await_data(descriptor: int, is_pipe: bool) -> None:
    """Wait a while for data; then go on with a pipe, whose writer may take its time, and give up on anything else."""
    from select import select

    ready = select([descriptor], [], [], PATIENCE)[0]
    if is_pipe:
        os.set_blocking(descriptor, True)
    elif not ready:
        raise OSError(0, "nothing can be read from it")


def read_some(file: BinaryIO) -> bytes:
    """Return the bytes of an open file, at most one more than are looked at; raises OSError."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES and may_be_plan(data):
        data += file.read(MAX_PLAN_BYTES - MAX_BYTES)
    return data


def may_be_plan(data: bytes) -> bool:
    """Tell whether a large file may be a Terraform plan or state in JSON, by what its beginning holds."""
    return PLAN_MARK in _without_nul_bytes(data[:MAX_BYTES])


def reason(error: OSError) -> str:
    """Return why a file cannot be read, in a few words."""
    return (error.strerror or type(error).__name__).lower()


def is_relevant(data: bytes) -> bool:
    """Tell whether a file may concern CloudTrail, by its bytes alone."""
    low = _without_nul_bytes(data).lower()
    return any(token in low for token in TOKENS)


def _without_nul_bytes(data: bytes) -> bytes:
    """Return a text in UTF-16, as PowerShell's `>` writes it, as if it were ASCII."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:256]:
        return data.replace(b"\0", b"")
    return data
