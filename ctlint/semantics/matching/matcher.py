"""Asks several trails about many records, most of which look alike to selectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ctlint.model import Trail
from ctlint.semantics.matching.advanced import AdvancedTest
from ctlint.semantics.matching.trails import Test, TrailTest
from ctlint.semantics.matching.verdict import Record, Resource, TrailMatch, Value

IDENTITY = "userIdentity.arn"
MAX_REMEMBERED = 16_384
"""Records, and values of a field, whose outcomes are remembered, at most."""


class Outcome:
    """What became of a record: for each trail whether it records it. Equal outcomes mostly are the same object."""

    __slots__ = ("trails",)

    def __init__(self, trails: tuple[TrailMatch, ...]) -> None:
        self.trails = trails


class Matcher:
    """Some trails; `fields` are those that one of their selectors looks at.

    A record is asked about as the values of these fields, in their order, and its resources.
    """

    def __init__(self, trails: Iterable[Trail]) -> None:
        self.trails = [TrailTest(each) for each in trails]
        self.fields = tuple(sorted({field for each in self.trails for field in each.fields()}))
        tests = [test for trail in self.trails for selector in trail.selectors for test, _ in selector.readings]
        self._alike = Alike(tests)
        self._identity = self.fields.index(IDENTITY) if IDENTITY in self.fields else None
        self._outcomes: dict[tuple[tuple[Value, ...], tuple[Resource, ...]], Outcome] = {}
        self._same: dict[tuple[TrailMatch, ...], Outcome] = {}

    def match(self, values: tuple[Value, ...], resources: tuple[Resource, ...]) -> Outcome:
        """Return for each trail whether it records an event."""
        if self._identity is not None:
            at = self._identity
            values = (*values[:at], self._alike.identity(values[at]), *values[at + 1 :])
        key = (values, tuple([self._alike.resource(each) for each in resources]))
        found = self._outcomes.get(key)
        if found is None:
            if len(self._outcomes) >= MAX_REMEMBERED:
                self._outcomes.clear()
            found = self._outcomes[key] = self._ask(Record(dict(zip(self.fields, values, strict=True)), key[1]))
        return found

    def _ask(self, record: Record) -> Outcome:
        trails = tuple([each.match(record) for each in self.trails])
        found = self._same.get(trails)
        if found is None:
            if len(self._same) >= MAX_REMEMBERED:
                self._same.clear()
            found = self._same[trails] = Outcome(trails)
        return found


class Alike:
    """Replaces ARNs by others that no selector tells from them: each event of a log may have one of its own."""

    __slots__ = ("_found", "_identities", "_identity_tests", "_lookers", "_tests")

    def __init__(self, tests: Sequence[Test]) -> None:
        self._tests = tests
        self._lookers: dict[Value, list[Callable[[Value], object]]] = {}
        self._found: dict[tuple[object, ...], Resource] = {}
        advanced = [test for test in tests if isinstance(test, AdvancedTest)]
        self._identity_tests = [each.ask for test in advanced for each in test.tests if each.field == IDENTITY]
        self._identities: dict[tuple[object, ...], Value] = {}

    def identity(self, arn: Value) -> Value:
        """Return the first ARN of an identity that was met of those that are alike."""
        if len(self._identities) >= MAX_REMEMBERED:
            self._identities.clear()
        return self._identities.setdefault(tuple([ask(arn) for ask in self._identity_tests]), arn)

    def resource(self, resource: Resource) -> Resource:
        """Return the first resource that was met of those that are alike."""
        type_, arn = resource
        lookers = self._lookers.get(type_)
        if lookers is None:
            lookers = self._find(type_)
        key = (type_, *[look(arn) for look in lookers])
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= MAX_REMEMBERED:
                self._found.clear()
            found = self._found[key] = resource if lookers else (type_, None)
        return found

    def _find(self, type_: Value) -> list[Callable[[Value], object]]:
        """Return the tests that may look at the ARN of a resource of a type."""
        if len(self._lookers) >= MAX_REMEMBERED:
            self._lookers.clear()
        found = self._lookers[type_] = [each.ask for test in self._tests for each in test.arn_tests(type_)]
        return found
