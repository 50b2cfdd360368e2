"""Which loader a file belongs to: source to deployments."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from ctlint.loaders import aws_cli
from ctlint.model import Deployment, Options
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.syntax import json
from ctlint.syntax.node import Mapping, Node
from ctlint.text import Decoded

SHELL_SUFFIXES = frozenset((".sh", ".bash", ".zsh", ".ksh"))
DOCUMENT_SUFFIXES = frozenset((".md", ".markdown", ".mdx", ".rst", ".txt"))
YAML_SUFFIXES = frozenset((".yaml", ".yml"))
JSON_SUFFIXES = frozenset((".json",))

# Text that clearly holds selectors, however broken it is otherwise.
SELECTOR_TEXT = re.compile(
    r"""(?:EventSelectors|FieldSelectors|InsightSelectors)["']?\s*:|AWS::CloudTrail::(?:Trail|EventDataStore)\b"""
)
TEMPLATE_TEXT = re.compile(r"\{\{|\{%|<%")
TEMPLATE_LANGUAGE = re.compile(r"\.(?:j2|jinja2?|tpl|tmpl|erb)(?:\.|$)")


class Loaded(NamedTuple):
    """What a file holds; `problems` are those of its syntax."""

    deployments: tuple[Deployment, ...]
    problems: tuple[Problem, ...] = ()


def load(source: Source, options: Options, named: bool = False) -> Loaded:
    """Return what a file holds; `named` tells that the user asked for this very file."""
    if source.fault is not None:
        span = Span(source, source.fault.offset, min(source.fault.offset + 1, len(source.text)))
        return _unreadable(source, [Problem("unparsable", span, source.fault.message)], named)
    suffix = os.path.splitext(source.path)[1].lower()
    if suffix in SHELL_SUFFIXES or suffix in DOCUMENT_SUFFIXES or source.text.startswith("#!"):
        from ctlint.loaders import commands

        is_script = suffix not in DOCUMENT_SUFFIXES
        return Loaded(commands.load(source, is_script))
    roots, problems = _parse(source, suffix)
    deployments = tuple(deployment for root in roots for deployment in _load_root(root, options))
    if not deployments:
        return _unreadable(source, problems, named)
    if not any(_concerns_selectors(each) for each in deployments):
        return Loaded(deployments)
    return Loaded(deployments, tuple(problems))


def _concerns_selectors(deployment: Deployment) -> bool:
    """Tell whether faults in the text around it are ctlint's business: not in a template without selectors."""
    return any(
        trail.dialect.is_answer
        or trail.event_configuration
        or trail.event_selectors is not None
        or trail.advanced_event_selectors is not None
        or trail.insight_selectors is not None
        for trail in deployment.trails
    )


def _load_root(root: Node, options: Options) -> list[Deployment]:
    if isinstance(root, Mapping) and root.get("Resources") is not None:
        from ctlint.loaders import cloudformation

        if cloudformation.is_template(root):
            return [cloudformation.load(root, options)]
    return [aws_cli.load(root)] if aws_cli.is_selector_file(root) else []


def _parse(source: Source, suffix: str) -> tuple[list[Node], list[Problem]]:
    """Return the documents of a JSON or YAML file; text without a telling name is judged by its first character."""
    origin = Decoded.whole(source)
    looks_like_json = source.text.lstrip()[:1] in ("{", "[")
    if suffix in JSON_SUFFIXES or (looks_like_json and suffix not in YAML_SUFFIXES):
        document = json.parse(origin)
        if document.skeleton or document.root is None:
            return [], [] if document.skeleton else document.problems
        return [document.root], document.problems
    from ctlint.syntax import yaml

    documents = yaml.parse(origin)
    return documents.roots, documents.problems


def _unreadable(source: Source, problems: list[Problem], named: bool) -> Loaded:
    """Report a file that cannot be read, if it surely was meant for ctlint."""
    broken = [problem for problem in problems if problem.kind == "unparsable"]
    if TEMPLATE_LANGUAGE.search(source.path.lower()) or TEMPLATE_TEXT.search(source.text):
        return Loaded(())
    is_named_for_it = os.path.splitext(source.path)[1].lower() in YAML_SUFFIXES | JSON_SUFFIXES
    if broken and ((named and is_named_for_it) or SELECTOR_TEXT.search(source.text)):
        return Loaded((), tuple(broken))
    return Loaded(())
