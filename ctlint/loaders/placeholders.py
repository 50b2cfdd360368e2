"""Placeholders of template languages in the strings of a file: what another program fills in later."""

from __future__ import annotations

import re

from ctlint.syntax.node import Scalar
from ctlint.text import Decoded, Gap, Text

# {{ jinja }}, ${terraform}, ${serverless:${nested}}, <%= erb %> and @@name@@ stand for any text.
PLACEHOLDER = re.compile(
    r"\{\{(?:[^{}]|\{[^{}]*\})*\}\}|\$\{(?:[^{}]|\$\{[^{}]*\})*\}|<%=[^%]*%>|@@[A-Za-z_][\w.-]{0,80}@@"
)
# Those that choose between parts or repeat them leave nothing of a string certain; $NAME is one only on its own,
# because text such as `$LATEST` is part of real ARNs.
WHOLE = re.compile(r"\{%|%\{|<%(?!=)|\{\{-?\s*(?:[#/^]|if\b|else\b|end\b|range\b|with\b)|\A\$[A-Z][A-Z0-9_]*\Z")
MARKS = ("{{", "${", "<%", "@@", "{%", "%{")


def masked(scalar: Scalar) -> Scalar:
    """Return a string with a gap for each placeholder in it, or the scalar itself where it has none."""
    raw = scalar.raw
    if raw[:1] != "$" and not any(mark in raw for mark in MARKS):
        return scalar
    text = scalar.text
    decoded = text.pieces[0]
    if not isinstance(decoded, Decoded) or len(text.pieces) > 1:
        return scalar
    if WHOLE.search(decoded.text):
        return Scalar.of(Text((Gap(("placeholder", decoded.text), text.span, decoded.text),), text.span))
    pieces: list[Decoded | Gap] = []
    position = 0
    for match in PLACEHOLDER.finditer(decoded.text):
        if match.start() > position:
            pieces.append(decoded.slice(position, match.start()))
        position = match.end()
        pieces.append(Gap(("placeholder", match[0]), decoded.span(match.start(), match.end()), match[0]))
    if not pieces:
        return scalar
    if position < len(decoded.text):
        pieces.append(decoded.slice(position, len(decoded.text)))
    return Scalar.of(Text(tuple(pieces), text.span))
