"""A line on a terminal that tells how far a long run is, and is gone when the run ends."""

from __future__ import annotations

import os
from _thread import allocate_lock, start_new_thread
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from typing import TextIO

PATIENCE = 1.0
"""Seconds that a run may take without a word."""
INTERVAL = 0.1


class Progress:
    """How far a run is. `with progress:` shows it on `stream` as soon as the run is older than PATIENCE.

    Another thread looks at it and sleeps meanwhile, so that a run does not become slower; `_thread` is
    built in, while importing `threading` takes as long as a short run.
    """

    __slots__ = ("begin", "done", "ended", "stop", "stream", "total")

    def __init__(self, stream: TextIO | None, is_wanted: bool) -> None:
        is_shown = is_wanted and stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self.stream = stream if is_shown else None
        self.begin = monotonic()
        self.total = self.done = 0
        self.stop: LockType | None = None
        self.ended: LockType | None = None

    def step(self, path: str) -> None:
        """Count a file that is read now."""
        self.done += 1

    def __enter__(self) -> None:
        if self.stream is None:
            return
        self.stop, self.ended = _held_lock(), _held_lock()
        start_new_thread(self._show, (self.stream, self.stop, self.ended))

    def __exit__(self, *raised: object) -> None:
        if self.stop is None or self.ended is None:
            return
        self.stop.release()
        self.ended.acquire()
        self.stop = self.ended = None

    def _show(self, stream: TextIO, stop: LockType, ended: LockType) -> None:
        """Write the line again and again until `stop` is released; then erase it, and release `ended`."""
        shown = 0
        pause = max(self.begin + PATIENCE - monotonic(), 0)
        try:
            while not stop.acquire(timeout=pause):
                line = self._line()
                shown = _write(stream, line, shown)
                pause = INTERVAL
            if shown:
                _write(stream, "", shown)
        except (OSError, ValueError):  # nobody can read it any more
            pass
        finally:
            ended.release()

    def _line(self) -> str:
        seconds = int(monotonic() - self.begin)
        return f"ctlint: {self._phase()}, {seconds} s"

    def _phase(self) -> str:
        if not self.total:
            return "looking for files"
        if self.done < self.total:
            return f"reading {self.done} of {self.total} files"
        return f"checking {self.total} {'file' if self.total == 1 else 'files'}"


def _held_lock() -> LockType:
    lock = allocate_lock()
    lock.acquire()
    return lock


def _write(stream: TextIO, line: str, before: int) -> int:
    """Write a line over one of `before` characters, and return its length."""
    stream.write(f"\r{' ' * before}\r{line}")
    stream.flush()
    return len(line)
