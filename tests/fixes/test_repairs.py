"""Repairs of syntax, types and lists, wherever they stand: each alone is right, and so are all of them together."""

from __future__ import annotations

import json

import pytest

from tests.fixes.fixing import fix_text, outcome, reasons

HEAD = '{"AdvancedEventSelectors": [{"Name": "x", "FieldSelectors": '
TAIL = "}]}"
CATEGORY = '{"Field": "eventCategory", "Equals": ["Management"]}'


def in_json(fields: str) -> str:
    return f"{HEAD}[{fields}]{TAIL}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('{"Field": "eventCategory", "Equals": ["Management",],}', CATEGORY),
        ('{"Field": "eventCategory" "Equals": ["Management"]}', CATEGORY),
        ('{"Field": "eventCategory", "Equals": ["Management"}', CATEGORY),
        ("{'Field': 'eventCategory', \"Equals\": [“Management”]}", CATEGORY),
        ('{Field: "eventCategory", "Equals": [Management]}', CATEGORY),
        ('{"Field"= "eventCategory"; "Equals": ["Management"]}', CATEGORY),
        (f'{CATEGORY}, {{"Field": "readOnly", "Equals": [true]}}', f'{CATEGORY}, {{"Field": "readOnly", "Equals": ["true"]}}'),
        (f'{CATEGORY}, {{"Field": "readOnly", "Equals": [True]}}', f'{CATEGORY}, {{"Field": "readOnly", "Equals": ["true"]}}'),
        ('{"Field": "eventCategory", "Equals": ["Management"], "NotEquals": []}', CATEGORY),
        ('{"NotEquals": [], "Field": "eventCategory", "Equals": ["Management"]}', CATEGORY),
        ('{"Field": "eventCategory", "Equals": ["Management", "Management"]}', CATEGORY),
        ('{"Field": "eventCategory", "StartsWith": [ ], "EndsWith": [], "Equals": ["Management"]}', CATEGORY),
        ('{"Field": "eventCategory", "Equals": ["Management"], "Equals": ["Management"]}', CATEGORY),
        (f"{CATEGORY} /* all */", CATEGORY),
    ],
)  # fmt: skip
def test_repairs_in_json(wrong: str, right: str) -> None:
    assert fix_text(in_json(wrong), "selectors.json").replace(" ]}]}", "]}]}") == in_json(right)


def test_the_repr_of_python_becomes_json() -> None:
    value = {
        "TrailName": "main",
        "AdvancedEventSelectors": [
            {
                "Name": "it's",
                "FieldSelectors": [
                    {"Field": "eventCategory", "Equals": ["Data"], "StartsWith": [], "NotEquals": []},
                    {"Field": "resources.type", "Equals": ["AWS::S3::Object"], "EndsWith": []},
                    {"Field": "readOnly", "Equals": [True]},
                ],
            }
        ],
    }
    fields = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "readOnly", "Equals": ["true"]},
    ]
    meant = {"TrailName": "main", "AdvancedEventSelectors": [{"Name": "it's", "FieldSelectors": fields}]}
    assert json.loads(fix_text(repr(value), "selectors.json")) == meant


def test_an_answer_of_aws_is_put_right_as_json_only() -> None:
    answer = {
        "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
        "EventSelectors": [
            {
                "ReadWriteType": "All",
                "IncludeManagementEvents": True,
                "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::a/", "arn:aws:s3:::a/"]}],
                "ExcludeManagementEventSources": [],
            }
        ],
    }
    printed = json.dumps(answer)
    assert outcome({"answer.json": printed.encode()}).sources == {}
    assert fix_text(repr(answer), "answer.json") == printed


COMMAND = "aws cloudtrail put-event-selectors --trail-name main --advanced-event-selectors "
WRONG = '[{"Name": "a b", "fieldSelectors": [{"Field": "eventCatgory", "Equals": ["Management",], "EndsWith": []}, {"Field": "readOnly", "Equals": [true, true]}]}]'
RIGHT = '[{"Name": "a b", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}, {"Field": "readOnly", "Equals": ["true"]}]}]'


@pytest.mark.parametrize(
    ("before", "escaped", "after"),
    [
        ("'", "", "'\n"),
        ('"', '"', '"\n'),
        ("$'", "", "'\n"),
        ("\"$(cat <<'EOF'\n", "", '\nEOF\n)"\n'),
        ('"$(cat <<EOF\n', "", '\nEOF\n)"\n'),
    ],
    ids=["single quotes", "double quotes", "ANSI quotes", "quoted heredoc", "heredoc"],
)
def test_repairs_are_quoted_as_the_shell_wants_it(before: str, escaped: str, after: str) -> None:
    def written(text: str) -> str:
        return f"{COMMAND}{before}{text.replace(escaped, chr(92) + escaped) if escaped else text}{after}"

    assert fix_text(written(WRONG), "put.sh") == written(RIGHT)


def test_shorthand_stays_shorthand() -> None:
    wrong = "aws cloudtrail put-event-selectors --trail-name main --event-selectors ReadWriteType=all,IncludeManagementEvents=true\n"
    assert fix_text(wrong, "put.sh") == wrong.replace("=all", "=All")


BLOCK = """\
AdvancedEventSelectors:
  - Name: x
    FieldSelectors:
      - Field: eventCategory
        Equals:
          - Management{}
"""


@pytest.mark.parametrize(
    ("added", "left"),
    [
        ("\n          - Management", ""),
        ("  # one\n          - Management  # two", "  # one\n          # two"),
        (
            "\n          # second\n          - 'Management'\n          # third",
            "\n          # second\n          # third",
        ),
        ('\n          - "Management"\n\n          # end', "\n\n          # end"),
        ("\n        NotEquals: []", ""),
        ("\n        NotEquals: []   # none", "\n        # none"),
        ("\n        NotEquals:\n          []\n        EndsWith: []", ""),
    ],
)
def test_what_is_removed_from_a_block_takes_its_line_along_but_no_comment(added: str, left: str) -> None:
    assert fix_text(BLOCK.format(added), "selectors.yaml") == BLOCK.format(left)


def test_a_first_key_leaves_its_dash_to_the_next_one() -> None:
    wrong = BLOCK.format("").replace("- Field: eventCategory", "- NotEquals: []\n        Field: eventCategory")
    assert fix_text(wrong, "selectors.yaml") == BLOCK.format("")


HCL = """\
resource "aws_cloudtrail" "main" {{
  name                  = "acme-trail"
  s3_bucket_name        = "acme-logs"
  is_multi_region_trail = true
  advanced_event_selector {{
    field_selector {{
      field  = "eventCategory"
      equals = {}
    }}
  }}
}}
"""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('["Management", "Management"]', '["Management"]'),
        ('["Management", "Management",]', '["Management", ]'),
        ('[\n        "Management", # one\n        "Management", # two\n      ]', '[\n        "Management", # one\n        # two\n      ]'),
        ('[\n        "Management", # one\n        "Management"\n      ]', '[\n        "Management" # one\n      ]'),
        ('["Management"]\n      not_equals = []', '["Management"]'),
        ('["Management"]\n      not_equals = [ # none\n      ]', '["Management"]'),
    ],
)  # fmt: skip
def test_what_is_removed_from_hcl_takes_its_comma_along(wrong: str, right: str) -> None:
    assert fix_text(HCL.format(wrong), "main.tf") == HCL.format(right)


def test_what_one_fix_lays_bare_the_next_one_mends() -> None:
    wrong = in_json('{"field": "eventcategory", "equal": ["management"]}')
    assert fix_text(wrong, "selectors.json") == in_json(CATEGORY)


def test_two_findings_about_one_place_are_fixed_by_one_edit() -> None:
    """An alias puts one value into two selectors, and its finding is one for both."""
    wrong = """\
AdvancedEventSelectors:
  - Name: writes
    FieldSelectors:
      - &category {Field: eventCategory, Equals: [management]}
      - {Field: readOnly, Equals: ["false"]}
  - Name: reads
    FieldSelectors:
      - *category
      - {Field: readOnly, Equals: ["true"]}
"""
    assert fix_text(wrong, "selectors.yaml") == wrong.replace("[management]", "[Management]")


def test_what_is_suppressed_is_not_fixed() -> None:
    wrong = BLOCK.format("\n          - Management  # ctlint: ignore[CT131] kept")
    assert outcome({"selectors.yaml": wrong.encode()}).sources == {}


def test_a_value_that_is_computed_stays() -> None:
    wrong = HCL.format('[lower("DATA")]')
    assert fix_text(wrong, "main.tf") == wrong


def test_a_fix_that_would_change_another_use_of_a_value_is_dropped() -> None:
    wrong = """\
locals {
  category = "management"
}
""" + HCL.format("[local.category, upper(local.category)]")
    found = outcome({"main.tf": wrong.encode()})
    assert found.sources == {}
    assert {(each.diagnostic.rule, each.reason) for each in found.dropped} <= {
        ("CT107", "read again, the file would not say what was meant")
    }


def test_a_removal_that_changes_what_is_recorded_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    from ctlint.fixes import proof

    monkeypatch.setattr(proof, "_record_the_same", lambda before, after: False)
    wrong = BLOCK.format("\n          - Management")
    assert reasons(wrong, "selectors.yaml") == [("CT131", "other events would be recorded")]
    assert fix_text(wrong, "selectors.yaml") == wrong


def test_conditions_that_are_named_after_their_place_may_move() -> None:
    wrong = HCL.format('["Management"]').replace(
        "  advanced_event_selector {",
        """  dynamic "advanced_event_selector" {
    for_each = [for each in var.more : each if each != ""]
    content {
      name = advanced_event_selector.value
      field_selector {
        field  = "eventCatgory"
        equals = ["Management"]
      }
      dynamic "field_selector" {
        for_each = var.sources
        content {
          field      = "eventSource"
          not_equals = [for each in field_selector.value : each if each != ""]
        }
      }
    }
  }
  advanced_event_selector {""",
    )
    assert fix_text(wrong, "main.tf") == wrong.replace("Catgory", "Category")


SHARED = "the value stands where other things may use it, too"


@pytest.mark.parametrize(
    ("default", "fixed", "dropped"),
    [
        ('["arn:aws:s3:::acme"]', None, [("CT306", SHARED)]),
        ('["arn:aws:s3:::acme/", "arn:aws:s3:::acme/"]', None, [("CT131", SHARED)]),
        ('[" arn:aws:s3:::acme/"]', '["arn:aws:s3:::acme/"]', []),
    ],
)
def test_a_value_with_other_uses_is_mended_only_where_it_is_wrong_anyway(
    default: str, fixed: str | None, dropped: list[tuple[str, str]]
) -> None:
    text = """\
locals {
  arns = DEFAULT
}
resource "aws_cloudtrail" "main" {
  name                  = "acme-trail"
  s3_bucket_name        = "acme-logs"
  is_multi_region_trail = true
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = local.arns
    }
  }
}
"""
    wrong = text.replace("DEFAULT", default)
    assert fix_text(wrong, "main.tf", unsafe=True) == text.replace("DEFAULT", fixed or default)
    assert reasons(wrong, "main.tf", unsafe=True) == dropped


def test_a_fix_that_does_not_help_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that proposes nonsense, here a name that no type has, cannot go on for ever."""
    from ctlint import knowledge

    monkeypatch.setattr(knowledge, "meant_resource_type", lambda name: name)
    wrong = in_json(
        CATEGORY.replace("Management", "Data") + ', {"Field": "resources.type", "Equals": ["AWS::S3::Objects"]}'
    )
    assert fix_text(wrong, "selectors.json") == wrong
    assert reasons(wrong, "selectors.json") == [("CT118", "the finding would still be there")]
