"""`ctlint check --fix` and `--diff`: fixes what can be fixed, in the files or for a look."""

from __future__ import annotations

import os

from ctlint.api import Result
from ctlint.candidates import Candidate, Search
from ctlint.commands.output import is_terminal, tell, write_out
from ctlint.fixes import writing
from ctlint.fixes.fixing import Fixer, Outcome, encoded
from ctlint.reporters.inert import inert
from ctlint.settings import Settings
from ctlint.source import Source

LINK = "is a link that was met in a folder: name it, or the file that it leads to"


def fix(found: Search, settings: Settings, allow_unsafe: bool, quiet: bool) -> bool:
    """Fix files; the candidates hold afterwards what is on the disk. Tell whether all that was fixed was written."""
    outcome = Fixer(found.candidates, settings, allow_unsafe).run()
    written: set[str] = set()
    refused = False
    for candidate in found.candidates:
        source = outcome.sources.get(candidate.path)
        if source is not None and encoded(source) != candidate.data:
            if _write(candidate, source):
                written.add(candidate.path)
            else:
                refused = True
    if not quiet:
        _tell(outcome, written)
    return not refused


def show(found: Search, settings: Settings, allow_unsafe: bool, quiet: bool) -> Result:
    """Print what fixes would change, as a unified diff, and return what is found in the files as they are."""
    outcome = Fixer(found.candidates, settings, allow_unsafe).run()
    for path, source in outcome.sources.items():
        before = next(Source.decode(path, each.data) for each in found.candidates if each.path == path)
        write_out(difference(path, before.text, source.text))
    if not quiet:
        _tell(outcome, None)
    return outcome.before


def difference(path: str, old: str, new: str) -> str:
    """Return a unified diff that `patch -p1` and `git apply` take; on a terminal, one that cannot act on it."""
    import difflib

    name = inert(path.replace(os.sep, "/").lstrip("/"))
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    shown = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return "".join(f"{inert(line)}\n" for line in shown.split("\n")[:-1]) if is_terminal() else shown


def _lines(text: str) -> list[str]:
    """Return the lines of a text as a diff counts them: each ends with a line feed, whatever stands before that."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _write(candidate: Candidate, source: Source) -> bool:
    """Write a fixed file and take it for what was read; tell where that cannot be done."""
    data = encoded(source)
    try:
        if os.path.islink(candidate.path) and not candidate.named:
            raise writing.Refused(LINK)
        if encoded(Source.decode(candidate.path, candidate.data)) != candidate.data:
            raise writing.Refused("cannot be written back byte for byte")
        writing.write(candidate.path, candidate.data, data)
    except writing.Refused as refusal:
        tell(f"{candidate.path}: not fixed: {refusal}")
        return False
    candidate.data = data
    return True


def _tell(outcome: Outcome, written: set[str] | None) -> None:
    """Tell in numbers what was fixed, or would be, and of each finding that could not be fixed why."""
    for diagnostic, reason in outcome.dropped:
        line, column = diagnostic.span.start_position
        tell(f"{diagnostic.span.source.path}:{line}:{column}: {diagnostic.rule} not fixed: {reason}")
    fixed = [each for each in outcome.fixed if written is None or each.span.source.path in written]
    files = {each.span.source.path for each in fixed}
    unsafe = f"; {outcome.unsafe} more with --unsafe-fixes" if outcome.unsafe else ""
    if fixed or unsafe:
        verb = "would fix" if written is None else "fixed"
        tell(f"{verb} {_counted(len(fixed), 'finding')} in {_counted(len(files), 'file')}{unsafe}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
