"""Nothing in text of linted files acts on a terminal, a build log or a viewer."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.api import Read, Result
from ctlint.change import SetValue
from ctlint.finding import Finding, Related
from ctlint.reporters import Style, render
from ctlint.reporters.inert import cells, inert, inert_json
from ctlint.source import Source, Span
from tests.reporters.results import diagnostic

COMMAND = re.compile(r"^\s*::|##(?:vso|teamcity)?\[", re.MULTILINE)
HOSTILE = (
    "\x1b[31mred\x1b[0m", "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "\x9b31m", "\x07\x08\x7f", "a\rb", "a\nb",
    "::error file=a,line=1::owned", "\n::add-mask::x", " ::set-output name=a::b", "##[error]owned", "##vso[task.x]",
    "##teamcity[message]", "###[error]", "\u202egpj.nosj", "\u2066x\u2069", "\u200b", "\u2028::error::x", "\ud800",
    "[click](http://evil.example)", "[click](0)", "{0}", "%0A::error::x", "<script>alert(1)</script>", "`x`",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("arn:aws:s3:::acme/", "arn:aws:s3:::acme/"),
        ("AWS::S3::Object", "AWS::S3::Object"),
        ("## Title", "## Title"),
        ("日本 é", "日本 é"),
        ("a\tb\n", "a\\tb\\n"),
        ("\x1b[1m", "\\x1b[1m"),
        ("\u202eabc\u00a0", "\\u202eabc\\xa0"),
        ("\U000e0041", "\\U000e0041"),
        ("\udcff", "\\udcff"),
        ("::error::x", "\\x3a:error::x"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("a ##[x] ##vso[y] ## [z]", "a #\\x23[x] #\\x23vso[y] ## [z]"),
    ],
)
def test_inert(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(st.text() | st.sampled_from(HOSTILE))
def test_what_is_shown_neither_acts_nor_hides(text: str) -> None:
    shown = inert(text)
    assert shown.isprintable()
    assert not COMMAND.search(shown)
    assert "".join(cells(text)) == shown
    assert len(cells(text)) == len(text)


@given(st.text(alphabet="#[]ab"))
def test_json_keeps_its_strings_and_has_no_commands(text: str) -> None:
    written = inert_json(json.dumps([text]))
    assert json.loads(written) == [text]
    assert "##" not in written


def hostile_result(text: str) -> Result:
    """Return a result that says `text` wherever text of a linted file can come."""
    # No file system gives a path with this half of a surrogate pair.
    path = text.replace("\ud800", "\udc80")
    source = Source(f"{path}.yaml", f"{text}\nkey: {text}\n")
    span = Span(source, 0, len(text))
    related = Related(Span(source, len(text) + 6, len(text) * 2 + 6), f"`{text}`")
    finding = Finding(span, f"{text} `{text}`", (related,), (("eventName", text),), SetValue(span, text))
    return Result([diagnostic(finding)], [Read(source.path, 1, 1)], [], 1)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", ["text", "json", "sarif"])
def test_every_report_of_hostile_text_is_inert(name: str, text: str) -> None:
    report = render(name, hostile_result(text), Style())
    for line in report.splitlines():
        assert line.isprintable()
    assert report.count("\n") == len(report.splitlines())
    assert not COMMAND.search(report)
    if name != "text":
        assert report.isascii()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_sarif_sees_no_link_and_no_placeholder(text: str) -> None:
    run = json.loads(render("sarif", hostile_result(text), Style()))["runs"][0]
    result = run["results"][0]
    for message in (result["message"], result["relatedLocations"][0]["message"]):
        assert set(message) == {"text"}
        assert message["text"].isprintable()
        assert not re.search(r"\]\(", message["text"])
        assert not re.search(r"(?<!\{)\{\d+\}(?!\})", message["text"])


def test_a_program_gets_the_path_as_it_is() -> None:
    report = json.loads(render("json", hostile_result("\x1b[31m\udcff"), Style()))
    # A lone surrogate is no Unicode text, and many programs refuse JSON that has one.
    assert report["diagnostics"][0]["path"] == "\x1b[31m\\udcff.yaml"
    assert report["diagnostics"][0]["message"] == "\\x1b[31m\\udcff `\\x1b[31m\\udcff`"
