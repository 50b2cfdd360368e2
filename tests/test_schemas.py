"""The schemas of selectors: made from the tables, and in agreement with the rules that a schema can express."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ctlint import engine, knowledge, loaders
from ctlint.checks import load_checks
from ctlint.model import DESTINATIONS, Deployment, Destination, Options
from ctlint.source import Source

ROOT = Path(__file__).parent.parent
GENERATED = ("advanced-event-selectors", "event-selectors", "insight-selectors", "selectors")

EXPRESSIBLE = {
    "CT005", "CT101", "CT102", "CT103", "CT104", "CT105", "CT106", "CT107", "CT108", "CT109", "CT110", "CT111",
    "CT112", "CT113", "CT114", "CT116", "CT117", "CT118", "CT120", "CT121", "CT122", "CT123", "CT124", "CT125",
    "CT126", "CT127", "CT129", "CT131", "CT201", "CT204", "CT205",
}  # fmt: skip
"""The rules that a schema can express, for selectors in which no field and no object stands twice (see docs/editors.md).

Of CT118 only what is surely rejected: a schema knows no warnings, and newer types must pass.
"""

Json = Any


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return content


VALIDATORS = {name: Draft7Validator(schema(name)) for name in GENERATED}


def test_the_schemas_are_not_stale() -> None:
    done = subprocess.run(
        [sys.executable, "tools/build_schemas.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_every_schema_is_one_of_draft_7(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["$schema"].startswith("http://json-schema.org/draft-07/")
    assert content["description"]
    Draft7Validator.check_schema(content)


def test_the_documentation_lists_the_rules_that_the_schemas_express() -> None:
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    assert {word.strip(",.*") for word in text.split() if word.startswith("CT") and word[2:5].isdigit()} == EXPRESSIBLE


def found(document: Json) -> set[str]:
    """Return the rules that speak about a document, of those that a schema can express."""
    source = Source("selectors.json", json.dumps(document))
    loaded = loaders.load(source, Options(), True)
    rules: set[str] = set()
    for deployment in (Deployment((), loaded.problems), *loaded.deployments):
        report = engine.run(deployment, load_checks(), Options())
        assert report.crashes == []
        rules |= {item.rule for item in report.seen if item.rule != "CT118" or item.finding.variant}
    return rules & EXPRESSIBLE


def accepts(name: str, document: Json) -> bool:
    return bool(VALIDATORS[name].is_valid(document))


WORDS = st.sampled_from(
    [
        "arn:aws:s3:::acme-logs/", "arn:aws:s3:::acme-logs", "arn:aws:s3:::", "arn:aws:s3", "arn:aws:s3:::*/",
        "arn:aws:s3:::acme-logs/*", "arn:aws:lambda", "arn:aws:lambda:eu-west-1:111122223333:function:f*", "acme-logs/",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders", "PutObject", "true", "false", "True", "", "Data",
        "data", "Management", "Insight", "kms.amazonaws.com", "ec2.amazonaws.com", "VpceAccessDenied", "AccessDenied",
        "AWS::S3::Object", "AWS::s3::Object", "AWS:S3:Object", "AWS::KMS::Key", "AWS::Lambda::Function", "readOnly",
        "eventName", "eventSource", "resources.type", "resources.arn", "vpcEndpointId", "errorCode", "ReadOnly", "Read",
        "ApiCallRateInsight", "ApiRateInsight", "x" * 1_001, "x" * 2_049,
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    ["Name", "Field", "FieldSelectors", "fieldSelectors", "Equals", "equals", "NotEquals", "NotEqual", "StartsWith",
     "Type", "Values", "Value", "ReadWriteType", "readWriteType", "DataResources", "InsightType", "Comment"]
)  # fmt: skip
VALUES = st.lists(WORDS, min_size=1, max_size=3, unique=True)
ODDITIES = st.one_of(st.none(), st.booleans(), st.just(1), WORDS, st.just([]), st.just({}), VALUES)


@st.composite
def advanced_selectors(draw: st.DrawFn, destinations: tuple[Destination, ...]) -> Json:
    destination = draw(st.sampled_from(destinations))
    category = draw(st.sampled_from(knowledge.categories(destination)))
    specs = knowledge.fields(destination, category) or {}
    chosen = [name for name, spec in specs.items() if spec.required or draw(st.booleans())]
    fields = []
    for name in draw(st.permutations(chosen)):
        spec = specs[name]
        field: dict[str, Json] = {"Field": name}
        for operator in draw(st.lists(st.sampled_from(spec.operators), min_size=1, max_size=2, unique=True)):
            allowed = st.sampled_from(spec.values) if spec.values else WORDS.filter(lambda word: 0 < len(word) < 1_000)
            if name == "resources.type":
                allowed = st.sampled_from([*knowledge.resource_types()[:5], "AWS::Newer::Type"])
            field[operator] = draw(st.lists(allowed, min_size=1, max_size=spec.max_values or 3, unique=True))
        fields.append(field)
    named: Json = draw(st.sampled_from([{}, {"Name": "a name"}, {"Name": ""}]))
    return {**named, "FieldSelectors": fields}


@st.composite
def basic_selectors(draw: st.DrawFn) -> Json:
    resources = st.sampled_from(
        [
            {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::acme-logs/", "arn:aws:s3:::other/prefix"]},
            {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]},
            {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]},
            {"Type": "AWS::DynamoDB::Table"},
        ]
    )
    parts = {
        "ReadWriteType": st.sampled_from(knowledge.basic("read_write_types")),
        "IncludeManagementEvents": st.booleans(),
        "DataResources": st.lists(resources, max_size=3, unique_by=json.dumps),
        "ExcludeManagementEventSources": st.lists(
            st.sampled_from(["", *knowledge.basic("excludable_sources")]), max_size=2, unique=True
        ),
    }
    return {name: draw(part) for name, part in parts.items() if draw(st.booleans())}


@st.composite
def insight_selectors(draw: st.DrawFn) -> Json:
    categories = st.lists(st.sampled_from(knowledge.insights("event_categories")), max_size=2, unique=True)
    selector = {"InsightType": draw(st.sampled_from(knowledge.insights("types")))}
    return {**selector, **({"EventCategories": draw(categories)} if draw(st.booleans()) else {})}


OWNERS: list[tuple[dict[str, str], tuple[Destination, ...]]] = [
    ({"TrailName": "audit"}, ("trail",)),
    ({"EventDataStore": "audit"}, ("event_data_store",)),
    ({}, DESTINATIONS),
]


@st.composite
def requests(draw: st.DrawFn) -> Json:
    """Return what `--cli-input-json` takes, for a trail, an event data store, or whichever it may be."""
    owner, destinations = draw(st.sampled_from(OWNERS))
    lists = {
        "EventSelectors": st.lists(basic_selectors(), min_size=1, max_size=6),
        "AdvancedEventSelectors": st.lists(advanced_selectors(destinations), min_size=1, max_size=2),
        "InsightSelectors": st.lists(insight_selectors(), min_size=1, max_size=2),
    }
    names = draw(st.lists(st.sampled_from(list(lists)), min_size=1, max_size=2, unique=True))
    return {**owner, **{name: draw(lists[name]) for name in names}}


def places(node: Json) -> list[tuple[Json, Any]]:
    """Return every place below a node: its container, and the key or index."""
    keys: list[Any] = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [place for key in keys for place in ((node, key), *places(node[key]))]


def mutate(draw: st.DrawFn, document: Json) -> None:
    """Change one thing below the selector lists of a document, in place."""
    lists = document.values() if isinstance(document, dict) else [document]
    candidates = [place for each in lists for place in places(each)]
    if not candidates:
        return
    container, key = draw(st.sampled_from(candidates))
    action = draw(st.sampled_from(["remove", "replace", "rename", "empty", "add"]))
    if action == "replace":
        container[key] = draw(ODDITIES)
    elif action == "remove":
        del container[key]
    elif action == "empty" and isinstance(container[key], list):
        container[key].clear()
    elif action == "add" and isinstance(container[key], list):
        container[key].append(draw(WORDS))
    elif isinstance(container, dict):
        container.setdefault(draw(KEYS), container.pop(key))


def is_comparable(document: Json) -> bool:
    """Tell whether no field and no object stands twice: a schema cannot tell that as the rules do."""
    for container, key in [([document], 0), *places(document)]:
        node = container[key]
        if isinstance(node, list):
            objects = [json.dumps(item) for item in node if isinstance(item, dict)]
            named = [
                item.get("Field") for item in node if isinstance(item, dict) and isinstance(item.get("Field"), str)
            ]
            if len(set(objects)) < len(objects) or len(set(named)) < len(named) or node.count("") > 1:
                return False
    return True


@st.composite
def mutated(draw: st.DrawFn, documents: st.SearchStrategy[Json]) -> Json:
    document = json.loads(json.dumps(draw(documents)))
    for _ in range(draw(st.integers(0, 3))):
        mutate(draw, document)
    return document


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(requests()))
def test_a_request_is_accepted_if_the_rules_are_silent(document: Json) -> None:
    assume(is_comparable(document))
    assert accepts("selectors", document) == (found(document) == set()), found(document)


@pytest.mark.parametrize(
    ("name", "selectors"),
    [
        ("advanced-event-selectors", advanced_selectors(DESTINATIONS)),
        ("event-selectors", basic_selectors()),
        ("insight-selectors", insight_selectors()),
    ],
)
def test_a_list_is_accepted_if_the_rules_are_silent(name: str, selectors: st.SearchStrategy[Json]) -> None:
    key = {"advanced-event-selectors": "AdvancedEventSelectors", "event-selectors": "EventSelectors"}

    @settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(mutated(st.lists(selectors, min_size=1, max_size=3)))
    def agree(document: Json) -> None:
        assume(is_comparable(document))
        request = {key.get(name, "InsightSelectors"): document}
        assert accepts(name, document) == accepts("selectors", request) == (found(request) == set()), found(request)

    agree()


def test_what_aws_printed_is_no_request() -> None:
    """Five empty lists beside a filled one are how get-event-selectors prints a condition."""
    condition = {"Field": "eventCategory", "Equals": ["Management"], "StartsWith": [], "EndsWith": []}
    answer = {"TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit",
              "AdvancedEventSelectors": [{"FieldSelectors": [condition]}]}  # fmt: skip
    assert accepts("selectors", answer)
    assert not accepts("selectors", {"TrailName": "audit", "AdvancedEventSelectors": answer["AdvancedEventSelectors"]})


def test_a_bare_list_is_read_by_what_it_holds() -> None:
    management = {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
    assert accepts("selectors", [management])
    assert accepts("selectors", management)
    assert not accepts("selectors", [management, {"FieldSelectors": []}])
    assert accepts("selectors", [{"ReadWriteType": "All"}])
    assert not accepts("selectors", [{"ReadWriteType": "Everything"}])
    assert accepts("selectors", [{"InsightType": "ApiCallRateInsight"}])
    assert not accepts("selectors", [{"InsightType": "ApiRateInsight"}])
