"""Linting as a library: the command line is one client of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from ctlint import catalog, discovery, engine, loaders, spelling
from ctlint.candidates import Candidate, Failure
from ctlint.checks import load_checks
from ctlint.finding import Diagnostic, Finding
from ctlint.loaders import snapshot, terraform
from ctlint.model import Deployment, Options
from ctlint.source import Source


class Settings(NamedTuple):
    """Which rules speak, what may be assumed about the account, and named variable definitions files.

    `module_wide` reports what is found in files that are only read because a named one refers to them, too.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: Options = Options()
    variables: tuple[Source, ...] = ()
    module_wide: bool = False


class Read(NamedTuple):
    """A file that was read: how many trails it holds, or none."""

    path: str
    trails: int
    deployments: int


class Result(NamedTuple):
    """Everything that a run found, in the order of files and places; several files may speak of one trail."""

    diagnostics: list[Diagnostic]
    read: list[Read]
    crashes: list[engine.Crash]
    trails: int = 0
    failures: tuple[Failure, ...] = ()


def lint(paths: Sequence[str], settings: Settings | None = None, exclude: Sequence[str] = ()) -> Result:
    """Return what is to be said about files and folders; what cannot be read is among the result's failures."""
    found = discovery.search(paths, exclude)
    return lint_candidates(found.candidates, settings or Settings())._replace(failures=tuple(found.failures))


def lint_candidates(candidates: Iterable[Candidate], settings: Settings) -> Result:
    """Return what is to be said about files whose bytes were read already."""
    found = list(candidates)
    sources = ((Source.decode(each.path, each.data), each.named) for each in found)
    others = () if settings.module_wide else (each.path for each in found if each.is_context)
    context = frozenset(others) - {each.path for each in settings.variables}
    return lint_sources(sources, settings, context)


def lint_text(text: str, filename: str, settings: Settings | None = None) -> Result:
    """Return what is to be said about a text; its file name tells the format."""
    return lint_sources([(Source(filename, text), True)], settings or Settings())


def lint_sources(
    sources: Iterable[tuple[Source, bool]], settings: Settings, context: frozenset[str] = frozenset()
) -> Result:
    """Return what is to be said about sources; each comes with whether the user named that very file.

    Sources whose paths are in `context` are read because others refer to them; findings that concern them
    alone are left out.
    """
    run = _Run(settings)
    configuration: list[Source] = []
    for source, named in sources:
        if terraform.is_configuration(source.path):
            configuration.append(source)
        else:
            run.add([source], partial(_load_file, source, named))
    if configuration:
        read = terraform.Configuration(configuration, settings.variables)
        run.add(configuration, partial(_load_terraform, read))
    return run.result(context)


def _load_file(source: Source, named: bool, options: Options) -> loaders.Loaded:
    return loaders.load(source, options, named)


def _load_terraform(configuration: terraform.Configuration, options: Options) -> loaders.Loaded:
    return loaders.Loaded(*configuration.load(options))


class _Run:
    """What a run has found so far."""

    def __init__(self, settings: Settings) -> None:
        spelling.begin_run()
        self.settings = settings
        self.registry = load_checks()
        self.read: list[Read] = []
        self.plain: list[tuple[Source, tuple[Deployment, ...]]] = []
        self.seen: list[engine.Seen] = []
        self.crashes: list[engine.Crash] = []
        self.trails = 0

    def add(self, sources: list[Source], load: Callable[[Options], loaders.Loaded]) -> None:
        """Take in what one file, or the files of a configuration, hold together."""
        options = self.settings.options
        loaded = self._load(sources[0], load, options)
        deployments = loaded.deployments
        if loaded.problems:
            deployments = (Deployment((), loaded.problems), *deployments)
        self._count(sources, deployments)
        if not any(each.overridable for each in deployments):
            self.plain.append((sources[0], deployments))
            return
        self.trails += sum(len(each.trails) for each in deployments)
        first = self._check(deployments, options)
        filled = self._load(sources[0], load, options._replace(fill_defaults=True))
        second = self._check(filled.deployments, options)
        self.seen += [*first, *_only_with_defaults(first, second, filled.deployments)]

    def result(self, context: frozenset[str]) -> Result:
        """Return what there is to say of all that was taken in."""
        joined = snapshot.join(self.plain)
        self.trails += sum(len(each.trails) for each in joined)
        self.seen += self._check(joined, self.settings.options)
        asked = [item for item in self.seen if not context or _concerns_others(item.finding, context)]
        read = [each for each in self.read if each.path not in context]
        return Result(diagnose(asked, self.settings), read, self.crashes, self.trails)

    def _count(self, sources: list[Source], deployments: tuple[Deployment, ...]) -> None:
        trails = Counter(trail.span.source.path for each in deployments for trail in each.trails)
        broken = {problem.span.source.path for each in deployments for problem in each.problems}
        for source in sources:
            count = trails[source.path]
            held = len(deployments) if len(sources) == 1 else max(count, source.path in broken)
            self.read.append(Read(source.path, count, held))

    def _load(self, source: Source, load: Callable[[Options], loaders.Loaded], options: Options) -> loaders.Loaded:
        """Return what a file holds; nothing, and a crash, where a loader of ours fails: others are still linted."""
        try:
            return load(options)
        except Exception as error:
            self.crashes.append(engine.Crash("", error, source.path))
            return loaders.Loaded(())

    def _check(self, deployments: Iterable[Deployment], options: Options) -> list[engine.Seen]:
        seen: list[engine.Seen] = []
        for deployment in deployments:
            report = engine.run(deployment, self.registry, options)
            seen += report.seen
            self.crashes += report.crashes
        return seen


def _concerns_others(finding: Finding, context: frozenset[str]) -> bool:
    """Tell whether a place of a finding lies in a file that was asked for."""
    spans = [finding.span, *(related.span for related in finding.related)]
    return any(span.source.path not in context for span in spans)


def _only_with_defaults(
    first: list[engine.Seen], second: list[engine.Seen], deployments: tuple[Deployment, ...]
) -> Iterator[engine.Seen]:
    """Yield what is found only with parameter defaults filled in, and say so in the message."""
    known = {(item.rule, id(item.finding.span.source), item.finding.span[1:]) for item in first}
    uses = [use for deployment in deployments for use in deployment.defaults]
    for item in second:
        finding = item.finding
        if (item.rule, id(finding.span.source), finding.span[1:]) not in known:
            spans = [finding.span, *(related.span for related in finding.related)]
            names = dict.fromkeys(name for span, name in uses if any(span.overlaps(each) for each in spans))
            message = f"{finding.message}, {_with_defaults(list(names))}"
            yield item._replace(finding=finding._replace(message=message))


def _with_defaults(names: list[str]) -> str:
    """Return what a finding rests on, in words; a condition may rest on parameters that it does not name."""
    if not names:
        return "with the defaults of parameters filled in"
    quoted = [f"`{name}`" for name in names]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return f"with the default{'s' if len(quoted) > 1 else ''} of {listed}"


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
