"""Nothing in text of linted files acts on a terminal, a build log or a viewer."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.reporters import Style, render
from ctlint.reporters.inert import cells, inert, inert_json
from tests.reporters.hostile import HOSTILE, hostile_result

COMMAND = re.compile(r"^\s*::|##(?:vso|teamcity)?\[", re.MULTILINE)


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
