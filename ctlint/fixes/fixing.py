"""Fixes what can be fixed: round after round, until nothing is left that a proof lets pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ctlint import api, catalog
from ctlint.api import Result
from ctlint.candidates import Candidate
from ctlint.change import Change
from ctlint.finding import Diagnostic
from ctlint.fixes import likeness
from ctlint.fixes.proof import Proof, removes
from ctlint.fixes.reading import Unit, renewed, units
from ctlint.fixes.replacement import Replacement, Room, apply
from ctlint.fixes.spelling import Spelling, spellings
from ctlint.model import Deployment
from ctlint.settings import Settings
from ctlint.source import Source, Span

MAX_ROUNDS = 20
"""Rounds of fixes, of which each may lay bare what the next one mends."""
IN_THE_WAY = "another fix changes the same place"
SHARED = "the value stands where other things may use it, too"
STILL_THERE = "the finding would still be there"
NO_SPELLING = "there is no way to write it here"


class Fix(NamedTuple):
    """A finding with the change that mends it; `others` are further findings that the same change mends."""

    diagnostic: Diagnostic
    change: Change
    others: tuple[Diagnostic, ...] = ()

    @property
    def path(self) -> str:
        return self.change.span.source.path


class Dropped(NamedTuple):
    """A finding that was not fixed, and why."""

    diagnostic: Diagnostic
    reason: str


Mended = dict[str, list[tuple[Fix, Spelling]]]
"""The fixes that are made in files that are read together, by path, and how they are written."""


class Outcome(NamedTuple):
    """What was found before, and the files that were changed since, by path.

    `dropped` are those of the findings that were to be fixed and are still there; `unsafe` counts the changes that were
    not made because they may record other events.
    """

    before: Result
    sources: dict[str, Source]
    fixed: list[Diagnostic]
    dropped: list[Dropped]
    unsafe: int


class Fixer:
    """Mends files in memory; those that are read only because others refer to them stay as they are."""

    def __init__(self, candidates: Sequence[Candidate], settings: Settings, allow_unsafe: bool = False) -> None:
        self.candidates = {each.path: each for each in candidates}
        self.sources = {each.path: Source.decode(each.path, each.data) for each in candidates}
        self.named = frozenset(each.path for each in candidates if each.named)
        self.writable = frozenset(each.path for each in candidates if not each.is_context)
        self.settings = settings
        self.kinds = ("safe", "unsafe") if allow_unsafe else ("safe",)
        self.changed: dict[str, Source] = {}
        self.refused: dict[tuple[str, str, str, str], Dropped] = {}

    def run(self) -> Outcome:
        """Return what files are like when all is fixed that can be."""
        fixed: list[Diagnostic] = []
        dropped: list[Dropped] = []
        before = self._lint()
        diagnostics = before.diagnostics
        for _ in range(MAX_ROUNDS):
            dropped = []
            mended = self._round(self.fixes(diagnostics), dropped)
            if not mended:
                break
            diagnostics = self._try(mended, fixed)
        unsafe = sum("unsafe" not in self.kinds and _is_fixable(each, ("unsafe",)) for each in diagnostics)
        return Outcome(before, self.changed, fixed, [*self.refused.values(), *dropped], unsafe)

    def _lint(self) -> Result:
        candidates = []
        for path, each in self.candidates.items():
            data = encoded(self.changed[path]) if path in self.changed else each.data
            candidates.append(Candidate(path, data, each.named, each.is_context))
        return api.lint_candidates(candidates, self.settings)

    def fixes(self, diagnostics: Sequence[Diagnostic]) -> list[Fix]:
        """Return what is to be fixed, one fix for all findings that one change mends."""
        found: dict[object, Fix] = {}
        for each in diagnostics:
            change = each.finding.change
            if change is None or not _is_fixable(each, self.kinds) or _signature(each) in self.refused:
                continue
            source, start, end = change.span
            if source.path in self.writable and source.fault is None:
                key = (type(change), source.path, start, end, change[1:])
                earlier = found.get(key)
                found[key] = earlier._replace(others=(*earlier.others, each)) if earlier else Fix(each, change)
        return list(found.values())

    def units(self) -> list[Unit]:
        """Return the files in the groups in which they are read."""
        return units(list(self.sources.values()), self.named, self.settings.options, self.settings.variables)

    def _round(self, fixes: list[Fix], dropped: list[Dropped]) -> list[Mended]:
        """Return new texts, file group by file group, each with the fixes that are in them."""
        mended = []
        paths = {fix.path for fix in fixes}
        for unit in self.units():
            own = [fix for fix in fixes if fix.path in unit.sources] if not paths.isdisjoint(unit.sources) else []
            proof = Proof(unit) if own else None
            done = mend(proof, allowed(proof, own, dropped), dropped) if proof else []
            if done:
                mended.append(_by_path(done))
        return mended

    def _try(self, mended: list[Mended], fixed: list[Diagnostic]) -> list[Diagnostic]:
        """Take new texts in and return what is found in them; those that leave a finding where it was are undone."""
        before = dict(self.sources)
        for each in mended:
            for path, text in _texts(self.sources, each).items():
                self.sources[path] = self.changed[path] = renewed(self.sources[path], text)
        new = self._lint().diagnostics
        left = {(each.span.source.path, each.rule, each.finding.message, each.span.start) for each in new}
        undone = False
        for each in mended:
            rooms = _rooms(chosen for path in each for chosen in each[path])
            useless = [fix.diagnostic for path in each for fix, _ in each[path] if _moved(fix, rooms) in left]
            self.refused.update((_signature(found), Dropped(found, STILL_THERE)) for found in useless)
            if not useless:
                fixed += [found for path in each for fix, _ in each[path] for found in (fix.diagnostic, *fix.others)]
            for path in each if useless else ():
                self.sources[path] = self.changed[path] = before[path]
                undone = True
        return self._lint().diagnostics if undone else new


def encoded(source: Source) -> bytes:
    """Return the bytes of a file."""
    return source.byte_order_mark + source.text.encode(source.encoding)


def mend(proof: Proof, fixes: list[Fix], dropped: list[Dropped]) -> list[tuple[Fix, Spelling]]:
    """Return which fixes can be made in files that are read together, and how they are written.

    All are tried together first, since that is what nearly always holds; then by halves, down to single ones.
    """
    done: list[tuple[Fix, Spelling]] = []
    pending = [fixes] if fixes else []
    while pending:
        group = pending.pop()
        if len(group) == 1:
            reason = _add(proof, done, group[0])
            if reason and reason != IN_THE_WAY:
                dropped.append(Dropped(group[0].diagnostic, reason))
            continue
        together = _with_first_spellings(done, group)
        if _refute(proof, together):
            half = len(group) // 2
            pending += (group[half:], group[:half])
        else:
            done = together
    return done


def allowed(proof: Proof, fixes: list[Fix], dropped: list[Dropped]) -> list[Fix]:
    """Return fixes without those in what a program printed, where but for the syntax nothing is to be put right.

    A value that stands elsewhere than it is used may have other uses, of which ctlint knows nothing: it is mended only
    where it is wrong whatever it is used for.
    """
    answers = [place for each in proof.reading.deployments for place in _answers(each)]
    shared = [place for each in proof.reading.deployments for place, _ in each.uses]
    found = []
    for fix in fixes:
        span, rule = fix.change.span, fix.diagnostic.rule
        if not rule.startswith("CT0") and any(_lies_in(span, each) for each in answers):
            continue
        is_certain = catalog.rules()[rule].fix == "safe" and not removes(fix.change)
        if not is_certain and any(_lies_in(span, each) or _lies_in(each, span) for each in shared):
            dropped.append(Dropped(fix.diagnostic, SHARED))
            continue
        found.append(fix)
    return found


def _answers(deployment: Deployment) -> Iterable[Span]:
    """Yield the places of the trails that a program printed."""
    for trail in deployment.trails:
        if deployment.shows_addresses or trail.dialect.is_answer:
            spans = [each for each in likeness.places(trail) if each.source is trail.span.source]
            yield Span(trail.span.source, min(each.start for each in spans), max(each.end for each in spans))


def _lies_in(span: Span, other: Span) -> bool:
    """Tell whether a place lies in another one of the same file, which may have been read more than once."""
    return span.source.path == other.source.path and other.start <= span.start and span.end <= other.end


def _with_first_spellings(done: list[tuple[Fix, Spelling]], fixes: Iterable[Fix]) -> list[tuple[Fix, Spelling]]:
    """Return fixes with others in their plainest spelling, but for those that an earlier one leaves no room for."""
    chosen = [*done]
    rooms = _rooms(done)
    for fix in fixes:
        spelling = next(spellings(fix.change), None)
        room = rooms.setdefault(fix.path, Room())
        if spelling is not None and room.has_room(spelling):
            room.add(spelling)
            chosen.append((fix, spelling))
    return chosen


def _add(proof: Proof, done: list[tuple[Fix, Spelling]], fix: Fix) -> str:
    """Add a fix to others in the first spelling that holds beside them; return why there is none."""
    reasons: list[str] = []
    room = _rooms(done).get(fix.path, Room())
    for spelling in spellings(fix.change):
        if not room.has_room(spelling):
            return IN_THE_WAY
        reason = _refute(proof, [*done, (fix, spelling)])
        if not reason:
            done.append((fix, spelling))
            return ""
        reasons.append(reason)
    return reasons[0] if reasons else NO_SPELLING


def _refute(proof: Proof, chosen: list[tuple[Fix, Spelling]]) -> str:
    """Return why fixes cannot be made together; what is removed and was valid must not have said anything."""
    fixes = [fix for fix, _ in chosen]
    changes = [fix.change for fix in fixes]
    removals = [fix.change for fix in fixes if removes(fix.change) and fix.diagnostic.severity != "error"]
    others = [change for change in changes if change not in removals]
    said = [fix.diagnostic.finding.message for fix in fixes]
    texts = _texts(proof.unit.sources, _by_path(chosen))
    return proof.refute(changes, said, texts) or proof.refute_sameness(others, removals)


def _rooms(chosen: Iterable[tuple[Fix, Spelling]]) -> dict[str, Room]:
    rooms: dict[str, Room] = {}
    for fix, spelling in chosen:
        rooms.setdefault(fix.path, Room()).add(spelling)
    return rooms


def _by_path(chosen: Iterable[tuple[Fix, Spelling]]) -> Mended:
    found: Mended = {}
    for fix, spelling in chosen:
        found.setdefault(fix.path, []).append((fix, spelling))
    return found


def _texts(sources: Mapping[str, Source], mended: Mended) -> dict[str, str]:
    """Return files with fixes made."""
    return {path: apply(sources[path].text, _replacements(mended, path)) for path in mended}


def _replacements(mended: Mended, path: str) -> list[Replacement]:
    return [each for _, spelling in mended.get(path, ()) for each in spelling]


def _moved(fix: Fix, rooms: Mapping[str, Room]) -> tuple[str, str, str, int]:
    """Return what a finding would be like, and where, if it were still there."""
    path, start = fix.diagnostic.span.source.path, fix.diagnostic.span.start
    start = rooms[path].moved(start) if path in rooms else start
    return path, fix.diagnostic.rule, fix.diagnostic.finding.message, start


def _is_fixable(diagnostic: Diagnostic, kinds: Sequence[str]) -> bool:
    entry = catalog.rules().get(diagnostic.rule)
    return diagnostic.finding.change is not None and entry is not None and entry.fix in kinds


def _signature(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    """Return what tells a finding from others as long as its line stays as it is."""
    source, start, _ = diagnostic.span
    line = source.line_text(source.position(start).line)
    return source.path, diagnostic.rule, diagnostic.finding.message, line
