"""Commands of a script that undo each other: the selectors of the later one replace those of the earlier."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.loaders.commands.script import Command
from ctlint.loaders.commands.trails import Asked, identity
from ctlint.model import Trail
from ctlint.problem import Problem

REPLACING = {
    "put-event-selectors": ("--event-selectors", "--advanced-event-selectors"),
    "put-insight-selectors": ("--insight-selectors",),
}
# After these, the earlier selectors were of use for a while, or the trail is another.
PAUSES = frozenset(("sleep", "read", "wait", "select"))
RENEWING = frozenset(("create-trail", "delete-trail", "create-event-data-store", "delete-event-data-store"))


def overwritten(commands: list[tuple[Command, Asked | None]]) -> Iterator[Problem]:
    """Yield a problem for each command whose selectors certainly replace what an earlier one set."""
    earlier: dict[object, Asked] = {}
    for command, asked in commands:
        if command.words[0].plain in PAUSES or (asked and asked.invocation.name in RENEWING):
            earlier.clear()
        if asked is None or not _writes(asked):
            continue
        key = _key(asked)
        before = earlier.get(key)
        if before is not None:
            called, trail = asked.invocation, asked.trail
            first = before.invocation.span
            message = f"replaces the selectors set for {_name(trail)} at line {first.start_position.line}"
            yield Problem("overwritten-selectors", called.span, message, related=((first, "without effect"),))
        if key is not None:
            earlier[key] = asked


def _name(trail: Trail | None) -> str:
    named = (trail.attribute("EventDataStore") or trail.name) if trail else None
    return f"`{named.display}`" if named else "the same trail"


def _writes(asked: Asked) -> bool:
    options = asked.invocation.options
    return any(name in options for name in REPLACING.get(asked.invocation.name, ()))


def _key(asked: Asked) -> object:
    """Return what two commands share whose selectors replace each other; None where it is not known."""
    named = identity(asked.trail) if asked.trail else None
    called = asked.invocation
    if named is None:
        return None
    scope = tuple(
        (name, str(given.text.identity) if given.text else "")
        for name, given in sorted(called.globals.items())
        if name in ("--region", "--profile", "--endpoint-url")
    )
    return (called.name, named, scope, called.prefix, called.command.section, called.command.environment)
