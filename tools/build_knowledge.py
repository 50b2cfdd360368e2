"""Makes the tables in ctlint/knowledge from a folder of collected facts: build_knowledge.py FACTS."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

KNOWLEDGE = Path(__file__).parent.parent / "ctlint" / "knowledge"
USER_GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/"
API = "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/"


def main(facts: Path) -> None:
    fields = read(facts / "fields.json")
    types = read(facts / "resource_types.json")
    sources = read(facts / "network_sources.json")
    write("fields.json", build_fields(fields))
    write("resource_types.json", build_types(types))
    write("network_sources.json", build_sources(sources))


def build_fields(facts: dict[str, Any]) -> dict[str, Any]:
    destinations = {
        destination: {
            category: {name: build_field(name, field) for name, field in spec["fields"].items()}
            for category, spec in categories.items()
            if isinstance(spec, dict) and "fields" in spec
        }
        for destination, categories in facts["destinations"].items()
    }
    limits = facts["limits"]
    return {
        "date": facts["generated"],
        "sources": [API + "API_AdvancedFieldSelector.html", API + "API_EventSelector.html"],
        "operators": facts["operators"],
        "select_operators": facts["select_operators"],
        "destinations": destinations,
        "whole_categories": [
            name for name, spec in facts["destinations"]["event_data_store"].items()
            if isinstance(spec, dict) and spec.get("exclusive")
        ],
        "basic": {
            "read_write_types": facts["basic"]["ReadWriteType"]["values"],
            "resource_types": facts["basic"]["DataResources.Type"],
            "excludable_sources": facts["basic"]["ExcludeManagementEventSources"],
            "all_resources": facts["basic"]["all_resource_values"],
        },
        "insights": {
            "types": facts["insights"]["InsightType"],
            "event_categories": facts["insights"]["EventCategories"],
            "event_data_store_categories": facts["insights"]["eds_allows"],
            "analysed_management": ANALYSED_MANAGEMENT,
        },
        "event_configuration": EVENT_CONFIGURATION,
        "limits": {
            "advanced_values": limits["advanced_values_total"],
            "basic_selectors": limits["basic_selectors_max"],
            "basic_values": limits["basic_data_resource_values_total"],
            "event_data_store_selectors": 5,
            "trails": limits["trails_per_region"],
            "selector_name": limits["SelectorName"]["max"],
            "value": limits["OperatorValue"]["max"],
            "context_key_selectors": limits["context_key_selectors_max"],
            "context_keys": limits["context_key_values_max"],
            "context_key": limits["context_key_value_len"][1],
            "aggregations": limits["aggregation_configurations_max"],
            "trail_name": limits["trail_name_len"],
            "event_data_store_name": limits["eds_name_len"],
        },
        "aggregation_templates": limits["aggregation_templates"],
    }  # fmt: skip


ANALYSED_MANAGEMENT = {"ApiCallRateInsight": ["write"], "ApiErrorRateInsight": ["read", "write"]}
"""Which management events an Insights type analyses: API_InsightSelector.html (2026-11-20)."""

EVENT_CONFIGURATION = {
    "max_event_sizes": ["Standard", "Large"],
    "context_key_types": ["TagContext", "RequestContext"],
    "aggregation_categories": ["Data"],
}
"""The enumerations of API_PutEventConfiguration.html (2026-11-20)."""

CLOSED_FIELDS = {"eventCategory", "readOnly", "errorCode", "eventSource"}
"""Fields whose values AWS documents as a closed list; the values it names for others are examples."""


def build_field(name: str, field: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {"operators": field["operators"]}
    if field["required"]:
        result["required"] = True
    # A table name ("resource_types.json") stands for an open list of values that has a file of its own.
    if name in CLOSED_FIELDS and isinstance(field.get("values"), list):
        result["values"] = field["values"]
    if "max_values" in field:
        result["max_values"] = field["max_values"]
    return result


def build_types(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "date": facts["generated"],
        "sources": [USER_GUIDE + "cloudtrail-events.html", USER_GUIDE + "logging-data-events-with-cloudtrail.html"],
        "misspellings": facts["doc_misspellings_of_types"],
        "rejected": sorted(set(facts["known_not_data_event_types"]) - {"AWS::IAM::Role"}),
        "management_events": facts["confusable_management_events"],
        "types": {entry["type"]: build_type(entry) for entry in facts["types"]},
    }


def build_type(entry: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    templates = entry["arn_templates"] or []
    # One notation for placeholders: AWS's pages use <name> and ${Name}.
    templates = [re.sub(r"<\w+>|\$\{\w+\}", "{}", template) for template in templates]
    if entry.get("iam_arn"):
        templates.append(re.sub(r"\$\{\w+\}", "{}", entry["iam_arn"]))
    if templates:
        result["arns"] = sorted(set(templates))
        result["documented"] = entry["arn_confidence"] == "documented" and not entry.get("arn_discrepancy")
    if entry["no_arn"]:
        result["no_arn"] = True
    if entry["event_names"]:
        result["events"] = entry["event_names"]
        result["all_events"] = entry["event_names_complete"]
    return result


def build_sources(facts: dict[str, Any]) -> dict[str, Any]:
    inferred = facts["plausible_hosts_for_those_INFERRED_NOT_SOURCED"]
    return {
        "date": facts["generated"],
        "sources": [USER_GUIDE + "logging-network-events-with-cloudtrail.html"],
        "hosts": [entry["event_source"] for entry in facts["sources"]],
        "named_without_host": sorted(inferred.values()),
    }


def read(path: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result


def write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    # Short lists on one line: the tables stay readable in a diff.
    text = re.sub(r"\[\s+([^\[\]{}]{0,90}?)\s+\]", lambda match: "[" + re.sub(r"\s*\n\s*", " ", match[1]) + "]", text)
    (KNOWLEDGE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(
            "usage: build_knowledge.py FACTS (a folder with fields.json, resource_types.json, network_sources.json)"
        )
    main(Path(sys.argv[1]))
