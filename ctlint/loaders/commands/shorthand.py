"""The AWS CLI's shorthand syntax (`ReadWriteType=All,DataResources=[{Type=…,Values=[…]}]`) to nodes.

The grammar is that of https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html.
"""

from __future__ import annotations

import re

from ctlint.loaders.binder import OPERATORS
from ctlint.loaders.commands.gaps import Gapped, mask_placeholders, restore
from ctlint.syntax.node import Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import GAP, Decoded, DecodedBuilder, Text

MAX_DEPTH = 20
KEY = re.compile(r"\s*([A-Za-z_][\w.:-]*)\s*=\s*")
SPACE = re.compile(r"\s*")
QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
PLAIN = re.compile(r"(?:[^,\[\]{}'\"\\]|\\.)+", re.DOTALL)
NEXT_PAIR = re.compile(r",\s*[A-Za-z_][\w.:-]*\s*=")
LISTS = frozenset(
    (*OPERATORS, "FieldSelectors", "DataResources", "Values", "ExcludeManagementEventSources", "EventCategories",
     "Templates")
)  # fmt: skip
"""Parameters that are lists: a single value stands for a list of it."""
FLAGS = {"IncludeManagementEvents": ("true", "false")}


class Malformed(Exception):
    """The text is not shorthand."""


def parse(word: Gapped) -> Node:
    """Return the object that a word of shorthand is; unknown where it is not proper shorthand."""
    masked = mask_placeholders(word)
    try:
        return _Parser(masked).run()
    except Malformed:
        return Unknown(word.decoded.span(0, len(word.decoded.text)), "is not shorthand")


class _Parser:
    def __init__(self, word: Gapped) -> None:
        self.origin = word.decoded
        self.text = word.decoded.text
        self.gaps = word.gaps
        self.position = 0
        self.depth = 0

    def run(self) -> Node:
        root = self.pairs("")
        if self.position < len(self.text):
            raise Malformed
        return root

    def pairs(self, closer: str) -> Mapping:
        """Read `key=value,key=value` up to `closer`."""
        start = self.position
        found: list[Pair] = []
        while True:
            match = KEY.match(self.text, self.position)
            if match is None:
                raise Malformed
            self.position = match.end()
            key = Scalar.of(restore(self.origin.slice(match.start(1), match.end(1)), {}))
            found.append(Pair(key, self.value(match[1], closer)))
            self.skip_space()
            if self.text[self.position : self.position + 1] == "," and self.position + 1 < len(self.text):
                self.position += 1
                continue
            break
        return Mapping(self.origin, start, self.position, found)

    def value(self, key: str, closer: str) -> Node:
        """Read the value of a key: a list, an object, one text, or texts with commas between them."""
        node = self.nested()
        if node is not None:
            return node if isinstance(node, Sequence) or key not in LISTS else self.listed([node])
        items = [self.scalar(key)]
        while self.text[self.position : self.position + 1] == "," and not NEXT_PAIR.match(self.text, self.position):
            self.position += 1
            items.append(self.scalar(key))
        return self.listed(items) if key in LISTS or len(items) > 1 else items[0]

    def nested(self) -> Node | None:
        """Read a list in brackets or an object in braces, if one stands here."""
        opening = self.text[self.position : self.position + 1]
        if opening not in ("[", "{"):
            return None
        if self.depth >= MAX_DEPTH:
            raise Malformed
        self.depth += 1
        start = self.position
        self.position += 1
        node: Node
        if opening == "{":
            node = self.pairs("}")
            self.expect("}")
        else:
            node = Sequence(self.origin, start, 0, self.items())
            self.expect("]")
            node.end = self.position
        self.depth -= 1
        self.skip_space()
        return node

    def items(self) -> list[Node]:
        found: list[Node] = []
        self.skip_space()
        while self.text[self.position : self.position + 1] not in ("]", ""):
            found.append(self.nested() or self.scalar(""))
            self.skip_space()
            if self.text[self.position : self.position + 1] != ",":
                break
            self.position += 1
            self.skip_space()
        return found

    def scalar(self, key: str) -> Node:
        self.skip_space()
        match = QUOTED.match(self.text, self.position)
        start, end = (match.start() + 1, match.end() - 1) if match else self.plain()
        self.position = match.end() if match else end
        self.skip_space()
        while not match and end > start and self.text[end - 1].isspace():
            end -= 1
        text = self.unescaped(start, end)
        if key in FLAGS:
            return self.flag(key, text)
        return Scalar.of(text)

    def plain(self) -> tuple[int, int]:
        match = PLAIN.match(self.text, self.position)
        return (match.start(), match.end()) if match else (self.position, self.position)

    def unescaped(self, start: int, end: int) -> Text:
        builder = DecodedBuilder(self.origin)
        position = start
        for match in re.compile(r"\\(?=[,\\'\"])").finditer(self.text, start, end):
            if match.start() >= position:
                builder.copy(position, match.start())
                builder.copy(match.end(), min(match.end() + 1, end))
                position = match.end() + 1
        builder.copy(min(position, end), end)
        return restore(builder.build(), self.gaps)

    def flag(self, key: str, text: Text) -> Node:
        """Return a boolean; any text but `true` is taken for false by the CLI, which nobody means."""
        value = text.value.lower() if text.value else ""
        if value not in FLAGS[key] or GAP in text.pattern:
            return Unknown(text.span, "is not a boolean")
        return Scalar.of(text, "boolean")

    def listed(self, items: list[Node]) -> Sequence:
        whole = Decoded.whole(self.origin.source)
        return Sequence(whole, items[0].span.start, items[-1].span.end, items)

    def expect(self, mark: str) -> None:
        self.skip_space()
        if self.text[self.position : self.position + 1] != mark:
            raise Malformed
        self.position += 1

    def skip_space(self) -> None:
        match = SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position


def is_shorthand(text: str) -> bool:
    """Tell whether a value is meant as shorthand."""
    return KEY.match(text) is not None
