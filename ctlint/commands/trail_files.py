"""Where the trails come from that a command answers for: files, folders, standard input; and what is assumed."""

from __future__ import annotations

import sys
from typing import BinaryIO, Protocol

from ctlint import discovery, inventory
from ctlint.candidates import Search, read_some
from ctlint.commands.output import tell
from ctlint.commands.settings import assumptions, variable_definitions
from ctlint.errors import UsageError

STDIN = "-"


class TrailArguments(Protocol):
    """The options that say how trails are read."""

    exclude: list[str]
    stdin_filename: str
    assume_region: str | None
    assume_account: str | None
    assume_partition: str | None
    assume_defaults: bool
    var_file: list[str]


def search(arguments: TrailArguments, paths: list[str]) -> Search:
    """Return what files, folders and standard input (`-`) hold; raises UsageError."""
    exclude = [word.strip() for text in arguments.exclude for word in text.split(",") if word.strip()]
    found = discovery.search([path for path in paths if path != STDIN], exclude)
    if STDIN in paths:
        found.add(arguments.stdin_filename, read_some(standard_input()), named=True)
        discovery.add_modules(found)
    return found


def standard_input() -> BinaryIO:
    """Return standard input for bytes; raises UsageError where a program closed it."""
    if sys.stdin is None:
        raise UsageError("there is no standard input to read")
    return sys.stdin.buffer


def read_trails(arguments: TrailArguments, found: Search) -> inventory.Inventory:
    """Return the trails of files, read as the options say; raises UsageError."""
    assumed = assumptions(arguments.assume_region, arguments.assume_account, arguments.assume_partition)
    options = assumed._replace(fill_defaults=arguments.assume_defaults)
    return inventory.read(found.candidates, options, variable_definitions(arguments.var_file))


def tell_faults(found: Search, held: inventory.Inventory) -> bool:
    """Tell what could not be read of the trails; return whether all that was named could."""
    for failure in found.failures:
        tell(f"{failure.path}: {failure.reason}")
    is_whole = not any(failure.named for failure in found.failures)
    named = {each.path for each in found.candidates if each.named}
    silent = {each.span.source.path for each in held.trails}
    for problem in held.problems:
        path = problem.span.source.path
        if path not in silent:
            silent.add(path)
            tell(f"{path}:{':'.join(map(str, problem.span.start_position))}: {problem.message}")
            is_whole = is_whole and path not in named
    return is_whole
