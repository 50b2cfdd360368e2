"""`primaryLocationLineHash`: what GitHub code scanning knows a finding by when lines move.

The same as GitHub's upload action computes (https://github.com/github/codeql-action/blob/main/src/fingerprints.ts), so
that alerts keep their identity whether the hash comes from here or from there.
"""

from __future__ import annotations

from array import array
from sys import byteorder

from ctlint.source import Source

WINDOW = 100
FACTOR = 37
MASK = (1 << 64) - 1
TAB, LINE_FEED, CARRIAGE_RETURN, SPACE, END_OF_FILE = 9, 10, 13, 32, 0xFFFF


def line_hashes(source: Source) -> list[str]:
    """Return for each line of a file `hash:n`, where n counts the lines so far that had this hash."""
    units, starts = _kept_units(_code_units(source))
    leaving = pow(FACTOR, WINDOW, 1 << 64)
    counts: dict[int, int] = {}
    found: list[str] = []
    value = 0
    for unit in units[: WINDOW - 1]:
        value = (value * FACTOR + unit) & MASK
    wanted = iter([*starts, -1])
    start = next(wanted)
    for first in range(len(units) - WINDOW + 1):
        left = units[first - 1] if first else 0
        value = (value * FACTOR + units[first + WINDOW - 1] - left * leaving) & MASK
        if first == start:
            counts[value] = counts.get(value, 0) + 1
            found.append(f"{value:x}:{counts[value]}")
            start = next(wanted)
    return found


def _code_units(source: Source) -> array[int]:
    """Return a file as JavaScript reads it: UTF-8 with replacements, in UTF-16 code units, byte order mark kept."""
    data = source.byte_order_mark + source.text.encode(source.encoding, "replace")
    native = "utf-16-le" if byteorder == "little" else "utf-16-be"
    return array("H", data.decode("utf-8", "replace").encode(native))


def _kept_units(units: array[int]) -> tuple[array[int], list[int]]:
    """Return the code units that count, with the end mark and zeros to fill the last windows, and where lines start."""
    kept = array("H")
    starts: list[int] = []
    after_return = False
    at_start = True
    for unit in units:
        if unit in (SPACE, TAB) or (unit == LINE_FEED and after_return):
            after_return = False
            continue
        after_return = unit == CARRIAGE_RETURN
        if at_start:
            starts.append(len(kept))
        kept.append(LINE_FEED if after_return else unit)
        at_start = kept[-1] == LINE_FEED
    if at_start:
        starts.append(len(kept))
    kept.append(END_OF_FILE)
    kept.extend([0] * WINDOW)
    return kept, starts
