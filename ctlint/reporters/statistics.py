"""How often each rule found something."""

from __future__ import annotations

from collections.abc import Iterable

from ctlint.finding import Diagnostic
from ctlint.reporters.inert import inert


def lines(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return a line for each rule and severity, the most frequent first; none where nothing was found."""
    counts: dict[tuple[str, str, str], int] = {}
    for each in diagnostics:
        key = (each.rule, each.severity, each.name)
        counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(count)) for count in counts.values()), default=0)
    return [f"{count:{width}}  {severity:7}  {inert(rule)} {inert(name)}" for (rule, severity, name), count in ranked]
