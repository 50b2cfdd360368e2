"""What each loader tells of where a trail is, whether it logs, and whether the text shows all about it."""

from __future__ import annotations

import json
import textwrap
from itertools import combinations
from typing import Any

import pytest

from ctlint import loaders
from ctlint.checks.places import in_one_account, in_one_place
from ctlint.guard import ALWAYS
from ctlint.loaders import commands, snapshot
from ctlint.model import Deployment, Options, Trail
from ctlint.source import Source
from tests.loaders.terraform.configurations import trails as terraform

TRAIL = """
resource "aws_cloudtrail" "{0}" {{
  name           = "{0}"
  s3_bucket_name = "acme-logs"
  {1}
}}
"""
PROVIDERS = """
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
"""
ACCOUNT = 'allowed_account_ids = ["111122223333"]'


def shared(trails: list[Trail]) -> set[str]:
    """Return which trails surely share a place, `a+b`, or only an account, `a~b`."""
    found: set[str] = set()
    for left, right in combinations(trails, 2):
        names = [each.address.rpartition(".")[2] or (each.name.display if each.name else "") for each in (left, right)]
        if in_one_place(left, right):
            found.add("+".join(names))
        elif in_one_account(left, right):
            found.add("~".join(names))
    return found


def written(*trails: tuple[str, str]) -> str:
    return "".join(TRAIL.format(name, body) for name, body in trails)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (written(("a", ""), ("b", "")), {"a+b"}),
        (PROVIDERS + written(("a", ""), ("b", "provider = aws.west")), set()),
        (PROVIDERS + written(("a", "provider = aws.west"), ("b", "provider = aws.west")), {"a+b"}),
        (written(("a", "provider = aws.x"), ("b", "provider = aws.x"), ("c", "provider = aws.y")), {"a+b"}),
        (PROVIDERS + written(("a", ""), ("b", 'region = "us-east-1"')), {"a~b"}),
        (PROVIDERS + written(("a", 'region = "us-west-2"'), ("b", 'region = "us-west-2"')), {"a+b"}),
        (PROVIDERS + written(("a", ""), ("b", 'region = "eu-west-1"')), {"a+b"}),
        (PROVIDERS + written(("a", "is_multi_region_trail = true"), ("b", 'region = "us-east-1"')), {"a+b"}),
        (written(("a", "region = var.home"), ("b", "region = var.home")), {"a+b"}),
        (written(("a", "region = var.home"), ("b", "region = var.other")), {"a~b"}),
        (PROVIDERS.replace("region =", f"{ACCOUNT}\nregion =") + written(("a", ""), ("b", "provider = aws.west")), {"a~b"}),
        (written(("a", "provider = aws.by_region[var.x]"), ("b", "provider = aws.by_region[var.x]")), set()),
    ],
)  # fmt: skip
def test_provider_configurations_of_terraform(text: str, expected: set[str]) -> None:
    variables = "".join(f'variable "{name}" {{\n  type = string\n}}\n' for name in ("home", "other", "x"))
    assert shared(terraform(variables + text)) == expected


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("", "", True),
        ("", "providers = { aws = aws }", True),
        ("", "providers = { aws = aws.west }", False),
        ("providers = { aws = aws.west }", "providers = { aws = aws.west }", True),
        ("", "providers = { aws.other = aws.west }", False),
    ],
)
def test_module_calls_resolve_their_provider(first: str, second: str, same: bool) -> None:
    calls = "".join(
        f'module "{name}" {{\nsource = "./modules/audit"\n{body}\n}}\n' for name, body in (("a", first), ("b", second))
    )
    found = terraform({"main.tf": PROVIDERS + calls, "modules/audit/main.tf": written(("trail", ""))})
    assert shared(found) == ({"trail+trail"} if same else set())


def plan(resources: dict[str, dict[str, Any]], providers: dict[str, str]) -> list[Trail]:
    planned = [
        {"address": address, "mode": "managed", "type": "aws_cloudtrail", "name": "x", "values": values}
        for address, values in resources.items()
    ]
    configured = [{"address": address, "provider_config_key": key} for address, key in providers.items()]
    child = {"module": {"resources": configured}}
    text = {
        "format_version": "1.2",
        "terraform_version": "1.9.5",
        "planned_values": {"root_module": {"child_modules": [{"resources": planned}]}},
        "configuration": {"root_module": {"module_calls": {"audit": child}}},
    }
    (deployment,) = loaders.load(Source("plan.json", json.dumps(text)), Options()).deployments
    return list(deployment.trails)


def test_a_plan_tells_the_provider_configuration() -> None:
    a, b, c = (f"module.audit[0].aws_cloudtrail.{name}" for name in "abc")
    keys = {"aws_cloudtrail.a": "aws", "aws_cloudtrail.b": "aws", "aws_cloudtrail.c": "aws.west"}
    assert shared(plan({a: {}, f'{b}["x"]': {}, c: {}}, keys)) == {'a+b["x"]'}
    assert shared(plan({a: {"region": "eu-west-1"}, b: {"region": "us-east-1"}}, keys)) == {"a~b"}
    assert shared(plan({a: {}, b: {}}, {})) == set()


def test_a_state_tells_the_account_by_arn() -> None:
    arns = [f"arn:aws:cloudtrail:eu-west-1:{account}:trail/x" for account in ("111122223333", "444455556666")]
    found = plan({"a": {"arn": arns[0]}, "b": {"arn": arns[0]}, "c": {"arn": arns[1]}}, {})
    assert shared(found) == {"a+b"}


def test_all_of_a_template_is_in_one_place() -> None:
    body = "{Type: AWS::CloudTrail::Trail, Properties: {IsLogging: true, S3BucketName: acme-logs}}"
    text = f"Resources:\n  A: {body}\n  B: {body}\n  C: {body.replace('true', 'true, Fn::Transform: {Name: X}')}\n"
    (deployment,) = loaders.load(Source("template.yaml", text), Options()).deployments
    assert shared(list(deployment.trails)) == {"A+B", "A+C", "B+C"}
    assert [trail.is_declared for trail in deployment.trails] == [True, True, False]


def inventory(*trails: dict[str, Any], **files: dict[str, Any]) -> list[Trail]:
    named = {"trails": {"trailList": list(trails)}, **files}
    sources = [Source(f"account/{name}.json", json.dumps(content)) for name, content in named.items()]
    (account,) = snapshot.join([(source, loaders.load(source, Options()).deployments) for source in sources])
    return list(account.trails)


def arn(name: str, account: str = "111122223333", region: str = "eu-west-1") -> str:
    return f"arn:aws:cloudtrail:{region}:{account}:trail/{name}"


def test_the_trails_of_an_account() -> None:
    found = inventory(
        {"Name": "a", "TrailARN": arn("a"), "HomeRegion": "eu-west-1", "HasCustomEventSelectors": True},
        {"Name": "b", "TrailARN": arn("b")},
        {"Name": "c", "TrailARN": arn("c", region="us-east-1"), "S3KeyPrefix": "audit"},
        {"Name": "d", "TrailARN": arn("d", account="444455556666"), "IsMultiRegionTrail": True},
        selectors={"TrailARN": arn("b"), "EventSelectors": []},
    )
    assert shared(found) == {"a+b", "a~c", "b~c"}
    assert not any(trail.is_declared for trail in found)
    assert found[0].flag("HasCustomEventSelectors", False) is True
    prefix = found[2].attribute("S3KeyPrefix")
    assert prefix is not None and prefix.value == "audit"


CREATE = "aws cloudtrail create-trail --name {0} --s3-bucket-name acme-logs {1}"
PUT = """aws cloudtrail put-event-selectors --trail-name {0} --event-selectors '[{{"ReadWriteType": "All"}}]' {1}"""
START = "aws cloudtrail start-logging --name {0}"
STOP = "aws cloudtrail stop-logging --name {0}"


def script(*lines: str) -> Deployment:
    (deployment,) = commands.load(Source("script.sh", "\n".join(lines)), is_script=True)
    return deployment


def put(name: str, options: str = "") -> str:
    return PUT.format(name, options)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((put("a"), put("b")), {"a+b"}),
        ((put("a", "--region eu-west-1"), put("b", "--region eu-west-1")), {"a+b"}),
        ((put("a", "--region eu-west-1"), put("b", "--region us-east-1")), {"a~b"}),
        ((put("a", "--region $HOME_REGION"), put("b", "--region $HOME_REGION")), {"a+b"}),
        ((put("a", "--profile one"), put("b", "--profile two")), set()),
        ((put("a", "--profile one"), put("b", "--profile one")), {"a+b"}),
        (("export AWS_PROFILE=one", put("a"), put("b")), {"a+b"}),
        (("export AWS_PROFILE=one", put("a"), "export AWS_PROFILE=two", put("b")), set()),
        (("AWS_PROFILE=one " + put("a"), "AWS_PROFILE=two " + put("b")), set()),
        ((f"(export AWS_PROFILE=one; {put('a')})", put("b")), set()),
        ((put("a"), 'eval "$(assume auditor)"', put("b")), set()),
        ((put(arn("a")), put(arn("b", account="444455556666"))), set()),
        ((put("a"), "aws cloudtrail delete-trail --name b", put("b")), set()),
        ((CREATE.format("a", "--profile one"), put("a", "--profile two"), put("b", "--profile two")), set()),
    ],
)  # fmt: skip
def test_commands_of_one_script(lines: tuple[str, ...], expected: set[str]) -> None:
    assert shared(list(script(*lines).trails)) == expected


@pytest.mark.parametrize(
    ("lines", "logging"),
    [
        ((put("a"),), "unsaid"),
        ((CREATE.format("a", ""), put("a")), None),
        ((CREATE.format("a", ""), put("a"), START.format("a")), True),
        ((CREATE.format("a", ""), put("a"), START.format("b")), None),
        ((STOP.format("a"), put("a"), START.format("a")), True),
        ((put("a"), STOP.format("a")), False),
        ((put("a"), f"if test -n \"$DONE\"; then {STOP.format('a')}; fi"), None),
        ((put("a"), f"test -n \"$DONE\" && {STOP.format('a')}"), None),
    ],
)  # fmt: skip
def test_commands_that_switch_logging(lines: tuple[str, ...], logging: object) -> None:
    (trail,) = script(*lines).trails
    said = trail.attributes.get("IsLogging")
    assert (said.flag if said else "unsaid") == logging


def test_commands_that_only_switch_logging_make_no_trail() -> None:
    assert commands.load(Source("script.sh", f"{STOP.format('a')}\n{START.format('b')}"), is_script=True) == ()


@pytest.mark.parametrize(
    ("options", "is_declared"),
    [
        ("", True),
        ("--is-multi-region-trail", True),
        ("--s3-key-prefix $PREFIX", True),
        ("$OPTIONS", False),
        ('--is-multi-region-trail "${OPTIONS[@]}"', False),
        ("--cli-input-json file://trail.json", False),
    ],
)  # fmt: skip
def test_a_script_that_creates_a_trail_declares_it(options: str, is_declared: bool) -> None:
    (trail,) = script(CREATE.format("a", options), put("a")).trails
    assert (trail.is_declared, trail.guard) == (is_declared, ALWAYS)


def test_what_a_branch_says_of_a_trail_is_not_known() -> None:
    branch = textwrap.dedent(
        """\
        if test -n "$ALL"; then
          aws cloudtrail update-trail --name a --is-multi-region-trail
        fi
        """
    )
    (trail,) = script(CREATE.format("a", ""), branch, put("a")).trails
    assert (trail.is_declared, trail.flag("IsMultiRegionTrail", False)) == (True, None)
    (other,) = script(f'if test -z "$FOUND"; then {CREATE.format("a", "")}; fi', put("a")).trails
    assert (other.is_declared, other.guard) == (False, ALWAYS)
