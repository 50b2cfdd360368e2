"""The report for people: place, rule and message, the line with the range underlined, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint import catalog
from ctlint.api import Result
from ctlint.change import describe
from ctlint.finding import Diagnostic, Severity
from ctlint.reporters import Style
from ctlint.reporters.inert import inert
from ctlint.reporters.snippet import ELLIPSIS, snippet
from ctlint.reporters.summary import counted, in_words, summarize
from ctlint.source import Span

BOLD, DIM, RED, YELLOW, BLUE, GREEN = "1", "2", "1;31", "1;33", "1;34", "1;32"
COLORS: dict[Severity, str] = {"error": RED, "warning": YELLOW, "note": BLUE}
LONGEST_MESSAGE = 400
"""Longer messages quote a whole document; they are cut, in this report only."""
MAX_ALIKE = 1_000
"""Findings of one rule in one file that are shown: nobody reads more, and they could fill a disk."""


def render(result: Result, style: Style) -> str:
    """Return the report, with a summary as its last line unless the style is quiet."""
    shown, left_out = _choose(result.diagnostics)
    blocks = ["\n".join(_block(each, style)) for each in shown]
    blocks += [_more(path, rule, count) for (path, rule), count in left_out.items()]
    words = in_words(summarize(result))
    if words and not style.quiet:
        blocks.append(words if result.diagnostics else _paint(words, GREEN, style))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _choose(diagnostics: list[Diagnostic]) -> tuple[list[Diagnostic], dict[tuple[str, str], int]]:
    """Return what to show, and for each file and rule how many findings that leaves out."""
    counts: dict[tuple[str, str], int] = {}
    shown: list[Diagnostic] = []
    for each in diagnostics:
        key = (each.span.source.path, each.rule)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MAX_ALIKE:
            shown.append(each)
    return shown, {key: count - MAX_ALIKE for key, count in counts.items() if count > MAX_ALIKE}


def _more(path: str, rule: str, count: int) -> str:
    return f"{inert(path)}: {counted(count, 'more finding')} of {rule}; `--format json` lists all"


def _block(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    finding = diagnostic.finding
    color = COLORS[diagnostic.severity]
    last_line = max(place.start_position.line for place in (finding.span, *(each.span for each in finding.related)))
    gutter = len(str(last_line)) + 1
    severity = _paint(f"{diagnostic.severity} {diagnostic.rule}", color, style)
    yield f"{_paint(place(finding.span), BOLD, style)}: {severity} {diagnostic.name}: {shorten(finding.message)}"
    yield from _quote(finding.span, gutter, "^", color, style)
    for name, text in remarks(diagnostic, style):
        yield _remark(f"{name}: {text}", gutter, style)
    for related in finding.related:
        yield _remark(f"{place(related.span)}: {shorten(related.message)}", gutter, style)
        yield from _quote(related.span, gutter, "-", BLUE, style)


def remarks(diagnostic: Diagnostic, style: Style) -> Iterator[tuple[str, str]]:
    """Yield what there is to say beside the message, each with its name."""
    finding = diagnostic.finding
    if finding.witness:
        yield "event", shorten(", ".join(f"{field} = {value}" for field, value in finding.witness))
    if finding.change is not None:
        entry = catalog.rules().get(diagnostic.rule)
        is_unsafe = entry is not None and entry.fix == "unsafe"
        yield "unsafe fix" if is_unsafe else "fix", shorten(describe(finding.change))
    yield "hint", inert(diagnostic.hint)
    if style.verbose and diagnostic.reference:
        yield "see", inert(diagnostic.reference)


def _quote(span: Span, gutter: int, mark: str, color: str, style: Style) -> Iterator[str]:
    quoted = snippet(span, style.width - gutter - 5)
    bar = _paint("|", DIM, style)
    underline = _paint(mark * (quoted.end - quoted.start), color, style)
    yield f" {_paint(str(quoted.line).rjust(gutter), DIM, style)} {bar} {quoted.text}".rstrip()
    yield f" {' ' * gutter} {bar} {' ' * quoted.start}{underline}"


def _remark(text: str, gutter: int, style: Style) -> str:
    return f" {' ' * gutter} {_paint('=', DIM, style)} {text}"


def place(span: Span) -> str:
    """Return path, line and column as editors and terminals take them."""
    line, column = span.start_position
    return f"{inert(span.source.path)}:{line}:{column}"


def shorten(text: str) -> str:
    """Return a text made inert, and cut where it is long."""
    return inert(text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + ELLIPSIS)


def _paint(text: str, color: str, style: Style) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if style.color else text
