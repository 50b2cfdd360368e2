"""Did-you-mean: the name that a misspelt one evidently stands for."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.8
"""Similarity (difflib's ratio) from which a candidate is worth naming: `eventCatgory`, not `eventSource`."""


def fold(name: str) -> str:
    """Return a name without case, underscores and dashes: `field_selectors` and `FieldSelectors` agree."""
    return name.replace("_", "").replace("-", "").lower()


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the one candidate that is clearly nearest to `name`, or None."""
    known = list(candidates)
    same = [candidate for candidate in known if fold(candidate) == fold(name)]
    if same:
        return same[0]
    import difflib  # costs 5 ms, and most runs meet no misspelling

    folded = {fold(candidate): candidate for candidate in known}
    close = difflib.get_close_matches(fold(name), folded, n=2, cutoff=CUTOFF)
    if not close:
        return None
    if len(close) == 2:
        first, second = (difflib.SequenceMatcher(None, fold(name), each).ratio() for each in close)
        if first - second < 0.02:
            return None
    return folded[close[0]]


def did_you_mean(candidate: str | None) -> str:
    """Return the words to add to a message, empty without a candidate."""
    return f"; did you mean `{candidate}`?" if candidate else ""
