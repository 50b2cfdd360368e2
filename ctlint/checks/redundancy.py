"""CT317: values that say nothing which another value of the same list of alternatives does not say, too."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ctlint import knowledge
from ctlint.change import RemoveItem
from ctlint.checks.registry import Context, check
from ctlint.checks.resource_arns import OBJECT_TYPE
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.model import DataResource, FieldSelector, Trail, Values
from ctlint.text import GAP, Gap, Text

PREFIX, SUFFIX, WHOLE = "StartsWith", "EndsWith", "Equals"


class Compared(NamedTuple):
    """A value with the way in which it is compared, and its list."""

    operator: str
    text: Text
    values: Values[Text]


class Known(NamedTuple):
    """A text as it is compared from one end: its pattern, and which gap stands at each `GAP` in it."""

    pattern: str
    gaps: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: Text, operator: str) -> Known:
        gaps = tuple(piece.identity for piece in text.pieces if isinstance(piece, Gap))
        return cls(text.pattern[::-1], gaps[::-1]) if operator == SUFFIX else cls(text.pattern, gaps)

    def beginning(self, length: int) -> Known:
        """Return what another text has to be for this one to begin with it, whatever the gaps hold."""
        pattern = self.pattern[:length]
        return Known(pattern, self.gaps[: pattern.count(GAP)])


class Cover:
    """The beginnings (or the ends) among some values, by which others may be covered."""

    def __init__(self, operator: str, values: Iterable[Compared]) -> None:
        self.operator = operator
        self.found: dict[Known, Text] = {}
        for each in values:
            if each.operator == operator:
                self.found.setdefault(Known.of(each.text, operator), each.text)
        self.lengths = sorted({len(known.pattern) for known in self.found})

    def find(self, value: Compared) -> Text | None:
        """Return the shortest text that covers a value; of texts that are compared alike, none that equals it."""
        if value.operator not in (self.operator, WHOLE):
            return None
        known = Known.of(value.text, self.operator)
        longest = len(known.pattern) if value.operator == WHOLE else len(known.pattern) - 1
        lengths = self.lengths[: bisect_right(self.lengths, longest)]
        found = (self.found.get(known.beginning(length)) for length in lengths)
        return next((text for text in found if text is not None), None)


@check.meaning("CT317")
def redundant_value(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        for field_selector in selector.field_selectors:
            yield from _redundant(_group(field_selector, "", flaws))
            yield from _redundant(_group(field_selector, "Not", flaws))
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        for resource in basic.data_resources.items if basic.data_resources else ():
            yield from _redundant(_basic_group(resource, flaws))


def _group(field_selector: FieldSelector, negation: str, flaws: Flaws) -> list[Compared]:
    """Return the values that are alternatives in one field: under all operators that select, or that deselect."""
    if field_selector.field is None or flaws.on_text(field_selector.field):
        return []
    operators = {negation + operator: operator for operator in (PREFIX, SUFFIX, WHOLE)}
    return [
        Compared(operators[condition.operator.value or ""], text, condition.values)
        for condition in field_selector.conditions
        if condition.operator.value in operators and not flaws.on_text(condition.operator)
        for text in condition.values.items
        if text.pattern and not flaws.on_text(text)
    ]


def _basic_group(resource: DataResource, flaws: Flaws) -> list[Compared]:
    """Return the values of a basic selector: prefixes of objects, whole ARNs, and those that stand for everything.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html (2026-11-20)
    """
    kind, values = resource.type, resource.values
    if kind is None or kind.value is None or values is None or flaws.on_text(kind):
        return []
    is_prefix = kind.value == OBJECT_TYPE
    return [
        Compared(PREFIX if is_prefix or text.value in knowledge.all_resources() else WHOLE, text, values)
        for text in values.items
        if text.pattern and not flaws.on_text(text) and (not is_prefix or _names_a_place(text))
    ]


def _names_a_place(text: Text) -> bool:
    """Tell whether a value surely is one that CloudTrail takes: for all buckets, or with the slash behind one.

    Whether what ends in a gap does is known to the deployment only; it may be rejected, and so cover nothing.
    """
    if text.value in knowledge.all_resources():
        return True
    return "/" in text.pattern.partition(":::")[2] or (text.value is not None and not text.value.startswith("arn:"))


def _redundant(values: list[Compared]) -> Iterator[Finding]:
    covers = [Cover(operator, values) for operator in (PREFIX, SUFFIX)]
    found = {at: each for at, value in enumerate(values) if (each := _covering(value, covers)) is not None}
    if not found:
        return
    # A list must not become empty, and of several values of one place none can be removed.
    left = {id(each.values) for at, each in enumerate(values) if at not in found}
    places = Counter(each.text.span for each in values)
    for at, (operator, text) in found.items():
        _, mine, listed = values[at]
        removable = id(listed) in left and places[mine.span] == 1 and listed.span.contains(mine.span)
        verb = "ends" if operator == SUFFIX else "begins"
        message = f"`{mine.display}` is covered by `{text.display}`, with which it {verb}"
        # One expression in a loop makes several values of one place.
        related = (Related(text.span, "the value that covers it"),) if text.span != mine.span else ()
        yield Finding(mine.span, message, related, change=RemoveItem(mine.span) if removable else None)


def _covering(value: Compared, covers: list[Cover]) -> tuple[str, Text] | None:
    """Return a text that covers a value, and how."""
    found = ((cover.operator, cover.find(value)) for cover in covers if cover.lengths)
    return next(((operator, text) for operator, text in found if text is not None), None)
