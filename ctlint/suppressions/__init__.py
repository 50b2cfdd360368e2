"""Findings that somebody has decided to live with: in comments, in metadata, and in the configuration."""

from __future__ import annotations

from ctlint.source import Source

MENTIONS = ("ctlint", "Ctlint", "CTLINT")
"""Whatever speaks to ctlint holds one of these."""


def mentions(source: Source) -> bool:
    """Tell whether a file may say something to ctlint; most do not, and nothing more is asked of them."""
    return any(each in source.text for each in MENTIONS)
