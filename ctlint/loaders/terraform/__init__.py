"""Terraform: configurations in native and JSON syntax, plans and states, to deployments."""

from __future__ import annotations

import os
import re

from ctlint.model import Deployment, Options
from ctlint.problem import Problem
from ctlint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:  # a run without Terraform does without its loader
    from ctlint.loaders.terraform.project import Project

TERRAGRUNT = "terragrunt.hcl"
SUFFIXES = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json")
PLAN_MARKS = ('"format_version"', '"terraform_version"', '"root_module"')
# What Jinja, Helm and ERB begin with: such a file is not HCL before it is rendered.
TEMPLATE_TEXT = re.compile(r"\{\{|\{%|<%")
CONCERNS_TRAILS = re.compile(r"(?:aws|awscc)_cloudtrail|event_selector|insight_selector")


def is_configuration(path: str) -> bool:
    """Tell by its name whether a file is part of a Terraform configuration."""
    return path.endswith(SUFFIXES)


def looks_like_plan(text: str) -> bool:
    """Tell whether a JSON text may be what `terraform show -json` prints, whatever the order of its keys."""
    return all(mark in text for mark in PLAN_MARKS)


class Configuration:
    """Terraform files that may be evaluated more than once, and are parsed when they first are.

    Files of one directory are one module; `variables` are variable definitions files that the user names.
    """

    def __init__(self, sources: list[Source], variables: tuple[Source, ...] = ()) -> None:
        self.sources = sources
        self.variables = variables
        self._project: Project | None = None

    def load(self, options: Options) -> tuple[tuple[Deployment, ...], tuple[Problem, ...]]:
        """Return what the root modules among the files deploy, and the problems of their syntax."""
        if self._project is None:
            self._project = self._parse()
        # Of a file that the user names it matters that it cannot be read, whatever else is in it.
        wanted = {source.path for source in self.sources if CONCERNS_TRAILS.search(source.text)}
        wanted |= {source.path for source in self.variables}
        wanted -= {source.path for source in self.sources if TEMPLATE_TEXT.search(source.text)}
        problems = [problem for path, found in self._project.problems.items() if path in wanted for problem in found]
        return tuple(self._project.deployments(options)), tuple(problems)

    def _parse(self) -> Project:
        from ctlint.loaders.terraform.project import Project

        directories: dict[str, list[Source]] = {}
        for source in self.sources:
            directories.setdefault(os.path.normpath(os.path.dirname(source.path) or "."), []).append(source)
        return Project(directories, self.variables)


def load_terragrunt(source: Source, options: Options) -> tuple[tuple[Deployment, ...], tuple[Problem, ...]]:
    """Return the selectors among the inputs of a Terragrunt unit, and the problems of the file's syntax."""
    from ctlint.loaders.terraform import inputs

    deployments, problems = inputs.load_terragrunt(source, options)
    return deployments, problems if CONCERNS_TRAILS.search(source.text) else ()
