"""Documents: each block's commands and JSON, and the answers that repeat what their commands said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint.knowledge.hosts import find_mangled
from ctlint.loaders import aws_cli
from ctlint.loaders.commands import answers, blocks
from ctlint.loaders.commands.gaps import Gapped, parse_json
from ctlint.loaders.commands.script import JsonText, ScriptReader
from ctlint.loaders.commands.trails import COMMAND, Asked, asked, join
from ctlint.loaders.commands.values import is_skeleton
from ctlint.model import Deployment, Trail
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.syntax.node import Mapping, Node
from ctlint.text import Decoded

ARN_KEYS = frozenset(("TrailARN", "EventDataStoreArn", "EventDataStoreARN"))
WRITTEN = ("EventSelectors", "AdvancedEventSelectors", "InsightSelectors")
SYNTAX_KINDS = frozenset(("duplicate-key", "lenient-syntax", "unparsable"))
TOPIC = re.compile(r"event[ -]selector|EventSelector|FieldSelector|put-event-selectors", re.IGNORECASE)
# What may be a host in prose, without the full stop behind it.
HOST_LIKE = re.compile(r"[\w.-]*[\w-]", re.ASCII)
# At least two labels behind AWS's domain: one alone may be the ending of a file's name.
APPENDED = re.compile(r"(?:\.[a-z0-9-]+)+\.[a-z]{2,}", re.IGNORECASE)


class _Reading:
    """What a document has said so far."""

    __slots__ = ("deployments", "last", "said", "told")

    def __init__(self) -> None:
        self.deployments: list[Deployment] = []
        self.last: Asked | None = None
        self.said: list[Trail] = []
        self.told: list[Span] = []

    def add(self, trails: tuple[Trail, ...], problems: list[Problem]) -> None:
        if trails or problems:
            self.deployments.append(Deployment(trails, tuple(problems)))
            self.said += trails


def load(source: Source) -> tuple[Deployment, ...]:
    """Return what the blocks of a document hold, each on its own."""
    reading = _Reading()
    for block in blocks.find(source):
        if blocks.RELEVANT.search(block.text):
            _read_block(reading, block)
    reading.add((), _mangled_hosts(source, reading.told))
    return tuple(reading.deployments)


def _read_block(reading: _Reading, block: Decoded) -> None:
    found: list[Asked] = []
    problems: list[Problem] = []
    for item in ScriptReader(block, is_script=False).read():
        if isinstance(item, JsonText):
            _flush(reading, found, problems)
            found, problems = [], []
            _read_json(reading, block.slice(item.start, item.end))
        else:
            each = asked(item, block, is_script=False)
            if each is not None:
                found.append(each)
                problems += each.problems
                reading.last = each
                reading.told.append(block.span(item.words[0].start, item.words[-1].end))
    _flush(reading, found, problems)


def _flush(reading: _Reading, found: list[Asked], problems: list[Problem]) -> None:
    """Add the trails of some commands, each as a deployment of its own."""
    trails = list(join(found))
    for trail in trails:
        reading.add((trail,), [])
    reading.add((), problems)


def _read_json(reading: _Reading, text: Decoded) -> None:
    document = parse_json(Gapped(text, {}))
    root = document.root
    if document.skeleton or root is None or is_skeleton(root) or not aws_cli.is_selector_file(root):
        return
    loaded = aws_cli.load(root, None, COMMAND)
    trails = tuple(trail for trail in loaded.trails if _has_selectors(trail))
    problems = list(document.problems)
    command, reading.last = reading.last, None
    answer = trails[0] if len(trails) == 1 and _is_answer(root) else None
    if answer is not None and (_answers(command, answer) or any(answers.same(each, answer) for each in reading.said)):
        problems += [each for each in loaded.problems if each.kind in SYNTAX_KINDS]
        if command is not None and command.trail is not None and _answers(command, answer):
            problems += answers.differences(command.trail, answer)
        reading.add((), problems)
        return
    if trails:
        problems += loaded.problems
        reading.told.append(text.span(0, len(text.text)))
    reading.add(trails, problems)


def _is_answer(root: Node) -> bool:
    return isinstance(root, Mapping) and bool(ARN_KEYS.intersection(root.names()))


def _has_selectors(trail: Trail) -> bool:
    lists = (trail.event_selectors, trail.advanced_event_selectors, trail.insight_selectors, trail.event_configuration)
    return any(each is not None for each in lists)


def _says_selectors(trail: Trail) -> bool:
    lists = (trail.event_selectors, trail.advanced_event_selectors, trail.insight_selectors)
    return any(each is not None and (each.complete or each.items) for each in lists)


def _answers(command: Asked | None, answer: Trail) -> bool:
    """Tell whether an answer may be what a command printed: it wrote selectors, for a trail of that name.

    Where the selectors of the command are in a file, the answer is the first to say them.
    """
    if command is None or command.trail is None or not _says_selectors(command.trail):
        return False
    arn = next((found for key in ARN_KEYS if (found := answer.attribute(key))), None)
    name = command.trail.attribute("EventDataStore") or command.trail.name
    if arn is None or arn.value is None or name is None or name.value is None:
        return True
    if command.invocation.name == "create-event-data-store":
        return True
    return name.value.rpartition("/")[2] == arn.value.rpartition("/")[2]


def _mangled_hosts(source: Source, told: list[Span]) -> list[Problem]:
    """Return the AWS hosts with something appended in the prose of a document about event selectors."""
    if "amazonaws.com." not in source.text or not TOPIC.search(source.text):
        return []
    found: list[Problem] = []
    covered = iter(sorted(told, key=lambda span: span.start))
    block = next(covered, None)
    for span, meant in _appended_hosts(source):
        while block is not None and block.end <= span.start:
            block = next(covered, None)
        if block is None or span.start < block.start:
            message = f"`{span.text}` is the host `{meant}` with `{span.text[len(meant) :]}` appended"
            found.append(Problem("mangled-host", span, message))
    return found


def _appended_hosts(source: Source) -> Iterator[tuple[Span, str]]:
    """Yield the places of mangled hosts in prose, each with what AWS calls the host."""
    for word in HOST_LIKE.finditer(source.text):
        for host in find_mangled(word[0]):
            if APPENDED.fullmatch(word[0], host.start + len(host.meant)):
                yield Span(source, word.start() + host.start, word.start() + host.end), host.meant
