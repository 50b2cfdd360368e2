"""What files deploy: their trails and event data stores, without any check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ctlint import loaders
from ctlint.candidates import Candidate
from ctlint.loaders import snapshot, terraform
from ctlint.model import Deployment, Options, Trail
from ctlint.problem import Problem
from ctlint.source import Source


class Inventory(NamedTuple):
    """The deployments that files lead to, and what is wrong with the syntax of files."""

    deployments: list[Deployment]
    problems: list[Problem]

    @property
    def trails(self) -> list[Trail]:
        return [trail for deployment in self.deployments for trail in deployment.trails]


def read(candidates: Iterable[Candidate], options: Options, variables: tuple[Source, ...] = ()) -> Inventory:
    """Return what files deploy; a file of a Terraform configuration is read with those beside it."""
    configuration: list[Source] = []
    files: list[tuple[Source, tuple[Deployment, ...]]] = []
    problems: list[Problem] = []
    for candidate in candidates:
        source = Source.decode(candidate.path, candidate.data)
        if terraform.is_configuration(source.path):
            configuration.append(source)
            continue
        loaded = loaders.load(source, options, candidate.named)
        problems += loaded.problems
        files.append((source, loaded.deployments))
    if configuration:
        held = loaders.Loaded(*terraform.Configuration(configuration, variables).load(options))
        problems += held.problems
        files.append((configuration[0], held.deployments))
    return Inventory(snapshot.join(files), problems)


def label(trail: Trail) -> str:
    """Return how to call a trail: by its name, else by the resource it is, else by its file."""
    name = trail.name.value if trail.name is not None else None
    arns = (trail.attribute(key) for key in ("TrailARN", "EventDataStoreArn", "EventDataStore"))
    arn = next((each.value for each in arns if each is not None and each.value), None)
    tail = arn.rpartition("/")[2] if arn else None
    return name or tail or trail.address or trail.span.source.path
