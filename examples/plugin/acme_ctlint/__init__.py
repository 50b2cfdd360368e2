"""Acme's own rules for CloudTrail event selectors: `ctlint --plugin acme`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ctlint.checks.registry import Context, Registry
from ctlint.finding import Finding
from ctlint.model import AdvancedEventSelector


def register(check: Registry) -> str:
    """Join the checks, and return the folder of their pages."""
    check.selector("ACME001")(unnamed_selector)
    return os.path.join(os.path.dirname(__file__), "pages")


def unnamed_selector(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    if selector.name is None and selector.complete:
        yield Finding(selector.span, "this selector has no name, which our alerts quote")
