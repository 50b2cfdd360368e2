"""What a check saw, and what a reporter gets to show."""

# NamedTuple compiles each annotation that is a string, 9 µs a field at every start: no `from __future__` here.

from typing import Literal, NamedTuple

from ctlint.change import Change, Edit
from ctlint.source import Span

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


UNDECIDED = "undecided"
"""The variant of a finding that says that nobody can say whether a policy is met: it is no diagnostic."""


class Related(NamedTuple):
    """Another place that a finding speaks of."""

    span: Span
    message: str


class Finding(NamedTuple):
    """What a check saw; the engine adds rule and severity.

    `variant` picks among the severities of a rule's page. `witness` is an event, as (field, value) pairs.
    """

    span: Span
    message: str
    related: tuple[Related, ...] = ()
    witness: tuple[tuple[str, str], ...] = ()
    change: Change | None = None
    variant: str = ""


class Diagnostic(NamedTuple):
    """A finding with its rule; `edits` are those of the file that were proved to mend it, where somebody asked for them."""

    rule: str
    name: str
    severity: Severity
    finding: Finding
    hint: str
    reference: str
    edits: tuple[Edit, ...] = ()

    @property
    def span(self) -> Span:
        return self.finding.span

    def sort_key(self) -> tuple[str, int, int, str, str]:
        span = self.finding.span
        return (span.source.path, span.start, span.end, self.rule, self.finding.message)
