"""What is asked, and what is answered: records, verdicts, and the conditions that fail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ctlint.source import Span

Verdict = Literal[0, 1, 2]
NO: Verdict = 0
MAYBE: Verdict = 1
YES: Verdict = 2

CATEGORY, READ_ONLY, SOURCE, TYPE, ARN = "eventCategory", "readOnly", "eventSource", "resources.type", "resources.ARN"


class Unclear(NamedTuple):
    """A value that is not known: one that begins with `prefix`, or none at all."""

    prefix: str = ""


Value = str | Unclear | None
"""What a record holds in a field; None where it lacks the field."""

Resource = tuple[Value, Value]
"""The type and the ARN of a resource."""


class Record(NamedTuple):
    """An event as selectors see it: the values of its fields by name, and its resources."""

    fields: Mapping[str, Value]
    resources: tuple[Resource, ...] = ()


class Failure:
    """A condition that fails or is undecided: the selector's field, its operator if it has one, and the place.

    `compared` is the field of the event that it looks at, if that is known; `expected` are the values that it compares
    with, as written, None where they are many.
    """

    __slots__ = ("compared", "expected", "field", "operator", "span")

    def __init__(
        self, field: str, operator: str | None, span: Span, compared: str, expected: tuple[str, ...] | None = None
    ) -> None:
        self.field = field
        self.operator = operator
        self.span = span
        self.compared = compared
        self.expected = expected


class Match(NamedTuple):
    """Whether a selector matches; `failure` is the first condition that fails, or that leaves it undecided."""

    verdict: Verdict
    failure: Failure | None = None


PASSED = Match(YES)


class TrailMatch(NamedTuple):
    """Whether a trail records an event, and for each of its selectors whether that matches."""

    recorded: Verdict
    selectors: tuple[Match, ...]
