"""Scripts with which shells complete ctlint's command line, and the names that they offer."""

from __future__ import annotations

from typing import NamedTuple

from ctlint import catalog
from ctlint.commandline.commands import SHELLS, commands
from ctlint.commandline.model import Argument, Command, Kind, Option
from ctlint.commands.policy_files import load, packs


class Names(NamedTuple):
    """What ctlint knows by name; the words for people stand behind each name."""

    commands: tuple[Command, ...]
    rules: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, str], ...]
    packs: tuple[str, ...]

    def offered(self, kind: Kind) -> tuple[str, ...]:
        """Return the names that may stand where a value of this kind is expected."""
        if kind == "rules":
            return tuple(name for name, _ in self.rules)
        if kind == "rule":
            return tuple(name for name, _ in (*self.rules, *self.policies))
        if kind == "policy":
            return self.packs
        if kind == "command":
            return tuple(each.name for each in self.commands)
        return SHELLS if kind == "shell" else ()


def names() -> Names:
    """Return the names that this version knows."""
    rules = tuple((rule.id, rule.name) for rule in catalog.rules().values())
    shipped = tuple(packs())
    policies = tuple((policy.id, policy.page.rule.name) for policy in load(shipped, ()))
    return Names(tuple(commands()), rules, policies, shipped)


def values(option: Option | Argument, known: Names) -> tuple[str, ...]:
    """Return what a shell offers for the value of an option, or for an argument."""
    if isinstance(option, Option) and (option.choices or option.offered):
        return option.choices or option.offered
    return known.offered(option.kind)


def takes_value(option: Option) -> bool:
    return bool(option.value or option.choices)


def takes_path(kind: Kind) -> bool:
    """Tell whether a value of this kind may be a path."""
    return kind in ("file", "folder", "globs", "policy")


def single_quoted(text: str) -> str:
    """Return a text as a word of bash or zsh."""
    return "'" + text.replace("'", "'\\''") + "'"
