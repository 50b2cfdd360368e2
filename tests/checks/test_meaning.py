"""What the pages of the rules about values cannot show: exact ranges, proposed changes, options."""

from __future__ import annotations

import json

import pytest

from ctlint.api import Settings, lint_text
from ctlint.change import RenameKey, SetValue
from ctlint.finding import Diagnostic
from ctlint.model import Options

S3, LAMBDA = "AWS::S3::Object", "AWS::Lambda::Function"
FUNCTION = "arn:aws:lambda:us-east-2:111122223333:function"


def diagnose(
    kind: str, field: str, condition: dict[str, list[str]], options: Options | None = None, **others: list[str]
) -> list[Diagnostic]:
    """Return what is said about the values of one condition of a data selector."""
    plain = {"eventCategory": ["Data"], "resources.type": [kind], **others}
    fields: list[dict[str, object]] = [{"Field": name, "Equals": values} for name, values in plain.items()]
    fields.append({"Field": field, **condition})
    text = json.dumps({"AdvancedEventSelectors": [{"Name": "n", "FieldSelectors": fields}]})
    return lint_text(text, "selectors.json", Settings(options=options or Options())).diagnostics


def ids(found: list[Diagnostic]) -> list[str]:
    return [f"{each.rule}/{each.severity}" for each in found]


@pytest.mark.parametrize(
    ("operator", "value", "said", "marked", "meant"),
    [
        ("StartsWith", "arn:aws:s3:::b/*", "CT304/error", "*", "arn:aws:s3:::b/"),
        ("NotStartsWith", "arn:aws:s3:::b/**", "CT304/error", "**", "arn:aws:s3:::b/"),
        ("Equals", "arn:aws:s3:::b/*", "CT304/error", "*", None),
        ("StartsWith", "arn:aws:s3:::b*", "CT304/error", "*", "arn:aws:s3:::b"),
        ("StartsWith", "arn:aws:s3:::*/x", "CT304/error", "*", None),
        ("StartsWith", "arn:aws:s3:::b/a*", "CT304/warning", "*", None),
        ("StartsWith", "arn:aws:s3:::b/?/*", "CT304/error", "*", None),
        ("Equals", "arn:aws:s3:::b/a?", "CT304/warning", "?", None),
        ("EndsWith", "*.pdf", "CT304/warning", "*", None),
        ("EndsWith", "*", "CT304/error", "*", None),
        ("Equals", "*", "CT304/error", "*", None),
        ("StartsWith", "arn:aws:s3:eu-west-1:111122223333:accesspoint/*", "CT304/error", "*", "arn:aws:s3:eu-west-1:111122223333:accesspoint/"),
        ("StartsWith", "arn:aws:s3:::${BUCKET}/*", "CT304/error", "*", "/"),
        ("StartsWith", "arn:aws:s3:::${BUCKET}*", "CT304/warning", "*", None),
    ],
)  # fmt: skip
def test_wildcards_in_resource_arns(operator: str, value: str, said: str, marked: str, meant: str | None) -> None:
    [found] = diagnose(S3, "resources.ARN", {operator: [value]})
    assert (ids([found]), found.span.text) == ([said], marked)
    change = found.finding.change
    assert (change.value if isinstance(change, SetValue) else change) == meant


def test_the_literal_asterisk_of_a_log_group_is_fine() -> None:
    value = "arn:aws:logs:us-east-2:111122223333:log-group:/acme/app:*"
    assert diagnose("AWS::Logs::LogGroupAuthorization", "resources.ARN", {"Equals": [value]}) == []


@pytest.mark.parametrize(
    ("operator", "value", "meant"),
    [("StartsWith", "Get*", "Get"), ("EndsWith", "*Object", "Object"), ("StartsWith", "G*t*", None), ("Equals", "Get*", None)],
)  # fmt: skip
def test_wildcards_in_event_names(operator: str, value: str, meant: str | None) -> None:
    [found] = diagnose(S3, "eventName", {operator: [value]})
    assert ids([found]) == ["CT304/error"]
    change = found.finding.change
    assert (change.value if isinstance(change, SetValue) else change) == meant


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["ListObjects", "HeadBucket"], []),
        (["ListObjectVersions", "DeleteObjects"], []),
        (["GetObject", "ListObjects"], ["CT305/error"]),
        (["GetObject"], ["CT305/error"]),
    ],
)
def test_a_bucket_beside_event_names(names: list[str], said: list[str]) -> None:
    assert ids(diagnose(S3, "resources.ARN", {"Equals": ["arn:aws:s3:::acme"]}, eventName=names)) == said


def test_a_bucket_gets_the_slash_that_makes_it_a_prefix() -> None:
    [found] = diagnose(S3, "resources.ARN", {"Equals": ["arn:aws:s3:::acme"]})
    assert (found.rule, found.finding.change) == ("CT305", SetValue(found.span, "arn:aws:s3:::acme/"))


@pytest.mark.parametrize(
    ("condition", "operator"),
    [
        ({"NotEquals": ["arn:aws:s3:::acme/"]}, "NotStartsWith"),
        ({"Equals": ["arn:aws:s3:::acme/"]}, "StartsWith"),
        ({"Equals": ["arn:aws:s3:::acme", "arn:aws:s3:::acme/key"]}, None),
        ({"Equals": ["arn:aws:s3:::acme/", "arn:aws:s3:::acme/key"]}, None),
        ({"Equals": ["arn:aws:s3:::acme/"], "EndsWith": [".pdf"]}, None),
    ],
)
def test_a_bucket_becomes_a_prefix_where_that_changes_nothing_else(
    condition: dict[str, list[str]], operator: str | None
) -> None:
    found, *_ = diagnose(S3, "resources.ARN", condition)
    change = found.finding.change
    assert found.rule == "CT305"
    assert (change.name if isinstance(change, RenameKey) else change) == operator


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (f"{FUNCTION}/Pay", f"{FUNCTION}:Pay"),
        ("arn:aws:lambda:us-east-2:111122223333:layer:Pay", None),
        ("arn:aws:lambda:us-east-2:111122223333:Pay", None),
    ],
)
def test_the_separator_of_a_function_arn_is_repaired(value: str, meant: str | None) -> None:
    [found] = diagnose(LAMBDA, "resources.ARN", {"Equals": [value]})
    change = found.finding.change
    assert (found.rule, change.value if isinstance(change, SetValue) else change) == ("CT307", meant)


@pytest.mark.parametrize(
    "value",
    [f"{FUNCTION}:Pay", f"{FUNCTION}:", "arn:aws:lambda:us-east-2:", "arn:aws:lam", "arn", "a", "<arn>", "$ARN"],
)
def test_the_beginning_of_a_function_arn_is_fine(value: str) -> None:
    assert diagnose(LAMBDA, "resources.ARN", {"StartsWith": [value]}) == []


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (S3, "arn:aws:kms:us-east-2:111122223333:key/k", ["CT308/error"]),
        ("AWS::SES::Template", "arn:aws:s3:::acme/", ["CT308/error"]),
        ("AWS::SES::Template", "arn:aws:email:us-east-2:111122223333:template/t", []),
        ("AWS::SNS::PlatformEndpoint", "arn:aws:sns:us-east-2:111122223333:alarms", ["CT308/warning"]),
        ("AWS::DynamoDB::Table", "arn:aws:dynamodb:us-east-2:111122223333:table/t/stream/s", []),
        ("AWS::CloudWatch::Metric", "Latency", ["CT320/warning"]),
        ("AWS::Unheard::Of", "arn:aws:s3:::acme/", ["CT118/warning"]),
    ],
)
def test_arns_of_something_else(kind: str, value: str, said: list[str]) -> None:
    assert ids(diagnose(kind, "resources.ARN", {"Equals": [value]})) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(), []),
        (Options(partition="aws"), []),
        (Options(partition="aws-cn"), ["CT309/warning"]),
        (Options(region="us-gov-west-1"), ["CT309/warning"]),
        (Options(region="eu-west-1"), []),
    ],
)
def test_the_partition_may_be_assumed(options: Options, said: list[str]) -> None:
    found = diagnose(S3, "resources.ARN", {"StartsWith": ["arn:aws:s3:::acme/"]}, options)
    assert ids(found) == said


def test_the_right_partition_is_proposed() -> None:
    options = Options(partition="aws-cn")
    [found] = diagnose(S3, "userIdentity.arn", {"NotEquals": ["arn:aws:iam::111122223333:user/aws"]}, options)
    assert found.finding.change == SetValue(found.span, "arn:aws-cn:iam::111122223333:user/aws")


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("arn:aws:iam::111122223333:role/Deploy", "arn:aws:sts::111122223333:assumed-role/Deploy"),
        ("arn:aws:iam::111122223333:role/ci/Deploy", "arn:aws:sts::111122223333:assumed-role/Deploy"),
        ("arn:aws:iam::111122223333:role/ci/", None),
    ],
)
def test_a_role_prefix_becomes_that_of_its_sessions(value: str, meant: str | None) -> None:
    [found] = diagnose(S3, "userIdentity.arn", {"NotStartsWith": [value]})
    change = found.finding.change
    assert (found.rule, change.value if isinstance(change, SetValue) else change) == ("CT316", meant)


def test_one_value_has_one_finding() -> None:
    found = diagnose(S3, "resources.ARN", {"Equals": [" acme*", "acme*", "acme", "arn:aws:s3:::acme*"]})
    assert ids(found) == ["CT318/error", "CT304/error", "CT321/error", "CT304/error"]


def test_white_space_is_removed_by_the_change() -> None:
    [found] = diagnose(S3, "eventName", {"Equals": ["\tGetObject \n"]})
    assert found.finding.change == SetValue(found.span, "GetObject")


def test_the_appended_part_of_a_host_is_removed_by_the_change() -> None:
    [found] = diagnose(S3, "eventSource", {"Equals": ["s3.amazonaws.com.rproxy.example.com"]})
    assert (found.rule, found.finding.change) == ("CT004", SetValue(found.span, "s3.amazonaws.com"))


def test_a_mangled_host_within_the_path_of_a_role() -> None:
    value = "arn:aws:sts::111122223333:assumed-role/eks.amazonaws.com.rproxy.example.com/x"
    [found] = diagnose(S3, "userIdentity.arn", {"NotEquals": [value]})
    assert (found.rule, found.span.text) == ("CT004", "eks.amazonaws.com.rproxy.example.com")
