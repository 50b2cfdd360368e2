"""What an example announces: `# expect: CT113` comments, or a list of lines and ids beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ctlint.finding import Diagnostic

FILENAMES = {
    "yaml": "selectors.yaml",
    "json": "selectors.json",
    "cloudformation": "template.yaml",
    "cloudformation-json": "template.json",
    "shell": "script.sh",
    "markdown": "document.md",
    "rst": "document.rst",
    "text": "document.txt",
    "terraform": "main.tf",
    "terraform-json": "main.tf.json",
}
"""The formats of examples, each with a file name that tells it."""
REPEAT = re.compile(r"^( *)# repeat (\d+): (.*)$", re.MULTILINE)
RUN = re.compile(r"\{(\w)\*(\d+)\}")
EXPECT = re.compile(r"(?:#|//|<!--)\s*expect:\s*(.*?)\s*(?:-->)?$")
MAX_REPEATED = 10_000
"""Lines or characters that one abbreviation of an example stands for, at most."""


class Expected(NamedTuple):
    """A finding that an example announces; the severity is empty where it does not say one."""

    line: int
    rule: str
    severity: str = ""


def expand(text: str) -> str:
    """Return an example with what it abbreviates: pages stay readable where a quota needs hundreds of lines.

    `# repeat 250: - arn:aws:s3:::acme-{n}/` stands for 250 such lines, numbered from 1; `{a*1001}` for 1,001
    times the letter a.
    """

    def lines(match: re.Match[str]) -> str:
        indent, count, line = match.groups()
        return "\n".join(indent + line.replace("{n}", str(number)) for number in range(1, _count(count) + 1))

    return RUN.sub(lambda match: match[1] * _count(match[2]), REPEAT.sub(lines, text))


def _count(digits: str) -> int:
    return min(int(digits[:9]), MAX_REPEATED)


def expected(text: str, listed: Iterable[Expected] = ()) -> list[Expected]:
    """Return what the comments of a text announce, and what a list beside it does."""
    found = list(listed)
    for number, line in enumerate(text.splitlines(), 1):
        match = EXPECT.search(line)
        for word in re.split(r"[\s,]+", match[1]) if match and match[1] else ():
            rule, _, severity = word.partition("/")
            found.append(Expected(number, rule, severity))
    return sorted(found)


def matches(diagnostics: list[Diagnostic], wanted: list[Expected]) -> list[Expected]:
    """Return the diagnostics in the form of `wanted`: with severities only where it names them."""
    named = {(item.line, item.rule) for item in wanted if item.severity}
    return sorted(
        Expected(line, each.rule, each.severity if (line, each.rule) in named else "")
        for each in diagnostics
        for line in (each.span.start_position.line,)
    )
