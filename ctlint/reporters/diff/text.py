"""A comparison for people: what is lost in red, what is gained in green, each with an event that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctlint.comparison.differences import Difference
from ctlint.reporters import Style
from ctlint.reporters.diff import words
from ctlint.reporters.diff.words import Group
from ctlint.reporters.inert import inert

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
MAX_GROUPS = 20
MAX_EXAMPLES = 3


def render(compared: Sequence[Difference], style: Style) -> str:
    """Return the report, with a summary as its last line; trails that record what they did are only counted."""
    blocks = ["\n".join(_block(each, style)) for each in compared if each.verdict != "equivalent"]
    return "\n\n".join([*blocks, words.summary(compared)]) + "\n"


def _block(difference: Difference, style: Style) -> Iterator[str]:
    yield _paint(words.title(difference, words.shorten), BOLD, style)
    for mark, color, verb, changes in (
        ("-", RED, "loses", difference.lost),
        ("+", GREEN, "gains", difference.gained),
    ):
        groups = words.grouped(changes)
        for group in groups[:MAX_GROUPS]:
            what = words.what(group, mark == "-")
            yield f"  {_paint(f'{mark} {verb} {what}', color, style)}{_remark(group)}"
            yield from _examples(group, style)
        if len(groups) > MAX_GROUPS:
            yield f"  {mark} and {len(groups) - MAX_GROUPS} more; `--format json` lists all"
    if difference.doubts:
        word = "more may change" if difference.lost or difference.gained else "undecided"
        yield f"  {_paint(f'? {word}', YELLOW, style)}: {words.doubts(difference, words.shorten)}"


def _remark(group: Group) -> str:
    """Return which selector it is, where, and under what conditions."""
    change = group.first
    under = words.conditions(change, words.shorten)
    place = f"{inert(change.span.source.path)}:{change.span.start_position.line}"
    return f": {words.selector(change, _quoted)} ({place}){', ' + under if under else ''}"


def _examples(group: Group, style: Style) -> Iterator[str]:
    for at, change in enumerate(group.changes[:MAX_EXAMPLES]):
        event = words.shorten(", ".join(words.example(change)))
        yield _paint(f"      {'such as' if at == 0 else 'and'} {event}", DIM, style)
    more = len(group.changes) - MAX_EXAMPLES
    if more > 0:
        yield _paint(f"      and {more} more like these; `--format json` lists all", DIM, style)


def _quoted(text: str) -> str:
    return f"`{words.shorten(text)}`"


def _paint(text: str, color: str, style: Style) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if style.color else text
