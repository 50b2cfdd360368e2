"""Lints Terraform configurations whose comments announce what is found: `# expect: CT113`."""

from __future__ import annotations

import textwrap

from ctlint.api import Settings, lint_sources
from ctlint.finding import Diagnostic
from ctlint.loaders import terraform
from ctlint.model import Deployment, Options, Trail
from ctlint.source import Source
from tests.examples import expected

Files = dict[str, str] | str
TRAIL = """\
resource "aws_cloudtrail" "main" {
  name           = "audit-trail"
  s3_bucket_name = "acme-trail"
%s}
"""


def trail(body: str) -> str:
    """Return the resource of a trail with `body` inside."""
    return TRAIL % textwrap.indent(textwrap.dedent(body), "  ")


def sources(files: Files) -> list[Source]:
    """Return the files of a configuration; a text alone is `main.tf`."""
    named = {"main.tf": files} if isinstance(files, str) else files
    return [Source(path, textwrap.dedent(text)) for path, text in named.items()]


def lint(files: Files, context: tuple[str, ...] = (), settings: Settings | None = None) -> list[Diagnostic]:
    """Return what is said about a configuration; a crash fails the test."""
    named = [(source, source.path not in context) for source in sources(files)]
    result = lint_sources(named, settings or Settings(), frozenset(context))
    for crash in result.crashes:
        raise crash.error
    return result.diagnostics


def verify(files: Files, context: tuple[str, ...] = ()) -> list[Diagnostic]:
    """Lint a configuration, compare the complete list of findings with the announced ones, and return them."""
    found = lint(files, context)
    announced = [(source.path, each.line, each.rule) for source in sources(files) for each in expected(source.text)]
    places = [(each.span.source.path, each.span.start_position.line, each.rule) for each in found]
    assert sorted(places) == sorted(announced)
    return found


def deployments(files: Files, options: Options | None = None) -> tuple[Deployment, ...]:
    """Return what a configuration deploys; it has no syntax errors."""
    found, problems = terraform.Configuration(sources(files)).load(options or Options())
    assert problems == ()
    return found


def trails(files: Files, options: Options | None = None) -> list[Trail]:
    """Return the trails of a configuration that is one deployment, or none."""
    found = deployments(files, options)
    assert len(found) <= 1
    return [each for deployment in found for each in deployment.trails]


def related(diagnostic: Diagnostic) -> list[tuple[str, int, str]]:
    """Return the related places of a finding: path, line and what stands there."""
    return [
        (each.span.source.path, each.span.start_position.line, each.span.text) for each in diagnostic.finding.related
    ]
