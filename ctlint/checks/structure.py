"""CT1: what AWS rejects."""

from __future__ import annotations

from collections.abc import Iterator

from ctlint import knowledge
from ctlint.change import SetValue
from ctlint.checks.registry import Context, check, specs
from ctlint.finding import Finding, Related
from ctlint.guard import contradicts
from ctlint.model import AdvancedEventSelector, Trail
from ctlint.spelling import closest, did_you_mean


@check.trail("CT101")
def mixed_selectors(trail: Trail, context: Context) -> Iterator[Finding]:
    if trail.destination == "event_data_store":
        return
    basic, advanced = trail.event_selectors, trail.advanced_event_selectors
    if basic is None or advanced is None:
        return
    if any(not contradicts(one.guard, other.guard) for one in basic.items for other in advanced.items):
        first, second = sorted((basic.span, advanced.span), key=lambda span: span.start)
        message = f"`{second.text}` beside `{first.text}`: a trail takes one kind of selector"
        yield Finding(second, message, (Related(first, "the other kind"),))


@check.selector("CT110")
def unknown_field(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    for field_selector in selector.field_selectors:
        name = field_selector.name
        if name is not None and field_selector.field and name not in knowledge.field_names():
            candidate = closest(name, knowledge.field_names())
            change = SetValue(field_selector.field.span, candidate) if candidate else None
            message = f"there is no field `{name}`{did_you_mean(candidate)}"
            yield Finding(field_selector.field.span, message, change=change)


@check.selector("CT113")
def unsupported_operator(selector: AdvancedEventSelector, context: Context) -> Iterator[Finding]:
    allowed = specs(selector, context)
    for field_selector in selector.field_selectors:
        found = [spec for each in allowed if (spec := each.get(field_selector.name or "")) is not None]
        for condition in field_selector.conditions if found else ():
            operator = condition.operator.value
            if operator in knowledge.operators() and all(operator not in spec.operators for spec in found):
                names = ", ".join(f"`{name}`" for name in found[0].operators)
                yield Finding(
                    condition.operator.span, f"`{field_selector.name}` accepts only {names}, not `{operator}`"
                )
