"""The normal form of what some selectors record: few boxes, proved to hold the same events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint.description.literals import Literal, is_empty, literals, pattern_of, simplest, without_covered
from ctlint.description.proof import Proof
from ctlint.semantics.events import CONDITION, NO_EVENTS, PARTS, Box, EventSet, domain, union
from ctlint.semantics.strings import EVERYTHING, NOTHING, Clause, Domain, Pattern, StringSet


class Piece(NamedTuple):
    """A box of one clause a field, and which of the sets it comes from."""

    box: Box
    origins: frozenset[int]


class Exclusion(NamedTuple):
    """A literal that a set excludes from a field."""

    origin: int
    field: str
    literal: Literal


class Ineffective(NamedTuple):
    """An exclusion that changes nothing: as others hold what it excludes, or else because it excludes nothing."""

    exclusion: Exclusion
    is_overruled: bool


class NormalForm(NamedTuple):
    """The boxes that say what sets hold together, and the exclusions without effect that they no longer have."""

    boxes: list[Box]
    ineffective: list[Ineffective]

    @property
    def events(self) -> EventSet:
        return EventSet.of(*self.boxes)


def normal_form(sets: Sequence[EventSet], proof: Proof | None = None) -> NormalForm:
    """Return the normal form of the union of sets that are unions of boxes, such as selectors.

    Each step is proved with the algebra, whatever gaps hold; what cannot be proved stays as it is.
    """
    proof = proof or Proof()
    pieces: dict[str, list[Piece]] = {}
    dropped: list[Exclusion] = []
    for origin, events in enumerate(sets):
        for term in events.terms:
            pieces.setdefault(term.box.category, []).extend(_split(term.box, origin, dropped))
    boxes: list[Box] = []
    for mine in pieces.values():
        kept = _without_superfluous([each for each in mine if not proof.is_empty(EventSet.of(each.box))], proof)
        while True:
            merged = _merge_all(_without_superfluous(_widen(kept, dropped, proof), proof), proof)
            if len(merged) == len(kept):
                break
            kept = merged
        boxes += (each.box for each in merged)
    return NormalForm(boxes, list(_ineffective(sets, dropped, proof)))


def _ineffective(sets: Sequence[EventSet], dropped: Sequence[Exclusion], proof: Proof) -> Iterator[Ineffective]:
    """Yield those of some exclusions without any of which the sets together hold the same."""
    together = union(sets) if dropped else NO_EVENTS
    for each in dict.fromkeys(dropped):
        own = sets[each.origin]
        wider = EventSet.of(*(_allow(term.box, each.field, each.literal) for term in own.terms))
        if proof.within(wider, together):
            yield Ineffective(each, not proof.within(wider, own))


def _split(box: Box, origin: int, dropped: list[Exclusion]) -> Iterator[Piece]:
    """Yield a box as boxes of one value each in the field that splits its category, in simplest terms."""
    split = PARTS.get(box.category, "")
    for strings in _values(box.fields.get(split)):
        fields = dict(box.fields)
        if strings is not None:
            fields[split] = strings
        found: dict[str, StringSet] = {}
        for name, each in fields.items():
            allowed = domain(box.category, name)
            simple = _simplest(each, allowed)
            if simple != EVERYTHING:
                found[name] = simple
            if allowed.values is None:
                dropped += (Exclusion(origin, name, lost) for lost in _lost(each, simple))
        yield Piece(Box(box.category, found), frozenset([origin]))


def _values(strings: StringSet | None) -> Iterator[StringSet | None]:
    """Yield a set that lists values as sets of one value; any other as it is."""
    clause = strings.clauses[0] if strings and len(strings.clauses) == 1 else Clause()
    if (
        len(clause.selects) == 1
        and not clause.deselect
        and clause.selects[0] == Pattern(equals=clause.selects[0].equals)
    ):
        yield from (StringSet.equal(each) for each in sorted(clause.selects[0].equals))
    else:
        yield strings


def _simplest(strings: StringSet, allowed: Domain) -> StringSet:
    """Return a set that holds the same of what a field may hold."""
    if allowed.values is not None and not strings.has_letters:
        accepted = {value for value in allowed.values if strings.accepts(value)}
        if not allowed.may_be_missing or not strings.accepts(None):
            is_all = len(accepted) == len(allowed.values) and not allowed.may_be_missing
            return EVERYTHING if is_all else StringSet.equal(*accepted)
        rejected = frozenset(allowed.values) - accepted
        return StringSet.of([], Pattern(equals=rejected)) if rejected else EVERYTHING
    return StringSet(tuple(simplest(each) for each in strings.clauses))


def _lost(before: StringSet, after: StringSet) -> Iterator[Literal]:
    """Yield what a set excludes and a simpler form of it does not."""
    left = {literal for clause in after.clauses for literal in literals(clause.deselect)}
    for clause in before.clauses:
        yield from (each for each in literals(clause.deselect) if each not in left)


def _without_superfluous(pieces: list[Piece], proof: Proof) -> list[Piece]:
    found = proof.superfluous([EventSet.of(each.box) for each in pieces])
    return [each for at, each in enumerate(pieces) if at not in found]


def _widen(pieces: list[Piece], dropped: list[Exclusion], proof: Proof) -> list[Piece]:
    """Return pieces without the exclusions of which other pieces hold what they exclude."""
    if len(pieces) < 2:
        return pieces
    together = EventSet.of(*(each.box for each in pieces))
    found: list[Piece] = []
    for piece in pieces:
        for name, strings in piece.box.fields.items():
            # To say a condition of deployment is clearer than not to, even where others hold the rest.
            is_fixed = name in (CONDITION, PARTS.get(piece.box.category))
            for literal in () if is_fixed else _excluded(strings):
                if proof.is_given_up:
                    break
                wider = _allow(piece.box, name, literal)
                if proof.within(EventSet.of(wider), together):
                    dropped += (Exclusion(at, name, literal) for at in sorted(piece.origins))
                    piece = piece._replace(box=wider)
        found.append(piece)
    return found


def _excluded(strings: StringSet) -> list[Literal]:
    return literals(strings.clauses[0].deselect) if len(strings.clauses) == 1 else []


def _allow(box: Box, name: str, literal: Literal) -> Box:
    """Return a box that no longer excludes a literal."""
    strings = box.fields.get(name)
    if strings is None or len(strings.clauses) != 1:
        return box
    left = pattern_of(each for each in literals(strings.clauses[0].deselect) if each != literal)
    return _with(box, name, StringSet((strings.clauses[0]._replace(deselect=left),)))


def _with(box: Box, name: str, strings: StringSet) -> Box:
    fields = {**box.fields, name: strings}
    if strings == EVERYTHING:
        del fields[name]
    return Box(box.category, fields)


def _merge_all(pieces: list[Piece], proof: Proof) -> list[Piece]:
    """Return pieces in which those that differ in one field alone are one, where one clause can say it."""
    names = dict.fromkeys(name for each in pieces for name in each.box.fields)
    for name in names:
        if pieces and name == PARTS.get(pieces[0].box.category):
            continue
        groups: dict[frozenset[tuple[str, StringSet]], list[Piece]] = {}
        for piece in pieces:
            rest = frozenset(item for item in piece.box.fields.items() if item[0] != name)
            groups.setdefault(rest, []).append(piece)
        pieces = [piece for group in groups.values() for piece in _merge(group, name, proof)]
    return pieces


def _merge(group: list[Piece], name: str, proof: Proof) -> list[Piece]:
    found: list[Piece] = []
    for piece in group:
        for at, other in enumerate(found if not proof.is_given_up else ()):
            strings = _join(other.box, piece.box, name, proof)
            if strings is not None:
                found[at] = Piece(_with(other.box, name, strings), other.origins | piece.origins)
                break
        else:
            found.append(piece)
    return found


def _join(first: Box, second: Box, name: str, proof: Proof) -> StringSet | None:
    """Return what either of two boxes lets a field hold, as one clause; None where that takes more."""
    left, right = first.fields.get(name, EVERYTHING), second.fields.get(name, EVERYTHING)
    if len(left.clauses) != 1 or len(right.clauses) != 1:
        return None
    mine, its = left.clauses[0], right.clauses[0]
    allowed = domain(first.category, name)
    selects = _join_selects(mine, its)
    if selects is None:
        return None
    if mine.deselect == its.deselect and len(selects) == len(mine.selects) == len(its.selects):
        either = StringSet((Clause(tuple(map(without_covered, selects)), mine.deselect),))
        return either if allowed.values is None else _simplest(either, allowed)
    deselect = _outside(mine.deselect, right).join(_outside(its.deselect, left))
    candidate = _simplest(StringSet((Clause(selects, deselect),)), allowed)
    apart = EventSet.of(Box(first.category, {name: left}), Box(first.category, {name: right}))
    joined = EventSet.of(Box(first.category, {name: candidate}))
    return candidate if proof.within(joined, apart) and proof.within(apart, joined) else None


def _join_selects(mine: Clause, its: Clause) -> tuple[Pattern, ...] | None:
    """Return what the strings of either clause fulfil: what both select, and of one further pattern each either."""
    common = tuple(each for each in mine.selects if each in its.selects)
    more = [each for each in mine.selects if each not in common]
    others = [each for each in its.selects if each not in common]
    if more and others:
        return (*common, more[0].join(others[0])) if len(more) == len(others) == 1 else None
    return common


def _outside(pattern: Pattern, strings: StringSet) -> Pattern:
    """Return the literals of a pattern whose strings surely are not in a set."""
    if not pattern:
        return NOTHING
    return pattern_of(each for each in literals(pattern) if is_empty(each.strings & strings))
