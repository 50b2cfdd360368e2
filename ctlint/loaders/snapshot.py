"""Account snapshots: the answers of several commands in one folder, joined to one deployment."""

from __future__ import annotations

import os

from ctlint.loaders import DOCUMENT_SUFFIXES, aws_cli
from ctlint.model import Deployment, Trail
from ctlint.problem import Problem
from ctlint.source import Source


def join(files: list[tuple[Source, tuple[Deployment, ...]]]) -> list[Deployment]:
    """Return the deployments of files; a folder with an inventory of trails becomes one."""
    folders: dict[str, list[tuple[Source, tuple[Deployment, ...]]]] = {}
    joined: list[Deployment] = []
    for source, deployments in files:
        # What a document prints is an example, not the state of an account.
        if os.path.splitext(source.path)[1].lower() in DOCUMENT_SUFFIXES:
            joined += deployments
            continue
        folders.setdefault(os.path.dirname(source.path), []).append((source, deployments))
    for entries in folders.values():
        if any(deployment.is_inventory for _, deployments in entries for deployment in deployments):
            joined += _join_folder(entries)
        else:
            joined += [deployment for _, deployments in entries for deployment in deployments]
    return joined


def _join_folder(entries: list[tuple[Source, tuple[Deployment, ...]]]) -> list[Deployment]:
    """Return the account that the answers in a folder describe, and what else lies there on its own."""
    trails = Trails()
    parts: list[tuple[Source, Trail]] = []
    others: list[Deployment] = []
    problems: list[Problem] = []
    for source, deployments in entries:
        for deployment in deployments:
            if deployment.is_inventory:
                problems += deployment.problems
                for trail in deployment.trails:
                    trails.put(trails.find(trail), trail)
            elif _is_answer(deployment):
                problems += deployment.problems
                parts += [(source, trail) for trail in deployment.trails]
            else:
                others.append(deployment)
    for source, part in parts:
        trails.put(_owner(part, trails, source), part)
    return [Deployment(tuple(trails.items), tuple(problems), closed=True, is_inventory=True), *others]


class Trails:
    """The trails of an account; one of a known ARN is the same trail."""

    def __init__(self) -> None:
        self.items: list[Trail] = []
        self._places: dict[str, int] = {}

    def find(self, trail: Trail) -> int | None:
        """Return the place of the trail with the same ARN."""
        arn = _arn(trail)
        return self._places.get(arn) if arn else None

    def put(self, at: int | None, trail: Trail) -> None:
        """Join a trail with the one at a place, or append it."""
        if at is None:
            at = len(self.items)
            self.items.append(trail)
        else:
            self.items[at] = _merge(self.items[at], trail)
        arn = _arn(self.items[at])
        if arn:
            self._places.setdefault(arn, at)


def _owner(part: Trail, trails: Trails, source: Source) -> int | None:
    """Return which trail an answer belongs to: by its ARN, its name where that is unique, or the file's name."""
    if _arn(part):
        return trails.find(part)
    stem = os.path.splitext(os.path.basename(source.path))[0]
    name = part.name.value if part.name else None
    names = [trail.name.value if trail.name else None for trail in trails.items]
    named = [at for at, known in enumerate(names) if known and (known == name if name else known in stem)]
    if len(named) == 1:
        return named[0]
    return 0 if len(trails.items) == 1 and name is None else None


def _arn(trail: Trail) -> str | None:
    for key in ("TrailARN", "EventDataStoreArn"):
        text = trail.attribute(key)
        if text is not None:
            return text.value
    return None


def _is_answer(deployment: Deployment) -> bool:
    """Tell whether a deployment is what AWS printed about trails; a plan only looks like it."""
    trails = deployment.trails
    printed = all(trail.dialect.is_answer or _is_status(trail) for trail in trails)
    return bool(trails) and printed and not deployment.shows_addresses


def _is_status(trail: Trail) -> bool:
    return "IsLogging" in trail.attributes and trail.name is None


def _merge(trail: Trail, part: Trail) -> Trail:
    merged = trail._replace(
        event_selectors=part.event_selectors or trail.event_selectors,
        advanced_event_selectors=part.advanced_event_selectors or trail.advanced_event_selectors,
        insight_selectors=part.insight_selectors or trail.insight_selectors,
        event_configuration=part.event_configuration or trail.event_configuration,
        attributes={**trail.attributes, **part.attributes},
    )
    return merged._replace(place=aws_cli.place_by_arn(merged))
