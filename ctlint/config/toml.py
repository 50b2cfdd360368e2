"""`[tool.ctlint]` of a TOML file as nodes; the parser tells no places, so that they are searched for."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.syntax.node import Kind, Mapping, Node, Pair, Scalar, Sequence
from ctlint.text import Decoded, Segment, Text
from ctlint.validation import KIND

TABLE = re.compile(
    r"""^[ \t]*\[\[?[ \t]*["']?tool["']?[ \t]*(?:\.[ \t]*["']?ctlint\b|\])|^[ \t]*["']?tool\b""", re.MULTILINE
)
LINE = re.compile(r"at line (\d+), column (\d+)")


def parse(source: Source) -> tuple[Node | None, list[Problem]]:
    """Return the table `tool.ctlint` of a file, None where it has none, and what keeps the file from being read."""
    try:
        content = tomllib.loads(source.text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [
            Problem(
                KIND,
                _fault_span(source, str(error)),
                f"is no TOML: {LINE.sub('', str(error))[:200].removesuffix(' ()')}",
            )
        ]
    table = content.get("tool")
    table = table.get("ctlint") if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return None, []
    match = TABLE.search(source.text)
    return _Converter(source).node(table, match.start() if match else 0), []


def _fault_span(source: Source, message: str) -> Span:
    match = LINE.search(message)
    count = len(source.line_starts()) - source.text.endswith("\n")
    line = min(int(match[1]), count) if match else count
    return Span(source, *source.line_span(line))


class _Converter:
    """Makes nodes of values, each at the first place behind what comes before it where it may stand."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.origin = Decoded.whole(source)
        self.cursor = 0

    def node(self, value: Any, start: int) -> Node:
        """Return the node of a value that stands at an offset or behind it."""
        self.cursor = start
        if isinstance(value, dict):
            pairs = [self._pair(str(key), item, start) for key, item in value.items()]
            return Mapping(self.origin, start, max(self.cursor, start), pairs)
        if isinstance(value, list):
            items = [self.node(item, self._item_start(item)) for item in value]
            return Sequence(self.origin, start, max(self.cursor, start), items)
        return self._scalar(value, start)

    def _pair(self, key: str, value: Any, start: int) -> Pair:
        # A key may stand before the one that the parser gives before it only in another table.
        name = rf"""["']?{re.escape(key)}["']?"""
        pattern = re.compile(
            rf"^[ \t]*\[\[?[^\]\n#]*?(?<![\w-])({name})[ \t]*\]|^[ \t]*(?:[\w.\"'-]+\.[ \t]*)?({name})[ \t]*[.=]|[{{,][ \t\n]*({name})[ \t]*=",
            re.MULTILINE,
        )
        match = pattern.search(self.source.text, start)
        group = match.lastindex if match and match.lastindex else 0
        low, high = match.span(group) if match else (start, start)
        is_header = match is not None and group == 1 and isinstance(value, list)
        behind = (match.start() if is_header else match.end()) if match else start
        return Pair(self._text(key, low, high, "string"), self.node(value, behind))

    def _item_start(self, item: Any) -> int:
        if not isinstance(item, dict):
            return self.cursor
        header = self.source.text.find("]]", self.source.text.find("[[", self.cursor))
        brace = self.source.text.find("{", self.cursor)
        places = [place for place in (header, brace) if place >= 0]
        return min(places, default=self.cursor)

    def _scalar(self, value: Any, start: int) -> Scalar:
        kind: Kind = "boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "string"
        raw = str(value).lower() if isinstance(value, bool) else str(value)
        at = self.source.text.find(raw, start)
        self.cursor = at + len(raw) if at >= 0 else start
        return self._text(raw, at if at >= 0 else start, self.cursor, kind)

    def _text(self, raw: str, start: int, end: int, kind: Kind) -> Scalar:
        span = Span(self.source, start, end)
        return Scalar.of(Text((Decoded(self.source, raw, (Segment(0, start, end, False),)),), span), kind)
