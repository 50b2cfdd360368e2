"""Terraform plans and states: what is known is linted, and the trail is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ctlint import api, candidates, loaders
from ctlint.discovery import search
from ctlint.loaders import snapshot
from ctlint.model import Deployment, Options, Trail
from ctlint.source import Source

ADDRESS = "module.audit.aws_cloudtrail.this[0]"
NO_OPERATOR = dict.fromkeys(("equals", "not_equals", "starts_with", "not_starts_with", "ends_with", "not_ends_with"))


def field(name: str, **conditions: list[Any]) -> dict[str, Any]:
    return {"field": name, **NO_OPERATOR, **conditions}


DATA = field("eventCategory", equals=["Data"])
OBJECTS = field("resources.type", equals=["AWS::S3::Object"])


def selector(*fields: Any) -> Any:
    return {"name": "", "field_selector": list(fields)}


MANAGEMENT = selector(field("eventCategory", equals=["Management"]))


def resource(address: str = ADDRESS, kind: str = "aws_cloudtrail", mode: str = "managed", **values: Any) -> Any:
    plain: Any = {"advanced_event_selector": [], "event_selector": [], "insight_selector": [], "kms_key_id": None}
    return {"address": address, "mode": mode, "type": kind, "name": "this", "values": {**plain, **values}}


def change(address: str = ADDRESS, kind: str = "aws_cloudtrail", **after_unknown: Any) -> Any:
    return {"address": address, "type": kind, "change": {"actions": ["create"], "after_unknown": after_unknown}}


def plan(resources: list[Any], changes: list[Any] | None = None) -> dict[str, Any]:
    module = {"child_modules": [{"address": "module.audit", "resources": resources}]}
    changes = changes or []
    head = {"format_version": "1.2", "terraform_version": "1.9.5"}
    return {**head, "planned_values": {"root_module": module}, "resource_changes": changes}


def deployments(value: Any, path: str = "plan.json", **style: Any) -> tuple[Deployment, ...]:
    loaded = loaders.load(Source(path, json.dumps(value, **style)), Options(), named=True)
    assert loaded.problems == ()
    return loaded.deployments


def only_trail(value: Any, **style: Any) -> Trail:
    ((trail,),) = [each.trails for each in deployments(value, **style)]
    return trail


def findings(value: Any) -> list[tuple[str, str, str]]:
    result = api.lint_text(json.dumps(value), "plan.json")
    assert result.crashes == []
    return [(each.rule, each.span.text, each.finding.message) for each in result.diagnostics]


def test_the_trail_of_a_finding_is_named() -> None:
    wrong = selector(DATA, OBJECTS, field("readOnly", starts_with=["true"]))
    assert findings(plan([resource(advanced_event_selector=[wrong])])) == [
        ("CT113", "starts_with", f"`readOnly` accepts only `equals`, not `starts_with`, in `{ADDRESS}`")
    ]


def test_only_the_resource_with_the_fault_is_named() -> None:
    pair = [selector(DATA, OBJECTS, field("readOnly", equals=[value])) for value in ("true", "yes")]
    resources = [
        resource(f"aws_cloudtrail.{n}", advanced_event_selector=[each, MANAGEMENT]) for n, each in enumerate(pair)
    ]
    (found,) = findings(plan(resources))
    assert found[2].endswith("not `yes`, in `aws_cloudtrail.1`")


def test_a_state_is_read_like_a_plan() -> None:
    values = {"root_module": {"resources": [resource("aws_cloudtrail.a", name="audit", event_selector=[])]}}
    trail = only_trail({"format_version": "1.0", "terraform_version": "1.9.5", "values": values})
    assert (trail.destination, trail.address) == ("trail", "aws_cloudtrail.a")
    assert trail.name is not None and trail.name.value == "audit"


@pytest.mark.parametrize(
    ("kind", "key", "destination"),
    [
        ("aws_cloudtrail", "advanced_event_selector", "trail"),
        ("aws_cloudtrail_event_data_store", "advanced_event_selector", "event_data_store"),
        ("awscc_cloudtrail_trail", "advanced_event_selectors", "trail"),
        ("awscc_cloudtrail_event_data_store", "advanced_event_selectors", "event_data_store"),
    ],
)
def test_every_kind_of_resource_is_read(kind: str, key: str, destination: str) -> None:
    inner = "field_selectors" if kind.startswith("awscc") else "field_selector"
    lists: Any = {key: [{"name": None, inner: [DATA]}]}
    trail = only_trail(plan([resource(kind=kind, **lists)]))
    assert trail.destination == destination
    assert trail.advanced_event_selectors is not None
    (found,) = trail.advanced_event_selectors.items
    assert [each.name for each in found.field_selectors] == ["eventCategory"]


def test_data_sources_and_other_resources_are_passed_over() -> None:
    others = [resource(mode="data"), resource(kind="aws_cloudtrail_service_account"), resource(kind="aws_s3_bucket")]
    assert deployments(plan(others)) == ()


def test_values_known_after_apply_are_unknown() -> None:
    partly = selector(DATA, OBJECTS, field("resources.ARN", starts_with=[None, "arn:aws:s3:::acme-orders/"]))
    unknown: Any = {"advanced_event_selector": [{"field_selector": [{}, {}, {"starts_with": [True, False]}]}]}
    trail = only_trail(plan([resource(advanced_event_selector=[partly])], [change(**unknown)]))
    assert trail.advanced_event_selectors is not None
    (found,) = trail.advanced_event_selectors.items
    values = found.values("resources.ARN", "StartsWith")
    assert values is not None and not values.complete
    assert [value.value for value in values.items] == ["arn:aws:s3:::acme-orders/"]


def test_nothing_is_claimed_of_what_is_not_there_yet() -> None:
    sealed = selector(DATA, {"field": None, **NO_OPERATOR})
    unknown: Any = {
        "advanced_event_selector": [{"field_selector": [{}, {"field": True, "equals": True}]}],
        "name": True,
    }
    assert findings(plan([resource(advanced_event_selector=[sealed, MANAGEMENT])], [change(**unknown)])) == []
    no_list = resource()
    del no_list["values"]["advanced_event_selector"]
    trail = only_trail(plan([no_list], [change(advanced_event_selector=True)]))
    assert trail.advanced_event_selectors is not None and not trail.advanced_event_selectors.complete


def test_unknown_values_of_a_deposed_object_are_not_those_of_its_successor() -> None:
    deposed = {**change(advanced_event_selector=True), "deposed": "00000001"}
    written = resource(advanced_event_selector=[selector(DATA, OBJECTS)])
    trail = only_trail(plan([written], [change(arn=True), deposed]))
    assert trail.advanced_event_selectors is not None and trail.advanced_event_selectors.complete


def test_what_terraform_prints_for_nothing_is_nothing() -> None:
    empty = selector(DATA, OBJECTS, {**field("readOnly"), "ends_with": []})
    assert (
        findings(plan([resource(advanced_event_selector=[empty, MANAGEMENT], event_selector=[], insight_selector=[])]))
        == []
    )


def test_the_arn_of_a_state_tells_the_partition() -> None:
    foreign = {"type": "AWS::S3::Object", "values": ["arn:aws:s3:::acme-orders/"]}
    selectors = [{"read_write_type": "All", "include_management_events": True, "data_resource": [foreign]}]
    arn = "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit"
    (found,) = findings(plan([resource(arn=arn, event_selector=selectors)]))
    assert found[0] == "CT121" and "the trail is in `aws-cn`" in found[2]


@pytest.mark.parametrize("style", [{}, {"indent": 2}, {"sort_keys": True}, {"separators": (",", ":")}])
def test_the_layout_does_not_matter(style: dict[str, Any]) -> None:
    assert only_trail(plan([resource()]), **style).address == ADDRESS


def test_a_plan_is_not_part_of_an_account_snapshot() -> None:
    inventory = (
        '{"trailList": [{"Name": "audit", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit"}]}'
    )
    texts = {"acc/trails.json": inventory, "acc/plan.json": json.dumps(plan([resource(name="audit")]))}
    sources = [Source(path, text) for path, text in texts.items()]
    joined = snapshot.join([(each, loaders.load(each, Options()).deployments) for each in sources])
    assert [[trail.address for trail in each.trails] for each in joined] == [[""], [ADDRESS]]


def test_a_slip_in_a_small_plan_is_told_and_the_rest_is_read() -> None:
    wrong = plan([resource(advanced_event_selector=[selector(DATA, OBJECTS, field("readOnly", equals=["yes"]))])])
    result = api.lint_text(json.dumps(wrong)[:-1] + ",}", "plan.json")
    assert [each.rule for each in result.diagnostics] == ["CT117", "CT002"]


def test_a_large_broken_plan_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.loaders.MAX_REPAIRED", 100)
    text = json.dumps(plan([resource()]))
    result = api.lint_text(text[:-1], "plan.json")
    assert [(each.rule, each.span.start) for each in result.diagnostics] == [("CT001", len(text) - 1)]


@pytest.mark.parametrize(
    "value",
    [
        {"format_version": "1.2", "terraform_version": "1.9.5", "root_module": {}},
        {"format_version": "1.2", "terraform_version": "1.9.5", "planned_values": {"root_module": []}},
        {"pytest-terraform": 1, "resources": {"aws_cloudtrail": {"a": {"format_version": "terraform_version"}}}},
    ],
)
def test_what_only_looks_like_a_plan_is_left_alone(value: Any) -> None:
    assert deployments(value) == ()


def test_deep_nesting_is_not_followed() -> None:
    deep: Any = True
    for _ in range(300):
        deep = [deep]
    trail = only_trail(plan([resource(advanced_event_selector=deep)], [change(advanced_event_selector=deep)]))
    assert trail.advanced_event_selectors is not None and not trail.advanced_event_selectors.complete


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
def test_a_plan_may_be_larger_than_other_files(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(candidates, "MAX_BYTES", 400)
    path = tmp_path / "plan.json"
    path.write_bytes(json.dumps(plan([resource()])).encode(encoding))
    size = path.stat().st_size
    found = search([str(path)])
    assert [len(each.data) for each in found.candidates] == [size] and size > 400
    monkeypatch.setattr(candidates, "MAX_PLAN_BYTES", size - 1)
    assert [each.path for each in search([str(path)]).failures] == [str(path)]
