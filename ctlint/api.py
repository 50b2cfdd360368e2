"""Linting as a library: the command line is one client of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ctlint import catalog, discovery, engine, loaders, spelling, suppressions
from ctlint.candidates import Candidate, Failure
from ctlint.catalog import RuleEntry
from ctlint.checks import load_checks
from ctlint.checks.registry import Registry, Rule
from ctlint.config import Lookup
from ctlint.finding import UNDECIDED, Diagnostic, Finding, Severity
from ctlint.loaders import snapshot, terraform
from ctlint.model import Deployment, Options, Trail
from ctlint.problem import Problem
from ctlint.settings import Scopes, Settings, is_asked, is_selected, severity, with_walked
from ctlint.source import Source

if TYPE_CHECKING:  # most runs ask no policy, and meet no suppression
    from ctlint.baseline.matching import Comparison
    from ctlint.config.model import Configuration
    from ctlint.pages import Page
    from ctlint.review import Reviewed
    from ctlint.suppressions.model import Suppressed, Suppression

__all__ = ["Read", "Result", "Settings", "lint", "lint_candidates", "lint_sources", "lint_text"]


SILENCING = frozenset(("CT001", "CT904"))
"""Rules whose findings tell that others may have missed something in the file."""


class Read(NamedTuple):
    """A file that was read: how many trails it holds, or none."""

    path: str
    trails: int
    deployments: int


class Result(NamedTuple):
    """Everything that a run found, in the order of files and places; several files may speak of one trail.

    `policies` are the pages of the policies that were asked, `undecided` where nobody can say whether one is met.
    `suppressed` are findings that a suppression keeps out of `diagnostics`, `suppressions` all of them that were met;
    `configurations` those that hold for some file. `fail_on` is the least severity that counts as a failure, where the
    configuration of a file says one. `comparison` tells of a baseline, where one was given: `diagnostics` lacks what it holds.
    """

    diagnostics: list[Diagnostic]
    read: list[Read]
    crashes: list[engine.Crash]
    trails: int = 0
    failures: tuple[Failure, ...] = ()
    policies: tuple[Page, ...] = ()
    undecided: tuple[Diagnostic, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    fail_on: Mapping[str, Severity] = {}
    comparison: Comparison | None = None


def lint(paths: Sequence[str], settings: Settings | None = None, exclude: Sequence[str] = ()) -> Result:
    """Return what is to be said about files and folders; what cannot be read is among the result's failures."""
    found = discovery.search(paths, exclude)
    settings = with_walked(settings or Settings(), [] if exclude or found.failures else paths)
    return lint_candidates(found.candidates, settings)._replace(failures=tuple(found.failures))


def lint_candidates(
    candidates: Iterable[Candidate], settings: Settings, on_file: Callable[[str], None] | None = None
) -> Result:
    """Return what is to be said about files whose bytes were read already; `on_file` hears of each before it is read."""
    lookup = settings.lookup or Lookup()
    settings = settings._replace(lookup=lookup)
    found = [each for each in candidates if each.named or each.is_context or not lookup.excludes(each.path)]
    sources = _decoded(found, on_file)
    others = () if settings.module_wide else (each.path for each in found if each.is_context)
    context = frozenset(others) - {each.path for each in settings.variables}
    return lint_sources(sources, settings, context)


def _decoded(found: list[Candidate], on_file: Callable[[str], None] | None) -> Iterator[tuple[Source, bool]]:
    for each in found:
        if on_file is not None:
            on_file(each.path)
        yield Source.decode(each.path, each.data), each.named


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
        self.scopes = Scopes(settings)
        self.registries: dict[int, Registry] = {}
        self.sources: list[Source] = []
        self.read: list[Read] = []
        self.plain: list[tuple[Source, tuple[Deployment, ...]]] = []
        self.seen: list[engine.Seen] = []
        self.undecided: list[engine.Seen] = []
        self.crashes: list[engine.Crash] = []
        self.filled: dict[int, tuple[Deployment, ...]] = {}
        self.looked: list[Trail] = []
        self.trails = 0

    def add(self, sources: list[Source], load: Callable[[Options], loaders.Loaded]) -> None:
        """Take in what one file, or the files of a configuration, hold together."""
        self.sources += sources
        scopes = {id(each): each for each in (self.scopes.at(source.path) for source in sources)}
        found: list[Deployment] = []
        for settings in scopes.values():
            deployments = self._load(sources[0], load, settings.options)
            own = self._own(deployments, settings) if len(scopes) > 1 else deployments
            found += own
            if not any(each.overridable for each in own):
                self.plain.append((sources[0], own))
                continue
            if self.scopes.account(sources[0].path):
                filled = self._load(sources[0], load, settings.options._replace(fill_defaults=True))
                self.filled[len(self.plain)] = self._own(filled, settings) if len(scopes) > 1 else filled
                self.plain.append((sources[0], own))
                continue
            self.trails += sum(len(each.trails) for each in own)
            first = self._check(own)
            filled = self._load(sources[0], load, settings.options._replace(fill_defaults=True))
            second = self._check(self._own(filled, settings) if len(scopes) > 1 else filled, True)
            self.seen += [*first, *_only_with_defaults(first, second, filled)]
        self._count(sources, tuple(found))

    def _own(self, deployments: tuple[Deployment, ...], settings: Settings) -> tuple[Deployment, ...]:
        """Return the deployments for which these settings hold: those of their first trail, or first problem."""
        return tuple(each for each in deployments if self._settings_of(each) is settings)

    def _settings_of(self, deployment: Deployment) -> Settings:
        parts = deployment.trails or deployment.problems
        return self.scopes.at(parts[0].span.source.path) if parts else self.scopes.given

    def result(self, context: frozenset[str]) -> Result:
        """Return what there is to say of all that was taken in."""
        joined = self._joined(self.plain)
        self.trails += sum(len(each.trails) for each in joined)
        first = self._check(joined)
        self.seen += first
        if self.filled:
            again = [(source, self.filled.get(at, own)) for at, (source, own) in enumerate(self.plain)]
            filled = self._joined([each for each in again if self.scopes.account(each[0].path)])
            self.seen += _only_with_defaults(first, self._check(filled, True), tuple(filled))
        asked = [item for item in self.seen if not context or _concerns_others(item.finding, context)]
        read = [each for each in self.read if each.path not in context]
        found = diagnose(asked, self.scopes)
        reviewed = self._review(found, frozenset(each.path for each in read))
        found = reviewed.kept if reviewed else found
        comparison = self._compare(found, reviewed, read)
        found = comparison.new if comparison else found
        return Result(
            found,
            read,
            self.crashes,
            self.trails,
            policies=tuple(policy.page for policy in self.scopes.policies()),
            undecided=tuple(diagnose(self.undecided, self.scopes)),
            suppressed=reviewed.suppressed if reviewed else (),
            suppressions=reviewed.suppressions if reviewed else (),
            configurations=tuple(self.scopes.configurations()),
            fail_on=self.scopes.fail_on({each.span.source.path for each in found}),
            comparison=comparison,
        )

    def _compare(self, found: list[Diagnostic], reviewed: Reviewed | None, read: list[Read]) -> Comparison | None:
        """Part findings from those that a baseline holds; None where there is no baseline."""
        if self.scopes.given.baseline is None:
            return None
        from ctlint.baseline.matching import Looked, compare

        suppressed = [each.diagnostic for each in reviewed.suppressed] if reviewed else []
        silenced = self._silenced([*found, *suppressed], {each.path for each in read})

        def was_asked(rule: str, path: str) -> bool:
            return path not in silenced and is_asked(rule, self.scopes.at(path))

        looked = Looked([each.path for each in read], self.looked, was_asked)
        return compare(self.scopes.given.baseline, found, suppressed, looked)

    def _silenced(self, found: Iterable[Diagnostic], paths: Iterable[str]) -> set[str]:
        """Return the files in which a rule may have missed something."""
        if self.crashes:  # which files a failed check was asked about, nobody notes
            return set(paths)
        return {each.span.source.path for each in found if each.rule in SILENCING}

    def _joined(self, files: list[tuple[Source, tuple[Deployment, ...]]]) -> list[Deployment]:
        """Return deployments, those of one account as one where that is known."""
        joined = snapshot.join(files)
        if not any(each.declares_account for each in self.scopes.configurations()):
            return joined
        from ctlint import accounts

        return accounts.join(joined, self.scopes)

    def _review(self, found: list[Diagnostic], paths: frozenset[str]) -> Reviewed | None:
        """Part findings from those that somebody has decided to live with; None where nobody has."""
        is_marked = any(map(suppressions.mentions, self.sources))
        if not is_marked and not any(each.entries for each in self.scopes.configurations()):
            return None
        from ctlint.review import Looked, review

        looked = Looked(paths, self.looked, frozenset(self._silenced(found, paths)))
        return review(found, self.sources, self.scopes, looked, self._diagnose_suppressions)

    def _diagnose_suppressions(self, problems: list[Problem]) -> list[Diagnostic]:
        report = engine.run(Deployment((), tuple(problems)), load_checks(), Options())
        self.crashes += report.crashes
        return diagnose(report.seen, self.scopes)

    def _count(self, sources: list[Source], deployments: tuple[Deployment, ...]) -> None:
        trails = Counter(trail.span.source.path for each in deployments for trail in each.trails)
        broken = {problem.span.source.path for each in deployments for problem in each.problems}
        for source in sources:
            count = trails[source.path]
            held = len(deployments) if len(sources) == 1 else max(count, source.path in broken)
            self.read.append(Read(source.path, count, held))

    def _load(
        self, source: Source, load: Callable[[Options], loaders.Loaded], options: Options
    ) -> tuple[Deployment, ...]:
        """Return what a file holds; nothing, and a crash, where a loader of ours fails: others are still linted.

        The faults of its syntax come first, as a deployment without trails.
        """
        try:
            loaded = load(options)
        except Exception as error:
            self.crashes.append(engine.Crash("", error, source.path))
            return ()
        faults = (Deployment((), loaded.problems),) if loaded.problems else ()
        return (*faults, *loaded.deployments)

    def _check(self, deployments: Sequence[Deployment], fill_defaults: bool = False) -> list[engine.Seen]:
        faults: dict[int, list[Problem]] = {}
        for problem in (each for deployment in deployments if not deployment.trails for each in deployment.problems):
            faults.setdefault(id(problem.span.source), []).append(problem)
        seen: list[engine.Seen] = []
        for deployment in deployments:
            settings = self._settings_of(deployment)
            options = settings.options._replace(fill_defaults=fill_defaults)
            report = engine.run(deployment, self._registry(settings), options, _around(deployment, faults))
            self.looked += deployment.trails
            seen += (item for item in report.seen if item.finding.variant != UNDECIDED)
            self.undecided += (item for item in report.seen if item.finding.variant == UNDECIDED)
            self.crashes += report.crashes
        return seen

    def _registry(self, settings: Settings) -> Registry:
        if id(settings) not in self.registries:
            self.registries[id(settings)] = _registry(settings)
        return self.registries[id(settings)]


def _registry(settings: Settings) -> Registry:
    """Return the checks of a run, the policies that are asked among them."""
    checks = load_checks().requested(settings.select)
    if not settings.policies:
        return checks
    from ctlint.policies.evaluate import check

    return checks.with_policies([Rule(policy.id, check(policy)) for policy in settings.policies])


def _around(deployment: Deployment, faults: dict[int, list[Problem]]) -> list[Problem]:
    """Return the faults of the files in which the trails of a deployment stand."""
    sources = {id(trail.span.source) for trail in deployment.trails} if faults else ()
    return [problem for source in sources for problem in faults.get(source, ())]


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


def diagnose(seen: list[engine.Seen], scopes: Scopes) -> list[Diagnostic]:
    """Return findings with the pages of their rules, the explained and deselected ones left out."""
    if not seen:
        return []
    settled = engine.settle(seen, catalog.yields_to())
    rules = {**catalog.rules(), **{policy.id: policy.page.rule for policy in scopes.policies()}}
    found: list[Diagnostic] = []
    for item in settled:
        settings = scopes.at(item.finding.span.source.path)
        if is_selected(item.rule, settings):
            found.append(_diagnostic(rules[item.rule], item.finding, settings))
    return sorted(found, key=Diagnostic.sort_key)


def _diagnostic(entry: RuleEntry, finding: Finding, settings: Settings) -> Diagnostic:
    usual = entry.severities.get(finding.variant, entry.severity)
    grave = severity(entry.id, usual, settings) if settings.severities else usual
    return Diagnostic(entry.id, entry.name, grave, finding, entry.hint, next(iter(entry.references), ""))
