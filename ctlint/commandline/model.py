"""What a command line is made of: commands, groups of options, and what may stand where."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["", "file", "folder", "globs", "rule", "rules", "policy", "format", "command", "shell"]
"""What a value is: something that only the user knows, a path, or a name that ctlint knows.

`rules` are ids with commas between them, `policy` is a file or a pack, and `format` a name that a file may follow.
"""


class Option(NamedTuple):
    """An option: its names, the short one first, and what is said about it.

    `value` is what its value is called, empty for one that takes none. `attribute` takes it, named like the option
    unless it says otherwise. `choices` are the only values that there are;
    `offered` are those that a shell offers, beside others that it cannot know.
    """

    names: tuple[str, ...]
    help: str
    value: str = ""
    kind: Kind = ""
    choices: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    repeats: bool = False
    attribute: str = ""

    @property
    def long(self) -> str:
        return self.names[-1]

    @property
    def destination(self) -> str:
        return self.attribute or self.long.lstrip("-").replace("-", "_")


class Argument(NamedTuple):
    """What stands beside the options: the attribute that takes it, its name for people, and how often it may stand."""

    attribute: str
    value: str
    help: str
    kind: Kind
    many: bool = True


class Group(NamedTuple):
    """Options that belong together."""

    title: str
    options: tuple[Option, ...]


class Example(NamedTuple):
    """A command to try, and what it does."""

    command: str
    does: str


class Command(NamedTuple):
    """A command: `usage` in one or more lines, `description` and `notes` in paragraphs."""

    name: str
    usage: tuple[str, ...]
    description: str
    argument: Argument | None
    groups: tuple[Group, ...]
    examples: tuple[Example, ...]
    notes: str = ""

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(option for group in self.groups for option in group.options)
