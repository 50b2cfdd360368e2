"""Where a value that a finding is about comes from, and where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ctlint.finding import Finding, Related
from ctlint.model import AdvancedEventSelector, Deployment, EventSelector, Trail
from ctlint.source import Span
from ctlint.text import Gap, Text

MAX_PLACES = 3
"""Places of one kind that a finding names."""

MAX_EQUAL = 100
"""Equal values that are told apart by their places; a finding about a further one names no other place."""


class Provenance:
    """What a deployment tells about the places of its values."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        texts = (text for trail in deployment.trails for text in _texts(trail))
        self.composed: dict[str, list[tuple[Text, tuple[Span, ...]]]] = {}
        for text in texts:
            parts = _foreign_parts(text)
            same = self.composed.setdefault(text.display.strip(), []) if parts else []
            if parts and len(same) < MAX_EQUAL:
                same.append((text, parts))

    def wholes(self, finding: Finding) -> tuple[Span, ...]:
        """Return the places of the values that a finding is about, where it points at a part that stands elsewhere."""
        quoted = self._quoted(finding)
        return tuple(text.span for text, parts in quoted if any(part.contains(finding.span) for part in parts))

    def related(self, finding: Finding) -> tuple[Related, ...]:
        """Return a place for each line in which the value is used, and those that it was put together from."""
        used = _one_a_line(use for value, use in self.deployment.uses if value.contains(finding.span))[-MAX_PLACES:]
        parts = _one_a_line(
            part for text, parts in self._quoted(finding) if text.span.contains(finding.span) for part in parts
        )[:MAX_PLACES]
        origins = [] if used or parts else _one_a_line(self._origins(finding.span))[-MAX_PLACES:]
        return (
            *(Related(use, "used here") for use in used),
            *(Related(part, "a part of it stands here") for part in parts),
            *(Related(origin, "made of this") for origin in origins),
        )

    def _quoted(self, finding: Finding) -> Iterator[tuple[Text, tuple[Span, ...]]]:
        """Yield the texts that a message quotes: one template makes several, of which a finding is about one."""
        # What a message quotes stands between backticks; what stands between two quotations equals no value.
        quoted = dict.fromkeys(finding.message.split("`")) if self.composed else ()
        return (each for shown in quoted for each in self.composed.get(shown, ()))

    def _origins(self, span: Span) -> Iterator[Span]:
        return (origin for made, origin in self.deployment.origins if made.contains(span))


def _one_a_line(spans: Iterable[Span]) -> list[Span]:
    return list({(span.source.path, span.start_position.line): span for span in spans}.values())


def _foreign_parts(text: Text) -> tuple[Span, ...]:
    """Return the places of those pieces that stand elsewhere than the text."""
    known = (piece.span(0, len(piece.text)) for piece in text.pieces if not isinstance(piece, Gap) and piece.text)
    return tuple(span for span in known if not text.span.overlaps(span))


def _texts(trail: Trail) -> Iterator[Text]:
    """Yield the texts of a trail and its selectors."""
    yield from (each.value for each in trail.attributes.values() if each.value is not None)
    for advanced in trail.advanced_event_selectors.items if trail.advanced_event_selectors else ():
        yield from _advanced_texts(advanced)
    for basic in trail.event_selectors.items if trail.event_selectors else ():
        yield from _basic_texts(basic)
    for insight in trail.insight_selectors.items if trail.insight_selectors else ():
        yield from filter(None, (insight.type,))
        yield from insight.event_categories.items if insight.event_categories else ()


def _advanced_texts(selector: AdvancedEventSelector) -> Iterator[Text]:
    yield from filter(None, (selector.name,))
    for field_selector in selector.field_selectors:
        yield from filter(None, (field_selector.field,))
        for condition in field_selector.conditions:
            yield from condition.values.items


def _basic_texts(selector: EventSelector) -> Iterator[Text]:
    yield from filter(None, (selector.read_write_type, selector.include_management_events))
    for resource in selector.data_resources.items if selector.data_resources else ():
        yield from filter(None, (resource.type,))
        yield from resource.values.items if resource.values else ()
    yield from selector.exclude_management_event_sources.items if selector.exclude_management_event_sources else ()
