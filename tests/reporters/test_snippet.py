"""The underline stands below what it means, whatever a terminal does with the characters before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.reporters.snippet import Snippet, columns, snippet
from ctlint.source import Source, Span


def quote(line: str, part: str, width: int = 60) -> Snippet:
    source = Source("a.yaml", f"first\n{line}\nlast\n")
    start = source.text.index(part)
    return snippet(Span(source, start, start + len(part)), width)


@pytest.mark.parametrize(
    ("line", "part", "expected"),
    [
        ("  Field: readonly", "readonly", Snippet(2, "  Field: readonly", 9, 17)),
        ("\tField:\treadonly", "readonly", Snippet(2, "    Field:  readonly", 12, 20)),
        ("日本: readonly", "readonly", Snippet(2, "日本: readonly", 6, 14)),
        ("日本: readonly", "日本", Snippet(2, "日本: readonly", 0, 4)),
        ("e\u0301t\u00e9: readonly", "readonly", Snippet(2, "e\u0301t\u00e9: readonly", 5, 13)),
        ("a\x1b: readonly", "readonly", Snippet(2, "a\\x1b: readonly", 7, 15)),
        ("a\u200b: readonly", "\u200b", Snippet(2, "a\\u200b: readonly", 1, 7)),
        ("Field: \u00a0", "\u00a0", Snippet(2, "Field: \\xa0", 7, 11)),
    ],
)
def test_columns_are_those_of_a_terminal(line: str, part: str, expected: Snippet) -> None:
    assert quote(line, part) == expected


def test_a_range_over_several_lines_is_underlined_on_its_first() -> None:
    source = Source("a.yaml", "one: [a,\n  b]\n")
    assert snippet(Span(source, 5, 13), 60) == Snippet(1, "one: [a,", 5, 8)


def test_an_empty_range_is_one_column_wide() -> None:
    source = Source("a.json", "[1")
    assert snippet(Span(source, 2, 2), 60) == Snippet(1, "[1", 2, 3)
    assert snippet(Span(source, 0, 0), 60) == Snippet(1, "[1", 0, 1)


def test_an_empty_file_has_a_line() -> None:
    assert snippet(Span(Source("a.json", ""), 0, 0), 60) == Snippet(1, "", 0, 1)


def test_a_long_line_is_cut_around_the_range() -> None:
    line = "x" * 100 + "HERE" + "y" * 100
    assert quote(line, "HERE", 30) == Snippet(2, "..." + "x" * 10 + "HERE" + "y" * 16 + "...", 13, 17)
    assert quote("HERE" + "y" * 100, "HERE", 30) == Snippet(2, "HERE" + "y" * 26 + "...", 0, 4)
    assert quote("x" * 100 + "HERE", "HERE", 30) == Snippet(2, "..." + "x" * 26 + "HERE", 29, 33)


def test_a_range_longer_than_the_line_may_be_is_cut_too() -> None:
    assert quote("x" * 500, "x" * 500, 20) == Snippet(2, "x" * 20 + "...", 0, 20)


@given(st.text(st.characters(exclude_characters="\r\n"), max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_range_of_any_line_can_be_shown(line: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(line)), min(second, len(line))))
    shown = snippet(Span(Source("a.txt", line), start, end), 30)
    assert shown.text.isprintable()
    assert 0 <= shown.start < shown.end


def test_columns() -> None:
    assert [columns(character) for character in "a日é\u0301ﾊ😀"] == [1, 2, 1, 0, 1, 2]
