"""`ctlint diff`: what a change stops recording and what it newly records."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ctlint import discovery
from ctlint.candidates import Search, read, read_some, reason
from ctlint.commands.check import plan_outputs
from ctlint.commands.output import is_same_file, tell, terminal_width, wants_color, write_file, write_out
from ctlint.commands.settings import assumptions, variable_definitions
from ctlint.comparison import differences, versions
from ctlint.comparison.differences import Difference
from ctlint.comparison.versions import Reading, Version
from ctlint.errors import UsageError
from ctlint.reporters import Style
from ctlint.source import Source

FORMATS = ("text", "json", "sarif", "markdown")
FAILURES = ("loss", "gain", "any", "none")
STDIN = "-"
TEXT_WIDTH = 110
EXIT_CLEAN, EXIT_CHANGED, EXIT_USAGE = 0, 1, 2


class DiffArguments:
    """What was asked for; the values here are the defaults."""

    paths: Sequence[str] = ()
    since: str | None = None
    format: list[str] = []
    output: str | None = None
    fail_on_change: str = "none"
    exclude: list[str] = []
    color: str = "auto"
    stdin_filename: str = "<stdin>"
    assume_region: str | None = None
    assume_account: str | None = None
    assume_partition: str | None = None
    var_file: list[str] = []


class Versions:
    """The two versions; `alone` tells that their only trails are one, whatever they are called."""

    def __init__(self, old: Version, new: Version, alone: bool) -> None:
        self.old = old
        self.new = new
        self.alone = alone
        self.is_whole = True


def run(arguments: DiffArguments) -> int:
    """Compare, write the reports, and return the exit code; raises UsageError."""
    outputs = plan_outputs(arguments.format, arguments.output, FORMATS)
    given = [each for each in (*arguments.paths, *arguments.var_file) if each != STDIN]
    for place in (place for _, place in outputs if place is not None and os.path.isfile(place)):
        if any(is_same_file(place, each) for each in given):
            raise UsageError(f"cannot write {place}: it is one of the files to compare")
    found = _versions_since(arguments) if arguments.since is not None else _two_versions(arguments)
    compared, is_whole = _compare(arguments, found)
    _report(arguments, compared, outputs)
    if not is_whole:
        return EXIT_USAGE
    return EXIT_CHANGED if _fails(arguments.fail_on_change, compared) else EXIT_CLEAN


def _fails(wanted: str, compared: Sequence[Difference]) -> bool:
    lost, gained = (any(each.lost for each in compared), any(each.gained for each in compared))
    return {"loss": lost, "gain": gained, "any": lost or gained, "none": False}[wanted]


def _two_versions(arguments: DiffArguments) -> Versions:
    if len(arguments.paths) != 2:
        raise UsageError("what is to be compared? `ctlint diff OLD NEW`, or `ctlint diff --since REVISION [PATH ...]`")
    old, new = arguments.paths
    if old == new == STDIN:
        raise UsageError("standard input cannot hold both versions")
    if old != STDIN and new != STDIN and os.path.isdir(old) and os.path.isdir(new):
        return Versions(*versions.follow_renames(_version(arguments, old), _version(arguments, new)), alone=False)
    return Versions(_version(arguments, old, new), _version(arguments, new, old), alone=True)


def _version(arguments: DiffArguments, path: str, other: str = "") -> Version:
    """Return what a file or a folder holds; `other` is a file beside it that is no part of it."""
    if path == STDIN:
        found = Search()
        if sys.stdin is None:
            raise UsageError("there is no standard input to read")
        found.add(arguments.stdin_filename, read_some(sys.stdin.buffer), named=True)
        discovery.add_modules(found)
    else:
        found = discovery.search([path], _words(arguments.exclude))
    candidates = [
        each for each in found.candidates if not (other and each.is_context and is_same_file(each.path, other))
    ]
    folder = path if path != STDIN and os.path.isdir(path) else None
    keys = {each.path: os.path.relpath(each.path, folder) if folder else "" for each in candidates}
    unreadable = _tell_failures(found)
    return Version(candidates, keys, frozenset(os.path.relpath(each, folder) if folder else "" for each in unreadable))


def _versions_since(arguments: DiffArguments) -> Versions:
    from ctlint import revisions  # costs what starting processes costs

    paths = list(arguments.paths) or ["."]
    if STDIN in paths:
        raise UsageError("--since compares with files on disk, not with standard input")
    root = revisions.root_of(paths)
    snapshot = revisions.read(arguments.since or "", paths, _words(arguments.exclude))
    before = snapshot.search
    found = discovery.search([path for path in paths if os.path.lexists(path)], _words(arguments.exclude))
    # A submodule is a repository of its own, of which the commit tells nothing.
    own = [each for each in found.candidates if discovery.root_of_work_tree(os.path.realpath(each.path)) == root]
    known = {os.path.normpath(path) for path in (*_paths(before), *_paths(found))}
    for path in paths:
        if not os.path.lexists(path) and not any(_lies_in(each, path) for each in known):
            raise UsageError(f"{path}: no such file or folder, neither here nor in the commit")
    moved = {each.path for each in snapshot.moved}
    old = _keyed(Version([*before.candidates, *snapshot.moved], {}, frozenset(_tell_failures(before))))
    new = _keyed(Version(own, {}, frozenset(_tell_failures(found))))
    old, new = versions.follow_renames(old, new)
    taken = {new.key(each.path) for each in new.candidates}
    kept = [each for each in old.candidates if each.path not in moved or old.key(each.path) in taken]
    return Versions(old._replace(candidates=kept), new, alone=False)


def _keyed(version: Version) -> Version:
    keys = {each.path: os.path.normpath(each.path) for each in version.candidates}
    return version._replace(keys=keys, unreadable=frozenset(map(os.path.normpath, version.unreadable)))


def _paths(found: Search) -> list[str]:
    return [*(each.path for each in found.candidates), *(path for path, _ in found.dismissed)]


def _lies_in(path: str, folder: str) -> bool:
    return path == os.path.normpath(folder) or path.startswith(os.path.normpath(folder) + os.sep)


def _words(given: list[str]) -> list[str]:
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _tell_failures(found: Search) -> list[str]:
    """Tell of files that could not be read and return their paths; raises UsageError for one that was named."""
    for failure in found.failures:
        if failure.named:
            raise UsageError(f"{failure.path}: {failure.reason}")
        tell(f"{failure.path}: {failure.reason}")
    for path, named in found.dismissed:
        if named:
            _tell_dismissed(path)
    return [each.path for each in found.failures]


def _tell_dismissed(path: str) -> None:
    """Answer for a named file that has nothing of CloudTrail in it; raises UsageError where it is no text at all."""
    try:
        fault = Source.decode(path, read(path)).fault if os.path.isfile(path) else None
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from None
    if fault is not None:
        raise UsageError(f"{path}: {fault.message}")
    tell(f"{path}: no trail or selector found")


def _compare(arguments: DiffArguments, found: Versions) -> tuple[list[Difference], bool]:
    """Return what became of each trail, and whether all files could be read."""
    options = assumptions(arguments.assume_region, arguments.assume_account, arguments.assume_partition)
    variables = variable_definitions(arguments.var_file)
    old, new = (versions.read(each, options, variables) for each in (found.old, found.new))
    compared = differences.compare(old, new, found.alone)
    if old.overridable or new.overridable:
        filled = options._replace(fill_defaults=True)
        before, after = (versions.read(each, filled, variables) for each in (found.old, found.new))
        compared = differences.with_defaults(compared, differences.compare(before, after, found.alone))
    for reading in (old, new):
        _tell_problems(reading)
    return compared, not (old.broken or new.broken)


def _tell_problems(reading: Reading) -> None:
    """Tell the first fault in the syntax of each file."""
    first = {each.span.source.path: each for each in reversed(reading.problems)}
    for path, problem in first.items():
        tell(f"{path}:{':'.join(map(str, problem.span.start_position))}: {problem.message}")


def _report(arguments: DiffArguments, compared: Sequence[Difference], outputs: list[tuple[str, str | None]]) -> None:
    from ctlint.reporters import diff

    for name, path in outputs:
        color = arguments.color == "always" if path else wants_color(arguments.color)
        style = Style(color, TEXT_WIDTH if path else terminal_width(TEXT_WIDTH))
        text = diff.render(name, compared, style)
        if path is None:
            write_out(text)
        else:
            write_file(path, text)
