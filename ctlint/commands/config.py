"""`ctlint config`: the settings that hold for a file or folder, and where each of them comes from."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from ctlint.commands.output import write_out
from ctlint.commands.settings import lookup
from ctlint.config.model import Configuration
from ctlint.errors import UsageError
from ctlint.reporters.inert import inert, inert_json
from ctlint.settings import Scopes, Settings

FORMATS = ("text", "json")
VERSION = 1
ADDED = frozenset(("ignore", "severity", "locked", "known-resource-types", "prices", "policies", "exclude"))
"""Settings to which several places may add; of the others the last one counts."""


class ConfigArguments:
    """What was asked for; the values here are the defaults."""

    path: str = "."
    format: str = "text"
    config: str | None = None
    no_config: bool = False


class Setting(NamedTuple):
    """A setting with its value as JSON has it, and the places that it comes from; none is a default."""

    key: str
    value: object
    origins: tuple[tuple[str, int], ...]


def run(arguments: ConfigArguments) -> int:
    """Print the settings for a path and return the exit code; raises UsageError."""
    if not os.path.lexists(arguments.path):
        raise UsageError(f"{arguments.path}: no such file or folder")
    scopes = Scopes(Settings(lookup=lookup(arguments.config, arguments.no_config)))
    configuration = scopes.configuration(arguments.path)
    settings = _settings(scopes.at(arguments.path), configuration, arguments.path)
    source = configuration.source.path if configuration else None
    if arguments.format == "json":
        write_out(_as_json(arguments.path, source, settings))
    else:
        write_out(_as_text(arguments.path, source, settings))
    return 0


def _settings(effective: Settings, found: Configuration | None, path: str) -> list[Setting]:
    options = effective.options
    complete = found.scope(found.sections_of(path)).is_complete if found else None
    values: dict[str, object] = {
        "select": list(effective.select),
        "ignore": list(effective.ignore),
        "severity": dict(effective.severities),
        "region": options.region,
        "account": options.account,
        "partition": options.partition,
        "complete": complete is True,
        "policies": [policy.id for policy in effective.policies],
        "exclude": [glob for each in found.exclude for glob in each.globs] if found else [],
        "fail-on": (found.fail_on if found else None) or "error",
        "locked": list(found.locked) if found else [],
        "require-reasons": bool(found and found.needs_reason),
        "suppressions": len(found.entries) if found else 0,
        "known-resource-types": sorted(options.resource_types),
        "prices": dict(options.prices),
    }
    return [Setting(key, value, _origins(key, found, path)) for key, value in values.items()]


def _origins(key: str, found: Configuration | None, path: str) -> tuple[tuple[str, int], ...]:
    given = [
        (each.span.source.path, each.span.start_position.line)
        for each in (found.origins if found else ())
        if each.key == key and (each.patterns is None or each.patterns.match(path))
    ]
    if key == "partition" and not given:
        return _origins("region", found, path)
    return tuple(given if key in ADDED or key == "suppressions" else given[-1:])


def _as_text(path: str, source: str | None, settings: list[Setting]) -> str:
    head = f"{inert(path)}: {inert(source)}" if source else f"{inert(path)}: no configuration"
    widest = max(len(each.key) for each in settings)
    lines = [head]
    for each in settings:
        origin = ", ".join(f"{inert(file)}:{line}" for file, line in each.origins) or "default"
        lines.append(f"  {each.key:{widest}}  {_shown(each.value)}  ({origin})")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return inert(", ".join(value)) or "-"
    if isinstance(value, dict):
        return inert(", ".join(f"{key} = {each}" for key, each in value.items())) or "-"
    return "-" if value is None else inert(str(value))


def _as_json(path: str, source: str | None, settings: list[Setting]) -> str:
    report = {
        "version": VERSION,
        "path": _text(path),
        "configuration": _text(source) if source is not None else None,
        "settings": {
            each.key: {
                "value": each.value,
                "from": [{"path": _text(file), "line": line} for file, line in each.origins],
            }
            for each in settings
        },
    }
    return inert_json(json.dumps(report, indent=2)) + "\n"


def _text(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
