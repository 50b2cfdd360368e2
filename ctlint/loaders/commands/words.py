"""The words of shell commands: quotes, escapes and expansions, with the place of every character."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ctlint.loaders.commands.gaps import Gapped
from ctlint.text import GAP, Decoded, DecodedBuilder, Gap

PLAIN = re.compile(r"[^\s'\"\\$`;&|<>()]+")
SPACE = re.compile(r"\s*")
DOUBLE_QUOTED = re.compile(r'[^"\\$`]+')
NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!-]")
BRACE = re.compile(r"[{}]")
BACKTICKS = re.compile(r"`(?:[^`\\]|\\.)*`", re.DOTALL)
ANSI_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
ANSI_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
ANSI_END = re.compile(r"(?:[^'\\]|\\.)*'", re.DOTALL)

# JSON whose own double quotes end the quote that it stands in, or are taken away because it stands in none.
MISQUOTED = re.compile(r'"\s{0,200}([\[{])[\s\[{]{0,200}"[A-Za-z]')
UNQUOTED = re.compile(r'([\[{])[\s\[{]{0,200}"[A-Za-z]')
TYPOGRAPHIC = re.compile(r"[‘’‚‛“”„‟]\s{0,200}([\[{])")
TYPOGRAPHIC_MARKS = "‘’‚‛“”„‟"
PLACEHOLDER = re.compile(r"<[A-Za-z][^<>\n'\"|&;`]{0,80}>")
LOST_QUOTE = re.compile(r"\\(?='\s{0,200}[\[{])")
SINGLE_QUOTED = re.compile(r"'\s{0,200}([\[{])")
# A quote that ends, something that the shell puts in its place, and a quote that begins again: '"$X"'.
SPLICE = re.compile(
    r"""'(?:\\.|\$\([^()'"]*\)|\$\{[^{}'"]*\}|\$\w+|`[^`]*`|"(?:[^"\\]|\\.)*"(?=['"$\\`])|[^\s'"\\$`;&|<>()](?!"))*+'""",
    re.DOTALL,
)
EXPANDED = "$`\\"
STRING_END = re.compile(r"\s*[,:}\]]")
BACKSLASHED = re.compile(r'\s*[\[{][\s\[{]*\\"')
JSON_TOKEN = re.compile(r'"(?:[^"\\\r\n]|\\.)*"|[“”][^“”\r\n]*[“”]|[\[\]{}]', re.DOTALL)
SCAN_BUDGET = 4
"""How many times its length of a text is scanned for closing brackets: real ones close where they should."""


class Fault(NamedTuple):
    """What a shell would not read as it was meant: a range of the text, and why.

    Where `only_in_scripts`, a document may mean another shell, or may have lost its line breaks.
    """

    message: str
    start: int
    end: int
    only_in_scripts: bool = False


class Word(NamedTuple):
    """A word as the command gets it: its value with gaps, its range in the text, and the quote it opens with."""

    content: Gapped
    start: int
    end: int
    quote: str

    @property
    def value(self) -> str | None:
        return self.content.value

    @property
    def plain(self) -> str:
        """The value of a word without quotes and unknown parts, which alone can be a keyword; else nothing."""
        return "" if self.quote else self.content.value or ""


class WordReader:
    """Reads one word after another of a text.

    `substitute` reads the commands of a `$(` from an offset on and returns where its `)` ends, and the range
    of the text that it surely prints, if that is known. `generation` numbers the values that a variable has one after another.
    """

    def __init__(self, origin: Decoded, is_script: bool) -> None:
        self.origin = origin
        self.text = origin.text
        self.is_script = is_script
        self.position = 0
        self.faults: list[Fault] = []
        self.expects_json = False
        self.substitute: Callable[[int], tuple[int, tuple[int, int] | None]] = lambda start: (start, None)
        self.generation: Callable[[str], int] = lambda name: 0
        self._budget = SCAN_BUDGET * len(self.text)
        self._gaps: dict[int, Gap] = {}
        self._builder = DecodedBuilder(origin)

    def word(self) -> Word:
        """Return the word at the position, which is at no blank and at no operator."""
        start = self.position
        self._gaps, self._builder = {}, DecodedBuilder(self.origin)
        opening = self.text[start]
        while self.position < len(self.text) and self._piece(start):
            pass
        builder = self._builder
        if not builder.segments:
            builder.copy(min(start + 1, self.position), min(start + 1, self.position))
        quote = opening if opening in "'\"$\\" + TYPOGRAPHIC_MARKS else ""
        return Word(Gapped(builder.build(), self._gaps), start, self.position, quote)

    def _piece(self, start: int) -> bool:
        """Read one piece of a word; False where the word ends."""
        at = self.position
        character = self.text[at]
        if self.expects_json and (at == start or self.text[at - 1] == "="):
            # A word's first quote alone, so that a word full of quotes is not searched again and again.
            is_first = character == "'" and "'" not in self.text[start:at]
            if self._broken_json(at) or (is_first and self._apostrophe_in_json(at)):
                return True
        if character == "'" and not self._is_apostrophe(at):
            self._single(at)
        elif character == "'":
            self._builder.copy(at, at + 1)
            self.position = at + 1
        elif character == '"':
            self._double(at)
        elif character == "\\":
            self._escape(at)
        elif character == "$":
            self._dollar(at)
        elif character == "`":
            self._backticks(at)
        elif character == "<" and self.expects_json and (match := PLACEHOLDER.match(self.text, at)):
            self.gap(("placeholder", match[0]), at, match.end())
        else:
            match = PLAIN.match(self.text, at)
            if match is None:
                return False
            self._builder.copy(at, match.end())
            self.position = match.end()
        return True

    def gap(self, identity: tuple[str, ...], start: int, end: int) -> None:
        """Append an unknown part and go on behind it."""
        span = self.origin.span(start, end)
        self._gaps[span.start] = Gap(identity, span, self.text[start:end])
        self._builder.replace(GAP, start, end)
        self.position = end

    def _is_apostrophe(self, at: int) -> bool:
        """Tell whether a quote stands in a word of prose, as documents have it between commands."""
        prose = not self.is_script and not self.expects_json
        return prose and self.text[at - 1 : at].isalpha() and self.text[at + 1 : at + 2].isalpha()

    def _single(self, at: int) -> None:
        end = self.text.find("'", at + 1)
        if end < 0:
            end = self._unterminated(at)
            self._builder.copy(at + 1, end)
            return
        content = self.text[at + 1 : end]
        if self.expects_json and BACKSLASHED.match(content):
            self._backslashed(at, end)
        else:
            self._builder.copy(at + 1, end)
        self.position = end + 1

    def _backslashed(self, at: int, end: int) -> None:
        """Take JSON whose quotes are escaped although single quotes stand around it, as it was meant."""
        self.faults.append(Fault("backslashes stay within single quotes, so this is not JSON", at, at + 1, True))
        position = at + 1
        for match in re.compile(r'\\(?=")').finditer(self.text, at + 1, end):
            self._builder.copy(position, match.start())
            position = match.end()
        self._builder.copy(position, end)

    def _double(self, at: int) -> None:
        self.position = at + 1
        while self.position < len(self.text):
            position = self.position
            match = DOUBLE_QUOTED.match(self.text, position)
            if match:
                self._builder.copy(position, match.end())
                self.position = match.end()
                continue
            character = self.text[position]
            if character == '"':
                self.position = position + 1
                return
            if character == "\\":
                self._double_escape(position)
            elif character == "$":
                self._dollar(position, quoted=True)
            else:
                self._backticks(position)
        self._unterminated(at)

    def _double_escape(self, at: int) -> None:
        following = self.text[at + 1 : at + 2]
        if following in ("\n", "\r"):
            self.position = at + (3 if self.text.startswith("\r\n", at + 1) else 2)
        elif following and following in '"\\$`':
            self._builder.replace(following, at, at + 2)
            self.position = at + 2
        else:
            self._builder.copy(at, at + 1)
            self.position = at + 1

    def _escape(self, at: int) -> None:
        following = self.text[at + 1 : at + 2]
        if following in ("\n", "\r"):
            self.position = at + (3 if self.text.startswith("\r\n", at + 1) else 2)
        elif not following:
            self._builder.copy(at, at + 1)
            self.position = at + 1
        elif self.expects_json and LOST_QUOTE.match(self.text, at):
            self.position = at + 1
        else:
            self._builder.replace(following, at, at + 2)
            self.position = at + 2

    def _dollar(self, at: int, quoted: bool = False) -> None:
        following = self.text[at + 1 : at + 2]
        name = NAME.match(self.text, at + 1)
        if following == "'" and not quoted:
            self._ansi(at)
        elif following == '"' and not quoted:
            self._double(at + 1)
        elif self.text.startswith("((", at + 1):
            end = self.text.find("))", at)
            self.gap(("expression", str(at)), at, len(self.text) if end < 0 else end + 2)
        elif following == "(":
            self._substitution(at)
        elif following == "{":
            self._parameter(at)
        elif name:
            self.gap(("variable", name[0], str(self.generation(name[0]))), at, name.end())
        else:
            self._builder.copy(at, at + 1)
            self.position = at + 1

    def _substitution(self, at: int) -> None:
        builder, gaps, expects_json = self._builder, self._gaps, self.expects_json
        end, printed = self.substitute(at + 2)
        self._builder, self._gaps, self.expects_json = builder, gaps, expects_json
        if printed is None:
            self.gap(("command", str(at)), at, end)
            return
        builder.copy(*printed)
        self.position = end

    def _parameter(self, at: int) -> None:
        """Take `${…}`: a variable, or an expression over one."""
        depth, end = 0, len(self.text)
        for match in BRACE.finditer(self.text, at):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                end = match.end()
                break
        inner = self.text[at + 2 : end - 1]
        name = NAME.match(inner)
        generation = str(self.generation(name[0])) if name else ""
        kind = "variable" if name and name.end() == len(inner) else "expression"
        self.gap((kind, inner, generation), at, end)

    def _backticks(self, at: int) -> None:
        match = BACKTICKS.match(self.text, at)
        if match:
            self.gap(("command", str(at)), at, match.end())
        else:
            self._builder.copy(at, at + 1)
            self.position = at + 1

    def _ansi(self, at: int) -> None:
        match = ANSI_END.match(self.text, at + 2)
        end = match.end() - 1 if match else self._unterminated(at)
        position = at + 2
        for escape in ANSI_ESCAPE.finditer(self.text, position, end):
            self._builder.copy(position, escape.start())
            self._builder.replace(_ansi_character(escape), escape.start(), escape.end())
            position = escape.end()
        self._builder.copy(position, end)
        self.position = end + 1 if match else end

    def _unterminated(self, at: int) -> int:
        """Note a quote without its end, and go to the end of the text."""
        opening = skip_space(self.text, at + 1)
        is_json = self.text[opening : opening + 1] in ("[", "{")
        self.faults.append(Fault("this quote is never closed", at, at + 1, only_in_scripts=not is_json))
        self.position = len(self.text)
        return self.position

    def _broken_json(self, at: int) -> bool:
        """Take JSON that a shell would take apart, as it was meant."""
        for pattern, message in (
            (MISQUOTED, "the double quotes within the double quotes are not escaped: the shell removes them"),
            (UNQUOTED, "JSON without quotes around it: the shell removes its double quotes"),
            (TYPOGRAPHIC, "typographic quotes do not quote anything in a shell"),
        ):
            match = pattern.match(self.text, at)
            if match is None:
                continue
            bracket = match.start(1)
            end = self.json_end(bracket)
            if end is None:
                return False
            behind = skip_space(self.text, end)
            if pattern is not UNQUOTED and self.text[behind : behind + 1] not in ('"', *TYPOGRAPHIC_MARKS):
                return False
            self.faults.append(Fault(message, at, at + 1))
            self._builder.copy(bracket, end)
            self.position = end if pattern is UNQUOTED else behind + 1
            return True
        return False

    def _apostrophe_in_json(self, at: int) -> bool:
        """Take JSON in single quotes, one of whose strings holds an apostrophe, as something unknown."""
        opening = SINGLE_QUOTED.match(self.text, at)
        apostrophe = self._early_quote(at) if opening else -1
        end = self.json_end(opening.start(1)) if opening and apostrophe >= 0 else None
        if end is None:
            return False
        message = "this apostrophe ends the quote that the JSON stands in; write it as `'\\''`"
        self.faults.append(Fault(message, apostrophe, apostrophe + 1))
        behind = skip_space(self.text, end)
        self.gap(("broken", str(at)), at, behind + 1 if self.text.startswith("'", behind) else end)
        return True

    def _early_quote(self, at: int) -> int:
        """Return the offset of the quote that ends the one at `at` within a string of its JSON, or -1."""
        quote = self.text.find("'", at + 1)
        while quote >= 0 and (splice := SPLICE.match(self.text, quote)):
            quote = self.text.find("'", splice.end())
        last = quote - 1
        while last > at and self.text[last].isspace():
            last -= 1
        if quote < 0 or self.text[last] in "]}" or self.text[quote + 1 : quote + 2] in ("", *EXPANDED):
            return -1
        depth = 0
        for match in JSON_TOKEN.finditer(self.text, at):
            mark = match[0]
            depth += (mark in ("[", "{")) - (mark in ("]", "}"))
            if match.end() > quote or depth == 0:
                within = mark[0] == '"' and match.start() < quote < match.end()
                return quote if within and STRING_END.match(self.text, match.end()) else -1
        return -1

    def json_end(self, start: int) -> int | None:
        """Return the offset behind the bracket that closes the one at `start`, or None."""
        depth, end = 0, len(self.text)
        if self._budget < 0:
            return None
        for match in JSON_TOKEN.finditer(self.text, start):
            mark = match[0]
            if mark in "[{":
                depth += 1
            elif mark in "]}":
                depth -= 1
                if depth == 0:
                    end = match.end()
                    break
        self._budget -= end - start
        return end if depth == 0 else None


def skip_space(text: str, position: int) -> int:
    """Return the offset of the first character from `position` on that is no white space."""
    match = SPACE.match(text, position)
    return match.end() if match else position


def _ansi_character(escape: re.Match[str]) -> str:
    for group, base in ((1, 16), (2, 16), (3, 16), (4, 8)):
        if escape[group]:
            code = int(escape[group], base)
            return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return ANSI_ESCAPES.get(escape[5], escape[5] if escape[5] in "\\'\"?" else escape[0])
