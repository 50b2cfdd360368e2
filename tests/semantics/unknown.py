"""Random selectors with unknown parts, and what becomes of them once the unknown is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from ctlint.guard import ALWAYS, Atom, Guard, Literal
from ctlint.model import AdvancedEventSelector, Condition, Dialect, FieldSelector, Values
from ctlint.semantics import compile
from ctlint.semantics.events import EventSet, union
from ctlint.source import Source, Span
from ctlint.text import Decoded, Gap, Text
from tests.semantics.generate import SELECTING, Choices
from tests.semantics.oracle import Selector

Part = str | int
"""Known text, or the number of a gap."""
Value = tuple[Part, ...]

GAPS = (0, 1)
FIELDS = ("resources.ARN", "eventName", "userIdentity.arn")
FILLINGS = (
    ("a", "a"), ("c", "c"), ("ab", "ab"), ("a", "b"), ("a", "ab"), ("b", "ab"), ("c", "a"), ("", "a"), ("b", ""), ("ca", "b"),
)  # fmt: skip
"""Equal, colliding, one the beginning or the end of the other, such that complete a literal, unlike any literal."""
EVERY_FILLING = tuple(product(("", "a", "b", "c", "ab", "ba", "aa", "bb", "ca", "ac", "cc"), repeat=2))
LONGEST = 3
"""As long as a literal may be in the oracle's world."""
ENVIRONMENTS = ("prod", "test")

GREEK = str.maketrans("abc", "αβγ")
"""ctlint sees other letters than the oracle, which its own examples (`example`, `arn:aws:…`) do not hold."""

SOURCE = Source("selectors.json", " " * 10)
SPAN = Span(SOURCE, 0, 1)


class Vague(NamedTuple):
    """A selector with gaps; `condition` says in which environment it is deployed, and whether it is or is not in that.

    Fields in `open_fields` have a further value nobody knows for each of their operators.
    """

    fields: Mapping[str, Mapping[str, tuple[Value, ...]]]
    open_fields: frozenset[str] = frozenset()
    condition: tuple[str, bool] | None = None


class Filling(NamedTuple):
    """What the gaps hold, what open lists hold besides, and the environment of the deployment."""

    gaps: tuple[str, ...]
    besides: tuple[str, ...] = ()
    environment: str = "prod"


def vague(choices: Choices) -> Vague:
    fields: dict[str, dict[str, tuple[Value, ...]]] = {}
    for _ in range(1 + choices.number(2)):
        fields[FIELDS[choices.number(len(FIELDS))]] = _conditions(choices)
    open_fields = frozenset(name for name in fields if choices.happens(4))
    condition = (ENVIRONMENTS[choices.number(2)], not choices.number(2)) if choices.happens(8) else None
    return Vague(fields, open_fields, condition)


def _conditions(choices: Choices) -> dict[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for _ in range(choices.number(3)):
        found[choices.one_of(SELECTING)] = _values(choices)
    for _ in range(choices.number(2) if found else 1):
        operator = choices.one_of(SELECTING)
        same = found.get(operator)
        found[f"Not{operator}"] = same if same and choices.happens(30) else _values(choices)
    return found


def _values(choices: Choices) -> tuple[Value, ...]:
    return tuple(value(choices) for _ in range(1 + choices.number(2)))


def value(choices: Choices) -> Value:
    options: Sequence[Value] = (("a",), ("b",), ("ab",), (0,), (0,), (0, "a"), ("a", 0), ("b", 0), (0, "b"), (1,), ("a", 1), (1, "b"), (0, 1), (1, 0), (0, 0), ("a", 0, "b"), (0, "a", 1))  # fmt: skip
    return options[choices.number(len(options))]


def variant(choices: Choices, given: Vague) -> Vague:
    """Return a selector near a given one: without a field, or with a value more or an exclusion less."""
    fields = {name: dict(found) for name, found in given.fields.items()}
    name = sorted(fields)[choices.number(len(fields))]
    match choices.number(4):
        case 0 if len(fields) > 1:
            del fields[name]
        case 1:
            for operator in [each for each in fields[name] if each.startswith("Not")]:
                if len(fields[name]) > 1:
                    del fields[name][operator]
        case 2:
            for operator in [each for each in fields[name] if not each.startswith("Not")]:
                fields[name][operator] += _values(choices)
        case _:
            fields[name] = _conditions(choices)
    return given._replace(fields=fields)


def filled(selector: Vague, filling: Filling) -> list[Selector] | None:
    """Return what a selector becomes: none where it is not deployed; None where a literal gets too long, or empty."""
    if selector.condition and (selector.condition[0] == filling.environment) != selector.condition[1]:
        return []
    fields: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, conditions in selector.fields.items():
        besides = filling.besides if name in selector.open_fields else ()
        fields[name] = {
            operator: (*(text(each, filling.gaps) for each in values), *besides)
            for operator, values in conditions.items()
        }
        if not all(0 < len(each) <= LONGEST for values in fields[name].values() for each in values):
            return None
    return [Selector("Data", fields)]


def all_filled(selectors: Iterable[Vague], filling: Filling) -> list[Selector] | None:
    found: list[Selector] = []
    for each in selectors:
        one = filled(each, filling)
        if one is None:
            return None
        found += one
    return found


def text(value: Value, gaps: Sequence[str]) -> str:
    return "".join(part if isinstance(part, str) else gaps[part] for part in value)


def events(selectors: Iterable[Vague]) -> EventSet:
    """Return selectors as a set of events, as ctlint makes it of its model."""
    return union(compile.selector_events(model(each)) for each in selectors)


def model(selector: Vague) -> AdvancedEventSelector:
    category = Condition(known("Equals"), Values((known("Data"),), True, SPAN))
    fields = [FieldSelector(known("eventCategory"), (category,), True, SPAN)]
    fields += [_field(name, found, name not in selector.open_fields) for name, found in selector.fields.items()]
    guard: Guard = ALWAYS
    if selector.condition:
        guard = frozenset([Literal(Atom("Env", selector.condition[0]), selector.condition[1])])
    return AdvancedEventSelector(None, tuple(fields), True, SPAN, 0, guard, Dialect(), "trail")


def _field(name: str, conditions: Mapping[str, tuple[Value, ...]], complete: bool) -> FieldSelector:
    return FieldSelector(
        known(name),
        tuple(
            Condition(known(operator), Values(tuple(map(as_text, values)), complete, SPAN))
            for operator, values in conditions.items()
        ),
        True,
        SPAN,
    )


def known(string: str) -> Text:
    return Text((Decoded(SOURCE, string, ()),), SPAN)


def as_text(value: Value) -> Text:
    pieces = (
        Decoded(SOURCE, part.translate(GREEK), ())
        if isinstance(part, str)
        else Gap((f"gap {part}",), SPAN, shown(part))
        for part in value
    )
    return Text(tuple(pieces), SPAN)


def shown(gap: int) -> str:
    """Return how a gap is written."""
    return f"${{{gap}}}"


def in_oracle_letters(string: str, gaps: Sequence[str]) -> str:
    """Return a string of ctlint's as the oracle would have it, its gaps filled in."""
    translated = "".join("abc"["αβγ".index(each)] if each in "αβγ" else each.upper() for each in string)
    for gap, held in enumerate(gaps):
        translated = translated.replace(shown(gap), held)
    return translated
