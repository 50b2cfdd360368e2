"""Nothing in text of linted files acts on a terminal, a build log, a page or a comment, in any format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint.reporters import Style, render
from ctlint.reporters.github import step_summary
from ctlint.reporters.inert import inert, inert_json
from ctlint.reporters.markup import code, prose
from tests.reporters import readers
from tests.reporters.hostile import HOSTILE, hostile_result

COMMAND = re.compile(r"^\s*::|##(?:vso|teamcity)?\[", re.MULTILINE)
ACTIVE = re.compile(r"[<>&@!|~$%^`\[\]{}]|(?<!\*)\*(?!\*)|#|:[^\s·]|://|\bwww\.|\bGH-\d", re.IGNORECASE)
"""What may not stand outside a code span; `**` is ours."""


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "path":  # a program gets the path as it is
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def judge_text(report: str) -> None:
    assert not COMMAND.search(report)


def judge_json(report: str) -> None:
    assert report.isascii()
    assert not COMMAND.search(report)
    assert not re.search(r"</|<!|##", report)
    json.loads(report)


def judge_gitlab(report: str) -> None:
    judge_json(report)
    assert all(each.isprintable() for each in strings(json.loads(report)))


def judge_github(report: str) -> None:
    *annotations, summary = report.splitlines()
    assert summary == "1 error, 1 warning in 1 trail (1 file)"
    commands = [readers.github_command(each) for each in annotations]
    assert [each.name for each in commands if each] == ["error", "warning"]
    for each in commands:
        assert each
        assert set(each.properties) <= {"file", "line", "col", "endLine", "endColumn", "title"}
        assert each.properties["title"] == "CT110 unknown-field"
        assert all(value.isprintable() for value in each.properties.values())
        for line in each.data.split("\n"):
            assert line.isprintable()
            assert readers.github_command(line) is None


def judge_junit(report: str) -> None:
    assert report.isascii()
    assert "]]>" not in report
    tags = [each.tag for each in readers.junit(report).iter()]
    assert tags == ["testsuites", "testsuite", "testcase", "failure", "testcase", "failure"]
    for element in readers.junit(report).iter():
        assert all(value.isprintable() for value in element.attrib.values())
        assert all(line.isprintable() for line in (element.text or "").split("\n"))


def judge_markdown(report: str) -> None:
    for line in report.splitlines():
        assert not ACTIVE.search(readers.outside_code(line.removeprefix("###"))), line
    beginnings = re.findall(r"^(?:###|\*\*|- |  - )", report, re.MULTILINE)
    assert [each.rstrip() for each in beginnings] == ["###", "**", "-", "  -", "  -", "  -", "  -", "**", "-", "  -"]


JUDGES: dict[str, Callable[[str], None]] = {
    "text": judge_text,
    "json": judge_json,
    "sarif": judge_json,
    "github": judge_github,
    "gitlab": judge_gitlab,
    "junit": judge_junit,
    "markdown": judge_markdown,
}


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", JUDGES)
def test_every_report_of_hostile_text_is_inert(name: str, text: str) -> None:
    report = render(name, hostile_result(text), Style())
    for line in report.splitlines():
        assert line.isprintable()
    assert report.count("\n") == len(report.splitlines())
    JUDGES[name](report)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_the_summary_of_a_step_is_as_inert_as_a_comment(text: str) -> None:
    judge_markdown(step_summary(hostile_result(text)))


@given(st.text())
def test_any_text_is_inert_in_any_report(text: str) -> None:
    for name, judge in JUDGES.items():
        if name != "sarif":  # the same JSON, with hundreds of rules around it
            judge(render(name, hostile_result(text), Style()))


@given(st.text(alphabet="`\\ a|<@:*\n") | st.text())
def test_a_code_span_shows_its_text_and_nothing_else_acts(text: str) -> None:
    assert readers.outside_code(code(text)) == "·"
    assert not ACTIVE.search(readers.outside_code(prose(text)))


@given(st.text(alphabet="</!-sc\\ript#"))
def test_what_is_written_into_a_page_ends_no_script(text: str) -> None:
    written = inert_json(json.dumps([text]))
    assert json.loads(written) == [text]
    assert not re.search(r"</|<!", written)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_github_shows_what_stands_there(text: str) -> None:
    command = readers.github_command(render("github", hostile_result(text), Style()).splitlines()[0])
    assert command
    assert command.data.split("\n")[0].endswith(f": {inert(f'{text} `{text}`')}")
