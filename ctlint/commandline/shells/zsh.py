"""The script for zsh, to be sourced or to lie in a folder of `fpath` as `_ctlint`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctlint.commandline.commands import summary
from ctlint.commandline.model import Argument, Command, Kind, Option
from ctlint.commandline.shells import Names, single_quoted, takes_path, takes_value, values

FUNCTIONS = r"""
_ctlint_rule_list() {
    compset -P '*,'
    compset -S ',*'
    _ctlint_rules -qS ,
}

_ctlint_policies() {
    _alternative 'packs:pack:_ctlint_packs' 'files:file:_files'
}

_ctlint_format() {
    if compset -P '*:'; then
        _files
    else
        compadd "$@"
    fi
}

_ctlint_first() {
    if (( CURRENT == 2 )); then
        _alternative 'commands:command:_ctlint_commands' 'files:file:_files'
    else
        _files
    fi
}

_ctlint() {
    if (( CURRENT > 2 )) && (( $+functions[_ctlint_command_$words[2]] )); then
        shift words
        (( CURRENT-- ))
        _ctlint_command_$words[1]
    else
        _ctlint_main
    fi
}

if [[ $funcstack[1] == _ctlint ]]; then
    _ctlint "$@"
else
    compdef _ctlint ctlint
fi
"""


def script(known: Names) -> str:
    """Return the script."""
    main = known.commands[0]
    lines = [
        "#compdef ctlint",
        "# zsh completion for ctlint, made by `ctlint completion zsh`",
        *_described("_ctlint_commands", "command", ((each.name, summary(each.name)) for each in known.commands)),
        *_described("_ctlint_rules", "rule", known.rules),
        *_described("_ctlint_pages", "rule", (*known.rules, *known.policies)),
        *_described("_ctlint_packs", "pack", ((name, "") for name in known.packs)),
        *_arguments("_ctlint_main", main, known, "'*:PATH:_ctlint_first'"),
    ]
    for command in known.commands:
        argument = _argument(command.argument, known) if command.argument else ""
        lines += _arguments(f"_ctlint_command_{command.name}", command, known, argument)
    return "\n".join(lines) + "\n" + FUNCTIONS


def _described(function: str, word: str, names: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"\n{function}() {{"
    yield "    local -a names=("
    for name, words in names:
        yield f"        {single_quoted(f'{name}:{words}' if words else name)}"
    yield "    )"
    yield f'    _describe -t {word}s {word} names "$@"'
    yield "}"


def _arguments(function: str, command: Command, known: Names, argument: str) -> Iterator[str]:
    specs = [spec for option in command.options for spec in _option(option, known)]
    yield f"\n{function}() {{"
    yield " \\\n        ".join(("    _arguments -s -S :", *specs, *([argument] if argument else [])))
    yield "}"


def _option(option: Option, known: Names) -> Iterator[str]:
    """Yield what `_arguments` wants to know, for each of the names."""
    repeats = "*" if option.repeats else f"({' '.join(option.names)})" if len(option.names) > 1 else ""
    for name in option.names:
        joint = "" if not takes_value(option) else "=" if name.startswith("--") else "+"
        words = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        value = f":{_message(option.value)}:{_action(option, known)}" if joint else ""
        yield single_quoted(f"{repeats}{name}{joint}[{words}]{value}")


def _argument(argument: Argument, known: Names) -> str:
    place = "*:" if argument.many else "1::"
    return single_quoted(f"{place}{_message(argument.value)}:{_action(argument, known)}")


def _message(value: str) -> str:
    return value.replace(":", "\\:") or "choice"


ACTIONS: dict[Kind, str] = {
    "rules": "_ctlint_rule_list",
    "rule": "_ctlint_pages",
    "policy": "_ctlint_policies",
    "command": "_ctlint_commands",
}


def _action(option: Option | Argument, known: Names) -> str:
    """Return what completes a value; a space stands for nothing."""
    if option.kind in ACTIONS:
        return ACTIONS[option.kind]
    if takes_path(option.kind):
        return "_files"
    words = " ".join(values(option, known))
    if option.kind == "format":
        return f"{{_ctlint_format {words}}}"
    return f"({words})" if words else " "
