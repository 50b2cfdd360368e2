"""What stands at a place whose value is not known, with the definitions that it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ctlint.source import Source, Span

OFFSET = re.compile(r":(\d+)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
# What makes a name a key of YAML, JSON or HCL, the label of a block of HCL, or an assignment in a shell script.
BEFORE = re.compile(
    r"""(?:^|[{,;])[ \t]*(?:- )?((?:export +)?(?:[a-z]+ +(?:"[\w-]+" +)?)?(?P<quote>["']?))$""", re.MULTILINE
)
AFTER = r"""(?:(?P<quote>["'])\s*[:={]|\s*:(?=\s)|\s*=(?!=))"""
MAX_DEFINITIONS = 200
"""Definitions that one value rests on; with more of them it is the same only where all the texts are."""
COMMON = frozenset((
    "Ref", "Fn", "Sub", "Join", "GetAtt", "If", "Select", "Split", "FindInMap", "ImportValue", "Transform",
    "Condition", "Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith", "Field",
    "FieldSelectors", "Name", "Type", "Default", "Description", "AllowedValues", "Properties", "Values",
    "Value", "AWS", "Resources", "Parameters", "Mappings", "Conditions", "Outputs", "true", "false", "null",
    "var", "local", "locals", "module", "data", "each", "key", "value", "count", "index", "for", "in", "if",
    "concat", "flatten", "toset", "tolist", "merge", "lookup", "type", "default", "description", "name",
    "string", "list", "set", "bool", "number", "variable", "resource", "output",
))  # fmt: skip
"""Words of the formats themselves: what stands behind them elsewhere says nothing of the value."""
OPENING, CLOSING = "([{", ")]}"


class Written:
    """The texts of one version of some files.

    `around` gives the text that the definitions for a file may stand in, `sources` the files by their paths.
    """

    def __init__(self, around: Callable[[Source], str], sources: Callable[[], Mapping[str, Source]]) -> None:
        self._around = around
        self._sources = sources
        self._found: dict[tuple[int, str], str] = {}
        self._defined: dict[tuple[str, str], list[str]] = {}

    def at(self, span: Span) -> str:
        """Return what stands at a place and the definitions of the names in it: equal for what means the same."""
        return self._with_definitions(span.text, span.source)

    def block(self, span: Span) -> str:
        """Return the same of all that begins at a place: to the closing bracket, or as far as lines are indented."""
        return self._with_definitions(block(span.source.text, span.start), span.source)

    def following(self, text: str) -> tuple[str, str] | None:
        """Return what stands at the place that a text tells as `PATH:OFFSET`, and the text without it."""
        for found in OFFSET.finditer(text):
            before = text[: found.start()]
            for path, source in self._sources().items():
                if before.endswith(path):
                    start = int(found[1])
                    return self.block(Span(source, start, start)), before.removesuffix(path) + text[found.end() :]
        return None

    def definition(self, name: str, source: Source) -> str:
        """Return the definitions of a name."""
        return self._with_definitions(name, source)

    def _with_definitions(self, text: str, source: Source) -> str:
        key = (id(source), text)
        if key not in self._found:
            self._found[key] = self._spelled_out(text, self._around(source))
        return self._found[key]

    def _spelled_out(self, text: str, around: str) -> str:
        found = {"": squeezed(text)}
        pending = _names(text)
        while pending:
            name = pending.pop()
            if name in found:
                continue
            if len(found) > MAX_DEFINITIONS:
                return f"{found['']}\n{squeezed(around)}"
            definitions = self._definitions(name, around)
            found[name] = "\n".join(sorted(set(map(squeezed, definitions))))
            pending += (each for definition in definitions for each in _names(definition))
        return "\n".join(f"{name}\t{each}" for name, each in sorted(found.items()) if each)

    def _definitions(self, name: str, text: str) -> list[str]:
        key = (name, text)
        if key not in self._defined:
            self._defined[key] = _definitions(name, text)
        return self._defined[key]


def squeezed(text: str) -> str:
    """Return a text whose white space does not count."""
    return " ".join(text.split())


def _names(text: str) -> list[str]:
    return [each for each in dict.fromkeys(WORD.findall(text)) if each not in COMMON]


def _definitions(name: str, text: str) -> list[str]:
    found: list[str] = []
    for match in re.finditer(re.escape(name) + AFTER, text):
        before = BEFORE.search(text, text.rfind("\n", 0, match.start()) + 1, match.start())
        if before is not None and before["quote"] == (match["quote"] or ""):
            found.append(block(text, before.start(1)))
    return found


def block(text: str, start: int) -> str:
    """Return what begins at an offset: the line, what its brackets hold, and lines that are indented more."""
    end, depth = start, 0
    while end < len(text) and (depth > 0 or text[end] != "\n"):
        depth += (text[end] in OPENING) - (text[end] in CLOSING)
        if depth < 0:
            return text[start:end]
        end += 1
    before = text[text.rfind("\n", 0, start) + 1 : start]
    is_item = before.strip() == "-"  # what begins behind the dash of a list's item goes on below it
    column = before.index("-") if is_item else len(before)
    while end < len(text):
        stop = text.find("\n", end + 1)
        stop = len(text) if stop < 0 else stop
        line = text[end + 1 : stop]
        indent = len(line) - len(line.lstrip())
        # YAML lets a list begin right below its key.
        if line.strip() and (indent < column or (indent == column and (is_item or line[indent] != "-"))):
            break
        end = stop
    return text[start:end]
