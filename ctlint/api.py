"""Linting as a library: the command line is one client of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ctlint import catalog, discovery, engine, loaders
from ctlint.checks import load_checks
from ctlint.checks.registry import Registry
from ctlint.finding import Diagnostic, Finding
from ctlint.loaders import snapshot
from ctlint.model import Deployment, Options
from ctlint.source import Source


class Settings(NamedTuple):
    """Which rules speak, and what may be assumed about the account."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: Options = Options()


class Read(NamedTuple):
    """A file that was read: how many trails it holds, or none."""

    path: str
    trails: int
    deployments: int


class Result(NamedTuple):
    """Everything that a run found, in the order of files and places."""

    diagnostics: list[Diagnostic]
    read: list[Read]
    crashes: list[engine.Crash]
    failures: tuple[discovery.Failure, ...] = ()


def lint(paths: Sequence[str], settings: Settings | None = None, exclude: Sequence[str] = ()) -> Result:
    """Return what is to be said about files and folders; what cannot be read is among the result's failures."""
    found = discovery.search(paths, exclude)
    return lint_candidates(found.candidates, settings or Settings())._replace(failures=tuple(found.failures))


def lint_candidates(candidates: Iterable[discovery.Candidate], settings: Settings) -> Result:
    """Return what is to be said about files whose bytes were read already."""
    sources = ((Source.decode(each.path, each.data), each.named) for each in candidates)
    return lint_sources(sources, settings)


def lint_text(text: str, filename: str, settings: Settings | None = None) -> Result:
    """Return what is to be said about a text; its file name tells the format."""
    return lint_sources([(Source(filename, text), True)], settings or Settings())


def lint_sources(sources: Iterable[tuple[Source, bool]], settings: Settings) -> Result:
    """Return what is to be said about sources; each comes with whether the user named that very file."""
    registry = load_checks()
    options = settings.options
    read: list[Read] = []
    plain: list[tuple[Source, tuple[Deployment, ...]]] = []
    seen: list[engine.Seen] = []
    crashes: list[engine.Crash] = []
    for source, named in sources:
        loaded = _load(source, options, named, crashes)
        deployments = loaded.deployments
        if loaded.problems:
            deployments = (Deployment((), loaded.problems), *deployments)
        trails = sum(len(each.trails) for each in loaded.deployments)
        read.append(Read(source.path, trails, len(deployments)))
        if any(each.overridable for each in deployments):
            first = _run(deployments, registry, options)
            filled = _load(source, options._replace(fill_defaults=True), named, crashes)
            second = _run(filled.deployments, registry, options)
            seen += first.seen
            seen += _only_with_defaults(first.seen, second.seen, filled.deployments)
            crashes += first.crashes
        else:
            plain.append((source, deployments))
    joined = _run(snapshot.join(plain), registry, options)
    seen += joined.seen
    return Result(diagnose(seen, settings), read, crashes + joined.crashes)


def _load(source: Source, options: Options, named: bool, crashes: list[engine.Crash]) -> loaders.Loaded:
    """Return what a file holds; nothing, and a crash, where a loader of ours fails: other files are still linted."""
    try:
        return loaders.load(source, options, named)
    except Exception as error:
        crashes.append(engine.Crash("", error, source.path))
        return loaders.Loaded(())


def _run(deployments: Iterable[Deployment], registry: Registry, options: Options) -> engine.Report:
    total = engine.Report([], [])
    for deployment in deployments:
        report = engine.run(deployment, registry, options)
        total.seen.extend(report.seen)
        total.crashes.extend(report.crashes)
    return total


def _only_with_defaults(
    first: list[engine.Seen], second: list[engine.Seen], deployments: tuple[Deployment, ...]
) -> Iterator[engine.Seen]:
    """Yield what is found only with parameter defaults filled in, and say so in the message."""
    known = {(item.rule, id(item.finding.span.source), item.finding.span[1:]) for item in first}
    uses = [use for deployment in deployments for use in deployment.defaults]
    for rule, finding in second:
        if (rule, id(finding.span.source), finding.span[1:]) not in known:
            overlapping = [name for span, name in uses if span.overlaps(finding.span)]
            names = sorted(set(overlapping or [name for _, name in uses]))
            quoted = " and ".join(f"`{name}`" for name in names)
            message = f"{finding.message}, with the default{'s' if len(names) > 1 else ''} of {quoted}"
            yield engine.Seen(rule, finding._replace(message=message))


def diagnose(seen: list[engine.Seen], settings: Settings) -> list[Diagnostic]:
    """Return findings with the pages of their rules, the explained and deselected ones left out."""
    if not seen:
        return []
    settled = engine.settle(seen, catalog.yields_to())
    found = [_diagnostic(item.rule, item.finding) for item in settled if is_selected(item.rule, settings)]
    return sorted(found, key=Diagnostic.sort_key)


def _diagnostic(rule: str, finding: Finding) -> Diagnostic:
    entry = catalog.rules()[rule]
    severity = entry.severities.get(finding.variant, entry.severity)
    return Diagnostic(rule, entry.name, severity, finding, entry.hint, entry.references[0])


def is_selected(rule: str, settings: Settings) -> bool:
    """Tell whether a rule speaks; the longer of two matching prefixes decides, and `ignore` wins a tie."""
    wanted = max((len(prefix) for prefix in settings.select if rule.startswith(prefix)), default=-1)
    unwanted = max((len(prefix) for prefix in settings.ignore if rule.startswith(prefix)), default=-1)
    if catalog.rules()[rule].off and rule not in settings.select:
        return False
    return unwanted < wanted if settings.select else unwanted < 0
