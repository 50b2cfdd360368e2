"""What is said of trails, whole and to the letter."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from ctlint import inventory
from ctlint.candidates import Candidate
from ctlint.description.trails import describe
from ctlint.model import Options
from ctlint.reporters import Style
from ctlint.reporters.descriptions import as_text

TRAIL = """\
Parameters:
  DataBucket: {Type: String}
  Stage: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  HasExports: {"Fn::Transform": {Name: Decide}}
Resources:
  Logs:
    Type: AWS::S3::Bucket
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      TrailName: acme-audit
      IsLogging: true
      S3BucketName: !Ref Logs
"""


def said(text: str, name: str = "template.yaml") -> str:
    """Return what is said of the trails of a text, without places."""
    found = inventory.read([Candidate(name, text.encode(), named=True)], Options())
    return as_text([describe(each) for each in found.trails], Style(width=110))


def of_trail(properties: str) -> str:
    """Return what is said of a trail with further properties, without its first line."""
    text = said(TRAIL + indent(dedent(properties), " " * 6))
    return text.partition("\n")[2]


def of_selectors(*selectors: str) -> str:
    """Return what is said of advanced selectors, each given as lines of `field operator: values`."""
    lines = ["AdvancedEventSelectors:"]
    for selector in selectors:
        lines.append("  - FieldSelectors:")
        for line in dedent(selector).splitlines():
            field, _, condition = line.partition(" ")
            lines += (f"      - Field: {field}", f"        {condition}")
    return of_trail("\n".join(lines))


def objects(condition: str) -> str:
    """Return what is said of S3 objects that fulfil a condition."""
    text = of_selectors(f"eventCategory Equals: [Data]\nresources.type Equals: [AWS::S3::Object]\n{condition}")
    line = next(line for line in text.splitlines() if line.startswith("  S3 objects"))
    return line.removeprefix("  S3 objects").strip()


def test_the_default_of_a_trail() -> None:
    assert said(TRAIL) == (
        "trail `acme-audit` (template.yaml:10), of one Region\n"
        "  management events  all\n"
        "  data events        nothing\n"
        "  no selectors are written: this is the default; nothing else is recorded\n"
    )


def test_what_else_is_known_of_a_trail() -> None:
    properties = """\
        IsMultiRegionTrail: true
        IsOrganizationTrail: !Ref Stage
        IsLogging: false
        InsightSelectors:
          - InsightType: ApiCallRateInsight
          - InsightType: ApiErrorRateInsight
            EventCategories: [Management, Data]
        """
    text = TRAIL.replace("      IsLogging: true\n", "") + indent(dedent(properties), " " * 6)
    found = said(text)
    assert found == (
        "trail `acme-audit` (template.yaml:10), multi-Region, perhaps organization, switched off\n"
        "  management events  all\n"
        "  data events        nothing\n"
        "  Insights           API call rate of management events\n"
        "                     API error rate of management events and data events\n"
        "  no selectors are written: this is the default; nothing else is recorded\n"
    )


def test_a_trail_that_is_deployed_under_a_condition() -> None:
    text = TRAIL.replace(
        "    Type: AWS::CloudTrail::Trail\n", "    Type: AWS::CloudTrail::Trail\n    Condition: IsProd\n"
    )
    assert said(text).splitlines()[0].endswith("of one Region, only where `Stage` is `prod`")
    text = text.replace("Condition: IsProd", "Condition: HasExports")
    assert said(text).splitlines()[0].endswith("of one Region, only where `HasExports`")


def test_basic_selectors() -> None:
    properties = """\
        EventSelectors:
          - ReadWriteType: WriteOnly
            ExcludeManagementEventSources: [kms.amazonaws.com]
            DataResources:
              - Type: AWS::S3::Object
                Values: [!Sub "${Logs.Arn}/", "arn:aws:s3:::acme-data/private/"]
              - Type: AWS::Lambda::Function
                Values: [!Sub "arn:${AWS::Partition}:lambda"]
              - Type: AWS::DynamoDB::Table
                Values: ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]
        """
    assert of_trail(properties) == (
        "  management events  all writes; not of kms.amazonaws.com\n"
        "  S3 objects         writes in bucket ${Logs} or under acme-data/private/\n"
        "  Lambda functions   all writes\n"
        "  DynamoDB tables    writes with ARN arn:aws:dynamodb:eu-west-1:111122223333:table/orders\n"
        "  nothing else is recorded\n"
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('readOnly Equals: ["true"]', "all reads"),
        ('readOnly Equals: ["true", "false"]', "all"),
        ('resources.ARN StartsWith: ["arn:aws:s3:::acme-logs/"]', "reads and writes in bucket acme-logs"),
        ('resources.ARN StartsWith: ["arn:aws:s3:::acme-"]', "reads and writes in buckets whose names begin with acme-"),
        ('resources.ARN StartsWith: ["arn:aws:s3:::"]', "reads and writes in any bucket"),
        ('resources.ARN StartsWith: ["arn:aws:s3:::acme/a/"]', "reads and writes under acme/a/"),
        ('resources.ARN StartsWith: ["arn:aws:s3:::acme/a"]', "reads and writes under acme/a…"),
        ('resources.ARN StartsWith: ["arn:aws-cn:s3:::acme/"]', "reads and writes with ARN arn:aws-cn:s3:::acme/…"),
        ('resources.ARN Equals: ["arn:aws:s3:::acme/a"]', "reads and writes that are acme/a"),
        (
            'resources.ARN NotEquals: ["arn:aws:s3:::acme"]',
            "all; not with the ARN arn:aws:s3:::acme (which no object has)",
        ),
        ('resources.ARN EndsWith: [".csv"]', "reads and writes with ARN ….csv"),
        ("resources.ARN StartsWith: [!Ref DataBucket]", "reads and writes with ARN ${DataBucket}…"),
        ('resources.ARN StartsWith: [!Sub "arn:aws:s3:::${DataBucket}/"]', "reads and writes under ${DataBucket}/"),
        ('resources.ARN Equals: [!Sub "arn:aws:s3:::${DataBucket}"]',
         "reads and writes with ARN arn:aws:s3:::${DataBucket}"),
        ("eventName Equals: [PutObject, GetObject]", "events named GetObject or PutObject"),
        ("eventName StartsWith: [Put, PutObject]", "events named Put…"),
        ('eventName NotEquals: ["Put Object"]', "all; not named `Put Object`"),
        ('sessionCredentialFromConsole Equals: ["true"]', "reads and writes from console sessions"),
        ('sessionCredentialFromConsole NotEquals: ["true"]', "all; not from console sessions"),
        ("eventType NotEquals: [AwsServiceEvent]", "all; not of event type AwsServiceEvent"),
        ("userIdentity.arn NotStartsWith: [arn]", "all; not made by arn…"),
    ],
)  # fmt: skip
def test_phrases(condition: str, expected: str) -> None:
    assert objects(condition) == expected


def test_network_activity() -> None:
    network = 'eventCategory Equals: [NetworkActivity]\neventSource Equals: ["kms.amazonaws.com"]\n'
    assert of_selectors(network + 'errorCode Equals: [VpceAccessDenied]\nvpcEndpointId NotEquals: ["vpce-1"]') == (
        "  management events                      nothing\n"
        "  data events                            nothing\n"
        "  network activity of kms.amazonaws.com  events with error code VpceAccessDenied; not through VPC endpoint\n"
        "                                           vpce-1\n"
        "  nothing else is recorded\n"
    )


def test_a_selector_that_is_deployed_under_a_condition() -> None:
    properties = """\
        AdvancedEventSelectors:
          - FieldSelectors: [{Field: eventCategory, Equals: [Management]}]
          - Fn::If:
              - IsProd
              - FieldSelectors:
                  - {Field: eventCategory, Equals: [Data]}
                  - {Field: resources.type, Equals: ["AWS::S3::Object"]}
              - FieldSelectors:
                  - {Field: eventCategory, Equals: [Data]}
                  - {Field: resources.type, Equals: ["AWS::S3::Object"]}
                  - {Field: readOnly, Equals: ["false"]}
          - !If [HasExports, {FieldSelectors: [{Field: eventCategory, Equals: [Data]},
              {Field: resources.type, Equals: ["AWS::SNS::Topic"]}]}, !Ref AWS::NoValue]
        """
    assert of_trail(properties) == (
        "  management events  all\n"
        "  S3 objects         all, only where `Stage` is `prod`\n"
        "                     all writes, only where `Stage` is not `prod`\n"
        "  SNS topics         all, only where `HasExports`\n"
        "  nothing else is recorded\n"
    )


def test_what_has_no_effect_is_named() -> None:
    data = "eventCategory Equals: [Data]\nresources.type Equals: [AWS::S3::Object]\n"
    exclusion = 'resources.ARN NotStartsWith: ["arn:aws:s3:::acme-logs/"]'
    found = of_selectors(
        data + 'readOnly Equals: ["false"]',
        data + 'eventName Equals: [PutObject]\nreadOnly Equals: ["false"]',
        data + "eventName Equals: [PutObject]\neventName NotEquals: [PutObject]",
        data + 'readOnly Equals: ["true"]\n' + exclusion,
        data + 'readOnly Equals: ["true"]\nresources.ARN StartsWith: ["arn:aws:s3:::acme-logs/"]',
        "eventCategory Equals: [Management]\neventSource NotEquals: [kms.amazonaws.com]",
        "eventCategory Equals: [Management]",
    )
    assert found == (
        "  management events  all\n"
        "  S3 objects         all\n"
        "  nothing else is recorded\n"
        "  note: line 33: selector #2 matches nothing\n"
        "  note: line 24: selector #1 adds nothing: selector #0 records all of its events\n"
        "  note: line 60: selector #5 adds nothing: selector #6 records all of its events\n"
        "  note: line 50: `arn:aws:s3:::acme-logs/` in selector #3 has no effect: another selector records what it "
        "excludes\n"
    )


def test_an_exclusion_of_what_is_out_of_reach() -> None:
    found = objects(
        'resources.ARN StartsWith: ["arn:aws:s3:::acme/"]\nresources.ARN NotStartsWith: ["arn:aws:s3:::b/"]'
    )
    assert found == "reads and writes in bucket acme"


def test_an_asterisk_is_no_wildcard() -> None:
    found = of_selectors(
        'eventCategory Equals: [Data]\nresources.type Equals: [AWS::S3::Object]\nresources.ARN StartsWith: ["arn:aws:s3:::acme/*"]'
    )
    assert found == (
        "  management events  nothing\n"
        "  S3 objects         reads and writes under `acme/*`…\n"
        "  nothing else is recorded\n"
        "  note: line 23: `*` is a literal asterisk, not a wildcard\n"
    )


def test_an_event_data_store() -> None:
    text = """\
Resources:
  Store:
    Type: AWS::CloudTrail::EventDataStore
    Properties:
      Name: acme-configuration
      MultiRegionEnabled: false
      OrganizationEnabled: true
      AdvancedEventSelectors:
        - FieldSelectors:
            - {Field: eventCategory, Equals: [ConfigurationItem]}
"""
    assert said(text) == (
        "event data store `acme-configuration` (template.yaml:2), of one Region, organization\n"
        "  configuration items  all\n"
        "  nothing else is recorded\n"
    )


def test_what_the_text_does_not_tell() -> None:
    assert of_trail("AdvancedEventSelectors: !Ref DataBucket").endswith(
        "  what is recorded is not known: the text does not tell\n"
    )
    assert of_selectors("eventCategory Equals: [!Ref Stage]") == (
        "  what is recorded is not known: the text does not tell\n"
        "  note: line 17: the event category of selector #0 is missing or not known\n"
    )
    both = "EventSelectors: [{ReadWriteType: All}]\nAdvancedEventSelectors: [{FieldSelectors: [{Field: eventCategory, Equals: [Management]}]}]"
    assert of_trail(both) == (
        "  what is recorded is not known: the text does not tell\n"
        "  note: line 16: CloudTrail takes either basic or advanced event selectors, not both\n"
    )


def test_long_lists_are_cut() -> None:
    values = ", ".join(f'"arn:aws:s3:::acme-{at}/"' for at in range(10))
    assert objects(f"resources.ARN StartsWith: [{values}]") == (
        "reads and writes in bucket acme-0, acme-1, acme-2, acme-3, acme-4, acme-5, acme-6 or any"
    )


def test_many_phrases_are_cut() -> None:
    found = of_selectors(
        *(
            f"eventCategory Equals: [Management]\neventName Equals: [A{at}]\nuserIdentity.arn Equals: [arn{at}]"
            for at in range(30)
        )
    )
    assert len(found.splitlines()) == 22
    assert "and 11 more; `--format json` lists all" in found


def test_a_text_that_would_act_is_harmless() -> None:
    found = said('{"TrailName": "a\\u001b[31m", "EventSelectors": [{"ReadWriteType": "All"}]}', "a.json")
    assert "\x1b" not in found


def test_entangled_selectors_are_described_as_they_are() -> None:
    """Sixty selectors of which each leaves out a tenant in four ways: which of them others cover takes too long to tell."""
    found = of_selectors(
        *(
            f"eventCategory Equals: [Management]\neventName NotStartsWith: [A{at}.]\neventType NotStartsWith: [B{at}.]\n"
            f"eventSource NotStartsWith: [C{at}.]\nuserIdentity.arn NotStartsWith: [D{at}.]"
            for at in range(60)
        )
    )
    assert "all; not of C0.…; not named A0.…; not of event type B0.…; not made by D0.…\n" in found
    assert found.endswith("  note: the selectors are too entangled to tell which of them others cover\n")
