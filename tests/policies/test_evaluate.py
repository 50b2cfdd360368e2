"""What policies find: filters, verbs, places and words."""

from __future__ import annotations

import pytest

from ctlint.api import Result, Settings, lint_sources, lint_text
from ctlint.finding import Diagnostic
from ctlint.policies.parse import parse
from ctlint.source import Source
from tests.policies.configurations import (
    Json,
    basic,
    management,
    objects,
    store,
    template,
    trail,
)

MANAGEMENT = "require: {events: {eventCategory: Management}}"
OBJECTS = "{eventCategory: Data, resources.type: AWS::S3::Object}"
PARAMETERS: Json = {"Parameters": {"Value": {"Type": "String"}}}
UNKNOWN = {"Ref": "Value"}


def settings(body: str, trails: str = "") -> Settings:
    wanted = f"    trails: {trails}\n" if trails else ""
    text = f"version: 1\npolicies:\n  - id: ACME001\n    name: some-name\n{wanted}    {body}\n"
    file = parse(Source("p.yaml", text), {})
    assert file.problems == ()
    return Settings(select=("ACME",), policies=file.policies)


def ask(body: str, *resources: Json, trails: str = "", **sections: Json) -> Result:
    result = lint_text(template(*resources, **sections), "template.json", settings(body, trails))
    assert result.crashes == []
    return result


def next_line(diagnostic: Diagnostic) -> str:
    """Return the line behind the one where a finding begins: the first one of an object."""
    span = diagnostic.span
    return span.source.line_text(span.start_position.line + 1).strip()


def verdict(result: Result) -> str:
    if result.diagnostics:
        return "violated"
    return "undecided" if result.undecided else "met"


@pytest.mark.parametrize(
    ("trails", "attributes", "expected"),
    [
        ("{multi-region: true}", {}, "met"),
        ("{multi-region: false}", {}, "violated"),
        ("{multi-region: false}", {"IsMultiRegionTrail": None}, "met"),
        ("{multi-region: true}", {"IsMultiRegionTrail": UNKNOWN}, "undecided"),
        ("{organization: true}", {}, "violated"),
        ("{organization: true}", {"IsOrganizationTrail": True}, "met"),
        ("{organization: false}", {}, "met"),
        ("{logging: true}", {}, "met"),
        ("{logging: true}", {"IsLogging": False}, "violated"),
        ("{logging: false}", {"IsLogging": False}, "violated"),  # it is asked, and records nothing
        ("{kind: trail}", {}, "met"),
        ("{name: acme-audit}", {"TrailName": "acme-audit"}, "met"),
        ("{name: [acme-audit, other]}", {"TrailName": "acme-audit"}, "met"),
        ("{name: {StartsWith: acme-}}", {"TrailName": "acme-audit"}, "met"),
        ("{name: {NotStartsWith: acme-}}", {"TrailName": "acme-audit"}, "violated"),
        ("{name: acme-audit}", {"TrailName": "other"}, "violated"),
        ("{name: acme-audit}", {"TrailName": UNKNOWN}, "undecided"),
        ("{name: acme-audit}", {}, "undecided"),
        ("{log-bucket: acme-logs}", {}, "met"),
        ("{log-bucket: {EndsWith: -trails}}", {}, "violated"),
        ("{log-bucket: acme-logs}", {"S3BucketName": UNKNOWN}, "undecided"),
        ("{home-region: eu-west-1}", {}, "undecided"),
        ("{multi-region: true, organization: true}", {}, "violated"),
        ("{multi-region: true, name: acme-audit}", {"TrailName": UNKNOWN, "IsMultiRegionTrail": False}, "violated"),
    ],
)
def test_which_trails_are_asked(trails: str, attributes: dict[str, Json], expected: str) -> None:
    assert verdict(ask(MANAGEMENT, trail(**attributes), trails=trails, **PARAMETERS)) == expected


def test_a_kind_that_a_configuration_has_not_is_not_asked() -> None:
    only_store = ask("require: {events: " + OBJECTS + "}", store(management("All")), trails="{kind: trail}")
    assert verdict(only_store) == "met"
    only_trail = ask("require: {events: " + OBJECTS + "}", trail(), trails="{kind: event-data-store}")
    assert verdict(only_trail) == "met"
    both = ask("require: {events: " + OBJECTS + "}", trail(objects("All")), store(management("All")),
               trails="{kind: event-data-store}")  # fmt: skip
    assert verdict(both) == "violated"


def test_an_account_is_asked_for_what_it_has_not() -> None:
    inventory = '{"trailList": [{"Name": "a", "HomeRegion": "eu-west-1", "IsMultiRegionTrail": true, ' \
        '"TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/a", "HasCustomEventSelectors": false, ' \
        '"S3BucketName": "acme-logs", "IsOrganizationTrail": false}]}'  # fmt: skip
    sources = [(Source("a/describe-trails.json", inventory), True)]

    def found(trails: str) -> list[str]:
        result = lint_sources(sources, settings(MANAGEMENT, trails))
        return [each.finding.message for each in result.diagnostics]

    assert found("{multi-region: true, home-region: eu-west-1, name: a}") == []
    # A list of trails is complete, but has no event data stores in any case.
    assert found("{kind: event-data-store}") == []
    assert found("{organization: true}") == [
        "no organization trail or event data store of this account records any management events; "
        "`organization` keeps this one out"
    ]


@pytest.mark.parametrize(
    ("events", "resources", "expected"),
    [
        ("{eventCategory: Management}", [trail(management("Writes", readOnly="false"))], "violated"),
        ("{eventCategory: Management, readOnly: true}", [trail(management("Writes", readOnly="false"))], "met"),
        ("{eventCategory: Management}", [trail(objects("All"))], "met"),
        ("{eventCategory: Management}", [trail()], "violated"),
        ("{eventCategory: Management}", [trail(IsLogging=False)], "met"),
        (OBJECTS, [trail(management("All")), store(objects("All"))], "violated"),
        ("{resources.ARN: 'arn:aws:s3:::a/key'}", [trail(objects("A", resources_ARN={"StartsWith": UNKNOWN}))], "undecided"),
        ("{resources.ARN: 'arn:aws:s3:::a/key'}", [trail(objects("A", resources_ARN={"NotEquals": UNKNOWN}))], "undecided"),
        (OBJECTS, [{**trail(objects("All")), "Condition": "Sometimes"}], "violated"),
        (OBJECTS, [trail(objects("All"), IsLogging=UNKNOWN)], "undecided"),
    ],
)  # fmt: skip
def test_what_is_forbidden(events: str, resources: list[Json], expected: str) -> None:
    sections: Json = {**PARAMETERS, "Conditions": {"Sometimes": {"Fn::Equals": [UNKNOWN, "x"]}}}
    assert verdict(ask(f"forbid: {{events: {events}}}", *resources, **sections)) == expected


def test_each_selector_that_records_what_is_forbidden_is_told() -> None:
    result = ask(f"forbid: {{events: {OBJECTS}}}", trail(objects("A"), management("B"), objects("C", readOnly="true")),
                 trail())  # fmt: skip
    assert [(next_line(each), each.finding.message) for each in result.diagnostics] == [
        ('"Name": "A",', "records data events of `AWS::S3::Object`, which the policy forbids"),
        ('"Name": "C",', "records data read events of `AWS::S3::Object`, which the policy forbids"),
    ]
    assert [related.message for each in result.diagnostics for related in each.finding.related] == ["of this trail"] * 2


@pytest.mark.parametrize(
    ("copies", "trails", "expected"),
    [
        (1, [trail()], 0),
        (1, [trail(), trail()], 1),
        (2, [trail(), trail()], 0),
        (1, [trail(), trail(), trail()], 2),
        (2, [trail(), trail(), trail()], 1),
        (3, [trail(), trail(), trail()], 0),
        (1, [trail(basic("ReadOnly")), trail(basic("WriteOnly"))], 0),
        (1, [trail(basic("ReadOnly")), trail(basic("All"))], 1),
        (2, [trail(basic("ReadOnly")), trail(basic("WriteOnly")), trail()], 0),
        (2, [trail(basic("ReadOnly")), trail(basic("WriteOnly")), trail(), trail()], 1),
    ],
)
def test_how_many_trails_may_record_an_event(copies: int, trails: list[Json], expected: int) -> None:
    result = ask(f"limit: {{events: {{eventCategory: Management}}, copies: {copies}}}", *trails)
    assert len(result.diagnostics) == expected
    assert all(len(each.finding.related) == copies for each in result.diagnostics)
    assert result.undecided == ()


def test_trails_that_nobody_knows_to_be_in_one_place_are_no_copies() -> None:
    put = '{"TrailName": "%s", "EventSelectors": [{"ReadWriteType": "All"}]}'
    result = lint_text(put % "a", "a.json", settings("limit: {events: {}, copies: 1}"))
    assert verdict(result) == "met"


def test_too_many_trails_are_not_decided_and_not_for_ever() -> None:
    trails = [trail(objects("All", resources_ARN={"StartsWith": f"arn:aws:s3:::b{at}/"})) for at in range(200)]
    result = ask(f"limit: {{events: {OBJECTS}, copies: 1}}", *trails)
    assert [each.rule for each in result.diagnostics] == []


def test_one_trail_must_record_all() -> None:
    halves = (trail(basic("ReadOnly")), trail(basic("WriteOnly")))
    together = "require: {events: {eventCategory: Management}, by: together}"
    alone = "require: {events: {eventCategory: Management}, by: one-trail}"
    assert verdict(ask(together, *halves)) == "met"
    [found] = ask(alone, *halves).diagnostics
    assert found.finding.message == (
        "no trail or event data store in this configuration records all that is required: this one leaves out "
        "management write events"
    )
    assert verdict(ask(alone, *halves, trail())) == "met"
    assert verdict(ask(alone, *halves, trail(IsLogging=UNKNOWN), **PARAMETERS)) == "undecided"


def test_any_of_the_events_will_do() -> None:
    some = "require: {events: {eventCategory: Data}, extent: some}"
    assert verdict(ask(some, trail(objects("One", resources_ARN="arn:aws:s3:::a/key")))) == "met"
    assert verdict(ask(some, trail(objects("One", eventName=UNKNOWN)), **PARAMETERS)) == "undecided"
    [found] = ask(some, trail()).diagnostics
    assert found.finding.message == (
        "no trail or event data store in this configuration records any event that the policy asks for"
    )


def required(*resources: Json, trails: str = "") -> tuple[str, str, list[tuple[str, str]]]:
    """Return the line of the one finding of a policy on objects, its message, and the related places."""
    [found] = ask(f"require: {{events: {OBJECTS}}}", *resources, trails=trails).diagnostics
    related = [(each.span.text, each.message) for each in found.finding.related]
    return next_line(found), found.finding.message, related


def test_a_finding_stands_at_the_selector_that_comes_nearest() -> None:
    selectors = (management("Management"), objects("Writes", readOnly="true"))
    assert required(trail(*selectors)) == (
        '"Name": "Writes",',
        "no trail or event data store in this configuration records any data write events of `AWS::S3::Object`",
        [("true", "`readOnly` leaves such an event out")],
    )


def test_a_finding_stands_at_the_trail_that_is_asked() -> None:
    line, message, related = required(
        trail(objects("All"), IsMultiRegionTrail=False), trail(management("All")), trails="{multi-region: true}"
    )
    assert line == '"Type": "AWS::CloudTrail::Trail",'
    assert message == (
        "no multi-Region trail or event data store in this configuration records any data events of `AWS::S3::Object`"
    )
    assert related == []


def test_a_trail_that_is_not_asked_says_why() -> None:
    line, message, related = required(trail(objects("All"), IsMultiRegionTrail=False), trails="{multi-region: true}")
    assert line == '"Type": "AWS::CloudTrail::Trail",'
    assert message.startswith("no multi-Region trail or event data store in this configuration records any data ")
    assert related == [('"IsMultiRegionTrail"', "this keeps the trail out")]
    _, _, related = required(trail(objects("All"), IsLogging=False))
    assert related == [('"IsLogging"', "switched off: nothing is recorded")]


def test_selectors_that_aws_rejects_are_unknown() -> None:
    """An error of the rules is told by them; what would be in its place nobody knows."""
    rejected = trail(management("All", readOnly={"NotEquals": "true"}))
    assert verdict(ask(MANAGEMENT, rejected)) == "undecided"
    misspelt = trail(management("All"), objects("All", readOnly={"NotEquals": "true"}))
    assert verdict(ask(MANAGEMENT, misspelt)) == "met"


def test_values_that_mislead_count_as_they_are_written() -> None:
    """AWS accepts them, so that what they record is known; rules tell that something else was meant."""
    wildcard = trail(objects("All", resources_ARN={"StartsWith": "arn:aws:s3:::*/"}))
    assert verdict(ask(f"require: {{events: {OBJECTS}}}", wildcard)) == "violated"


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), ["ACME001", "CT113"]),
        (("ACME",), (), ["ACME001"]),
        (("CT1",), (), ["CT113"]),
        ((), ("ACME001",), ["CT113"]),
    ],
)
def test_policies_are_selected_as_rules_are(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    text = template(trail(management("All"), objects("All", readOnly={"NotEquals": "true"})))
    chosen = settings("forbid: {events: {eventCategory: Management}}")._replace(select=select, ignore=ignore)
    assert sorted(each.rule for each in lint_text(text, "t.json", chosen).diagnostics) == expected


def test_what_holds_with_a_default_only_says_so() -> None:
    parameters: Json = {"Parameters": {"Value": {"Type": "String", "Default": "ReadOnly"}}}
    [found] = ask(MANAGEMENT, trail(basic(UNKNOWN)), **parameters).diagnostics
    assert found.finding.message == (
        "no trail or event data store in this configuration records any management write events, "
        "with the default of `Value`"
    )
