"""The report for services that show test results: JUnit's XML, as Jenkins describes it.

https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctlint.api import Result
from ctlint.engine import Crash
from ctlint.finding import Diagnostic
from ctlint.reporters import Style
from ctlint.reporters.inert import inert
from ctlint.reporters.text import place, remarks, shorten

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(result: Result) -> str:
    """Return a suite for each file, with a failed test for each finding, or one that passed; all in ASCII."""
    suites: dict[str, list[Diagnostic]] = {read.path: [] for read in result.read if read.deployments}
    for each in result.diagnostics:
        suites.setdefault(each.span.source.path, []).append(each)
    tests = sum(max(len(found), 1) for found in suites.values()) + len(result.crashes)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<testsuites{_counts(tests, len(result.diagnostics), len(result.crashes))}>")
    for path, found in suites.items():
        lines += _suite(path, max(len(found), 1), len(found), 0, _tests(path, found))
    if result.crashes:
        lines += _suite("internal errors", len(result.crashes), 0, len(result.crashes), _crashes(result.crashes))
    lines.append("</testsuites>")
    # What is not ASCII becomes a character reference: whatever encoding it is written in, the report stays XML.
    return ("\n".join(lines) + "\n").encode("ascii", "xmlcharrefreplace").decode("ascii")


def _suite(name: str, tests: int, failures: int, errors: int, cases: Iterator[str]) -> Iterator[str]:
    yield f'  <testsuite{_attributes(name=name)}{_counts(tests, failures, errors)} skipped="0">'
    yield from cases
    yield "  </testsuite>"


def _counts(tests: int, failures: int, errors: int) -> str:
    return f' tests="{tests}" failures="{failures}" errors="{errors}" time="0"'


def _tests(path: str, found: Sequence[Diagnostic]) -> Iterator[str]:
    if not found:
        yield f'    <testcase{_attributes(classname=path, name="ctlint")} time="0"/>'
    for each in found:
        line, column = each.span.start_position
        name = f"{each.rule} {each.name} ({line}:{column})"
        yield f'    <testcase{_attributes(classname=path, name=name)} time="0">'
        message = shorten(each.finding.message)
        yield f"      <failure{_attributes(type=each.severity, message=message)}>{_escape(_text(each))}</failure>"
        yield "    </testcase>"


def _text(diagnostic: Diagnostic) -> str:
    head = f"{diagnostic.severity} {inert(diagnostic.rule)} {inert(diagnostic.name)}"
    lines = [f"{place(diagnostic.span)}: {head}: {inert(diagnostic.finding.message)}"]
    lines += [f"{name}: {text}" for name, text in remarks(diagnostic, Style(verbose=True))]
    lines += [f"{place(each.span)}: {inert(each.message)}" for each in diagnostic.finding.related]
    return "\n".join(lines)


def _crashes(crashes: Sequence[Crash]) -> Iterator[str]:
    for crash in crashes:
        name = f"the check of {crash.rule}" if crash.rule else f"reading {crash.path}"
        message = f"{type(crash.error).__name__}: {crash.error}"
        yield f'    <testcase{_attributes(classname="ctlint", name=name)} time="0">'
        yield f"      <error{_attributes(type='internal error', message=message)}/>"
        yield "    </testcase>"


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{_escape(inert(value))}"' for name, value in values.items())


def _escape(text: str) -> str:
    """Return a text that is inert, as XML; inert text has none of the characters that XML 1.0 forbids."""
    return text.translate(ESCAPES)
