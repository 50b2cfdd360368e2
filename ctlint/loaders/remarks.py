"""What a file says to ctlint itself: comments in each format, and the metadata of CloudFormation templates."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ctlint.loaders import COMMAND_TEXT, DOCUMENT_SUFFIXES, SHELL_SUFFIXES, YAML_SUFFIXES, is_json, parse, terraform
from ctlint.source import Source, Span
from ctlint.syntax.comments import WORD, Comment, Remarks, candidates
from ctlint.syntax.node import Mapping, Node, Pair, Scalar
from ctlint.text import Decoded

HTML_COMMENT = re.compile(rf"<!--++\s*+{WORD}", re.IGNORECASE)
FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
KEY = "ctlint"
TEMPLATE_SUFFIXES = frozenset((".json", ".yaml", ".yml", ".template"))


class Metadata(NamedTuple):
    """The value of `Metadata: {ctlint: …}`, and the part of the template that it is about; None for all of it."""

    key: Scalar
    value: Node
    owner: Pair | None


def comments(source: Source) -> Remarks:
    """Return the comments for ctlint in a file; JSON has none."""
    suffix = os.path.splitext(source.path)[1].lower()
    if source.fault is not None:
        return Remarks()
    if suffix in SHELL_SUFFIXES or source.text.startswith("#!"):
        return _script(source)
    if suffix in DOCUMENT_SUFFIXES:
        return _document(source)
    if is_json(source, suffix):
        return Remarks()
    if terraform.is_configuration(source.path) or os.path.basename(source.path) == terraform.TERRAGRUNT:
        from ctlint.syntax import hcl_comments

        return hcl_comments.remarks(source.text)
    if suffix not in YAML_SUFFIXES and COMMAND_TEXT.search(source.text):
        return _script(source)
    from ctlint.syntax import yaml

    return yaml.remarks(source.text)


def _script(source: Source) -> Remarks:
    return _commands(Decoded.of_file(source), is_script=True)


def _commands(block: Decoded, is_script: bool) -> Remarks:
    """Return the comments between commands; within a command that goes over several lines there is no room for one."""
    from ctlint.loaders.commands.script import Command, ScriptReader

    reader = ScriptReader(block, is_script)
    items = reader.read()
    comments = sorted(reader.comments)
    found: list[Span] = []
    for each in candidates(block.text):
        at = bisect_right(comments, (each.start, len(block.text))) - 1
        if at >= 0 and each.start < comments[at][1]:
            found.append(block.span(each.start, each.end))
    texts: list[tuple[int, int]] = []
    for item in items:
        start, end = (item.words[0].start, item.words[-1].end) if isinstance(item, Command) else (item.start, item.end)
        end = max(end, item.here[1]) if isinstance(item, Command) and item.here else end
        texts.append(block.span(start, end)[1:])
    return Remarks(tuple(Comment(span.start, span.end) for span in found), tuple(texts))


def _document(source: Source) -> Remarks:
    """Return the comments of a document: those of its markup, which may stand before a whole block, and of its commands."""
    from ctlint.loaders.commands import blocks

    text = source.text
    found = [_until_end(text, each) for each in candidates(text, HTML_COMMENT)]
    texts: list[tuple[int, int]] = []
    for block in blocks.find(source):
        remarks = _commands(block, is_script=False)
        found += remarks.comments
        texts += remarks.texts
        whole = block.span(0, len(block.text.rstrip()))
        start = text.rfind("\n", 0, max(text.rfind("\n", 0, whole.start), 0)) + 1
        fence = FENCE.match(text, start)
        if fence:
            texts.append((start, max(text.find(fence[1], whole.end), whole.end) + 1))
    return Remarks(tuple(sorted(set(found))), tuple(texts), ("#", "<!--"))


def _until_end(text: str, comment: Comment) -> Comment:
    """Return a comment without the mark of its end."""
    return Comment(comment.start, comment.start + len(text[slice(*comment)].partition("--")[0].rstrip()))


def metadata(source: Source) -> Iterator[Metadata]:
    """Yield what the metadata of a template, and of its resources, say to ctlint."""
    suffix = os.path.splitext(source.path)[1].lower()
    if source.fault is not None or suffix not in TEMPLATE_SUFFIXES or "Metadata" not in source.text:
        return
    for root in parse(source, suffix)[0]:
        resources = root.get("Resources") if isinstance(root, Mapping) else None
        if isinstance(root, Mapping) and isinstance(resources, Mapping):
            yield from _of(root, None)
            for pair in resources.pairs:
                if isinstance(pair.value, Mapping):
                    yield from _of(pair.value, pair)


def _of(node: Mapping, owner: Pair | None) -> Iterator[Metadata]:
    found = node.get("Metadata")
    pair = found.pair(KEY) if isinstance(found, Mapping) else None
    if pair is not None and isinstance(pair.key, Scalar):
        yield Metadata(pair.key, pair.value, owner)
