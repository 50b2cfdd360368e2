"""Inputs of modules in files of their own: `terragrunt.hcl`, and variable definitions for no module that was read."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint.loaders.terraform import arguments
from ctlint.loaders.terraform.arguments import Argument
from ctlint.loaders.terraform.evaluate import Scope, evaluate
from ctlint.loaders.terraform.instance import Instance, Shared
from ctlint.loaders.terraform.module import Module, parse
from ctlint.model import Deployment, Options
from ctlint.problem import Problem
from ctlint.source import Source
from ctlint.syntax.hcl_nodes import Body
from ctlint.syntax.node import Mapping, Node, Scalar

Loaded = tuple[tuple[Deployment, ...], tuple[Problem, ...]]


def load_terragrunt(source: Source, options: Options) -> Loaded:
    """Return the selectors among the `inputs` of a Terragrunt unit, and the problems of the file's syntax.

    What Terragrunt's own functions, dependencies and included files give is unknown.
    """
    file = parse(source)
    shared = Shared(options)
    inputs = file.body.attribute("inputs")
    found = list(_entries(evaluate(inputs, _scope(file.body, shared)))) if inputs else []
    return _deployments(found, shared), tuple(file.problems)


def load_definitions(body: Body, options: Options) -> tuple[Deployment, ...]:
    """Return the selectors among the values of a variable definitions file."""
    shared = Shared(options)
    scope = _scope(body, shared)
    return _deployments(
        [Argument(each.name, each.key, evaluate(each.value, scope)) for each in body.attributes], shared
    )


def _scope(body: Body, shared: Shared) -> Scope:
    """Return the names that a file has of its own: its locals."""
    module = Module("")
    for block in body.blocks:
        if block.type == "locals":
            module.locals.update({each.name: each.value for each in block.body.attributes})
    return Instance(module, "", {}, shared, lambda parent, name: None).scope


def _entries(value: Node) -> Iterator[Argument]:
    """Yield the entries of an object whose names are known."""
    for pair in value.pairs if isinstance(value, Mapping) else ():
        if isinstance(pair.key, Scalar) and pair.key.text.value is not None:
            yield Argument(pair.key.text.value, pair.key.text.span, pair.value)


def _deployments(found: list[Argument], shared: Shared) -> tuple[Deployment, ...]:
    known = [each for each in found if each.name in arguments.ARGUMENTS]
    if not known:
        return ()
    names = frozenset(each.name for each in found)
    trails, problems = arguments.load(known, names, arguments.Owner("", known[0].key))
    if not trails:
        return ()
    uses, origins = tuple(dict.fromkeys(shared.uses)), tuple(dict.fromkeys(shared.origins))
    return (Deployment(tuple(trails), tuple(problems), uses=uses, origins=origins),)
