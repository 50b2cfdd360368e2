"""The one way to write a suppression: `ctlint: ignore[CT306, CT304] until=2027-01-31 reason`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ctlint import catalog
from ctlint.spelling import closest, did_you_mean

FORM = "ctlint: ignore[CT306] reason"
DIRECTIVE = re.compile(
    r"ctlint:[ \t]+(?P<verb>ignore|ignore-file)\[(?P<rules>[^\[\]]*)\]"
    r"(?:[ \t]+until=(?P<until>\S+))?(?:[ \t]+(?P<reason>\S.*))?"
)
ID = re.compile(r"[A-Z]+[0-9]{3}")
OWN = re.compile(r"CT[0-9]", re.IGNORECASE)
"""What the id of a rule of ctlint's own begins with; any other one may be a policy of another run."""
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MISPLACED_DATE = re.compile(r"\buntil\s*[=:]")


class Item(NamedTuple):
    """A rule id in a text, and its range there."""

    rule: str
    start: int
    end: int


class Fault(NamedTuple):
    """What is wrong with a range of a text."""

    message: str
    start: int
    end: int


class Directive(NamedTuple):
    """A suppression as it is written; `is_void` tells that a fault keeps it from having any effect."""

    is_for_file: bool
    rules: tuple[Item, ...]
    until: str
    reason: str
    faults: tuple[Fault, ...]
    is_void: bool = False


def parse(text: str) -> Directive:
    """Return the suppression that a comment's text is, which begins with `ctlint`."""
    text = text.rstrip()
    match = DIRECTIVE.fullmatch(text)
    if match is None:
        return _void(Fault(f"`{text}` is no suppression; `{FORM}` is expected", 0, len(text)))
    reason, until = match["reason"] or "", match["until"] or ""
    misplaced = MISPLACED_DATE.search(reason)
    if misplaced:
        start = match.start("reason")
        message = "`until=` and its date stand directly behind the bracket"
        return _void(Fault(message, start + misplaced.start(), start + misplaced.end()))
    fault = date_fault(until) if until else ""
    if fault:
        return _void(Fault(fault, *match.span("until")))
    items = list(_items(match["rules"], match.start("rules")))
    faults = list(_faults(items, match.span("rules")))
    wrong = {(each.start, each.end) for each in faults}
    rules = tuple(each for each in items if each.rule and (each.start, each.end) not in wrong)
    return Directive(match["verb"] == "ignore-file", rules, until, reason, tuple(faults), not rules)


def _void(fault: Fault) -> Directive:
    return Directive(False, (), "", "", (fault,), True)


def _items(text: str, offset: int) -> Iterator[Item]:
    position = 0
    for part in text.split(","):
        start = position + len(part) - len(part.lstrip())
        yield Item(part.strip(), offset + start, offset + start + len(part.strip()))
        position += len(part) + 1


def _faults(items: list[Item], brackets: tuple[int, int]) -> Iterator[Fault]:
    seen: set[str] = set()
    if not any(each.rule for each in items):
        yield Fault("no rule is named between the brackets", brackets[0] - 1, brackets[1] + 1)
        return
    for each in items:
        if not each.rule:
            yield Fault("a rule is missing beside the comma", brackets[0] - 1, brackets[1] + 1)
        elif each.rule in seen:
            yield Fault(f"`{each.rule}` is named twice", each.start, each.end)
        elif fault := rule_fault(each.rule):
            yield Fault(fault, each.start, each.end)
        seen.add(each.rule)


def rule_fault(rule: str) -> str:
    """Return what is wrong with the id of a rule or policy, empty where nothing is.

    An id that is none of ctlint's own may be that of a policy that this run does not ask.
    """
    known = catalog.rules()
    if rule in known or (ID.fullmatch(rule) and not OWN.match(rule)):
        return ""
    if any(each.startswith(rule) for each in known):
        return f"`{rule}` stands for several rules; a suppression names each by its whole id"
    return f"there is no rule `{rule}`{did_you_mean(nearest_rule(rule, known))}"


def prefix_fault(prefix: str) -> str:
    """Return what is wrong with the beginning of ids, empty where nothing is; otherwise as `rule_fault`."""
    known = catalog.rules()
    if any(each.startswith(prefix) for each in known) or not OWN.match(prefix):
        return ""
    return f"there is no rule `{prefix}`{did_you_mean(nearest_rule(prefix, known))}"


def nearest_rule(word: str, known: Iterable[str]) -> str | None:
    """Return the id of the rule that a misspelt id, or a rule's name, is nearest to."""
    names = {rule.name: rule.id for rule in catalog.rules().values()}
    candidate = closest(word, [*known, *names])
    return names.get(candidate, candidate) if candidate else None


def date_fault(text: str) -> str:
    """Return what is wrong with the last day of a suppression, empty where nothing is."""
    if DATE.fullmatch(text):
        from datetime import date

        try:
            date.fromisoformat(text)
        except ValueError:
            return f"`{text}` is no day of the calendar"
        return ""
    return f"`{text}` is no date; one such as `2027-01-31` is expected"
