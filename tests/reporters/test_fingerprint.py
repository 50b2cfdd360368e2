"""The line hashes that GitHub knows alerts by, against a slow account of the same algorithm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.reporters.fingerprint import line_hashes
from ctlint.source import Source
from tests.reporters.slow_hashes import slow_hashes


def test_an_empty_file() -> None:
    """The end mark alone, 0xFFFF · 37^99: the hash that GitHub gives to the last line of every file that ends in one."""
    assert line_hashes(Source.decode("a", b"")) == ["c129715d7a2bc9a3:1"]
    assert line_hashes(Source.decode("a", b"x\n"))[-1] == "c129715d7a2bc9a3:1"


def test_equal_lines_are_counted() -> None:
    """Each of the first lines is followed by the same hundred characters, so that only the count tells them apart."""
    found = line_hashes(Source.decode("a", b"Type: AWS::CloudTrail::Trail\n" * 8))
    assert [item.partition(":")[2] for item in found] == ["1", "2", "3", "4", "5", "1", "1", "1", "1"]


@given(st.lists(st.sampled_from(["a", "b", " ", "\t", "\r", "\n", "\r\n", "é", "😀", "x" * 120]), max_size=60))
def test_hashes_are_those_of_the_slow_account(parts: list[str]) -> None:
    data = "".join(parts).encode()
    assert line_hashes(Source.decode("a", data)) == slow_hashes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa: 1\nb: 2\n",
        b"a: \xff\xfe\nb: \xe2\x82\n",
        "a: 日本\nb: é\n".encode("utf-16"),
        b"x\n" * 300,
        b"a: 1\n \r\n\tb: 1\r \nc",
    ],
)
def test_odd_files(data: bytes) -> None:
    assert line_hashes(Source.decode("a", data)) == slow_hashes(data)


def test_every_line_of_a_source_has_a_hash() -> None:
    source = Source.decode("a", b"one\r\ntwo\rthree\n\nfour")
    assert len(line_hashes(source)) == len(source.line_starts())
