"""The script for bash: 3.2, as macOS has it, and newer."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.commandline.model import Argument, Option
from ctlint.commandline.shells import Names, single_quoted, takes_path, takes_value, values

FUNCTION = r"""
# Sets what may stand: a list of words, and whether paths, several words with commas, or a file behind a colon.
_ctlint_offer() {
    list=$1 paths=$2 commas=$3 colon=$4
}

_ctlint() {
    local IFS=$' \t\n' words=() token glued="" at last current stem command="check" list="" paths="" commas="" colon="" lead="" each
    COMPREPLY=()
    # bash cuts words at = and :, unless it is told otherwise; here they are whole.
    for ((at = 0; at <= COMP_CWORD; at++)); do
        token=${COMP_WORDS[at]}
        if ((at > 1)) && [[ -n $glued || $token =~ ^[=:]+$ ]]; then
            words[${#words[@]} - 1]+=$token
        else
            words+=("$token")
        fi
        glued=""
        [[ $token =~ ^[=:]+$ ]] && glued=1
    done
    last=$((${#words[@]} - 1))
    current=${words[last]}
    [[ -n $glued ]] && token=""
    stem=${current%"$token"} # stays as it is: bash replaces what follows
    for ((at = 1; at < last; at++)); do
        [[ ${words[at]} == -- ]] && return
    done
    if ((last > 1)) && [[ " $_ctlint_commands " == *" ${words[1]} "* ]]; then
        command=${words[1]}
    fi
    if [[ $current == --*=* ]]; then
        _ctlint_value "$command" "${current%%=*}" || return
        lead=${current%%=*}=
    elif ((last > 1)) && _ctlint_value "$command" "${words[last - 1]}"; then
        :
    elif [[ $current == -* ]]; then
        _ctlint_options "$command"
    elif ((last == 1)); then
        _ctlint_offer "$_ctlint_commands" 1
    else
        _ctlint_argument "$command"
    fi
    [[ -n $colon && ${current#"$lead"} == *:* ]] && return
    if [[ -n $commas ]]; then
        [[ $current == *,* ]] && lead=${current%,*},
        compopt -o nospace 2>/dev/null
    fi
    for each in $list; do
        [[ $lead$each == "$current"* ]] && COMPREPLY+=("${lead:${#stem}}$each")
    done
    if [[ -z $paths ]]; then
        compopt +o default +o bashdefault 2>/dev/null
    elif [[ -n $list ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r each; do
            COMPREPLY+=("${lead:${#stem}}$each")
        done < <(compgen -f -- "${current#"$lead"}")
    fi
    return 0
}

complete -o bashdefault -o default -F _ctlint ctlint
"""


def script(known: Names) -> str:
    """Return the script; where only paths fit it leaves completion to bash."""
    lines = [
        "# bash completion for ctlint, made by `ctlint completion bash`",
        f"_ctlint_commands={single_quoted(' '.join(known.offered('command')))}",
        *_cases("_ctlint_options", "the options of a command", "$1", _options(known)),
        *_cases("_ctlint_argument", "what may stand beside the options of a command", "$1", _arguments(known)),
        *_cases("_ctlint_value", "what may follow an option of a command", "$1 $2", _values(known)),
    ]
    return "\n".join(lines) + "\n" + FUNCTION


def _cases(name: str, about: str, subject: str, cases: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield f"\n# Offers {about}; false where nothing may."
    yield f"{name}() {{"
    yield f'    case "{subject}" in'
    yield from (f"    {pattern}) {action} ;;" for pattern, action in cases)
    yield "    *) return 1 ;;"
    yield "    esac"
    yield "}"


def _options(known: Names) -> Iterator[tuple[str, str]]:
    for command in known.commands:
        yield command.name, _offer(" ".join(name for option in command.options for name in option.names))


def _values(known: Names) -> Iterator[tuple[str, str]]:
    for command in known.commands:
        for option in filter(takes_value, command.options):
            pattern = " | ".join(f'"{command.name} {name}"' for name in option.names)
            yield pattern, _value(option, known)


def _arguments(known: Names) -> Iterator[tuple[str, str]]:
    for command in known.commands:
        yield command.name, _value(command.argument, known) if command.argument else _offer("")


def _value(option: Option | Argument, known: Names) -> str:
    return _offer(
        " ".join(values(option, known)), takes_path(option.kind), option.kind == "rules", option.kind == "format"
    )


def _offer(words: str, paths: bool = False, commas: bool = False, colon: bool = False) -> str:
    flags = ["1" if flag else '""' for flag in (paths, commas, colon)]
    while flags and flags[-1] == '""':
        flags.pop()
    return " ".join(("_ctlint_offer", single_quoted(words), *flags))
