"""Readers of the formats that services read, written after what those services do."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

REGISTERED = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice", "remove-matcher",
    "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip


class Command(NamedTuple):
    """A workflow command as GitHub's runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


def github_command(line: str) -> Command | None:
    """Return the command that the runner sees in a line of a log, in its newer or its older form.

    After https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs; the older form is
    looked for only where the newer one is not found.
    """
    text = line.lstrip()
    end = text.find("::", 2)
    if text.startswith("::") and end >= 0:
        name, _, given = text[2:end].partition(" ")
        if name in REGISTERED:
            pairs = (part.split("=", 1) for part in given.strip().split(",") if part)
            properties = {key: _decode(value, ":", ",") for key, value in (pair for pair in pairs if len(pair) == 2)}
            return Command(name, properties, _decode(text[end + 2 :]))
    older = re.search(r"##\[([^] ]*)[^]]*\](.*)", line)
    return Command(older[1], {}, older[2]) if older and older[1] in REGISTERED else None


def _decode(text: str, *more: str) -> str:
    for character in ("\r", "\n", *more, "%"):
        text = text.replace(f"%{ord(character):02X}", character)
    return text


JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
}
"""Of each element that we write the attributes it needs, those it may have, and its children.

From https://github.com/jenkinsci/xunit-plugin, src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd.
"""
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def junit(report: str) -> ElementTree.Element:
    """Return the parsed report; fails where it is no XML, not of Jenkins's schema, or counts wrongly."""
    root = ElementTree.fromstring(report.encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        needed, optional, children = JUNIT[element.tag]
        assert needed <= set(element.attrib) <= needed | optional, element.attrib
        assert {child.tag for child in element} <= children
        assert TIME.fullmatch(element.get("time", "0"))
        if element.tag.startswith("testsuite"):
            for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
                assert element.get(name) == str(len(list(element.iter(tag))))
    return root


def outside_code(line: str) -> str:
    """Return a line of Markdown without its code spans and escaped punctuation, both as `·`.

    After https://spec.commonmark.org/0.31.2/#code-spans; fails where a backtick is left over.
    """
    kept: list[str] = []
    at = 0
    while at < len(line):
        run = re.compile("`*").match(line, at)
        assert run
        if run[0]:
            ending = re.compile(rf"(?<!`){run[0]}(?!`)").search(line, run.end())
            assert ending, f"a backtick without a partner in {line!r}"
            at = ending.end()
            kept.append("·")
        elif line[at] == "\\" and re.match(r"[!-/:-@\[-`{-~]", line[at + 1 : at + 2]):
            at += 2
            kept.append("·")
        else:
            kept.append(line[at])
            at += 1
    return "".join(kept)
