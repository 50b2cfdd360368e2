"""The modules of a tree: which are roots, which call which, and what each root deploys."""

from __future__ import annotations

import os
from typing import NamedTuple

from ctlint.guard import conjoin
from ctlint.loaders.terraform import arguments, inputs
from ctlint.loaders.terraform.evaluate import evaluate
from ctlint.loaders.terraform.instance import Instance, Shared
from ctlint.loaders.terraform.module import Module, is_variable_definitions, load, loads_by_itself, parse
from ctlint.loaders.terraform.resource_types import TYPES
from ctlint.loaders.terraform.resources import Existence, instances, load_trails
from ctlint.model import Deployment, Options, Trail
from ctlint.problem import Problem
from ctlint.source import Source
from ctlint.syntax.hcl_nodes import Block, Body, Template
from ctlint.syntax.node import Node
from ctlint.text import Decoded

MAX_DEPTH = 12
"""Module calls within module calls."""
MAX_MODULES = 500
"""Instances of modules in one deployment."""
# Arguments of a module block that are Terraform's own.
META_ARGUMENTS = frozenset(("source", "version", "count", "for_each", "providers", "depends_on"))


class Found(NamedTuple):
    """What a module instance and those that it calls hold."""

    trails: list[Trail]
    problems: list[Problem]


class Project:
    """The modules of all directories that were read."""

    def __init__(self, directories: dict[str, list[Source]], variables: tuple[Source, ...] = ()) -> None:
        self.modules: dict[str, Module] = {}
        self.definitions: list[Body] = []
        self.problems: dict[str, list[Problem]] = {}
        given = {each.name: each.value for source in variables for each in self._parse(source).attributes}
        named = {os.path.normpath(each.path) for each in variables}
        for directory, sources in directories.items():
            wanted = [each for each in sources if not is_variable_definitions(each.path) or loads_by_itself(each.path)]
            # Terraform reads terraform.tfvars first, then *.auto.tfvars by name; the last value counts.
            wanted.sort(key=lambda each: (".auto." in each.path, each.path))
            loaded = load(directory, wanted)
            loaded.module.values.update(given)
            self.modules[directory] = loaded.module
            self.problems.update(loaded.problems)
            others = [each for each in _unread(sources) if os.path.normpath(each.path) not in named]
            self.definitions += [self._parse(each) for each in others]
        self.calls = {path: self._targets(module) for path, module in self.modules.items()}
        own = {path for path, module in self.modules.items() if self._has_trails(module)}
        self.interesting = {path for path in self.modules if not own.isdisjoint(self._reached(path))}

    def _parse(self, source: Source) -> Body:
        file = parse(source)
        self.problems[source.path] = file.problems
        return file.body

    def roots(self) -> list[Module]:
        """Return the modules that no module of the tree calls, and that hold trails themselves or through calls.

        Of modules that call each other in a circle, the one nearest to the top is taken for a root.
        """
        called = {target for path, targets in self.calls.items() for target in targets if target != path}
        ordered = sorted(self.modules, key=lambda path: (path in called, path.count(os.sep), path))
        reached: set[str] = set()
        found: list[Module] = []
        for path in ordered:
            if path not in reached:
                reached |= self._reached(path)
                found.append(self.modules[path])
        return [module for module in found if module.directory in self.interesting]

    def target(self, module: Module, call: Block) -> str | None:
        """Return the directory of a local module that a block calls, or None."""
        source = call.body.attribute("source")
        part = source.parts[0] if isinstance(source, Template) and len(source.parts) == 1 else None
        path = part.text if isinstance(part, Decoded) else ""
        if not path.startswith(("./", "../")):
            return None
        found = os.path.normpath(os.path.join(module.directory, path))
        return found if found in self.modules else None

    def _targets(self, module: Module) -> set[str]:
        targets = (self.target(module, call) for call in module.modules.values())
        return {target for target in targets if target is not None}

    def _reached(self, path: str) -> set[str]:
        """Return a module and those that it calls, directly or through others."""
        reached: set[str] = set()
        pending = [path]
        while pending:
            directory = pending.pop()
            if directory not in reached:
                reached.add(directory)
                pending += self.calls[directory]
        return reached

    def _has_trails(self, module: Module) -> bool:
        """Tell whether a module declares trails, or passes selectors to a module that is not read."""
        return any(block.labels[0] in TYPES for block in module.resources) or any(
            self.target(module, call) is None and arguments.are_well_known(call) for call in module.modules.values()
        )

    def deployments(self, options: Options) -> list[Deployment]:
        """Return what each root module deploys, and what values for other modules are."""
        found = [self._deploy(root, options) for root in self.roots()]
        return found + [each for body in self.definitions for each in inputs.load_definitions(body, options)]

    def _deploy(self, root: Module, options: Options) -> Deployment:
        shared = Shared(options)
        calls = _Calls(self)
        found = calls.collect(Instance(root, "", None, shared, calls.child), 0)
        return Deployment(
            tuple(found.trails),
            tuple(found.problems),
            overridable=shared.overridable,
            defaults=tuple(shared.defaults),
            uses=tuple(dict.fromkeys(shared.uses)),
            origins=tuple(dict.fromkeys(shared.origins)),
        )


def _unread(sources: list[Source]) -> list[Source]:
    """Return the variable definitions that are not for the module beside them, or for one of its deployments only."""
    has_module = any(not is_variable_definitions(each.path) for each in sources)
    return [
        each
        for each in sources
        if is_variable_definitions(each.path) and not (has_module and loads_by_itself(each.path))
    ]


class _Calls:
    """The module calls of one deployment: every call its own instance."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.count = 0
        self._children: dict[tuple[int, str], Instance | None] = {}

    def child(self, parent: Instance, name: str) -> Instance | None:
        """Return the instance of a call that has neither count nor for_each; None for any other."""
        key = (id(parent), name)
        if key not in self._children:
            self._children[key] = None  # what the arguments of a call take from its own outputs is unknown
            block = parent.module.modules.get(name)
            found = list(instances(block, parent)) if block else []
            single = found[0] if len(found) == 1 and found[0].suffix == "" else None
            self._children[key] = self._instance(parent, block, single) if block and single else None
        return self._children[key]

    def _instance(self, parent: Instance, block: Block, existence: Existence) -> Instance | None:
        target = self.project.target(parent.module, block)
        self.count += 1
        if target is None or self.count > MAX_MODULES or parent.is_within(target):
            return None
        arguments: dict[str, Node] = {}
        for attribute in block.body.attributes:
            if attribute.name not in META_ARGUMENTS:
                arguments[attribute.name] = evaluate(attribute.value, existence.scope)
        address = parent.prefixed(f"module.{block.labels[0]}") + existence.suffix
        return Instance(self.project.modules[target], address, arguments, parent.shared, self.child, (parent, block))

    def collect(self, instance: Instance, depth: int) -> Found:
        """Return the trails of an instance and of those that it calls; of a module that was not read, what is clear."""
        trails, problems = load_trails(instance)
        for name, block in instance.module.modules.items() if depth < MAX_DEPTH else ():
            target = self.project.target(instance.module, block)
            if target is None:
                loaded = arguments.load_call(block, instance)
                trails += loaded[0]
                problems += loaded[1]
            if target is None or target not in self.project.interesting:
                continue
            for existence in instances(block, instance):
                child = self.child(instance, name) if existence.suffix == "" else None
                child = child or self._instance(instance, block, existence)
                if child is None:
                    continue
                found = self.collect(child, depth + 1)
                problems += found.problems
                for trail in found.trails:
                    guard = conjoin(trail.guard, existence.guard)
                    if guard is not None:
                        trails.append(trail._replace(guard=guard))
        return Found(trails, problems)
