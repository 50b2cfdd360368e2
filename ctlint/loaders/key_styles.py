"""How formats spell the names of CloudTrail's API."""

from __future__ import annotations

import re
from typing import NamedTuple

from ctlint.spelling import fold


class KeyStyle(NamedTuple):
    """`written` has the names that a format chooses freely; with `snake_case` it converts all others."""

    written: dict[str, str]
    snake_case: bool = False

    def spell(self, name: str) -> str:
        """Return a name as the format writes it."""
        found = self.written.get(name)
        if found is not None:
            return found
        return snake_case(name) if self.snake_case else name


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def stem(name: str) -> str:
    """Return what the spellings of a name share, singular or plural: `data_resource` and `DataResources`."""
    return fold(name).removesuffix("s")


API = KeyStyle({})
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail (2026-11-20)
TERRAFORM = KeyStyle(
    {
        "EventSelectors": "event_selector",
        "AdvancedEventSelectors": "advanced_event_selector",
        "InsightSelectors": "insight_selector",
        "FieldSelectors": "field_selector",
        "DataResources": "data_resource",
        "IsLogging": "enable_logging",
    },
    snake_case=True,
)
# https://registry.terraform.io/providers/hashicorp/awscc/latest/docs/resources/cloudtrail_trail (2026-11-20)
AWSCC = KeyStyle({}, snake_case=True)
