"""A comparison as a comment on a pull request, in Markdown: text of the compared files stands in code spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctlint.comparison.differences import Difference
from ctlint.reporters.diff import words
from ctlint.reporters.diff.words import Group

MAX_TRAILS = 50
"""Trails that are told of one by one: GitHub cuts comments at 65,536 characters."""
MAX_GROUPS = 10
MAX_EXAMPLES = 3


def render(compared: Sequence[Difference]) -> str:
    """Return the comment: a heading with the summary, and a section for each trail that is not equivalent."""
    changed = [each for each in compared if each.verdict != "equivalent"]
    blocks = [f"### CloudTrail: {words.summary(compared)}"]
    blocks += ["\n".join(_section(each)) for each in changed[:MAX_TRAILS]]
    if len(changed) > MAX_TRAILS:
        blocks.append(f"And {len(changed) - MAX_TRAILS} more trails; `ctlint diff --format json` lists all.")
    return "\n\n".join(blocks) + "\n"


def _section(difference: Difference) -> Iterator[str]:
    yield f"**{words.title(difference, code)}**\n"
    for word, changes, is_loss in (("Loses", difference.lost, True), ("Gains", difference.gained, False)):
        groups = words.grouped(changes)
        for group in groups[:MAX_GROUPS]:
            yield from _item(word, group, is_loss)
        if len(groups) > MAX_GROUPS:
            yield f"- {word}: {len(groups) - MAX_GROUPS} more"
    if difference.doubts:
        word = "More may change" if difference.lost or difference.gained else "Undecided"
        yield f"- {word}: {words.doubts(difference, code)}"


def _item(word: str, group: Group, is_loss: bool) -> Iterator[str]:
    change = group.first
    place = f"{change.span.source.path}:{change.span.start_position.line}"
    under = words.conditions(change, code)
    what = (
        words.what(group, is_loss).replace(change.part, code(change.part))
        if change.part
        else words.what(group, is_loss)
    )
    yield f"- **{word}** {what}: {words.selector(change, code)} at {code(place)}{', ' + under if under else ''}"
    for each in group.changes[:MAX_EXAMPLES]:
        yield f"  - such as {code(', '.join(words.example(each)))}"
    if len(group.changes) > MAX_EXAMPLES:
        yield f"  - and {len(group.changes) - MAX_EXAMPLES} more like these"


def code(text: str) -> str:
    """Return a text as a code span, in which nothing is markup whatever it holds."""
    shown = words.shorten(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[:1] == "`" or shown[-1:] == "`" or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
