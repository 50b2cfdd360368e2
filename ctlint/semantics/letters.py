"""Literals with unknown parts: what can be said of them whatever the gaps hold."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ctlint.text import Gap, Text

Parts = tuple[str | tuple[str, ...], ...]
"""A string in pieces: known text, and the identities of gaps."""

FRESH: tuple[str, ...] = ("\0fresh",)
"""Stands in a symbolic string for text of which no literal knows, whatever the gaps hold."""

PREFIX, SUFFIX, EQUAL, OPAQUE = "prefix", "suffix", "equal", "opaque"


class Letter:
    """A condition that compares with a text of which a part is unknown, as in `StartsWith ${bucket}/`.

    Equal letters hold for the same strings. An `OPAQUE` one tells nothing about the strings for which it holds.
    `shown` is what the user wrote for each gap of `parts`, in order.
    """

    __slots__ = ("hash", "kind", "parts", "shown")

    def __init__(self, kind: str, parts: Parts, shown: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.parts = parts
        self.shown = shown
        self.hash = hash((kind, parts))

    @classmethod
    def of(cls, kind: str, text: Text) -> Letter:
        shown = tuple(piece.expression for piece in text.pieces if isinstance(piece, Gap))
        return cls(kind, text.identity, shown)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letter) and self.kind == other.kind and self.parts == other.parts

    def __hash__(self) -> int:
        return self.hash

    @property
    def head(self) -> str:
        """Known text with which every string for which the letter holds begins."""
        first = self.parts[0] if self.parts and self.kind in (PREFIX, EQUAL) else ""
        return first if isinstance(first, str) else ""

    @property
    def tail(self) -> str:
        """Known text with which every string for which the letter holds ends."""
        last = self.parts[-1] if self.parts and self.kind in (SUFFIX, EQUAL) else ""
        return last if isinstance(last, str) else ""


class Relation(NamedTuple):
    """What follows for a second letter where a first holds."""

    implies: bool
    excludes: bool


UNRELATED = Relation(False, False)


@lru_cache(maxsize=4096)
def relation(left: Letter, right: Letter) -> Relation:
    """Return what holds of `right` for every string for which `left` holds, whatever the gaps are."""
    if left.kind == OPAQUE or right.kind == OPAQUE:
        return UNRELATED
    match left.kind, right.kind:
        case ("equal", kind):
            found = holds(kind, right.parts, left.parts)
            return Relation(found is True, found is False)
        case ("prefix", "prefix") | ("suffix", "suffix"):
            shorter = holds(right.kind, right.parts, left.parts)
            apart = shorter is False and holds(left.kind, left.parts, right.parts) is False
            return Relation(shorter is True, apart and _differ_within(left, right))
        case (_, "equal"):
            found = holds(left.kind, left.parts, right.parts)
            return Relation(False, found is False)
        case _:
            return UNRELATED


def _differ_within(left: Letter, right: Letter) -> bool:
    """Tell whether two beginnings (or two ends) differ at a character that both surely have."""
    first, second = oriented(left.kind, left.parts), oriented(right.kind, right.parts)
    for mine, other in zip(first, second, strict=False):
        if mine != other:
            both_known = isinstance(mine, str) and isinstance(other, str)
            return both_known and mine[: len(other)] != other[: len(mine)]
    return False


def holds(kind: str, literal: Parts, string: Parts) -> bool | None:
    """Tell whether a symbolic string begins with, ends with or equals a literal; None where that depends on gaps.

    A gap may be empty, but no literal is: CloudTrail takes no value without a character.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html (2026-11-20)
    """
    if kind == OPAQUE:
        return None
    literal, string = oriented(kind, literal), oriented(kind, string)
    if string[:1] == (FRESH,) or (kind == EQUAL and FRESH in string):
        return False
    found = _compare(literal, string, kind == EQUAL)
    if found is None and (_is_longer(literal, string) or (kind == EQUAL and _is_longer(string, literal))):
        return False
    return found


def _is_longer(left: Parts, right: Parts) -> bool:
    """Tell whether a symbolic string surely is longer than another one is up to FRESH."""
    reach = right[: right.index(FRESH)] if FRESH in right else right
    spare = [part for part in left if not isinstance(part, str)]
    for part in reach:
        if not isinstance(part, str):
            if part not in spare:
                return False
            spare.remove(part)
    return _known_length(left) > _known_length(reach)


def _known_length(parts: Parts) -> int:
    return sum(len(part) for part in parts if isinstance(part, str))


@lru_cache(maxsize=8192)
def oriented(kind: str, parts: Parts) -> Parts:
    """Return parts in the order in which they are compared."""
    if kind != SUFFIX:
        return parts
    return tuple(part[::-1] if isinstance(part, str) else part for part in reversed(parts))


def _compare(literal: Parts, string: Parts, whole: bool) -> bool | None:
    while literal and string:
        mine, other = literal[0], string[0]
        if mine == other:
            literal, string = literal[1:], string[1:]
        elif not isinstance(mine, str):
            return _compare_gap(literal, string)
        elif not isinstance(other, str):
            return False if other == FRESH else None  # a gap may hold it, FRESH is no known character
        elif other.startswith(mine):
            literal, string = literal[1:], (other[len(mine) :], *string[1:])
        elif mine.startswith(other):
            literal, string = (mine[len(other) :], *literal[1:]), string[1:]
        else:
            return False
    rest = literal or (string if whole else ())
    if not rest:
        return True
    return False if FRESH in rest or any(isinstance(part, str) for part in rest) else None


def _compare_gap(literal: Parts, string: Parts) -> bool | None:
    """Compare where the literal goes on with a gap: it may hold anything but FRESH."""
    reach = string[: string.index(FRESH)] if FRESH in string else string
    available = "".join(part for part in reach if isinstance(part, str))
    needed = "".join(part for part in literal if isinstance(part, str))
    if any(not isinstance(part, str) for part in reach):
        return None
    return None if _is_subsequence(needed, available) else False


def _is_subsequence(needed: str, available: str) -> bool:
    remaining = iter(available)
    return all(character in remaining for character in needed)


def joined(*pieces: Parts) -> Parts:
    """Return symbolic strings one behind the other, neighbouring known texts as one."""
    found: list[str | tuple[str, ...]] = []
    for piece in pieces:
        for part in piece:
            last = found[-1] if found else None
            if isinstance(part, str) and isinstance(last, str):
                found[-1] = last + part
            elif part != "":
                found.append(part)
    return tuple(found)
