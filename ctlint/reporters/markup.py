"""Text of linted files within Markdown, where nothing of it is markup, a link, a mention or a reference.

Escaping punctuation is not enough: GitHub and GitLab look for `@name`, `#1` and the like in what was rendered.
They leave code spans alone, and so does everything else: https://spec.commonmark.org/0.31.2/#code-spans.
"""

from __future__ import annotations

import re

from ctlint.reporters.inert import inert

PLAIN = re.compile(r"(?:[^\W_]|[ .,;'()/?\"=+*_\[\]<>{}\\|…→–-]|:(?= |$))*")
"""What may stand outside a code span once its punctuation is escaped."""
REFERENCE = re.compile(r"\bGH-\d|\w\.\w", re.IGNORECASE)
"""GitHub's other way to name an issue, and what some take for a host and make a link of."""
PUNCTUATION = re.compile(r"[*_\[\]<>{}\\|]")
BACKTICKS = re.compile("`+")


def prose(text: str) -> str:
    """Return a message for the inside of a line: code spans for what it quotes in backticks.

    A message is one code span altogether where its backticks do not pair, or where what stands outside them
    could act.
    """
    shown = inert(text)
    parts = shown.split("`")
    outside, quoted = parts[::2], parts[1::2]
    if len(parts) % 2 == 0 or not all(map(_is_plain, outside)):
        return code(shown)
    pieces = [PUNCTUATION.sub(r"\\\g<0>", outside[0])]
    for inside, after in zip(quoted, outside[1:], strict=True):
        # Two code spans without a space between them would be one.
        pieces.append(code(inside) + (PUNCTUATION.sub(r"\\\g<0>", after) or " "))
    return "".join(pieces).rstrip()


def _is_plain(text: str) -> bool:
    return PLAIN.fullmatch(text) is not None and not REFERENCE.search(text)


def code(text: str) -> str:
    """Return a text as a code span, its fence longer than any row of backticks in the text."""
    shown = inert(text)
    fence = "`" * (max(map(len, BACKTICKS.findall(shown)), default=0) + 1)
    if not shown.strip(" "):
        shown = shown or " "
    elif shown[0] in "` " or shown[-1] in "` ":
        shown = f" {shown} "
    return f"{fence}{shown}{fence}"
