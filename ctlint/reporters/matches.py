"""What became of events: each on a line of JSON, as `schemas/match.schema.json` describes it, or for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps
from json.encoder import encode_basestring_ascii as quote

from ctlint.inventory import label
from ctlint.reporters import Style
from ctlint.reporters.inert import inert, inert_json
from ctlint.semantics.matching.matcher import Outcome
from ctlint.semantics.matching.trails import TrailTest
from ctlint.semantics.matching.verdict import (
    ARN,
    NO,
    TYPE,
    YES,
    Failure,
    Match,
    Record,
    TrailMatch,
    Value,
)
from ctlint.source import Span

Json = dict[str, object]

WORDS = ("no", "maybe", "yes")
MAX_REMEMBERED = 1_024
"""Outcomes whose text is remembered, at most."""
BOLD, DIM, GREEN, YELLOW, RED = "1", "2", "32", "33", "31"
VERDICTS = (("not recorded", RED), ("perhaps recorded", YELLOW), ("recorded", GREEN))
LONGEST = 200
MAX_SHOWN = 3


class JsonLines:
    """Writes events as lines of JSON, all in ASCII."""

    def __init__(self, trails: Sequence[TrailTest]) -> None:
        self.trails = trails
        self._tails: dict[Outcome, str] = {}

    def line(self, index: int, record: Json, outcome: Outcome) -> str:
        """Return the line of one event, without the end of the line."""
        identity, name = record.get("eventID"), record.get("eventName")
        shown_identity = quote(identity) if type(identity) is str else "null"
        shown_name = quote(name) if type(name) is str else "null"
        tail = self._tails.get(outcome)
        if tail is None:
            if len(self._tails) >= MAX_REMEMBERED:
                self._tails.clear()
            tail = self._tails[outcome] = self._tail(outcome)
        return f'{{"event": {{"index": {index}, "eventID": {shown_identity}, "eventName": {shown_name}}}, {tail}'

    def _tail(self, outcome: Outcome) -> str:
        pairs = zip(self.trails, outcome.trails, strict=True)
        return f'"trails": {dumps([_trail(trail, match) for trail, match in pairs])}}}'


def _trail(test: TrailTest, match: TrailMatch) -> Json:
    path = _path(test.trail.span)
    selectors = zip(test.selectors, match.selectors, strict=True)
    return {
        **identity(test),
        "recorded": WORDS[match.recorded],
        "selectors": [
            {"selector": inert(selector.label), "matches": WORDS[each.verdict], **_fails(each, path)}
            for selector, each in selectors
        ],
    }


def identity(test: TrailTest) -> Json:
    """Return what tells a trail from others."""
    return {"trail": inert(label(test.trail)), "path": _path(test.trail.span)}


def _path(span: Span) -> str:
    """Return a path as it is, because programs open it; bytes that are no UTF-8 show as escapes."""
    return span.source.path.encode("utf-8", "backslashreplace").decode("utf-8")


def _fails(match: Match, path: str) -> Json:
    """Return the condition that fails; its file, too, where that is another one than the trail's."""
    failure = match.failure
    if failure is None:
        return {}
    line, column = failure.span.start_position
    found: Json = {
        "field": inert(failure.field) or None,
        "operator": failure.operator,
        "line": line,
        "column": column,
    }
    other = _path(failure.span)
    return {"fails": found if other == path else {**found, "path": other}}


def as_json(lines: list[str]) -> str:
    """Return text in which no mark of a build log's commands is left."""
    return inert_json("".join(lines))


MAX_SELECTORS = 20
"""Selectors that do not match an event of which people are told why, for each trail."""


class TextReport:
    """Writes events for people: a line for each, one for each trail, and one for each selector that does not match."""

    def __init__(self, trails: Sequence[TrailTest], style: Style) -> None:
        self.trails = trails
        self.style = style
        self.names = [f"{inert(label(each.trail))} ({inert(each.trail.span.source.path)})" for each in trails]

    def block(self, index: int, record: Json, seen: Record, outcome: Outcome) -> str:
        """Return the lines of one event."""
        between = [""] if index else []
        return "\n".join([*between, *self._lines(index, record, seen, outcome), ""])

    def _lines(self, index: int, record: Json, seen: Record, outcome: Outcome) -> Iterator[str]:
        known = [record.get(key) for key in ("eventSource", "eventName", "eventTime", "eventID")]
        title = " ".join(_shorten(each) for each in known if isinstance(each, str))
        yield f"{self._paint(f'event {index}', BOLD)} {title}".rstrip()
        for name, test, match in zip(self.names, self.trails, outcome.trails, strict=True):
            words, color = VERDICTS[match.recorded]
            by = [
                _quoted(each.label)
                for each, found in zip(test.selectors, match.selectors, strict=True)
                if found.verdict == YES
            ]
            yield f"  {name}: {self._paint(words, color)}{' by ' + ', '.join(by) if by else _reason(test, match)}"
            pairs = zip(test.selectors, match.selectors, strict=True)
            others = [(selector, found) for selector, found in pairs if found.verdict != YES]
            for selector, found in others[:MAX_SELECTORS]:
                yield f"    {_quoted(selector.label)} {_explain(found, seen)}"
            if len(others) > MAX_SELECTORS:
                yield f"    and {len(others) - MAX_SELECTORS} other selectors do not match; `--format json` lists all"

    def _paint(self, text: str, color: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self.style.color else text


def _reason(test: TrailTest, match: TrailMatch) -> str:
    if test.selectors:
        return ""
    if match.recorded == YES:
        return ", as are all management events: it has no event selectors"
    return ": it has no event selectors" if match.recorded == NO else ": its event selectors are not known"


def _explain(match: Match, seen: Record) -> str:
    """Return why a selector does not match an event, or why nobody knows."""
    verb = "does not match" if match.verdict == NO else "may match"
    failure = match.failure
    if failure is None:
        return f"{verb}: parts of it are not known"
    condition = " ".join([inert(failure.field), failure.operator or ""]).strip()
    expected = ", ".join(_quoted(each) for each in failure.expected or ())
    asked = f"{condition} {expected}".strip() or "a field that is not known"
    return f"{verb}: {_place(failure.span)}: {asked}{_value_of(failure, seen)}"


def _value_of(failure: Failure, seen: Record) -> str:
    """Return what the event has in the field that a condition looks at."""
    field = failure.compared
    if not field:
        return ""
    part = {TYPE: 0, ARN: 1}.get(field)
    values: list[Value] = [seen.fields.get(field)] if part is None else [each[part] for each in seen.resources]
    known = list(dict.fromkeys(each for each in values if isinstance(each, str)))
    if known:
        what = f"{field} " if field != failure.field else ""
        more = f" and {len(known) - MAX_SHOWN} more" if len(known) > MAX_SHOWN else ""
        return f"; the event has {what}{', '.join(map(_quoted, known[:MAX_SHOWN]))}{more}"
    return f"; the event {'has no' if all(each is None for each in values) else 'does not tell its'} {field}"


def _quoted(text: str) -> str:
    return f"`{_shorten(text)}`"


def _shorten(text: str) -> str:
    return inert(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _place(span: Span) -> str:
    line, column = span.start_position
    return f"{inert(span.source.path)}:{line}:{column}"
