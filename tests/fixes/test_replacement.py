"""Replacements: made together where they have room beside each other, and knowing where the rest has moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.fixes.replacement import Replacement, Room, apply, trimmed


@st.composite
def replacements(draw: st.DrawFn) -> Replacement:
    start = draw(st.integers(0, 20))
    return Replacement(start, draw(st.integers(start, min(start + 5, 20))), draw(st.text("xyz", max_size=3)))


@given(st.lists(replacements(), max_size=8))
def test_what_has_room_keeps_all_else(wanted: list[Replacement]) -> None:
    text = "abcdefghijklmnopqrst"
    room = Room()
    for each in wanted:
        if room.has_room([each]):
            room.add([each])
    covered = {at for each in room.taken for at in range(each.start, each.end)}
    assert len(covered) == sum(each.end - each.start for each in room.taken)
    new = apply(text, room.taken)
    for at, letter in enumerate(text):
        if at not in covered:
            assert new[room.moved(at)] == letter
    assert len(new) == len(text) - len(covered) + sum(len(each.text) for each in room.taken)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, 2), (2, 4), True),
        ((0, 2), (1, 3), False),
        ((2, 2), (2, 2), False),
        ((2, 2), (2, 4), False),
        ((0, 2), (2, 2), False),
        ((0, 2), (3, 3), True),
        ((1, 1), (0, 4), False),
    ],
)
def test_room(first: tuple[int, int], second: tuple[int, int], expected: bool) -> None:
    one, other = Replacement(*first, "x"), Replacement(*second, "y")
    for left, right in ((one, other), (other, one)):
        room = Room()
        room.add([left])
        assert room.has_room([right]) is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("eventCatgory", "eventCategory", (8, 8, "e")),
        ("arn:a/*", "arn:a/", (6, 7, "")),
        ("true", "True", (0, 1, "T")),
        ("same", "same", (4, 4, "")),
        ("", "x", (0, 0, "x")),
    ],
)
def test_only_what_differs_is_replaced(old: str, new: str, expected: tuple[int, int, str]) -> None:
    found = trimmed(old, 0, len(old), new)
    assert found == expected
    assert apply(old, [found]) == new
