"""`ctlint explain`: the page of a rule, for a reader at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ctlint import catalog
from ctlint.commands.output import terminal_width, wants_color, write_out
from ctlint.commands.rules import as_table
from ctlint.commands.settings import suggest_rule, use_plugins
from ctlint.errors import UsageError
from ctlint.pages import Page, page
from ctlint.reporters import Style
from ctlint.reporters.inert import inert
from ctlint.reporters.rule_pages import render

WIDTH = 100
MIN_WIDTH, MAX_WIDTH = 20, 100


class ExplainArguments:
    """What was asked for; the values here are the defaults."""

    rules: Sequence[str] = ()
    color: str = "auto"
    policy: list[str] = []
    plugin: list[str] = []
    set: list[str] = []
    examples: bool = False


def run(arguments: ExplainArguments) -> int:
    """Print the pages of rules and return the exit code; raises UsageError for a rule that does not exist."""
    if not arguments.rules:
        raise UsageError("which rule? `ctlint explain CT113`; `ctlint rules` lists them")
    use_plugins(arguments.plugin)
    style = Style(wants_color(arguments.color), max(min(terminal_width(WIDTH), MAX_WIDTH), MIN_WIDTH))
    policies = _pages(arguments)
    answers = [_answer(wanted, policies, style, arguments.examples) for wanted in arguments.rules]
    write_out("\n\n".join(answers) + "\n")
    return 0


def _pages(arguments: ExplainArguments) -> list[Page]:
    """Return the pages of policies; those of the packs only where somebody asks for what is no rule."""
    rules = catalog.rules().values()
    names = [name for rule in rules for name in (rule.id, rule.name)]
    are_known = all(any(name.startswith((each.upper(), each.lower())) for name in names) for each in arguments.rules)
    if are_known and not arguments.policy:
        return []
    from ctlint.commands.policy_files import load, packs

    return [policy.page for policy in load([*arguments.policy, *packs()], arguments.set)]


def _answer(wanted: str, policies: list[Page], style: Style, every_example: bool) -> str:
    """Return the page of a rule or policy, or the list of those whose ids begin as wanted."""
    rules = catalog.rules()
    found = [rule for rule in rules.values() if wanted.upper() == rule.id or wanted.lower() == rule.name]
    if found:
        return render(page(found[0].id), style, every_example)
    for each in policies:
        if each.rule.id == wanted.upper():
            return render(_inert(each), style, every_example)
    known = [*rules.values(), *(each.rule for each in policies)]
    listed = [rule for rule in known if wanted and rule.id.startswith(wanted.upper())]
    if not listed:
        raise UsageError(f"there is no rule `{wanted}`{suggest_rule(wanted, [each.rule.id for each in policies])}")
    return as_table(listed).rstrip("\n")


def _inert(page: Page) -> Page:
    """Return the page of a policy, which anybody may have written, without what could act on a terminal."""
    examples = tuple(
        each._replace(title=inert(each.title), bad=_inert_lines(each.bad), good=_inert_lines(each.good))
        for each in page.examples
    )
    rule = page.rule._replace(
        summary=inert(page.rule.summary), hint=inert(page.rule.hint), references=tuple(map(inert, page.rule.references))
    )
    return page._replace(rule=rule, why=_inert_lines(page.why), examples=examples)


def _inert_lines(text: str) -> str:
    return "\n".join(map(inert, text.splitlines()))
