"""The report for services that show test results."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.api import Read, Result
from ctlint.engine import Crash
from ctlint.reporters import Style, render
from tests.reporters import readers
from tests.reporters.hostile import hostile_result
from tests.reporters.results import sample

REPORT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="2" errors="0" time="0">
  <testsuite name="stacks/trail.yaml" tests="2" failures="2" errors="0" time="0" skipped="0">
    <testcase classname="stacks/trail.yaml" name="CT110 unknown-field (7:22)" time="0">
      <failure type="error" message="there is no field `eventCategry`; did you mean `eventCategory`?">\
stacks/trail.yaml:7:22: error CT110 unknown-field: there is no field `eventCategry`; did you mean `eventCategory`?
event: eventCategory = Data, eventName = PutObject
fix: write `eventCategory`
hint: check the spelling
see: https://docs.aws.amazon.com/x
stacks/trail.yaml:3:11: the trail</failure>
    </testcase>
    <testcase classname="stacks/trail.yaml" name="CT113 unknown-field (8:23)" time="0">
      <failure type="warning" message="`Management` is not enough">\
stacks/trail.yaml:8:23: warning CT113 unknown-field: `Management` is not enough
hint: check the spelling
see: https://docs.aws.amazon.com/x</failure>
    </testcase>
  </testsuite>
  <testsuite name="stacks/clean.yaml" tests="1" failures="0" errors="0" time="0" skipped="0">
    <testcase classname="stacks/clean.yaml" name="ctlint" time="0"/>
  </testsuite>
</testsuites>
"""


def test_report() -> None:
    result = sample()
    found = result._replace(read=[*result.read, Read("stacks/clean.yaml", 2, 1), Read("README.md", 0, 0)])
    report = render("junit", found, Style())
    assert report == REPORT
    readers.junit(report)


def test_nothing_found() -> None:
    root = readers.junit(render("junit", Result([], [], []), Style()))
    assert (root.attrib, len(root)) == ({"tests": "0", "failures": "0", "errors": "0", "time": "0"}, 0)


def test_our_own_errors() -> None:
    crashes = [Crash("CT110", ValueError("a\x00<b>")), Crash("", KeyError("x"), "a.yaml")]
    root = readers.junit(render("junit", Result([], [], crashes), Style()))
    assert [(each.attrib["name"], error.attrib) for each in root.iter("testcase") for error in each] == [
        ("the check of CT110", {"type": "internal error", "message": "ValueError: a\\x00<b>"}),
        ("reading a.yaml", {"type": "internal error", "message": "KeyError: 'x'"}),
    ]


@given(st.text())
def test_the_report_is_xml_whatever_it_says(text: str) -> None:
    root = readers.junit(render("junit", hostile_result(text), Style()))
    assert len(list(root.iter("failure"))) == 2


@pytest.mark.parametrize("text", ["é", "日本", "\U0001f600"])
def test_what_is_not_ascii_is_a_reference(text: str) -> None:
    report = render("junit", hostile_result(text), Style())
    assert report.isascii()
    message = ElementTree.fromstring(report).find(".//failure")
    assert message is not None
    assert message.get("message") == f"{text} `{text}`"
