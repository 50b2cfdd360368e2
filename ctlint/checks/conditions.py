"""CT312 and CT315: conditions that say together something other than each of them seems to."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint import knowledge
from ctlint.checks.registry import Context, check
from ctlint.checks.structure import listed
from ctlint.finding import Finding, Related
from ctlint.flaws import Flaws
from ctlint.model import AdvancedEventSelector, Condition, FieldSelector, Trail
from ctlint.text import Text

MAX_NAMES = 3
"""Event names that a message lists."""


@check.meaning("CT312")
def read_only_contradiction(trail: Trail, context: Context, flaws: Flaws) -> Iterator[Finding]:
    for selector in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        access = knowledge.event_access(selector.only_value("resources.type") or "")
        flag = _read_only(selector) if access else None
        names = _event_names(selector, access) if flag is not None else {}
        if flag is None or flaws.has_error(selector) or any(map(flaws.on_text, (flag, *names.values()))):
            continue
        wanted, other = ("read", "write") if flag.value == "true" else ("write", "read")
        if names and all(access.get(name) == other for name in names):
            message = f"`readOnly` keeps {wanted} events only, and {_are(list(names), other)}"
            place = next(iter(names.values()))
            yield Finding(flag.span, message, (Related(place.span, "the events are chosen here"),))


def _are(names: list[str], what: str) -> str:
    if len(names) == 1:
        return f"`{names[0]}` is a {what} event"
    shown = listed(names) if len(names) <= MAX_NAMES else f"all {len(names)} chosen ones"
    return f"{shown} are {what} events"


def _read_only(selector: AdvancedEventSelector) -> Text | None:
    """Return the one value that `readOnly` Equals, or None where it is not known or there are several."""
    values = selector.values("readOnly")
    known = selector.only_value("readOnly") in ("true", "false")
    return values.items[0] if known and values is not None else None


def _event_names(selector: AdvancedEventSelector, access: dict[str, str]) -> dict[str, Text]:
    """Return the event names that a selector chooses at most, with the values that do; empty where one is not known.

    What a negated operator leaves out of them makes no difference to what the others have in common.
    """
    named = selector.field("eventName")
    found: dict[str, Text] = {}
    for condition in named.conditions if named and named.complete else ():
        operator = condition.operator.value
        if operator is None or not condition.values.complete:
            return {}
        for text in condition.values.items if operator in knowledge.select_operators() else ():
            chosen = _chosen(operator, text.value, access)
            if not chosen:
                return {}
            found.update((name, text) for name in chosen if name not in found)
    return found


def _chosen(operator: str, value: str | None, access: dict[str, str]) -> list[str]:
    match operator, value:
        case (_, None | ""):
            return []
        case ("StartsWith", str(prefix)):
            return [name for name in access if name.startswith(prefix)]
        case ("EndsWith", str(suffix)):
            return [name for name in access if name.endswith(suffix)]
        case _:
            return [name for name in access if name == value]


@check.selector("CT315")
def widened_condition(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in selector.field_selectors:
        start, end = _condition(field_selector, "StartsWith"), _condition(field_selector, "EndsWith")
        if start is not None and end is not None and field_selector.name is not None:
            first, second = sorted((start, end), key=lambda each: each.operator.span.start)
            message = (
                f"`{first.operator.display}` and `{second.operator.display}` of `{field_selector.name}` are alternatives: "
                "a value need not meet both"
            )
            yield Finding(second.operator.span, message, (Related(first.operator.span, "the other operator"),))


def _condition(field_selector: FieldSelector, operator: str) -> Condition | None:
    """Return the first condition with an operator that surely has a value."""
    found = (each for each in field_selector.conditions if each.operator.value == operator)
    return next((each for each in found if any(text.pattern for text in each.values.items)), None)
