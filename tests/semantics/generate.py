"""Random selectors in the oracle's words, made of bytes so that drawing is cheap and shrinking still simplifies."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint import loaders
from ctlint.model import Options, Trail
from ctlint.semantics import compile
from ctlint.semantics.events import EventSet, union
from ctlint.source import Source
from tests.semantics.oracle import TYPES, Record, Selector

SELECTING = ("Equals", "StartsWith", "EndsWith")
VALUES = ("a", "b", "ab", "ba", "aa", "bb")
FIELDS = {
    "Data": ("resources.ARN", "eventName", "readOnly", "userIdentity.arn", "sessionCredentialFromConsole"),
    "Management": ("readOnly", "eventSource", "eventName", "userIdentity.arn"),
    "NetworkActivity": ("eventSource", "vpcEndpointId", "eventName"),
}
FLAGS = ("readOnly", "sessionCredentialFromConsole")
NEVER_MISSING = ("readOnly", "eventName", "eventSource")

CASES = 20_000
SOAK = int(os.environ.get("CTLINT_SOAK", "0"))
"""How many cases `make soak` wants; 0 in all other runs, which try the same cases each time."""
ROUNDS = range(max(1, SOAK // CASES))


class Choices:
    """Choices out of bytes: a 0, and what is left when the bytes are used up, stands for the simplest choice."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self, count: int) -> int:
        """Return a number below `count`."""
        found = self.data[self.at] if self.at < len(self.data) else 0
        self.at += 1
        return found % count

    def one_of(self, options: Sequence[str]) -> str:
        return options[self.number(len(options))]

    def happens(self, percent: int) -> bool:
        return self.number(100) >= 100 - percent


def check(test: Callable[[Choices], None], count: int = CASES, size: int = 80) -> None:
    """Run a test for many random choices: always the same ones, but new ones in a soak."""

    @settings(max_examples=count, deadline=None, derandomize=not SOAK, database=None)
    @given(st.binary(min_size=size, max_size=size))
    def run(data: bytes) -> None:
        test(Choices(data))

    run()


def rare(counts: Mapping[str, Counter[bool]], share: float = 0.2) -> dict[str, float]:
    """Return the questions of which one answer is rarer than a share of the cases, with the share of `True`."""
    found = {name: answers[True] / answers.total() for name, answers in counts.items()}
    return {name: true for name, true in found.items() if not share <= true <= 1 - share}


def selector(choices: Choices, category: str) -> Selector:
    fields: dict[str, dict[str, tuple[str, ...]]] = {}
    if category == "Data" and not choices.happens(10):
        fields["resources.type"] = {"Equals": (choices.one_of(TYPES[: 1 + choices.number(2)]),)}
    for _ in range(choices.number(3)):
        name = choices.one_of(FIELDS[category])
        fields[name] = _flag(choices, name) if name in FLAGS else conditions(choices)
    if not fields or choices.happens(20):
        fields["eventName"] = conditions(choices)
    if choices.happens(27):
        fields["eventName"] = contrary(choices, {choices.one_of(SELECTING): values(choices)})
    return Selector(category, fields)


def _flag(choices: Choices, name: str) -> dict[str, tuple[str, ...]]:
    operator = "Equals" if name == "readOnly" or choices.happens(50) else "NotEquals"
    return {operator: (choices.one_of(("true", "false")),)}


def conditions(choices: Choices) -> dict[str, tuple[str, ...]]:
    """Return operators with values: some that select, some that leave out, often about the same values."""
    found: dict[str, tuple[str, ...]] = {}
    for _ in range(choices.number(3)):
        found[choices.one_of(SELECTING)] = values(choices)
    if not found or choices.happens(50):
        for _ in range(1 + choices.number(2)):
            operator = choices.one_of(SELECTING)
            same = found.get(operator)
            found[f"Not{operator}"] = same if same and choices.happens(50) else values(choices)
    return contrary(choices, found) if choices.happens(40) else found


def contrary(choices: Choices, given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return conditions that leave out most of what they select, or all."""
    found = dict(given)
    for operator in SELECTING:
        for value in given.get(operator, ()):
            wider = value[:1] if operator == "StartsWith" else value[-1:] if operator == "EndsWith" else value
            excluding = f"Not{operator}"
            if not choices.happens(5):
                found[excluding] = (*found.get(excluding, ()), choices.one_of((value, wider)))
    return found


def values(choices: Choices) -> tuple[str, ...]:
    return tuple(choices.one_of(VALUES) for _ in range(1 + choices.number(2)))


def relaxed(choices: Choices, given: Selector) -> Selector:
    """Return a selector that matches more than a given one: without a field, with a further value or fewer exclusions."""
    fields = dict(given.fields)
    names = sorted(set(fields) - {"resources.type"})
    if names:
        name = choices.one_of(names)
        found = dict(fields.pop(name))
        if name not in FLAGS and choices.happens(60):
            selecting = [each for each in found if each in SELECTING]
            for operator in selecting[:1]:
                found[operator] = (*found[operator], *values(choices))
            for operator in [each for each in found if each not in SELECTING][:1] if len(found) > 1 else ():
                del found[operator]
            fields[name] = found
    return Selector(given.category, fields)


def category(choices: Choices) -> str:
    return ("Data", "Data", "Data", "Management", "NetworkActivity")[choices.number(5)]


def record(choices: Choices, like: Selector, resources: int = 3) -> Record:
    """Return an event: what it holds is now and then what a selector wants."""
    fields: dict[str, str] = {}
    for name in FIELDS[like.category]:
        if name != "resources.ARN":
            held = _held(choices, like, name)
            if held is not None:
                fields[name] = held
    if like.category != "Data":
        return Record(like.category, fields)
    kinds = (like.fields.get("resources.type", {}).get("Equals", TYPES)[0], *TYPES)
    count = 1 + choices.number(resources)
    return Record(
        like.category,
        fields,
        tuple((choices.one_of(kinds), _held(choices, like, "resources.ARN")) for _ in range(count)),
    )


def _held(choices: Choices, like: Selector, name: str) -> str | None:
    if name in FLAGS:
        return choices.one_of(like.fields.get(name, {}).get("Equals", ()) or ("true", "false"))
    wanted = [value for operator, each in like.fields.get(name, {}).items() if operator in SELECTING for value in each]
    if wanted and choices.happens(60):
        return choices.one_of(wanted)
    if name not in NEVER_MISSING and choices.happens(30):
        return None
    return choices.one_of(("zz", *VALUES)) + choices.one_of(("", "z", "a", "b"))


def events(selectors: Iterable[Selector]) -> EventSet:
    """Return selectors as a set of events."""
    return union(EventSet.of(compile.box(each.category, each.fields)) for each in selectors)


def accepts(events: EventSet, record: Record) -> bool | None:
    """Tell whether a set of events holds an event: for one of its resources."""
    scalars = {"eventCategory": record.category, **record.fields}
    found: set[bool | None] = set()
    for kind, arn in record.resources or ((None, None),):
        resource = {name: each for name, each in (("resources.type", kind), ("resources.ARN", arn)) if each is not None}
        found.add(events.accepts({**scalars, **resource}))
    return True if True in found else None if None in found else False


def trail(selectors: Iterable[Selector]) -> Trail:
    """Return selectors as ctlint reads them from JSON."""
    written = [
        {
            "FieldSelectors": [
                {"Field": "eventCategory", "Equals": [each.category]},
                *({"Field": name, **found} for name, found in each.fields.items()),
            ]
        }
        for each in selectors
    ]
    return load({"TrailName": "audit", "AdvancedEventSelectors": written})


def basic_trail(*selectors: Mapping[str, Any]) -> Trail:
    return load({"TrailName": "audit", "EventSelectors": selectors})


def load(document: object, name: str = "selectors.json") -> Trail:
    """Return the one trail of a document."""
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    loaded = loaders.load(Source(name, text), Options(), True)
    (found,) = [each for deployment in loaded.deployments for each in deployment.trails]
    return found


def basic_selector(choices: Choices) -> dict[str, Any]:
    """Return a basic selector, as the API has it."""
    found: dict[str, Any] = {}
    if choices.happens(60):
        found["ReadWriteType"] = choices.one_of(("All", "ReadOnly", "WriteOnly"))
    if choices.happens(70):
        found["IncludeManagementEvents"] = choices.happens(50)
    if choices.happens(30) and found.get("IncludeManagementEvents", True):
        found["ExcludeManagementEventSources"] = [choices.one_of(("a", "b", "ab"))]
    resources = [_data_resource(choices) for _ in range(choices.number(3))]
    if resources:
        found["DataResources"] = resources
    return found


def _data_resource(choices: Choices) -> dict[str, Any]:
    kind = choices.one_of(TYPES)
    all_of_them = {TYPES[0]: "arn:aws:s3", TYPES[1]: "arn:aws:lambda", TYPES[2]: "arn:aws:dynamodb"}[kind]
    return {
        "Type": kind,
        "Values": [choices.one_of(("a", "b", "ab", all_of_them)) for _ in range(1 + choices.number(2))],
    }
