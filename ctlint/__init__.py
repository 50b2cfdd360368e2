"""ctlint: the linter for AWS CloudTrail event selectors."""

from __future__ import annotations

__version__ = "0.1.0"
