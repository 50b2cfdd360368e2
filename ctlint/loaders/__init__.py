"""Which loader a file belongs to: source to deployments."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from ctlint.loaders import aws_cli, terraform
from ctlint.model import Deployment, Options
from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.syntax import json
from ctlint.syntax.node import Mapping, Node, Sequence
from ctlint.text import Decoded

SHELL_SUFFIXES = frozenset((".sh", ".bash", ".zsh", ".ksh"))
DOCUMENT_SUFFIXES = frozenset((".md", ".markdown", ".mdx", ".rst", ".txt"))
YAML_SUFFIXES = frozenset((".yaml", ".yml"))
JSON_SUFFIXES = frozenset((".json",))

MAX_REPAIRED = 4_000_000
"""Characters of a plan beyond which broken JSON is reported and not read any further."""

# Text that clearly holds selectors, however broken it is otherwise.
SELECTOR_TEXT = re.compile(
    r"""(?:EventSelectors|FieldSelectors|InsightSelectors)["']?\s*:|AWS::CloudTrail::(?:Trail|EventDataStore)\b"""
)
COMMAND_TEXT = re.compile(r"\baws\b[^\n]*(?:\\\r?\n[^\n]*)?\bcloudtrail\s")
# A command at the very beginning of a line, where neither JSON nor a block of YAML has text of its own.
COMMAND_LINE = re.compile(r"^(?:[$%]\s+)?(?:(?:sudo|[A-Za-z_]\w*=\S*)\s+)*aws\s[^\n]*\bcloudtrail\s", re.MULTILINE)
OTHER_LANGUAGES = frozenset(
    (".ps1", ".psm1", ".bat", ".cmd", ".html", ".htm", ".xml", ".py", ".rb", ".js", ".ts", ".go", ".java", ".template")
)
"""Suffixes of what quotes otherwise than a shell does, or holds commands as strings."""
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
    if os.path.basename(source.path) == terraform.TERRAGRUNT:
        return Loaded(*terraform.load_terragrunt(source, options))
    if is_json(source, suffix) and terraform.looks_like_plan(source.text):
        loaded = _load_plan(source, named)
        if loaded is not None:
            return loaded
    roots, problems = parse(source, suffix)
    deployments = tuple(deployment for root in roots for deployment in _load_root(root, options))
    if not deployments:
        is_document = not problems and any(isinstance(root, Mapping | Sequence) for root in roots)
        return _load_commands(source, suffix, is_document) or _unreadable(source, problems, named)
    if not any(_concerns_selectors(each) for each in deployments):
        return Loaded(deployments)
    return Loaded(deployments, tuple(problems))


def _load_commands(source: Source, suffix: str, is_document: bool) -> Loaded | None:
    """Return what the commands ask for in a text whose name does not tell what it is; None where it has none."""
    if suffix in YAML_SUFFIXES | JSON_SUFFIXES | OTHER_LANGUAGES or is_json(source, suffix):
        return None
    if TEMPLATE_LANGUAGE.search(source.path.lower()) or not COMMAND_TEXT.search(source.text):
        return None
    if is_document and not COMMAND_LINE.search(source.text):
        return None
    from ctlint.loaders import commands

    deployments = commands.load(source, is_script=True)
    return Loaded(deployments) if deployments else None


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
    if isinstance(root, Mapping) and root.get("format_version") is not None:
        from ctlint.loaders.terraform import plan

        if plan.is_plan(root):
            return plan.load(root)
    if isinstance(root, Mapping) and root.get("Resources") is not None:
        from ctlint.loaders import cloudformation

        if cloudformation.is_template(root):
            return [cloudformation.load(root, options)]
    return [aws_cli.load(root)] if aws_cli.is_selector_file(root) else []


def _load_plan(source: Source, named: bool) -> Loaded | None:
    """Return the trails of a Terraform plan or state; None where a text only looked like one, or is broken."""
    from ctlint.loaders.terraform import plan
    from ctlint.syntax import json_lazy

    document = json_lazy.parse(Decoded.of_file(source))
    if isinstance(document.root, Mapping) and plan.is_plan(document.root):
        return Loaded(tuple(plan.load(document.root)))
    # To repair a broken text takes minutes where it is as large as plans are.
    return _unreadable(source, document.problems, named) if len(source.text) > MAX_REPAIRED else None


def is_json(source: Source, suffix: str) -> bool:
    """Tell whether a text is JSON, by its name or else its first character."""
    return suffix in JSON_SUFFIXES or (suffix not in YAML_SUFFIXES and source.text.lstrip()[:1] in ("{", "["))


def parse(source: Source, suffix: str) -> tuple[list[Node], list[Problem]]:
    """Return the documents of a JSON or YAML file."""
    origin = Decoded.of_file(source)
    if is_json(source, suffix):
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
