"""`ctlint explain`: the page of a rule, for a reader at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import indent, wrap

from ctlint import catalog
from ctlint.commands.output import terminal_width, wants_color, write_out
from ctlint.commands.settings import suggest_rule
from ctlint.errors import UsageError
from ctlint.pages import Example, Page, page

WIDTH = 100
BASES = {
    "live": "a recorded answer of AWS",
    "doc": "AWS's documentation or service model",
    "proof": "follows from the documented matching rules",
    "observed": "reported from practice",
    "inferred": "strongly implied by AWS's documentation, not stated there",
    "tables": "rests on the event tables",
}


class ExplainArguments:
    """What was asked for; the values here are the defaults."""

    rules: Sequence[str] = ()
    color: str = "auto"


def run(arguments: ExplainArguments) -> int:
    """Print the pages of rules and return the exit code; raises UsageError for a rule that does not exist."""
    if not arguments.rules:
        raise UsageError("which rule? `ctlint explain CT113`; `ctlint rules` lists them")
    width = min(terminal_width(WIDTH), 120)
    bold = ("\x1b[1m", "\x1b[0m") if wants_color(arguments.color) else ("", "")
    pages = ["\n".join(_show(page(_find(wanted)), width, bold)) for wanted in arguments.rules]
    write_out("\n\n".join(pages) + "\n")
    return 0


def _find(wanted: str) -> str:
    """Return the id of the rule that an id or a name, in any case, stands for."""
    rules = catalog.rules()
    if wanted.upper() in rules:
        return wanted.upper()
    named = next((rule.id for rule in rules.values() if rule.name == wanted.lower()), None)
    if named is None:
        raise UsageError(f"there is no rule `{wanted}`{suggest_rule(wanted)}")
    return named


def _show(shown: Page, width: int, bold: tuple[str, str]) -> Iterator[str]:
    rule = shown.rule
    yield f"{bold[0]}{rule.id} {rule.name}{bold[1]} ({_severities(shown)})"
    yield from wrap(rule.summary, width)
    yield ""
    for paragraph in re.split(r"\n\s*\n", shown.why.strip()):
        yield from wrap(paragraph, width)
        yield ""
    yield from _item("What to do", rule.hint, width, bold)
    if shown.error:
        yield from _item("AWS answers", shown.error, width, bold)
    yield from _item("Basis", BASES[rule.basis], width, bold)
    for example in shown.examples:
        yield from _example(example, bold)
    yield ""
    yield f"{bold[0]}References{bold[1]}"
    yield from (f"  {url}" for url in rule.references)


def _severities(shown: Page) -> str:
    rule = shown.rule
    cases = [f"{severity} where {variant}" if variant else severity for variant, severity in rule.severities.items()]
    return ", ".join((*cases, "off unless selected by its id") if rule.off else cases)


def _item(name: str, text: str, width: int, bold: tuple[str, str]) -> Iterator[str]:
    first, *more = wrap(f"{name}: {text}", width, subsequent_indent="  ")
    yield f"{bold[0]}{name}{bold[1]}{first[len(name) :]}"
    yield from more


def _example(example: Example, bold: tuple[str, str]) -> Iterator[str]:
    yield ""
    yield f"{bold[0]}Example: {example.title}{bold[1]}"
    for name, text in (("found", example.bad), ("right", example.good)):
        if text:
            yield f"  {name}:"
            yield indent(text.rstrip(), "    ")
    if example.announced:
        yield f"  ({', '.join(example.announced)})"
