"""Changes that a check proposes: intentions, which each syntax renders in its own language."""

# NamedTuple compiles each annotation that is a string, 9 µs a field at every start: no `from __future__` here.

from typing import NamedTuple

from ctlint.source import Span
from ctlint.text import Text


class SetValue(NamedTuple):
    """Put another string where the value at `span` stands."""

    span: Span
    value: str


def set_value(text: Text, value: str) -> SetValue | None:
    """Return the change of a text to another; None where it is computed, and other strings stand there too."""
    return SetValue(text.span, value) if text.is_literal else None


class RenameKey(NamedTuple):
    """Give the key at `span` another name."""

    span: Span
    name: str


class RemoveItem(NamedTuple):
    """Remove the list item or the key with its value at `span`."""

    span: Span


class Edit(NamedTuple):
    """Put other text where `span` stands, as it is: only for repairs of syntax itself."""

    span: Span
    text: str


Change = SetValue | RenameKey | RemoveItem | Edit


def describe(change: Change) -> str:
    """Return a change in words, for a reader."""
    match change:
        case SetValue(_, value):
            return f"write `{value}`"
        case RenameKey(_, name):
            return f"rename the key to `{name}`"
        case RemoveItem(span):
            return f"remove `{first_line(span.text)}`"
        case Edit(span, ""):
            return f"remove `{first_line(span.text)}`"
        case Edit(span, text):
            return f"insert `{text}`" if span.start == span.end else f"write `{text}`"


def first_line(text: str) -> str:
    line, _, rest = text.strip().partition("\n")
    return f"{line.rstrip()} …" if rest else line
