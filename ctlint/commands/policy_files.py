"""What `--policy` and `--set` mean: policy files and packs that can be read, parameters that one of them has."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from ctlint import resources
from ctlint.candidates import read, reason
from ctlint.commands.output import tell
from ctlint.errors import UsageError
from ctlint.policies.model import Policy
from ctlint.policies.parse import PolicyFile, parse
from ctlint.source import Source
from ctlint.spelling import closest, did_you_mean
from ctlint.validation import one_line

PACK = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_TOLD = 20
"""Faults of a file that are told; who mends those sees the next ones."""
MAX_BYTES = 1024 * 1024


def packs() -> dict[str, str]:
    """Return the path of each pack that ctlint ships, by its name."""
    folder = resources.path("rules", "packs")
    names = sorted(name for name in os.listdir(folder) if name.endswith(".yaml")) if os.path.isdir(folder) else []
    return {name.removesuffix(".yaml"): os.path.join(folder, name) for name in names}


def load(words: Sequence[str], given: Sequence[str]) -> tuple[Policy, ...]:
    """Return the policies of files and packs, with parameters given as `name=value`.

    Raises UsageError, and tells every fault before, where one cannot be read or is wrong.
    """
    values = _values(given)
    files = [parse(source_of(word), values) for word in dict.fromkeys(words)]
    problems = [problem for file in files for problem in file.problems]
    for problem in problems[:MAX_TOLD]:
        tell(f"error: {one_line(problem)}")
    if problems:
        path = problems[0].span.source.path
        raise UsageError(f"{path}: {len(problems)} {'fault' if len(problems) == 1 else 'faults'}; nothing was checked")
    for warning in (warning for file in files for warning in file.warnings):
        tell(f"warning: {one_line(warning)}")
    _check_names(values, files)
    _check_ids(files)
    return tuple(policy for file in files for policy in file.policies)


def source_of(word: str) -> Source:
    """Return a pack by its name, or a file by its path; raises UsageError."""
    known = packs()
    path = known.get(word, word)
    if not os.path.exists(path) and PACK.fullmatch(word):
        names = ", ".join(known)
        raise UsageError(
            f"there is no policy file or pack `{word}`{did_you_mean(closest(word, known))}; packs: {names}"
        )
    try:
        data = read(path)
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: is larger than a policy file can be ({MAX_BYTES} bytes)")
    return Source.decode(path, data)


def _values(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what `--set` gives: several values where a name is given several times."""
    found: dict[str, tuple[str, ...]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"`--set {text}` gives no value: `--set name=value` is expected")
        found[name] = (*found.get(name, ()), value)
    return found


def _check_names(values: dict[str, tuple[str, ...]], files: Sequence[PolicyFile]) -> None:
    known = [name for file in files for name in file.parameters]
    for name in values:
        if name not in known:
            raise UsageError(f"no policy has a parameter `{name}`{did_you_mean(closest(name, known))}")


def _check_ids(files: Sequence[PolicyFile]) -> None:
    """Raise UsageError where two files have a policy of one id."""
    first: dict[str, str] = {}
    for file in files:
        for policy in file.policies:
            if policy.id in first:
                raise UsageError(f"{file.source.path}: `{policy.id}` is the id of a policy in {first[policy.id]}, too")
        first.update({policy.id: file.source.path for policy in file.policies})
