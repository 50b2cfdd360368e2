"""From pieces of text to records, however they are wrapped, without ever holding a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError, JSONDecoder
from json.scanner import make_scanner
from typing import NamedTuple

from ctlint.records.streams import BrokenStream

Json = dict[str, object]

LISTS = ("Records", "Events", "events", "logEvents")
"""Keys of the lists of records that log files, `lookup-events`, `filter-log-events` and log subscriptions have."""
QUOTED = ("CloudTrailEvent", "eventJson", "message")
"""Keys of a record as JSON text: in `lookup-events`, CloudTrail Lake and CloudWatch Logs."""
ENVELOPE = "detail"
"""The key of the record in an event of EventBridge."""
EVIDENCE = frozenset(("eventName", "eventSource", "eventCategory", "eventVersion"))
"""A record has one of these keys."""
MAX_WRAPPERS = 4
ENDS_EARLY = "the text ends within a value"
MAX_VALUE = 4 << 20
"""Characters of a record; CloudTrail cuts events at 1 MB.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html (2026-11-20)
"""
SLOW_GROWTH = 1 << 16
"""Characters of an unfinished value from which on it is tried again only when it has doubled."""
LONGEST_WORD = 12
"""Characters at the end of a text that may be the beginning of an escape or a word that goes on."""

SEPARATORS = re.compile(r"[ \t\r\n,\x1e]*")
SPACE = re.compile(r"[ \t\r\n]*")
LIST_HEAD = re.compile(rf'\{{[ \t\r\n]*"(?:{"|".join(LISTS)})"[ \t\r\n]*:[ \t\r\n]*\[')

# Numbers are never compared, and an integer may have more digits than Python cares to read.
scan = make_scanner(JSONDecoder(parse_int=float))  # type: ignore[arg-type]
FAILURES = (StopIteration, JSONDecodeError, RecursionError)
"""What `scan` raises."""


class Fault(NamedTuple):
    """What is wrong with a text, with line and column from 1."""

    line: int
    column: int
    message: str


class Unreadable(Exception):
    """A text that cannot be understood any further."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Scanner:
    """Reads the records of a text. `strays` counts values that are none; `first_stray` tells of the first one."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.strays = 0
        self.first_stray: Fault | None = None
        self._pieces = iter(pieces)
        self._text = ""
        self._at = 0
        self._lines = 0
        self._columns = 0
        self._failure: Exception = StopIteration(0)
        self._has_ended = False

    def batches(self) -> Iterator[list[Json]]:
        """Yield records, as many at a time as there are without reading on; raises Unreadable behind the last."""
        while True:
            yield self._available("")
            if self._at == len(self._text):
                if not self._grow():
                    return
            elif self._text[self._at] == "[" or LIST_HEAD.match(self._text, self._at) or not self._grow_value():
                yield from self._wrapped()

    def _list(self) -> Iterator[list[Json]]:
        """Yield the records of a list, behind its opening bracket."""
        while True:
            yield self._available("]")
            if self._text.startswith("]", self._at):
                self._at += 1
                return
            if not self._grow_value():
                raise self._unreadable()

    def _available(self, closing: str) -> list[Json]:
        """Return the records up to the end of the text, a closing bracket, a value that opens a list, or a failure."""
        found: list[Json] = []
        text, at = self._text, self._at
        skip = SEPARATORS.match
        while True:
            at = self._at = space.end() if (space := skip(text, at)) else at
            first = text[at : at + 1]
            if first == closing or (not closing and (first == "[" or LIST_HEAD.match(text, at))):
                return found
            try:
                value, at = scan(text, at)
            except FAILURES as error:
                self._failure = error.with_traceback(None)
                return found
            if type(value) is dict and "eventName" in value:
                found.append(value)
            else:
                self._unwrap(value, found, 0)

    def _wrapped(self) -> Iterator[list[Json]]:
        """Yield the records of a list, or of those within an object that cannot be read as a whole."""
        if self._text[self._at] == "[":
            self._at += 1
            yield from self._list()
            return
        if self._text[self._at] != "{":
            raise self._unreadable()
        is_list = LIST_HEAD.match(self._text, self._at) is not None
        unreadable = None if is_list else self._unreadable()
        self._at += 1
        while self._next(SEPARATORS) != "}":
            key = self._value()
            if self._next(SPACE) != ":":
                raise Unreadable(self._place(self._at, "not JSON: a colon is expected"))
            self._at += 1
            if key in LISTS and self._next(SPACE) == "[":
                self._at += 1
                is_list = True
                yield from self._list()
            else:
                self._value()
        self._at += 1
        if unreadable is not None and not is_list:
            raise unreadable

    def _value(self) -> object:
        """Return the value that comes next, and go on behind it."""
        self._next(SPACE)
        while True:
            try:
                value, self._at = scan(self._text, self._at)
            except FAILURES as error:
                self._failure = error.with_traceback(None)
                if not self._grow_value():
                    raise self._unreadable() from None
            else:
                return value

    def _next(self, skipped: re.Pattern[str]) -> str:
        """Return the character behind what may be skipped; raises Unreadable at the end."""
        while True:
            space = skipped.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._grow():
                raise Unreadable(self._place(self._at, ENDS_EARLY))

    def _unwrap(self, value: object, found: list[Json], depth: int) -> None:
        """Add the records that a value is or holds."""
        if isinstance(value, dict) and depth <= MAX_WRAPPERS:
            if not EVIDENCE.isdisjoint(value):
                found.append(value)
                return
            listed = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
            if listed is not None:
                for each in listed:
                    self._unwrap(each, found, depth + 1)
                return
            quoted = next((value[key] for key in QUOTED if isinstance(value.get(key), str)), None)
            inner = _parsed(quoted) if quoted is not None else value.get(ENVELOPE)
            if isinstance(inner, dict):
                self._unwrap(inner, found, depth + 1)
                return
        self.strays += 1
        if self.first_stray is None:
            self.first_stray = self._place(self._at, "not a CloudTrail record")

    def _grow(self) -> bool:
        """Read on, and forget what was taken; False at the end."""
        try:
            more = next(self._pieces, "")
        except BrokenStream as error:
            self._at = len(self._text)
            raise Unreadable(self._place(self._at, str(error))) from None
        if not more:
            self._has_ended = True
            return False
        place = self._place(self._at, "")
        self._lines, self._columns = place.line - 1, place.column - 1
        self._text = self._text[self._at :] + more
        self._at = 0
        return True

    def _grow_value(self) -> bool:
        """Read on where that may complete the value at hand; False where it does not help, or is not possible."""
        size = len(self._text) - self._at
        if size >= MAX_VALUE or not self._is_unfinished():
            return False
        wanted = size + max(1, size if size > SLOW_GROWTH else 0)
        has_grown = False
        while len(self._text) - self._at < wanted and self._grow():
            has_grown = True
        return has_grown

    def _is_unfinished(self) -> bool:
        """Tell whether further text may repair the last failure, or might have done so."""
        error = self._failure
        end = len(self._text.rstrip()) if self._has_ended else len(self._text) - LONGEST_WORD
        if isinstance(error, JSONDecodeError):
            return error.pos >= end or error.msg.startswith("Unterminated string")
        return isinstance(error, StopIteration) and error.value >= end

    def _unreadable(self) -> Unreadable:
        """Return why the value at hand cannot be read."""
        error = self._failure
        if isinstance(error, RecursionError):
            return Unreadable(self._place(self._at, "nested too deeply"))
        if self._is_unfinished():
            message = ENDS_EARLY if self._has_ended else "a value is larger than 4 MB"
            return Unreadable(self._place(self._at, message))
        if isinstance(error, JSONDecodeError):
            return Unreadable(self._place(error.pos, f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}"))
        return Unreadable(self._place(getattr(error, "value", self._at), "not JSON: a value is expected"))

    def _place(self, at: int, message: str) -> Fault:
        """Return a fault at a place of the text at hand."""
        newlines = self._text.count("\n", 0, at)
        if newlines:
            return Fault(self._lines + newlines + 1, at - self._text.rfind("\n", 0, at), message)
        return Fault(self._lines + 1, self._columns + at + 1, message)


def _parsed(text: str) -> object:
    """Return what JSON text within a string holds; None where it is none."""
    try:
        value, _ = scan(text.lstrip(), 0)
    except FAILURES:
        return None
    return value
