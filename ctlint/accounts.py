"""Trails of several files that, as a configuration says, are all trails of one account."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from ctlint.guard import Atom
from ctlint.loaders import DOCUMENT_SUFFIXES
from ctlint.model import AdvancedEventSelector, Deployment, Place, Trail
from ctlint.settings import Account, Scopes
from ctlint.source import Span
from ctlint.text import Gap, Text


class _Group(NamedTuple):
    """The parts of an account; `others` are such that nobody can say which of its trails they are."""

    account: Account
    parts: list[Deployment]
    others: list[Deployment]


def join(deployments: list[Deployment], scopes: Scopes) -> list[Deployment]:
    """Return deployments, those that a configuration declares to be all of an account as one.

    What documents show is no part of it. It is known to hold all trails only where the run walked the whole folder that
    the configuration speaks of, and could read all that it met.
    """
    groups: dict[tuple[int, int], _Group] = {}
    found: list[Deployment] = []
    for each in deployments:
        path = _path(each)
        account = scopes.account(path) if path else None
        if account is None or os.path.splitext(path)[1].lower() in DOCUMENT_SUFFIXES:
            found.append(each)
            continue
        group = groups.setdefault(account.key, _Group(account, [], []))
        (group.parts if _is_sure(each) else group.others).append(each)
    for group in groups.values():
        found += _joined(group)
    return found


def _path(deployment: Deployment) -> str:
    parts = deployment.trails or deployment.problems
    return parts[0].span.source.path if parts else ""


def _is_sure(deployment: Deployment) -> bool:
    """Tell whether each trail of a deployment surely is one of its own."""
    return bool(deployment.trails) and (
        deployment.is_inventory or all(trail.is_declared and not trail.rules for trail in deployment.trails)
    )


def _joined(group: _Group) -> Iterator[Deployment]:
    yield from group.others
    parts = [_apart(each, number, group.account) for number, each in enumerate(group.parts)]
    if not parts:
        return
    yield Deployment(
        tuple(trail for each in parts for trail in each.trails),
        tuple(problem for each in parts for problem in each.problems),
        closed=group.account.is_walked and not group.others,
        defaults=tuple(use for each in parts for use in each.defaults),
        uses=tuple(use for each in parts for use in each.uses),
        origins=tuple(origin for each in parts for origin in each.origins),
        shows_addresses=any(each.shows_addresses for each in parts),
    )


def _apart(deployment: Deployment, number: int, account: Account) -> Deployment:
    """Return a deployment whose unknown values and conditions are not those of another one, though called the same."""
    trails: list[Trail] = []
    for trail in deployment.trails:
        place = Place("account", _region(trail, number, account))
        renamed = _renamed(trail, f"part {number}")
        assert isinstance(renamed, Trail)
        trails.append(renamed._replace(place=place))
    return deployment._replace(trails=tuple(trails))


def _region(trail: Trail, number: int, account: Account) -> str | None:
    if trail.place.region is None:
        return None
    return f"region {account.region}" if account.region else f"part {number}, {trail.place.region}"


def _renamed(part: object, name: str) -> object:
    """Return a part of the model in which gaps and conditions bear the name of the deployment that they come from."""
    match part:
        case Span() | str():
            return part
        case Text():
            pieces = tuple(_renamed_gap(each, name) if isinstance(each, Gap) else each for each in part.pieces)
            return Text(pieces, part.span, part.defaults)
        case Atom():
            return part._replace(variable=f"{part.variable}\n{name}")
        case AdvancedEventSelector():
            return _renamed_selector(part, name)
        case frozenset():
            return frozenset(_renamed(each, name) for each in part)
        case tuple() if hasattr(part, "_make"):
            return part._make(_renamed(each, name) for each in part)
        case tuple():
            return tuple(_renamed(each, name) for each in part)
        case dict():
            return {key: _renamed(each, name) for key, each in part.items()}
        case _:
            return part


def _renamed_gap(gap: Gap, name: str) -> Gap:
    # What kind of unknown it is stands first, what is asked of it last.
    return gap._replace(identity=(gap.identity[0], name, *gap.identity[1:]))


def _renamed_selector(selector: AdvancedEventSelector, name: str) -> AdvancedEventSelector:
    parts = (selector.name, selector.field_selectors, selector.guard)
    renamed = [_renamed(each, name) for each in parts]
    return AdvancedEventSelector(
        renamed[0],  # type: ignore[arg-type]
        renamed[1],  # type: ignore[arg-type]
        selector.complete,
        selector.span,
        selector.position,
        renamed[2],  # type: ignore[arg-type]
        selector.dialect,
        selector.destination,
    )
