"""The report for GitHub code scanning and other viewers: SARIF 2.1.0.

Limits and what GitHub reads: https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

import sarif_om as om

from ctlint import __version__, catalog, pages
from ctlint.api import Result
from ctlint.change import describe
from ctlint.engine import Crash
from ctlint.finding import SEVERITIES, Diagnostic
from ctlint.pages import Page
from ctlint.reporters.fingerprint import line_hashes
from ctlint.reporters.inert import inert, inert_json
from ctlint.reporters.paths import RepositoryPaths
from ctlint.reporters.rule_help import help_markdown, help_text
from ctlint.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000
"""GitHub rejects a run with more; the gravest are kept."""
MAX_LOCATIONS = 1_000
MAX_DESCRIPTION = 1_024
PRECISION = {"live": "very-high", "doc": "very-high", "proof": "very-high", "observed": "high", "inferred": "medium",
             "tables": "low"}  # fmt: skip
PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}
PLACEHOLDER = re.compile(r"\{(\d+)\}")


class Note(NamedTuple):
    """A remark at a place, of a command that has rules of its own: what is said there, in sentences."""

    span: Span
    texts: tuple[str, ...]


class NoteRule(NamedTuple):
    """What the remarks of a command have in common."""

    id: str
    summary: str
    explanation: str
    uri: str
    level: str


def render(result: Result) -> str:
    """Return the log of a run."""
    described = [*map(pages.page, catalog.rules()), *result.policies]
    rules = {page.rule.id: index for index, page in enumerate(described)}
    places = _Places(os.getcwd())
    results = [_result(each, rules[each.rule], places) for each in _gravest(result.diagnostics)]
    return _log([_rule(page) for page in described], results, "ctlint/", result.crashes)


def render_notes(rule: NoteRule, notes: Sequence[Note], category: str) -> str:
    """Return the log of a command whose remarks are all of one rule."""
    descriptor = om.ReportingDescriptor(
        id=rule.id,
        name=_pascal_case(rule.id),
        short_description=_described(_sentence(rule.summary)),
        full_description=_described(rule.explanation),
        help=om.MultiformatMessageString(text=rule.explanation, markdown=rule.explanation),
        help_uri=rule.uri,
        default_configuration=om.ReportingConfiguration(level=rule.level),
        properties={"tags": ["aws", "cloudtrail"], "problem.severity": PROBLEM_SEVERITY[rule.level]},
    )
    places = _Places(os.getcwd())
    results = [
        om.Result(
            rule_id=rule.id,
            rule_index=0,
            level=rule.level,
            message=_message(*note.texts),
            locations=[places.location(note.span)],
            partial_fingerprints={"primaryLocationLineHash": places.line_hash(note.span)},
        )
        for note in notes[:MAX_RESULTS]
    ]
    return _log([descriptor], results, category, [])


def _log(rules: list[om.ReportingDescriptor], results: list[om.Result], category: str, crashes: list[Crash]) -> str:
    driver = om.ToolComponent(
        name="ctlint",
        full_name="ctlint, the linter for AWS CloudTrail event selectors",
        semantic_version=__version__,
        version=__version__,
        information_uri="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html",
        rules=rules,
    )
    run = om.Run(
        tool=om.Tool(driver=driver),
        automation_details=om.RunAutomationDetails(id=category),
        column_kind="unicodeCodePoints",
        invocations=[_invocation(crashes)],
        results=results,
    )
    log = om.SarifLog(schema_uri=SCHEMA, version="2.1.0", runs=[run])
    return inert_json(json.dumps(_plain(log), indent=2)) + "\n"


def _plain(value: object) -> object:
    """Return an object of sarif-om as JSON knows it; what equals the schema's default is left out."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if not hasattr(value, "__attrs_attrs__"):
        return value
    found = {}
    for attribute in value.__attrs_attrs__:
        name = attribute.metadata["schema_property_name"]
        item, factory = getattr(value, attribute.name), getattr(attribute.default, "factory", None)
        default = factory() if factory else attribute.default
        # A missing level does not mean the schema's default but the rule's.
        if item is not None and (item != default or name == "level"):
            found[name] = _plain(item)
    return found


def _rule(page: Page) -> om.ReportingDescriptor:
    entry = page.rule
    return om.ReportingDescriptor(
        id=entry.id,
        name=_pascal_case(entry.name),
        short_description=_described(_sentence(entry.summary)),
        full_description=_described(page.why.strip() or _sentence(entry.summary)),
        help=om.MultiformatMessageString(text=help_text(page), markdown=help_markdown(page)),
        help_uri=next(iter(entry.references), None),
        default_configuration=om.ReportingConfiguration(level=entry.severity, enabled=not entry.off),
        properties={
            "tags": ["aws", "cloudtrail", entry.group],
            "precision": PRECISION[entry.basis],
            "problem.severity": PROBLEM_SEVERITY[entry.severity],
        },
    )


def _described(text: str) -> om.MultiformatMessageString:
    joined = " ".join(text.split())
    return om.MultiformatMessageString(
        text=joined if len(joined) <= MAX_DESCRIPTION else joined[: MAX_DESCRIPTION - 1] + "…"
    )


def _pascal_case(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _gravest(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return at most as many diagnostics as a run may hold, in their order."""
    if len(diagnostics) <= MAX_RESULTS:
        return diagnostics
    graded = sorted(diagnostics, key=lambda each: SEVERITIES.index(each.severity))[:MAX_RESULTS]
    return sorted(graded, key=Diagnostic.sort_key)


def _result(diagnostic: Diagnostic, index: int, places: _Places) -> om.Result:
    finding = diagnostic.finding
    related = [
        places.location(each.span, each.message, number)
        for number, each in enumerate(finding.related[: MAX_LOCATIONS - 1], 1)
    ]
    return om.Result(
        rule_id=diagnostic.rule,
        rule_index=index,
        level=diagnostic.severity,
        message=_message(diagnostic.finding.message, _witness(diagnostic)),
        locations=[places.location(finding.span)],
        related_locations=related or None,
        partial_fingerprints={"primaryLocationLineHash": places.line_hash(finding.span)},
        fixes=[_fix(diagnostic, places)] if diagnostic.edits else None,
    )


def _fix(diagnostic: Diagnostic, places: _Places) -> om.Fix:
    """Return the edits that mend a finding, as a tool can make them."""
    path = diagnostic.edits[0].span.source.path
    replacements = [
        om.Replacement(
            deleted_region=_region(each.span),
            inserted_content=om.ArtifactContent(text=each.text) if each.text else None,
        )
        for each in diagnostic.edits
    ]
    change = diagnostic.finding.change
    return om.Fix(
        description=_message(describe(change)) if change is not None else None,
        artifact_changes=[
            om.ArtifactChange(artifact_location=om.ArtifactLocation(uri=places.uri(path)), replacements=replacements)
        ],
        properties={"safety": catalog.rules()[diagnostic.rule].fix},
    )


def _region(span: Span) -> om.Region:
    start, end = span.start_position, span.end_position
    return om.Region(start_line=start.line, start_column=start.column, end_line=end.line, end_column=end.column)


def _witness(diagnostic: Diagnostic) -> str:
    event = ", ".join(f"{field} = {value}" for field, value in diagnostic.finding.witness)
    return f"such an event: {event}" if event else ""


def _invocation(crashes: list[Crash]) -> om.Invocation:
    notes = [
        om.Notification(message=_message(f"the check of {crash.rule or crash.path} failed"), level="error")
        for crash in crashes
    ]
    return om.Invocation(execution_successful=not crashes, tool_execution_notifications=notes or None)


class _Places:
    """Locations of a run: paths relative to the repository, or to `folder` where that lies in none."""

    def __init__(self, folder: str) -> None:
        self.paths = RepositoryPaths(folder)
        self.hashes: dict[int, list[str]] = {}
        self.uris: dict[str, str] = {}

    def location(self, span: Span, message: str = "", number: int | None = None) -> om.Location:
        uri = self.uri(span.source.path)
        place = om.PhysicalLocation(artifact_location=om.ArtifactLocation(uri=uri), region=_region(span))
        return om.Location(id=number, physical_location=place, message=_message(message) if message else None)

    def uri(self, path: str) -> str:
        if path not in self.uris:
            shown, is_inside = self.paths.place(path)
            encoded = quote(os.fsencode(shown))
            self.uris[path] = encoded if is_inside else f"file://{encoded}"
        return self.uris[path]

    def line_hash(self, span: Span) -> str:
        key = id(span.source)
        if key not in self.hashes:
            self.hashes[key] = line_hashes(span.source)
        hashes = self.hashes[key]
        return hashes[min(span.start_position.line, len(hashes)) - 1]


def _message(*texts: str) -> om.Message:
    return om.Message(text=_literal(" ".join(_sentence(inert(text)) for text in texts if text)))


def _sentence(text: str) -> str:
    """Return a message in the form that viewers expect: a capital letter, and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _literal(text: str) -> str:
    """Return a text in which SARIF sees no link and no placeholder (sections 3.11.5 and 3.11.6 of the standard)."""
    if "](" in text:
        text = text.replace("[", "\\[").replace("]", "\\]").replace("](", "]\\(")
    return PLACEHOLDER.sub(r"{{\1}}", text)
