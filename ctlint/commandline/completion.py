"""`ctlint completion`: the script with which a shell completes ctlint's command line."""

from __future__ import annotations

from ctlint.commandline.commands import SHELLS
from ctlint.commandline.shells import bash, fish, names, zsh
from ctlint.commands.output import write_out
from ctlint.errors import UsageError
from ctlint.spelling import closest, did_you_mean

SCRIPTS = {"bash": bash.script, "zsh": zsh.script, "fish": fish.script}


class CompletionArguments:
    """What was asked for; the values here are the defaults."""

    shell: str | None = None


def run(arguments: CompletionArguments) -> int:
    """Print the script for a shell and return the exit code; raises UsageError for another shell."""
    wanted = arguments.shell
    if wanted is None:
        raise UsageError(f"which shell? `ctlint completion bash`; there are {', '.join(SHELLS)}")
    if wanted not in SCRIPTS:
        meant = did_you_mean(closest(wanted, SHELLS)) or f"; choose among {', '.join(SHELLS)}"
        raise UsageError(f"there is no completion for `{wanted}`{meant}")
    write_out(SCRIPTS[wanted](names()))
    return 0
