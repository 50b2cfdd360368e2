"""Real shells, in which a line is written, completed and run."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

SECONDS = 30
START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
SETUP = {
    "bash": """\
source "$answers/script"
bind 'set bell-style none'
bind 'set completion-query-items 0'
_offered() { _ctlint; printf '%s\\n' "${COMPREPLY[@]}" > "$answers/offered"; }
complete -o bashdefault -o default -F _offered ctlint
""",
    # What a function of zsh offers is known to `compadd` alone.
    "zsh": """\
autoload -Uz compinit
compinit -u -D
setopt noautolist noautomenu
unsetopt zle_bracketed_paste
compadd() {
    local -a hits
    if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
        builtin compadd -A hits "$@"
        (( $#hits )) && print -rl -- $hits >> "$answers/offered"
    fi
    builtin compadd "$@"
}
source "$answers/script"
""",
}
RUN = """ctlint() { printf '%s\\n' "$@" > "$answers/words.part"; mv "$answers/words.part" "$answers/words"; }"""


def need(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed (on Debian and Ubuntu: apt install {shell})")


class Shell:
    """A shell at a terminal, in a folder with its script."""

    def __init__(self, name: str, folder: Path, script: str) -> None:
        # Beside the folder: what lies in it is offered.
        self.answers = Path(f"{folder}.{name}")
        self.answers.mkdir()
        (self.answers / "script").write_text(script)
        (self.answers / "setup").write_text(f"answers='{self.answers}'\n{SETUP[name]}\n{RUN}\n")
        environment = {
            "PATH": os.environ["PATH"],
            "TERM": "dumb",
            "HOME": str(self.answers),
            "PS1": "> ",
            "LC_ALL": "C.UTF-8",
        }
        self.terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(
            START[name], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.write(f". '{self.answers}/setup'; ctlint ready\n")
        assert self._words() == ["ready"]

    def write(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def complete(self, line: str) -> tuple[list[str], list[str]]:
        """Press the tab key behind a line, then enter; return what was offered, and the words that the command got."""
        offered = self.answers / "offered"
        offered.unlink(missing_ok=True)
        self.write(f"{line}\t\n")
        words = self._words()
        names = offered.read_text().splitlines() if offered.exists() else []
        return sorted({name for name in names if name}), words

    def _words(self) -> list[str]:
        words = self.answers / "words"
        end = time.monotonic() + SECONDS
        shown = b""
        while not words.exists():
            assert time.monotonic() < end, shown.decode(errors="replace")
            # What the shell prints must be read, or it waits.
            if select.select([self.terminal], [], [], 0.02)[0]:
                shown += os.read(self.terminal, 65536)
        found = words.read_text().splitlines()
        words.unlink()
        return found

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


def offered_by_fish(line: str, folder: Path, script: str) -> list[str]:
    """Return what fish offers for a line."""
    done = subprocess.run(
        ["fish", "--no-config", "-c", "source; complete -C $argv[1]", line],
        cwd=folder,
        input=script,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    assert done.stderr == ""
    return sorted({each.partition("\t")[0] for each in done.stdout.splitlines()})
