"""Shell text to simple commands, each with its words and with what is certain about its running."""

from __future__ import annotations

import contextlib
import re
from typing import NamedTuple

from ctlint.loaders.commands.words import Fault, Word, WordReader
from ctlint.text import Decoded

MAX_DEPTH = 40
"""Substitutions within substitutions; people write three."""

BLANK = re.compile(r"(?:[^\S\r\n]|\\\r?\n)+")
REDIRECTION = re.compile(r"<<<|<<-?|<>|<&|>>|>&|>\||&>>?|[<>]")
HERE_DELIMITER = re.compile(r"""[^\S\n]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))""")
# A line break without a backslash before what can only be the rest of the command.
CONTINUED = re.compile(r"\r?\n[^\S\n]*(?=--[a-z]|['\"‘“]\s*[\[{])")
# A backslash and blanks where a line break was lost, or where blanks keep the backslash from its line break.
LOST_BREAK = re.compile(r"\\[^\S\r\n]+(?:\r?\n[^\S\n]*)?(?=[-–—]{1,2}\s?[a-z-]|['\"‘“\\]+\s*[\[{])")
PROMPT = re.compile(r"(?<=\n)[^\S\n]*>[^\S\n]")
JSON_START = re.compile(r"(?:[\[{]\s{0,200}){1,8}[\"“]\w[\w.]*[\"”]\s*:")
ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=")
NAME = re.compile(r"[A-Za-z_]\w*$")
SURPLUS = re.compile(r"(?:[^\S\n]*[\]},])*")
EMPTY_PARENTHESIS = re.compile(r"\s*\)")

OPENERS = frozenset(("if", "while", "until"))
SWITCHES = frozenset(("then", "elif", "else", "do"))
CLOSERS = frozenset(("fi", "done", "esac", "}"))
DECLARERS = frozenset(
    ("export", "local", "declare", "readonly", "typeset", "read", "unset", "mapfile", "readarray", "printf", "getopts")
)
EVALUATORS = frozenset(("eval", "source", ".", "set", "shift"))
LEAVERS = frozenset(("exit", "return", "break", "continue", "exec"))


class Command(NamedTuple):
    """A simple command.

    `section` numbers the straight lines of a script: of two commands of one section, the later one runs whenever
    the earlier one did. `certain` tells that a run of the script comes to it; `environment` changes with whatever
    may change all variables; `here` is the range of its last here-document.
    """

    words: tuple[Word, ...]
    faults: tuple[Fault, ...]
    section: int
    certain: bool
    environment: int
    here: tuple[int, int] | None = None


class JsonText(NamedTuple):
    """A range of a document in which JSON stands on its own."""

    start: int
    end: int


class _Frame:
    """What is being read on one level of substitution."""

    __slots__ = (
        "asks", "cases", "certain", "commands", "environments", "faults", "function", "here", "heredocs", "link",
        "sections", "words",
    )  # fmt: skip

    def __init__(self, section: int, certain: bool) -> None:
        self.words: list[Word] = []
        self.asks = False  # whether the words so far are of an `aws cloudtrail` command
        self.faults: list[Fault] = []
        self.sections: list[tuple[str, int]] = [("group", section)]
        self.environments: list[int] = []  # that at the beginning of each subshell
        self.heredocs: list[tuple[str, bool]] = []
        self.here: tuple[int, int] | None = None
        self.link = ""
        self.function = False
        self.certain = certain
        self.commands = 0
        self.cases = 0

    def is_certain(self) -> bool:
        """Tell whether a run comes to the place at hand, as far as it comes to this level."""
        return self.certain and all(kind == "group" for kind, _ in self.sections)


class TooDeep(Exception):
    """Substitutions are nested deeper than anybody writes them."""


class ScriptReader:
    """Reads the commands of a script, or commands and the JSON between them of a document's block."""

    def __init__(self, origin: Decoded, is_script: bool) -> None:
        self.origin = origin
        self.text = origin.text
        self.is_script = is_script
        self.items: list[Command | JsonText] = []
        self.comments: list[tuple[int, int]] = []
        self.reader = WordReader(origin, is_script)
        self.reader.substitute = self._substitute
        self.reader.generation = lambda name: self.environment * 1_000_003 + self.generations.get(name, 0)
        self.generations: dict[str, int] = {}
        self.functions: set[str] = set()
        self.environment = 0
        self.section = 0
        self.depth = 0
        self.certain = True

    def read(self) -> list[Command | JsonText]:
        """Return what stands in the text, in the order in which it ends."""
        with contextlib.suppress(TooDeep):
            self._commands(_Frame(self._new_section(), True), "")
        return self.items

    def _new_section(self) -> int:
        self.section += 1
        return self.section

    def _substitute(self, start: int) -> tuple[int, tuple[int, int] | None]:
        """Read the commands of a `$(`; what `cat` prints of a here-document is known."""
        if self.depth >= MAX_DEPTH:
            raise TooDeep
        self.depth += 1
        reader = self.reader
        faults, reader.faults = reader.faults, []
        reader.position = start
        count = len(self.items)
        self._commands(_Frame(self._new_section(), self.certain), ")")
        self.depth -= 1
        reader.faults = faults
        only = self.items[count] if len(self.items) == count + 1 else None
        if isinstance(only, Command) and only.here and [word.plain for word in only.words] == ["cat"]:
            return reader.position, only.here
        return reader.position, None

    def _commands(self, frame: _Frame, closer: str) -> None:
        """Read commands up to the end of the text or to `closer`."""
        reader, text = self.reader, self.text
        while True:
            self._skip_blanks(frame)
            at = reader.position
            if at >= len(text):
                break
            character = text[at]
            if character == "#":
                end = text.find("\n", at)
                reader.position = len(text) if end < 0 else end
                self.comments.append((at, reader.position))
            elif character in "\r\n":
                self._line_break(frame, at)
            elif character in ";&|()" and not text.startswith("&>", at):
                if character == ")" and closer == ")" and len(frame.sections) == 1 and not frame.cases:
                    reader.position = at + 1
                    break
                self._operator(frame, at)
            elif not self._json(frame, at) and not self._redirection(frame, at):
                self._word(frame, at)
        self._end_command(frame)

    def _word(self, frame: _Frame, at: int) -> None:
        reader = self.reader
        reader.expects_json = frame.asks
        self.certain = frame.is_certain()
        word = reader.word()
        if reader.position == at:  # a character that begins no word
            reader.position = at + 1
            return
        frame.asks = frame.asks or (bool(frame.words) and word.plain == "cloudtrail")
        frame.words.append(word)
        frame.faults += reader.faults
        reader.faults = []

    def _skip_blanks(self, frame: _Frame) -> None:
        reader = self.reader
        while True:
            at = reader.position
            match = BLANK.match(self.text, at)
            if match is None and frame.asks:
                match = LOST_BREAK.match(self.text, at)
                if match:
                    broken = "\n" in match[0]
                    message = f"a blank after the backslash {'ends the command here' if broken else 'is a word'}"
                    frame.faults.append(Fault(message, at, at + 1, only_in_scripts=not broken))
            if match is None:
                return
            reader.position = match.end()
            prompt = PROMPT.match(self.text, match.end()) if not self.is_script and match[0][-1] == "\n" else None
            if prompt:
                reader.position = prompt.end()

    def _line_break(self, frame: _Frame, at: int) -> None:
        match = CONTINUED.match(self.text, at) if frame.asks else None
        if match:
            frame.faults.append(Fault("the line ends without a backslash, and the command with it", at - 1, at, True))
            self.reader.position = match.end()
            return
        self.reader.position = at + 1
        if frame.words:
            self._end_command(frame)
            frame.link = ""
        self._here_documents(frame)

    def _json(self, frame: _Frame, at: int) -> bool:
        """Take JSON that stands on its own between the commands of a document."""
        if self.is_script or frame.words or self.text[at] not in "[{" or not JSON_START.match(self.text, at):
            return False
        end = self.reader.json_end(at) or len(self.text)
        # A closing bracket too many belongs to the JSON, so that it can be told.
        surplus = SURPLUS.match(self.text, end)
        end = surplus.end() if surplus else end
        self.items.append(JsonText(at, end))
        self.reader.position = end
        return True

    def _redirection(self, frame: _Frame, at: int) -> bool:
        match = REDIRECTION.match(self.text, at)
        if match is None or (frame.asks and self.text[at + 1 : at + 2].isalpha()):
            return False
        last = frame.words[-1] if frame.words else None
        if last is not None and last.end == at and last.plain.isdigit():
            frame.words.pop()
        self.reader.position = match.end()
        if match[0] in ("<<", "<<-"):
            delimiter = HERE_DELIMITER.match(self.text, match.end())
            if delimiter:
                frame.heredocs.append((delimiter[1] or delimiter[2] or delimiter[3], match[0] == "<<-"))
                self.reader.position = delimiter.end()
            return True
        self._redirection_target(match.end())
        return True

    def _redirection_target(self, position: int) -> None:
        blank = BLANK.match(self.text, position)
        reader = self.reader
        reader.position = blank.end() if blank else position
        if self.text[reader.position : reader.position + 1] not in ("", *"\r\n;&|()<>"):
            reader.expects_json = False
            reader.word()
            reader.faults = []

    def _here_documents(self, frame: _Frame) -> None:
        """Pass the bodies of the here-documents that were announced on the line before."""
        for delimiter, tabs in frame.heredocs:
            start = self.reader.position
            end_line = re.compile(rf"^{'	*' if tabs else ''}{re.escape(delimiter)}\r?$", re.MULTILINE)
            match = end_line.search(self.text, start)
            frame.here = (start, match.start() if match else len(self.text))
            self.reader.position = match.end() if match else len(self.text)
        if frame.heredocs and frame.here and self.items and isinstance(self.items[-1], Command):
            self.items[-1] = self.items[-1]._replace(here=frame.here)
        frame.heredocs, frame.here = [], None

    def _operator(self, frame: _Frame, at: int) -> None:
        text, reader = self.text, self.reader
        character = text[at]
        doubled = text[at : at + 2]
        if character == "(":
            self._parenthesis(frame, at)
            return
        reader.position = at + 1
        if character == ")" and frame.sections[-1][0] == "array":
            frame.sections.pop()
            return
        self._end_command(frame)
        if character == ")":
            if frame.cases and frame.sections[-1][0] == "case":
                self._renew(frame)
            elif len(frame.sections) > 1:
                frame.sections.pop()
                # What a subshell changes is as it was behind it.
                self.environment += bool(frame.environments) and frame.environments.pop() != self.environment
        elif doubled in ("&&", "||"):
            reader.position = at + 2
            frame.link = doubled
        elif doubled == ";;":
            reader.position = at + 2
            frame.link = ""
            self._renew(frame)
        elif character in ";&":
            frame.link = ""

    def _parenthesis(self, frame: _Frame, at: int) -> None:
        reader = self.reader
        reader.position = at + 1
        last = frame.words[-1] if frame.words else None
        closing = EMPTY_PARENTHESIS.match(self.text, at + 1)
        if last is not None and closing and len(frame.words) == 1:
            self._define(frame, last.plain)
            frame.words = []
            reader.position = closing.end()
        elif last is not None and last.end == at and self.text[at - 1] == "=":
            frame.sections.append(("array", frame.sections[-1][1]))
        else:
            self._end_command(frame)
            if frame.cases and frame.sections[-1][0] == "case":
                return
            frame.sections.append(("group", frame.sections[-1][1]))
            frame.environments.append(self.environment)

    def _define(self, frame: _Frame, name: str) -> None:
        """Begin a function: it may run at any time, with any arguments."""
        self.functions.add(name)
        self.environment += 1
        frame.function = True

    def _renew(self, frame: _Frame) -> None:
        frame.sections[-1] = (frame.sections[-1][0], self._new_section())

    def _end_command(self, frame: _Frame) -> None:
        """Take the words read so far as a command."""
        words, faults = frame.words, frame.faults
        frame.words, frame.faults, frame.asks = [], [], False
        words = self._keywords(frame, words)
        if not words:
            return
        section = frame.sections[-1][1]
        certain = frame.is_certain()
        if frame.link and not (frame.link == "&&" and self._follows_put()):
            section, certain = self._new_section(), False
        self.items.append(Command(tuple(words), tuple(faults), section, certain, self.environment))
        self._remember(frame, words)

    def _follows_put(self) -> bool:
        last = self.items[-1] if self.items else None
        return isinstance(last, Command) and any(word.plain.startswith("put-") for word in last.words)

    def _keywords(self, frame: _Frame, words: list[Word]) -> list[Word]:
        """Return the words without the keywords before them, which open and close sections."""
        at = 0
        while at < len(words):
            plain = words[at].plain
            if plain in OPENERS:
                frame.sections.append((plain, self._new_section()))
            elif plain in SWITCHES:
                self._renew(frame)
            elif plain in CLOSERS:
                frame.cases -= plain == "esac" and frame.cases > 0
                self._close(frame)
            elif plain == "{":
                frame.sections.append(
                    ("function", self._new_section()) if frame.function else ("group", frame.sections[-1][1])
                )
                frame.function = False
            elif plain == "function" and at + 1 < len(words):
                self._define(frame, words[at + 1].plain)
                at += 1
            elif plain in ("for", "select", "case"):
                self._open_loop(frame, plain, words[at + 1 :])
                return []
            elif plain not in ("!", "time"):
                break
            at += 1
        return words[at:]

    def _open_loop(self, frame: _Frame, keyword: str, words: list[Word]) -> None:
        frame.sections.append((keyword, self._new_section()))
        if keyword == "case":
            frame.cases += 1
        elif words:
            self._assign(words[0].plain)

    def _close(self, frame: _Frame) -> None:
        if len(frame.sections) > 1:
            kind, _ = frame.sections.pop()
            if kind == "function":
                self.environment += 1

    def _remember(self, frame: _Frame, words: list[Word]) -> None:
        """Note what a command may do to variables, and whether anything runs behind it."""
        first = words[0].plain
        if first in LEAVERS and not frame.link:
            self._renew(frame)
        if first in EVALUATORS or first in self.functions:
            self.environment += 1
        declares = first in DECLARERS
        for word in words:
            match = ASSIGNMENT.match(word.content.decoded.text)
            if match:
                self._assign(match[1])
            elif declares and NAME.match(word.plain):
                self._assign(word.plain)
            elif not declares:
                return

    def _assign(self, name: str) -> None:
        self.generations[name] = self.generations.get(name, 0) + 1
        if name.startswith("AWS_"):
            self.environment += 1
