"""The options of `aws cloudtrail` commands, read as leniently as the AWS CLI does, and beyond where one is broken."""

from __future__ import annotations

import re
from typing import NamedTuple

from ctlint import knowledge
from ctlint.loaders.commands.gaps import Gapped
from ctlint.loaders.commands.script import Command
from ctlint.loaders.commands.words import Word
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.spelling import closest, did_you_mean
from ctlint.text import Decoded, Text

PROGRAM = re.compile(r"(?:.*[/\\])?(?:aws2?|aws\.exe|awslocal|aws-cli)$")
MAX_WORDS = 2_000
"""Words of a command that are looked at."""
DASHES = "-‐‑‒–—−"
PRINTERS = frozenset(("echo", "printf", "log", "info", "cat", "grep", "man"))
# The trail's name is `--trail-name` for put-* commands and `--name` for the others.
CONFUSED = {"--name": "--trail-name", "--trail-name": "--name"}


class Given(NamedTuple):
    """An option as it stands on a command: its name, its place, and its values."""

    name: str
    span: Span
    values: tuple[Gapped, ...]

    @property
    def text(self) -> Text | None:
        """The text of its first value."""
        return self.values[0].text if self.values else None


class Invocation(NamedTuple):
    """An `aws cloudtrail` command with its options by name; the last of two equal ones counts."""

    name: str
    span: Span
    command: Command
    options: dict[str, Given]
    globals: dict[str, Given]
    prefix: tuple[str, ...]


class _Part(NamedTuple):
    """An option that was read: its name (empty where the command has none such) and what it takes."""

    name: str
    kind: str
    words: int
    message: str = ""


def invocation(command: Command, origin: Decoded) -> tuple[Invocation, list[Problem]] | None:
    """Return the `aws cloudtrail` command that a simple command is, and what is wrong with its options."""
    words = command.words
    at = _find_service(words)
    if at is None:
        return None
    name = words[at + 1].value or ""
    problems: list[Problem] = []
    start = next((i for i, word in enumerate(words[:at]) if PROGRAM.match(word.value or "")), at - 1) + 1
    general = _read(words[start:at], dict(knowledge.cli_global_options()), "aws", origin, [])
    specs = knowledge.cli_commands().get(name)
    kinds = {option: spec.kind for option, spec in specs.options.items()} if specs else {}
    options = _read(words[at + 2 : at + MAX_WORDS], kinds, name, origin, problems)
    prefix = tuple(str(word.content.text.identity) for word in words[: max(start - 1, 0)])
    span = origin.span(words[at + 1].start, words[at + 1].end)
    return Invocation(name, span, command, options, {**general, **options}, prefix), problems


def _find_service(words: tuple[Word, ...]) -> int | None:
    """Return the index of `cloudtrail` in `aws … cloudtrail command`."""
    if words[0].plain in PRINTERS:
        return None
    by_program = False
    for at, word in enumerate(words[:-1]):
        follows = words[at + 1].plain
        if word.plain == "cloudtrail" and (
            follows in knowledge.cli_commands() or (by_program and re.fullmatch(r"[a-z][a-z-]+", follows))
        ):
            return at
        by_program = by_program or bool(PROGRAM.match(word.value or ""))
    return None


def _read(
    words: tuple[Word, ...], kinds: dict[str, str], command: str, origin: Decoded, problems: list[Problem]
) -> dict[str, Given]:
    """Return the options among the words that follow a command."""
    found: dict[str, Given] = {}
    current: str | None = None
    at = 0
    while at < len(words):
        word = words[at]
        part = _option(words, at, kinds, command)
        if part is None:
            given = found.get(current) if current else None
            if current and given and (kinds[current] == "list" or not given.values) and kinds[current] != "flag":
                found[current] = given._replace(values=(*given.values, word.content))
            at += 1
            continue
        end = words[at + part.words - 1].end
        inline = part.words == 1 and "=" in word.content.decoded.text
        label = word.start + word.content.decoded.text.index("=") if inline and not word.quote else end
        span = origin.span(word.start, label)
        if part.message:
            problems.append(Problem("malformed-command", span, part.message))
        current = part.name or None
        if part.name:
            text = word.content.decoded.text
            values = (word.content.slice(text.index("=") + 1),) if inline else ()
            found[part.name] = Given(part.name, span, values)
        at += part.words
    return found


def _option(words: tuple[Word, ...], at: int, kinds: dict[str, str], command: str) -> _Part | None:
    """Return the option that begins at a word, or None where the word is a value."""
    word = words[at]
    text = word.content.decoded.text
    following = words[at + 1].value or "" if at + 1 < len(words) else ""
    if word.quote or not text or text[0] not in DASHES:
        return None
    name = text.partition("=")[0].strip()
    bare = name.lstrip(DASHES)
    if not bare:
        return _split_dashes(name, following, kinds)
    if not re.fullmatch(r"[A-Za-z][\w-]*", bare):
        return None
    if not kinds:
        return _Part("", "", 1, _wrong_dashes(name, bare))
    joined = f"--{bare}-{following}"
    if f"--{bare}" not in kinds and joined in kinds and not following.startswith(tuple(DASHES)):
        return _Part(joined, kinds[joined], 2, f"`{name} {following}` is written `{joined}`")
    if not name.startswith("--") or name[2:3] in DASHES:
        return _misdashed(name, bare, kinds)
    return _named(f"--{bare}", kinds, command)


def _split_dashes(name: str, following: str, kinds: dict[str, str]) -> _Part | None:
    """Return the option whose dashes stand apart from its name: `- -name`, `-- name`."""
    bare = following.lstrip(DASHES)
    meant = f"--{bare}"
    if not re.fullmatch(r"[a-z][a-z-]+", bare) or (following == bare and meant not in kinds):
        return None
    if kinds and meant not in kinds:
        return None
    return _Part(meant if kinds else "", kinds.get(meant, ""), 2, f"`{name} {following}` is written `{meant}`")


def _wrong_dashes(name: str, bare: str) -> str:
    """Return what to say of the dashes of an option of a command that is not looked at further."""
    return f"`{name}` is written `--{bare}`" if name[0] in DASHES[1:] or name[1:2] in DASHES[1:] else ""


def _misdashed(name: str, bare: str, kinds: dict[str, str]) -> _Part | None:
    """Return the option that one with a single or a typographic dash stands for."""
    meant = _complete(f"--{bare}", kinds)
    if meant is None or len(bare) < 3:
        return None
    return _Part(meant, kinds[meant], 1, f"`{name}` is written `--{bare}`")


def _named(name: str, kinds: dict[str, str], command: str) -> _Part:
    """Return the option of a name, abbreviated or misspelled; an unknown one is left alone."""
    meant = _complete(name, kinds)
    if meant is not None:
        return _Part(meant, kinds[meant], 1)
    confused = CONFUSED.get(name, "")
    owners = [each for each, spec in knowledge.cli_commands().items() if name in spec.options]
    if confused in kinds:
        return _Part(confused, kinds[confused], 1, f"`{command}` has no option `{name}`; did you mean `{confused}`?")
    if owners and command in knowledge.cli_commands():
        kinds[name] = knowledge.cli_commands()[owners[0]].options[name].kind
        return _Part(name, kinds[name], 1, f"`{command}` has no option `{name}`, which belongs to `{owners[0]}`")
    candidate = closest(name, kinds)
    if candidate is None:
        return _Part("", "", 1)
    return _Part(candidate, kinds[candidate], 1, f"`{command}` has no option `{name}`{did_you_mean(candidate)}")


def _complete(name: str, kinds: dict[str, str]) -> str | None:
    """Return the option that a name is, or is an unambiguous beginning of; `--no-x` is the option `--no-x`."""
    if name in kinds:
        return name
    if name.startswith("--no-") and kinds.get(f"--{name[5:]}") == "flag":
        kinds[name] = "flag"
        return name
    started = [option for option in kinds if option.startswith(name)]
    return started[0] if len(started) == 1 else None
