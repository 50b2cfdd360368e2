"""Comments for ctlint in HCL, which may stand at the end of a line, within one, or over several lines."""

from __future__ import annotations

import re
from bisect import bisect_right

from ctlint.syntax.comments import WORD, Comment, Remarks, candidates
from ctlint.syntax.hcl import marginal

# Behind a mark, or at the beginning of a line of a block comment.
COMMENT = re.compile(rf"(?:(?<!#)#++|(?<!/)//++|/\*++|^[ \t]*+\*?)[ \t]*+{WORD}", re.IGNORECASE | re.MULTILINE)
HEREDOC = re.compile(r"<<-?\w")
MARKS = ("#", "//", "/*", "*/")


def remarks(text: str) -> Remarks:
    """Return the comments for ctlint, and the heredocs."""
    found = candidates(text, COMMENT)
    if not found:
        return Remarks(marks=MARKS)
    data = text.encode("utf-8", "surrogatepass")
    places = _byte_offsets(text, [each.start for each in found])
    starts = [match.start() for match in HEREDOC.finditer(text)]
    openings = dict(zip(_byte_offsets(text, starts), starts, strict=True))
    comments: list[tuple[int, int]] = []
    texts: list[tuple[int, int]] = []
    for kind, low, high in marginal(data, sorted({*places, *openings})):
        if kind == "comment":
            comments.append((low, high))
        elif low in openings:
            texts.append((openings[low], openings[low] + len(data[low:high].decode("utf-8", "surrogatepass"))))
    kept = [each for each, place in zip(found, places, strict=True) if _is_within(place, comments)]
    trimmed = (Comment(each.start, each.start + len(_trimmed(text[slice(*each)]))) for each in kept)
    return Remarks(tuple(trimmed), tuple(texts), MARKS)


def _trimmed(comment: str) -> str:
    return comment.partition("*/")[0].rstrip()


def _is_within(place: int, ranges: list[tuple[int, int]]) -> bool:
    """Tell whether one of some ranges, which are in order and apart, holds a place."""
    at = bisect_right(ranges, place, key=_start) - 1
    return at >= 0 and place < ranges[at][1]


def _start(given: tuple[int, int]) -> int:
    return given[0]


def _byte_offsets(text: str, places: list[int]) -> list[int]:
    """Return the offsets in UTF-8 for some in code points, which are in order."""
    found: list[int] = []
    place = count = 0
    for at in places:
        count += len(text[place:at].encode("utf-8", "surrogatepass"))
        place = at
        found.append(count)
    return found
