"""What options of the command line mean: rules that exist, assumptions that AWS could meet, files that are there."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from ctlint import catalog, knowledge
from ctlint.candidates import read, reason
from ctlint.config import Lookup
from ctlint.errors import UsageError
from ctlint.model import Options
from ctlint.source import Source
from ctlint.spelling import closest, did_you_mean


def chosen_rules(words: list[str], policies: Sequence[str] = ()) -> tuple[str, ...]:
    """Return ids of rules and policies, and beginnings of them, as they are written; raises UsageError for any other."""
    rules = [*catalog.rules(), *policies]
    for word in words:
        if not any(rule.startswith(word.upper()) for rule in rules):
            raise UsageError(f"there is no rule `{word}`{suggest_rule(word, policies)}")
    return tuple(word.upper() for word in words)


def suggest_rule(word: str, policies: Sequence[str] = ()) -> str:
    """Return a did-you-mean for the id of a rule or policy, or the name of a rule, empty where none is near."""
    rules = catalog.rules()
    names = {rule.name: rule.id for rule in rules.values()}
    candidate = closest(word, [*rules, *names, *policies])
    return did_you_mean(names.get(candidate, candidate) if candidate else None)


def lookup(path: str | None, is_off: bool) -> Lookup:
    """Return what finds configurations: the nearest ones, the one that is named, or none; raises UsageError."""
    if path is not None and is_off:
        raise UsageError("`--no-config` does not go with `--config`")
    if path is not None and not os.path.isfile(path):
        raise UsageError(f"{path}: no such file")
    return Lookup(path, is_off)


def assumptions(region: str | None, account: str | None, partition: str | None) -> Options:
    """Return what may be assumed about the account; a region tells its partition. Raises UsageError."""
    if account is not None and not re.fullmatch(r"[0-9]{12}", account):
        raise UsageError(f"`{account}` is not an account id: twelve digits are expected")
    known = knowledge.partitions()
    if partition is not None and partition not in known:
        raise UsageError(f"there is no partition `{partition}`; choose among {', '.join(known)}")
    if region is None:
        return Options(None, account, partition)
    if not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}", region):
        raise UsageError(f"`{region}` is not a region: something like `eu-west-1` is expected")
    implied = knowledge.partition_of(region)
    if partition not in (None, implied):
        raise UsageError(f"region `{region}` belongs to partition `{implied}`, not `{partition}`")
    return Options(region, account, implied)


def variable_definitions(paths: list[str]) -> tuple[Source, ...]:
    """Return the Terraform variable definitions files at these paths; raises UsageError for one without text."""
    sources: list[Source] = []
    for path in paths:
        try:
            source = Source.decode(path, read(path))
        except OSError as error:
            raise UsageError(f"{path}: {reason(error)}") from None
        if source.fault is not None:
            raise UsageError(f"{path}: {source.fault.message}")
        sources.append(source)
    return tuple(sources)


def use_plugins(names: list[str]) -> None:
    """Add the rules of installed packages; raises UsageError."""
    if names:
        from ctlint import plugins

        plugins.use(names)
