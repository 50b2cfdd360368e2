"""What commands ask for, as trails and event data stores."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ctlint import knowledge
from ctlint.guard import ALWAYS, Atom, Guard, Literal
from ctlint.knowledge import OptionSpec
from ctlint.loaders.aws_cli import place_by_arn
from ctlint.loaders.binder import Binder
from ctlint.loaders.commands.options import Given, Invocation, invocation
from ctlint.loaders.commands.script import Command
from ctlint.loaders.commands.values import NOT_CLOSED, json_node, list_node, yaml_node
from ctlint.loaders.selectors import (
    CONFIGURATION_KEYS,
    TRAIL_ATTRIBUTES,
    bind_configuration,
    bind_lists,
)
from ctlint.model import Attribute, Destination, Dialect, Place, Trail
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.syntax.node import Mapping, Node, Pair, Scalar
from ctlint.text import Decoded, Segment, Text

COMMAND = Dialect(wraps_single=True)
REQUEST = Dialect()
NAME_PARAMETERS = ("TrailName", "EventDataStore", "Name")
SWITCHING = frozenset(("start-logging", "stop-logging"))
"""Commands that tell of a trail only in addition to others."""
DELETING = frozenset(("delete-trail", "delete-event-data-store"))
ATTRIBUTES = {name: name for name in TRAIL_ATTRIBUTES} | {"StartIngestion": "IngestionEnabled"}
"""The attribute of the model that a parameter of a command sets."""


class Asked(NamedTuple):
    """A command and what it asks for; a command that is not looked at further has no trail."""

    invocation: Invocation
    trail: Trail | None
    problems: tuple[Problem, ...]


def asked(command: Command, origin: Decoded, is_script: bool) -> Asked | None:
    """Return what a simple command asks of CloudTrail, or None where it is none of `aws cloudtrail`."""
    found = invocation(command, origin)
    if found is None:
        return None
    called, problems = found
    # A command without any option is the name of one, in prose or in a usage message.
    trail = _trail(called, problems) if called.name in knowledge.cli_commands() and called.options else None
    # Behind a quote that is not closed, every other one is taken for its opposite.
    reversed_from = min((each.span.start for each in problems if each.message == NOT_CLOSED), default=None)
    for fault in command.faults if trail is not None else ():
        span = origin.span(fault.start, fault.end)
        if (is_script or not fault.only_in_scripts) and (reversed_from is None or span.start < reversed_from):
            problems.append(Problem("malformed-command", span, fault.message))
    return Asked(called, trail, tuple(problems))


def _trail(called: Invocation, problems: list[Problem]) -> Trail:
    destination = _destination(called)
    pairs: list[Pair] = []
    attributes: dict[str, Attribute] = {}
    for given in called.options.values():
        spec = _spec(called, given)
        if spec.kind == "list":
            pairs.append(Pair(_key(spec.parameter, given.span), list_node(given, problems)))
        elif spec.parameter in CONFIGURATION_KEYS and given.text:
            pairs.append(Pair(_key(spec.parameter, given.span), Scalar.of(given.text)))
        elif spec.parameter in ATTRIBUTES:
            attributes[ATTRIBUTES[spec.parameter]] = _attribute(given, spec)
    for name, value in knowledge.cli_commands()[called.name].sets.items():
        attributes[name] = Attribute(_text(value, called.span) if value else None, called.span)
    region = called.globals.get("--region")
    if region and region.text:
        attributes["HomeRegion"] = Attribute(region.text, region.span)
    trail = Trail(destination, None, "", called.span, ALWAYS, COMMAND, attributes=attributes)
    trail = _bound(
        trail, Mapping(Decoded.whole(called.span.source), called.span.start, called.span.end, pairs), problems
    )
    trail = _identified(_with_input(trail, called, problems), called)
    is_declared = knowledge.cli_commands()[called.name].creates and _shows_all(called)
    return trail._replace(is_declared=is_declared, place=_place(trail, called))


def _bound(trail: Trail, request: Mapping, problems: list[Problem]) -> Trail:
    """Return a trail with the selectors of a request."""
    binder = Binder(trail.dialect)
    lists = bind_lists(binder, request, ALWAYS, trail.destination)
    trail = trail._replace(**{name: value for name, value in lists._asdict().items() if value is not None})
    if any(name in CONFIGURATION_KEYS for name in request.names()):
        trail = trail._replace(event_configuration=bind_configuration(binder, request))
    problems += binder.problems
    return trail


def _with_input(trail: Trail, called: Invocation, problems: list[Problem]) -> Trail:
    """Return a trail with what `--cli-input-json` or `--cli-input-yaml` adds; an option beside it wins."""
    root = _input(called, problems)
    if not isinstance(root, Mapping):
        return trail
    from_input = _bound(Trail(trail.destination, None, "", trail.span, ALWAYS, REQUEST), root, problems)
    attributes = Binder(REQUEST).attributes(root, TRAIL_ATTRIBUTES)
    return trail._replace(
        dialect=REQUEST,
        event_selectors=trail.event_selectors or from_input.event_selectors,
        advanced_event_selectors=trail.advanced_event_selectors or from_input.advanced_event_selectors,
        insight_selectors=trail.insight_selectors or from_input.insight_selectors,
        event_configuration=trail.event_configuration or from_input.event_configuration,
        attributes={**attributes, **trail.attributes},
    )


def _input(called: Invocation, problems: list[Problem]) -> Node | None:
    """Return the request that a command takes from the text of one option; the AWS CLI refuses both together."""
    as_json, as_yaml = called.options.get("--cli-input-json"), called.options.get("--cli-input-yaml")
    if as_json and as_json.values and as_json.values[0].decoded.text.lstrip()[:1] == "{":
        return json_node(as_json.values[0], problems)
    return yaml_node(as_yaml.values[0], problems) if as_yaml and as_yaml.values else None


def _identified(trail: Trail, called: Invocation) -> Trail:
    """Return a trail with its name, at the place of that name."""
    named = next((found for key in NAME_PARAMETERS if (found := trail.attributes.get(key))), None)
    if named is None or named.value is None:
        return trail
    span = named.value.span
    is_own = trail.attributes.get("EventDataStore") is not named
    return trail._replace(name=named.value if is_own else None, span=span if span.start < span.end else called.span)


def _shows_all(called: Invocation) -> bool:
    """Tell whether the options of a command are all that it asks for: no variable may hold further ones."""
    if not called.options.keys().isdisjoint(("--cli-input-json", "--cli-input-yaml")):
        return False
    specs = knowledge.cli_commands()[called.name].options
    for before, word in pairwise(called.command.words):
        spec = specs.get(before.plain)
        if word.content.is_unknown and (spec is None or spec.kind == "flag"):
            return False
    return True


def _place(trail: Trail, called: Invocation) -> Place:
    """Return where the trail of a command is: as an ARN says, else as the credentials of the command do."""
    profile, region = called.globals.get("--profile"), called.globals.get("--region")
    named = profile.text.identity if profile and profile.text else None
    # Variables before a command, or set since the last one, may change account and Region.
    here = str((named, called.prefix, called.command.environment))
    told = place_by_arn(trail)
    written = str(region.text.identity) if region and region.text else None
    return Place(told.account or here, told.region or written or here)


def _destination(called: Invocation) -> Destination | None:
    destination = knowledge.cli_commands()[called.name].destination
    if destination is None:
        if "--event-data-store" in called.options:
            return "event_data_store"
        return "trail" if "--trail-name" in called.options else None
    return destination


def _spec(called: Invocation, given: Given) -> OptionSpec:
    """Return what an option sets; one of another command counts as what it is there."""
    commands = knowledge.cli_commands()
    name = f"--{given.name[5:]}" if given.name.startswith("--no-") else given.name
    own = commands[called.name].options
    for options in (own, *(spec.options for spec in commands.values())):
        for key in (given.name, name):
            if key in options:
                return options[key]
    return OptionSpec("", "string")


def _attribute(given: Given, spec: OptionSpec) -> Attribute:
    if spec.kind == "flag":
        return Attribute(_text("false" if given.name.startswith("--no-") else "true", given.span), given.span)
    return Attribute(given.text, given.span)


def _key(parameter: str, span: Span) -> Node:
    """Return the key of a request that an option stands for, at the place of the option."""
    return Scalar.of(_text(parameter, span))


def _text(value: str, span: Span) -> Text:
    return Text((Decoded(span.source, value, (Segment(0, span.start, span.end, False),)),), span)


def join(found: list[Asked]) -> Iterator[Trail]:
    """Yield the trails that the commands of one script leave behind: each name is one trail.

    Where commands write the selectors of one trail several times, each writing is a trail of its own, and the
    guards tell that only one of them is there in the end.
    """
    groups: dict[object, list[Asked]] = {}
    for number, each in enumerate(found):
        if each.trail is not None:
            groups.setdefault(identity(each.trail) or number, []).append(each)
    # Where a script deletes trails, which of them are there together is not known.
    deletes = any(each.invocation.name in DELETING for each in found)
    for number, group in enumerate(groups.values()):
        if any(each.invocation.name not in SWITCHING for each in group):
            for trail in _alternatives(group, number):
                yield trail._replace(place=Place()) if deletes else trail


def identity(trail: Trail) -> object:
    """Return what tells the trail of a command from others in one script; None where nothing does."""
    key = trail.attribute("EventDataStore") or trail.name
    if key is None:
        return None
    value = key.value
    return (trail.destination, value.rpartition("/")[2] if value else key.identity)


def _alternatives(group: list[Asked], number: int) -> Iterator[Trail]:
    trails = [(each.trail, _guard(each.invocation.command)) for each in group if each.trail]
    events = [each for each in trails if each[0].event_selectors or each[0].advanced_event_selectors]
    insights = [each for each in trails if each[0].insight_selectors]
    others = [each for each in trails if each[0].event_configuration]
    if len(events) <= 1 and len(insights) <= 1 and len(others) <= 1:
        base, guard = (events or insights or others or trails)[0]
        yield _completed(base, guard, trails)._replace(
            guard=guard,
            name=base.name or next((trail.name for trail, _ in trails if trail.name), None),
            insight_selectors=insights[0][0].insight_selectors if insights else None,
            event_configuration=others[0][0].event_configuration if others else None,
        )
        return
    for place, (trail, guard) in enumerate(each for each in trails if _writes(each[0])):
        last = Literal(Atom(f"the last command for trail {number}", str(place)), True)
        yield _completed(trail, guard, trails)._replace(guard=guard | {last})


def _completed(base: Trail, guard: Guard, trails: list[tuple[Trail, Guard]]) -> Trail:
    """Return a trail with what other commands say of it; of one that may not run where it does, that is unknown."""
    attributes: dict[str, Attribute] = {}
    for trail, runs in trails:
        for name, found in trail.attributes.items():
            is_certain = runs <= guard or name in NAME_PARAMETERS
            attributes[name] = found if is_certain else Attribute(None, found.span)
    accounts = {trail.place.account for trail, _ in trails}
    regions = {trail.place.region for trail, _ in trails}
    place = Place(accounts.pop() if len(accounts) == 1 else None, regions.pop() if len(regions) == 1 else None)
    is_declared = any(trail.is_declared and runs <= guard for trail, runs in trails)
    return base._replace(attributes=attributes, is_declared=is_declared, place=place)


def _writes(trail: Trail) -> bool:
    lists = (trail.event_selectors, trail.advanced_event_selectors, trail.insight_selectors, trail.event_configuration)
    return any(each is not None for each in lists)


def _guard(command: Command) -> Guard:
    """Return the guard under which a command runs: a branch or a function may never be come to."""
    return ALWAYS if command.certain else frozenset((Literal(Atom(f"section {command.section} runs", None), True),))
