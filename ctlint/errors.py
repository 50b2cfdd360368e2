"""Errors that end a run with one line."""

from __future__ import annotations


class UsageError(Exception):
    """A wrong option, or an output that cannot be written; ends with exit code 2."""
