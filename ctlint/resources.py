"""Where the rule pages and schemas are: beside the package in a checkout, within it when installed."""

from __future__ import annotations

import os

PACKAGE = os.path.dirname(os.path.abspath(__file__))
INSTALLED = os.path.join(PACKAGE, "shipped")
ROOT = INSTALLED if os.path.isdir(INSTALLED) else os.path.dirname(PACKAGE)


def path(*parts: str) -> str:
    """Return the path of a shipped file, such as `path("rules", "index.json")`."""
    return os.path.join(ROOT, *parts)
