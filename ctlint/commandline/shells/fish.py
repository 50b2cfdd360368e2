"""The script for fish, to be sourced or to lie in `~/.config/fish/completions`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctlint.commandline.commands import summary
from ctlint.commandline.model import Argument, Command, Option
from ctlint.commandline.shells import Names, takes_path, takes_value, values

FUNCTIONS = r"""
# The command that is being written: check where none is named.
function __ctlint_command
    set -l words (commandline -opc)
    if set -q words[2]; and contains -- $words[2] $__ctlint_commands
        echo $words[2]
    else
        echo check
    end
end

function __ctlint_is
    test (__ctlint_command) = $argv[1]
end

function __ctlint_at_first
    test (count (commandline -opc)) -eq 1
end

# What is written of the value of an option.
function __ctlint_written
    commandline -ct | string replace -r '^--[^=]*=' ''
end

function __ctlint_rule_list
    set -l head (__ctlint_written | string replace -rf '^(.*,)[^,]*$' '$1')
    for each in (__ctlint_rules)
        echo "$head$each"
    end
end

function __ctlint_format
    set -l head (__ctlint_written | string replace -rf '^([^:]*:).*$' '$1')
    if set -q head[1]
        for each in (__fish_complete_path (__ctlint_written | string replace -r '^[^:]*:' ''))
            echo "$head$each"
        end
    else
        printf '%s\n' $argv
    end
end
"""


def script(known: Names) -> str:
    """Return the script."""
    lines = [
        "# fish completion for ctlint, made by `ctlint completion fish`",
        f"set -g __ctlint_commands {' '.join(known.offered('command'))}",
        *_listed("__ctlint_rules", known.rules),
        *_listed("__ctlint_pages", (*known.rules, *known.policies)),
        FUNCTIONS,
        "complete -c ctlint -e",
    ]
    for command in known.commands:
        lines.append(f"complete -c ctlint -n __ctlint_at_first -a {command.name} -d {_quoted(summary(command.name))}")
    for command in known.commands:
        lines += _completions(command, known)
    return "\n".join(lines) + "\n"


def _listed(function: str, names: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"\nfunction {function}"
    yield "    printf '%s\\t%s\\n' \\"
    yield " \\\n".join(f"        {name} {_quoted(words)}" for name, words in names)
    yield "end"


def _completions(command: Command, known: Names) -> Iterator[str]:
    begin = f"complete -c ctlint -n '__ctlint_is {command.name}'"
    argument = command.argument
    if argument is None:
        yield f"{begin} -f"
    else:
        offered = _offered(argument, known)
        paths = "" if takes_path(argument.kind) else " -f"
        # `ctlint explain` is a command, and no file called so, before its space is written.
        if paths or offered:
            yield f"{begin}{paths}{f' -a {_quoted(offered)}' if offered else ''}"
    for option in command.options:
        names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
        yield f"{begin} {names}{_value(option, known)} -d {_quoted(option.help)}"


def _value(option: Option, known: Names) -> str:
    if not takes_value(option):
        return ""
    offered = _offered(option, known)
    paths = " -r -F" if takes_path(option.kind) else " -x"
    return f"{paths} -a {_quoted(offered)}" if offered else paths


def _offered(option: Option | Argument, known: Names) -> str:
    """Return the words that fish offers, or the command that prints them."""
    if option.kind == "rules":
        return "(__ctlint_rule_list)"
    if option.kind == "rule":
        return "(__ctlint_pages)"
    words = " ".join(values(option, known))
    return f"(__ctlint_format {words})" if option.kind == "format" else words


def _quoted(text: str) -> str:
    """Return a text as a word of fish."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
