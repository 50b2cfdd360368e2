"""A comparison for code scanning: SARIF, in which what is no longer recorded is a result at the changed selector."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint.comparison.differences import Difference
from ctlint.inventory import label
from ctlint.reporters.diff import words
from ctlint.reporters.diff.words import Group
from ctlint.reporters.sarif import Note, NoteRule, render_notes

RULE = NoteRule(
    "lost-events",
    "a change stops recording events",
    "A trail or event data store recorded events before the change that it does not record any more. Whoever looks for "
    "them later, in an investigation or for an audit, finds nothing. If that is intended, dismiss the alert; else bring "
    "back what the selector said before.",
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html",
    "warning",
)
CATEGORY = "ctlint-diff/"


def render(compared: Sequence[Difference]) -> str:
    """Return the log of a comparison: a result for each selector and kind of events that are lost."""
    notes = [Note(group.first.span, _texts(each, group)) for each in compared for group in words.grouped(each.lost)]
    return render_notes(RULE, notes, CATEGORY)


def _texts(difference: Difference, group: Group) -> tuple[str, ...]:
    change = group.first
    under = words.conditions(change, _quoted)
    trail = f"trail {_quoted(label(difference.trail))}"
    gone = f"{trail} was removed, and with it {words.selector(change, _quoted)}" if difference.new is None else ""
    said = f"{trail} loses {words.what(group, True)}, recorded so far by {words.selector(change, _quoted)}"
    event = ", ".join(f"{field} = {value}" for field, value in change.witness.fields)
    more = f"and {len(group.changes) - 1} more like it" if len(group.changes) > 1 else ""
    return (gone, f"{said}{', ' + under if under else ''}", f"such an event: {event}{', ' + more if more else ''}")


def _quoted(text: str) -> str:
    return f"`{text}`"
