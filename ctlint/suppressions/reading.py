"""Sources to suppressions: comments and metadata, with what is wrong about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint.loaders import remarks
from ctlint.loaders.remarks import Metadata
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.spelling import closest, did_you_mean
from ctlint.suppressions import grammar
from ctlint.suppressions.model import Demands, Named, Scope, Suppression
from ctlint.syntax.comments import Remarks
from ctlint.syntax.node import Mapping, Node, Scalar
from ctlint.syntax.node import Sequence as List

MALFORMED, EXPIRED = "malformed-suppression", "expired-suppression"
METADATA_FORM = "`ctlint: {ignore: [CT306], reason: …}` is expected"
ENTRY_KEYS = ("rule", "reason", "until")
FIRST_KEYS = ("ignore", "reason", "until")
CLOSINGS = ("*/", "-->")
BLANKS = re.compile(r"[ \t]*")


class Found(NamedTuple):
    """The suppressions of a source, and what is wrong with some."""

    suppressions: list[Suppression]
    problems: list[Problem]


def read(source: Source, demands: Demands) -> Found:
    """Return the suppressions that a file holds; not those in a configuration."""
    found = Found([], [])
    spoken = remarks.comments(source)
    lines = _Lines(source, spoken)
    for comment in spoken.comments:
        text = source.text[comment.start : comment.end]
        directive = grammar.parse(text)
        span = Span(source, comment.start, comment.start + len(text.rstrip()))
        for fault in directive.faults:
            place = Span(source, comment.start + fault.start, comment.start + fault.end)
            found.problems.append(Problem(MALFORMED, place, fault.message))
        names = tuple(
            Named(each.rule, Span(source, comment.start + each.start, comment.start + each.end))
            for each in directive.rules
        )
        first, last = (0, 0) if directive.is_for_file else lines.covered(span)
        scope: Scope = "file" if directive.is_for_file else "line"
        if not directive.is_void:
            each = Suppression(scope, span, names, directive.reason, directive.until, first, last)
            found.suppressions.append(judge(each, demands, found.problems))
    for metadata in remarks.metadata(source):
        for each in _of_metadata(metadata, found.problems):
            found.suppressions.append(judge(each, demands, found.problems))
    return found


def judge(suppression: Suppression, demands: Demands, problems: list[Problem]) -> Suppression:
    """Return a suppression as far as it has an effect, and tell why where it has none."""
    if suppression.until and suppression.until < demands.today:
        message = f"the suppression of {_listed(suppression.rules)} has expired on {suppression.until}"
        problems.append(Problem(EXPIRED, suppression.span, message))
        return suppression._replace(is_expired=True, is_void=True)
    if demands.needs_reason and not suppression.reason:
        message = f"the suppression of {_listed(suppression.rules)} gives no reason, and the configuration asks for one"
        problems.append(Problem(MALFORMED, suppression.span, message))
        return suppression._replace(is_void=True)
    rules: list[Named] = []
    for named in suppression.rules:
        is_locked = named.rule.startswith(demands.locked or "\0")
        if is_locked:
            message = f"`{named.rule}` cannot be suppressed: the configuration locks it"
            problems.append(Problem(MALFORMED, named.span, message))
        rules.append(named._replace(is_locked=is_locked))
    return suppression._replace(rules=tuple(rules))


def _listed(rules: Sequence[Named]) -> str:
    return ", ".join(f"`{each.rule}`" for each in rules)


class _Lines:
    """Which lines of a file comments speak of.

    Where no comment can stand within, as in a text over several lines or a command with its JSON, the whole of it counts
    as one line.
    """

    def __init__(self, source: Source, spoken: Remarks) -> None:
        self.source = source
        self.marks = spoken.marks
        self.bottoms: dict[int, int] = {}
        self.tops: dict[int, int] = {}
        self._following: list[int] = []
        for start, end in spoken.texts:
            top, bottom = source.position(start).line, source.position(max(start, end - 1)).line
            self.bottoms[top] = max(bottom, self.bottoms.get(top, 0))
            self.tops[bottom] = min(top, self.tops.get(bottom, top))

    def covered(self, span: Span) -> tuple[int, int]:
        """Return the first and the last line that a comment covers: its own, or below it where it stands alone."""
        line = span.start_position.line
        if self._is_alone(span, line):
            line = self.following()[line]
        return self.tops.get(line, line), self.bottoms.get(line, line)

    def _is_alone(self, span: Span, line: int) -> bool:
        """Tell whether nothing but comments stands on a line; only its beginning, and what follows, is looked at."""
        text = self.source.text
        start, end = self.source.line_span(line)
        first = _behind_blanks(text, start)
        if first < span.start and not text.startswith((*self.marks, "*"), first):
            return False
        last = _behind_blanks(text, span.end)
        closing = next((len(mark) for mark in CLOSINGS if text.startswith(mark, last)), 0)
        last = _behind_blanks(text, last + closing)
        return last >= end or text.startswith(self.marks, last)

    def following(self) -> list[int]:
        """Return for each line the next one below that is no comment; the line itself where none is."""
        if not self._following:
            count = len(self.source.line_starts())
            self._following = list(range(count + 1))
            for line in range(count - 1, 0, -1):
                is_comment = self.source.line_text(line + 1).lstrip().startswith(self.marks)
                below = self._following[line + 1]
                self._following[line] = below if is_comment and below > line + 1 else line if is_comment else line + 1
        return self._following


def _behind_blanks(text: str, position: int) -> int:
    match = BLANKS.match(text, position)
    return match.end() if match else position


def _of_metadata(metadata: Metadata, problems: list[Problem]) -> Iterator[Suppression]:
    """Yield what `Metadata: {ctlint: …}` says: rules with one reason, or entries with one each."""
    value = metadata.value
    ignore = value.get("ignore") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or ignore is None:
        problems.append(Problem(MALFORMED, metadata.key.span, f"the metadata names no rule; {METADATA_FORM}"))
        return
    _check_keys(value, FIRST_KEYS, problems)
    items = ignore.items if isinstance(ignore, List) else [ignore]
    plain = [item for item in items if isinstance(item, Scalar)]
    if plain:
        yield from _entry(metadata, value, plain, metadata.key.span, problems)
    for item in items:
        if isinstance(item, Mapping):
            _check_keys(item, ENTRY_KEYS, problems)
            rule = item.get("rule")
            if isinstance(rule, Scalar):
                yield from _entry(metadata, item, [rule], rule.span, problems)
            else:
                problems.append(Problem(MALFORMED, metadata.key.span, f"an entry names no rule; {METADATA_FORM}"))


def _entry(
    metadata: Metadata, node: Mapping, rules: list[Scalar], span: Span, problems: list[Problem]
) -> Iterator[Suppression]:
    until, reason = _raw(node.get("until")), _raw(node.get("reason"))
    fault = grammar.date_fault(until) if until else ""
    if fault:
        problems.append(Problem(MALFORMED, span, fault))
        return
    names: list[Named] = []
    for rule in rules:
        wrong = grammar.rule_fault(rule.raw)
        if wrong:
            problems.append(Problem(MALFORMED, rule.span, wrong))
        else:
            names.append(Named(rule.raw, rule.span))
    if names:
        first, last = _extent(metadata)
        scope: Scope = "file" if metadata.owner is None else "resource"
        yield Suppression(scope, span, tuple(names), reason.strip(), until, first, last)


def _extent(metadata: Metadata) -> tuple[int, int]:
    """Return the lines of the resource that metadata are about."""
    owner = metadata.owner
    if owner is None or not isinstance(owner.key, Scalar):
        return 0, 0
    return owner.key.span.start_position.line, owner.value.span.end_position.line


def _check_keys(node: Mapping, known: tuple[str, ...], problems: list[Problem]) -> None:
    for pair in node.pairs:
        if isinstance(pair.key, Scalar) and pair.key.raw not in known:
            hint = did_you_mean(closest(pair.key.raw, known))
            problems.append(Problem(MALFORMED, pair.key.span, f"unknown key `{pair.key.raw}`{hint}"))


def _raw(node: Node | None) -> str:
    return node.raw if isinstance(node, Scalar) and node.kind != "null" else ""
