"""Terraform's resources: which trails there are, what they say, and the blocks that dynamic blocks make."""

from __future__ import annotations

import pytest

from ctlint.guard import ALWAYS
from ctlint.model import Trail
from tests.loaders.terraform.configurations import related, trail, trails, verify

VARIABLES = """
variable "on" { type = bool }
variable "number" { type = number }
variable "names" { type = set(string) }
locals { wanted = var.on ? 1 : 0 }
"""


def attributes(found: Trail) -> dict[str, str | None]:
    return {name: each.value.display if each.value else None for name, each in found.attributes.items()}


def test_the_four_resource_types() -> None:
    found = trails(
        """
        resource "aws_cloudtrail" "main" {
          name                          = "audit-trail"
          s3_bucket_name                = aws_s3_bucket.logs.id
          enable_logging                = "false"
          is_multi_region_trail         = true
          is_organization_trail         = var.organization
          include_global_service_events = null
          region                        = "eu-west-1"
          event_selector {}
          insight_selector { insight_type = "ApiCallRateInsight" }
        }
        resource "aws_cloudtrail_event_data_store" "store" {
          name                 = "store"
          multi_region_enabled = false
          advanced_event_selector {}
        }
        resource "awscc_cloudtrail_trail" "main" {
          trail_name               = "audit-trail"
          is_logging               = true
          advanced_event_selectors = [{}]
          insight_selectors        = [{}, {}]
        }
        resource "awscc_cloudtrail_event_data_store" "store" {
          name                     = "store"
          advanced_event_selectors = [{}]
        }
        resource "aws_s3_bucket" "logs" {}
        data "aws_cloudtrail" "other" {}
        """
    )
    assert [(each.destination, each.address, each.span.text) for each in found] == [
        ("trail", "aws_cloudtrail.main", 'resource "aws_cloudtrail" "main"'),
        ("event_data_store", "aws_cloudtrail_event_data_store.store",
         'resource "aws_cloudtrail_event_data_store" "store"'),
        ("trail", "awscc_cloudtrail_trail.main", 'resource "awscc_cloudtrail_trail" "main"'),
        ("event_data_store", "awscc_cloudtrail_event_data_store.store",
         'resource "awscc_cloudtrail_event_data_store" "store"'),
    ]  # fmt: skip
    assert [attributes(each) for each in found] == [
        {
            "Name": "audit-trail",
            "S3BucketName": "${aws_s3_bucket.logs}",
            "IsLogging": "false",
            "IsMultiRegionTrail": "true",
            "IsOrganizationTrail": "${var.organization}",
            "HomeRegion": "eu-west-1",
        },
        {"Name": "store", "MultiRegionEnabled": "false"},
        {"TrailName": "audit-trail", "IsLogging": "true"},
        {"Name": "store"},
    ]
    lists = [(each.event_selectors, each.advanced_event_selectors, each.insight_selectors) for each in found]
    assert [[len(one.items) if one else None for one in each] for each in lists] == [
        [1, None, 1],
        [None, 1, None],
        [None, 1, 2],
        [None, 1, None],
    ]


def test_findings_in_the_four_resource_types() -> None:
    verify(
        """
        resource "aws_cloudtrail" "main" {
          name           = "a"                     # expect: CT133
          s3_bucket_name = "acme-trail"
          advanced_event_selector {
            field_selector {
              field  = "eventCategory"
              equals = ["Data"]
            }
            field_selector {
              field       = "resources.type"
              starts_with = ["AWS::S3::Object"]    # expect: CT113
            }
            field_selectors {}                     # expect: CT102
          }
          insight_selector {
            insight_type = "ApiRateInsight"        # expect: CT129
          }
        }
        resource "aws_cloudtrail_event_data_store" "store" {
          name = "store"
          advanced_event_selector {
            name = "none"
            field_selector {
              field  = "eventCategory"
              equals = ["Insights"]                # expect: CT107
            }
          }
        }
        resource "awscc_cloudtrail_trail" "main" {
          trail_name     = "awscc-trail"
          s3_bucket_name = "acme-trail"
          is_logging     = true
          advanced_event_selectors = [{
            field_selectors = [
              { field = "eventCategory", equals = ["Data"] },
              { field = "resources.type", Equals = ["AWS::S3::Object"] },   # expect: CT103
              { field = "resources.ARN", equals = ["arn:aws:s3:::acme/*"] } # expect: CT304
            ]
          }]
        }
        resource "awscc_cloudtrail_event_data_store" "store" {
          name = "store"
          advanced_event_selectors = [{
            field_selectors = [{ field = "eventcategory", equals = ["Management"] }] # expect: CT110
          }]
        }
        """
    )


REGIONS = """
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "china"
  region = local.china
}
provider "aws" {
  alias = "nowhere"
}
locals { china = "cn-north-1" }
"""


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("", "eu-west-1"),
        ("provider = aws.china", "cn-north-1"),
        ('provider = "aws.china"', "cn-north-1"),
        ("provider = aws.nowhere", None),
        ("provider = aws.unheard", None),
        ('region = "us-east-1"', "us-east-1"),
        ('region = "us-east-1"\nprovider = aws.china', "us-east-1"),
        ("region = var.region", "${var.region}"),
    ],
)
def test_home_region(written: str, region: str | None) -> None:
    (found,) = trails(REGIONS + trail(written))
    assert attributes(found).get("HomeRegion") == region


@pytest.mark.parametrize(
    ("number", "addresses", "certain"),
    [
        ("count = 0", [], True),
        ("count = 1", ["[0]"], True),
        ('count = "2"', ["[0]", "[1]"], True),
        ("count = length([1, 2, 3])", ["[0]", "[1]", "[2]"], True),
        ("count = true ? 0 : 1", [], True),
        ("count = var.on ? 1 : 0", ["[0]"], False),
        ("count = !var.on ? 2 : 0", ["[0]", "[1]"], False),
        ("count = local.wanted", ["[0]"], False),
        ("count = var.number", ["[*]"], False),
        ("count = length(var.names)", ["[*]"], False),
        ("for_each = {}", [], True),
        ("for_each = toset([])", [], True),
        ('for_each = toset(["a", "b", "a"])', ['["a"]', '["b"]'], True),
        ('for_each = { a = 1, "b c" = 2 }', ['["a"]', '["b c"]'], True),
        ("for_each = { for key, on in { a = true, b = false } : key => key if on }", ['["a"]'], True),
        ("for_each = var.on ? { a = 1 } : {}", ['["a"]'], False),
        ("for_each = var.names", ["[*]"], False),
    ],
)
def test_instances(number: str, addresses: list[str], certain: bool) -> None:
    found = trails(VARIABLES + trail(number))
    assert [each.address for each in found] == [f"aws_cloudtrail.main{suffix}" for suffix in addresses]
    assert all((each.guard == ALWAYS) == certain for each in found)


def test_either_number_of_instances() -> None:
    found = trails(VARIABLES + trail("count = var.on ? 2 : 1"))
    assert [each.address for each in found] == [f"aws_cloudtrail.main[{index}]" for index in (0, 1, 0)]
    assert found[0].guard == found[1].guard != found[2].guard


def test_a_resource_that_does_not_exist_is_not_linted() -> None:
    verify(trail('count = 0\nevent_selector {\nread_write_type = "Everything"\n}\n'))


def test_each_and_count() -> None:
    found = verify(
        """
        resource "aws_cloudtrail" "counted" {
          count          = 2
          name           = "${count.index}x"           # expect: CT133 CT133
          s3_bucket_name = "acme-trail"
        }
        resource "aws_cloudtrail" "each" {
          for_each       = {
            main = { name = "audit-trail", type = "AWS::S3::Object" }
            b    = { name = "b", type = "AWS::S3::Bucket" } # expect: CT133 CT120
          }
          name           = each.value.name
          s3_bucket_name = "acme-${each.key}"
          event_selector {
            include_management_events = false
            data_resource {
              type   = each.value["type"]
              values = ["arn:aws:s3:::acme/"]
            }
          }
        }
        """
    )
    assert [each.finding.message.partition(", ")[0] for each in found][:2] == [
        "the trail name `0x` has 2 characters",
        "the trail name `1x` has 2 characters",
    ]
    assert related(found[2]) == [("main.tf", 12, "each.value.name")]


def test_equal_findings_of_instances_are_one() -> None:
    body = 'for_each = toset(["a", "b"])\nevent_selector {\nread_write_type = "Everything" # expect: CT123\n}\n'
    (found,) = verify(trail(body))
    assert found.finding.message.endswith("not `Everything`, in 2 trails")


def test_defaults_of_the_provider() -> None:
    verify(
        trail(
            """
            event_selector {
            }
            """
        )
    )
    verify(
        trail(
            """
            event_selector {
              include_management_events = false # expect: CT122
            }
            """
        )
    )


def test_conversions_and_null() -> None:
    verify(
        trail(
            """
            enable_logging = "true"
            event_selector {
              include_management_events        = "false"
              read_write_type                  = null
              exclude_management_event_sources = null
              data_resource {
                type   = "AWS::S3::Object"
                values = toset(["arn:aws:s3:::acme-data/"])
              }
            }
            """
        )
    )
    verify(
        trail(
            """
            advanced_event_selector {
              name = null
              field_selector {
                field       = "eventCategory"
                equals      = ["Management"]
                starts_with = null
              }
              field_selector {
                field  = "readOnly"
                equals = [true]
              }
            }
            """
        )
    )


def test_equal_field_selectors_are_one_for_terraform() -> None:
    verify(
        trail(
            """
            advanced_event_selector {
              field_selector {
                field  = "eventCategory"
                equals = ["Management"]
              }
              field_selector { # expect: CT131
                field  = "eventCategory"
                equals = ["Management"]
              }
              field_selector {
                field  = "readOnly"
                equals = ["true"]
              }
              field_selector {
                field  = "readOnly" # expect: CT115
                equals = ["false"]
              }
            }
            """
        )
    )


def test_dynamic_blocks() -> None:
    found = verify(
        """
        locals {
          buckets = {
            logs = { prefix = "acme-logs/" }
            data = { prefix = "acme-*/" }
          }
        }
        """
        + trail(
            """
            event_selector {
              dynamic "data_resource" {
                for_each = local.buckets
                content {
                  type   = "AWS::S3::Object"
                  values = ["arn:aws:s3:::${data_resource.value.prefix}"] # expect: CT121
                }
              }
            }
            """
        )
    )
    assert found[0].finding.message == "wildcard in the bucket of `arn:aws:s3:::acme-*/`"
    assert related(found[0]) == [("main.tf", 5, "acme-*/")]


def test_a_finding_about_a_block_is_related_to_the_elements_that_it_was_made_of() -> None:
    (found,) = verify(
        """
        locals {
          types = ["AWS::S3::Object", "AWS::Lambda::Function"]
        }
        """
        + trail(
            """
            dynamic "advanced_event_selector" {
              for_each = local.types
              content { # expect: CT106
                field_selector {
                  field  = "resources.type"
                  equals = [advanced_event_selector.value]
                }
              }
            }
            """
        )
    )
    assert related(found) == [("main.tf", 3, "AWS::Lambda::Function")]


def test_nested_dynamic_blocks_and_iterators() -> None:
    found = verify(
        """
        locals {
          selectors = [
            { name = "management", fields = { eventCategory = ["Management"], readOnly = ["no"] } }, # expect: CT117
            { name = "objects", fields = { eventCategory = ["Data"], resources.type = ["AWS::S3::Object"] } },
            { name = "functions", fields = { "eventCategory" = ["Data"], "resource.type" = ["AWS::Lambda::Function"] } }, # expect: CT110
          ]
        }
        """
        + trail(
            """
            dynamic "advanced_event_selector" {
              for_each = local.selectors
              iterator = outer
              content {
                name = outer.value.name
                dynamic "field_selector" {
                  for_each = outer.value.fields
                  content {
                    field  = field_selector.key
                    equals = field_selector.value
                  }
                }
              }
            }
            """
        ),
    )
    assert [(each.span.text, [line for _, line, _ in related(each)]) for each in found] == [
        ("no", [14, 19, 22]),
        ("resource.type", [14, 19, 21]),
    ]


def test_an_unknown_collection_leaves_what_is_written() -> None:
    verify(
        VARIABLES
        + trail(
            """
            dynamic "event_selector" {
              for_each = var.names
              content {
                read_write_type           = "Everything" # expect: CT123
                include_management_events = true
                dynamic "data_resource" {
                  for_each = event_selector.value.resources
                  content {
                    type   = "AWS::S3::Bucket"           # expect: CT120
                    values = ["arn:aws:s3:::${data_resource.value}/"]
                  }
                }
              }
            }
            """
        )
    )


def test_an_unknown_collection_claims_nothing() -> None:
    verify(
        VARIABLES
        + trail(
            """
            dynamic "advanced_event_selector" {
              for_each = var.names
              content {
                name = advanced_event_selector.value
                dynamic "field_selector" {
                  for_each = advanced_event_selector.value.fields
                  content {
                    field  = field_selector.value.field
                    equals = try(field_selector.value.equals, null)
                  }
                }
              }
            }
            """
        )
    )


def test_a_block_under_a_condition() -> None:
    verify(
        VARIABLES
        + trail(
            """
            dynamic "event_selector" {
              for_each = var.on ? [1] : []
              content {
                include_management_events = true
              }
            }
            dynamic "event_selector" {
              for_each = var.on ? [] : ["x"]
              content {
                include_management_events = true
                read_write_type           = "Everything" # expect: CT123
              }
            }
            dynamic "advanced_event_selector" {
              for_each = false ? [1] : []
              content {}
            }
            """
        )
    )


def test_selectors_that_never_exist_together_are_not_mixed() -> None:
    selectors = """
        dynamic "event_selector" {
          for_each = var.on ? [1] : []
          content {
            include_management_events = true
          }
        }
        dynamic "advanced_event_selector" {
          for_each = %s ? [1] : []
          content {
            field_selector {
              field  = "eventCategory"
              equals = ["Management"]
            }
          }
        }
        """
    verify(VARIABLES + trail(selectors % "!var.on"))
    found = VARIABLES + trail(selectors % "var.on")
    verify(found.replace('dynamic "event_selector" {', 'dynamic "event_selector" { # expect: CT101'))


def test_unknown_values_of_different_elements_are_not_the_same() -> None:
    verify(
        VARIABLES
        + trail(
            """
            event_selector {
              data_resource {
                type   = "AWS::S3::Object"
                values = [for name in [var.one, var.two] : "arn:aws:s3:::${lower(name)}/"]
              }
              dynamic "data_resource" {
                for_each = toset(["one", "two"])
                content {
                  type   = "AWS::Lambda::Function"
                  values = [aws_lambda_function.work[data_resource.key].arn, module.more[data_resource.value].arn]
                }
              }
            }
            """
        )
    )


def test_equal_unknown_values_are_the_same() -> None:
    verify(
        trail(
            """
            event_selector {
              data_resource {
                type   = "AWS::Lambda::Function"
                values = [
                  aws_lambda_function.work["a"].arn,
                  aws_lambda_function.work[local.key].arn, # expect: CT131
                ]
              }
            }
            """
        )
        + 'locals { key = "a" }\n'
    )


def test_the_name_of_an_element_may_be_any() -> None:
    verify(trail('sns_topic_name = join("", [for self in ["a"] : self])\nname = "x" # expect: CT003 CT133\n'))
