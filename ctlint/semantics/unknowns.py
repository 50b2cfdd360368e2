"""What one field can hold where literals have unknown parts: bounds that hold whatever the gaps are.

A literal with a gap is a letter: a condition that may hold or not. Two questions are asked of a field. Which classes
can there be at all, in a set that may hold them (`possible_points`)? A proof that none is left holds for every filling.
And which classes surely exist (`certain_points`)? An event made of those exists for every filling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from ctlint.semantics.classes import Class, Literals, Open, Point, Sample, Slots, classes, points
from ctlint.semantics.cover import Budget
from ctlint.semantics.letters import (
    EQUAL,
    FRESH,
    OPAQUE,
    PREFIX,
    SUFFIX,
    Letter,
    Parts,
    holds,
    joined,
    oriented,
    relation,
)
from ctlint.semantics.strings import EVERYTHING, Clause, Domain, Pattern, StringSet

BRANCHED_LETTERS = 6
"""How many letters that some sets select and others deselect are tried both ways; of further ones the worse holds."""


def possible_points(
    included: Sequence[StringSet], excluded: Sequence[StringSet], domain: Domain, budget: Budget | None = None
) -> list[Point]:
    """Return a point for each class that may lie in all of `included`; its mask: which of `excluded` surely hold it."""
    budget = budget or Budget()
    if not any(each.has_letters for each in (*included, *excluded)):
        return known_points(included, excluded, domain, budget)
    return _Possible(included, excluded, budget).points(domain)


def certain_points(
    included: Sequence[StringSet], excluded: Sequence[StringSet], domain: Domain, budget: Budget | None = None
) -> list[Point]:
    """Return points that surely lie in all of `included`; their masks: which of `excluded` may hold them."""
    budget = budget or Budget()
    if not any(each.has_letters for each in (*included, *excluded)):
        return known_points(included, excluded, domain, budget)
    found: dict[int, Sample] = {}
    literals = sum(1 + len(each.letters) for each in _patterns((*included, *excluded)))
    for sample in _samples((*included, *excluded), domain, budget):
        budget.spend(literals)
        shape = None if sample is None else Shape.of(sample)
        if all(_held(each, shape) for each in included):
            mask = sum(1 << at for at, each in enumerate(excluded) if _held(each, shape) is not False)
            found.setdefault(mask, sample)
    return [Point(*each) for each in found.items()]


def known_points(
    included: Sequence[StringSet], excluded: Sequence[StringSet], domain: Domain, budget: Budget
) -> list[Point]:
    """Return the points that lie in all of `included`, with masks over `excluded`; no set has letters."""
    needed = (1 << len(included)) - 1
    found = points((*included, *excluded), domain, budget)
    return [Point(mask >> len(included), sample) for mask, sample in found if mask & needed == needed]


def _samples(sets: Sequence[StringSet], domain: Domain, budget: Budget) -> list[Sample]:
    """Return strings, with gaps where literals have them, that may tell the sets apart."""
    found: dict[Sample, None] = {}
    if domain.values is None:
        begins, ends, wholes = _literal_parts(sets)
        budget.spend(len(begins) * len(ends))
        found.update(dict.fromkeys(Open(*each) for each in product(begins, ends)))
        found.update(dict.fromkeys(wholes))
    else:
        found.update(dict.fromkeys((value,) for value in domain.values))
    if domain.may_be_missing:
        found[None] = None
    return list(found)


def _literal_parts(sets: Sequence[StringSet]) -> tuple[list[Parts], list[Parts], list[Parts]]:
    """Return the literals of sets by kind, as symbolic strings: prefixes and suffixes with the empty one."""
    begins: dict[Parts, None] = {(): None}
    ends: dict[Parts, None] = {(): None}
    wholes: dict[Parts, None] = {}
    kinds = {PREFIX: begins, SUFFIX: ends, EQUAL: wholes, OPAQUE: {}}
    for pattern in _patterns(sets):
        begins.update(((each,), None) for each in sorted(pattern.prefixes))
        ends.update(((each,), None) for each in sorted(pattern.suffixes))
        wholes.update(((each,), None) for each in sorted(pattern.equals))
        for letter in sorted(pattern.letters, key=lambda each: repr(each.parts)):
            kinds[letter.kind][letter.parts] = None
    return list(begins), list(ends), list(wholes)


def _patterns(sets: Iterable[StringSet]) -> Iterator[Pattern]:
    for each in sets:
        for clause in each.clauses:
            yield from (*clause.selects, clause.deselect)


COST_OF_LETTER = 8
"""Steps that it takes to compare a literal with gaps with the others."""


class Shape(NamedTuple):
    """A sample as literals are compared with it: what it is known to begin and end with, up to a gap or FRESH.

    `goes_on` and `came_on` tell that a gap follows the beginning, and that one precedes the end.
    """

    whole: Parts
    head: str
    tail: str
    goes_on: bool
    came_on: bool

    @classmethod
    def of(cls, sample: Parts | Open) -> Shape:
        whole = joined(sample.prefix, (FRESH,), sample.suffix) if isinstance(sample, Open) else sample
        head = whole[0] if whole and isinstance(whole[0], str) else ""
        tail = whole[-1] if whole and isinstance(whole[-1], str) else ""
        unknown = [part for part in whole if not isinstance(part, str)]
        goes_on, came_on = (bool(unknown) and unknown[at] != FRESH for at in (0, -1))
        return cls(whole, head, tail, goes_on, came_on)

    def fulfils(self, pattern: Pattern) -> bool | None:
        """Tell whether the sample fulfils a literal of a pattern; None where that depends on gaps."""
        if self.head.startswith(tuple(pattern.prefixes)) or self.tail.endswith(tuple(pattern.suffixes)):
            return True
        if self.whole == (self.head,) and self.head in pattern.equals:
            return True
        results = {self._fulfils_letter(letter) for letter in pattern.letters}
        if True in results:
            return True
        return None if None in results or self._may_fulfil_known(pattern) else False

    def _fulfils_letter(self, letter: Letter) -> bool | None:
        head, tail = letter.head, letter.tail
        if head and not self.goes_on and not self.head.startswith(head):
            return False
        if tail and not self.came_on and not self.tail.endswith(tail):
            return False
        return holds(letter.kind, letter.parts, self.whole)

    def _may_fulfil_known(self, pattern: Pattern) -> bool:
        if self.goes_on and any(each.startswith(self.head) for each in pattern.prefixes):
            return True
        if self.came_on and any(each.endswith(self.tail) for each in pattern.suffixes):
            return True
        return self.goes_on and any(holds(EQUAL, (each,), self.whole) is None for each in pattern.equals)


def _held(strings: StringSet, shape: Shape | None) -> bool | None:
    """Tell whether a set holds a sample (None: a missing field); None where that depends on gaps."""
    results = {_held_by_clause(clause, shape) for clause in strings.clauses}
    if True in results:
        return True
    return None if None in results else False


def _held_by_clause(clause: Clause, shape: Shape | None) -> bool | None:
    if shape is None:
        return not clause.selects
    deselected = shape.fulfils(clause.deselect) if clause.deselect else False
    if deselected:
        return False
    selected = [shape.fulfils(select) for select in clause.selects]
    if False in selected:
        return False
    return None if deselected is None or None in selected else True


class _Possible:
    """The classes of a field that may exist, for every way in which its letters may hold."""

    def __init__(self, included: Sequence[StringSet], excluded: Sequence[StringSet], budget: Budget) -> None:
        self.included = EVERYTHING
        for each in included:
            self.included &= each
        self.slots = Slots(excluded)
        self.budget = budget
        self.letters = list(
            dict.fromkeys(letter for each in _patterns((self.included, *excluded)) for letter in each.letters)
        )
        self.selecting: dict[Letter, int] = {}
        self.deselecting: dict[Letter, int] = {}
        for at, (select, deselect) in enumerate(self.slots.patterns):
            for letter in select.letters if select else ():
                self.selecting[letter] = self.selecting.get(letter, 0) | 1 << at
            for letter in deselect.letters:
                self.deselecting[letter] = self.deselecting.get(letter, 0) | 1 << at

        self.mixed = [each for each in self.letters if each in self.selecting and each in self.deselecting]
        budget.spend(COST_OF_LETTER * len(self.letters))
        self.kin = _kin(self.letters)

    def points(self, domain: Domain) -> list[Point]:
        found: dict[int, Sample] = {}
        for clause in self.included.clauses:
            for each in self._classes(clause, domain):
                for mask in self._masks(clause, each):
                    found.setdefault(mask, each.sample)
        return [Point(*each) for each in found.items()]

    def _classes(self, clause: Clause, domain: Domain) -> list[Class]:
        """Return classes that differ in known literals, and in how they fit what is known of the letters."""
        heads = StringSet.of([Pattern(prefixes=frozenset(each.head for each in self.letters))])
        tails = StringSet.of([Pattern(suffixes=frozenset(each.tail for each in self.letters))])
        sets = [StringSet((Clause(clause.selects, clause.deselect),)), heads, tails]
        literals = Literals.of(self.slots)
        extra = Literals.of(Slots(sets))
        shift = 2 * self.slots.width
        for mine, others in zip(literals, extra, strict=True):
            for at, literal in enumerate(others):
                # Each literal of the clause, each head and each tail tells classes apart by a bit of its own.
                mine[literal] = mine.get(literal, 0) | 1 << shift + at
            shift += len(others)
        return classes(literals, domain, self.budget)

    def _masks(self, clause: Clause, each: Class) -> Iterator[int]:
        """Yield which sets surely hold a class, for every way in which the letters may hold within the clause."""
        live = _may_hold(self.letters, each.sample)
        known = each.fulfilled & ((1 << 2 * self.slots.width) - 1)
        if _fulfils_known(clause.deselect, each.sample):
            return
        options = [_options(select, each.sample, live) for select in clause.selects]
        for choice in product(*options):
            self.budget.spend(1 + len(live) // 16)
            held = frozenset(letter for letter in choice if letter is not None)
            decided = self._decide(held, live & clause.deselect.letters, live)
            if decided is not None:
                yield from self._branches(known, *decided, live)

    def _branches(
        self, known: int, held: frozenset[Letter], failed: frozenset[Letter], live: frozenset[Letter]
    ) -> Iterator[int]:
        """Yield the sets that surely hold a class, trying letters both ways where that can tell more."""
        open_letters = live - held - failed
        mixed = next((each for each in self.mixed if each in open_letters), None)
        tried = sum(1 for each in self.mixed if each in held or each in failed)
        if mixed is None or tried >= BRANCHED_LETTERS:
            yield self._surely(known, held, live - failed)
            return
        for more_held, more_failed in ((held | {mixed}, failed), (held, failed | {mixed})):
            self.budget.spend(1 + len(live) // 16)
            decided = self._decide(more_held, more_failed, live)
            if decided is not None:
                yield from self._branches(known, *decided, live)

    def _surely(self, known: int, held: frozenset[Letter], may_hold: frozenset[Letter]) -> int:
        """Return the sets that hold a class whichever of the undecided letters hold."""
        fulfilled = known
        for letter in held:
            fulfilled |= self.selecting.get(letter, 0)
        for letter in may_hold & self.deselecting.keys():
            fulfilled |= self.deselecting[letter] << self.slots.width
        return self.slots.sets(fulfilled)

    def _decide(
        self, held: frozenset[Letter], failed: frozenset[Letter], live: frozenset[Letter]
    ) -> tuple[frozenset[Letter], frozenset[Letter]] | None:
        """Return all letters that hold and that fail if these do, or None where they cannot together."""
        self.budget.spend(sum(len(self.kin[each]) for each in (*held, *failed)))
        holding = {*held, *(each for letter in held for each in self.kin[letter] if relation(letter, each).implies)}
        if not holding <= live:
            return None
        failing = {*failed, *(each for letter in failed for each in self.kin[letter] if relation(each, letter).implies)}
        failing.update(each for letter in holding for each in self.kin[letter] if relation(letter, each).excludes)
        return None if holding & failing else (frozenset(holding), frozenset(failing & live))


def _kin(letters: Iterable[Letter]) -> dict[Letter, list[Letter]]:
    """Return for each letter those of which it may tell something.

    Of two literals that agree up to a gap in the one and another gap in the other nothing follows: the known text
    behind a gap that they share must differ, or one of them must end with it.
    """
    groups: dict[tuple[bool, Parts], dict[tuple[Parts, bool], list[Letter]]] = {}
    for letter in letters:
        for forward, kinds in ((True, (PREFIX, EQUAL)), (False, (SUFFIX, EQUAL))):
            if letter.kind in kinds:
                for stem, text, ends in _stems(oriented(SUFFIX, letter.parts) if not forward else letter.parts):
                    groups.setdefault((forward, stem), {}).setdefault((text, ends), []).append(letter)
    found: dict[Letter, list[Letter]] = {letter: [] for letter in letters}
    for group in groups.values():
        for key, mine in group.items():
            others = [each for other, those in group.items() if other != key or key[1] for each in those]
            for letter in mine if others else ():
                found[letter] += (each for each in others if each is not letter)
    return found


def _stems(parts: Parts) -> Iterator[tuple[Parts, Parts, bool]]:
    """Yield a literal up to each of its gaps, the known text behind it, and whether the literal ends there."""
    for at, part in enumerate(parts):
        if not isinstance(part, str):
            text = tuple(each for each in parts[at + 1 : at + 2] if isinstance(each, str))
            yield parts[: at + 1], text, at + 1 + len(text) == len(parts)


def _options(select: Pattern, sample: Sample, live: frozenset[Letter]) -> Sequence[Letter | None]:
    """Return the letters by which a class may be selected; None alone where known literals select it."""
    if _fulfils_known(select, sample):
        return (None,)
    return [letter for letter in select.letters if letter in live]


def _fulfils_known(pattern: Pattern, sample: Sample) -> bool:
    """Tell whether a sample without gaps fulfils a known literal."""
    known = pattern._replace(letters=frozenset())
    return sample is not None and Shape.of(sample).fulfils(known) is True


def _may_hold(letters: Iterable[Letter], sample: Sample) -> frozenset[Letter]:
    """Return the letters that may hold for some string of the class of a sample without gaps.

    A class tells no more of its strings than the longest literals that they begin and end with, among which are
    the known beginnings and ends of letters.
    """
    if sample is None:
        return frozenset()
    shape = Shape.of(sample)
    return frozenset(
        each
        for each in letters
        if each.kind == OPAQUE or (shape.head.startswith(each.head) and shape.tail.endswith(each.tail))
    )
