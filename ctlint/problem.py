"""What syntaxes and loaders meet on their way: text that is broken, keys and types that do not belong."""

# NamedTuple compiles each annotation that is a string, 9 µs a field at every start: no `from __future__` here.

from typing import NamedTuple

from ctlint.change import Change
from ctlint.source import Span


class Problem(NamedTuple):
    """A fault in the writing; reading went on with the model that was evidently meant.

    `kind` names the check that turns it into a finding (`ctlint/checks/reading.py`, `structure.py`).
    """

    kind: str
    span: Span
    message: str
    change: Change | None = None
    variant: str = ""
    related: tuple[tuple[Span, str], ...] = ()
