"""The parts of a document in which commands and JSON stand: fenced, indented and inline code, and bare paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint.source import Source
from ctlint.text import Decoded, DecodedBuilder

LANGUAGES = frozenset(
    ("", "sh", "bash", "shell", "zsh", "ksh", "console", "shell-session", "shellsession", "terminal", "text", "txt",
     "plaintext", "plain", "none", "nohighlight", "aws", "awscli", "aws-cli", "cli", "json", "json5", "command", "output")
)  # fmt: skip
"""Languages of fenced blocks that are read; PowerShell, cmd and others quote differently."""
FENCE = re.compile(r"^((?:[^\S\n]|>)*(?:(?:[-*+]|\d{1,9}[.)])[^\S\n]+)?)(`{3,}|~{3,})[^\S\n]*([^`\n]*)$")
DIRECTIVE = re.compile(
    r"^[^\S\n]*\.\.[^\S\n]+(?:code-block|code|sourcecode|highlight|parsed-literal)::[^\S\n]*([\w-]*)"
)
INLINE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`]*\bcloudtrail\b[^`]*)\1(?!`)")
# `aws cloudtrail put-event-selectors --…`, behind a list marker or a prompt; what is no option is prose.
COMMAND_LINE = re.compile(
    r"^[^\S\n]*(?:(?:[-*+]|\d{1,9}[.)])[^\S\n]+)?(?:\S{0,40}[$%>][^\S\n]+)?(?:sudo[^\S\n]+)?"
    r"(aws\b[^\n]{0,200}?[^\S\n]cloudtrail[^\S\n]+[a-z]+(?:-[a-z]+)*(?![\w-])"
    r"[^\S\n]*(?:\\?[^\S\n]*[-–—](?:[^\S\n]?[-–—])?[a-z]|\\[^\S\n]*$|$))",
    re.MULTILINE,
)
JSON_LINE = re.compile(r"^[^\S\n]*((?:[\[{]\s{0,200}){1,8}[\"“]\w[\w.]*[\"”]\s*:)", re.MULTILINE)
RELEVANT = re.compile(r"cloudtrail|elector|TrailARN|ReadWriteType|InsightType|DataResources")
ESCAPED = re.compile(r"&(?:quot|#34|#39|apos|lt|gt);")


class _Line:
    """A line of a document: its range without the line end, and how far it is indented."""

    __slots__ = ("end", "following", "indent", "start", "text")

    def __init__(self, text: str, start: int, end: int, following: int) -> None:
        self.start, self.end, self.following = start, end, following
        self.text = text[start:end]
        stripped = self.text.lstrip(" \t")
        self.indent = len(self.text) - len(stripped) if stripped else -1


def find(source: Source) -> list[Decoded]:
    """Return the blocks of a document that may hold commands or JSON, in their order."""
    origin = Decoded.of_file(source)
    lines = [_Line(source.text, *place) for place in _lines(source)]
    blocks: list[Decoded] = []
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at].text)
        directive = DIRECTIVE.match(lines[at].text)
        if fence:
            block, at = _fenced(origin, lines, at, fence)
            blocks += block
        elif directive and directive[1].lower() not in LANGUAGES:
            at = _indented_end(lines, at + 1, lines[at].indent)
        else:
            stop = _paragraph_end(lines, at)
            if stop > at:
                blocks += _paragraph(origin, lines[at:stop])
            at = max(stop, at + 1)
    return blocks


def _lines(source: Source) -> Iterator[tuple[int, int, int]]:
    starts = source.line_starts()
    for number, start in enumerate(starts, 1):
        following = starts[number] if number < len(starts) else len(source.text)
        yield start, source.line_span(number)[1], following


def _fenced(origin: Decoded, lines: list[_Line], at: int, fence: re.Match[str]) -> tuple[list[Decoded], int]:
    """Return a fenced block, and the index behind it; one that is never closed goes on to the end."""
    mark, language = fence[2], (fence[3].split() or [""])[0].strip("{}.").partition("{")[0].partition(",")[0].lower()
    stop = at + 1
    closing = re.compile(rf"^(?:[^\S\n]|>)*{re.escape(mark[0])}{{{len(mark)},}}[^\S\n]*$")
    while stop < len(lines) and not closing.match(lines[stop].text):
        stop += 1
    body = lines[at + 1 : stop]
    if language not in LANGUAGES or not body:
        return [], stop + 1
    prefix = fence[1] if ">" in fence[1] else ""
    return _joined(origin, body, len(fence[1]), prefix), stop + 1


def _joined(origin: Decoded, lines: list[_Line], indent: int, quoted: str) -> list[Decoded]:
    """Return lines as one text without their indentation and block quote marks."""
    builder = DecodedBuilder(origin)
    for line in lines:
        position = line.start
        while (
            position < line.end
            and position - line.start < indent
            and origin.text[position] in (" \t>" if quoted else " \t")
        ):
            position += 1
        builder.copy(position, line.following)
    block = builder.build()
    return [] if ESCAPED.search(block.text) or not block.text.strip() else [block]


def _indented_end(lines: list[_Line], at: int, indent: int) -> int:
    """Return the index of the first line from `at` on that is no deeper than `indent` and not blank."""
    while at < len(lines) and (lines[at].indent < 0 or lines[at].indent > indent):
        at += 1
    return at


def _paragraph_end(lines: list[_Line], at: int) -> int:
    """Return the index behind the lines up to a blank one or a fence; indented code goes on over blank lines."""
    if lines[at].indent >= 2:
        stop = at + 1
        while stop < len(lines) and (lines[stop].indent < 0 or lines[stop].indent >= 2):
            begins = lines[stop - 1].indent < 0 and COMMAND_LINE.match(lines[stop].text)
            if begins or FENCE.match(lines[stop].text):
                break
            stop += 1
        return stop
    stop = at
    while stop < len(lines) and lines[stop].indent >= 0 and not FENCE.match(lines[stop].text):
        stop += 1
    return stop


def _paragraph(origin: Decoded, lines: list[_Line]) -> list[Decoded]:
    """Return what of a paragraph is a block: from a command or JSON on, or inline code."""
    start, end = lines[0].start, lines[-1].following
    text = origin.text[start:end]
    if not RELEVANT.search(text):
        return []
    command, value = COMMAND_LINE.search(text), JSON_LINE.search(text)
    if value and not (lines[0].indent >= 2 or text[: value.start(1)].strip() == ""):
        value = None
    places = [match.start(1) for match in (command, value) if match]
    if places:
        block = origin.slice(start + min(places), end)
        return [] if ESCAPED.search(block.text) else [block]
    return [origin.slice(start + match.start(2), start + match.end(2)) for match in INLINE.finditer(text)]
