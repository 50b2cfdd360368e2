"""A Terraform module: the blocks of a directory's files, override files merged in."""

from __future__ import annotations

import os
from typing import NamedTuple

from ctlint.problem import Problem
from ctlint.source import Source, Span
from ctlint.syntax import hcl
from ctlint.syntax.hcl_nodes import Attribute, Block, Body, Expression
from ctlint.text import Decoded

SUFFIXES = (".tf", ".tofu")
META_BLOCKS = frozenset(("variable", "output", "module", "provider", "resource", "data", "locals", "terraform"))


class Module:
    """What a directory declares; `variables`, `modules` and `outputs` by name, `locals` by name with their value."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.variables: dict[str, Block] = {}
        self.locals: dict[str, Expression] = {}
        self.modules: dict[str, Block] = {}
        self.outputs: dict[str, Block] = {}
        self.resources: list[Block] = []
        self.data: list[Block] = []
        self.providers: list[Block] = []
        self.values: dict[str, Expression] = {}

    def resource(self, kind: str, name: str) -> Block | None:
        return next((each for each in self.resources if each.labels == (kind, name)), None)


class Loaded(NamedTuple):
    """A module, and the problems of each of its files."""

    module: Module
    problems: dict[str, list[Problem]]


def load(directory: str, sources: list[Source]) -> Loaded:
    """Return the module that the files of a directory make up; variable definitions files give values."""
    module = Module(directory)
    problems: dict[str, list[Problem]] = {}
    sources = [source for source in sources if not _is_replaced(source, sources)]
    ordinary = [source for source in sources if not is_override(source.path)]
    overrides = [source for source in sources if is_override(source.path)]
    for source in [*ordinary, *sorted(overrides, key=lambda each: each.path)]:
        file = parse(source)
        problems[source.path] = file.problems
        if is_variable_definitions(source.path):
            module.values.update({each.name: each.value for each in file.body.attributes})
        elif is_override(source.path):
            _override(module, file.body)
        else:
            _add(module, file.body)
    return Loaded(module, problems)


def _is_replaced(source: Source, sources: list[Source]) -> bool:
    """Tell whether OpenTofu reads another file in place of one: `main.tofu` in place of `main.tf`."""
    # https://opentofu.org/docs/language/files/ (2026-11-20)
    stem, dot, suffix = source.path.rpartition(".tf")
    return suffix in ("", ".json") and any(dot and each.path == f"{stem}.tofu{suffix}" for each in sources)


def parse(source: Source) -> hcl.File:
    """Return the body of a file in Terraform's native or JSON syntax; an empty one where it is no text."""
    if source.fault is not None:
        place = Span(source, source.fault.offset, min(source.fault.offset + 1, len(source.text)))
        return hcl.File(Body(lambda: ([], [])), [Problem("unparsable", place, source.fault.message)])
    if source.path.endswith(".json"):
        from ctlint.loaders.terraform import json_syntax

        return json_syntax.parse(source)
    return hcl.parse(Decoded.whole(source))


def is_variable_definitions(path: str) -> bool:
    return path.endswith((".tfvars", ".tfvars.json"))


def loads_by_itself(path: str) -> bool:
    """Tell whether Terraform reads a variable definitions file without being told to."""
    name = os.path.basename(path).removesuffix(".json")
    return name == "terraform.tfvars" or name.endswith(".auto.tfvars")


def is_override(path: str) -> bool:
    """Tell whether a file overrides the others: `override.tf`, `network_override.tf`."""
    stem = os.path.basename(path).removesuffix(".json").rpartition(".")[0]
    return (stem == "override" or stem.endswith("_override")) and not is_variable_definitions(path)


def _add(module: Module, body: Body) -> None:
    for block in body.blocks:
        name = block.labels[0] if block.labels else ""
        match block.type:
            case "variable":
                module.variables[name] = block
            case "locals":
                module.locals.update({each.name: each.value for each in block.body.attributes})
            case "module":
                module.modules[name] = block
            case "output":
                module.outputs[name] = block
            case "provider":
                module.providers.append(block)
            case "resource" if len(block.labels) == 2:
                module.resources.append(block)
            case "data" if len(block.labels) == 2:
                module.data.append(block)


def _override(module: Module, body: Body) -> None:
    """Merge an override file: its arguments replace those of the block of the same name."""
    for block in body.blocks:
        name = block.labels[0] if block.labels else ""
        if block.type == "locals":
            module.locals.update({each.name: each.value for each in block.body.attributes})
        elif block.type in ("resource", "data"):
            blocks = module.resources if block.type == "resource" else module.data
            for at, original in enumerate(blocks):
                if original.labels == block.labels:
                    blocks[at] = _merged(original, block)
        elif block.type == "provider":
            for at, original in enumerate(module.providers):
                if (original.labels, _alias(original)) == (block.labels, _alias(block)):
                    module.providers[at] = _merged(original, block)
        elif block.type in ("variable", "module", "output"):
            table = {"variable": module.variables, "module": module.modules, "output": module.outputs}[block.type]
            if name in table:
                table[name] = _merged(table[name], block)


def _alias(provider: Block) -> str:
    alias = provider.body.attribute("alias")
    return alias.span.text if alias else ""


def _merged(original: Block, override: Block) -> Block:
    """Return a block whose arguments, and nested blocks of a type that the override has, are the override's."""
    names = {each.name for each in override.body.attributes}
    types = {_nested_type(each) for each in override.body.blocks}
    attributes: list[Attribute] = [each for each in original.body.attributes if each.name not in names]
    blocks = [each for each in original.body.blocks if _nested_type(each) not in types]
    body = Body(lambda: ([*attributes, *override.body.attributes], [*blocks, *override.body.blocks]))
    return Block(original.type, original.labels, body, original.header, original.span)


def _nested_type(block: Block) -> str:
    """Return the type of a nested block, or of those that a dynamic block makes."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type
