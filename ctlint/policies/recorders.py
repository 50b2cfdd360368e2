"""The trails that a policy asks, with what they record: surely, or for all that is known."""

from __future__ import annotations

from ctlint.checks.places import surely_logging
from ctlint.flaws import Flaws
from ctlint.guard import ALWAYS
from ctlint.model import AdvancedEventSelector, Attribute, Deployment, EventSelector, Trail
from ctlint.policies.model import Filter
from ctlint.semantics import compile
from ctlint.semantics.events import NO_EVENTS, EventSet, union
from ctlint.semantics.matching.trails import tells_of_selectors
from ctlint.source import Span

FLAGS = {
    "multi-region": {"trail": "IsMultiRegionTrail", "event_data_store": "MultiRegionEnabled"},
    "organization": {"trail": "IsOrganizationTrail", "event_data_store": "OrganizationEnabled"},
    "logging": {"trail": "IsLogging", "event_data_store": "IngestionEnabled"},
}
DEFAULTS = {"IsMultiRegionTrail": False, "IsOrganizationTrail": False, "MultiRegionEnabled": True,
            "OrganizationEnabled": False}  # fmt: skip
"""Whether a property holds of what a text makes without saying so.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html and API_CreateEventDataStore.html
(2026-11-20)
"""
ARNS = ("TrailARN", "EventDataStoreArn", "EventDataStore", "TrailName")


class Asked:
    """A trail of a deployment, and whether a policy asks it; None where that is not known.

    `failing` are the properties that keep a trail out, each with its place where it is written.
    """

    __slots__ = ("_records", "failing", "passes", "trail")

    def __init__(self, trail: Trail, passes: bool | None, failing: tuple[tuple[str, Span | None], ...]) -> None:
        self.trail = trail
        self.passes = passes
        self.failing = failing
        self._records: EventSet | None = None

    @property
    def is_kind(self) -> bool:
        """Whether it may be of the kind, trail or event data store, that the policy asks."""
        return all(name != "kind" for name, _ in self.failing)

    @property
    def records(self) -> EventSet:
        """What it records of what the policy asks it for: empty where the policy does not ask it, or it is off.

        What it does only perhaps is there under a condition that nobody knows; so is what depends on conditions.
        """
        if self._records is None:
            self._records = self._find_records()
        return self._records

    @property
    def surely_records(self) -> EventSet:
        """What it records where it exists: nothing unless the policy surely asks it."""
        is_sure = self.passes and surely_logging(self.trail) and not self.trail.rules
        return compile.trail_events(self.trail) if is_sure else NO_EVENTS

    def _find_records(self) -> EventSet:
        trail = self.trail
        if self.passes is False or is_off(trail):
            return NO_EVENTS
        found = union(each.events for each in compile.recorders(trail._replace(guard=ALWAYS)))
        if trail.rules:
            found = found | compile.anything()
        # The conditions of a trail are among those of its selectors; the default of one without any has none.
        is_conditional = trail.guard != ALWAYS and not has_lists(trail)
        is_sure = self.passes and surely_logging(trail) and not is_conditional
        return found if is_sure else found & compile.anything()


def asked(deployment: Deployment, wanted: Filter, rejected: Flaws) -> list[Asked]:
    """Return the trails of a deployment of which the text tells what they record, or that they exist.

    Selectors that AWS rejects are as good as unknown.
    """
    trails = [trail for trail in deployment.trails if tells_of_selectors(trail)]
    return [_ask(_accepted(trail, rejected), wanted) for trail in trails]


def is_off(trail: Trail) -> bool:
    """Tell whether a trail is surely switched off: it records nothing."""
    return _flag(trail, "logging") is False


def has_lists(trail: Trail) -> bool:
    """Tell whether selectors are written for a trail."""
    return trail.event_selectors is not None or trail.advanced_event_selectors is not None


def _accepted(trail: Trail, rejected: Flaws) -> Trail:
    """Return a trail without the selectors that AWS rejects: what would be in their place nobody knows."""
    advanced, basic = trail.advanced_event_selectors, trail.event_selectors
    if advanced is not None:
        kept: tuple[AdvancedEventSelector, ...] = tuple(each for each in advanced.items if not rejected.has_error(each))
        complete = advanced.complete and len(kept) == len(advanced.items)
        trail = trail._replace(advanced_event_selectors=advanced._replace(items=kept, complete=complete))
    if basic is not None:
        left: tuple[EventSelector, ...] = tuple(each for each in basic.items if not rejected.has_error(each))
        complete = basic.complete and len(left) == len(basic.items)
        trail = trail._replace(event_selectors=basic._replace(items=left, complete=complete))
    return trail


def _ask(trail: Trail, wanted: Filter) -> Asked:
    answers: list[tuple[str, bool | None, Span | None]] = []
    if wanted.kind is not None:
        is_kind = None if trail.destination is None else trail.destination == wanted.kind
        answers.append(("kind", is_kind, None))
    for name, value in wanted.flags:
        flag = _flag(trail, name)
        answers.append((name, None if flag is None else flag is value, _place(trail, _attribute_name(trail, name))))
    for name, strings in wanted.texts:
        text, place = _text(trail, name)
        answers.append((name, None if text is None else strings.accepts(text), place))
    verdicts = {answer for _, answer, _ in answers}
    passes = False if False in verdicts else None if None in verdicts else True
    return Asked(trail, passes, tuple((name, place) for name, answer, place in answers if answer is False))


def _attribute_name(trail: Trail, flag: str) -> str:
    return FLAGS[flag][trail.destination or "trail"]


def _flag(trail: Trail, flag: str) -> bool | None:
    """Return a property of a trail, None where it is not known."""
    name = _attribute_name(trail, flag)
    written: Attribute | None = trail.attributes.get(name)
    if written is not None:
        return written.flag
    if flag == "logging":
        return True  # what the text does not switch off is taken to be on
    return DEFAULTS[name] if trail.is_declared and trail.destination is not None else None


def _place(trail: Trail, attribute: str) -> Span | None:
    written = trail.attributes.get(attribute)
    return written.span if written is not None else None


def _text(trail: Trail, name: str) -> tuple[str | None, Span | None]:
    """Return a text that tells of a trail, None where it is not known, and where it is written."""
    if name == "log-bucket":
        bucket = trail.attribute("S3BucketName")
        return (bucket.value, bucket.span) if bucket is not None else (None, None)
    if name == "home-region":
        region = trail.attribute("HomeRegion")
        if region is not None:
            return region.value, region.span
        arn = _arn(trail)
        return (arn.split(":")[3] if arn else None), None
    if trail.name is not None and trail.name.value is not None:
        return trail.name.value.rpartition("/")[2], trail.name.span
    arn = _arn(trail)
    return (arn.rpartition("/")[2] if arn else None), None


def _arn(trail: Trail) -> str | None:
    """Return the ARN of a trail, where it is known."""
    found = (trail.attribute(name) for name in ARNS)
    return next((each.value for each in found if each and each.value and each.value.count(":") > 4), None)
