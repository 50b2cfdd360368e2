"""CT0: text that is broken, or that says less than it seems to."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.change import set_value
from ctlint.checks.registry import Context, check
from ctlint.checks.values import values
from ctlint.finding import Finding, Related
from ctlint.knowledge.hosts import find_mangled
from ctlint.model import AdvancedEventSelector, EventSelector
from ctlint.problem import Problem
from ctlint.text import Text


def _restate(problem: Problem) -> Iterator[Finding]:
    related = tuple(Related(span, message) for span, message in problem.related)
    yield Finding(problem.span, problem.message, related, change=problem.change, variant=problem.variant)


for _rule, _kind in (
    ("CT001", "unparsable"),
    ("CT002", "lenient-syntax"),
    ("CT003", "duplicate-key"),
    ("CT004", "mangled-host"),
    ("CT005", "stringified-selectors"),
    ("CT006", "malformed-command"),
    ("CT007", "overwritten-selectors"),
    ("CT008", "mismatched-response"),
    ("CT102", "unknown-key"),
    ("CT103", "miscased-key"),
    ("CT104", "wrong-type"),
    ("CT112", "unknown-operator"),
    ("CT901", "unused-suppression"),
    ("CT902", "malformed-suppression"),
    ("CT903", "expired-suppression"),
    ("CT904", "undecided"),
):
    check.problem(_rule, _kind)(_restate)


@check.selector("CT004")
def mangled_host(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for value in values(selector):
        # The key of an object may be any host name with something behind it.
        if value.field != "resources.ARN":
            yield from _mangled(value.text)


@check.basic_selector("CT004")
def mangled_excluded_host(selector: EventSelector, context: Context) -> Iterator[Finding]:
    excluded = selector.exclude_management_event_sources
    for text in excluded.items if excluded else ():
        yield from _mangled(text)


def _mangled(text: Text) -> Iterator[Finding]:
    known = text.value
    for host in find_mangled(text.pattern):
        written = text.pattern[host.start : host.end]
        message = f"`{written}` is the host `{host.meant}` with `{written[len(host.meant) :]}` appended"
        meant = known[: host.start] + host.meant + known[host.end :] if known is not None else None
        change = set_value(text, meant) if meant is not None else None
        yield Finding(text.span_of(host.start, host.end), message, change=change)
