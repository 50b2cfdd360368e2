"""What files hold that are read together: one alone, or all of a Terraform configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ctlint import loaders
from ctlint.loaders import terraform
from ctlint.model import Deployment, Options
from ctlint.problem import Problem
from ctlint.source import Source


class Unit:
    """Files that are read together, by path, and whether the user named each of them."""

    __slots__ = ("named", "options", "sources", "variables")

    def __init__(
        self, sources: Sequence[Source], named: frozenset[str], options: Options, variables: tuple[Source, ...] = ()
    ) -> None:
        self.sources = {each.path: each for each in sources}
        self.named = named
        self.options = options
        self.variables = variables

    def read(self) -> Reading:
        """Return what the files hold, with parameter defaults unknown and, where that may say more, filled in."""
        deployments, problems = self._load(self.options)
        if any(each.overridable for each in deployments):
            filled, more = self._load(self.options._replace(fill_defaults=True))
            deployments, problems = (*deployments, *filled), (*problems, *more)
        return Reading(deployments, problems)

    def with_texts(self, texts: dict[str, str]) -> Unit:
        """Return the files with other texts."""
        sources = [renewed(each, texts[path]) if path in texts else each for path, each in self.sources.items()]
        return Unit(sources, self.named, self.options, self.variables)

    def _load(self, options: Options) -> tuple[tuple[Deployment, ...], tuple[Problem, ...]]:
        sources = list(self.sources.values())
        if terraform.is_configuration(sources[0].path):
            return terraform.Configuration(sources, self.variables).load(options)
        return loaders.load(sources[0], options, sources[0].path in self.named)


class Reading(NamedTuple):
    """What is deployed, and the faults of the texts around it."""

    deployments: tuple[Deployment, ...]
    problems: tuple[Problem, ...]


def renewed(source: Source, text: str) -> Source:
    """Return a source with another text, which is written in the same encoding."""
    return Source(source.path, text, source.encoding, source.byte_order_mark)


def units(
    sources: Sequence[Source], named: frozenset[str], options: Options, variables: tuple[Source, ...]
) -> list[Unit]:
    """Return files in the groups in which they are read."""
    configuration = [each for each in sources if terraform.is_configuration(each.path)]
    alone = [each for each in sources if not terraform.is_configuration(each.path)]
    found = [Unit([each], named, options) for each in alone]
    return [*found, Unit(configuration, named, options, variables)] if configuration else found
