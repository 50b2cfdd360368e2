"""Errors that end a run with one line."""

from __future__ import annotations


class UsageError(Exception):
    """A wrong option or configuration, or an output that cannot be written; ends with exit code 2.

    `more` are lines that are told behind the message.
    """

    more: tuple[str, ...] = ()
