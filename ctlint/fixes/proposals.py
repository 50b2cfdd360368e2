"""What reports for programs say of fixes: for each finding the edits of its file that were proved to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint.api import Result
from ctlint.candidates import Candidate
from ctlint.change import Edit
from ctlint.finding import Diagnostic
from ctlint.fixes.fixing import Fix, Fixer, allowed, mend
from ctlint.fixes.proof import Proof
from ctlint.fixes.reading import Unit
from ctlint.fixes.spelling import Spelling
from ctlint.settings import Settings
from ctlint.source import Span

MAX_ALONE = 100
"""Fixes of one file that are proved one by one; more of them are all of a kind, and make a report slow."""


def propose(result: Result, candidates: Sequence[Candidate], settings: Settings) -> Result:
    """Return a result whose findings carry their edits; of files that no fix may change, none does."""
    fixer = Fixer(candidates, settings, allow_unsafe=True)
    fixes = fixer.fixes(result.diagnostics)
    edits: dict[int, tuple[Edit, ...]] = {}
    for unit in fixer.units() if fixes else ():
        own = [fix for fix in fixes if fix.path in unit.sources]
        for fix, spelling in _proved(unit, own) if own else ():
            for diagnostic in (fix.diagnostic, *fix.others):
                if diagnostic.span.source.path == fix.path:
                    edits[id(diagnostic)] = _edits(fix, spelling)
    return result._replace(diagnostics=[_with_edits(each, edits.get(id(each), ())) for each in result.diagnostics])


def _proved(unit: Unit, fixes: list[Fix]) -> list[tuple[Fix, Spelling]]:
    """Return fixes that can be made together, and those that can be made alone, each with its spelling."""
    proof = Proof(unit)
    wanted = allowed(proof, fixes, [])
    together = mend(proof, wanted, [])
    left = [fix for fix in wanted if all(fix is not each for each, _ in together)]
    return together + [found for fix in left[:MAX_ALONE] for found in mend(proof, [fix], [])]


def _edits(fix: Fix, spelling: Spelling) -> tuple[Edit, ...]:
    source = fix.change.span.source
    return tuple(Edit(Span(source, start, end), text) for start, end, text in sorted(spelling))


def _with_edits(diagnostic: Diagnostic, edits: tuple[Edit, ...]) -> Diagnostic:
    return diagnostic._replace(edits=edits) if edits else diagnostic
