"""Records from text in pieces: every wrapping, and every place where a text may end or be wrong."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint.records.scanner import MAX_VALUE, Fault, Scanner, Unreadable
from ctlint.records.streams import pieces

Json = Any


class Reading:
    """What a scanner gave: records, the fault that ended it, and the values that are no records."""

    def __init__(self, parts: Iterator[str] | list[str]) -> None:
        self.records: list[Json] = []
        self.fault: Fault | None = None
        scanner = Scanner(parts)
        try:
            for batch in scanner.batches():
                self.records += batch
        except Unreadable as error:
            self.fault = error.fault
        self.strays = scanner.strays
        self.first_stray = scanner.first_stray

    @property
    def names(self) -> list[str]:
        return [each["eventName"] for each in self.records]


def read(data: bytes) -> Reading:
    return Reading(pieces(io.BytesIO(data)))


def records(*names: str) -> list[Json]:
    return [{"eventName": name, "eventCategory": "Management"} for name in names]


def quoted(name: str) -> str:
    return json.dumps(records(name)[0])


A, B = records("A", "B")


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"Records": [A, B]}, ["A", "B"]),
        ([A, B], ["A", "B"]),
        (A, ["A"]),
        ({"Records": []}, []),
        ({"detail-type": "AWS API Call via CloudTrail", "source": "aws.iam", "detail": A}, ["A"]),
        (
            {"Events": [{"EventName": "A", "CloudTrailEvent": quoted("A")}, {"CloudTrailEvent": quoted("B")}]},
            ["A", "B"],
        ),
        ({"NextToken": "n", "Events": [{"CloudTrailEvent": quoted("A")}]}, ["A"]),
        ({"events": [{"eventId": "1", "message": quoted("A")}], "searchedLogStreams": []}, ["A"]),
        ({"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "message": quoted("A")}]}, ["A"]),
        ({"eventJson": quoted("A")}, ["A"]),
        ([{"Records": [A]}, {"Records": [B]}], ["A", "B"]),
    ],
)
def test_wrappings(document: Json, names: list[str]) -> None:
    for indent in (None, 2):
        found = read(json.dumps(document, indent=indent).encode())
        assert (found.names, found.fault, found.strays) == (names, None, 0)


@pytest.mark.parametrize("separator", ["\n", "", "\r\n\r\n", "\x1e\n"])
def test_one_after_the_other(separator: str) -> None:
    lines = [json.dumps(A), json.dumps({"detail": B}), json.dumps({"Records": [A, B]}), json.dumps(B)]
    found = read(separator.join(lines).encode())
    assert (found.names, found.fault, found.strays) == (["A", "B", "A", "B", "B"], None, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding: str) -> None:
    found = read(json.dumps({"Records": records("Ä", "B" * 200)}, ensure_ascii=False).encode(encoding))
    assert (found.names, found.fault) == (["Ä", "B" * 200], None)


def test_gzip_whatever_the_name() -> None:
    data = gzip.compress(json.dumps({"Records": [A]}).encode()) + gzip.compress(json.dumps(B).encode())
    assert read(data).names == ["A", "B"]
    assert read(data + b"\0" * 512).names == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "names", "fault"),
    [
        ('{"Records": [{"eventName": "A"}, {"eventName": "B', ["A"], (1, 34, "the text ends within a value")),
        ('{"Records": [{"eventName": "A"},', ["A"], (1, 33, "the text ends within a value")),
        ('{"Records": [{"eventName": "A"}]', ["A"], (1, 33, "the text ends within a value")),
        ('{"eventName": "A"}\n{"eventName":', ["A"], (2, 14, "the text ends within a value")),
        ('{"eventName": "A"}\n{"eventName": "B",,\n}', ["A"], (2, 19, "not JSON: expecting property name enclosed in double quotes")),
        ('{"Records": [{"eventName": "A"}, {"eventName" "B"}]}', ["A"], (1, 47, "not JSON: expecting ':' delimiter")),
        ('{"Records": [{"eventName": "A"}, nope]}', ["A"], (1, 34, "not JSON: a value is expected")),
        ("nope", [], (1, 1, "not JSON: a value is expected")),
        ('{"a" 1, "Records": []}', [], (1, 6, "not JSON: a colon is expected")),
        ('{"eventName": "A"}\n' + "[" * 100_000, ["A"], (2, 2, "nested too deeply")),
        ('{"Records": [{"eventName": "A", "x":' + "[" * 100_000, [], (1, 14, "nested too deeply")),
    ],
)  # fmt: skip
def test_what_was_read_before_a_fault_counts(text: str, names: list[str], fault: tuple[int, int, str]) -> None:
    found = read(text.encode())
    assert (found.names, found.fault) == (names, Fault(*fault))


def test_bytes_that_are_no_text() -> None:
    found = read(b'{"eventName": "A"}\n{"eventName": "\xff"}')
    assert (found.names, found.fault) == (["A"], Fault(2, 16, "byte 0xff is not valid UTF-8"))


def test_compressed_data_that_is_cut_or_damaged() -> None:
    whole = gzip.compress("".join(json.dumps(each) + "\n" for each in records(*map(str, range(9_999)))).encode())
    cut = read(whole[:-2_000])
    assert cut.fault is not None and cut.fault.message == "the compressed data ends too early"
    assert cut.names == [str(number) for number in range(len(cut.names))] and len(cut.names) > 5_000
    damaged = read(whole[:10] + b"\xff" * 50 + whole[60:])
    assert damaged.fault == Fault(1, 1, "the compressed data is damaged")


def test_values_that_are_no_records() -> None:
    found = read(b'[1,\n {"eventName": "A"}, null, {"a": 1}, "x", {"message": "text"}, {"Records": [2]}]')
    assert (found.names, found.strays, found.first_stray) == (["A"], 6, Fault(1, 2, "not a CloudTrail record"))


def test_numbers_that_python_does_not_read() -> None:
    found = read(b'{"eventName": "A", "n": ' + b"9" * 10_000 + b', "m": NaN, "l": -Infinity, "k": 1e999}')
    assert (found.names, found.fault) == (["A"], None)


def test_the_last_of_equal_keys_counts() -> None:
    assert read(b'{"eventName": "A", "eventName": "B"}').names == ["B"]


def test_a_value_without_an_end() -> None:
    """Only so much is held of a record."""
    long = "x" * (1 << 16)
    taken = []

    def endless() -> Iterator[str]:
        yield '{"Records": [{"eventName": "A"}, {"eventName": "'
        while True:
            taken.append(1)
            yield long

    found = Reading(endless())
    assert (found.names, found.fault) == (["A"], Fault(1, 34, "a value is larger than 4 MB"))
    assert len(taken) * len(long) <= 2 * MAX_VALUE + len(long)


def test_a_list_larger_than_what_is_held() -> None:
    record = json.dumps({"eventName": "A", "padding": "x" * 1_000})

    def parts() -> Iterator[str]:
        yield '{"owner": "o", "Records": ['
        for _ in range(10_000):
            yield f"{record},"
        yield f"{record}]}}"

    found = Reading(parts())
    assert (len(found.records), found.fault) == (10_001, None)


def test_records_are_told_as_they_come() -> None:
    """Whoever follows a log sees each record before the next one is there."""
    seen: list[str] = []
    counts = []

    def parts() -> Iterator[str]:
        for name in ("A", "B", "C"):
            counts.append(len(seen))
            yield quoted(name) + "\n"

    for batch in Scanner(parts()).batches():
        seen += [str(each["eventName"]) for each in batch]
    assert counts == [0, 1, 2]


DOCUMENT = json.dumps(
    [{"Records": [A, {"eventName": 'q"\\ué\U0001f600', "n": [1.5, -2e3, True, False, None, {}]}]}, B, 5, {"detail": A}]
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, len(DOCUMENT)), max_size=6), st.sampled_from(["", "\n"]), st.integers(0, len(DOCUMENT)))
def test_how_a_text_is_cut_makes_no_difference(cuts: list[int], head: str, end: int) -> None:
    """Neither to what is read nor to what is told; a text may end anywhere."""
    text = head + DOCUMENT
    for whole in (text, text[:end]):
        places = sorted({0, *cuts, len(whole)})
        parts = [whole[start:stop] for start, stop in pairwise(places) if start < stop]
        at_once, bit_by_bit = Reading([whole]), Reading(parts)
        assert (bit_by_bit.records, bit_by_bit.fault) == (at_once.records, at_once.fault)
        assert (bit_by_bit.strays, bit_by_bit.first_stray) == (at_once.strays, at_once.first_stray)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=60) | st.text('[]{}",:\\eventName 1tru', max_size=40).map(str.encode))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    read(data)
    read(b'{"Records": [{"eventName": "A"},' + data)
    read(gzip.compress(data)[:-4])
