"""JSON to nodes with exact spans; reads on behind what AWS's tools would reject, and says what that was."""

from __future__ import annotations

from typing import NamedTuple

from ctlint.change import Edit
from ctlint.problem import Problem
from ctlint.syntax.json_brackets import CLOSERS, Open, Repair, best_repair
from ctlint.syntax.json_strings import (
    QUOTES,
    decode_scalar,
    early_end,
    end_in_line,
    invalid_escapes,
    printable,
    proper,
    unescape,
    visible,
)
from ctlint.syntax.json_tokens import BARE_VALUE, CLOSING_QUOTE, TOKEN, WORDS, strange_token
from ctlint.syntax.node import Kind, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import Decoded

MAX_DEPTH = 400
"""Deeper nesting ends in a finding; selectors need six levels, templates fewer than 30."""
KEY_PLACES = ("first", "next", "separator", "gap")
MAX_REPAIRS = 60
"""A text that needs more repairs than this is not JSON with a slip in it."""

TOO_MUCH = "more text after the end of the JSON value"


class Document(NamedTuple):
    """The value of a JSON text (None where there is none), and the problems met.

    `skeleton` tells that the text is a description of syntax (`"string", ...`), not a value.
    """

    root: Node | None
    problems: list[Problem]
    skeleton: bool = False


class Stop(Exception):
    """Reading cannot go on; the problem says why."""


def parse(origin: Decoded) -> Document:
    """Return the JSON value in `origin`, repaired where it is clear what was meant."""
    parser = _Parser(origin)
    try:
        parser.run()
    except Stop:
        return Document(parser.root, parser.problems, parser.skeleton)  # the last problem says why
    return Document(parser.root, parser.problems, parser.skeleton)


class _Parser:
    def __init__(self, origin: Decoded) -> None:
        self.origin = origin
        self.text = origin.text
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.skeleton = False
        self.stack: list[Open] = []
        self.last_end = 0
        self.comma = (0, 0)

    def run(self) -> None:
        position, match_token = 0, TOKEN.match
        while True:
            match = match_token(self.text, position) or strange_token().match(self.text, position)
            kind = match.lastgroup if match else "end"
            if match is None or kind is None or kind == "end":
                break
            position = match.end()
            start = match.start(kind)
            if kind == "mark":
                self.mark(self.text[start], start)
            elif kind == "string" and not self.text[position : position + 1].isalnum():
                self.scalar(start, position, "string")
            elif kind in ("string", "loose", "open", "bare"):
                position = self.slipped(kind, start, position)
            else:
                self.other(kind, start, position)
        self.finish(position)

    def other(self, kind: str, start: int, end: int) -> None:
        """Take a token that is no bracket, comma, colon or string."""
        if kind == "number":
            self.plain_value(start, end, "number")
        elif kind == "word":
            self.plain_value(start, end, WORDS[self.text[start:end]][1])
        elif kind == "comment":
            self.repair(start, end, "JSON has no comments", "")
        elif kind == "space":
            self.repair(start, end, f"character U+{ord(self.text[start]):04X} is not white space in JSON", " ")
        elif kind == "skeleton":
            self.skeleton = True
            raise Stop
        elif kind == "gap":
            self.gap(start, end)
        else:
            self.wrong_mark(start, end)

    def slipped(self, kind: str, start: int, end: int) -> int:
        """Take a string with something wrong about it, or a word without quotes; return where reading goes on."""
        if kind == "bare":
            return self.bare_word(start, end)
        if kind == "open" and self.text[start] == "/":
            self.stop(start, "a comment that never ends")
        closed = '"' in (self.text[start], self.text[end - 1]) and kind != "open"
        early = early_end(self.text, start, end) if closed else None
        if kind == "open":
            early = end_in_line(self.text, start)
        if early is not None:
            return self.unclosed_string(start, early)
        if kind == "string":
            self.scalar(start, end, "string")
        else:
            self.loose_string(start, end)
        return end

    def wrong_mark(self, start: int, end: int) -> None:
        """Take what other languages write for a colon or a comma."""
        top = self.stack[-1] if self.stack else None
        written = self.text[start:end]
        if written == ";" and top is not None and top.expects == "separator":
            self.repair(start, end, "`;` stands where a comma belongs", ",")
            top.expects, self.comma, self.last_end = "next", (start, end), end
        elif written != ";" and top is not None and top.expects == "colon":
            self.repair(start, end, f"`{written}` stands where a colon belongs", ":")
            top.expects = "value"
        else:
            over = self.root is not None and not self.stack
            self.stop(start, TOO_MUCH if over else f"unexpected character {visible(written[0])}", lenient=over)

    def plain_value(self, start: int, end: int, kind: Kind) -> None:
        """Take a number, a boolean or null; as a key it lacks its quotes."""
        if self.awaits_key():
            self.repair(start, end, f"key `{self.text[start:end]}` needs double quotes", f'"{self.text[start:end]}"')
            kind = "string"
        self.scalar(start, end, kind, self.text[start:end])

    def awaits_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return top is not None and isinstance(top.node, Mapping) and top.expects in KEY_PLACES

    def mark(self, mark: str, start: int) -> None:
        if mark in "{[":
            node = Mapping(self.origin, start, 0, []) if mark == "{" else Sequence(self.origin, start, 0, [])
            self.before_value(start)
            if len(self.stack) >= MAX_DEPTH:
                self.stack.clear()  # nobody wrote this by hand: one finding, and nothing of it is linted
                self.stop(start, f"is nested more than {MAX_DEPTH} levels deep")
            self.stack.append(Open(node))
        elif mark in "}]":
            self.close(mark, start)
        elif mark == ",":
            self.separator(start)
        else:
            self.colon(start)
        self.last_end = start + 1

    def colon(self, start: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.expects in ("colon", "gap"):
            top.expects = "value"
        elif not self.ends_list_before_key():
            in_list = top is not None and isinstance(top.node, Sequence)
            self.repair(start, start + 1, "a colon within a list" if in_list else "a colon has no key before it", "")

    def ends_list_before_key(self) -> bool:
        """Close the list at hand before its last item, where a colon shows that item to be a key of what is around."""
        opened = self.stack[-1] if len(self.stack) > 1 and isinstance(self.stack[-2].node, Mapping) else None
        items = opened.node.items if opened is not None and isinstance(opened.node, Sequence) else []
        if opened is None or opened.expects != "separator" or len(items) < 2:
            return False
        previous, key = items[-2:]
        if not isinstance(key, Scalar) or key.kind != "string" or not isinstance(previous, Scalar | Sequence | Mapping):
            return False
        if self.comma[0] < previous.end:
            return False
        items.pop()
        self.repair(previous.end, previous.end, "`]` is missing", "]")
        self.pop(previous.end, previous.end)
        self.stack[-1].key, self.stack[-1].expects = key, "value"
        return True

    def separator(self, start: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is None or top.expects in ("first", "next"):
            self.repair(start, start + 1, "a comma has no value before it", "")
            return
        if top.expects in ("colon", "value"):
            self.missing_value(top, start)
        top.expects = "next"
        self.comma = (start, start + 1)

    def scalar(self, start: int, end: int, kind: Kind, raw: str | None = None) -> None:
        if raw is None:
            raw = self.text[start + 1 : end - 1] if kind == "string" else self.text[start:end]
            if "\\" in raw:
                for at in invalid_escapes(self.text, start + 1, end - 1):
                    written = self.text[at : at + 2]
                    self.repair(at, at + 2, f"`{printable(written)}` is not an escape in JSON", proper(written))
                raw = unescape(raw)
        node = Scalar(self.origin, start, end, raw, kind, decode_scalar)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.node, Mapping) and top.expects in KEY_PLACES:
            self.before_key(top, start)
            top.key = node
            top.expects = "colon"
        else:
            self.before_value(start)
            self.add(node)
        self.last_end = end

    def before_key(self, top: Open, start: int) -> None:
        if top.expects == "separator":
            self.repair(self.last_end, self.last_end, "a comma is missing", ",")

    def before_value(self, start: int) -> None:
        """Check that a value may stand at `start`, and repair what is missing before it."""
        top = self.stack[-1] if self.stack else None
        if top is None:
            if self.root is not None:
                self.stop(start, TOO_MUCH, lenient=True)
        elif top.expects == "colon":
            self.repair(self.last_end, self.last_end, "a colon is missing", ":")
        elif isinstance(top.node, Mapping) and top.expects != "value":
            self.stop(start, "a key in double quotes was expected")
        elif top.expects == "separator":
            self.repair(self.last_end, self.last_end, "a comma is missing", ",")

    def add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is not None:
            top.node.pairs.append(Pair(top.key, node))
            top.key = None
        top.expects = "separator"

    def close(self, mark: str, start: int) -> None:
        if not self.stack:
            self.repair(start, start + 1, f"a stray `{mark}`", "")
            return
        expected = CLOSERS[type(self.stack[-1].node)]
        if mark == expected:
            self.pop(start, start + 1)
            return
        openings = [CLOSERS[type(opened.node)] for opened in self.stack]
        match best_repair(self.text, start, openings):
            case Repair.SKIP:
                self.repair(start, start + 1, f"a stray `{mark}`", "")
            case Repair.REPLACE:
                self.repair(start, start + 1, f"`{mark}` closes what a `{self.opening()}` opened", expected)
                self.pop(start, start + 1)
            case Repair.INSERT:
                self.repair(self.last_end, self.last_end, f"`{expected}` is missing", expected)
                self.pop(start, start)
                self.close(mark, start)

    def opening(self) -> str:
        node = self.stack[-1].node
        return self.text[node.start]

    def pop(self, start: int, end: int) -> None:
        opened = self.stack.pop()
        if opened.expects == "next":
            place = self.origin.span(*self.comma)
            self.problems = [problem for problem in self.problems if problem.span != place]
            self.repair(*self.comma, f"a comma before `{CLOSERS[type(opened.node)]}`", "")
        elif opened.expects in ("colon", "value"):
            self.missing_value(opened, start)
        opened.node.end = end
        self.add(opened.node)

    def missing_value(self, opened: Open, start: int) -> None:
        if opened.key is None:
            return
        span = self.origin.span(opened.key.start, opened.key.end)
        self.problems.append(Problem("lenient-syntax", span, f"`{opened.key.raw}` has no value"))
        if isinstance(opened.node, Mapping):
            opened.node.pairs.append(Pair(opened.key, Unknown(span, "the value is missing")))
        opened.key = None

    def gap(self, start: int, end: int) -> None:
        """Take an unknown part of the text (`ctlint.text.GAP`): some values, some pairs, or nothing."""
        node = Unknown(self.origin.span(start, end), "a part that is not known")
        top = self.stack[-1] if self.stack else None
        if top is None:
            self.root = self.root or node
            raise Stop
        if isinstance(top.node, Mapping) and top.key is None:
            top.node.pairs.append(Pair(node, node))
        else:
            self.add(node)
        top.expects = "gap"
        self.last_end = end

    def loose_string(self, start: int, end: int) -> None:
        """Take a string with the wrong quotes, or with raw control characters in it."""
        content = self.text[start + 1 : end - 1]
        rewritten = f'"{proper(content)}"'
        if self.text[start] == '"' and self.text[end - 1] == '"':
            at = next(at for at in range(start + 1, end) if self.text[at] < " ")
            name = f"control character U+{ord(self.text[at]):04X}"
            what = "a line break" if self.text[at] in "\r\n" else "a tab" if self.text[at] == "\t" else name
            place = self.origin.span(at, at + 1)
            change = Edit(self.origin.span(start, end), rewritten)
            self.note(Problem("lenient-syntax", place, f"{what} within a string", change))
        else:
            what = "single quotes" if self.text[start] == "'" else "typographic quotes"
            self.repair(start, end, f"{what} around a string", rewritten)
        self.scalar(start, end, "string", unescape(content))

    def unclosed_string(self, start: int, end: int) -> int:
        """Take a string that ends at `end` without its closing quote; return where reading goes on."""
        content = self.text[start + 1 : end]
        after = end + (self.text[end : end + 1] in QUOTES and end < len(self.text))
        span = self.origin.span(start, min(start + 1, end))
        change = Edit(self.origin.span(start, after), f'"{proper(content)}"')
        self.note(Problem("lenient-syntax", span, "the string that begins here is not closed", change))
        self.scalar(start, end, "string", unescape(content))
        self.last_end = after
        return after

    def bare_word(self, start: int, end: int) -> int:
        """Take a word without quotes, or with a closing one alone; return where reading goes on."""
        as_key = self.awaits_key()
        if not as_key:
            extended = BARE_VALUE.match(self.text, start)
            end = extended.end() if extended else end
        word = self.text[start:end]
        if not self.stack:
            over = self.root is not None
            self.stop(start, TOO_MUCH if over else "a JSON value is expected", lenient=over)
        if word in WORDS and not as_key:
            raw, kind = WORDS[word]
            self.repair(start, end, f"`{word}` is written `{raw}` in JSON", raw)
            self.scalar(start, end, kind, raw)
            return end
        if CLOSING_QUOTE.match(self.text, end) and not word.endswith("\\"):
            self.repair(start, end, f"`{word}` has no opening quote", f'"{proper(word)}')
            self.scalar(start, end + 1, "string", unescape(word))
            return end + 1
        self.repair(start, end, f"`{word}` needs double quotes", f'"{proper(word)}"')
        self.scalar(start, end, "string", unescape(word))
        return end

    def finish(self, position: int) -> None:
        rest = self.text[position:].strip()
        if rest:
            at = self.text.index(rest[0], position)
            over = self.root is not None and not self.stack
            what = TOO_MUCH if over else f"unexpected character {visible(rest[0])}"
            self.stop(at, what, lenient=over)
        while self.stack:
            node = self.stack[-1].node
            closer = CLOSERS[type(node)]
            opening = self.origin.span(node.start, node.start + 1)
            place = self.origin.span(self.last_end, self.last_end)
            self.note(Problem("lenient-syntax", place, f"`{closer}` is missing at the end", Edit(place, closer),
                              related=((opening, f"this `{self.opening()}` is never closed"),)))  # fmt: skip
            self.pop(self.last_end, self.last_end)

    def repair(self, start: int, end: int, message: str, text: str) -> None:
        span = self.origin.span(start, end)
        self.note(Problem("lenient-syntax", span, message, Edit(span, text)))

    def note(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) > MAX_REPAIRS:
            self.problems = [Problem("unparsable", self.problems[0].span, self.problems[0].message)]
            raise Stop

    def stop(self, at: int, message: str, lenient: bool = False) -> None:
        """Give up at an offset; what was read before stays, and what follows in open collections is unknown."""
        kind = "lenient-syntax" if lenient else "unparsable"
        span = self.origin.span(at, min(at + 1, len(self.text)))
        self.problems.append(Problem(kind, span, message))
        rest = Unknown(span, "cannot be read")
        while self.stack and kind == "unparsable":
            opened = self.stack.pop()
            opened.node.end = at
            if isinstance(opened.node, Sequence):
                opened.node.items.append(rest)
            else:
                if opened.key is not None:
                    opened.node.pairs.append(Pair(opened.key, rest))
                opened.node.pairs.append(Pair(rest, rest))
            self.add(opened.node)
        raise Stop
