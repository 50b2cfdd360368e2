"""What the pages of CT201 to CT209 cannot show: counts at the limits, conditions, accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctlint.api import Settings, lint_sources, lint_text
from ctlint.finding import Finding
from ctlint.source import Source

HEADER = """\
Parameters:
  Stage: {Type: String}
  More: {Type: CommaDelimitedList}
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
  IsTest: !Equals [!Ref Stage, test]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-logs
"""


def findings(rule: str, text: str, name: str = "selectors.yaml") -> list[Finding]:
    return [each.finding for each in lint_text(text, name, Settings(select=(rule,))).diagnostics]


def messages(rule: str, text: str, name: str = "selectors.yaml") -> list[str]:
    return [each.message for each in findings(rule, text, name)]


def buckets(count: int, name: str = "acme") -> str:
    return "[" + ", ".join(f'"arn:aws:s3:::{name}-{number}/"' for number in range(count)) + "]"


def basic(*lists: str) -> str:
    items = "".join(f"  - DataResources: [{{Type: AWS::S3::Object, Values: {each}}}]\n" for each in lists)
    return f"EventSelectors:\n{items}"


def data(values: str) -> str:
    fixed = "{Field: eventCategory, Equals: [Data]}, {Field: resources.type, Equals: [AWS::S3::Object]}"
    return f"{{FieldSelectors: [{fixed}, {{Field: resources.ARN, StartsWith: {values}}}]}}"


def advanced(*selectors: str) -> str:
    return "AdvancedEventSelectors:\n" + "".join(f"  - {each}\n" for each in selectors)


def template(text: str) -> str:
    return HEADER + "".join(f"      {line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    ("count", "exceeded", "near"), [(224, 0, 0), (225, 0, 1), (250, 0, 1), (251, 1, 0), (300, 1, 0)]
)
def test_data_resource_values(count: int, exceeded: int, near: int) -> None:
    text = basic(buckets(200), buckets(count - 200, "more"))
    assert (len(findings("CT202", text)), len(findings("CT208", text))) == (exceeded, near)


@pytest.mark.parametrize(("count", "exceeded", "near"), [(449, 0, 0), (450, 0, 1), (500, 0, 1), (501, 1, 0)])
def test_values_of_advanced_selectors(count: int, exceeded: int, near: int) -> None:
    """Two selectors with an `eventCategory` and a `resources.type` each: four values beside the ARNs."""
    text = advanced(data(buckets(200)), data(buckets(count - 204, "more")))
    assert (len(findings("CT203", text)), len(findings("CT208", text))) == (exceeded, near)


def test_the_message_tells_the_count_and_the_place_is_the_first_value_too_many() -> None:
    (finding,) = findings("CT203", advanced(data(buckets(510))))
    assert finding.message == "512 values in all advanced event selectors; at most 500 are allowed"
    assert finding.span.text == "arn:aws:s3:::acme-498/"


def test_all_resources_lift_the_quota_in_every_form() -> None:
    for value in ("arn:aws:s3", "arn:aws-cn:s3:::", "arn:aws:lambda"):
        assert messages("CT202", basic(buckets(251), f'["{value}"]')) == []
    several = template(basic(buckets(251), '[!Sub "arn:${AWS::Partition}:s3:::"]'))
    assert messages("CT202", several, "template.yaml") == []


def test_a_value_that_comes_with_the_deployment_may_stand_for_all_resources() -> None:
    assert messages("CT202", template(basic(buckets(251), "[!Ref Stage]")), "template.yaml") == []
    one = template(basic(buckets(251), '[!Sub "arn:aws:s3:::${Stage}/"]'))
    assert len(messages("CT202", one, "template.yaml")) == 1


def test_alternatives_are_not_added_up() -> None:
    either = f"[!If [IsProduction, {buckets(200)}, {buckets(100)}]]"
    values = either[1:-1]
    assert messages("CT202", template(basic(buckets(50), values)), "template.yaml") == []
    assert messages("CT202", template(basic(buckets(60), values)), "template.yaml") == [
        "260 data resource values in all basic event selectors; a trail takes at most 250"
    ]


def test_selectors_that_never_meet_are_not_added_up() -> None:
    def only(condition: str, count: int) -> str:
        return f"!If [{condition}, {data(buckets(count, condition.lower()))}, !Ref AWS::NoValue]"

    apart = advanced(only("IsProduction", 300), only("IsTest", 300))
    assert messages("CT203", template(apart), "template.yaml") == []
    together = advanced(only("IsTest", 100), only("IsProduction", 300), data(buckets(300)))
    assert messages("CT203", template(together), "template.yaml") == [
        "604 values in all advanced event selectors; at most 500 are allowed"
    ]


def test_a_list_that_goes_on_is_long_enough_already() -> None:
    text = advanced(data(buckets(500)), "!Ref More")
    assert len(messages("CT203", template(text), "template.yaml")) == 1


def test_an_event_data_store_has_the_same_quota() -> None:
    text = "EventDataStore: acme\n" + advanced(data(buckets(499)))
    assert len(messages("CT203", text)) == 1


def test_lengths_count_what_is_known() -> None:
    field = "{FieldSelectors: [{Field: eventCategory, Equals: [Management]}], Name: "
    assert messages("CT204", advanced(f"{field}{'a' * 1000}}}")) == []
    assert messages("CT204", advanced(f"{field}{'a' * 1001}}}")) == [
        "a selector name of 1001 characters; 1000 are allowed"
    ]
    assert messages("CT205", advanced(data(f'["{"a" * 2048}"]'))) == []
    assert messages("CT205", advanced(data(f'["{"a" * 2049}"]'))) == ["a value of 2049 characters; 2048 are allowed"]


def trail(name: str, region: str, everywhere: bool = False, account: str = "111122223333") -> str:
    arn = f"arn:aws:cloudtrail:{region}:{account}:trail/{name}"
    return f"  - {{Name: {name}, TrailARN: {arn!r}, HomeRegion: {region}, IsMultiRegionTrail: {str(everywhere).lower()}}}\n"


def inventory(*trails: str) -> list[str]:
    return messages("CT206", "trailList:\n" + "".join(trails))


def test_trails_count_by_account_and_region() -> None:
    here = [trail(f"here-{number}", "eu-west-1") for number in range(5)]
    everywhere = trail("all", "us-east-1", everywhere=True)
    assert inventory(*here) == []
    assert inventory(*here, trail("there", "us-east-1")) == []
    assert inventory(*here, trail("other", "eu-west-1", account="444455556666")) == []
    assert inventory(*here, everywhere) == ["6 trails in `eu-west-1`; an account takes at most 5 in a Region"]


def test_one_trail_too_many_everywhere_is_told_once() -> None:
    trails = [trail(f"all-{number}", "us-east-1", everywhere=True) for number in range(6)]
    assert inventory(*trails, trail("one", "eu-west-1")) == [
        "6 trails in `us-east-1`; an account takes at most 5 in a Region"
    ]


def test_inventories_of_one_folder_are_one_account(tmp_path: Path) -> None:
    files = [
        Source(str(tmp_path / f"{number}.yaml"), "trailList:\n" + trail(f"here-{number}", "eu-west-1"))
        for number in range(6)
    ]
    result = lint_sources([(file, True) for file in files], Settings(select=("CT206",)))
    assert [each.finding.message for each in result.diagnostics] == [
        "6 trails in `eu-west-1`; an account takes at most 5 in a Region"
    ]


def test_trails_of_a_template_may_each_depend_on_a_condition() -> None:
    one = "  T{n}: {{Type: AWS::CloudTrail::Trail, Properties: {{IsLogging: true, S3BucketName: acme-logs}}}}\n"
    text = "Resources:\n" + "".join(one.format(n=number) for number in range(6))
    assert messages("CT206", text, "template.yaml") == [
        "6 trails in one account and Region; an account takes at most 5 in a Region"
    ]
    conditional = text.replace("T5: {", "T5: {Condition: IsProduction, ")
    assert messages("CT206", conditional, "template.yaml") == []


def test_event_data_stores_that_there_are_show_what_is_accepted() -> None:
    names = [f"{{FieldSelectors: [{{Field: eventCategory, Equals: [Management]}}], Name: n{n}}}" for n in range(6)]
    assert messages("CT207", "EventDataStore: acme\n" + advanced(*names)) == [
        "6 advanced event selectors; 5 are documented for an event data store"
    ]
    arn = "arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/11111111-2222-3333-4444-555555555555"
    assert messages("CT207", f"EventDataStoreArn: {arn}\n" + advanced(*names)) == []
    assert messages("CT207", "TrailName: acme\n" + advanced(*names)) == []
