"""Basic event selectors, ready to be asked about records: one part for management events, one for data events."""

from __future__ import annotations

from ctlint import knowledge
from ctlint.model import DataResource, EventSelector
from ctlint.semantics.matching.values import Literals, fits
from ctlint.semantics.matching.verdict import (
    ARN,
    CATEGORY,
    MAYBE,
    NO,
    PASSED,
    READ_ONLY,
    SOURCE,
    TYPE,
    YES,
    Failure,
    Match,
    Record,
    Value,
    Verdict,
)
from ctlint.source import Span
from ctlint.text import Text

EXCLUDED = "ExcludeManagementEventSources"
CATEGORIES = ("Management", "Data")
S3_OBJECT = "AWS::S3::Object"
READ_WRITE_TYPES = {"ReadOnly": "true", "WriteOnly": "false"}
UNSURE = Match(MAYBE)


class ResourceTest:
    """A data resource: a type, and values that cover ARNs, as a prefix for objects, else as a whole.

    An ARN that ends with the name of the service stands for all its resources, whatever their ARNs.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html (2026-11-20)
    """

    __slots__ = ("covers_all", "literals", "written")

    def __init__(self, written: DataResource) -> None:
        self.written = written
        texts = written.values.items if written.values is not None else ()
        self.covers_all = any(text.value in knowledge.all_resources() for text in texts)
        is_prefix = written.type is not None and written.type.value in (S3_OBJECT, None)
        compared = [("StartsWith" if is_prefix or _is_service(text) else "Equals", text) for text in texts]
        self.literals = Literals(compared, written.values is not None and written.values.complete)

    def ask_type(self, type_: Value) -> Verdict:
        """Tell whether a resource has the type."""
        return fits("Equals", self.written.type, type_) if self.written.type is not None and type_ is not None else NO


def _is_service(text: Text) -> bool:
    """Tell whether a value is, or may be, an ARN that ends with the name of a service."""
    colons = text.pattern.count(":")
    return colons == 2 or (text.value is None and colons < 2)


class BasicTest:
    """A basic event selector. What fails has the name of the selector's own key, and no operator."""

    __slots__ = ("_matches", "resources", "selector")

    def __init__(self, selector: EventSelector) -> None:
        self.selector = selector
        listed = selector.data_resources
        self.resources = [ResourceTest(each) for each in listed.items] if listed is not None else []
        self._matches: dict[tuple[Verdict, str, Span], Match] = {}

    def fields(self) -> set[str]:
        """Return the names of the fields that are looked at."""
        return {CATEGORY, READ_ONLY, SOURCE, TYPE, ARN}

    def arn_tests(self, type_: Value) -> list[Literals]:
        """Return what may have to look at the ARN of a resource of a type."""
        return [each.literals for each in self.resources if each.ask_type(type_) != NO]

    def match(self, record: Record) -> Match:
        """Return whether the selector matches, and the first key that decides it otherwise."""
        category = record.fields.get(CATEGORY)
        if category == "Management":
            found = min(self._management(), self._read_write(record), self._excluded(record), key=_verdict)
        elif category == "Data":
            found = min(self._read_write(record), self._data(record), key=_verdict)
        elif isinstance(category, str) or category is None:
            found = self._match(NO, CATEGORY, self.selector.span, CATEGORY)
        else:
            likely = (self.match(Record({**record.fields, CATEGORY: each}, record.resources)) for each in CATEGORIES)
            found = self._match(max(likely, key=_verdict).verdict and MAYBE, CATEGORY, self.selector.span, CATEGORY)
        return found if self.selector.complete or found.verdict == NO else UNSURE

    def _management(self) -> Match:
        flag = self.selector.include_management_events
        if flag is None or (flag.value or "").lower() == "true":
            return PASSED
        if flag.value is None:
            return self._match(MAYBE, "IncludeManagementEvents", flag, CATEGORY)
        return self._match(NO, "IncludeManagementEvents", flag, CATEGORY)

    def _read_write(self, record: Record) -> Match:
        chosen = self.selector.read_write_type
        if chosen is None or chosen.value == "All":
            return PASSED
        wanted = READ_WRITE_TYPES.get(chosen.value or "")
        value = record.fields.get(READ_ONLY)
        if wanted is None or not isinstance(value, str | None):
            return self._match(MAYBE, "ReadWriteType", chosen, READ_ONLY)
        return PASSED if value == wanted else self._match(NO, "ReadWriteType", chosen, READ_ONLY)

    def _excluded(self, record: Record) -> Match:
        excluded = self.selector.exclude_management_event_sources
        source = record.fields.get(SOURCE)
        if excluded is None or source is None:
            return PASSED
        worst = max(excluded.items, key=lambda text: fits("Equals", text, source), default=None)
        outcome = fits("Equals", worst, source) if worst is not None else NO
        if worst is None or outcome == NO:
            return PASSED if excluded.complete else self._match(MAYBE, EXCLUDED, excluded.span, SOURCE)
        return self._match(NO if outcome == YES else MAYBE, EXCLUDED, worst, SOURCE)

    def _data(self, record: Record) -> Match:
        listed = self.selector.data_resources
        if listed is None:
            return self._match(NO if self.selector.complete else MAYBE, "DataResources", self.selector.span)
        found = [self._data_resource(each, record) for each in self.resources]
        best = max(found, key=_verdict, default=PASSED)
        verdict = max(best.verdict if found else NO, NO if listed.complete else MAYBE)
        # Of several that fail alike, the list is to blame.
        return best if len(found) == 1 and best.verdict == verdict else self._verdict_of_list(verdict, listed.span)

    def _verdict_of_list(self, verdict: Verdict, span: Span) -> Match:
        return PASSED if verdict == YES else self._match(verdict, "DataResources", span)

    def _data_resource(self, test: ResourceTest, record: Record) -> Match:
        """Return whether a resource of the event has the type and one of the ARNs of a data resource."""
        written = test.written
        if written.type is None or written.values is None:
            return self._match(NO if written.complete else MAYBE, "DataResources", written.span)
        best: Verdict = NO
        place: Text | Span = written.type
        compared = TYPE
        for type_, arn in record.resources:
            typed = test.ask_type(type_)
            if typed != NO:
                compared = ARN
                place = written.values.items[0] if len(written.values.items) == 1 else written.values.span
                best = max(best, typed if test.covers_all else min(typed, test.literals.ask(arn)))
        if best == YES and written.complete:
            return PASSED
        return self._match(min(best, MAYBE), "DataResources", place, compared)

    def _match(self, verdict: Verdict, key: str, place: Text | Span, compared: str = ARN) -> Match:
        """Return a match, each time the same object: outcomes are compared by what they point at."""
        span = place.span if isinstance(place, Text) else place
        found = self._matches.get((verdict, key, span))
        if found is None:
            expected = (place.display,) if isinstance(place, Text) else None
            found = self._matches[verdict, key, span] = Match(verdict, Failure(key, None, span, compared, expected))
        return found


def _verdict(match: Match) -> Verdict:
    return match.verdict
