"""What a selector says in one fixed form, whatever the order and the format it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from ctlint.model import AdvancedEventSelector, EventSelector, InsightSelector, Values
from ctlint.text import Text

Selector = AdvancedEventSelector | EventSelector | InsightSelector
LONGEST = 200
"""Characters of a value that a baseline holds; of a longer one it keeps the beginning and a digest."""
DIGITS = 16


def brief(text: str) -> str:
    """Return a text whose white space does not count, and that is not too long for a line."""
    squeezed = " ".join(text.split())
    if len(squeezed) <= LONGEST:
        return squeezed
    digest = sha256(squeezed.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
    return f"{squeezed[: LONGEST - DIGITS - 2]}… {digest}"


def canonical(selector: Selector) -> str:
    """Return what a selector says; unknown parts are told by their expressions."""
    return brief("; ".join(sorted(_parts(selector))) or "nothing")


def _parts(selector: Selector) -> Iterable[str]:
    if isinstance(selector, AdvancedEventSelector):
        for each in selector.field_selectors:
            name = _shown(each.field)
            yield from (f"{name} {_shown(operator)} {_listed(values)}" for operator, values in each.conditions)
            if not each.conditions:
                yield name
    elif isinstance(selector, EventSelector):
        yield from (f"ReadWriteType {_shown(each)}" for each in (selector.read_write_type,) if each)
        included = selector.include_management_events
        yield from (f"IncludeManagementEvents {_shown(each)}" for each in (included,) if each)
        excluded = selector.exclude_management_event_sources
        yield from (f"ExcludeManagementEventSources {_listed(each)}" for each in (excluded,) if each)
        for resource in selector.data_resources.items if selector.data_resources else ():
            yield f"{_shown(resource.type)} {_listed(resource.values)}"
    else:
        yield f"{_shown(selector.type)} {_listed(selector.event_categories)}"


def _shown(text: Text | None) -> str:
    return text.display if text is not None else "…"


def _listed(values: Values[Text] | None) -> str:
    if values is None:
        return ""
    return ", ".join(sorted({each.display for each in values.items}) + ([] if values.complete else ["…"]))
