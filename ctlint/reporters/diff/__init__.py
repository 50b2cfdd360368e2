"""The formats of a comparison; each is imported when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint.comparison.differences import Difference
from ctlint.reporters import Style


def render(name: str, compared: Sequence[Difference], style: Style) -> str:
    """Return the report of a comparison in one of the formats text, json, sarif, markdown."""
    if name == "json":
        from ctlint.reporters.diff import json

        return json.render(compared)
    if name == "sarif":
        from ctlint.reporters.diff import sarif

        return sarif.render(compared)
    if name == "markdown":
        from ctlint.reporters.diff import markdown

        return markdown.render(compared)
    from ctlint.reporters.diff import text

    return text.render(compared, style)
