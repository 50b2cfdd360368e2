"""Positions, encodings and line ends of a source."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.source import Source, Span

TEXTS = st.text(st.sampled_from("ab\n\r\u2028\x85é😀"), max_size=30)


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab\ncd", 3, (2, 1)),
        ("ab\r\ncd", 4, (2, 1)),
        ("ab\rcd", 3, (2, 1)),
        ("a\r\rb\r\n", 6, (4, 1)),
        ("a\u2028b\x85c", 4, (1, 5)),
        ("😀x", 1, (1, 2)),
        ("x\n", 2, (2, 1)),
    ],
)
def test_position(text: str, offset: int, position: tuple[int, int]) -> None:
    assert Source("f", text).position(offset) == position


@given(TEXTS)
def test_positions_agree_with_a_walk_over_the_text(text: str) -> None:
    source = Source("f", text)
    line = column = 1
    for offset, character in enumerate(text):
        assert source.position(offset) == (line, column)
        if character == "\n" or (character == "\r" and text[offset + 1 : offset + 2] != "\n"):
            line, column = line + 1, 1
        else:
            column += 1
    assert source.position(len(text)) == (line, column)


@given(TEXTS)
def test_lines_have_no_line_ends(text: str) -> None:
    source = Source("f", text)
    lines = [source.line_text(number) for number in range(1, len(source.line_starts()) + 1)]
    assert lines == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_encodings_are_told_apart_and_bytes_can_be_written_back(mark: bytes, encoding: str) -> None:
    data = mark + '[{"Field": "é"}]'.encode(encoding)
    source = Source.decode("f", data)
    assert (source.text, source.fault) == ('[{"Field": "é"}]', None)
    assert source.byte_order_mark + source.text.encode(source.encoding) == data


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "comment", ["# Übersicht", "# łąka", "# 設定ファイル、変更しないでください", "# 😀", "\u3000\u3000"]
)
def test_encodings_without_a_mark(encoding: str, comment: str) -> None:
    text = f"{comment}\nAdvancedEventSelectors: []\nName: audit\n"
    source = Source.decode("f", text.encode(encoding))
    assert (source.encoding, source.text, source.fault) == (encoding, text, None)


@pytest.mark.parametrize("text", ["a\0b\0c: d, e: f, g: h, i: j, k: ", '{"Name": "\0"}', "\0\0\0\0 CloudTrail  "])
def test_stray_nul_bytes_are_no_encoding(text: str) -> None:
    assert Source.decode("f", text.encode()).encoding == "utf-8"


def test_undecodable_bytes_have_a_place() -> None:
    source = Source.decode("f", "é\n x".encode() + b"\xff\x00")
    assert source.fault is not None
    assert source.position(source.fault.offset) == (2, 3)
    assert "0xff" in source.fault.message


def test_spans_overlap_when_they_share_a_character_or_touch_an_empty_one() -> None:
    source, other = Source("f", "abcdef"), Source("f", "abcdef")
    assert Span(source, 1, 3).overlaps(Span(source, 2, 4))
    assert not Span(source, 1, 3).overlaps(Span(source, 3, 4))
    assert Span(source, 1, 3).overlaps(Span(source, 3, 3))
    assert not Span(source, 1, 3).overlaps(Span(other, 1, 3))
