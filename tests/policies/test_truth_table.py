"""What the shipped packs say of configurations that mislead a reader who looks at names only.

Every row gives the verdict of every policy: those that are violated, those that are undecided; all others are met.
"""

from __future__ import annotations

import json

import pytest

from ctlint.api import Settings, lint_text
from ctlint.commands.policy_files import load
from ctlint.policies.model import Policy
from tests.policies.configurations import (
    Configuration,
    Json,
    Values,
    advanced,
    basic,
    management,
    objects,
    store,
    template,
    trail,
)

LOGS = "arn:aws:s3:::acme-logs/"
ORDERS = "arn:aws:s3:::acme-orders/"
ALL_MANAGEMENT = management("Management")
ALL_OBJECTS = objects("Objects")
WITHOUT_MANAGEMENT = "CIS301 FSBP001"
WITHOUT_OBJECTS = "CIS308 CIS309"


def one(title: str, *selectors: object, violates: str, undecided: str = "", **attributes: object) -> Configuration:
    """Return a configuration of one trail."""
    return Configuration(title, template(trail(*selectors, **attributes)), violates, undecided)


def only(title: str, violates: str, undecided: str = "", **conditions: Values) -> Configuration:
    """Return a configuration with all management events, and objects under conditions."""
    return one(title, ALL_MANAGEMENT, objects(title, **conditions), violates=violates, undecided=undecided)


ADVANCED = [
    one("everything", ALL_MANAGEMENT, ALL_OBJECTS, violates=""),
    one("names that are swapped", management("Log all S3 events"), objects("Management"), violates=""),
    one("a name that says nothing", ALL_MANAGEMENT, objects(""), violates=""),
    only("Log all S3 writes", "CIS308", readOnly="true"),
    only("Log all S3 reads", "CIS309", readOnly="false"),
    only("Log all S3 events", "CIS308 CIS309", resources_ARN={"StartsWith": ORDERS}),
    only("All buckets that begin with acme", "CIS308 CIS309", resources_ARN={"StartsWith": "arn:aws:s3:::acme"}),
    only("One bucket: called so, but the prefix is every bucket", "", resources_ARN={"StartsWith": "arn:aws:s3:::"}),
    only("Everything that has an ARN", "", resources_ARN={"StartsWith": "arn:"}),
    only("Every bucket, of another partition", "CIS308 CIS309", resources_ARN={"StartsWith": "arn:aws-cn:s3:::"}),
    only("Every bucket, with a wildcard", "CIS308 CIS309", resources_ARN={"StartsWith": "arn:aws:s3:::*"}),
    only("One object", "CIS308 CIS309", resources_ARN="arn:aws:s3:::acme-orders/key"),
    only("All but the log bucket", "CIS308 CIS309", resources_ARN={"NotStartsWith": LOGS}),
    only("All but a bucket, with a wildcard", "CIS308 CIS309", resources_ARN={"NotEquals": "arn:aws:s3:::acme-logs/*"}),
    only("All but temporary files", "CIS308 CIS309", resources_ARN={"NotEndsWith": ".tmp"}),
    only("Reads and writes", "", readOnly=["true", "false"]),
    only("Writes, by name", "CIS308 CIS309", eventName=["PutObject", "DeleteObject", "CopyObject"]),
    only("Writes, by the beginning of names", "CIS308 CIS309", eventName={"StartsWith": ["Put", "Delete"]}),
    only("All events but GetObject", "CIS309", eventName={"NotEquals": "GetObject"}),
    only("All but those of services", "CIS308 CIS309", eventType={"NotEquals": "AwsServiceEvent"}),
    only("Of the source of S3", "", eventSource="s3.amazonaws.com"),
    only("All but those of one role", "CIS308 CIS309", userIdentity_arn={"NotEndsWith": "role/backup"}),
    only("From the console", "CIS308 CIS309", sessionCredentialFromConsole="true"),
    one("access points", ALL_MANAGEMENT, advanced("All S3", "Data", resources_type="AWS::S3::AccessPoint"),
        violates="CIS308 CIS309"),
    one("functions", ALL_MANAGEMENT, advanced("All data", "Data", resources_type="AWS::Lambda::Function"),
        violates="CIS308 CIS309"),
    one("network activity", ALL_MANAGEMENT,
        advanced("S3 network activity", "NetworkActivity", eventSource="s3.amazonaws.com"), violates="CIS308 CIS309"),
    one("two exclusions that exclude nothing", ALL_MANAGEMENT,
        objects("All but logs", resources_ARN={"NotStartsWith": LOGS}),
        objects("All but orders", resources_ARN={"NotStartsWith": ORDERS}), violates=""),
    one("one selector with both exclusions", ALL_MANAGEMENT,
        objects("All but logs and orders", resources_ARN={"NotStartsWith": [LOGS, ORDERS]}),
        violates="CIS308 CIS309"),
    one("an exclusion within an exclusion", ALL_MANAGEMENT,
        objects("All but logs", resources_ARN={"NotStartsWith": LOGS}),
        objects("All but some logs", resources_ARN={"NotStartsWith": LOGS + "AWSLogs/"}), violates="CIS308 CIS309"),
    one("an exclusion, and what it excludes", ALL_MANAGEMENT,
        objects("All but logs", resources_ARN={"NotStartsWith": LOGS}),
        objects("Logs", resources_ARN={"StartsWith": LOGS}), violates=""),
    one("an exclusion, and writes to what it excludes", ALL_MANAGEMENT,
        objects("All but logs", resources_ARN={"NotStartsWith": LOGS}),
        objects("Logs", resources_ARN={"StartsWith": LOGS}, readOnly="false"), violates="CIS309"),
    one("reads here, writes there", ALL_MANAGEMENT, objects("Writes", readOnly="true"),
        objects("Reads", readOnly="false"), violates=""),
    one("GetObject here, the rest there", ALL_MANAGEMENT, objects("GetObject", eventName="GetObject"),
        objects("The rest", eventName={"NotEquals": "GetObject"}), violates=""),
    one("writes by name, and the rest of them", ALL_MANAGEMENT, objects("Puts", eventName={"StartsWith": "Put"}),
        objects("The rest", readOnly="false", eventName={"NotStartsWith": "Put"}), violates="CIS309"),
    one("objects without management events", ALL_OBJECTS, violates=WITHOUT_MANAGEMENT),
    one("management reads called all", management("All management events", readOnly="true"), ALL_OBJECTS,
        violates=WITHOUT_MANAGEMENT),
    one("management reads and writes", management("Reads", readOnly="false"), management("Writes", readOnly="true"),
        ALL_OBJECTS, violates=""),
    one("management without KMS", management("All", eventSource={"NotEquals": "kms.amazonaws.com"}), ALL_OBJECTS,
        violates=WITHOUT_MANAGEMENT),
    one("KMS writes only", management("All", eventSource={"NotEquals": "kms.amazonaws.com"}),
        management("KMS", readOnly="false"), ALL_OBJECTS, violates=WITHOUT_MANAGEMENT),
    one("two exclusions of sources that exclude nothing",
        management("No KMS", eventSource={"NotEquals": "kms.amazonaws.com"}),
        management("No RDS Data API", eventSource={"NotEquals": "rdsdata.amazonaws.com"}), ALL_OBJECTS, violates=""),
    one("one exclusion of both sources",
        management("All", eventSource={"NotEquals": ["kms.amazonaws.com", "rdsdata.amazonaws.com"]}), ALL_OBJECTS,
        violates=WITHOUT_MANAGEMENT),
    one("a selector that nothing matches", ALL_MANAGEMENT,
        objects("All", resources_ARN={"StartsWith": ORDERS, "NotStartsWith": ORDERS}), violates="CIS308 CIS309"),
]  # fmt: skip

BASIC = [
    one("the default of a trail without selectors", violates=WITHOUT_OBJECTS),
    one("all objects", basic("All", "arn:aws:s3"), violates=""),
    one("all objects, by an empty bucket", basic("All", "arn:aws:s3:::"), violates=""),
    one("writes of all objects", basic("WriteOnly", "arn:aws:s3"), violates="CIS301 FSBP001 CIS309"),
    one("reads of all objects", basic("ReadOnly", "arn:aws:s3"), violates="CIS301 FSBP001 CIS308"),
    one("one bucket", basic("All", ORDERS), violates=WITHOUT_OBJECTS),
    one("one bucket beside all", basic("All", [ORDERS, "arn:aws:s3"]), violates=""),
    one("a prefix of names", basic("All", "arn:aws:s3:::acme/"), violates=WITHOUT_OBJECTS),
    one("objects, management events switched off", basic("All", "arn:aws:s3", IncludeManagementEvents=False),
        violates=WITHOUT_MANAGEMENT),
    one("KMS excluded", basic("All", "arn:aws:s3", ExcludeManagementEventSources=["kms.amazonaws.com"]),
        violates=WITHOUT_MANAGEMENT),
    one("KMS excluded by one of two selectors",
        basic("All", "arn:aws:s3", ExcludeManagementEventSources=["kms.amazonaws.com"]), basic("All"), violates=""),
    one("nothing excluded", basic("All", "arn:aws:s3", ExcludeManagementEventSources=[]), violates=""),
    one("reads in one selector, writes in another", basic("ReadOnly", "arn:aws:s3"), basic("WriteOnly", "arn:aws:s3"),
        violates=""),
    one("reads of objects, all management events", basic("ReadOnly", "arn:aws:s3", IncludeManagementEvents=False),
        basic("All"), violates="CIS308"),
]  # fmt: skip

TRAILS = [
    one("one Region", ALL_MANAGEMENT, ALL_OBJECTS, IsMultiRegionTrail=False,
        violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS}"),
    one("one Region, by default", ALL_MANAGEMENT, ALL_OBJECTS, IsMultiRegionTrail=None,
        violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS}"),
    one("one Region, called multi-region", ALL_MANAGEMENT, ALL_OBJECTS, IsMultiRegionTrail=False,
        TrailName="multi-region-trail", violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS}"),
    one("an organization's trail for one Region", ALL_MANAGEMENT, ALL_OBJECTS, IsMultiRegionTrail=False,
        IsOrganizationTrail=True, violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS}"),
    one("switched off", ALL_MANAGEMENT, ALL_OBJECTS, IsLogging=False,
        violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS} FSBP003"),
    Configuration("a stopped trail beside one that records writes",
        template(trail(ALL_MANAGEMENT, ALL_OBJECTS, IsLogging=False), trail(management("All", readOnly="false"))),
        violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS}"),
    Configuration("two trails that share the management events",
        template(trail(basic("ReadOnly")), trail(basic("WriteOnly"), basic("ReadOnly", "arn:aws:s3",
                 IncludeManagementEvents=False), basic("WriteOnly", "arn:aws:s3", IncludeManagementEvents=False))),
        violates="FSBP001"),
    Configuration("the complete trail is for one Region",
        template(trail(ALL_MANAGEMENT, ALL_OBJECTS, IsMultiRegionTrail=False), trail(basic("WriteOnly"))),
        violates=f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS} COST001"),
    Configuration("two complete trails", template(trail(ALL_MANAGEMENT, ALL_OBJECTS), trail(ALL_MANAGEMENT, ALL_OBJECTS)),
        violates="COST001 COST002"),
    Configuration("two trails that record management events by default", template(trail(), trail()),
        violates=f"{WITHOUT_OBJECTS} COST001"),
    Configuration("a second trail for objects only", template(trail(), trail(ALL_OBJECTS)), violates=""),
    Configuration("objects of two buckets in two trails",
        template(trail(ALL_MANAGEMENT, objects("All", resources_ARN={"StartsWith": LOGS})),
                 trail(objects("All", resources_ARN={"StartsWith": ORDERS}))), violates=WITHOUT_OBJECTS),
    Configuration("an exclusion in each of two trails: together they record all",
        template(trail(ALL_MANAGEMENT, objects("No logs", resources_ARN={"NotStartsWith": LOGS})),
                 trail(objects("No orders", resources_ARN={"NotStartsWith": ORDERS}))), violates="COST002"),
    Configuration("the copy is stopped", template(trail(ALL_MANAGEMENT, ALL_OBJECTS), trail(ALL_MANAGEMENT, IsLogging=False)),
        violates=""),
    Configuration("an event data store is no trail", template(trail(ALL_MANAGEMENT), store(ALL_OBJECTS)),
        violates=WITHOUT_OBJECTS),
    Configuration("an event data store is no paid copy",
        template(trail(ALL_MANAGEMENT, ALL_OBJECTS), store(ALL_MANAGEMENT, ALL_OBJECTS)), violates=""),
]  # fmt: skip

PARAMETER = {"Value": {"Type": "String"}}
UNKNOWN = {"Ref": "Value"}


def unknown(title: str, *resources: object, violates: str = "", undecided: str) -> Configuration:
    """Return a configuration with a parameter that has no default."""
    return Configuration(title, template(*resources, Parameters=PARAMETER), violates, undecided)


UNKNOWNS = [
    unknown("any bucket, or all", trail(ALL_MANAGEMENT, objects("All S3", resources_ARN={"StartsWith": UNKNOWN})),
        undecided="CIS308 CIS309"),
    unknown("one bucket, whichever",
        trail(ALL_MANAGEMENT, objects("All S3", resources_ARN={"StartsWith": {"Fn::Sub": "arn:aws:s3:::${Value}/"}})),
        violates=WITHOUT_OBJECTS, undecided=""),
    unknown("every bucket, in whichever partition",
        trail(ALL_MANAGEMENT, objects("One", resources_ARN={"StartsWith": {"Fn::Sub": "arn:${AWS::Partition}:s3:::"}})),
        undecided="CIS308 CIS309"),
    unknown("all but one bucket, whichever",
        trail(ALL_MANAGEMENT, objects("All", resources_ARN={"NotStartsWith": {"Fn::Sub": "arn:aws:s3:::${Value}/"}})),
        violates=WITHOUT_OBJECTS, undecided=""),
    unknown("the same bucket excluded and included",
        trail(ALL_MANAGEMENT, objects("All but", resources_ARN={"NotStartsWith": UNKNOWN}),
              objects("It", resources_ARN={"StartsWith": UNKNOWN})), undecided=""),
    unknown("reads or writes", trail(ALL_MANAGEMENT, objects("Log all", readOnly=UNKNOWN)), undecided="CIS308 CIS309"),
    unknown("reads or writes, in a basic selector", trail(basic(UNKNOWN, "arn:aws:s3")),
        undecided="CIS301 FSBP001 CIS308 CIS309 FSBP003"),
    unknown("perhaps for one Region", trail(ALL_MANAGEMENT, ALL_OBJECTS, IsMultiRegionTrail=UNKNOWN),
        undecided="CIS301 FSBP001 CIS308 CIS309"),
    unknown("perhaps for one Region, writes only",
        trail(management("All", readOnly="false"), IsMultiRegionTrail=UNKNOWN),
        violates="CIS301 FSBP001 CIS308 CIS309", undecided=""),
    unknown("perhaps off", trail(ALL_MANAGEMENT, ALL_OBJECTS, IsLogging=UNKNOWN),
        undecided="CIS301 FSBP001 CIS308 CIS309 FSBP003"),
    unknown("an unknown name changes nothing", trail(ALL_MANAGEMENT, ALL_OBJECTS, TrailName=UNKNOWN), undecided=""),
]  # fmt: skip

CONDITION: Json = {"Conditions": {"IsProduction": {"Fn::Equals": [UNKNOWN, "production"]}}, "Parameters": PARAMETER}


def conditional(resource: dict[str, object], condition: str = "IsProduction") -> dict[str, object]:
    return {**resource, "Condition": condition}


CONDITIONS = [
    Configuration("a trail in production only", template(conditional(trail(ALL_MANAGEMENT, ALL_OBJECTS)), **CONDITION),
        violates="", undecided="CIS301 FSBP001 CIS308 CIS309 FSBP003"),
    Configuration("a trail in production only, without objects", template(conditional(trail(ALL_MANAGEMENT)), **CONDITION),
        violates=WITHOUT_OBJECTS, undecided="CIS301 FSBP001 FSBP003"),
    Configuration("a second trail in production only",
        template(trail(ALL_MANAGEMENT, ALL_OBJECTS), conditional(trail(ALL_MANAGEMENT)), **CONDITION),
        violates="", undecided="COST001"),
    Configuration("a trail for each alternative", template(
        conditional(trail(ALL_MANAGEMENT, ALL_OBJECTS)), conditional(trail(ALL_OBJECTS, ALL_MANAGEMENT), "IsElsewhere"),
        Conditions={**CONDITION["Conditions"], "IsElsewhere": {"Fn::Not": [{"Condition": "IsProduction"}]}},
        Parameters=PARAMETER), violates=""),
    Configuration("a trail for each of two places out of many", template(
        conditional(trail(ALL_MANAGEMENT, ALL_OBJECTS)), conditional(trail(ALL_OBJECTS, ALL_MANAGEMENT), "IsElsewhere"),
        Conditions={**CONDITION["Conditions"], "IsElsewhere": {"Fn::Equals": [UNKNOWN, "staging"]}},
        Parameters=PARAMETER), violates="", undecided="CIS301 FSBP001 CIS308 CIS309 FSBP003"),
    Configuration("a selector in production only",
        template(trail(ALL_MANAGEMENT, {"Fn::If": ["IsProduction", ALL_OBJECTS, {"Ref": "AWS::NoValue"}]}), **CONDITION),
        violates="", undecided="CIS308 CIS309"),
    Configuration("a selector for each alternative",
        template(trail(ALL_MANAGEMENT, {"Fn::If": ["IsProduction", ALL_OBJECTS, objects("All but logs",
                 resources_ARN={"NotStartsWith": LOGS})]}, objects("Logs", resources_ARN={"StartsWith": LOGS})), **CONDITION),
        violates=""),
]  # fmt: skip

TERRAFORM = [
    Configuration("a dynamic value, for one Region", """
resource "aws_cloudtrail" "multi_region" {
  name           = "multi-region"
  s3_bucket_name = "acme-logs"
  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}
""", f"{WITHOUT_MANAGEMENT} {WITHOUT_OBJECTS}", filename="main.tf"),
    Configuration("everything, in Terraform", """
resource "aws_cloudtrail" "writes_only" {
  name                  = "writes-only"
  s3_bucket_name        = "acme-logs"
  is_multi_region_trail = true
  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}
""", "", filename="main.tf"),
    Configuration("one bucket, by reference", """
resource "aws_s3_bucket" "all" {
  bucket = "all-buckets"
}
resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = "acme-logs"
  is_multi_region_trail = true
  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = ["${aws_s3_bucket.all.arn}/"]
    }
  }
}
""", WITHOUT_OBJECTS, filename="main.tf"),
]  # fmt: skip

TABLE = [*ADVANCED, *BASIC, *TRAILS, *UNKNOWNS, *CONDITIONS, *TERRAFORM]
POLICIES = load(("cis", "fsbp", "cost"), ())
PREFIXES = ("CIS", "FSBP", "COST")


def test_the_table_has_rows_enough() -> None:
    assert len(TABLE) >= 60
    assert len({row.title for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.title)
def test_verdicts(row: Configuration) -> None:
    assert lint_text(row.text, row.filename).trails > 0
    assert verdicts(row, POLICIES) == (sorted(row.violates.split()), sorted(row.undecided.split()))


def verdicts(row: Configuration, policies: tuple[Policy, ...]) -> tuple[list[str], list[str]]:
    """Return the policies that a configuration violates, and those that are undecided."""
    result = lint_text(row.text, row.filename, Settings(select=PREFIXES, policies=policies))
    assert result.crashes == []
    violated = {each.rule for each in result.diagnostics}
    return sorted(violated), sorted({each.rule for each in result.undecided})


VALUES = ("arn:aws:s3:::", ORDERS, "arn:aws:s3:::acme", "acme-orders", "All", "ReadOnly", "true", "false", "production")


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("row", [*UNKNOWNS, *CONDITIONS], ids=lambda row: row.title)
def test_a_verdict_about_what_is_unknown_holds_for_every_value(row: Configuration, value: str) -> None:
    filled = row._replace(text=json.dumps(fill(json.loads(row.text), value)))
    violated, undecided = verdicts(filled, POLICIES)
    if lint_text(filled.text, filled.filename).trails:  # a template that deploys no trail is not asked
        assert set(row.violates.split()) <= {*violated, *undecided}
    assert set(violated) <= {*row.violates.split(), *row.undecided.split()}


def fill(node: Json, value: str) -> Json:
    """Return a part of a template with a value in the place of the parameter."""
    if isinstance(node, dict):
        if node == UNKNOWN:
            return value
        sub = node.get("Fn::Sub")
        return sub.replace("${Value}", value) if sub else {key: fill(each, value) for key, each in node.items()}
    return [fill(each, value) for each in node] if isinstance(node, list) else node
