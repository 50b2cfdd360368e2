"""Trails and event data stores, ready to be asked about records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ctlint.guard import Guard, conjoin, contradicts, implies
from ctlint.model import AdvancedEventSelector, EventSelector, Trail
from ctlint.semantics.matching.advanced import AdvancedTest
from ctlint.semantics.matching.basic import BasicTest
from ctlint.semantics.matching.verdict import CATEGORY, MAYBE, NO, PASSED, YES, Match, Record, TrailMatch, Verdict

MAX_BRANCHES = 256
"""Steps in which to tell whether one of several conditions always holds; beyond them nobody knows."""
Test = AdvancedTest | BasicTest


class Selector:
    """A selector as written: its readings in each world of its conditions, of which one is there at a time.

    `label` is its name, or its place in the list from 0, as `#0`.
    """

    __slots__ = ("given", "label", "readings")

    def __init__(self, label: str, readings: Sequence[tuple[Test, Guard]], given: Guard) -> None:
        self.label = label
        self.readings = readings
        self.given = given

    def match(self, record: Record) -> tuple[Match, list[Guard]]:
        """Return whether the selector matches, and the conditions under each of which it does."""
        found = [(test.match(record), guard) for test, guard in self.readings]
        sure = [guard for match, guard in found if match.verdict == YES]
        first = found[0][0]
        if all(match.verdict == NO for match, _ in found):
            return first, sure
        if sure and surely_one(sure, self.given):
            return PASSED, sure
        failure = next((match.failure for match, _ in found if match.failure is not None), None)
        return (first if len(found) == 1 and first.verdict == MAYBE else Match(MAYBE, failure)), sure


class TrailTest:
    """A trail, given that it exists: whether one of its selectors matches.

    One without selectors records all management events
    (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html).
    """

    __slots__ = ("complete", "may_have_none", "selectors", "trail")

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        lists = (trail.event_selectors, trail.advanced_event_selectors)
        self.complete = knows_selectors(trail) and all(each is None or each.complete for each in lists)
        self.selectors: list[Selector] = []
        for written in lists:
            positions: dict[int, list[EventSelector | AdvancedEventSelector]] = {}
            for each in written.items if written is not None else ():
                if not contradicts(each.guard, trail.guard):
                    positions.setdefault(each.position, []).append(each)
            self.selectors += [_selector(position, found, trail.guard) for position, found in positions.items()]
        guards = [guard for selector in self.selectors for _, guard in selector.readings]
        self.may_have_none = self.complete and not surely_one(guards, trail.guard)

    def fields(self) -> set[str]:
        """Return the names of the fields that are looked at."""
        readings = (test for selector in self.selectors for test, _ in selector.readings)
        return {CATEGORY}.union(*(test.fields() for test in readings))

    def match(self, record: Record) -> TrailMatch:
        """Return whether the trail records an event, and whether each of its selectors matches."""
        matches: list[Match] = []
        sure: list[Guard] = []
        recorded: Verdict = NO if self.complete else MAYBE
        for selector in self.selectors:
            match, guards = selector.match(record)
            matches.append(match)
            sure += guards
            recorded = max(recorded, match.verdict)
        if recorded != YES and sure and surely_one(sure, self.trail.guard):
            recorded = YES
        if recorded == NO and self.may_have_none:
            recorded = self._by_default(record)
        return TrailMatch(max(recorded, self._otherwise(record)), tuple(matches))

    def _by_default(self, record: Record) -> Verdict:
        category = record.fields.get(CATEGORY)
        if not isinstance(category, str | None):
            return MAYBE
        if category != "Management":
            return NO
        return MAYBE if self.selectors else YES

    def _otherwise(self, record: Record) -> Verdict:
        """Tell whether a trail may hold a record that it owes to something else than event selectors."""
        category = record.fields.get(CATEGORY)
        if category == "Insight":
            return MAYBE if self.trail.insight_selectors is not None else NO
        return MAYBE if category == "Aggregated" and self.trail.event_configuration is not None else NO


def _selector(position: int, readings: Iterable[EventSelector | AdvancedEventSelector], given: Guard) -> Selector:
    found = list(readings)
    names = (each.name.value for each in found if isinstance(each, AdvancedEventSelector) and each.name is not None)
    label = next((name for name in names if name), f"#{position}")
    tests = [AdvancedTest(each) if isinstance(each, AdvancedEventSelector) else BasicTest(each) for each in found]
    return Selector(label, [(test, each.guard) for test, each in zip(tests, found, strict=True)], given)


def tells_of_selectors(trail: Trail) -> bool:
    """Tell whether a text is about a trail's event selectors, or about a trail as a whole.

    Not so are commands that only set Insights selectors, a status, or the event configuration.
    """
    if trail.event_selectors is not None or trail.advanced_event_selectors is not None or trail.is_declared:
        return True
    if trail.insight_selectors is not None or trail.event_configuration is not None:
        return False
    return not {"S3BucketName", "HasCustomEventSelectors", "HomeRegion"}.isdisjoint(trail.attributes)


def knows_selectors(trail: Trail) -> bool:
    """Tell whether the text shows which event selectors a trail has, or that it has none.

    What AWS prints about a trail leaves them out, and a command may leave them as they are.
    """
    if trail.event_selectors is not None or trail.advanced_event_selectors is not None or trail.is_declared:
        return True
    return "HasCustomEventSelectors" in trail.attributes and trail.flag("HasCustomEventSelectors", True) is False


def surely_one(guards: Sequence[Guard], given: Guard) -> bool:
    """Tell whether one of several guards holds wherever `given` does."""
    steps = MAX_BRANCHES
    pending = [given]
    while pending:
        steps -= 1
        world = pending.pop()
        if any(implies(world, guard) for guard in guards):
            continue
        open_guards = [guard for guard in guards if not contradicts(guard, world)]
        if not open_guards or not steps:
            return False
        literal = next(each for each in sorted(open_guards[0], key=repr) if not implies(world, frozenset((each,))))
        for branch in (literal, literal._replace(holds=not literal.holds)):
            deeper = conjoin(world, frozenset((branch,)))
            if deeper is not None:
                pending.append(deeper)
    return True
