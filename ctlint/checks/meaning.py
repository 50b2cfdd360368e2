"""CT3: accepted by AWS, but not what it says."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.checks.registry import Context, check
from ctlint.finding import Finding
from ctlint.model import AdvancedEventSelector


@check.selector("CT304")
def wildcard_value(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in selector.field_selectors:
        for condition in field_selector.conditions:
            for value in condition.values.items:
                at = value.pattern.find("*")
                if at >= 0:
                    yield Finding(value.span_of(at, at + 1), f"`*` in `{value.display}` is a literal asterisk")
