"""Decoded text keeps the place of every character through any depth of embedding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctlint.source import Source
from ctlint.text import GAP, Decoded, DecodedBuilder, Gap, Text


def embed(outer: Decoded) -> Decoded:
    """Decode a language in which `\\x` is `x` and ` ` is dropped."""
    builder = DecodedBuilder(outer)
    at = 0
    while at < len(outer.text):
        if outer.text[at] == "\\" and at + 1 < len(outer.text):
            builder.replace(outer.text[at + 1], at, at + 2)
            at += 2
        elif outer.text[at] == " ":
            at += 1
        else:
            builder.copy(at, at + 1)
            at += 1
    return builder.build()


def strip_escapes(text: str) -> str:
    return embed(Decoded.whole(Source("f", text))).text


@given(st.text(st.sampled_from("ab\\ é"), max_size=20), st.integers(0, 3))
def test_what_stands_at_a_characters_span_decodes_to_it(text: str, depth: int) -> None:
    decoded = Decoded.whole(Source("f", text))
    for _ in range(depth):
        decoded = embed(decoded)
    for at, character in enumerate(decoded.text):
        place = decoded.span(at, at + 1).text
        for _ in range(depth):
            place = strip_escapes(place)
        assert place == character


@given(st.text(st.sampled_from("ab\\ "), max_size=20), st.data())
def test_a_slice_has_the_spans_of_the_whole(text: str, data: st.DataObject) -> None:
    decoded = embed(Decoded.whole(Source("f", text)))
    start = data.draw(st.integers(0, len(decoded.text)))
    end = data.draw(st.integers(start, len(decoded.text)))
    part = decoded.slice(start, end)
    assert part.text == decoded.text[start:end]
    for at in range(end - start):
        assert part.span(at, at + 1) == decoded.span(start + at, start + at + 1)


def test_empty_text_keeps_its_place() -> None:
    whole = Decoded.whole(Source("f", 'x: ""'))
    assert whole.slice(4, 4).span(0, 0)[1:] == (4, 4)


def test_text_knows_its_pieces() -> None:
    source = Source("f", "${Logs}/*")
    whole = Decoded.whole(source)
    gap = Gap(("resource", "Logs", "name"), whole.span(0, 7), "${Logs}")
    text = Text((gap, whole.slice(7, 9)), whole.span(0, 9))
    assert (text.pattern, text.value, text.head, text.tail) == (GAP + "/*", None, "", "/*")
    assert text.display == "${Logs}/*"
    assert text.span_of(2, 3).text == "*"
    assert text.span_of(0, 1).text == "${Logs}"
    assert text.span_of(0, 3) == text.span
    assert text.identity == (("resource", "Logs", "name"), "/*")


def test_identity_does_not_depend_on_how_the_known_text_is_cut() -> None:
    whole = Decoded.whole(Source("f", "abcd"))
    cut = Text((whole.slice(0, 2), whole.slice(2, 4)), whole.span(0, 4))
    assert cut.identity == Text.known(whole).identity == ("abcd",)
