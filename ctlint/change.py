"""Changes that a check proposes: intentions, which each syntax renders in its own language."""

# NamedTuple compiles each annotation that is a string, 9 µs a field at every start: no `from __future__` here.

from typing import NamedTuple

from ctlint.source import Span
from ctlint.text import Decoded, Text


class SetValue(NamedTuple):
    """Put another string where the value at `span` stands; `is_part` where that is only what stands between gaps."""

    span: Span
    value: str
    is_part: bool = False


def set_value(text: Text, value: str) -> SetValue | None:
    """Return the change of a text to another; None where it is computed, and other strings stand there too."""
    return SetValue(text.span, value) if text.is_literal else None


def set_tail(text: Text, value: str) -> SetValue | None:
    """Return the change of what stands behind the last gap of a text to another end; None where it is computed."""
    piece = text.pieces[-1]
    if len(text.pieces) < 2 or not isinstance(piece, Decoded) or not all(each.exact for each in piece.segments):
        return None
    span = piece.span(0, len(piece.text))
    return SetValue(span, value, is_part=True) if span.text == piece.text and text.span.contains(span) else None


class RenameKey(NamedTuple):
    """Give the key at `span` another name."""

    span: Span
    name: str


class RemoveItem(NamedTuple):
    """Remove the list item that begins at `span`."""

    span: Span


class RemoveKey(NamedTuple):
    """Remove the key at `span` with its value."""

    span: Span


class Edit(NamedTuple):
    """Put other text where `span` stands, as it is: only for repairs of syntax itself."""

    span: Span
    text: str


Change = SetValue | RenameKey | RemoveItem | RemoveKey | Edit


def describe(change: Change) -> str:
    """Return a change in words, for a reader."""
    match change:
        case SetValue(span, value, True):
            return f"write `{value}` instead of `{first_line(span.text)}`"
        case SetValue(_, value):
            return f"write `{value}`"
        case RenameKey(_, name):
            return f"rename the key to `{name}`"
        case RemoveItem(span) | RemoveKey(span):
            return f"remove `{first_line(span.text)}`"
        case Edit(span, ""):
            return f"remove `{first_line(span.text)}`"
        case Edit(span, text):
            return f"insert `{text}`" if span.start == span.end else f"write `{text}`"


def first_line(text: str) -> str:
    line, _, rest = text.strip().partition("\n")
    return f"{line.rstrip()} …" if rest else line
