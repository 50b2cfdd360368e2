"""`ctlint describe`: what a trail records, in plain words."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ctlint import inventory
from ctlint.commands.output import terminal_width, wants_color, write_out
from ctlint.commands.trail_files import STDIN, read_trails, search, tell_faults
from ctlint.description.trails import describe
from ctlint.errors import UsageError
from ctlint.model import Trail
from ctlint.reporters import Style
from ctlint.reporters.descriptions import as_json, as_text
from ctlint.spelling import closest, did_you_mean

FORMATS = ("text", "json")
TEXT_WIDTH = 110
EXIT_ANSWERED, EXIT_USAGE = 0, 2
ARNS = ("TrailARN", "EventDataStoreArn", "EventDataStore")


class DescribeArguments:
    """What was asked for; the values here are the defaults."""

    paths: Sequence[str] = ()
    format: str = "text"
    exclude: list[str] = []
    color: str = "auto"
    stdin_filename: str = "<stdin>"
    assume_region: str | None = None
    assume_account: str | None = None
    assume_partition: str | None = None
    assume_defaults: bool = False
    var_file: list[str] = []


def run(arguments: DescribeArguments) -> int:
    """Tell what trails record and return the exit code; raises UsageError."""
    wanted, paths = _split(arguments.paths)
    found = search(arguments, paths or ["."])
    held = read_trails(arguments, found)
    is_whole = tell_faults(found, held)
    if not held.trails:
        raise UsageError(_nothing_found(wanted, paths))
    trails = [trail for trail in held.trails if wanted is None or wanted in _names(trail)]
    if not trails:
        names = [name for trail in held.trails for name in _names(trail)]
        raise UsageError(f"there is no trail, file or folder `{wanted}`{did_you_mean(closest(wanted or '', names))}")
    descriptions = [describe(trail) for trail in trails]
    if arguments.format == "json":
        write_out(as_json(descriptions))
    else:
        write_out(as_text(descriptions, Style(wants_color(arguments.color), terminal_width(TEXT_WIDTH))))
    return EXIT_ANSWERED if is_whole else EXIT_USAGE


def _split(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the trail that is asked for, if any, and the paths: what exists is a path. Raises UsageError."""
    paths = [word for word in words if word == STDIN or os.path.lexists(word)]
    others = [word for word in words if word not in paths]
    if len(others) > 1:
        raise UsageError(f"neither `{others[0]}` nor `{others[1]}` is a file or folder, and only one can be a trail")
    return (others[0] if others else None), paths


def _nothing_found(wanted: str | None, paths: list[str]) -> str:
    where = ", ".join(paths or ["the current folder"])
    missing = f"there is no file or folder `{wanted}`, and " if wanted is not None else ""
    return f"{missing}no trail or selector found in {where}"


def _names(trail: Trail) -> list[str]:
    """Return what a trail may be called by: name, address, ARN."""
    name = trail.name.display if trail.name is not None else ""
    arns = (trail.attribute(key) for key in ARNS)
    found = (name, trail.address, inventory.label(trail), *(each.display for each in arns if each is not None))
    return list(dict.fromkeys(each for each in found if each))
