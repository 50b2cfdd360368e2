"""The policies that configurations name: packs, files, and folders of files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Mapping as Values
from typing import TYPE_CHECKING, NamedTuple

from ctlint import resources
from ctlint.candidates import read, reason
from ctlint.config import MAX_BYTES
from ctlint.config.model import ConfigurationError, failure, inside
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.validation import KIND

if TYPE_CHECKING:
    from ctlint.policies.model import Policy

SUFFIXES = (".yaml", ".yml")


class _Use(NamedTuple):
    """A policy file as a configuration names it, with values for its parameters."""

    path: str
    span: Span
    values: Values[str, tuple[str, ...]]


def load(lists: list[tuple[Node | None, str]], limit: str | None) -> tuple[Policy, ...]:
    """Return the policies of lists in configurations, each with the folder that it is relative to.

    Raises ConfigurationError.
    """
    uses: dict[str, _Use] = {}
    for node, folder in lists:
        for use in _uses(node, folder, limit):
            uses[os.path.realpath(use.path)] = use  # who extends a configuration may give other values
    found: dict[str, tuple[Policy, _Use]] = {}
    for use in uses.values():
        for policy in _policies(use):
            if policy.id in found:
                other = found[policy.id][1].path
                raise _error(use.span, f"`{policy.id}` of `{use.path}` is the id of a policy in `{other}`, too")
            found[policy.id] = (policy, use)
    return tuple(policy for policy, _ in found.values())


def _uses(node: Node | None, folder: str, limit: str | None) -> Iterator[_Use]:
    for item in node.items if isinstance(node, Sequence) else ():
        named = item.get("policy") if isinstance(item, Mapping) else item
        given = item.get("parameters") if isinstance(item, Mapping) else None
        values = {
            pair.key.raw: _texts(pair.value)
            for pair in (given.pairs if isinstance(given, Mapping) else ())
            if isinstance(pair.key, Scalar)
        }
        if isinstance(named, Scalar):
            for path in _paths(named, folder, limit):
                yield _Use(path, named.span, values)


def _paths(named: Scalar, folder: str, limit: str | None) -> Iterator[str]:
    """Yield the files that a name stands for."""
    pack = resources.path("rules", "packs", f"{named.raw}.yaml")
    path = os.path.join(folder, named.raw)
    if not os.path.exists(path) and os.path.basename(named.raw) == named.raw and os.path.isfile(pack):
        yield pack
        return
    path = inside(path, named.span, limit)
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            if name.endswith(SUFFIXES):
                yield inside(os.path.join(path, name), named.span, limit)
    else:
        yield path


def _policies(use: _Use) -> tuple[Policy, ...]:
    from ctlint.policies.parse import parse

    try:
        data = read(use.path)
    except OSError as error:
        raise _error(use.span, f"{use.path}: {reason(error)}") from None
    if len(data) > MAX_BYTES:
        raise _error(use.span, f"{use.path}: is larger than a policy file can be ({MAX_BYTES} bytes)")
    file = parse(Source.decode(use.path, data), use.values)
    if file.problems:
        raise failure(file.problems)
    unknown = next((name for name in use.values if name not in file.parameters), None)
    if unknown is not None:
        raise _error(use.span, f"`{use.path}` has no parameter `{unknown}`")
    return file.policies


def _error(span: Span, message: str) -> ConfigurationError:
    return failure([Problem(KIND, span, message)])


def _texts(node: Node) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(item.raw for item in items if isinstance(item, Scalar))
