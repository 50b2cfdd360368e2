"""Policy files to policies: YAML that nobody vouches for, so that whatever is wrong with it has a place."""

from __future__ import annotations

from collections.abc import Mapping as Values
from typing import NamedTuple

from ctlint import catalog, validation
from ctlint.catalog import RuleEntry
from ctlint.expectations import Expected
from ctlint.finding import Severity
from ctlint.pages import Example as Shown
from ctlint.pages import Page, marked
from ctlint.policies.model import Example, Filter, Kind, Policy, Verb
from ctlint.policies.parameters import Parameters, texts_of
from ctlint.policies.patterns import PatternReader
from ctlint.problem import Problem
from ctlint.semantics.events import NO_EVENTS
from ctlint.source import Source, Span
from ctlint.syntax import yaml
from ctlint.syntax.node import Mapping, Node, Scalar, Sequence
from ctlint.text import Decoded
from ctlint.validation import KIND

VERBS: tuple[Verb, ...] = ("require", "forbid", "limit")
FLAGS = ("multi-region", "organization", "logging")
TEXTS = ("name", "home-region", "log-bucket")
KINDS: dict[str, Kind] = {"trail": "trail", "event-data-store": "event_data_store"}
SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "note": "note"}
MAX_COPIES = 100


class PolicyFile(NamedTuple):
    """What a file holds: policies, and the names of its parameters; nothing but `problems` where it has any."""

    source: Source
    policies: tuple[Policy, ...]
    parameters: tuple[str, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def parse(source: Source, values: Values[str, tuple[str, ...]]) -> PolicyFile:
    """Return the policies of a file; `values` are those of parameters, where they differ from the defaults."""
    if source.fault is not None:
        span = Span(source, source.fault.offset, source.fault.offset)
        return PolicyFile(source, (), (), (Problem(KIND, span, source.fault.message),))
    problems = validation.check(source, "policy")
    if problems:
        return PolicyFile(source, (), (), tuple(problems))
    return _Reader(source, values).read()


class _Reader:
    """Reads a file that has the shape of a policy file."""

    def __init__(self, source: Source, values: Values[str, tuple[str, ...]]) -> None:
        self.source = source
        self.root = yaml.parse(Decoded.whole(source)).roots[0]
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        assert isinstance(self.root, Mapping)
        self.parameters = Parameters(self.root.get("parameters"), values, self.problems)
        self.patterns = PatternReader(self.parameters, self.problems, self.warnings)
        self.first: dict[str, Span] = {}

    def read(self) -> PolicyFile:
        assert isinstance(self.root, Mapping)
        policies = tuple(self._policy(node) for node in _mappings(self.root.get("policies")))
        problems = sorted(dict.fromkeys(self.problems), key=lambda each: each.span.start)
        names = tuple(self.parameters.values)
        return PolicyFile(self.source, () if problems else policies, names, tuple(problems), tuple(self.warnings))

    def _policy(self, node: Mapping) -> Policy:
        verb, body = self._verb(node)
        events = body.get("events") if body else None
        examples = tuple(self._example(item) for item in _mappings(node.get("examples")))
        return Policy(
            self._page(node, examples),
            verb,
            self.patterns.events(events) if events is not None else NO_EVENTS,
            self._filter(node.get("trails")),
            body is not None and _raw(body, "by") == "one-trail",
            body is not None and _raw(body, "extent") == "some",
            self._copies(body.get("copies")) if body and verb == "limit" else 1,
            examples,
        )

    def _verb(self, node: Mapping) -> tuple[Verb, Mapping | None]:
        found = [(verb, pair) for verb in VERBS if (pair := node.pair(verb)) is not None]
        for verb, pair in found[1:]:
            message = f"a policy wants one thing: `{verb}` beside `{found[0][0]}` is a policy of its own"
            self.problems.append(Problem(KIND, pair.key.span, message))
        verb, pair = found[0]
        return verb, pair.value if isinstance(pair.value, Mapping) else None

    def _copies(self, node: Node | None) -> int:
        given = self.parameters.fill(node) if isinstance(node, Scalar) else []
        for each in given[1:]:
            self.problems.append(Problem(KIND, each.span, "`copies` is one number, not several"))
        text = given[0].text if given else ""
        if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MAX_COPIES:
            return int(text)
        if given and text:
            message = f"`copies` is `{text}`; a whole number from 1 to {MAX_COPIES} is expected"
            self.problems.append(Problem(KIND, given[0].span, message))
        return 1

    def _filter(self, node: Node | None) -> Filter:
        if not isinstance(node, Mapping):
            return Filter()
        flags = [(name, value.raw.lower() in ("true", "yes", "on")) for name, value in _scalars(node, FLAGS)]
        texts = [(name, self.patterns.strings(value)) for name in TEXTS if (value := node.get(name)) is not None]
        return Filter(KINDS.get(_raw(node, "kind")), tuple(flags), tuple(texts))

    def _page(self, node: Mapping, examples: tuple[Example, ...]) -> Page:
        name, key = _raw(node, "name"), node.pair("id")
        span = key.value.span if key else node.span
        self._claim(_raw(node, "id"), span)
        summary = _raw(node, "summary")
        hint = _raw(node, "hint") or (f"see to it that {summary}" if summary else "change the trails, or the policy")
        entry = RuleEntry(
            _raw(node, "id"), name, "policy", summary or name.replace("-", " "), "proof",
            {"": SEVERITIES.get(_raw(node, "severity"), "error")}, hint, texts_of(node.get("references")),
            frozenset(), False,
        )  # fmt: skip
        shown = tuple(
            Shown(each.title, each.format, marked(each.bad or ""), marked(each.good or ""), ()) for each in examples
        )
        return Page(entry, _raw(node, "why"), "", shown)

    def _claim(self, name: str, span: Span) -> None:
        """Tell of an id that stands for something else already."""
        if name in catalog.rules():
            self.problems.append(Problem(KIND, span, f"`{name}` is the id of one of ctlint's own rules"))
        elif name in self.first:
            related = ((self.first[name], "first here"),)
            line = self.first[name].start_position.line
            message = f"`{name}` is the id of another policy, in line {line}"
            self.problems.append(Problem(KIND, span, message, related=related))
        self.first.setdefault(name, span)

    def _example(self, node: Mapping) -> Example:
        listed = [
            Expected(int(_raw(item, "line")), _raw(item, "rule"), _raw(item, "severity"))
            for item in _mappings(node.get("findings"))
        ]
        given = node.get("parameters")
        for pair in given.pairs if isinstance(given, Mapping) else ():
            if isinstance(pair.key, Scalar) and pair.key.raw not in self.parameters.values:
                self.problems.append(Problem(KIND, pair.key.span, f"there is no parameter `{pair.key.raw}`"))
        values = [
            (pair.key.raw, texts_of(pair.value))
            for pair in (given.pairs if isinstance(given, Mapping) else ())
            if isinstance(pair.key, Scalar)
        ]
        return Example(
            _raw(node, "title"),
            _raw(node, "filename") or _raw(node, "format") or "yaml",
            node.span.start_position.line,
            _optional(node, "bad"),
            _optional(node, "good"),
            _optional(node, "undecided"),
            tuple(listed),
            tuple(values),
        )


def _mappings(node: Node | None) -> list[Mapping]:
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


def _scalars(node: Mapping, names: tuple[str, ...]) -> list[tuple[str, Scalar]]:
    return [(name, value) for name in names if isinstance(value := node.get(name), Scalar)]


def _raw(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.raw if isinstance(value, Scalar) else ""


def _optional(node: Mapping, key: str) -> str | None:
    value = node.get(key)
    return value.raw if isinstance(value, Scalar) else None
