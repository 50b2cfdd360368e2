"""Terraform's modules: variables and where their values come from, overrides, calls and outputs."""

from __future__ import annotations

import pytest

from ctlint.api import Settings
from ctlint.source import Source
from tests.loaders.terraform.configurations import Files, deployments, lint, related, trail, trails, verify

MODULE = """
variable "name" {}
variable "mode" {
  default = "All"
}
resource "aws_cloudtrail" "this" {
  name           = var.name
  s3_bucket_name = "acme-trail"
  event_selector {
    read_write_type           = var.mode
    include_management_events = true
  }
}
output "name" {
  value = var.name
}
output "mode" {
  value = aws_cloudtrail.this.arn
}
"""


def names(files: Files) -> list[tuple[str, str]]:
    """Return the addresses of trails and their names."""
    return [(each.address, each.name.display if each.name else "") for each in trails(files)]


def call(arguments: str, name: str = "audit", source: str = "./modules/audit") -> str:
    return f'module "{name}" {{\n  source = "{source}"\n{arguments}\n}}\n'


def test_arguments_of_a_call() -> None:
    arguments = 'name = "x" # expect: CT133\nmode = "Everything" # expect: CT123\n'
    (name, mode) = verify({"main.tf": call(arguments), "modules/audit/main.tf": MODULE})
    assert related(name) == [("modules/audit/main.tf", 7, "var.name")]
    assert related(mode) == [("modules/audit/main.tf", 10, "var.mode")]


def test_a_part_of_a_value_that_a_caller_passes() -> None:
    module = 'variable "bucket" {}\n' + trail(
        """
        event_selector {
          data_resource {
            type   = "AWS::S3::Object"
            values = ["arn:aws:s3:::${var.bucket}/"] # expect: CT121
          }
        }
        """
    )
    files = {"main.tf": call('bucket = "acme-*"'), "modules/audit/main.tf": module}
    (found,) = verify(files)
    assert related(found) == [("main.tf", 3, "acme-*")]
    # Who changes the caller alone is told.
    assert len(lint(files, context=("modules/audit/main.tf",))) == 1
    assert len(lint(files, context=("main.tf",))) == 1


def test_the_default_of_a_called_module_is_known() -> None:
    module = MODULE.replace('"All"', '"Everything" # expect: CT123')
    (found,) = verify({"main.tf": call('name = "audit-trail"'), "modules/audit/main.tf": module})
    assert found.finding.message == "`read_write_type` is one of `ReadOnly`, `WriteOnly` and `All`, not `Everything`"


def test_the_default_of_a_root_module_is_said_to_be_one() -> None:
    (found,) = verify(MODULE.replace('"All"', '"Everything" # expect: CT123'))
    assert found.finding.message.endswith(", not `Everything`, with the default of `var.mode`")


def test_a_finding_that_rests_on_the_defaults_of_parts_says_so() -> None:
    (found,) = verify(
        """
        variable "bucket" {
          default = "acme-*"
        }
        locals {
          arn = "arn:aws:s3:::${var.bucket}"
        }
        """
        + trail(
            """
            event_selector {
              data_resource {
                type   = "AWS::S3::Object"
                values = ["${local.arn}/"] # expect: CT121
              }
            }
            """
        )
    )
    assert found.finding.message.endswith("with the default of `var.bucket`")
    assert related(found) == [("main.tf", 6, "arn:aws:s3:::"), ("main.tf", 3, "acme-*")]


def test_what_holds_without_defaults_does_not_mention_them() -> None:
    (found,) = verify('variable "name" {\n  default = "other"\n}\n' + trail('name = "x" # expect: CT003 CT133\n'))[1:]
    assert found.finding.message == "the trail name `x` has 1 character, not 3 to 128"


def test_a_module_called_twice_with_different_arguments() -> None:
    first = 'name = "first-trail"\nmode = "Everything" # expect: CT123\n'
    second = 'name = "second-trail"\n'
    verify({"main.tf": call(first) + call(second, "other"), "modules/audit/main.tf": MODULE})


def test_equal_findings_of_calls_are_one() -> None:
    calls = [call(f'name = "{name}-trail"', name) for name in ("one", "two", "three")]
    module = MODULE.replace('"All"', '"Everything" # expect: CT123')
    (found,) = verify({"main.tf": "".join(calls), "modules/audit/main.tf": module})
    assert found.finding.message.endswith("not `Everything`, in 3 trails")


def test_addresses_of_calls() -> None:
    calls = (
        call('name = "plain"')
        + call('count = 2\nname = "counted-${count.index}"', "counted")
        + call('for_each = { a = "x" }\nname = "${each.key}-${each.value}"', "each")
        + call('count = 0\nname = "none"', "none")
        + call('for_each = var.unknown\nname = "some"', "some")
    )
    assert names({"main.tf": calls, "modules/audit/main.tf": MODULE}) == [
        ("module.audit.aws_cloudtrail.this", "plain"),
        ("module.counted[0].aws_cloudtrail.this", "counted-0"),
        ("module.counted[1].aws_cloudtrail.this", "counted-1"),
        ('module.each["a"].aws_cloudtrail.this', "a-x"),
        ("module.some[*].aws_cloudtrail.this", "some"),
    ]


def test_a_call_of_unknown_number_may_not_exist() -> None:
    found = trails({"main.tf": call('count = var.wanted\nname = "x"'), "modules/audit/main.tf": MODULE})
    assert [bool(each.guard) for each in found] == [True]


def test_nested_calls() -> None:
    files = {
        "live/main.tf": call('prefix = "x"', source="../modules/outer"),
        "modules/outer/main.tf": 'variable "prefix" {}\n' + call('name = "${var.prefix}*"', "inner", "../inner"),
        "modules/inner/main.tf": MODULE,
    }
    assert names(files) == [("module.audit.module.inner.aws_cloudtrail.this", "x*")]
    (found,) = lint(files)
    assert (found.rule, found.span.source.path, found.span.text) == ("CT133", "modules/outer/main.tf", "${var.prefix}*")
    assert related(found) == [("modules/inner/main.tf", 7, "var.name"), ("live/main.tf", 3, "x")]


def test_outputs() -> None:
    files = {
        "main.tf": call('name = "${module.names.trail}-${module.names.other}"')
        + call("", "names", "./names")
        + call("count = 1", "counted", "./names"),
        "names/main.tf": 'output "trail" {\n  value = local.name\n}\nlocals {\n  name = "named"\n}\n',
        "modules/audit/main.tf": MODULE,
    }
    assert names(files) == [("module.audit.aws_cloudtrail.this", "named-${module.names.other}")]


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("module.trails[0].name", "${module.trails[0].name}"),
        ('module.remote["a"].name', '${module.remote["a"].name}'),
        ("module.nothing.name", "${module.nothing.name}"),
    ],
)
def test_outputs_that_are_not_read(reference: str, shown: str) -> None:
    files = {
        "main.tf": call(f"name = {reference}")
        + call("count = 1", "trails", "./empty")
        + 'module "remote" {\n  source = "acme/names/aws"\n}\n',
        "empty/main.tf": "",
        "modules/audit/main.tf": MODULE,
    }
    assert names(files) == [("module.audit.aws_cloudtrail.this", shown)]


VALUES = {
    "main.tf": MODULE.replace('variable "name" {}', 'variable "name" {\n  default = "default"\n}'),
    "terraform.tfvars": 'name = "terraform"\n',
    "terraform.tfvars.json": '{"name": "terraform-json"}',
    "a.auto.tfvars": 'name = "first"\n',
    "b.auto.tfvars.json": '{"name": "second"}',
    "production.tfvars": 'name = "production"\n',
}


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (("main.tf",), "${var.name}"),
        (("main.tf", "production.tfvars"), "${var.name}"),
        (("main.tf", "terraform.tfvars"), "terraform"),
        (("main.tf", "terraform.tfvars", "terraform.tfvars.json"), "terraform-json"),
        (("a.auto.tfvars", "main.tf", "terraform.tfvars"), "first"),
        (("b.auto.tfvars.json", "a.auto.tfvars", "main.tf"), "second"),
    ],
)
def test_values_of_root_variables(files: tuple[str, ...], name: str) -> None:
    assert names({path: VALUES[path] for path in files}) == [("aws_cloudtrail.this", name)]


def test_named_variable_files_win() -> None:
    given = (Source("given.tfvars", 'name = "x"\n'), Source("more.tfvars", 'name = "y"\n'))
    found = lint(VALUES, settings=Settings(variables=given))
    assert [(each.rule, each.span.source.path, each.span.text) for each in found] == [("CT133", "more.tfvars", "y")]


def test_variable_files_of_a_called_module_do_not_count() -> None:
    files = {
        "main.tf": call('name = "audit-trail"'),
        "modules/audit/main.tf": MODULE,
        "modules/audit/terraform.tfvars": 'mode = "Everything"\nname = "x"\n',
    }
    verify(files)


def test_overrides() -> None:
    files = {
        "main.tf": MODULE + call('name = "first"', "call", "./call") + 'locals {\n  mode = "All"\n}\n',
        "override.tf": """
            resource "aws_cloudtrail" "this" {
              name = "overridden"
              dynamic "event_selector" {
                for_each = [1]
                content {
                  read_write_type = local.mode
                }
              }
            }
            module "call" {
              name = "second"
            }
            resource "aws_cloudtrail" "other" {
              name = "x"
            }
            """,
        "mode_override.tf.json": '{"locals": {"mode": "Everything"}}',
        "call/main.tf": MODULE,
    }
    assert names(files) == [
        ("aws_cloudtrail.this", "overridden"),
        ("module.call.aws_cloudtrail.this", "second"),
    ]
    (found,) = lint(files)
    assert (found.rule, found.span.source.path, found.span.text) == ("CT123", "mode_override.tf.json", "Everything")


def test_provider_configurations_of_a_caller() -> None:
    providers = """
        provider "aws" {
          region = "eu-west-1"
        }
        provider "aws" {
          alias  = "east"
          region = "us-east-1"
        }
        """
    calls = (
        call('name = "inherits"', "inherits")
        + call('name = "passed"\nproviders = { aws = aws.east }', "passed")
        + call('name = "renamed"\nproviders = {\n  aws.other = aws.east\n}', "renamed")
    )
    other = MODULE.replace('"this"', '"other"').replace("name           =", "provider = aws.other\nname =")
    module = MODULE + other.partition("resource")[1] + other.partition("resource")[2].partition("output")[0]
    found = trails({"main.tf": providers + calls, "modules/audit/main.tf": module})
    regions = {each.address: each.attribute("HomeRegion") for each in found}
    assert {address: region.value if region else None for address, region in regions.items()} == {
        "module.inherits.aws_cloudtrail.this": "eu-west-1",
        "module.inherits.aws_cloudtrail.other": None,
        "module.passed.aws_cloudtrail.this": "us-east-1",
        "module.passed.aws_cloudtrail.other": None,
        "module.renamed.aws_cloudtrail.this": None,
        "module.renamed.aws_cloudtrail.other": "us-east-1",
    }


TYPED = """
variable "selectors" {
  type = list(object({
    name      = optional(string)
    mode      = optional(string, "Everything")
    resources = optional(list(object({ type = string, values = optional(set(string), ["acme"]) })), [])
  }))
}
resource "aws_cloudtrail" "this" {
  name                  = "audit-trail"
  s3_bucket_name        = "acme-trail"
  is_multi_region_trail = true
  dynamic "event_selector" {
    for_each = var.selectors
    content {
      read_write_type           = event_selector.value.mode
      include_management_events = true
      dynamic "data_resource" {
        for_each = event_selector.value.resources
        content {
          type   = data_resource.value.type
          values = data_resource.value.values
        }
      }
    }
  }
}
"""


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ("[{}]", ["CT123 Everything"]),
        ("[{ mode = null }]", ["CT123 Everything"]),
        ('[{ mode = "All" }]', []),
        ('[{ mode = "All", resources = [{ type = "AWS::Lambda::Function", values = ["arn:aws:lambda"] }] }]', []),
        ('[{ mode = "All", resources = [{ type = "AWS::Lambda::Function" }] }]', ["CT121 acme"]),
        ('[{ mode = "All", extra = "ignored", resources = null }]', []),
        ("var.unknown", []),
        ('[{ mode = var.on ? "All" : "Nothing" }]', ["CT123 Nothing"]),
    ],
)
def test_optional_attributes(selectors: str, expected: list[str]) -> None:
    found = lint({"main.tf": call(f"selectors = {selectors}"), "modules/audit/main.tf": TYPED})
    assert [f"{each.rule} {each.span.text}" for each in found] == expected


def test_optional_attributes_in_json() -> None:
    variable = '{"variable": {"s": {"type": "object({a = optional(string, \\"x\\")})", "default": {}}}}'
    (found,) = lint({"variables.tf.json": variable, "main.tf": trail("").replace('"audit-trail"', "var.s.a")})
    assert (found.rule, found.span.text) == ("CT133", "x")
    assert found.finding.message.endswith("with the default of `var.s`")


@pytest.mark.parametrize(
    ("variable", "argument", "name"),
    [
        ('default = "given"', "name = null", None),
        ('default = "given"\nnullable = true', "name = null", None),
        ('default = "given"\nnullable = false', "name = null", "given"),
        ("default = null", "", None),
        ("nullable = false", "name = null", "${var.name}"),
        ("type = string", "", "${var.name}"),
    ],
)
def test_null(variable: str, argument: str, name: str | None) -> None:
    module = MODULE.replace('variable "name" {}', f'variable "name" {{\n{variable}\n}}')
    (found,) = trails({"main.tf": call(argument), "modules/audit/main.tf": module})
    assert (found.name.display if found.name else None) == name


def test_modules_that_call_themselves_or_each_other() -> None:
    one = trail('name = "x" # expect: CT003 CT133\n')
    verify({"main.tf": one + call("", "self", "./")})
    verify({"main.tf": one + call("", "a", "./a"), "a/main.tf": one + call("", "root", "../")})
    verify({"a/main.tf": one + call("", "b", "../b"), "b/main.tf": one + call("", "a", "../a")})
    files = {
        "main.tf": call("", "a", "./a"),
        "a/main.tf": one + call("", "b", "../b"),
        "b/main.tf": call("", "a", "../a"),
    }
    verify(files)
    assert names(files) == [("module.a.aws_cloudtrail.main", "x")]


def test_values_that_refer_to_themselves() -> None:
    verify(
        {
            "main.tf": 'locals {\n  a = local.b\n  b = "${local.a}x"\n}\n'
            + call("name = module.audit.name\nmode = local.a"),
            "modules/audit/main.tf": MODULE,
        }
    )


def test_conditions_in_two_instances_are_not_the_same() -> None:
    module = """
        variable "wanted" {}
        resource "aws_cloudtrail" "this" {
          count          = var.wanted
          name           = "audit-trail"
          s3_bucket_name = "acme-trail"
        }
        """
    calls = call("wanted = var.one") + call("wanted = var.two", "other")
    first, second = trails({"main.tf": calls, "modules/audit/main.tf": module})
    assert first.guard != second.guard


def test_open_tofu_files() -> None:
    broken = MODULE.replace('"All"', '"Everything" # expect: CT123')
    verify({"main.tofu": broken})
    verify({"main.tofu": broken, "main.tf": MODULE.replace('"All"', '"Nothing"')})
    assert len(deployments({"main.tofu": MODULE, "more.tf": trail("")})[0].trails) == 2
