"""CloudFormation and SAM templates, synthesized CDK templates among them, to a deployment."""

from __future__ import annotations

from ctlint.guard import ALWAYS, Guard
from ctlint.loaders.binder import Binder
from ctlint.loaders.cloudformation.intrinsics import Template
from ctlint.loaders.selectors import TRAIL_ATTRIBUTES, bind_lists
from ctlint.model import Deployment, Destination, Dialect, Options, Place, Trail
from ctlint.problem import Problem
from ctlint.syntax.node import Mapping, Node, Scalar

TYPES: dict[str, Destination] = {
    "AWS::CloudTrail::Trail": "trail",
    "AWS::CloudTrail::EventDataStore": "event_data_store",
}
# Duplicate items fail the uniqueItems of the resource schema, an empty Name its minLength (2026-11-20).
DIALECT = Dialect(coerces=True, unique_items=True, min_name_length=1)
# A stack lies in one account and one Region, whichever they are.
STACK = Place("stack", "stack")


def is_template(root: Node) -> bool:
    """Tell whether a document is a template that holds a trail or an event data store."""
    resources = root.get("Resources") if isinstance(root, Mapping) else None
    return isinstance(resources, Mapping) and any(_type(pair.value) in TYPES for pair in resources.pairs)


def load(root: Mapping, options: Options) -> Deployment:
    """Return the trails and event data stores of a template."""
    template = Template(root, options)
    trails: list[Trail] = []
    problems: list[Problem] = []
    for pair in template.resources.pairs if template.resources else ():
        kind = _type(pair.value)
        if kind in TYPES and isinstance(pair.key, Scalar) and isinstance(pair.value, Mapping):
            guard = _guard(template, pair.value)
            if guard is not None:
                trail, found = _load_trail(template, pair.key, pair.value, guard)
                trails.append(trail)
                problems += found
    return Deployment(
        tuple(trails),
        tuple(problems),
        overridable=template.overridable,
        defaults=tuple(template.defaults),
        uses=tuple(dict.fromkeys(template.uses)),
    )


def _type(resource: Node) -> str:
    kind = resource.get("Type") if isinstance(resource, Mapping) else None
    return kind.raw if isinstance(kind, Scalar) else ""


def _guard(template: Template, resource: Mapping) -> Guard | None:
    """Return the guard under which a resource exists; None where it never does."""
    condition = resource.get("Condition")
    return template.conditions.verdict(condition.raw).when if isinstance(condition, Scalar) else ALWAYS


def _load_trail(template: Template, key: Scalar, resource: Mapping, guard: Guard) -> tuple[Trail, list[Problem]]:
    destination = TYPES[_type(resource)]
    binder = Binder(DIALECT, template.resolve)
    properties = template.resolve(resource.get("Properties") or Mapping(key.origin, key.end, key.end, []))
    trail = Trail(destination, None, key.raw, key.text.span, guard, DIALECT, place=STACK)
    if not isinstance(properties, Mapping):
        return trail, binder.problems
    lists = bind_lists(binder, properties, guard, destination)
    attributes = binder.attributes(properties, TRAIL_ATTRIBUTES)
    name = attributes.get("TrailName" if destination == "trail" else "Name")
    is_declared = all(isinstance(pair.key, Scalar) for pair in properties.pairs)  # a macro may add any property
    trail = trail._replace(name=name.value if name else None, attributes=attributes, is_declared=is_declared)
    return trail._replace(**lists._asdict()), binder.problems
