"""Advanced event selectors, ready to be asked about records."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint import knowledge
from ctlint.model import AdvancedEventSelector, Condition, FieldSelector
from ctlint.semantics.matching.values import Literals
from ctlint.semantics.matching.verdict import ARN, MAYBE, NO, PASSED, TYPE, YES, Failure, Match, Record, Value, Verdict
from ctlint.text import Text

SELECTING = frozenset(("Equals", "StartsWith", "EndsWith"))
RESOURCE_PARTS = {TYPE: 0, ARN: 1}
NO_RESOURCE = (None, None)
SHOWN_VALUES = 3
UNSURE = Match(MAYBE)


class Conditions:
    """Conditions of a field that are asked together."""

    __slots__ = ("conditions", "literals", "sources")

    def __init__(self, conditions: Sequence[Condition], complete: bool) -> None:
        self.conditions = conditions
        self.sources = [(condition, text) for condition in conditions for text in condition.values.items]
        compared = [((each.operator.value or "").removeprefix("Not"), text) for each, text in self.sources]
        self.literals = Literals(compared, complete and all(each.values.complete for each in conditions))

    @property
    def place(self) -> int:
        return min((each.operator.span.start for each in self.conditions), default=0)


class FieldTest:
    """A field selector: one of its selecting values must fit, and none of the others."""

    __slots__ = ("_matches", "barring", "complete", "field", "is_known", "part", "selecting", "span", "unselected")

    def __init__(self, written: FieldSelector) -> None:
        self.field = written.field.display if written.field else ""
        self.part = RESOURCE_PARTS.get(self.field)
        self.span = written.span
        self.is_known = written.name in knowledge.field_names()
        self.complete = written.complete and self.is_known
        # AWS prints an empty list for an operator that is not used.
        used = [each for each in written.conditions if each.values.items or not each.values.complete]
        chosen = [each for each in used if each.operator.value in SELECTING]
        others = [each for each in used if each.operator.value not in SELECTING]
        # Without any operator, nothing is selected.
        self.selecting = Conditions(chosen, self.complete) if chosen or (self.complete and not others) else None
        self.barring = Conditions(others, self.complete) if others else None
        self._matches: dict[tuple[Text | None, str | None, Verdict], Match] = {}
        self.unselected = self._match(NO, chosen)

    def ask(self, value: Value) -> Match:
        """Tell whether a value meets the conditions, and else which one it fails."""
        if not self.is_known:
            return self._match(MAYBE, [])
        chosen = self.selecting.literals.ask(value) if self.selecting is not None else YES
        if chosen == NO and self.barring is None:
            return self.unselected
        barred = self.barring.literals.ask(value) if self.barring is not None else NO
        if chosen == YES and barred == NO:
            return PASSED if self.complete else self._match(MAYBE, [])
        return self._explain(value, chosen, barred)

    def _explain(self, value: Value, chosen: Verdict, barred: Verdict) -> Match:
        """Return the condition that fails, of two the one written first."""
        found: list[tuple[Verdict, int, Match]] = []
        for group, outcome, verdict in (
            (self.selecting, chosen, chosen),
            (self.barring, barred, NO if barred == YES else MAYBE if barred == MAYBE else YES),
        ):
            if group is not None and verdict != YES:
                found.append((verdict, group.place, self._blame(group, verdict, value, outcome)))
        return min(found, key=lambda each: each[:2])[2]

    def _blame(self, group: Conditions, verdict: Verdict, value: Value, outcome: Verdict) -> Match:
        """Return a match that points at the value whose comparison had this outcome; at the operator where all had."""
        if value is not None and outcome != NO:
            for (condition, text), each in zip(group.sources, group.literals.compare(value), strict=True):
                if each == outcome:
                    return self._match(verdict, [condition], text)
        return self._match(verdict, group.conditions)

    def _match(self, verdict: Verdict, conditions: Sequence[Condition], text: Text | None = None) -> Match:
        """Return a match, each time the same object: outcomes are compared by what they point at."""
        first = conditions[0] if conditions else None
        operator = first.operator.value if first else None
        key = (text, operator, verdict)
        if key not in self._matches:
            texts = [text] if text else [item for each in conditions for item in each.values.items]
            span = texts[0].span if len(texts) == 1 else first.operator.span if first else self.span
            compared = self.field if self.is_known else ""
            expected = None if len(texts) > SHOWN_VALUES else tuple(each.display for each in texts)
            self._matches[key] = Match(verdict, Failure(self.field, operator, span, compared, expected))
        return self._matches[key]


class AdvancedTest:
    """An advanced event selector: all of its field selectors must hold, those of resources for one resource."""

    __slots__ = ("complete", "tests")

    def __init__(self, selector: AdvancedEventSelector) -> None:
        self.tests = [FieldTest(each) for each in selector.field_selectors]
        self.complete = selector.complete

    def fields(self) -> set[str]:
        """Return the names of the fields that are looked at."""
        return {test.field for test in self.tests if test.is_known}

    def arn_tests(self, type_: Value) -> list[FieldTest]:
        """Return the tests that may have to look at the ARN of a resource of a type."""
        found: list[FieldTest] = []
        for test in self.tests:
            if test.field == ARN:
                found.append(test)
            elif test.field == TYPE and test.ask(type_).verdict == NO:
                break
        return found

    def match(self, record: Record) -> Match:
        """Return whether the selector matches, and the first condition that decides it otherwise."""
        worst = PASSED
        standing: list[Verdict] | None = None
        for test in self.tests:
            if test.part is None:
                found = test.ask(record.fields.get(test.field))
            else:
                found, standing = _ask_resources(test, test.part, record, standing)
            if found.verdict < worst.verdict:
                worst = found
                if worst.verdict == NO:
                    return worst
        return worst if self.complete and self.tests else UNSURE if worst is PASSED else worst


def _ask_resources(
    test: FieldTest, part: int, record: Record, standing: list[Verdict] | None
) -> tuple[Match, list[Verdict]]:
    """Return whether a resource is left that meets this test and those before it, and how each resource stands.

    What fails is told of a resource that met all tests before.
    """
    resources = record.resources or (NO_RESOURCE,)
    before = standing if standing is not None else [YES] * len(resources)
    found = [test.ask(resource[part]) for resource in resources]
    after = [min(old, new.verdict) for old, new in zip(before, found, strict=True)]
    best, old_best = max(after), max(before)
    if best == old_best:
        return (PASSED if best == YES else Match(best)), after
    blamed = next(new for old, new in zip(before, found, strict=True) if old == old_best and new.verdict <= best)
    return (blamed if blamed.verdict == best else Match(best, blamed.failure)), after
