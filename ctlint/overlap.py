"""Places in files, and whether a span overlaps one of them: many of both, so the places are kept in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ctlint.source import Span


class FilePlaces(NamedTuple):
    """The places in one file: ranges in order and apart, and points where nothing stands."""

    ranges: list[Span]
    points: list[int]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> FilePlaces:
        """Return the places of one file, ranges that overlap as one."""
        given = sorted(spans, key=_start)
        ranges: list[Span] = []
        for span in (each for each in given if each.start < each.end):
            if ranges and ranges[-1].overlaps(span):
                ranges[-1] = ranges[-1]._replace(end=max(ranges[-1].end, span.end))
            else:
                ranges.append(span)
        return cls(ranges, [span.start for span in given if span.start == span.end])

    def overlap(self, span: Span) -> bool:
        """Tell whether a place overlaps `span`, as `Span.overlaps` has it."""
        at = bisect_left(self.points, span.start)
        if at < len(self.points) and self.points[at] <= span.end:
            return True
        at = bisect_right(self.ranges, span.start, key=_start)
        return any(each.overlaps(span) for each in self.ranges[max(0, at - 2) : at + 1])


class Places:
    """Places in any number of files."""

    __slots__ = ("files",)

    def __init__(self, spans: Iterable[Span]) -> None:
        found: dict[int, list[Span]] = {}
        for span in spans:
            found.setdefault(id(span.source), []).append(span)
        self.files = {source: FilePlaces.of(each) for source, each in found.items()}

    def __bool__(self) -> bool:
        return bool(self.files)

    def overlap(self, span: Span) -> bool:
        """Tell whether a place overlaps `span`, as `Span.overlaps` has it."""
        file = self.files.get(id(span.source)) if self.files else None
        return file is not None and file.overlap(span)


def _start(span: Span) -> int:
    return span.start
