"""Broken HCL: where its intact parts begin and end, and where the mistake is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

# https://developer.hashicorp.com/terraform/language (2026-11-20): the blocks of the top level, in column 0 as
# `terraform fmt` writes them.
HEADER = re.compile(
    r"^(?:resource|data|module|variable|output|locals|provider|terraform|ephemeral|moved|removed|import|check)"
    r'(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{',
    re.MULTILINE,
)
CONFLICT = re.compile(r"^<<<<<<<[^\n]*\n(?:[^\n]*\n)*?>>>>>>>[^\n]*", re.MULTILINE)
CODE = re.compile(r'#[^\n]*|//[^\n]*|/\*(?:.*?\*/)?|<<-?([^\W\d][\w-]*)[ \t]*\r?\n|"|[{}\[\]()]', re.DOTALL)
QUOTED = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|"|\n')
CLOSING_WORD = re.compile(r"^[ \t]*([^\W\d][\w-]*)[ \t]*\r?$", re.MULTILINE)
WORD = re.compile(r"[\w-]{1,40}|\S")
CLOSERS = {"{": "}", "[": "]", "(": ")", "${": "}", "%{": "}"}


class Fault(NamedTuple):
    """A mistake at [start, end) of a text."""

    start: int
    end: int
    message: str


class Part(NamedTuple):
    """A range of a broken file that can be read by itself, and the merge conflict that it holds, if any."""

    start: int
    end: int
    conflict: Fault | None


class Token(NamedTuple):
    """A comment, heredoc, quote or bracket, or the line end that breaks a quoted string.

    A comment or heredoc without its other end has no `end`.
    """

    mark: str
    start: int
    end: int | None


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of a broken file, cut where blocks begin and end."""
    conflicts = [match.span() for match in CONFLICT.finditer(text, 0, text.rfind("\n>>>>>>>") + 8)]
    starts = [start for start, _ in conflicts]
    for start, end in pairwise([0, *_outside(sorted({*_edges(text), len(text)} - {0}), conflicts)]):
        at = bisect_left(starts, start)
        held = at < len(starts) and starts[at] < end
        yield Part(start, end, Fault(starts[at], starts[at] + 7, "a merge conflict is left here") if held else None)


def find(text: str) -> Fault | None:
    """Return a quote, bracket, heredoc or comment without its other end; None where all are in pairs."""
    openers: list[Token] = []
    suspect: Token | None = None
    for token in _tokens(text, ()):
        mark = token.mark
        if mark == "\n":
            holes = [opener for opener in openers if opener.mark in ("${", "%{")]
            return _unclosed(holes[-1] if holes else openers[-1])
        if token.end is None:
            return _unclosed(token)
        if mark == '"' and openers and openers[-1].mark == '"':
            openers.pop()
        elif mark == '"' or mark in CLOSERS:
            openers.append(token)
        elif mark in CLOSERS.values():
            if not openers:
                return Fault(token.start, token.end, f"this `{mark}` closes nothing")
            opener = openers.pop()
            if CLOSERS[opener.mark] != mark:
                return _unclosed(opener)
            # A brace that closes at another indentation than it opened tells which one was forgotten.
            if suspect is None and _is_misplaced(text, opener, token):
                suspect = opener
    return _unclosed(suspect or openers[0]) if openers else None


def unexpected(text: str, offset: int, missing: str) -> Fault:
    """Return the fault of the word at `offset`; `missing` is what belongs before it, where that is known."""
    match = WORD.search(text, offset) or WORD.search(text)
    start, end = match.span() if match else (0, 0)
    if missing and missing != "<<":
        return Fault(start, end, f"`{missing}` is missing")
    return Fault(start, end, f"`{text[start:end]}` is unexpected")


def _unclosed(token: Token) -> Fault:
    what = {'"': "this quote", "/*": "this comment"}.get(token.mark, f"this `{token.mark}`")
    return Fault(token.start, token.start + len(token.mark), f"{what} is never closed")


def _is_misplaced(text: str, opener: Token, closer: Token) -> bool:
    """Tell whether a bracket closes, first on its line, at another indentation than the opener's line has."""
    line = text[text.rfind("\n", 0, closer.start) + 1 : closer.start]
    opening = text[text.rfind("\n", 0, opener.start) + 1 : opener.start]
    return not line.strip() and len(line) != len(opening) - len(opening.lstrip())


def _outside(edges: list[int], ranges: list[tuple[int, int]]) -> Iterator[int]:
    """Yield the edges, in order, that lie within none of some ranges, which are in order too."""
    at = 0
    for edge in edges:
        while at < len(ranges) and ranges[at][1] <= edge:
            at += 1
        if at == len(ranges) or edge <= ranges[at][0]:
            yield edge


def _edges(text: str) -> Iterator[int]:
    """Yield where the blocks of the top level begin and end; comments and heredocs are looked over."""
    headers = [match.start() for match in HEADER.finditer(text)]
    at = depth = 0
    for token in _tokens(text, headers):
        while at < len(headers) and headers[at] <= token.start:
            yield headers[at]
            at, depth = at + 1, 0
        if token.mark in CLOSERS:
            depth += 1
        elif token.mark in CLOSERS.values():
            depth -= 1
            if depth == 0 and token.end is not None:
                yield token.end
        elif token.end is not None:
            at = max(at, bisect_left(headers, token.end))


def _tokens(text: str, headers: Iterable[int]) -> Iterator[Token]:
    """Yield what makes up the structure of a text; at `headers`, what was open before is given up."""
    closing_words = _ClosingWords(text)
    bounds = [*headers, len(text) + 1]
    stack: list[str] = []
    position = at = 0
    while True:
        quoted = bool(stack) and stack[-1] == '"'
        match = (QUOTED if quoted else CODE).search(text, position)
        if match is None:
            return
        while bounds[at] < position:
            at += 1
        if stack and bounds[at] <= match.start():
            stack.clear()
            position = bounds[at]
            continue
        mark, position = match[0], match.end()
        if mark.startswith("<<"):
            end = closing_words.after(match[1], position)
            yield Token(mark.strip(), match.start(), end)
            position = end or position
            continue
        if quoted and mark not in ('"', "\n", "${", "%{"):
            continue  # an escape
        _follow(stack, mark, quoted)
        yield Token(mark, match.start(), None if mark == "/*" else position)


def _follow(stack: list[str], mark: str, quoted: bool) -> None:
    """Keep track of quoted strings and of the brackets within them; those outside do not matter."""
    if mark == "\n":
        stack.clear()  # what follows is read as if the quote were closed
    elif mark in CLOSERS.values() or (quoted and mark == '"'):
        del stack[-1:]
    elif mark == '"' or (stack and mark in CLOSERS):
        stack.append(mark)


class _ClosingWords:
    """The lines of a text that hold one word and may close a heredoc."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends: dict[str, list[int]] | None = None

    def after(self, word: str, position: int) -> int | None:
        """Return where the first line behind `position` ends that is this word alone."""
        if self.ends is None:
            self.ends = {}
            for match in CLOSING_WORD.finditer(self.text):
                self.ends.setdefault(match[1], []).append(match.end())
        ends = self.ends.get(word, [])
        at = bisect_left(ends, position + len(word))
        return ends[at] if at < len(ends) else None
