"""`ctlint explain`: the page of a rule, for a reader at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import indent, wrap

from ctlint import catalog
from ctlint.catalog import RuleEntry
from ctlint.commands.output import terminal_width, wants_color, write_out
from ctlint.commands.rules import as_table
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
    answers = [_answer(wanted, width, bold) for wanted in arguments.rules]
    write_out("\n\n".join(answers) + "\n")
    return 0


def _answer(wanted: str, width: int, bold: tuple[str, str]) -> str:
    """Return the page of a rule, or the list of those whose ids begin as wanted."""
    rules = catalog.rules()
    found = [rule for rule in rules.values() if wanted.upper() == rule.id or wanted.lower() == rule.name]
    if found:
        return "\n".join(_show(page(found[0].id), width, bold))
    listed = [rule for rule in rules.values() if wanted and rule.id.startswith(wanted.upper())]
    if not listed:
        raise UsageError(f"there is no rule `{wanted}`{suggest_rule(wanted)}")
    return as_table(listed).rstrip("\n")


def _show(shown: Page, width: int, bold: tuple[str, str]) -> Iterator[str]:
    rule = shown.rule
    yield f"{bold[0]}{rule.id} {rule.name}{bold[1]} ({_severities(rule)})"
    yield from wrap(rule.summary, width)
    yield ""
    for paragraph in re.split(r"\n\s*\n", shown.why.strip()):
        yield from wrap(paragraph, width)
        yield ""
    yield from _item("What to do", rule.hint, width, bold)
    if shown.error:
        yield from _item("AWS answers", shown.error, width, bold)
    if len(rule.severities) > 1:
        yield from _item("Severity", _by_variant(rule), width, bold)
    yield from _item("Basis", BASES[rule.basis], width, bold)
    for example in shown.examples:
        yield from _example(example, bold)
    yield ""
    yield f"{bold[0]}References{bold[1]}"
    yield from (f"  {url}" for url in rule.references)


def _severities(rule: RuleEntry) -> str:
    found = dict.fromkeys(rule.severities.values())
    return ", ".join((*found, "off unless selected by its id") if rule.off else found)


def _by_variant(rule: RuleEntry) -> str:
    cases = [f"{severity} for {variant.replace('-', ' ')}" for variant, severity in rule.severities.items() if variant]
    return f"{', '.join(cases)}; otherwise {rule.severity}"


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
