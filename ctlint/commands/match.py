"""`ctlint match`: which trails record the events of a log, and by which selector."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ctlint import inventory
from ctlint.candidates import Search, reason
from ctlint.commands.output import tell, terminal_width, wants_color, write_some
from ctlint.commands.trail_files import STDIN, read_trails, search, standard_input, tell_faults
from ctlint.errors import UsageError
from ctlint.records.fields import FieldReader, Json
from ctlint.records.scanner import Fault, Scanner, Unreadable
from ctlint.records.streams import pieces
from ctlint.reporters import Style
from ctlint.reporters.matches import JsonLines, TextReport, as_json
from ctlint.reporters.tally import Tally
from ctlint.reporters.tally import as_json as tally_as_json
from ctlint.reporters.tally import as_text as tally_as_text
from ctlint.semantics.matching.matcher import Matcher, Outcome
from ctlint.semantics.matching.trails import tells_of_selectors
from ctlint.semantics.matching.verdict import Record

FORMATS = ("text", "json", "jsonl")
TEXT_WIDTH = 110
EXIT_ANSWERED, EXIT_USAGE = 0, 2
LOG_SUFFIXES = (".json", ".jsonl", ".ndjson", ".gz", ".log")
DIGESTS = "CloudTrail-Digest"
"""The folder of a log bucket in which hashes of the log files lie."""


class MatchArguments:
    """What was asked for; the values here are the defaults."""

    paths: Sequence[str] = ()
    format: str = "text"
    summary: bool = False
    exclude: list[str] = []
    color: str = "auto"
    stdin_filename: str = "<stdin>"
    assume_region: str | None = None
    assume_account: str | None = None
    assume_partition: str | None = None
    assume_defaults: bool = False
    var_file: list[str] = []


def run(arguments: MatchArguments) -> int:
    """Tell what becomes of each event and return the exit code; raises UsageError."""
    if not arguments.paths:
        raise UsageError("which events? `ctlint match FILE [PATH ...]`; - is standard input")
    if arguments.summary and arguments.format == "jsonl":
        raise UsageError("`--summary` goes with `--format text` or `--format json`")
    events, *paths = arguments.paths
    if events == STDIN and STDIN in paths:
        raise UsageError("standard input cannot hold both the events and the trails")
    files = _event_files(events)
    found = _search(arguments, paths or ["."], files)
    held = read_trails(arguments, found)
    trails = [trail for trail in held.trails if tells_of_selectors(trail)]
    is_whole = tell_faults(found, held)
    if not trails:
        raise UsageError(f"no trail or selector found in {', '.join(paths or ['the current folder'])}")
    for trail in trails:
        if trail.flag("IsLogging", True) is False or trail.flag("IngestionEnabled", True) is False:
            tell(f"{inventory.label(trail)}: is switched off; told is what it would record")
    answers = _Answers(arguments, Matcher(trails))
    for path in files:
        is_whole = (answers.is_closed or _match(path, answers)) and is_whole
    answers.finish()
    return EXIT_ANSWERED if is_whole or answers.is_closed else EXIT_USAGE


def _event_files(events: str) -> list[str]:
    """Return the files that hold the events: the one that was named, or the log files of a folder, in order."""
    if events == STDIN:
        return [STDIN]
    if not os.path.isdir(events):
        if not os.path.lexists(events):
            raise UsageError(f"{events}: no such file or folder")
        return [events]
    found: list[str] = []
    for folder, folders, names in os.walk(events):
        folders[:] = sorted(name for name in folders if name != DIGESTS)
        found += [os.path.join(folder, name) for name in sorted(names) if name.lower().endswith(LOG_SUFFIXES)]
    if not found:
        raise UsageError(f"{events}: no log file found")
    return found


def _search(arguments: MatchArguments, paths: list[str], files: list[str]) -> Search:
    """Return what files and folders hold, the events not among them."""
    found = search(arguments, paths)
    logs = {os.path.realpath(path) for path in files}
    found.candidates = [each for each in found.candidates if os.path.realpath(each.path) not in logs]
    found.failures = [each for each in found.failures if os.path.realpath(each.path) not in logs]
    return found


class _Answers:
    """Takes records and writes what becomes of them; `is_closed` tells that nobody reads it any more."""

    def __init__(self, arguments: MatchArguments, matcher: Matcher) -> None:
        self.count = 0
        self.is_closed = False
        self.matcher = matcher
        self.reader = FieldReader(matcher.fields)
        self.tally = Tally(matcher.trails) if arguments.summary else None
        self.format = arguments.format
        self.lines = JsonLines(matcher.trails)
        self.text = TextReport(matcher.trails, Style(wants_color(arguments.color), terminal_width(TEXT_WIDTH)))
        if self.format == "json" and self.tally is None:
            self._write('{"version": 1, "events": [')

    def add(self, records: list[Json]) -> None:
        """Answer for some records."""
        if self.tally is not None:
            for record in records:
                self.tally.add(record.get("eventSource"), record.get("eventName"), self._outcome(record))
        elif self.format == "text":
            self._write("".join(self._blocks(records)))
        else:
            self._write(as_json(self._json(records)))
        self.count += len(records)

    def finish(self) -> None:
        """Write what belongs behind the last record."""
        if self.tally is not None:
            self._write(tally_as_json(self.tally) if self.format == "json" else tally_as_text(self.tally))
        elif self.format == "json":
            self._write("\n]}\n" if self.count else "]}\n")
        elif self.format == "text" and not self.count:
            self._write("no events\n")

    def _outcome(self, record: Json) -> Outcome:
        return self.matcher.match(self.reader.values(record), self.reader.resources(record))

    def _json(self, records: list[Json]) -> list[str]:
        line, outcome = self.lines.line, self._outcome
        if self.format == "jsonl":
            return [f"{line(at, record, outcome(record))}\n" for at, record in enumerate(records, self.count)]
        return [
            f"{',' if at else ''}\n{line(at, record, outcome(record))}" for at, record in enumerate(records, self.count)
        ]

    def _blocks(self, records: list[Json]) -> Iterator[str]:
        for at, record in enumerate(records, self.count):
            fields = dict(zip(self.matcher.fields, self.reader.values(record), strict=True))
            seen = Record(fields, self.reader.resources(record))
            yield self.text.block(at, record, seen, self._outcome(record))

    def _write(self, text: str) -> None:
        if text and not write_some(text):
            self.is_closed = True


def _match(path: str, answers: _Answers) -> bool:
    """Answer for the records of a file; return whether all of it could be read."""
    shown = "<stdin>" if path == STDIN else path
    try:
        if path == STDIN:
            return _match_stream(shown, standard_input(), answers)
        with open(path, "rb") as file:
            return _match_stream(shown, file, answers)
    except OSError as error:
        tell(f"{shown}: {reason(error)}")
        return False


def _match_stream(shown: str, file: BinaryIO, answers: _Answers) -> bool:
    scanner = Scanner(pieces(file))
    fault: Fault | None = None
    try:
        for records in scanner.batches():
            answers.add(records)
            if answers.is_closed:
                return True
    except Unreadable as error:
        fault = error.fault
    if scanner.first_stray is not None:
        others = scanner.strays - 1
        more = f" (nor {'is 1 other' if others == 1 else f'are {others} others'})" if others else ""
        _tell_fault(shown, scanner.first_stray, more)
    if fault is not None:
        _tell_fault(shown, fault)
    return fault is None and not scanner.strays


def _tell_fault(shown: str, fault: Fault, more: str = "") -> None:
    tell(f"{shown}:{fault.line}:{fault.column}: {fault.message}{more}")
