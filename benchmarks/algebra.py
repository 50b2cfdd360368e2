"""Questions about sets of events, timed within one process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from ctlint import loaders
from ctlint.checks import load_checks
from ctlint.engine import run
from ctlint.model import Deployment, Options
from ctlint.semantics import compile
from ctlint.semantics.events import Box, EventSet
from ctlint.source import Source

VALUES = 500
SELECTORS = 100
SECONDS = 0.05
"""The goal for each question."""
ROUNDS = 9


def containment() -> float:
    """Return the seconds for 500 prefixes in one selector to be found in 500 selectors of one prefix each."""
    prefixes = [f"arn:aws:s3:::acme-{number}/" for number in range(VALUES)]
    whole = EventSet.of(_objects(prefixes))
    parts = EventSet.of(*(_objects([prefix]) for prefix in prefixes))
    return _median(lambda: whole <= parts)


def _objects(prefixes: list[str]) -> Box:
    resources = {"resources.type": {"Equals": ["AWS::S3::Object"]}, "resources.ARN": {"StartsWith": prefixes}}
    return compile.box("Data", resources)


def report() -> float:
    """Return the seconds for all rules about meaning on a trail with 100 selectors, of which each is of some use."""
    text = _trail()
    options = Options()
    (deployment,) = loaders.load(Source("trail.json", text), options, True).deployments
    meaning = load_checks().requested(()).beginning_with(("CT301", "CT302", "CT303", "CT313", "CT4", "CT5"))
    return _median(lambda: run(_fresh(deployment), meaning, options))


def _fresh(deployment: Deployment) -> Deployment:
    """Return a deployment of which nothing is remembered."""
    return deployment._replace(trails=tuple(trail._replace() for trail in deployment.trails))


def _trail() -> str:
    selectors = ",\n".join(
        f'{{"Name": "s{number}", "FieldSelectors": [{{"Field": "eventCategory", "Equals": ["Data"]}},'
        '{"Field": "resources.type", "Equals": ["AWS::S3::Object"]},'
        f'{{"Field": "readOnly", "Equals": ["{"true" if number % 2 else "false"}"]}},'
        f'{{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-{number}/"],'
        f' "NotStartsWith": ["arn:aws:s3:::acme-{number}/tmp/"]}}]}}'
        for number in range(SELECTORS)
    )
    return f'{{"TrailName": "acme", "AdvancedEventSelectors": [{selectors}]}}'


def _median(question: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        question()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
