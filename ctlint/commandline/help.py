"""What `--help` and `ctlint help` print: usage, options by groups, examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from ctlint.commandline.commands import DESCRIBED, command, summary
from ctlint.commandline.model import Command, Option
from ctlint.commands.output import terminal_width, write_out
from ctlint.errors import UsageError
from ctlint.spelling import closest, did_you_mean

WIDTH = 100
NAMES_WIDTH = 26
"""Columns for the names of options; longer ones stand on a line of their own."""
LEAST_ROOM = 24
MORE = "`ctlint help COMMAND` tells more about a command."


class HelpArguments:
    """What was asked for; the values here are the defaults."""

    command: str = ""


def run(arguments: HelpArguments) -> int:
    """Print the help of a command, or of ctlint, and return the exit code; raises UsageError for another word."""
    wanted = arguments.command
    if wanted and wanted not in DESCRIBED:
        raise UsageError(f"there is no command `{wanted}`{did_you_mean(closest(wanted, DESCRIBED))}")
    show(wanted)
    return 0


def show(name: str) -> None:
    """Print the help of a command, or of ctlint for an empty name."""
    write_out(render(name, min(terminal_width(WIDTH), WIDTH)))


def render(name: str, width: int) -> str:
    """Return the help of a command in lines of a width, or the help of ctlint for an empty name."""
    described = command(name or "check")
    usage = described.usage if name else (*described.usage, "ctlint COMMAND ...")
    sections = [
        "\n".join(f"{'       ' if at else 'usage: '}{line}" for at, line in enumerate(usage)),
        _prose(described.description, width),
    ]
    if not name:
        listed = _table("commands", ((each, summary(each)) for each in DESCRIBED), width)
        sections.append(f"{listed}\n\n{_prose(MORE, width)}")
    sections += _options(described, width)
    sections.append(_examples(described, width))
    if described.notes:
        sections.append(_prose(described.notes, width))
    return "\n\n".join(sections) + "\n"


def names(option: Option) -> str:
    """Return an option as it is written: `-o, --output FILE`."""
    value = option.value or (f"{{{','.join(option.choices)}}}" if option.choices else "")
    return f"{', '.join(option.names)} {value}".rstrip()


def _options(described: Command, width: int) -> Iterator[str]:
    argument = described.argument
    if argument is not None:
        yield _table("arguments", [(argument.value, argument.help)], width)
    for group in described.groups:
        # Long names without a short one begin where those with one do.
        rows = ((f"{'' if len(each.names) > 1 else '    '}{names(each)}", each.help) for each in group.options)
        yield _table(group.title, rows, width)


def _table(title: str, rows: Iterable[tuple[str, str]], width: int) -> str:
    return "\n".join([f"{title}:", *(line for left, right in rows for line in _row(left, right, width))])


def _row(left: str, right: str, width: int) -> Iterator[str]:
    margin = " " * (NAMES_WIDTH + 4)
    lines = wrap(right, max(width - len(margin), LEAST_ROOM), break_on_hyphens=False)
    if len(left) > NAMES_WIDTH:
        yield f"  {left}"
        left = ""
    yield f"  {left:{NAMES_WIDTH}}  {lines[0]}".rstrip()
    yield from (margin + line for line in lines[1:])


def _examples(described: Command, width: int) -> str:
    lines = ["examples:"]
    longest = max(len(example.command) for example in described.examples)
    for example in described.examples:
        if 2 + longest + 2 + max(len(each.does) for each in described.examples) <= width:
            lines.append(f"  {example.command:{longest}}  {example.does}")
        else:
            lines += [
                f"  {example.command}",
                *wrap(example.does, width, initial_indent="      ", subsequent_indent="      "),
            ]
    return "\n".join(lines)


def _prose(text: str, width: int) -> str:
    paragraphs = ("\n".join(wrap(each, width, break_on_hyphens=False)) for each in text.split("\n\n"))
    return "\n\n".join(paragraphs)
