"""The Region and the account in which a provider configuration deploys."""

from __future__ import annotations

import re
from typing import NamedTuple

from ctlint.loaders.terraform import values
from ctlint.loaders.terraform.evaluate import evaluate
from ctlint.loaders.terraform.instance import Instance
from ctlint.model import Attribute, Place
from ctlint.source import Span
from ctlint.syntax.hcl_nodes import Block, ObjectExpression
from ctlint.syntax.node import Node, Scalar

# OpenTofu picks one of many configurations by a key in brackets.
NAME = re.compile(r"[\w-]+(?:\.[\w-]+)?")


class Provider(NamedTuple):
    """The provider configuration that a resource uses.

    `name` is that of the configuration in the module that has it, `instance` that module; `block` is None where it
    is written nowhere: the empty one, or one that a module expects of whoever calls it.
    """

    name: str
    instance: Instance
    block: Block | None


def provider_of(resource: Block, instance: Instance) -> Provider | None:
    """Return the provider configuration that a resource uses; None where nothing tells."""
    chosen = resource.body.attribute("provider")
    name = chosen.span.text.strip() if chosen else resource.labels[0].partition("_")[0]
    return _resolved(name, instance)


def region_of(provider: Provider | None) -> Attribute | None:
    """Return the Region of a provider configuration; None where it does not tell."""
    region = provider.block.body.attribute("region") if provider and provider.block else None
    if provider is None or region is None:
        return None
    return text_attribute(evaluate(region, provider.instance.scope), region.span)


def place_of(provider: Provider | None, region: Attribute | None) -> Place:
    """Return where a resource is made, whose home Region is `region` where anything is written about it.

    One provider configuration deploys to one account. Two of them may as well, which only the same account among
    those that they allow proves.
    """
    if provider is None:
        return Place(None, _region_name(region))
    name = provider.instance.prefixed(provider.name)
    return Place(_allowed_account(provider) or name, _region_name(region) if region else name)


def _region_name(region: Attribute | None) -> str | None:
    return str(region.value.identity) if region is not None and region.value is not None else None


def _allowed_account(provider: Provider) -> str | None:
    """Return the only account that a provider configuration allows, or None."""
    allowed = provider.block.body.attribute("allowed_account_ids") if provider.block else None
    accounts = values.known_items(evaluate(allowed, provider.instance.scope)) if allowed else None
    return values.known_string(accounts[0]) if accounts is not None and len(accounts) == 1 else None


def text_attribute(node: Node, span: Span) -> Attribute:
    """Return a value as an attribute, without one where it is not a string."""
    return Attribute(node.text if isinstance(node, Scalar) and node.kind != "null" else None, span)


def _resolved(name: str, instance: Instance) -> Provider | None:
    """Return the configuration that a name such as `aws` or `aws.west` has in a module, or in those that call it."""
    block = _configuration(name, instance)
    if block is not None:
        return Provider(name, instance, block)
    if instance.caller is None:
        return Provider(name, instance, None) if NAME.fullmatch(name) else None
    caller, call = instance.caller
    passed = call.body.attribute("providers")
    if passed is None:
        # https://developer.hashicorp.com/terraform/language/modules/develop/providers (2026-11-20): configurations
        # without an alias are inherited.
        return _resolved(name, caller) if "." not in name else None
    entries = passed.items if isinstance(passed, ObjectExpression) else ()
    outer = next((value.span.text.strip() for key, value in entries if key.span.text.strip() == name), None)
    return _resolved(outer, caller) if outer is not None else None


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
