"""What is said of a comparison, in the words that all formats for people share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ctlint.comparison.differences import Change, Difference, is_switched_on
from ctlint.guard import Literal
from ctlint.inventory import label
from ctlint.model import Trail
from ctlint.reporters.inert import inert

Quote = Callable[[str], str]
"""Shows text of a compared file as the format shows such text."""

CATEGORIES = {"Management": "management events", "NetworkActivity": "network activity events"}
IMPLIED = ("eventCategory", "resources.type")
"""Fields of a witness that the words before it tell already."""
LONGEST = 200


class Group(NamedTuple):
    """The changes of one selector in one category and resource type."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]


def grouped(changes: Sequence[Change]) -> list[Group]:
    """Return changes by selector, category and part, in their order."""
    found: dict[tuple[object, ...], list[Change]] = {}
    for each in changes:
        found.setdefault((each.selector, each.category, each.part, each.rests_on_defaults), []).append(each)
    return [Group(tuple(members)) for members in found.values()]


def names(compared: Sequence[Difference]) -> list[str]:
    """Return what to call each trail: with its file where several are called the same."""
    found = [label(each.trail) for each in compared]
    for more in (_path, _line):
        counts = Counter(found)
        found = [
            name if counts[name] == 1 else more(name, each.trail) for name, each in zip(found, compared, strict=True)
        ]
    return found


def _path(name: str, trail: Trail) -> str:
    return f"{name} ({trail.span.source.path})"


def _line(name: str, trail: Trail) -> str:
    return f"{name.removesuffix(')')}:{trail.span.start_position.line})"


def title(difference: Difference, quote: Quote) -> str:
    """Return what a trail is called and where it is, and what became of it as a whole."""
    old, new = difference.old, difference.new
    shown = f"{quote(label(difference.trail))} ({quote(difference.trail.span.source.path)})"
    if new is None:
        return f"{shown} was removed"
    if old is None:
        return f"{shown} was added"
    if label(old) != label(new):
        shown = f"{shown}, formerly {quote(label(old))}"
    before, after = is_switched_on(old), is_switched_on(new)
    if before is not after and before is not None and after is not None:
        return f"{shown} was switched {'on' if after else 'off'}"
    return shown


def what(group: Group, is_loss: bool) -> str:
    """Return what is no longer or newly recorded, without an example; the selector is named behind it."""
    change = group.first
    if is_loss:
        return kind(change) if change.is_whole else f"some {kind(change)}"
    return kind(change) if change.is_whole else f"more {kind(change)}"


def kind(change: Change) -> str:
    """Return the kind of events, such as `data events of AWS::S3::Object`."""
    if change.category == "Data":
        return f"data events of {inert(change.part)}" if change.part else "data events"
    events = CATEGORIES.get(change.category, f"{change.category} events")
    return f"{events} of {inert(change.part)}" if change.part else events


def selector(change: Change, quote: Quote) -> str:
    """Return which selector records the events of a change."""
    return f"selector {quote(change.selector)}" if change.selector is not None else "the default of a trail"


def conditions(change: Change, quote: Quote) -> str:
    """Return under what conditions a change holds; empty where it always does."""
    found = (
        [f"where {' and '.join(quote(_fact(each)) for each in sorted(change.guard, key=str))}"] if change.guard else []
    )
    if change.rests_on_defaults:
        found.append("with the defaults of parameters filled in")
    return ", ".join(found)


def _fact(literal: Literal) -> str:
    name = literal.atom.variable.partition("\n")[0].removeprefix("condition ").removeprefix("parameter/")
    shown = f"{name} = {literal.atom.value}" if literal.atom.value is not None else name
    return shown if literal.holds else f"not {shown}"


def example(change: Change) -> Iterator[str]:
    """Yield the fields of a witness that the words before it do not tell."""
    for field, value in change.witness.fields:
        if field not in IMPLIED:
            yield f"{field} = {value}"


def summary(compared: Sequence[Difference]) -> str:
    """Return what became of all trails, in a line."""
    if not compared:
        return "no trail or selector found"
    verdicts = Counter(each.verdict for each in compared)
    if verdicts["equivalent"] == len(compared):
        if len(compared) == 1:
            return "equivalent: the same events are recorded as before"
        return f"{len(compared)} trails, all equivalent: the same events are recorded as before"
    lost, gained = (sum(bool(each.lost) for each in compared), sum(bool(each.gained) for each in compared))
    if len(compared) == 1:
        words = [word for word, count in (("loses", lost), ("gains", gained)) if count]
        return f"{' and '.join(words)} events" if words else "undecided"
    told = ((lost, "loses events", "lose events"), (gained, "gains events", "gain events"))
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in told if count]
    parts += [f"{verdicts[name]} {name}" for name in ("undecided", "equivalent") if verdicts[name]]
    return f"{len(compared)} trails: {', '.join(parts)}"


def doubts(difference: Difference, quote: Quote) -> str:
    """Return what decides where nobody can say, in words."""
    listed = ", ".join(quote(each) for each in difference.doubts)
    more = "; equivalent with the defaults of parameters filled in" if difference.is_equivalent_with_defaults else ""
    return f"that depends on {listed}{more}"


def shorten(text: str) -> str:
    """Return a text for a line of a report, harmless and not too long."""
    return inert(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
