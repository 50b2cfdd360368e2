"""Templates to trails: intrinsics, conditions, defaults."""

from __future__ import annotations

import textwrap

import pytest

from ctlint import loaders
from ctlint.api import lint_text
from ctlint.guard import contradicts
from ctlint.model import AdvancedEventSelector, Deployment, Options, Trail
from ctlint.source import Source
from ctlint.text import Gap, Text
from tests.examples import FILENAMES

HEAD = """\
Parameters:
  Env: {Type: String, Default: dev}
  Bucket: {Type: String, Default: acme-data}
  Names: {Type: CommaDelimitedList, Default: "PutObject,DeleteObject"}
  FromStore: {Type: "AWS::SSM::Parameter::Value<String>", Default: /acme/bucket}
Mappings:
  Buckets:
    dev: {name: acme-dev, list: [GetObject, PutObject]}
Conditions:
  Production: !Equals [!Ref Env, prod]
  Development: !Not [!Condition Production]
  Staging: !Equals [!Ref Env, staging]
  China: !Equals [!Ref "AWS::Partition", aws-cn]
  Never: !And [!Condition Production, !Condition Staging]
  Either: !Or [!Condition Production, !Condition Staging]
  Always: !Equals [a, a]
Resources:
  Logs: {Type: AWS::S3::Bucket}
  Work: {Type: AWS::Lambda::Function}
"""


def load(body: str, options: Options | None = None) -> Deployment:
    text = HEAD + textwrap.indent(textwrap.dedent(body), "  ")
    loaded = loaders.load(Source("template.yaml", text), options or Options())
    assert loaded.problems == ()
    return loaded.deployments[0]


def load_trail(properties: str, options: Options | None = None) -> Trail:
    body = "Trail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n"
    return load(body + textwrap.indent(textwrap.dedent(properties), "    "), options).trails[0]


def value_of(expression: str, options: Options | None = None) -> Text | None:
    """Return an expression as the value of a condition, or None where the list of values is not known."""
    trail = load_trail(
        f"""
        AdvancedEventSelectors:
          - FieldSelectors:
              - Field: resources.ARN
                StartsWith:
                  - {expression}
        """,
        options,
    )
    assert trail.advanced_event_selectors is not None
    values = trail.advanced_event_selectors.items[0].field_selectors[0].conditions[0].values
    return values.items[0] if values.complete else None


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("plain", "plain"),
        ("!Ref Bucket", "${Bucket}"),
        ("{Ref: Bucket}", "${Bucket}"),
        ("!Ref FromStore", "${FromStore}"),
        ("!Ref AWS::Region", "${AWS::Region}"),
        ("!Ref Logs", "${Logs}"),
        ("!Ref Unheard", "${Unheard}"),
        ("!GetAtt Logs.Arn", "arn:${AWS::Partition}:s3:::${Logs}"),
        ("{'Fn::GetAtt': [Logs, Arn]}", "arn:${AWS::Partition}:s3:::${Logs}"),
        ("{'Fn::GetAtt': Logs.Arn}", "arn:${AWS::Partition}:s3:::${Logs}"),
        ("!GetAtt Logs.DomainName", "${Logs.DomainName}"),
        (
            "!GetAtt Work.Arn",
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Work}",
        ),
        ('!Sub "${Logs.Arn}/*"', "arn:${AWS::Partition}:s3:::${Logs}/*"),
        ('!Sub "arn:aws:s3:::${Bucket}/${!x}"', "arn:aws:s3:::${Bucket}/${x}"),
        ('!Sub ["arn:aws:s3:::${B}/", {B: acme}]', "arn:aws:s3:::acme/"),
        ('!Sub ["${B}/", {B: !Ref Bucket}]', "${Bucket}/"),
        ('!Join ["", ["arn:aws:s3:::", !Ref Bucket, "/"]]', "arn:aws:s3:::${Bucket}/"),
        ('!Join [":", [arn, aws, s3]]', "arn:aws:s3"),
        ("!Join ['/', [!Ref AWS::NoValue, x, '']]", "x/"),
        ("!Join ['/', ['', x]]", "/x"),
        ("!Select ['²', [a, b]]", "!Select ['²', [a, b]]"),
        ("plain ${self:custom.rw} text", "plain ${self:custom.rw} text"),
        ("'{{resolve:ssm:/acme/bucket}}/'", "{{resolve:ssm:/acme/bucket}}/"),
        ('{"Fn::Join": ["/", ["a", {"Ref": "Bucket"}]]}', "a/${Bucket}"),
        ("!Select [1, [a, b]]", "b"),
        ('!Select [1, !Split ["-", a-b]]', "b"),
        ("!FindInMap [Buckets, dev, name]", "acme-dev"),
        ("!If [Always, yes-branch, no-branch]", "yes-branch"),
        ("!If [Never, yes-branch, no-branch]", "no-branch"),
        ("!Join ['', [a, !If [Production, b, c]]]", "a!If [Production, b, c]"),
    ],
)
def test_intrinsic(expression: str, shown: str) -> None:
    text = value_of(expression)
    assert text is not None
    assert text.display == shown


@pytest.mark.parametrize(
    "expression",
    [
        "!Ref Names",
        "!FindInMap [Buckets, !Ref Env, name]",
        "!Transform {Name: Macro}",
        "!GetAZs ''",
        "{'Fn::ForEach::X': [a, [b], c]}",
    ],
)
def test_what_only_deployment_knows_is_unknown(expression: str) -> None:
    assert value_of(expression) is None


def test_the_same_reference_is_the_same_gap() -> None:
    by_reference, by_attribute = value_of("!Sub 'arn:aws:s3:::${Logs}'"), value_of("!GetAtt Logs.Arn")
    assert by_reference is not None and by_attribute is not None
    assert by_reference.pieces[-1] != by_attribute.pieces[-1]
    assert isinstance(by_reference.pieces[-1], Gap) and isinstance(by_attribute.pieces[-1], Gap)
    assert by_reference.pieces[-1].identity == by_attribute.pieces[-1].identity


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("!Ref Bucket", "acme-data"),
        ("!Ref FromStore", "${FromStore}"),
        ('!Sub "arn:${AWS::Partition}:s3:::${Bucket}/"', "arn:aws-cn:s3:::acme-data/"),
        ("!FindInMap [Buckets, !Ref Env, name]", "acme-dev"),
        ("!If [Production, a, b]", "b"),
        ("!If [China, a, b]", "a"),
        ("!Select [1, !Ref Names]", "DeleteObject"),
    ],
)
def test_defaults_and_assumptions(expression: str, shown: str) -> None:
    text = value_of(expression, Options(partition="aws-cn", fill_defaults=True))
    assert text is not None
    assert text.display == shown


def test_positions_point_into_the_template() -> None:
    text = value_of('!Sub "arn:aws:s3:::${Bucket}/*"')
    assert text is not None
    assert text.span.text == "arn:aws:s3:::${Bucket}/*"
    assert text.span_of(len(text.pattern) - 1, len(text.pattern)).text == "*"
    assert text.span_of(13, 14).text == "${Bucket}"


SELECTOR = "{FieldSelectors: [{Field: eventCategory, Equals: [Management]}]}"


def test_choices_in_a_list_give_guards() -> None:
    trail = load_trail(
        f"""
        AdvancedEventSelectors:
          - {SELECTOR}
          - !If [Production, {SELECTOR}, !Ref "AWS::NoValue"]
          - !If [Staging, {SELECTOR}, !Ref "AWS::NoValue"]
        """
    )
    assert trail.advanced_event_selectors is not None
    first, second, third = trail.advanced_event_selectors.items
    assert first.guard == frozenset()
    assert contradicts(second.guard, third.guard)
    assert [each.position for each in (first, second, third)] == [0, 1, 2]


def test_a_choice_around_a_whole_property() -> None:
    trail = load_trail(
        f"""
        EventSelectors: !If [Production, [{{ReadWriteType: All}}], !Ref "AWS::NoValue"]
        AdvancedEventSelectors: !If [Production, !Ref "AWS::NoValue", [{SELECTOR}]]
        """
    )
    assert trail.event_selectors is not None and trail.advanced_event_selectors is not None
    assert contradicts(trail.event_selectors.items[0].guard, trail.advanced_event_selectors.items[0].guard)


def test_a_property_without_value_is_not_written() -> None:
    assert load_trail('EventSelectors: !Ref "AWS::NoValue"').event_selectors is None


def test_a_selector_is_read_in_each_world_of_its_own_conditions() -> None:
    trail = load_trail(
        """
        AdvancedEventSelectors:
          - FieldSelectors:
              - Field: eventCategory
                Equals: [!If [Production, Management, Data]]
              - !If [Production, !Ref "AWS::NoValue", {Field: resources.type, Equals: ["AWS::S3::Object"]}]
        """
    )
    assert trail.advanced_event_selectors is not None
    shapes = {
        (selector.only_value("eventCategory"), len(selector.field_selectors))
        for selector in trail.advanced_event_selectors.items
    }
    assert shapes == {("Management", 1), ("Data", 2)}


def nested(depth: int, leaf: str) -> str:
    for number in range(depth):
        leaf = f"!If [C{number}, {leaf}, 'value {number}']"
    return leaf


def test_sixty_four_nested_conditions_are_unknown_at_once() -> None:
    trail = load_trail(
        f"""
        AdvancedEventSelectors:
          - FieldSelectors:
              - Field: eventCategory
                Equals: [Data]
              - Field: eventName
                Equals: [{nested(64, "x")}]
        """
    )
    assert trail.advanced_event_selectors is not None
    (selector,) = trail.advanced_event_selectors.items
    assert not selector.field_selectors[1].conditions[0].values.complete


def test_sixty_four_conditional_selectors_are_all_read() -> None:
    items = "\n".join(f"  - !If [C{number}, {SELECTOR}, !Ref 'AWS::NoValue']" for number in range(64))
    trail = load_trail("AdvancedEventSelectors:\n" + items)
    assert trail.advanced_event_selectors is not None
    assert len(trail.advanced_event_selectors.items) == 64


def test_conditions_on_resources_are_guards() -> None:
    deployment = load(
        """
        One: {Type: "AWS::CloudTrail::Trail", Condition: Production, Properties: {IsLogging: true}}
        Two: {Type: "AWS::CloudTrail::Trail", Condition: Development, Properties: {IsLogging: true}}
        Three: {Type: "AWS::CloudTrail::Trail", Condition: Never, Properties: {IsLogging: true}}
        Four: {Type: "AWS::CloudTrail::EventDataStore", Condition: Either}
        """
    )
    one, two, four = deployment.trails
    assert contradicts(one.guard, two.guard)
    assert (four.address, four.destination) == ("Four", "event_data_store")


def test_attributes() -> None:
    trail = load_trail(
        """
        TrailName: !Sub "${Env}-trail"
        IsLogging: "true"
        IsMultiRegionTrail: !If [Production, true, false]
        IncludeGlobalServiceEvents: yes
        S3BucketName: !Ref Logs
        """
    )
    assert trail.name is not None and trail.name.display == "${Env}-trail"
    assert trail.flag("IsLogging", False) is True
    assert trail.flag("IsMultiRegionTrail", False) is None
    assert trail.flag("IncludeGlobalServiceEvents", False) is True
    assert trail.flag("IsOrganizationTrail", False) is False
    assert trail.attributes["S3BucketName"].value is not None


def advanced(trail: Trail) -> tuple[AdvancedEventSelector, ...]:
    assert trail.advanced_event_selectors is not None
    return trail.advanced_event_selectors.items


def test_lists_that_depend_on_macros_are_incomplete() -> None:
    trail = load_trail(f"AdvancedEventSelectors:\n  - {SELECTOR}\n  - 'Fn::Transform': {{Name: More}}\n")
    assert trail.advanced_event_selectors is not None
    assert not trail.advanced_event_selectors.complete
    part = load_trail(
        "AdvancedEventSelectors:\n  - Name: x\n    'Fn::Transform': {Name: AWS::Include}\n    FieldSelectors: []\n"
    )
    assert [selector.complete for selector in advanced(part)] == [False]


def test_templates_in_json_and_yaml_say_the_same() -> None:
    as_json = """{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"AdvancedEventSelectors": [
      {"Name": "x", "FieldSelectors": [{"Field": "eventCategory", "StartsWith": ["Management"]}]}]}}}}"""
    as_yaml = """
Resources:
  T:
    Type: AWS::CloudTrail::Trail
    Properties:
      AdvancedEventSelectors:
        - Name: x
          FieldSelectors:
            - Field: eventCategory
              StartsWith: [Management]
"""
    found = [
        [(each.rule, each.finding.message) for each in lint_text(text, FILENAMES[kind]).diagnostics]
        for kind, text in (("cloudformation-json", as_json), ("cloudformation", as_yaml))
    ]
    assert found[0] == found[1] != []


def test_findings_that_rest_on_a_default_say_so() -> None:
    text = """
Parameters:
  Tail: {Type: String, Default: "/*"}
Resources:
  T:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-logs
      AdvancedEventSelectors:
        - FieldSelectors:
            - {Field: eventCategory, Equals: [Management]}
        - FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::S3::Object"]}
            - {Field: resources.ARN, StartsWith: [!Sub "arn:aws:s3:::acme-data${Tail}"]}
"""
    (found,) = lint_text(text, "template.yaml").diagnostics
    assert found.rule == "CT304"
    assert found.finding.message.endswith(", with the default of `Tail`")


MIXED = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, test, prod]}
  Audit: {Type: String, AllowedValues: ["yes", "no"]}
  Basic: {Type: String}
  Names: {Type: CommaDelimitedList}
Mappings:
  Sites: {us-east-1: {basic: "yes"}}
Conditions:
  One: %s
  Other: %s
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: acme-logs
      IsLogging: true
      EventSelectors: !If [One, [{ReadWriteType: All}], !Ref AWS::NoValue]
      AdvancedEventSelectors: !If
        - Other
        - [{FieldSelectors: [{Field: eventCategory, Equals: [Management]}]}]
        - !Ref AWS::NoValue
"""


def mixes(one: str, other: str, more: str = "") -> bool:
    """Tell whether the two kinds of selectors, each under a condition, are said to be mixed."""
    found = [each.rule for each in lint_text(more + MIXED % (one, other), "template.yaml").diagnostics]
    assert found in ([], ["CT101"])
    return bool(found)


@pytest.mark.parametrize(
    ("one", "other", "mixed"),
    [
        ("!Equals [!Ref Stage, prod]", "!Equals [!Ref Basic, x]", True),
        ("!Equals [!Ref Basic, x]", "!And [!Equals [!Ref Stage, prod], !Equals [!Ref Audit, 'yes']]", True),
        ("!Equals [!Ref Stage, prod]", "!Equals [!Ref Stage, dev]", False),
        ("!Equals [!Ref Stage, staging]", "!Equals [!Ref Basic, x]", False),
        ("!Equals [!Ref Audit, 'yes']", "!Equals [!Ref Audit, 'no']", False),
        ("!Not [!Equals [!Ref Audit, 'yes']]", "!Not [!Equals [!Ref Audit, 'no']]", False),
        ("!Not [!Equals [!Ref Stage, dev]]", "!Not [!Equals [!Ref Stage, prod]]", True),
        ("!Equals [!Sub 'a-${Basic}', a-x]", "!Not [!Equals [!Ref Basic, x]]", False),
        ("!Equals [!Select [0, !Ref Names], x]", "!Not [!Equals [!Select [0, !Ref Names], x]]", False),
        ("!Equals [!Join ['', !Ref Names], '']", "!Not [!Equals [!Select [0, !Ref Names], '']]", False),
        (
            "!Equals [!FindInMap [Sites, !Ref AWS::Region, basic], 'yes']",
            "!Equals [!Ref AWS::Region, eu-west-1]",
            False,
        ),
        ("!Equals [!Ref AWS::Region, us-east-1]", "!Equals [!Ref AWS::Partition, aws-cn]", False),
        ("!Equals [!ImportValue A, x]", "!Equals [!ImportValue B, x]", False),
    ],
)
def test_selectors_are_mixed_where_both_may_exist(one: str, other: str, mixed: bool) -> None:
    assert mixes(one, other) is mixed


def test_rules_of_a_template_may_exclude_what_parameters_allow() -> None:
    conditions = ("!Equals [!Ref Basic, x]", "!Equals [!Ref Stage, prod]")
    assert mixes(*conditions)
    assert not mixes(*conditions, "Rules: {R: {Assertions: [{Assert: !Not [!Equals [!Ref Basic, x]]}]}}")


@pytest.mark.parametrize("expression", ["!Select [0, !Ref Unheard]", "!Join ['', [a, !Ref Names]]", "!ImportValue x"])
def test_the_same_expression_is_the_same_gap(expression: str) -> None:
    trail = load_trail(
        f"""
        AdvancedEventSelectors:
          - FieldSelectors:
              - Field: eventName
                Equals: [{expression}, {expression}, "!Select [1, !Ref Unheard]"]
        """
    )
    one, same, other = advanced(trail)[0].field_selectors[0].conditions[0].values.items
    assert one.identity == same.identity != other.identity


@pytest.mark.parametrize("value", ["${file(selectors.yml)}", "'{{ selectors }}'", "$SELECTORS"])
def test_a_placeholder_for_a_list_is_unknown(value: str) -> None:
    trail = load_trail(f"EventSelectors: {value}")
    assert trail.event_selectors is not None
    assert (trail.event_selectors.items, trail.event_selectors.complete) == ((), False)
