"""Terraform's syntax: exact places in any text, and errors that stay where they are."""

from __future__ import annotations

import textwrap
import time

import pytest

from ctlint.api import Settings, lint_sources
from ctlint.source import Source
from tests.loaders.terraform.configurations import lint, trail, verify

INTACT = trail(
    """
    event_selector {
      read_write_type           = "Everything" # expect: CT123
      include_management_events = true
    }
    """
)
AFTER = INTACT.replace('"main"', '"after"').replace("audit-trail", "second-trail")


def syntax_error(broken: str) -> tuple[str, str]:
    """Return the one syntax error of a text between two intact trails, both of which are linted."""
    text = f"{INTACT}\n{textwrap.dedent(broken)}\n{AFTER}"
    found = lint(text)
    (error,) = (each for each in found if each.rule == "CT001")
    selectors = [each.span.start_position.line for each in found if each.rule == "CT123"]
    assert selectors == [number for number, line in enumerate(text.splitlines(), 1) if "# expect: CT123" in line]
    line = text.splitlines()[error.span.start_position.line - 1].strip()
    return f"{line} @ {error.span.text}", error.finding.message


@pytest.mark.parametrize(
    ("broken", "place", "message"),
    [
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = "broken
              s3_bucket_name = "acme-trail"
            }
            """,
            'name = "broken @ "',
            "this quote is never closed",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = "broken-${var.name"
            }
            """,
            'name = "broken-${var.name" @ ${',
            "this `${` is never closed",
        ),
        (
            """
            resource "aws_cloudtrail" broken" {
              name = "broken"
            }
            """,
            'resource "aws_cloudtrail" broken" { @ "',
            "this quote is never closed",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              event_selector {
                read_write_type = "All"
            }
            """,
            "event_selector { @ {",
            "this `{` is never closed",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              event_selector {
                data_resource {
                  values = ["arn:aws:s3:::acme-data/"
                }
              }
            }
            """,
            'values = ["arn:aws:s3:::acme-data/" @ [',
            "this `[` is never closed",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = "broken"
            }
              }
            """,
            "} @ }",
            "this `}` closes nothing",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = <<-NAME
                broken
              NAMES
            }
            """,
            "name = <<-NAME @ <<-NAME",
            "this `<<-NAME` is never closed",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
            <<<<<<< HEAD
              name = "ours"
            =======
              name = "theirs"
            >>>>>>> branch
            }
            """,
            "<<<<<<< HEAD @ <<<<<<<",
            "a merge conflict is left here",
        ),
        (
            """
            <<<<<<< HEAD
            locals {
              name = "ours"
            }
            =======
            locals {
              name = "theirs"
            }
            >>>>>>> branch
            """,
            "<<<<<<< HEAD @ <<<<<<<",
            "a merge conflict is left here",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = broken trail
            }
            """,
            "name = broken trail @ trail",
            "`trail` is unexpected",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = "broken",
              s3_bucket_name = "acme-trail"
            }
            """,
            'name = "broken", @ ,',
            "`,` is unexpected",
        ),
        (
            """
            locals {
              names = [for name in var.names name]
            }
            """,
            "names = [for name in var.names name] @ name",
            "`:` is missing",
        ),
        (
            """
            resource "aws_cloudtrail" "broken" {
              name = 'broken'
            }
            """,
            "name = 'broken' @ '",
            "`'` is unexpected",
        ),
    ],
)
def test_a_syntax_error_is_one_finding_at_its_place(broken: str, place: str, message: str) -> None:
    assert syntax_error(broken) == (place, message)


def test_two_broken_blocks_are_two_findings() -> None:
    broken = 'locals {\n  a = "x\n}\n'
    found = lint(f"{INTACT}{broken}{INTACT}{broken}")
    assert [each.rule for each in found].count("CT001") == 2


def test_an_unclosed_comment_does_not_hide_the_rest() -> None:
    found = verify(f"{INTACT}/* # expect: CT001\n{AFTER}")
    assert found[1].finding.message == "this comment is never closed"


def test_what_looks_like_a_block_within_a_heredoc_or_comment_is_none() -> None:
    verify(
        """
        resource "aws_iam_policy" "other" {
          policy = <<POLICY
        {
          "Resource": "arn:aws:s3:::acme/*"
        }
        resource "aws_cloudtrail" "quoted" {
          name = "x"
        }
        POLICY
        }
        /*
        resource "aws_cloudtrail" "disabled" {
          name = "x"
        }
        */
        locals {
          broken = [  # expect: CT001
        }
        # concerns aws_cloudtrail
        """
    )


def test_a_file_that_does_not_concern_cloudtrail_stays_silent() -> None:
    assert lint({"network.tf": 'resource "aws_vpc" "main" {\n', "main.tf": INTACT})[0].rule == "CT123"
    assert lint({"network.tf": 'resource "aws_vpc" "main" {\n'}) == []


def test_a_template_of_another_language_stays_silent() -> None:
    assert lint(trail("{% if basic %}\nenable_logging = {{ logging }}\n{% endif %}\n")) == []


def test_bytes_that_are_no_text() -> None:
    source = Source.decode("main.tf", INTACT.replace("audit", "audít").encode("latin-1"))
    found = lint_sources([(source, True)], Settings()).diagnostics
    assert [(each.rule, each.span.start_position, each.finding.message) for each in found] == [
        ("CT001", (2, 24), "byte 0xed is not valid UTF-8")
    ]


VALUES = """\
variable "größe" {
  default = "😀-größe"
}
# ein Kommentar: é😀
locals { naïve = "é*" } /* 😀 */
resource "aws_cloudtrail" "main" { // 😀
  name           = "audit-trail"
  s3_bucket_name = "acme-trail" # é
  event_selector {
    /* é */ data_resource /* 😀 */ {
      type   = "AWS::S3::Object"
      values = [ # 😀
        "arn:aws:s3:::😀é*/", /* é */ "no-arn-\\u00e9", local.naïve, // "arn:aws:s3:::commented-*/"
        "😀${local.naïve}", <<ONE
😀${"é"}
ONE
        , <<-TWO
            zwei-é

              ${local.naïve} $${x}
            TWO
      ]
    }
  }
}
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_places_in_any_text(line_end: str, mark: bytes) -> None:
    source = Source.decode("main.tf", mark + VALUES.replace("\n", line_end).encode())
    found = lint_sources([(source, True)], Settings()).diagnostics
    assert [(each.rule, each.span.start_position, each.span.text.replace("\r", "")) for each in found] == [
        ("CT121", (5, 19), "é*"),
        ("CT121", (13, 10), "arn:aws:s3:::😀é*/"),
        ("CT121", (13, 39), "no-arn-\\u00e9"),
        ("CT121", (14, 10), "😀${local.naïve}"),
        ("CT318", (14, 28), '<<ONE\n😀${"é"}\nONE'),
        ("CT318", (17, 11), "<<-TWO\n            zwei-é\n\n              ${local.naïve} $${x}\n            TWO"),
    ]
    shown = found[-1].finding.message.replace("\r", "")
    assert shown == "`zwei-é\n\n  é* ${x}` ends with white space, which is compared too"


def test_comments_anywhere() -> None:
    verify(
        """
        # resource "aws_cloudtrail" "one" { name = "x" }
        // resource "aws_cloudtrail" "two" { name = "x" }
        /*
        resource "aws_cloudtrail" "three" {
          name = "x"
        }
        */
        resource /* a */ "aws_cloudtrail" /* b */ "main" /* c */ { // d
          name /* e */ = /* f */ "audit-trail" # g
          s3_bucket_name = ( # h
            "acme-trail"     // i
          )
          event_selector { # j
            # read_write_type = "Nothing"
            /* include_management_events = 7 */ read_write_type = "Everything" # expect: CT123
            // data_resource {
            //   type = "AWS::S3::Bucket"
            // }
            include_management_events = true
          }
          # event_selector {}
        }
        """
    )


def test_an_argument_twice_is_an_error() -> None:
    (first, second) = verify(
        """
        resource "aws_cloudtrail" "main" {
          name           = "audit-trail"
          s3_bucket_name = "acme-trail"
          name           = "x" # expect: CT003 CT133
        }
        resource "aws_s3_bucket" "other" {
          bucket = "acme-logs"
          bucket = "acme-data"
        }
        """
    )
    assert (first.severity, first.finding.message) == ("error", "argument `name` stands twice in one block")
    assert [each.span.start_position.line for each in first.finding.related] == [3]
    assert second.rule == "CT133"


def test_a_key_twice_in_an_object_is_only_a_warning() -> None:
    found = verify(
        """
        resource "awscc_cloudtrail_trail" "main" {
          trail_name     = "audit-trail"
          s3_bucket_name = "acme-trail"
          is_logging     = true
          event_selectors = [{
            read_write_type           = "Everything"
            include_management_events = true
            read_write_type           = "All" # expect: CT003
          }]
        }
        """
    )
    assert [each.severity for each in found] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        trail(f"enable_logging = {'(' * 3_000}true{')' * 3_000}"),
        trail(f"enable_logging = {'!' * 3_000}true"),
        trail(f"sns_topic_name = {'[' * 3_000}{']' * 3_000}"),
        trail("event_selector {\n" * 3_000 + "}\n" * 3_000),
        trail("enable_logging = local.l0") + "".join(f"locals {{\nl{n} = local.l{n + 1}\n}}\n" for n in range(3_000)),
        trail("enable_logging = local.l40")
        + 'locals {\nl0 = "aaaaaaaaaa"\n'
        + "".join(f'l{n + 1} = "${{local.l{n}}}${{local.l{n}}}"\n' for n in range(40))
        + "}\n",
        trail("enable_logging = local.l40 == [1]")
        + "locals {\nl0 = []\n"
        + "".join(f"l{n + 1} = [local.l{n}, local.l{n}]\n" for n in range(40))
        + "}\n",
        trail("enable_logging = flatten(local.l40) == [1]")
        + "locals {\nl0 = []\n"
        + "".join(f"l{n + 1} = concat(local.l{n}, [local.l{n}])\n" for n in range(40))
        + "}\n",
        trail("x = [for a in range(900) : [for b in range(900) : [for c in range(900) : a + b + c]]]"),
        trail("<<<<<<< x\n" * 20_000),
        trail("".join(f"x = <<A{n}\n" for n in range(20_000))),
        trail("/*" * 20_000),
        trail('x = "${' * 5_000),
    ],
)
def test_depth_and_size_do_no_harm(text: str) -> None:
    started = time.process_time()
    lint(text)
    assert time.process_time() - started < 20
