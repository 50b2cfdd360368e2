"""The Terraform resources that are trails or event data stores."""

from __future__ import annotations

from typing import NamedTuple

from ctlint.loaders.key_styles import AWSCC, TERRAFORM, KeyStyle
from ctlint.model import Destination


class ResourceType(NamedTuple):
    """A resource that is a trail or event data store, and how its provider spells CloudTrail's names."""

    destination: Destination
    style: KeyStyle


TYPES = {
    "aws_cloudtrail": ResourceType("trail", TERRAFORM),
    "aws_cloudtrail_event_data_store": ResourceType("event_data_store", TERRAFORM),
    "awscc_cloudtrail_trail": ResourceType("trail", AWSCC),
    "awscc_cloudtrail_event_data_store": ResourceType("event_data_store", AWSCC),
}
