"""What a run is asked for, and what holds for each file: the caller's settings over those of configurations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ctlint import catalog
from ctlint.config import Lookup
from ctlint.finding import Severity
from ctlint.model import Options
from ctlint.source import Source

if TYPE_CHECKING:  # most runs ask no policy, and meet no configuration
    from ctlint.baseline.model import Baseline
    from ctlint.config.model import Configuration, Scope
    from ctlint.policies.model import Policy


class Account(NamedTuple):
    """An account of which a configuration says that some files hold all its trails.

    `is_walked` tells that the run met all those files.
    """

    key: tuple[int, int]
    region: str | None
    is_walked: bool


class Settings(NamedTuple):
    """Which rules speak, what may be assumed about the account, and named variable definitions files.

    `module_wide` reports what is found in files that are only read because a named one refers to them, too.
    `policies` are asked beside the rules. `severities` are those of rules, or of all whose ids begin so, where they
    differ from their pages. Suppressions expire before `today` (ISO 8601; None is the day of the run). `lookup` finds the
    configuration of each file: the nearest one up from it where None is given. What a `baseline` holds is not reported.
    `walked` are folders, by their real paths, all of whose files are among those to lint.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: Options = Options()
    variables: tuple[Source, ...] = ()
    module_wide: bool = False
    policies: tuple[Policy, ...] = ()
    severities: Mapping[str, Severity] = {}
    today: str | None = None
    lookup: Lookup | None = None
    baseline: Baseline | None = None
    walked: tuple[str, ...] = ()


def with_walked(settings: Settings, paths: Iterable[str]) -> Settings:
    """Return settings that tell which of some paths are folders, as all their files are linted."""
    folders = tuple(os.path.realpath(path) for path in paths if os.path.isdir(path))
    return settings._replace(walked=(*settings.walked, *folders)) if folders else settings


def is_selected(rule: str, settings: Settings) -> bool:
    """Tell whether a rule speaks; the longer of two matching prefixes decides, and `ignore` wins a tie."""
    wanted = max((len(prefix) for prefix in settings.select if rule.startswith(prefix)), default=-1)
    unwanted = max((len(prefix) for prefix in settings.ignore if rule.startswith(prefix)), default=-1)
    entry = catalog.rules().get(rule)
    if entry is not None and entry.off and rule not in settings.select:
        return False
    return unwanted < wanted if settings.select else unwanted < 0


def is_asked(rule: str, settings: Settings) -> bool:
    """Tell whether a rule, or a policy, is there and speaks."""
    is_known = rule in catalog.rules() or any(policy.id == rule for policy in settings.policies)
    return is_known and is_selected(rule, settings)


def severity(rule: str, usual: Severity, settings: Settings) -> Severity:
    """Return how grave the findings of a rule are: the longest beginning of its id decides."""
    given = [prefix for prefix in settings.severities if rule.startswith(prefix)]
    return settings.severities[max(given, key=len)] if given else usual


class Scopes:
    """The settings for each file of a run; files for which the same holds have the very same settings."""

    def __init__(self, given: Settings) -> None:
        self.given = given
        self.lookup = given.lookup or Lookup()
        self._made: dict[tuple[int, tuple[int, ...]], Settings] = {}
        self._by_path: dict[str, Settings] = {}

    def at(self, path: str) -> Settings:
        """Return the settings for a file; raises ConfigurationError."""
        found = self._by_path.get(path)
        if found is None:
            found = self._by_path[path] = self._find(path)
        return found

    def configuration(self, path: str) -> Configuration | None:
        """Return the configuration for a file; raises ConfigurationError."""
        return self.lookup.of(path)

    def account(self, path: str) -> Account | None:
        """Return the account whose trails a file holds together with others; None where no configuration says so."""
        configuration = self.lookup.of(path)
        if configuration is None:
            return None
        sections = configuration.sections_of(path)
        scope = configuration.scope(sections)
        if not scope.is_complete:
            return None
        saying = [number for number in sections if configuration.sections[number].scope.is_complete is not None]
        folder = os.path.dirname(os.path.realpath(configuration.source.path))
        is_walked = any(os.path.commonpath((each, folder)) == each for each in self.given.walked)
        return Account((id(configuration), max(saying, default=-1)), scope.region, is_walked)

    def today(self) -> str:
        """Return the day on which suppressions are judged (ISO 8601)."""
        if self.given.today is not None:
            return self.given.today
        import time

        return time.strftime("%Y-%m-%d")

    def fail_on(self, paths: Iterable[str]) -> dict[str, Severity]:
        """Return the least severity that counts as a failure, for the files whose configuration says one."""
        levels: dict[str, Severity] = {}
        for path in paths:
            configuration = self.lookup.of(path)
            if configuration is not None and configuration.fail_on is not None:
                levels[path] = configuration.fail_on
        return levels

    def policies(self) -> list[Policy]:
        """Return the policies that were asked about some file, by id."""
        asked = (self.given, *self._made.values())
        return list({policy.id: policy for settings in asked for policy in settings.policies}.values())

    def configurations(self) -> list[Configuration]:
        """Return the configurations that hold for some file that was asked for, each once."""
        found = (self.lookup.of(path) for path in self._by_path)
        return list({id(each): each for each in found if each is not None}.values())

    def _find(self, path: str) -> Settings:
        configuration = self.lookup.of(path)
        if configuration is None:
            return self.given
        sections = configuration.sections_of(path)
        key = (id(configuration), sections)
        if key not in self._made:
            self._made[key] = _over(self.given, configuration, configuration.scope(sections))
        return self._made[key]


def _over(given: Settings, configuration: Configuration, scope: Scope) -> Settings:
    """Return what a caller gives over what a configuration says; who selects rules starts afresh."""
    options = given.options
    policies = {policy.id: policy for policy in (*configuration.policies, *given.policies)}
    return given._replace(
        select=given.select or scope.select,
        ignore=given.ignore if given.select else (*scope.ignore, *given.ignore),
        options=options._replace(
            region=options.region or scope.region,
            account=options.account or scope.account,
            partition=options.partition or scope.partition,
            prices={**configuration.prices, **options.prices},
            resource_types=options.resource_types | configuration.resource_types,
        ),
        policies=tuple(policies.values()),
        severities={**scope.severities, **given.severities},
    )
