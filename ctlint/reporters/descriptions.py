"""What trails record, for people, or as `schemas/describe.schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap

from ctlint.description.literals import Literal, literals
from ctlint.description.trails import Description, Line, Remark
from ctlint.description.words import conditions_of, is_unknown, phrase, shown
from ctlint.inventory import label
from ctlint.model import Trail
from ctlint.reporters import Style
from ctlint.reporters.inert import inert, inert_json
from ctlint.semantics.events import CONDITION, Box
from ctlint.semantics.letters import EQUAL, OPAQUE, PREFIX, SUFFIX
from ctlint.semantics.strings import Pattern
from ctlint.source import Span

Json = dict[str, object]

BOLD, DIM, YELLOW = "1", "2", "33"
OPERATORS = {EQUAL: "Equals", PREFIX: "StartsWith", SUFFIX: "EndsWith", OPAQUE: "Equals"}
MAX_LINES = 20
"""Phrases, and remarks, that are shown of one kind; nobody reads more."""
NARROWEST = 40
"""Columns that are left for a phrase at least, however long the labels before it are."""


def as_text(descriptions: Sequence[Description], style: Style) -> str:
    """Return descriptions for people: a line for each category and resource type, and remarks."""
    return "\n\n".join("\n".join(_lines(each, style)) for each in descriptions) + "\n"


def _lines(description: Description, style: Style) -> Iterator[str]:
    yield _title(description, style)
    rows = [(inert(line.label), list(map(inert, line.phrases))) for line in description.lines]
    if description.insights:
        rows.append(("Insights", [inert(each) for each in description.insights]))
    column = max((len(name) for name, _ in rows), default=0) + 4
    for name, phrases in rows:
        for at, text in enumerate(_cut(phrases)):
            lead = f"  {name if not at else '':{column - 2}}"
            room = max(style.width - column, NARROWEST)
            first, *more = wrap(text, room, break_on_hyphens=False, break_long_words=False)
            yield _paint(lead, DIM, style) + first
            yield from (" " * (column + 2) + each for each in more)
    yield f"  {_ending(description)}"
    remarks = _cut([_remark(each, description.trail.span) for each in description.remarks])
    yield from (f"  {_paint('note', YELLOW, style)}: {each}" for each in remarks)


def _cut(texts: Sequence[str]) -> list[str]:
    if len(texts) <= MAX_LINES:
        return list(texts)
    return [*texts[: MAX_LINES - 1], f"and {len(texts) - MAX_LINES + 1} more; `--format json` lists all"]


def _title(description: Description, style: Style) -> str:
    span = description.trail.span
    name = inert(label(description.trail))
    words = [] if description.kind == "selectors" else [description.kind]
    if name != inert(span.source.path):
        words.append(_paint(f"`{name}`", BOLD, style))
    place = f"{inert(span.source.path)}:{span.start_position.line}"
    words.append(f"({place})" if words else place)
    return ", ".join((" ".join(words), *map(inert, description.attributes)))


def _ending(description: Description) -> str:
    if description.is_default:
        return "no selectors are written: this is the default; nothing else is recorded"
    if description.is_open:
        more = "else " if description.lines else ""
        return f"what {more}is recorded is not known: the text does not tell"
    return "nothing else is recorded"


def _remark(remark: Remark, near: Span) -> str:
    """Return a remark with its line, and its file where that is not the trail's."""
    if remark.span is None:
        return inert(remark.text)
    path, line = remark.span.source.path, remark.span.start_position.line
    return f"{f'line {line}' if path == near.source.path else f'{inert(path)}:{line}'}: {inert(remark.text)}"


def _paint(text: str, color: str, style: Style) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if style.color else text


def as_json(descriptions: Sequence[Description]) -> str:
    """Return descriptions as JSON, with every value, and the normal form of the selectors."""
    content = {"version": 1, "trails": [_description(each) for each in descriptions]}
    return inert_json(json.dumps(content, indent=2)) + "\n"


def _description(description: Description) -> Json:
    trail = description.trail
    return {
        **_identity(trail),
        "kind": description.kind.replace(" ", "_"),
        "attributes": list(map(inert, description.attributes)),
        "complete": not description.is_open,
        "default": description.is_default,
        "records": [_record(line) for line in description.lines],
        "insights": list(map(inert, description.insights)),
        "remarks": [_json_remark(each) for each in description.remarks],
    }


def _identity(trail: Trail) -> Json:
    line, column = trail.span.start_position
    return {"trail": inert(label(trail)), "path": _path(trail.span), "line": line, "column": column}


def _path(span: Span) -> str:
    return span.source.path.encode("utf-8", "backslashreplace").decode("utf-8")


def _json_remark(remark: Remark) -> Json:
    if remark.span is None:
        return {"message": inert(remark.text)}
    line, column = remark.span.start_position
    return {"message": inert(remark.text), "path": _path(remark.span), "line": line, "column": column}


def _record(line: Line) -> Json:
    texts = [inert(phrase(box)) for box in line.boxes]
    return {
        "label": inert(line.label),
        "category": line.category,
        "text": list(dict.fromkeys(texts)) or ["nothing"],
        "selectors": [_selector(box) for box in line.boxes],
    }


def _selector(box: Box) -> Json:
    """Return a box as an advanced event selector; where it says more than one can, what it depends on."""
    fields: list[Json] = [{"Field": "eventCategory", "Equals": [box.category]}]
    has_unknown = False
    for name, strings in box.fields.items():
        for clause in strings.clauses if name != CONDITION else ():
            selects = clause.selects or (Pattern(),)
            for at, select in enumerate(selects):
                deselect = clause.deselect if at == 0 else Pattern()
                fields.append({"Field": inert(name), **_operators("", select), **_operators("Not", deselect)})
                has_unknown = has_unknown or any(map(is_unknown, (*literals(select), *literals(deselect))))
    conditions, is_certain = conditions_of(box)
    found: Json = {"FieldSelectors": fields}
    if conditions:
        found["onlyWhere"] = list(map(inert, conditions))
    return found if is_certain and not has_unknown else {**found, "certain": False}


def _operators(negation: str, pattern: Pattern) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for literal in literals(pattern):
        if not is_unknown(literal):
            found.setdefault(f"{negation}{OPERATORS[literal.kind]}", []).append(_value(literal))
    return found


def _value(literal: Literal) -> str:
    """Return a value as it is; JSON escapes what must not act."""
    return shown(literal)
