"""The Region in which a provider configuration deploys."""

from __future__ import annotations

from ctlint.loaders.terraform import values
from ctlint.loaders.terraform.evaluate import evaluate
from ctlint.loaders.terraform.instance import Instance
from ctlint.model import Attribute
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import Block, ObjectExpression
from ctlint.syntax.node import Node, Scalar


def region_of(resource: Block, instance: Instance) -> Attribute | None:
    """Return the Region of the provider configuration that a resource uses; None where nothing tells."""
    chosen = resource.body.attribute("provider")
    name = chosen.span.text.strip() if chosen else resource.labels[0].partition("_")[0]
    return _region(name, instance)


def text_attribute(node: Node, span: Span) -> Attribute:
    """Return a value as an attribute, without one where it is not a string."""
    return Attribute(node.text if isinstance(node, Scalar) and node.kind != "null" else None, span)


def _region(name: str, instance: Instance) -> Attribute | None:
    block = _configuration(name, instance)
    if block is not None:
        region = block.body.attribute("region")
        return text_attribute(evaluate(region, instance.scope), region.span) if region else None
    if instance.caller is None:
        return None
    caller, call = instance.caller
    passed = call.body.attribute("providers")
    if passed is None:
        # https://developer.hashicorp.com/terraform/language/modules/develop/providers (2026-11-20): configurations
        # without an alias are inherited.
        return _region(name, caller) if "." not in name else None
    entries = passed.items if isinstance(passed, ObjectExpression) else ()
    outer = next((value.span.text.strip() for key, value in entries if key.span.text.strip() == name), None)
    return _region(outer, caller) if outer is not None else None


def _configuration(name: str, instance: Instance) -> Block | None:
    """Return the provider block of a name such as `aws` or `aws.west`."""
    kind, _, alias = name.partition(".")
    for block in instance.module.providers:
        written = block.body.attribute("alias")
        if (
            block.labels == (kind,)
            and (values.known_string(evaluate(written, instance.scope)) if written else "") == alias
        ):
            return block
    return None
