"""Open collections of a JSON text, and which repair of a wrong closing bracket leaves the rest in order."""

from __future__ import annotations

import re
from enum import Enum

from ctlint.syntax.node import Mapping, Scalar, Sequence

CLOSERS: dict[type, str] = {Mapping: "}", Sequence: "]"}
BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
LOOK_AHEAD = 20_000
"""Characters of the rest that are looked at."""


class Open:
    """A collection whose end has not come yet, and what its grammar expects next."""

    __slots__ = ("expects", "key", "node")

    def __init__(self, node: Mapping | Sequence) -> None:
        self.node = node
        self.key: Scalar | None = None
        self.expects = "first"  # first, separator, next; in a mapping also colon, value; gap: anything goes


class Repair(Enum):
    SKIP = "the bracket is stray"
    REPLACE = "the bracket has the wrong shape"
    INSERT = "another bracket is missing before it"


def best_repair(text: str, at: int, openings: list[str]) -> Repair:
    """Return the repair of the wrong closing bracket at `at` that costs least further on.

    `openings` holds the closing brackets that the open collections wait for, the innermost last.
    """
    rest = [match[0] for match in BRACKET.finditer(text, at + 1, at + LOOK_AHEAD) if match[0][0] != '"']
    mark = text[at]
    costs = {Repair.SKIP: _cost(openings, rest), Repair.REPLACE: _cost(openings[:-1], rest)}
    if mark in openings[:-1]:
        costs[Repair.INSERT] = _cost(openings[:-1], [mark, *rest])
    return min(costs, key=lambda repair: costs[repair])


def _cost(openings: list[str], rest: list[str]) -> int:
    """Return how many brackets do not fit when `rest` follows."""
    stack = list(openings)
    cost = 0
    for mark in rest:
        if mark in "{[":
            stack.append("}" if mark == "{" else "]")
        elif stack and stack[-1] == mark:
            stack.pop()
        else:
            cost += 1
    return cost + len(stack)
