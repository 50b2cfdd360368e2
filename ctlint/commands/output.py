"""Where the output of a command goes: the terminal, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys

from ctlint.errors import UsageError
from ctlint.reporters.inert import inert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def tell(message: str) -> None:
    """Print one line to standard error, beside the report."""
    if sys.stderr is None:
        return
    prepare(sys.stderr)
    try:
        print(f"ctlint: {inert(message)}", file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def tell_traceback(error: BaseException) -> None:
    """Print where an error of ours happened, for whoever reports it."""
    import traceback

    for line in "".join(traceback.format_exception(error)).splitlines():
        tell(f"  {line}")


def write_out(text: str) -> None:
    """Write a report to standard output; raises UsageError where that is impossible, as on a full disk."""
    write_some(text)


def write_some(text: str) -> bool:
    """Write a part of a report as `write_out` does, and tell whether somebody may read more of it."""
    if sys.stdout is None:
        return False
    prepare(sys.stdout)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
        return False
    except OSError as error:
        silence(sys.stdout)
        raise UsageError(f"cannot write the report: {error.strerror}") from None
    return True


def prepare(stream: TextIO) -> None:
    """Make a stream write what its encoding lacks as an escape instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def silence(stream: TextIO) -> None:
    """Drop what is still to be written: the interpreter flushes once more at its end, and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def check_target(path: str) -> None:
    """Raise UsageError where a report cannot be written to `path`: told before the work, not after it."""
    if os.path.isdir(path):
        raise UsageError(f"cannot write {path}: it is a folder")
    if not os.path.isdir(os.path.dirname(path) or "."):
        raise UsageError(f"cannot write {path}: there is no folder {os.path.dirname(path)}")
    # The superuser may write to any file; its mode still says what is wanted.
    if os.path.isfile(path) and (not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK)):
        raise UsageError(f"cannot write {path}: it is read-only")


def is_same_file(left: str, right: str) -> bool:
    """Tell whether two paths lead to one place, whether or not something is there."""
    if os.path.realpath(left) == os.path.realpath(right):
        return True
    return os.path.exists(left) and os.path.exists(right) and os.path.samefile(left, right)


def write_file(path: str, text: str) -> None:
    """Write a report to a file, which is never seen half written; raises UsageError where that fails."""
    # What is no regular file (/dev/stdout, a pipe) cannot be replaced; a link stays a link.
    in_place = os.path.exists(path) and not os.path.isfile(path)
    target = path if in_place else os.path.realpath(path)
    scratch = path if in_place else f"{target}.{os.getpid()}.tmp"
    try:
        with open(scratch, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
        if not in_place:
            _take_place(scratch, target)
    except BrokenPipeError:
        return
    except BaseException as error:  # an interrupt leaves nothing behind either
        if not in_place and os.path.lexists(scratch):
            os.unlink(scratch)
        if not isinstance(error, OSError):
            raise
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def append_to_file(path: str, text: str) -> None:
    """Add a text to a file that others write to, too; what cannot be added is told, and is no failure of the run."""
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        tell(f"cannot write {path}: {error.strerror}")


def _take_place(scratch: str, target: str) -> None:
    if os.path.exists(target):
        os.chmod(scratch, os.stat(target).st_mode & 0o7777)
    os.replace(scratch, target)


def wants_color(choice: str) -> bool:
    """Tell whether to colour standard output, by `--color`, NO_COLOR (https://no-color.org) and FORCE_COLOR."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"


def is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width(otherwise: int) -> int:
    """Return the columns of the terminal, or `otherwise` where the output goes elsewhere."""
    if not is_terminal():
        return otherwise
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or otherwise
    except OSError:
        return otherwise
