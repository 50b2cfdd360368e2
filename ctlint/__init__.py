"""ctlint: the linter for AWS CloudTrail event selectors."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ("__version__", "lint", "lint_text")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctlint.api import lint, lint_text


def __getattr__(name: str) -> object:
    # Imported when somebody asks: the command line dismisses most files without them.
    if name in ("lint", "lint_text"):
        from ctlint import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
