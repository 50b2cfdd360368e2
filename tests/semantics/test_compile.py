"""From selectors to sets of events: basic and advanced, conditions, defaults, and what cannot be known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ctlint.semantics.compile import DEFAULT, everything, recorders, trail_events
from ctlint.semantics.events import EventSet
from tests.semantics.generate import (
    Choices,
    basic_selector,
    basic_trail,
    category,
    check,
    events,
    load,
    relaxed,
    selector,
    trail,
)
from tests.semantics.oracle import Selector, kinds_of_events

OBJECT = "AWS::S3::Object"


def same(one: EventSet, other: EventSet) -> bool:
    return one <= other and other <= one


def advanced(*selectors: Mapping[str, Mapping[str, list[str]]]) -> EventSet:
    written = [{"FieldSelectors": [{"Field": name, **found} for name, found in each.items()]} for each in selectors]
    return trail_events(load({"TrailName": "audit", "AdvancedEventSelectors": written}))


def objects(**conditions: list[str]) -> EventSet:
    return advanced(
        {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": [OBJECT]}, "resources.ARN": conditions}
    )


def rewritten(basic: Mapping[str, Any]) -> list[Selector]:
    """Return a basic selector as advanced ones that match the same events."""
    flag = {"ReadOnly": "true", "WriteOnly": "false"}.get(basic.get("ReadWriteType", "All"))
    common = {"readOnly": {"Equals": (flag,)}} if flag else {}
    found: list[Selector] = []
    if basic.get("IncludeManagementEvents", True):
        excluded = tuple(basic.get("ExcludeManagementEventSources", ()))
        found.append(
            Selector("Management", {**common, **({"eventSource": {"NotEquals": excluded}} if excluded else {})})
        )
    for resource in basic.get("DataResources", ()):
        fields = {"resources.type": {"Equals": (resource["Type"],)}, **common}
        if not any(value.startswith("arn:aws:") for value in resource["Values"]):
            operator = "StartsWith" if resource["Type"] == OBJECT else "Equals"
            fields["resources.ARN"] = {operator: tuple(resource["Values"])}
        found.append(Selector("Data", fields))
    return found


def test_basic_selectors_and_their_advanced_rewrites_are_equivalent() -> None:
    seen: set[tuple[bool, bool]] = set()

    def case(choices: Choices) -> None:
        basic = [basic_selector(choices) for _ in range(1 + choices.number(2))]
        first = trail_events(basic_trail(*basic))
        rewrites = [one for each in basic for one in rewritten(each)]
        assert same(first, trail_events(trail(rewrites)) if rewrites else EventSet(()))
        if rewrites:
            other = [relaxed(choices, each) if choices.happens(30) else each for each in rewrites[choices.number(2) :]]
            kinds, split = kinds_of_events([*rewrites, *other]), len(rewrites)
            lower = (1 << split) - 1
            loses = any(kind & lower and not kind >> split for kind in kinds)
            gains = any(kind >> split and not kind & lower for kind in kinds)
            assert (first <= events(other), events(other) <= first) == (not loses, not gains)
            seen.add((loses, gains))

    check(case, 500)
    assert len(seen) == 4


def test_what_is_read_from_json_is_what_is_meant() -> None:
    """Selectors that a loader reads, in any order of selectors, fields, operators and values, are the same set."""

    def case(choices: Choices) -> None:
        drawn = [selector(choices, category(choices)) for _ in range(1 + choices.number(2))]
        turned = [
            Selector(each.category, {name: _reversed(each.fields[name]) for name in reversed(list(each.fields))})
            for each in reversed(drawn)
        ]
        assert same(trail_events(trail(drawn)), events(drawn))
        assert same(trail_events(trail(turned)), events(drawn))

    check(case, 300)


def _reversed(conditions: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {operator: tuple(reversed(conditions[operator])) for operator in reversed(list(conditions))}


def test_basic_values() -> None:
    def data(type_: str, *values: str) -> EventSet:
        return trail_events(
            basic_trail({"IncludeManagementEvents": False, "DataResources": [{"Type": type_, "Values": list(values)}]})
        )

    function = "arn:aws:lambda:eu-west-1:111122223333:function:acme"
    table = "arn:aws:dynamodb:eu-west-1:111122223333:table/acme"
    assert same(data(OBJECT, "arn:aws:s3"), data(OBJECT, "arn:aws:s3:::"))
    assert data(OBJECT, "arn:aws:s3:::acme/a/b") <= data(OBJECT, "arn:aws:s3:::acme/a")
    assert same(data(OBJECT, "arn:aws:s3:::acme/"), objects(StartsWith=["arn:aws:s3:::acme/"]))
    assert not data("AWS::Lambda::Function", function) & data("AWS::Lambda::Function", f"{function}2")
    assert data("AWS::Lambda::Function", function) <= data("AWS::Lambda::Function", "arn:aws:lambda")
    assert not data("AWS::DynamoDB::Table", table) & data("AWS::DynamoDB::Table", f"{table}2")
    assert data("AWS::DynamoDB::Table", table) <= data("AWS::DynamoDB::Table", "arn:aws:dynamodb")
    assert not data(OBJECT, "arn:aws:s3") & data("AWS::Lambda::Function", "arn:aws:lambda")


def test_a_basic_exclusion_is_undone_by_another_selector() -> None:
    excluding = {"ExcludeManagementEventSources": ["kms.amazonaws.com"]}
    kms = advanced({"eventCategory": {"Equals": ["Management"]}, "eventSource": {"Equals": ["kms.amazonaws.com"]}})
    assert not kms & trail_events(basic_trail(excluding))
    assert kms <= trail_events(basic_trail(excluding, {"ReadWriteType": "All"}))
    assert (kms - trail_events(basic_trail(excluding, {"ReadWriteType": "WriteOnly"}))).witness() is not None


def template(selectors: str, properties: str = "") -> EventSet:
    """Return what a CloudFormation trail with some selectors matches."""
    return trail_events(
        load(
            f"""
Parameters: {{Bucket: {{Type: String}}, Other: {{Type: String}}, Env: {{Type: String}}, Names: {{Type: CommaDelimitedList}}}}
Conditions: {{Prod: !Equals [!Ref Env, prod], NotProd: !Not [!Condition Prod]}}
Resources:
  Logs: {{Type: AWS::S3::Bucket}}
  Trail:
    Type: AWS::CloudTrail::Trail
    {properties}
    Properties: {{S3BucketName: acme-logs, IsLogging: true{selectors and ", " + selectors}}}
""",
            "template.yaml",
        )
    )


def arns(conditions: str, guard: str = "") -> str:
    found = (
        "{FieldSelectors: [{Field: eventCategory, Equals: [Data]}, {Field: resources.type, Equals: [AWS::S3::Object]}, "
        f"{{Field: resources.ARN, {conditions}}}]}}"
    )
    return f"AdvancedEventSelectors: [!If [{guard}, {found}, !Ref AWS::NoValue]]" if guard else (
        f"AdvancedEventSelectors: [{found}]"
    )  # fmt: skip


def test_a_trail_without_selectors_records_management_events() -> None:
    assert same(template(""), everything("Management"))
    assert same(DEFAULT, advanced({"eventCategory": {"Equals": ["Management"]}}))
    told = {"Name": "a", "S3BucketName": "b", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/a"}
    unknown = trail_events(load({"trailList": [{**told, "HasCustomEventSelectors": True}]}))
    assert unknown and unknown.witness() is None


@pytest.mark.parametrize(
    ("first", "second", "contained", "beyond"),
    [
        ('StartsWith: [!Sub "arn:aws:s3:::${Bucket}/a"]', 'StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', True, False),
        ('StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', 'StartsWith: ["arn:aws:s3:::"]', True, False),
        ('StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', 'StartsWith: [!Sub "arn:aws:s3:::${Other}/"]', False, False),
        ('StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', 'StartsWith: ["arn:aws:s3:::acme/"]', False, False),
        ('StartsWith: ["arn:aws:s3:::"]', 'StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]', False, True),
        ('StartsWith: [!Sub "${Logs.Arn}/"]', 'NotStartsWith: [!Sub "${Logs.Arn}/"]', False, True),
        ("NotStartsWith: [!Ref Bucket]", 'NotStartsWith: [!Sub "${Bucket}/"]', True, False),
        ('StartsWith: ["arn:aws:s3:::a/"]', "StartsWith: !Ref Names", False, False),
        ("StartsWith: !Ref Names", 'StartsWith: [""]', True, False),
        ('StartsWith: ["arn:aws:s3:::<bucket>/x"]', 'StartsWith: ["arn:aws:s3:::<bucket>/"]', True, False),
        ('StartsWith: ["arn:aws:s3:::<bucket>/"]', 'StartsWith: ["arn:aws:s3:::acme/"]', False, False),
    ],
)
def test_values_with_unknown_parts(first: str, second: str, contained: bool, beyond: bool) -> None:
    one, other = template(arns(first)), template(arns(second))
    assert (one <= other, (one - other).witness() is not None) == (contained, beyond)


def test_a_condition_decides_whether_a_selector_is_there() -> None:
    wide, narrow = 'StartsWith: ["arn:aws:s3:::"]', 'StartsWith: ["arn:aws:s3:::acme/"]'
    assert template(arns(narrow, "Prod")) <= template(arns(wide, "Prod"))
    assert not template(arns(narrow)) <= template(arns(wide, "Prod"))
    assert (template(arns(narrow)) - template(arns(wide, "Prod"))).witness() is None
    assert template(arns(narrow, "Prod")) <= template(arns(wide))
    assert not template(arns(narrow, "Prod")) & template(arns(wide, "NotProd"))
    assert template(arns(narrow)) <= template(arns(wide, "Prod"), "Condition: Prod")


def test_a_condition_of_the_trail_is_given() -> None:
    found = load(
        """
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Condition: Prod
    Properties:
      S3BucketName: acme-logs
      IsLogging: true
      EventSelectors: [!If [Prod, {ReadWriteType: ReadOnly}, {ReadWriteType: WriteOnly}]]
""",
        "template.yaml",
    )
    assert [same(each.events, advanced(MANAGEMENT_READS)) for each in recorders(found)] == [True]


MANAGEMENT_READS = {"eventCategory": {"Equals": ["Management"]}, "readOnly": {"Equals": ["true"]}}


@pytest.mark.parametrize(
    "fields",
    [
        {"eventCategory": {"Equals": ["Data"]}, "resources.arn": {"Equals": ["a"]}},
        {"eventCategory": {"Equals": ["Data"]}, "resources.ARN": {"Like": ["a"]}},
        {"eventCategory": {"Equals": ["Data"]}, "resources.ARN": {"Equals": []}},
        {"eventCategory": {"Equals": ["data"]}},
        {"eventCategory": {"Equals": ["Data", "Management"]}},
        {"eventCategory": {"StartsWith": ["Data"]}},
        {"resources.ARN": {"Equals": ["a"]}},
    ],
)
def test_of_what_cloudtrail_rejects_nobody_knows_what_it_matches(fields: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Not even that events without an ARN are none of it: the condition may be one that leaves out."""
    found = advanced(fields)
    assert found
    assert found.witness() is None
    assert (found & advanced(DATA)).witness() is None
    if "Equals" not in fields.get("resources.ARN", {}) or not fields["resources.ARN"]["Equals"]:
        assert (advanced(DATA) - found).witness() is None


DATA = {"eventCategory": {"Equals": ["Data"]}}


def test_a_field_that_the_category_lacks_says_nothing_of_other_categories() -> None:
    found = advanced({"eventCategory": {"Equals": ["Management"]}, "resources.ARN": {"Equals": ["a"]}})
    assert found and found.witness() is None
    assert not found & advanced(DATA)


def test_a_basic_value_that_may_stand_for_all() -> None:
    """A value that nobody knows may be `arn:aws:lambda`, which covers events without an ARN too."""

    def functions(value: str) -> EventSet:
        return template(f"EventSelectors: [{{DataResources: [{{Type: AWS::Lambda::Function, Values: [{value}]}}]}}]")

    everything_else = everything("Data") - functions("arn:aws:lambda")
    assert (functions("arn:aws:lambda") - functions("!Ref Bucket")).witness() is None
    assert functions("!Ref Bucket") <= functions("arn:aws:lambda") | everything("Management")
    assert not functions("!Ref Bucket") & everything_else
    assert same(functions("!Sub 'arn:${AWS::Partition}:lambda'"), functions("arn:aws:lambda"))
    assert (
        functions("arn:aws:lambda") - functions("!Sub 'arn:aws:lambda:a:1:function:${Bucket}'")
    ).witness() is not None


def test_an_empty_value_is_a_value() -> None:
    assert not objects(Equals=[""]) & objects(StartsWith=["a"])
    assert objects(Equals=[""]) <= objects(StartsWith=[""])
    assert same(objects(StartsWith=[""]), objects(EndsWith=[""]))


def test_two_field_selectors_of_one_field_must_both_hold() -> None:
    fields = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": [OBJECT]},
        {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme/"]},
        {"Field": "resources.ARN", "EndsWith": [".log"]},
    ]
    found = trail_events(load({"TrailName": "audit", "AdvancedEventSelectors": [{"FieldSelectors": fields}]}))
    both = objects(StartsWith=["arn:aws:s3:::acme/"]) & objects(EndsWith=[".log"])
    assert same(found, both)


@pytest.mark.parametrize(
    "odd", ["\ufffc", "a\ufffcb", "\ud800", "\0", "◇", "example", "é", "*", "arn:aws:s3:::acme/{x}"]
)
def test_odd_values_are_compared_as_they_are(odd: str) -> None:
    one = objects(Equals=[odd])
    assert one <= objects(StartsWith=[odd]) & objects(EndsWith=[odd])
    assert objects(StartsWith=[odd]) - one
    assert not one & objects(NotEquals=[odd])
    witness = (objects(StartsWith=[odd]) - one).witness()
    assert witness is not None
    arn = witness.value("resources.ARN")
    assert arn is not None and len(arn) > len(odd)
