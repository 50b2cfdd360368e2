"""JSON to nodes with exact spans; reads on behind what AWS's tools would reject, and says what that was."""

from __future__ import annotations

import contextlib
import re
from typing import NamedTuple

from ctlint.change import Edit
from ctlint.problem import Problem
from ctlint.syntax.json_brackets import CLOSERS, Repair, best_repair
from ctlint.syntax.node import Kind, Mapping, Node, Pair, Scalar, Sequence
from ctlint.text import Decoded, DecodedBuilder

MAX_DEPTH = 400
"""Deeper nesting ends in a finding; selectors need six levels, templates fewer than 30."""
MAX_REPAIRS = 60
"""A text that needs more repairs than this is not JSON with a slip in it."""

TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<mark>[{}\[\],:])
    | (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
    | (?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]))
    | (?P<word>true\b|false\b|null\b)
    | (?P<comment>//[^\n\r]*|\#[^\n\r]*|/\*.*?\*/)
    | (?P<loose>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[“”„‟](?:[^“”„‟"\\]|\\.)*[“”„‟"]|[‘’](?:[^‘’'\\]|\\.)*[‘’'])
    | (?P<bare>[A-Za-z_][\w.\-]*)
    | (?P<space>[\u00a0\u2000-\u200b\u202f\u3000\ufeff\x0b\x0c]+)
    | (?P<skeleton>\.\.\.|…|\|)
    )""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))", re.DOTALL)
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS: dict[str, tuple[str, Kind]] = {
    "true": ("true", "boolean"), "false": ("false", "boolean"), "null": ("null", "null"),
    "True": ("true", "boolean"), "False": ("false", "boolean"), "None": ("null", "null"),
    "TRUE": ("true", "boolean"), "FALSE": ("false", "boolean"),
}  # fmt: skip


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
    with contextlib.suppress(Stop):
        parser.run()
    return Document(parser.root, parser.problems, parser.skeleton)


class _Open:
    """A collection whose end has not come yet, and what its grammar expects next."""

    __slots__ = ("expects", "key", "node")

    def __init__(self, node: Mapping | Sequence) -> None:
        self.node = node
        self.key: Scalar | None = None
        self.expects = "first"  # first, separator, next; in a mapping also colon, value


class _Parser:
    def __init__(self, origin: Decoded) -> None:
        self.origin = origin
        self.text = origin.text
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.skeleton = False
        self.stack: list[_Open] = []
        self.last_end = 0
        self.comma = (0, 0)

    def run(self) -> None:
        position, match_token = 0, TOKEN.match
        while True:
            match = match_token(self.text, position)
            if match is None:
                break
            position = match.end()
            kind = match.lastgroup or ""
            start = match.start(kind)
            if kind == "mark":
                self.mark(self.text[start], start)
            elif kind == "string":
                self.scalar(start, position, "string")
            else:
                self.other(kind, start, position)
        self.finish(position)

    def other(self, kind: str, start: int, end: int) -> None:
        """Take a token that is no bracket, comma, colon or proper string."""
        if kind == "number":
            self.scalar(start, end, "number")
        elif kind == "word":
            self.scalar(start, end, WORDS[self.text[start:end]][1])
        elif kind == "comment":
            self.repair(start, end, "JSON has no comments", "")
        elif kind == "space":
            self.repair(start, end, f"character U+{ord(self.text[start]):04X} is no white space in JSON", " ")
        elif kind == "skeleton":
            self.skeleton = True
            raise Stop
        elif kind == "loose":
            self.loose_string(start, end)
        else:
            self.bare_word(start, end)

    def mark(self, mark: str, start: int) -> None:
        if mark in "{[":
            node = Mapping(self.origin, start, 0, []) if mark == "{" else Sequence(self.origin, start, 0, [])
            self.before_value(start)
            if len(self.stack) >= MAX_DEPTH:
                self.stop(start, f"is nested more than {MAX_DEPTH} levels deep")
            self.stack.append(_Open(node))
        elif mark in "}]":
            self.close(mark, start)
        elif mark == ",":
            self.separator(start)
        else:
            top = self.stack[-1] if self.stack else None
            if top is None or top.expects != "colon":
                self.repair(start, start + 1, "a colon has no key before it", "")
            else:
                top.expects = "value"
        self.last_end = start + 1

    def separator(self, start: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is None or top.expects not in ("separator", "value"):
            self.repair(start, start + 1, "a comma has no value before it", "")
            return
        if top.expects == "value":
            self.missing_value(top, start)
        top.expects = "next"
        self.comma = (start, start + 1)

    def scalar(self, start: int, end: int, kind: Kind, raw: str | None = None) -> None:
        if raw is None:
            raw = self.text[start + 1 : end - 1] if kind == "string" else self.text[start:end]
            if "\\" in raw:
                raw = unescape(raw)
        node = Scalar(self.origin, start, end, raw, kind, decode_scalar)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.node, Mapping) and top.expects in ("first", "next", "separator"):
            self.before_key(top, start)
            top.key = node
            top.expects = "colon"
        else:
            self.before_value(start)
            self.add(node)
        self.last_end = end

    def before_key(self, top: _Open, start: int) -> None:
        if top.expects == "separator":
            self.repair(self.last_end, self.last_end, "a comma is missing", ",")

    def before_value(self, start: int) -> None:
        """Check that a value may stand at `start`, and repair what is missing before it."""
        top = self.stack[-1] if self.stack else None
        if top is None:
            if self.root is not None:
                self.stop(start, "more text after the end of the JSON value", lenient=True)
        elif top.expects == "colon":
            self.repair(self.last_end, self.last_end, "a colon is missing", ":")
        elif top.expects == "separator":
            self.repair(self.last_end, self.last_end, "a comma is missing", ",")
        elif isinstance(top.node, Mapping) and top.expects != "value":
            self.stop(start, "a key in double quotes was expected")

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
            self.repair(*self.comma, f"a comma before `{CLOSERS[type(opened.node)]}`", "")
        elif opened.expects in ("colon", "value"):
            self.missing_value(opened, start)
        opened.node.end = end
        self.add(opened.node)

    def missing_value(self, opened: _Open, start: int) -> None:
        assert opened.key is not None
        span = self.origin.span(opened.key.start, opened.key.end)
        self.problems.append(Problem("lenient-syntax", span, f"`{opened.key.raw}` has no value"))
        opened.key = None

    def loose_string(self, start: int, end: int) -> None:
        """Take a string with the wrong quotes, or with raw control characters in it."""
        content = self.text[start + 1 : end - 1]
        if self.text[start] == '"' and self.text[end - 1] == '"':
            control = next((at for at in range(start + 1, end) if self.text[at] < " "), start)
            what = (
                "a line break" if self.text[control] in "\r\n" else f"control character U+{ord(self.text[control]):04X}"
            )
            escape = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(self.text[control], "")
            self.repair(control, control + 1, f"{what} within a string", escape)
        else:
            what = "single quotes" if self.text[start] == "'" else "typographic quotes"
            plain = content.replace("\\'", "'").replace('"', '\\"')
            self.repair(start, end, f"{what} around a string", f'"{plain}"')
        self.scalar(start, end, "string", unescape(content))

    def bare_word(self, start: int, end: int) -> None:
        word = self.text[start:end]
        top = self.stack[-1] if self.stack else None
        as_key = top is not None and isinstance(top.node, Mapping) and top.expects in ("first", "next", "separator")
        if word in WORDS and not as_key:
            raw, kind = WORDS[word]
            self.repair(start, end, f"`{word}` is written `{raw}` in JSON", raw)
            self.scalar(start, end, kind, raw)
        elif self.stack and (as_key or (top is not None and top.expects != "separator")):
            self.repair(start, end, f"`{word}` needs double quotes", f'"{word}"')
            self.scalar(start, end, "string", word)
        else:
            self.stop(start, "more text after the end of the JSON value", lenient=self.root is not None)

    def finish(self, position: int) -> None:
        rest = self.text[position:].strip()
        if rest:
            at = self.text.index(rest[0], position)
            over = self.root is not None and not self.stack
            what = "more text after the end of the JSON value" if over else f"unexpected character {visible(rest[0])}"
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
        """Give up at an offset; what was closed before stays."""
        kind = "lenient-syntax" if lenient else "unparsable"
        self.problems.append(Problem(kind, self.origin.span(at, min(at + 1, len(self.text))), message))
        while self.stack and kind == "unparsable":
            opened = self.stack.pop()
            opened.node.end = at
            self.add(opened.node)
        raise Stop


def visible(character: str) -> str:
    return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"


def unescape(raw: str) -> str:
    return ESCAPE.sub(_unescape_one, raw)


def _unescape_one(match: re.Match[str]) -> str:
    unit, low, other = match.groups()
    if unit is None:
        return ESCAPES.get(other, other)
    code = int(unit, 16)
    if 0xD800 <= code < 0xDC00 and low:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(low, 16) - 0xDC00)
    tail = chr(int(low, 16)) if low and not 0xD800 <= int(low, 16) < 0xE000 else ("\ufffd" if low else "")
    return ("\ufffd" if 0xD800 <= code < 0xE000 else chr(code)) + tail


def decode_scalar(scalar: Scalar) -> Decoded:
    """Return the value of a JSON scalar with the place of each character; an escape is atomic."""
    text = scalar.origin.text
    start, end = scalar.start, scalar.end
    if scalar.kind == "string" and not (text[start].isalnum() or text[start] == "_"):
        start, end = start + 1, end - 1
    if text[start:end] == scalar.raw:
        return scalar.origin.slice(start, end)
    builder = DecodedBuilder(scalar.origin)
    position = start
    for match in ESCAPE.finditer(text, start, end):
        builder.copy(position, match.start())
        builder.replace(_unescape_one(match), match.start(), match.end())
        position = match.end()
    builder.copy(position, end)
    decoded = builder.build()
    if decoded.text == scalar.raw:
        return decoded
    whole = DecodedBuilder(scalar.origin)
    whole.replace(scalar.raw, start, end)
    return whole.build()
