"""Did-you-mean: the name that a misspelt one evidently stands for."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.8
"""Similarity (difflib's ratio) from which a candidate is worth naming: `eventCatgory`, not `eventSource`."""

MAX_SLIP = 2
"""Letters in which a misspelt property differs; `HasInsightSelectors` is a property of its own."""
HOST_SUFFIX = ".amazonaws.com"

MAX_MISSPELLINGS = 1_000
"""Distinct names for which a run looks for a near one: each costs about a millisecond."""
_FOUND: dict[tuple[str, tuple[str, ...]], str | None] = {}


def fold(name: str) -> str:
    """Return a name without case, underscores and dashes: `field_selectors` and `FieldSelectors` agree."""
    return name.replace("_", "").replace("-", "").lower()


def begin_run() -> None:
    """Forget what earlier runs asked for, so that the outcome of a run depends on itself alone."""
    _FOUND.clear()


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the one candidate that is clearly nearest to `name`, or None; None after `MAX_MISSPELLINGS` names."""
    known = tuple(candidates)
    if (name, known) not in _FOUND and len(_FOUND) < MAX_MISSPELLINGS:
        _FOUND[name, known] = _closest(name, known)
    return _FOUND.get((name, known))


def _closest(name: str, known: tuple[str, ...]) -> str | None:
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


def closest_host(name: str, hosts: Iterable[str]) -> str | None:
    """Return the AWS host that a misspelt or a short name (`kms`) stands for, or None."""
    services = {host.removesuffix(HOST_SUFFIX): host for host in hosts}
    service = closest(name.lower().removesuffix(HOST_SUFFIX), services)
    return services[service] if service else None


def slip(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate from which `name` differs by a slip of the fingers, or None.

    Stricter than `closest`: for names among which others are right that ctlint need not know.
    """
    return next((each for each in candidates if _distance(fold(name), fold(each)) <= MAX_SLIP), None)


def _distance(left: str, right: str) -> int:
    """Return how many letters are added, dropped or replaced (Levenshtein), or more than `MAX_SLIP`."""
    # Each letter that only one of them has costs a step at least.
    strangers = max(len(set(left) - set(right)), len(set(right) - set(left)))
    if max(strangers, abs(len(left) - len(right))) > MAX_SLIP:
        return MAX_SLIP + 1
    row = list(range(len(right) + 1))
    for at, letter in enumerate(left, 1):
        diagonal, row[0] = row[0], at
        for place, other in enumerate(right, 1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (letter != other))
    return row[-1]


def did_you_mean(candidate: str | None) -> str:
    """Return the words to add to a message, empty without a candidate."""
    return f"; did you mean `{candidate}`?" if candidate else ""
