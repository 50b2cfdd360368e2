"""What two versions of trails record: verdicts compared with brute force, unknown values, and which trail is which."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ctlint.semantics import practice
from ctlint.semantics.events import NO_EVENTS
from tests.semantics.generate import Choices, category, check, relaxed, selector
from tests.semantics.oracle import Selector, kinds_of_events, recorded
from tests.semantics.test_events import records_of
from tests.versions import advanced, basic, compare, told, verdicts

MANAGEMENT = {"eventCategory": ["Management"]}
OBJECTS = {"eventCategory": ["Data"], "resources.type": ["AWS::S3::Object"]}
FUNCTIONS = {"eventCategory": ["Data"], "resources.type": ["AWS::Lambda::Function"]}
ORDERS = {**OBJECTS, "resources.ARN": {"StartsWith": ["arn:aws:s3:::acme-orders/"]}}


def test_verdicts_agree_with_brute_force(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the matching rules alone: events that AWS's services never make count, too."""
    monkeypatch.setattr(practice, "impossible", lambda: NO_EVENTS)
    counts: dict[str, Counter[bool]] = {name: Counter() for name in ("lost", "gained", "equivalent")}

    def test(choices: Choices) -> None:
        kind = category(choices)
        old = [selector(choices, kind) for _ in range(1 + choices.number(3))]
        new = [relaxed(choices, each) if choices.happens(50) else each for each in old]
        if choices.happens(40):
            new.append(selector(choices, kind))
        if choices.happens(60):
            new.pop(0)
        (found,) = compare(written(old), written(new))
        split = (1 << len(old)) - 1
        kinds = kinds_of_events([*old, *new])
        is_lost = any(kind & split and not kind >> len(old) for kind in kinds)
        is_gained = any(not kind & split and kind >> len(old) for kind in kinds)
        if not new:  # an empty list: AWS would reject it, and nobody knows what the trail does
            assert found.verdict == "undecided"
            return
        assert (bool(found.lost), bool(found.gained), found.doubts) == (is_lost, is_gained, ())
        for changes, those, others in ((found.lost, old, new), (found.gained, new, old)):
            for change in changes:
                for record in records_of(change.witness):
                    assert recorded(those, record) and not recorded(others, record)
        counts["lost"][is_lost] += 1
        counts["gained"][is_gained] += 1
        counts["equivalent"][not is_lost and not is_gained] += 1

    check(test, 2_000)
    assert {name: answers[True] for name, answers in counts.items() if answers[True] < 200} == {}


def written(selectors: list[Selector]) -> str:
    found: list[dict[str, Any]] = [{"eventCategory": [each.category], **each.fields} for each in selectors]
    return advanced(*found)


SPLIT: list[dict[str, Any]] = [
    {**ORDERS, "readOnly": ["true"], "Name": "reads"},
    MANAGEMENT,
    {**ORDERS, "readOnly": ["false"], "Name": "writes"},
]
BASIC = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::acme-orders/"]}],
}
TERRAFORM = """\
resource "aws_cloudtrail" "main" {
  name           = "another-name"
  s3_bucket_name = "acme-logs"
  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::acme-orders/"]
    }
  }
}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (advanced(MANAGEMENT, ORDERS), advanced(ORDERS, MANAGEMENT)),
        (advanced(MANAGEMENT, ORDERS), advanced(*SPLIT)),
        (advanced(*SPLIT), advanced({**MANAGEMENT, "Name": "all of it"}, ORDERS)),
        (basic(BASIC), advanced(MANAGEMENT, ORDERS)),
        (basic(BASIC), basic({**BASIC, "ReadWriteType": "ReadOnly"}, {**BASIC, "ReadWriteType": "WriteOnly"})),
        (basic(BASIC), TERRAFORM),
        (TERRAFORM, advanced(*SPLIT)),
        (
            advanced({**OBJECTS, "resources.ARN": {"StartsWith": ["arn:aws:s3:::a/", "arn:aws:s3:::b/"]}}),
            advanced(
                {**OBJECTS, "resources.ARN": {"StartsWith": ["arn:aws:s3:::b/"]}},
                {**OBJECTS, "resources.ARN": {"StartsWith": ["arn:aws:s3:::a/x", "arn:aws:s3:::a/"]}},
            ),
        ),
    ],
)
def test_rewrites_are_equivalent(old: str, new: str) -> None:
    (found,) = compare(old, new)
    assert (found.verdict, found.lost, found.gained, found.doubts) == ("equivalent", (), (), ())


def test_each_value_that_is_taken_out_is_shown() -> None:
    prefixes = [f"arn:aws:s3:::acme-{name}/" for name in ("a", "b", "c")]
    old = advanced({**OBJECTS, "resources.ARN": {"StartsWith": prefixes}, "Name": "objects"})
    new = advanced({**OBJECTS, "resources.ARN": {"StartsWith": prefixes[:1]}, "Name": "objects"})
    (found,) = compare(old, new)
    event = "resources.type = AWS::S3::Object, eventName = PutObject"
    assert told(found.lost) == [
        f"4 objects: {event}, resources.ARN = arn:aws:s3:::acme-b/example",
        f"4 objects: {event}, resources.ARN = arn:aws:s3:::acme-c/example",
    ]
    assert found.gained == ()


def test_each_exclusion_that_is_added_is_shown() -> None:
    old = advanced(OBJECTS)
    left_out = {"NotStartsWith": ["arn:aws:s3:::acme-a/", "arn:aws:s3:::acme-b/"]}
    (found,) = compare(old, advanced({**OBJECTS, "resources.ARN": left_out}))
    event = "resources.type = AWS::S3::Object, eventName = PutObject"
    assert sorted(told(found.lost)) == [
        f"4 #0: {event}, resources.ARN = arn:aws:s3:::acme-a/example",
        f"4 #0: {event}, resources.ARN = arn:aws:s3:::acme-b/example",
    ]
    (found,) = compare(advanced({**OBJECTS, "resources.ARN": left_out}), old)
    assert (found.lost, len(found.gained)) == ((), 2)


@pytest.mark.parametrize(
    ("new", "lost"),
    [
        # The selector of the same name, wherever it went.
        ([{**FUNCTIONS, "Name": "functions"}, {**ORDERS, "Name": "objects"}], ["21 objects"]),
        # Another name: the selector of the same resource type.
        ([{**FUNCTIONS, "Name": "functions"}, {**ORDERS, "Name": "orders"}], ["21 objects"]),
        # None: the trail.
        ([{**FUNCTIONS, "Name": "functions"}], ["1 objects"]),
    ],
)
def test_a_loss_stands_at_the_selector_that_changed(new: list[dict[str, object]], lost: list[str]) -> None:
    old = advanced({**OBJECTS, "Name": "objects"}, {**FUNCTIONS, "Name": "functions"})
    (found,) = compare(old, advanced(*new))
    assert ([each.partition(":")[0] for each in told(found.lost)], found.gained) == (lost, ())


def test_a_selector_that_others_cover_may_go() -> None:
    assert verdicts(compare(advanced(OBJECTS, ORDERS), advanced(OBJECTS))) == {"audit": "equivalent"}


def test_advanced_selectors_end_the_default() -> None:
    trail = 'resource "aws_cloudtrail" "main" {\n  name = "audit"\n  s3_bucket_name = "acme-logs"\n}\n'
    (found,) = compare(trail, advanced(ORDERS))
    assert told(found.lost) == ["1 None: eventSource = iam.amazonaws.com, eventName = CreateUser"]
    assert told(found.gained) == [
        "4 #0: resources.type = AWS::S3::Object, eventName = PutObject, "
        "resources.ARN = arn:aws:s3:::acme-orders/example"
    ]


def test_a_trail_that_is_switched_off_records_nothing() -> None:
    on = TERRAFORM
    off = TERRAFORM.replace("  event_selector", "  enable_logging = false\n  event_selector")
    unknown = TERRAFORM.replace("  event_selector", "  enable_logging = var.on\n  event_selector")
    (found,) = compare(on, off)
    assert [each.partition(":")[0] for each in told(found.lost)] == ["5 #0", "5 #0"] or told(found.lost)
    assert (len(found.lost), found.gained) == (2, ())
    assert verdicts(compare(off, off)) == {"another-name": "equivalent"}
    (found,) = compare(on, unknown)
    assert (found.verdict, found.doubts) == ("undecided", ("whether it is switched on",))


TEMPLATE = """\
Parameters:
  Bucket: {Type: String}
  Prefixes: {Type: CommaDelimitedList}
Mappings:
  Buckets:
    eu-west-1: {names: [acme-a]}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: acme-logs
      IsLogging: true
      AdvancedEventSelectors:
        - Name: management
          FieldSelectors:
            - {Field: eventCategory, Equals: [Management]}
        - Name: objects
          FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::S3::Object"]}
            - {Field: resources.ARN, StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]}
        - Name: listed
          FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::Lambda::Function"]}
            - {Field: resources.ARN, StartsWith: !Ref Prefixes}
        - Name: mapped
          FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::DynamoDB::Table"]}
            - {Field: resources.ARN, StartsWith: !FindInMap [Buckets, !Ref "AWS::Region", names]}
"""


def test_unknown_values_that_are_written_alike_are_the_same() -> None:
    moved = "# a comment\n" + TEMPLATE.replace("Resources:", "Conditions:\n  Unused: !Equals [a, b]\nResources:")
    assert verdicts(compare(TEMPLATE, moved)) == {"Trail": "equivalent"}


def test_a_witness_may_hold_what_an_unknown_value_holds() -> None:
    (found,) = compare(TEMPLATE, TEMPLATE.replace("${Bucket}/", "${Bucket}/private/"))
    event = "resources.type = AWS::S3::Object, eventName = PutObject"
    assert told(found.lost) == [f"17 objects: {event}, resources.ARN = arn:aws:s3:::${{Bucket}}/example"]
    assert (found.gained, found.doubts) == ((), ())


@pytest.mark.parametrize(
    ("change", "doubts"),
    [
        (("${Bucket}/", "${Other}/"), ("${Bucket}", "${Other}")),
        (("!Ref Prefixes", "!Ref Others"), ("!Ref Prefixes", "!Ref Others")),
        (("names: [acme-a]", "names: [acme-b]"), ('!FindInMap [Buckets, !Ref "AWS::Region", names]',)),
    ],
)
def test_unknown_values_that_may_differ_decide(change: tuple[str, str], doubts: tuple[str, ...]) -> None:
    (found,) = compare(TEMPLATE, TEMPLATE.replace(*change))
    assert (found.verdict, found.lost, found.gained, found.doubts) == ("undecided", (), (), doubts)


CONDITIONAL = """\
Parameters:
  Stage: {Type: String}
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: acme-logs
      IsLogging: true
      AdvancedEventSelectors:
        - !If
          - IsProduction
          - FieldSelectors:
              - {Field: eventCategory, Equals: [Management]}
          - !Ref AWS::NoValue
        - FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::S3::Object"]}
"""


def test_a_selector_under_a_condition_is_lost_where_that_holds() -> None:
    writes = CONDITIONAL.replace("[Management]}", '[Management]}\n              - {Field: readOnly, Equals: ["false"]}')
    (found,) = compare(CONDITIONAL, writes)
    assert told(found.lost) == ["14 #0: readOnly = true, eventSource = iam.amazonaws.com, eventName = GetUser"]
    assert [(literal.atom.value, literal.holds) for each in found.lost for literal in each.guard] == [
        ("production", True)
    ]
    assert (found.gained, found.doubts) == ((), ())


def test_a_condition_that_is_added_loses_what_it_leaves_out() -> None:
    always = CONDITIONAL.replace("        - !If\n          - IsProduction\n          - Field", "        - Field")
    always = always.replace("              - {Field: e", "            - {Field: e").replace(
        "          - !Ref AWS::NoValue\n", ""
    )
    (found,) = compare(always, CONDITIONAL)
    assert [(literal.atom.value, literal.holds) for each in found.lost for literal in each.guard] == [
        ("production", False)
    ]
    (found,) = compare(CONDITIONAL, always)
    assert (found.lost, len(found.gained)) == ((), 1)


MODULE = """\
variable "buckets" { type = list(string) }
variable "mode" { default = "All" }
locals {
  stage = terraform.workspace
  arns  = [for each in var.buckets : "arn:aws:s3:::${each}-${local.stage}/"]
}
resource "aws_cloudtrail" "main" {
  name           = "audit"
  s3_bucket_name = "acme-logs"
  event_selector {
    read_write_type = var.mode
    data_resource {
      type   = "AWS::S3::Object"
      values = local.arns
    }
  }
}
"""


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (("variable", 'variable "unused" {}\nvariable'), "equivalent"),
        (('"acme-logs"', '"acme-other-logs"'), "equivalent"),
        (("terraform.workspace", 'replace(terraform.workspace, "-", "")'), "undecided"),
        (("for each in var.buckets", "for each in var.others"), "undecided"),
        (('default = "All"', 'default = "WriteOnly"'), "changed"),
        (("var.mode", '"All"'), "undecided"),
        (("var.mode", '"WriteOnly"'), "changed"),
    ],
)
def test_what_unknown_values_rest_on_counts(change: tuple[str, str], verdict: str) -> None:
    (found,) = compare(MODULE, MODULE.replace(change[0], change[1], 1))
    assert found.verdict == verdict
    if verdict == "changed":
        assert {each.rests_on_defaults for each in (*found.lost, *found.gained)} == {True}


def test_what_the_default_of_a_variable_decides_is_told_so() -> None:
    (found,) = compare(
        MODULE.replace("local.arns", "[]"), MODULE.replace("local.arns", "[]").replace("var.mode", '"All"')
    )
    assert (found.verdict, found.doubts, found.is_equivalent_with_defaults) == ("undecided", ("${var.mode}",), True)


def test_files_pair_by_path_and_trails_by_name() -> None:
    old = {"a.json": advanced(MANAGEMENT), "b.json": advanced(ORDERS, trail="data"), "gone.json": basic(trail="gone")}
    new = {"a.json": advanced(MANAGEMENT), "c/d.json": advanced(OBJECTS, trail="data"), "new.yaml": TEMPLATE}
    found = compare(old, new)
    assert [(each.old is not None, each.new is not None) for each in found] == [
        (True, True), (True, True), (False, True), (True, False),
    ]  # fmt: skip
    assert verdicts(found) == {"audit": "equivalent", "data": "changed", "Trail": "changed", "gone": "undecided"}


def test_lists_that_do_not_say_whose_they_are_pair_by_file() -> None:
    bare = '[{"ReadWriteType": "All"}]'
    found = compare(
        {"x/a.json": bare, "y/a.json": bare}, {"x/a.json": bare.replace("All", "ReadOnly"), "y/a.json": bare}
    )
    assert verdicts(found) == {"x/a.json": "changed", "y/a.json": "equivalent"}


def test_a_new_name_for_the_same_selectors_is_a_new_name() -> None:
    old = {"main.tf": TERRAFORM}
    found = compare(old, {"main.tf": TERRAFORM.replace('"main"', '"trail"').replace("another-name", "audit")})
    assert [(each.verdict, each.old is None, each.new is None) for each in found] == [("equivalent", False, False)]


def test_a_new_name_is_ambiguous_where_two_have_the_same_selectors() -> None:
    old = {"main.tf": TERRAFORM + TERRAFORM.replace('"main"', '"second"').replace("another-name", "second")}
    found = compare(old, {"main.tf": TERRAFORM.replace('"main"', '"third"').replace("another-name", "third")})
    assert [(each.old is None, each.new is None) for each in found] == [(True, False), (False, True), (False, True)]


def test_a_resource_may_move_to_another_file_of_its_module() -> None:
    found = compare(
        {"main.tf": TERRAFORM}, {"main.tf": "locals {}\n", "trail.tf": TERRAFORM.replace("acme-o", "acme-p")}
    )
    assert [(each.verdict, each.old is None, each.new is None) for each in found] == [("changed", False, False)]


def test_a_file_that_cannot_be_read_decides_nothing() -> None:
    broken = TEMPLATE.replace("{Type: String}", "{Type: String")
    assert verdicts(compare({"a.yaml": broken}, {"a.yaml": TEMPLATE})) == {"Trail": "undecided"}
    assert verdicts(compare({"a.yaml": TEMPLATE}, {"a.yaml": broken})) == {"Trail": "undecided"}
