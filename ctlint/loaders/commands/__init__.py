"""`aws cloudtrail` commands in shell scripts and documents."""

from __future__ import annotations

import re

from ctlint.loaders.commands.script import Command, ScriptReader
from ctlint.loaders.commands.sequences import overwritten
from ctlint.loaders.commands.trails import Asked, asked, join
from ctlint.model import Deployment
from ctlint.source import Source
from ctlint.text import Decoded

SHELL = re.compile(r"#![^\n]*\b(?:ba|z|k|da|a|mk)?sh\b")


def load(source: Source, is_script: bool) -> tuple[Deployment, ...]:
    """Return what the commands of a file ask for: a script as one deployment, a document block by block."""
    if not is_script:
        from ctlint.loaders.commands import documents

        return documents.load(source)
    if source.text.startswith("#!") and not SHELL.match(source.text):
        return ()
    if "cloudtrail" not in source.text:
        return ()
    return _load_script(source)


def _load_script(source: Source) -> tuple[Deployment, ...]:
    origin = Decoded.of_file(source)
    commands: list[tuple[Command, Asked | None]] = []
    for item in ScriptReader(origin, is_script=True).read():
        if isinstance(item, Command):
            commands.append((item, asked(item, origin, is_script=True)))
    found = [each for _, each in commands if each is not None]
    trails = tuple(join(found))
    problems = [problem for each in found for problem in each.problems]
    problems += overwritten(commands)
    return (Deployment(trails, tuple(problems)),) if trails or problems else ()
