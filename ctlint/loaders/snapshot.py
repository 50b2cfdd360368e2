"""Account snapshots: the answers of several commands in one folder, joined to one deployment."""

from __future__ import annotations

import os

from ctlint.loaders import DOCUMENT_SUFFIXES
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
    trails: list[Trail] = []
    parts: list[tuple[Source, Trail]] = []
    others: list[Deployment] = []
    problems: list[Problem] = []
    for source, deployments in entries:
        for deployment in deployments:
            if deployment.is_inventory:
                problems += deployment.problems
                trails = _add_inventory(trails, deployment.trails)
            elif deployment.trails and all(trail.dialect.is_answer or _is_status(trail) for trail in deployment.trails):
                problems += deployment.problems
                parts += [(source, trail) for trail in deployment.trails]
            else:
                others.append(deployment)
    for source, part in parts:
        at = _owner(part, trails, source)
        if at is None:
            trails.append(part)
        else:
            trails[at] = _merge(trails[at], part)
    return [Deployment(tuple(trails), tuple(problems), closed=True, is_inventory=True), *others]


def _add_inventory(trails: list[Trail], found: tuple[Trail, ...]) -> list[Trail]:
    """Return the trails with those of another inventory; one of a known ARN is the same trail."""
    result = list(trails)
    for trail in found:
        at = next((at for at, known in enumerate(result) if _arn(known) and _arn(known) == _arn(trail)), None)
        if at is None:
            result.append(trail)
        else:
            result[at] = _merge(result[at], trail)
    return result


def _owner(part: Trail, trails: list[Trail], source: Source) -> int | None:
    """Return which trail an answer belongs to: by its ARN, its name where that is unique, or the file's name."""
    arn = _arn(part)
    if arn:
        return next((at for at, trail in enumerate(trails) if _arn(trail) == arn), None)
    stem = os.path.splitext(os.path.basename(source.path))[0]
    name = part.name.value if part.name else None
    names = [trail.name.value if trail.name else None for trail in trails]
    named = [at for at, known in enumerate(names) if known and (known == name if name else known in stem)]
    if len(named) == 1:
        return named[0]
    return 0 if len(trails) == 1 and name is None else None


def _arn(trail: Trail) -> str | None:
    for key in ("TrailARN", "EventDataStoreArn"):
        text = trail.attribute(key)
        if text is not None:
            return text.value
    return None


def _is_status(trail: Trail) -> bool:
    return "IsLogging" in trail.attributes and trail.name is None


def _merge(trail: Trail, part: Trail) -> Trail:
    return trail._replace(
        event_selectors=part.event_selectors or trail.event_selectors,
        advanced_event_selectors=part.advanced_event_selectors or trail.advanced_event_selectors,
        insight_selectors=part.insight_selectors or trail.insight_selectors,
        event_configuration=part.event_configuration or trail.event_configuration,
        attributes={**trail.attributes, **part.attributes},
    )
