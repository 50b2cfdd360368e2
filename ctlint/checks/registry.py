"""How a check joins a rule: the decorators, and what a check may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ctlint import knowledge
from ctlint.finding import Finding
from ctlint.flaws import Flaws
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


class Stage(NamedTuple):
    """Checks about meaning that may speak at a time: those of one trail, and of all that is deployed together."""

    trails: list[Rule]
    accounts: list[Rule]


STAGES = (("CT301",), ("CT302", "CT303"), ("CT4", "CT5"))
"""Beginnings of the ids of rules about meaning that wait for others: what those find counts as unknown."""


class Registry:
    """The checks of a run, by what they look at; `stages` are those of meaning, in the order in which they speak."""

    def __init__(self) -> None:
        self.advanced: list[Rule] = []
        self.basic: list[Rule] = []
        self.trails: list[Rule] = []
        self.deployments: list[Rule] = []
        self.problems: dict[str, Rule] = {}
        self.stages = tuple(Stage([], []) for _ in range(len(STAGES) + 1))
        self.on_request: set[str] = set()
        self.policies: list[Rule] = []

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

    def meaning(self, rule: str, on_request: bool = False) -> Callable[[MeaningCheck], MeaningCheck]:
        """Join a check of what a trail's selectors mean together: it is told what others have found before.

        It may raise `Undecided`. One of a rule that is off by default runs only where it is asked for.
        """
        self.on_request |= {rule} if on_request else set()
        return _adder(self.stages[_stage(rule)].trails, rule)

    def account(self, rule: str, on_request: bool = False) -> Callable[[AccountCheck], AccountCheck]:
        """Join a check of what the trails of a deployment mean together; otherwise as `meaning`."""
        self.on_request |= {rule} if on_request else set()
        return _adder(self.stages[_stage(rule)].accounts, rule)

    def requested(self, rules: Iterable[str]) -> Registry:
        """Return a registry without the checks that run only where they are asked for, but those of some rules."""
        unwanted = self.on_request - set(rules)
        chosen = self._chosen(lambda each: each not in unwanted)
        chosen.problems = self.problems
        return chosen

    def rules(self) -> Iterator[Rule]:
        """Yield every check."""
        for each in self._lists():
            yield from each
        yield from self.problems.values()

    def with_policies(self, policies: list[Rule]) -> Registry:
        """Return a registry with policies beside its checks: they are asked last."""
        chosen = self._chosen(lambda each: True)
        chosen.problems = self.problems
        chosen.policies = policies
        return chosen

    def only(self, rule: str) -> Registry:
        """Return a registry with the checks of one rule alone."""
        chosen = self._chosen(lambda each: each == rule)
        chosen.problems = {kind: each for kind, each in self.problems.items() if each.id == rule}
        return chosen

    def beginning_with(self, prefixes: tuple[str, ...]) -> Registry:
        """Return a registry with the checks of selectors and trails whose rules have one of these beginnings."""
        return self._chosen(lambda each: each.startswith(prefixes))

    def _chosen(self, is_wanted: Callable[[str], bool]) -> Registry:
        chosen = Registry()
        for mine, others in zip(chosen._lists(), self._lists(), strict=True):
            mine += [each for each in others if is_wanted(each.id)]
        return chosen

    def _lists(self) -> list[list[Rule]]:
        return [
            self.advanced,
            self.basic,
            self.trails,
            self.deployments,
            *(each for pair in self.stages for each in pair),
        ]

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
MeaningCheck = Callable[[Trail, Context, Flaws], Iterator[Finding]]
AccountCheck = Callable[[Deployment, Options, Flaws], Iterator[Finding]]


def _stage(rule: str) -> int:
    """Return when a check about meaning speaks: the rules about values first."""
    return next((at for at, prefixes in enumerate(STAGES, 1) if rule.startswith(prefixes)), 0)


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
