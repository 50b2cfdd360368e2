"""Patterns of events, in the fields and operators of selectors, as sets of events."""

from __future__ import annotations

import re
from collections.abc import Sequence as Items

from ctlint import knowledge
from ctlint.knowledge import RecordField
from ctlint.policies.parameters import Given, Parameters
from ctlint.problem import Problem
from ctlint.semantics import compile
from ctlint.semantics.cover import Undecided
from ctlint.semantics.events import Box, EventSet
from ctlint.semantics.strings import StringSet
from ctlint.source import Span
from ctlint.spelling import closest, closest_host, did_you_mean, fold
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.validation import KIND

CATEGORIES = ("Management", "Data", "NetworkActivity")
"""What a pattern without a category speaks of; the other categories only event data stores have."""
TYPE_SHAPE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+")
HOST_END = (".amazonaws.com", ".amazonaws.com.cn")
Operators = dict[str, list[Given]]


class PatternReader:
    """Reads patterns; what is wrong with them goes to `problems`, what may be to `warnings`."""

    def __init__(self, parameters: Parameters, problems: list[Problem], warnings: list[Problem]) -> None:
        self.parameters = parameters
        self.problems = problems
        self.warnings = warnings

    def events(self, node: Node) -> EventSet:
        """Return the events that meet a pattern, or any of a list of patterns."""
        patterns = node.items if isinstance(node, Sequence) else [node]
        boxes = [box for pattern in patterns if isinstance(pattern, Mapping) for box in self._pattern(pattern)]
        return EventSet.of(*boxes)

    def strings(self, node: Node) -> StringSet:
        """Return the texts that a condition lets pass."""
        return compile.strings(_texts(self._operators(node)))

    def _pattern(self, pattern: Mapping) -> list[Box]:
        keys = {pair.key.raw: pair.key for pair in pattern.pairs if isinstance(pair.key, Scalar)}
        conditions = {name: self._operators(pattern.get(name)) for name in keys}
        categories = self._categories(conditions.pop("eventCategory", None), conditions, keys)
        for category in categories:
            self._check_fields(category, conditions, keys)
        for name, operators in conditions.items():
            self._check_values(name, operators)
        texts = {name: _texts(operators) for name, operators in conditions.items()}
        boxes = [compile.box(category, texts) for category in categories]
        if boxes and not self.problems and not _has_any(EventSet.of(*boxes)):
            self._complain(_head(pattern), "no event meets these conditions together")
        return boxes

    def _operators(self, node: Node | None) -> Operators:
        """Return the operators of a condition with their values; a bare value stands for Equals."""
        if isinstance(node, Mapping):
            pairs = [(pair.key.raw, pair.value) for pair in node.pairs if isinstance(pair.key, Scalar)]
            return {name: self.parameters.fill(value) for name, value in pairs}
        return {"Equals": self.parameters.fill(node)} if node is not None else {}

    def _categories(
        self, chosen: Operators | None, conditions: dict[str, Operators], keys: dict[str, Scalar]
    ) -> Items[str]:
        if chosen is None:
            found = [each for each in CATEGORIES if conditions.keys() <= knowledge.record_fields(each).keys()]
            if not found:
                names = " and ".join(f"`{name}`" for name in conditions)
                self._complain(keys[list(conditions)[-1]].span, f"no event has {names} together")
            return found
        for operator in chosen.keys() - {"Equals"}:
            self._complain(keys["eventCategory"].span, f"`eventCategory` accepts only Equals, not `{operator}`")
        known = knowledge.event_categories()
        values = chosen.get("Equals", [])
        for given in values:
            if given.text not in known:
                candidate = did_you_mean(closest(given.text, known))
                self._complain(given.span, f"`{given.text}` is no event category{candidate}")
        return list(dict.fromkeys(given.text for given in values if given.text in known))

    def _check_fields(self, category: str, conditions: dict[str, Operators], keys: dict[str, Scalar]) -> None:
        """Tell of fields that events of a category do not have, and of values that such a field never holds."""
        fields = knowledge.record_fields(category)
        for name, operators in conditions.items():
            if name not in fields:
                has = f"which have {', '.join(fields)}" if fields else "which have no field to compare"
                self._complain(keys[name].span, f"`{name}` is no field of {category} events, {has}")
                continue
            for given in (each for values in operators.values() for each in values):
                self._check_domain(name, given, fields[name])

    def _check_domain(self, name: str, given: Given, field: RecordField) -> None:
        if field.values is not None and given.text not in field.values:
            expected = " or ".join(f"`{value}`" for value in field.values)
            self._complain(given.span, f"`{name}` is never `{given.text}`; expected {expected}")

    def _check_values(self, name: str, operators: Operators) -> None:
        for operator, values in operators.items():
            for given in values:
                if given.text.endswith("*") and not operator.endswith("EndsWith"):
                    self._complain(
                        given.span, f"`*` in `{given.text}` is a literal asterisk; StartsWith compares beginnings"
                    )
                elif operator in ("Equals", "NotEquals") and name == "resources.type":
                    self._check_type(given)
                elif operator in ("Equals", "NotEquals") and name == "eventSource":
                    self._check_source(given)

    def _check_type(self, given: Given) -> None:
        name = given.text
        if knowledge.resource_type(name) is not None:
            return
        candidate = knowledge.meant_resource_type(name) or closest(name, knowledge.resource_types())
        if name in knowledge.rejected_resource_types():
            self._complain(given.span, f"CloudTrail has no data events of `{name}`{did_you_mean(candidate)}")
        elif not TYPE_SHAPE.fullmatch(name) or (candidate and fold(candidate) == fold(name)):
            self._complain(given.span, f"`{name}` is no resource type{did_you_mean(candidate)}")
        else:
            message = f"`{name}` is not among the data event types known on {knowledge.date()}{did_you_mean(candidate)}"
            self.warnings.append(Problem(KIND, given.span, message))

    def _check_source(self, given: Given) -> None:
        known = {*knowledge.network_sources(), *knowledge.example_values("eventSource")}
        if given.text in known:
            return
        candidate = closest_host(given.text, sorted(known))
        if not given.text.endswith(HOST_END):
            message = f"`{given.text}` is no host of a service, such as `kms.amazonaws.com`{did_you_mean(candidate)}"
            self._complain(given.span, message)
        elif candidate:
            message = f"`{given.text}` is not among the hosts of services known on {knowledge.date()}"
            self.warnings.append(Problem(KIND, given.span, message + did_you_mean(candidate)))

    def _complain(self, span: Span, message: str) -> None:
        self.problems.append(Problem(KIND, span, message))


def _texts(operators: Operators) -> dict[str, list[str]]:
    return {operator: [given.text for given in values] for operator, values in operators.items()}


def _has_any(events: EventSet) -> bool:
    try:
        return bool(events)
    except Undecided:
        return True


def _head(pattern: Mapping) -> Span:
    """Return where a pattern begins: its first key."""
    first = pattern.pairs[0].key if pattern.pairs else pattern
    return first.span
