"""The report as a comment on a pull request, and as the summary of a step of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctlint.api import Result
from ctlint.finding import SEVERITIES, Diagnostic
from ctlint.reporters import Style
from ctlint.reporters.markup import code, prose
from ctlint.reporters.summary import counted, in_words, summarize
from ctlint.reporters.text import place, remarks, shorten

COMMENT_CHARACTERS = 60_000
"""GitHub refuses a comment of more than 65,536."""
MAX_RELATED = 10
"""Other places that an item names; a finding may have hundreds."""
NAMES = {"hint": "hint", "event": "such an event", "fix": "fix", "unsafe fix": "fix that may record other events"}


def render(result: Result, limit: int = COMMENT_CHARACTERS) -> str:
    """Return a list of findings, the gravest first, of at most about `limit` characters."""
    words = in_words(summarize(result)) or "no trail or selector found"
    blocks = [f"### ctlint: {words}"]
    room = limit - len(blocks[0])
    left_out = dict.fromkeys(SEVERITIES, 0)
    for severity in SEVERITIES:
        found = [each for each in result.diagnostics if each.severity == severity]
        kept = list(_fitting(found, room))
        room -= sum(len(item) + 1 for item in kept)
        left_out[severity] = len(found) - len(kept)
        if kept:
            blocks += [f"**{severity.capitalize()}s**", "\n".join(kept)]
        if left_out[severity]:
            room = 0
    more = ", ".join(counted(count, name) for name, count in left_out.items() if count)
    if more:
        blocks.append(f"And {more} more; `ctlint --format json` lists all.")
    return "\n\n".join(blocks) + "\n"


def _fitting(found: Iterable[Diagnostic], room: int) -> Iterator[str]:
    """Yield an item for each finding as long as there is room."""
    for each in found:
        item = "\n".join(_item(each))
        room -= len(item) + 1
        if room < 0:
            return
        yield item


def _item(diagnostic: Diagnostic) -> Iterator[str]:
    finding = diagnostic.finding
    rule = f"{prose(diagnostic.rule)} {prose(diagnostic.name)}"
    yield f"- {code(place(diagnostic.span))} **{rule}**: {prose(shorten(finding.message))}"
    yield from (f"  - {NAMES.get(name, name)}: {prose(text)}" for name, text in remarks(diagnostic, Style()))
    for related in finding.related[:MAX_RELATED]:
        yield f"  - {code(place(related.span))}: {prose(shorten(related.message))}"
    if len(finding.related) > MAX_RELATED:
        yield f"  - and {len(finding.related) - MAX_RELATED} more places"
