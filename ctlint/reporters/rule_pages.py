"""A rule page as text for a reader at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from ctlint.catalog import RuleEntry
from ctlint.pages import Example, Page
from ctlint.reporters import Style
from ctlint.reporters.text import BOLD, COLORS, GREEN, RED

CYAN = "36"
CODE = re.compile(r"`[^`\n]+`")
MARK = re.compile(r"(?:(?:#|//|<!--) *|← )[A-Z]{2,}[0-9]+.*$", re.MULTILINE)
EXPANDED = re.compile(r"\brepeat \d+:")
BASES = {
    "live": "a recorded answer of AWS",
    "doc": "AWS's documentation or service model",
    "proof": "follows from the documented matching rules",
    "observed": "reported from practice",
    "inferred": "strongly implied by AWS's documentation, not stated there",
    "tables": "rests on the event tables",
}
FIXES = {
    "safe": "`ctlint --fix` makes the change where it is clear",
    "unsafe": "`ctlint --fix --unsafe-fixes` makes the change, which may record other events than before",
}


def render(page: Page, style: Style, every_example: bool = False) -> str:
    """Return a page, with the most telling example or with all of them."""
    return "\n".join(_lines(page, style, every_example))


def _lines(page: Page, style: Style, every_example: bool) -> Iterator[str]:
    rule = page.rule
    yield f"{_paint(f'{rule.id} {rule.name}', BOLD, style)} ({_severities(rule, style)})"
    yield from _wrapped(rule.summary, style)
    yield ""
    for paragraph in re.split(r"\n\s*\n", page.why.strip()) if page.why else ():
        yield from _wrapped(paragraph, style)
        yield ""
    yield from _item("What to do", rule.hint, style)
    if rule.fix:
        yield from _item("Fix", FIXES[rule.fix], style)
    if page.error:
        yield from _item("AWS answers", page.error, style)
    if page.variants:
        yield from _item("Severity", severity_words(page), style)
    yield from _item("Basis", BASES[rule.basis], style)
    shown = list(page.examples) if every_example else _telling(page.examples)
    for example in shown:
        yield from _example(example, style)
    left = len(page.examples) - len(shown)
    if left:
        yield ""
        yield from _wrapped(f"{left} more with `ctlint explain {rule.id} --examples`", style)
    if rule.references:
        yield ""
        yield _paint("References", BOLD, style)
    yield from (f"  {url}" for url in rule.references)


def severity_words(page: Page) -> str:
    """Return the severity and what others are for: `error; warning for a wildcard in the key of an S3 object`."""
    severities = page.rule.severities
    others = [f"{severities[variant]} {words}" for variant, words in page.variants]
    return "; ".join((page.rule.severity, *others))


def _severities(rule: RuleEntry, style: Style) -> str:
    found = [_paint(each, COLORS[each], style) for each in dict.fromkeys(rule.severities.values())]
    return ", ".join((*found, "off unless selected by its id") if rule.off else found)


def _telling(examples: tuple[Example, ...]) -> list[Example]:
    """Return the first example that shows both sides, or the first one."""
    both = [example for example in examples if example.bad and example.good]
    return (both or list(examples))[:1]


def _item(name: str, text: str, style: Style) -> Iterator[str]:
    first, *more = _wrapped(f"{name}: {text}", style, "  ")
    yield f"{_paint(name, BOLD, style)}{first[len(name) :]}"
    yield from more


def _example(example: Example, style: Style) -> Iterator[str]:
    yield ""
    first, *more = wrap(f"Example: {example.title}", style.width, subsequent_indent="  ")
    yield from (_paint(line, BOLD, style) for line in (first, *more))
    for name, color, text in (("found", RED, _marked(example)), ("right", GREEN, example.good)):
        if text:
            yield f"  {_paint(name, color, style)}:"
            for line in text.rstrip().splitlines():
                yield f"    {MARK.sub(lambda mark: _paint(mark[0], RED, style), line)}".rstrip()
    if example.announced and not _is_countable(example):
        yield f"  ({', '.join(example.announced)})"


def _marked(example: Example) -> str:
    """Return the text with findings, those of a format without comments behind an arrow."""
    lines = example.bad.splitlines()
    for at, rule in example.findings if _is_countable(example) else ():
        lines[at - 1] += f", {rule}" if "  ← " in lines[at - 1] else f"  ← {rule}"
    return "\n".join(lines)


def _is_countable(example: Example) -> bool:
    """Tell whether the lines that findings name are those of the text as it stands, with nothing to repeat."""
    return EXPANDED.search(example.bad) is None


def _wrapped(text: str, style: Style, indent: str = "") -> list[str]:
    """Return lines of the style's width, with what stands between backticks in colour."""
    lines = wrap(text, style.width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [CODE.sub(lambda code: _paint(code[0], CYAN, style), line) for line in lines] or [""]


def _paint(text: str, color: str, style: Style) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if style.color else text
