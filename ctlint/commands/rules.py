"""`ctlint rules`: the list of all rules."""

from __future__ import annotations

from ctlint import catalog
from ctlint.catalog import RuleEntry
from ctlint.commands.output import terminal_width, write_out
from ctlint.commands.settings import use_plugins

WIDTH = 160
NARROW = 30


class RulesArguments:
    """What was asked for; the values here are the defaults."""

    format: str = "text"
    plugin: list[str] = []


def run(arguments: RulesArguments) -> int:
    """Print the rules and return the exit code; raises UsageError."""
    use_plugins(arguments.plugin)
    rules = list(catalog.rules().values())
    write_out(_as_json(rules) if arguments.format == "json" else as_table(rules))
    return 0


def as_table(rules: list[RuleEntry]) -> str:
    """Return a line for each rule, longer summaries on several, below the name where the terminal is narrow."""
    from textwrap import indent, wrap

    width = terminal_width(WIDTH)
    widest = max((len(rule.name) for rule in rules), default=0)
    widest_severity = max((len(severities(rule)) for rule in rules), default=0)
    lines: list[str] = []
    for rule in rules:
        head = f"{rule.id}  {rule.name:{widest}}  {severities(rule):{widest_severity}}  "
        if width - len(head) < NARROW:
            lines += [head.rstrip(), *(indent(line, "    ") for line in wrap(rule.summary, max(width - 4, NARROW)))]
            continue
        first, *more = wrap(rule.summary, width - len(head)) or [""]
        lines += [head + first, *(" " * len(head) + line for line in more)]
    return "\n".join(lines) + "\n"


def severities(rule: RuleEntry) -> str:
    """Return the severities that findings of a rule have; `off` for a rule that speaks only when it is selected."""
    return "off" if rule.off else ", ".join(dict.fromkeys(rule.severities.values()))


def _as_json(rules: list[RuleEntry]) -> str:
    import json

    listed = [
        {
            "id": rule.id,
            "name": rule.name,
            "group": rule.group,
            "severity": rule.severity,
            "off": rule.off,
            "basis": rule.basis,
            "summary": rule.summary,
            "hint": rule.hint,
            "references": list(rule.references),
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2) + "\n"
