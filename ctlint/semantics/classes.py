"""What one field can hold, as far as a question can tell: a sample of each class of strings.

A set of strings tells two strings apart only by the literals that they fulfil. Of the prefixes that a string begins
with, the longest tells all others; likewise of suffixes. A string that begins with `p`, ends with `s` and between them
holds a character that no literal knows fulfils no further literal. So these strings, the literals that must be
equalled, and a missing field meet every class that exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ctlint.semantics.cover import Budget
from ctlint.semantics.letters import Parts
from ctlint.semantics.strings import Domain, Pattern, StringSet


class Open(NamedTuple):
    """A sample of the strings that begin and end in a certain way, and between hold what no literal knows."""

    prefix: Parts = ()
    suffix: Parts = ()


Sample = Open | Parts | None
"""An open string, a string (in pieces where it has gaps), or None for a missing field."""


class Point(NamedTuple):
    """A class of what a field may hold: which of the sets hold it (bit i: the i-th set), and a sample of it."""

    mask: int
    sample: Sample


class Slots:
    """The clauses of some sets, so that one number says which literals a string fulfils.

    A slot is a pattern that a clause selects (or nothing, where it selects nothing) together with what the clause
    deselects. In `bits` of a literal, bit i says that slot i selects by it, bit i + `width` that slot i deselects.
    """

    __slots__ = ("complex", "full", "patterns", "simple", "unselective", "width")

    def __init__(self, sets: Sequence[StringSet]) -> None:
        self.patterns: list[tuple[Pattern | None, Pattern]] = []
        self.complex: list[tuple[int, list[int]]] = []
        self.simple = 0
        for index, each in enumerate(sets):
            clauses = each.clauses
            self.patterns.append((None, clauses[0].deselect) if clauses else (Pattern(), Pattern()))
            if len(clauses) == 1 and len(clauses[0].selects) < 2:
                self.simple |= 1 << index
                self.patterns[-1] = (clauses[0].selects[0] if clauses[0].selects else None, clauses[0].deselect)
        for index, each in enumerate(sets):
            if not self.simple >> index & 1:
                self.complex.append((index, [self._add_clause(*clause) for clause in each.clauses]))
        self.width = len(self.patterns)
        self.full = (1 << self.width) - 1
        self.unselective = sum(1 << at for at, (select, _) in enumerate(self.patterns) if select is None)

    def _add_clause(self, selects: Sequence[Pattern], deselect: Pattern) -> int:
        """Add a slot for each pattern that a clause selects; return the bits of the clause."""
        found = 0
        for select in selects or (None,):
            found |= 1 << len(self.patterns)
            self.patterns.append((select, deselect))
        return found

    def sets(self, fulfilled: int) -> int:
        """Return which sets hold a string that fulfils certain literals."""
        slots = (fulfilled | self.unselective) & ~(fulfilled >> self.width) & self.full
        mask = slots & self.simple
        for index, clauses in self.complex:
            if any(slots & clause == clause for clause in clauses):
                mask |= 1 << index
        return mask


class Literals(NamedTuple):
    """The bits of every literal of some slots."""

    prefixes: dict[str, int]
    suffixes: dict[str, int]
    equals: dict[str, int]

    @classmethod
    def of(cls, slots: Slots) -> Literals:
        found = cls({}, {}, {})
        for at, (select, deselect) in enumerate(slots.patterns):
            for pattern, bit in ((select, 1 << at), (deselect, 1 << at + slots.width)):
                if pattern:
                    _mark(found.prefixes, pattern.prefixes, bit)
                    _mark(found.suffixes, pattern.suffixes, bit)
                    _mark(found.equals, pattern.equals, bit)
        return found


def _mark(table: dict[str, int], literals: Iterable[str], bit: int) -> None:
    for literal in literals:
        table[literal] = table.get(literal, 0) | bit


class Class(NamedTuple):
    """Strings that fulfil the same literals."""

    fulfilled: int
    sample: Sample


def classes(literals: Literals, domain: Domain, budget: Budget) -> list[Class]:
    """Return every class of what a field may hold, a sample of each."""
    equals = literals.equals if domain.values is None else dict.fromkeys(domain.values, 0)
    prefixed = _fulfilled(literals.prefixes, equals)
    suffixed = _fulfilled(_reversed(literals.suffixes), [each[::-1] for each in equals])
    found: dict[int, Sample] = {}
    if domain.values is None:
        begins = {bits: text for text, bits in sorted(prefixed.literals.items(), reverse=True)}
        ends = {bits: text[::-1] for text, bits in sorted(suffixed.literals.items(), reverse=True)}
        budget.spend(len(begins) * len(ends))
        for begin, prefix in begins.items():
            for end, suffix in ends.items():
                found.setdefault(begin | end, Open(_parts(prefix), _parts(suffix)))
    for text in equals:
        bits = prefixed.others[text] | suffixed.others[text[::-1]] | literals.equals.get(text, 0)
        found.setdefault(bits, (text,))
    if domain.may_be_missing:
        # Not merged with what fulfils no literal either: a missing field fulfils no unknown one.
        return [*(Class(*each) for each in found.items()), Class(0, None)]
    return [Class(*each) for each in found.items()]


def _parts(text: str) -> Parts:
    return (text,) if text else ()


class Fulfilled(NamedTuple):
    """The bits of all prefixes that a string begins with: of the prefixes themselves, and of other strings."""

    literals: dict[str, int]
    others: dict[str, int]


def _fulfilled(prefixes: dict[str, int], strings: Iterable[str]) -> Fulfilled:
    """Return the bits of all prefixes of each prefix and string: in order, those of one are behind one another."""
    found = Fulfilled({"": prefixes.get("", 0)}, {})
    chain = [("", found.literals[""])]
    for text, is_other in sorted([*((each, False) for each in prefixes), *((each, True) for each in strings)]):
        while not text.startswith(chain[-1][0]):
            chain.pop()
        if is_other:
            found.others[text] = chain[-1][1]
        elif text:
            chain.append((text, chain[-1][1] | prefixes[text]))
            found.literals[text] = chain[-1][1]
    return found


def _reversed(table: dict[str, int]) -> dict[str, int]:
    return {text[::-1]: bits for text, bits in table.items()}


def points(sets: Sequence[StringSet], domain: Domain, budget: Budget) -> list[Point]:
    """Return one point for each way in which what a field holds can be in some of the sets and not in others.

    The sets have no letters.
    """
    slots = Slots(sets)
    found: dict[int, Sample] = {}
    for fulfilled, sample in classes(Literals.of(slots), domain, budget):
        found.setdefault(slots.sets(fulfilled), sample)
    return [Point(*each) for each in found.items()]
