"""How a check joins a rule: the decorators, and what a check may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ctlint import knowledge
from ctlint.finding import Finding
from ctlint.knowledge import FieldSpec
from ctlint.model import (
    DESTINATIONS,
    AdvancedEventSelector,
    Deployment,
    Destination,
    EventSelector,
    Options,
    Trail,
)
from ctlint.problem import Problem


class Context(NamedTuple):
    """What surrounds the part of the model that a check looks at."""

    deployment: Deployment
    trail: Trail
    options: Options

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Where the selectors may go: both where the text does not say."""
        return (self.trail.destination,) if self.trail.destination else DESTINATIONS

    @property
    def partition(self) -> str | None:
        """The partition of the trail, where the trail's ARN or home Region tells it or it is assumed."""
        for name in ("TrailARN", "EventDataStoreArn", "EventDataStore", "TrailName", "Name"):
            arn = self.trail.attribute(name)
            partition = arn.value.split(":")[1:2] if arn is not None and arn.value else []
            if partition and partition[0] in knowledge.partitions():
                return partition[0]
        if self.options.partition:
            return self.options.partition
        home = self.trail.attribute("HomeRegion")
        region = home.value if home is not None and home.value else self.options.region
        return knowledge.partition_of(region) if region else None


class Rule(NamedTuple):
    """A check function under the id of its rule."""

    id: str
    function: Callable[..., Iterator[Finding]]


class Registry:
    """The checks of a run, by what they look at."""

    def __init__(self) -> None:
        self.advanced: list[Rule] = []
        self.basic: list[Rule] = []
        self.trails: list[Rule] = []
        self.deployments: list[Rule] = []
        self.problems: dict[str, Rule] = {}

    def selector(self, rule: str) -> Callable[[SelectorCheck], SelectorCheck]:
        """Join a check of one advanced event selector, in one world of its conditions."""
        return _adder(self.advanced, rule)

    def basic_selector(self, rule: str) -> Callable[[BasicCheck], BasicCheck]:
        """Join a check of one basic event selector, in one world of its conditions."""
        return _adder(self.basic, rule)

    def trail(self, rule: str) -> Callable[[TrailCheck], TrailCheck]:
        """Join a check of a trail or event data store."""
        return _adder(self.trails, rule)

    def deployment(self, rule: str) -> Callable[[DeploymentCheck], DeploymentCheck]:
        """Join a check of all that is deployed together."""
        return _adder(self.deployments, rule)

    def only(self, rule: str) -> Registry:
        """Return a registry with the checks of one rule alone."""
        chosen = Registry()
        chosen.advanced = [each for each in self.advanced if each.id == rule]
        chosen.basic = [each for each in self.basic if each.id == rule]
        chosen.trails = [each for each in self.trails if each.id == rule]
        chosen.deployments = [each for each in self.deployments if each.id == rule]
        chosen.problems = {kind: each for kind, each in self.problems.items() if each.id == rule}
        return chosen

    def beginning_with(self, prefixes: tuple[str, ...]) -> Registry:
        """Return a registry with the checks of selectors and trails whose rules have one of these beginnings."""
        chosen = Registry()
        chosen.advanced = [each for each in self.advanced if each.id.startswith(prefixes)]
        chosen.basic = [each for each in self.basic if each.id.startswith(prefixes)]
        chosen.trails = [each for each in self.trails if each.id.startswith(prefixes)]
        return chosen

    def problem(self, rule: str, kind: str) -> Callable[[ProblemCheck], ProblemCheck]:
        """Join a check that turns problems of a kind into findings."""

        def add(function: ProblemCheck) -> ProblemCheck:
            self.problems[kind] = Rule(rule, function)
            return function

        return add


SelectorCheck = Callable[[AdvancedEventSelector, Context], Iterator[Finding]]
BasicCheck = Callable[[EventSelector, Context], Iterator[Finding]]
TrailCheck = Callable[[Trail, Context], Iterator[Finding]]
DeploymentCheck = Callable[[Deployment, Options], Iterator[Finding]]
ProblemCheck = Callable[[Problem], Iterator[Finding]]


def _adder(rules: list[Rule], rule: str) -> Callable[[Any], Any]:
    def add(function: Callable[..., Iterator[Finding]]) -> Callable[..., Iterator[Finding]]:
        rules.append(Rule(rule, function))
        return function

    return add


check = Registry()
"""The registry that ctlint's own checks join."""


def specs(selector: AdvancedEventSelector, context: Context) -> list[dict[str, FieldSpec]]:
    """Return the fields that the selector's category has, for each destination that knows the category.

    Empty where the category is missing, unknown or wrong: other rules speak of that.
    """
    category = selector.only_value("eventCategory")
    found = (knowledge.fields(destination, category) for destination in context.destinations) if category else ()
    return [each for each in found if each is not None]
