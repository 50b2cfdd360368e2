"""The formats of a report; each is imported when somebody asks for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # every run passes here on its way to `inert`, and most have nothing to lint
    from ctlint.api import Result


class Style:
    """How a report for people looks: `width` in columns; `quiet` leaves the summary out."""

    __slots__ = ("color", "quiet", "verbose", "width")

    def __init__(self, color: bool = False, width: int = 110, quiet: bool = False, verbose: bool = False) -> None:
        self.color = color
        self.width = width
        self.quiet = quiet
        self.verbose = verbose


def render(name: str, result: Result, style: Style) -> str:
    """Return the report of a run in one of the formats text, json, sarif, github, gitlab, junit, markdown."""
    if name == "json":
        from ctlint.reporters import json

        return json.render(result)
    if name == "sarif":
        from ctlint.reporters import sarif

        return sarif.render(result)
    if name == "github":
        from ctlint.reporters import github

        return github.render(result, style)
    if name == "gitlab":
        from ctlint.reporters import gitlab

        return gitlab.render(result)
    if name == "junit":
        from ctlint.reporters import junit

        return junit.render(result)
    if name == "markdown":
        from ctlint.reporters import markdown

        return markdown.render(result)
    from ctlint.reporters import text

    return text.render(result, style)
