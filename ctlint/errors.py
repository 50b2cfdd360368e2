"""Errors that end a run with one line."""

from __future__ import annotations


class UsageError(Exception):
    """A wrong option, or a named path that cannot be read; ends with exit code 2."""
