"""What keeps an entry of a baseline, what makes a finding new, and of what it is said that it is gone."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ctlint import api
from ctlint.baseline import files
from ctlint.baseline.canonical import LONGEST, brief
from ctlint.baseline.matching import Comparison
from ctlint.baseline.model import Baseline, Entry, Paths
from ctlint.config import Lookup
from ctlint.errors import UsageError
from ctlint.settings import Settings
from ctlint.source import Source

ROOT = Path(__file__).parent.parent
PATHS = Paths(".")
EMPTY = Baseline({}, PATHS)
Texts = dict[str, str]
LOCAL = ("CT113", "CT118", "CT304", "CT305", "CT306")
"""Rules that speak of one value each, so that editing another one changes nothing for them."""
ASKED = (*LOCAL, "CT001", "CT103")
Json = Any


def compare(texts: Texts, baseline: Baseline = EMPTY, select: Sequence[str] = ASKED) -> Comparison:
    """Return what a baseline makes of files."""
    asked = Settings(select=tuple(select), lookup=Lookup(is_off=True), baseline=baseline)
    result = api.lint_sources([(Source(path, text), True) for path, text in texts.items()], asked)
    assert result.crashes == [] and result.comparison is not None
    assert result.diagnostics == result.comparison.new
    return result.comparison


def baseline_of(texts: Texts, select: Sequence[str] = ASKED) -> Baseline:
    """Return the baseline that is written for files, read again from a file."""
    entries = compare(texts, EMPTY, select).entries
    counts: dict[Entry, int] = {}
    for each in json.loads(files.render(entries))["findings"]:
        count = each.pop("count", 1)
        counts[Entry(**each)] = count
    return Baseline(counts, PATHS)


def summary(texts: Texts, baseline: Baseline, select: Sequence[str] = ASKED) -> tuple[list[str], int, int]:
    """Return the rules of what is new, and how many findings are known and gone."""
    found = compare(texts, baseline, select)
    return [each.rule for each in found.new], len(found.known), found.gone


FAULTS: list[Json] = [
    [],
    [{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-orders"]}],
    [{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-audit", "arn:aws:s3:::acme-billing"]}],
    [{"Field": "resources.ARN", "Equals": ["arn:aws:s3:::acme-logs/"]}],
    [{"Field": "eventName", "Equals": ["PutObject", "Get*"]}],
    [{"Field": "readOnly", "NotEquals": ["true"]}],
]
HARMLESS: list[Json] = [
    {"Field": "eventSource", "Equals": ["s3.amazonaws.com"]},
    {"Field": "userIdentity.arn", "NotStartsWith": ["arn:aws:sts::111122223333:assumed-role/backup"]},
    {"Field": "userIdentity.arn", "NotStartsWith": ["arn:aws:sts::111122223333:assumed-role/deploy"]},
]
BASE: list[Json] = [
    {"Field": "eventCategory", "Equals": ["Data"]},
    {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
]


@st.composite
def selectors(draw: st.DrawFn) -> Json:
    fields = copy.deepcopy(BASE) + copy.deepcopy(draw(st.sampled_from(FAULTS)))
    name = draw(st.sampled_from([None, "objects", "writes"]))
    return {**({"Name": name} if name else {}), "FieldSelectors": fields}


@st.composite
def templates(draw: st.DrawFn) -> Json:
    trails = draw(st.lists(st.lists(selectors(), min_size=1, max_size=4), min_size=1, max_size=2))
    return {
        "Resources": {
            f"Trail{number}": {
                "Type": "AWS::CloudTrail::Trail",
                "Properties": {"IsLogging": True, "S3BucketName": "acme-trail", "AdvancedEventSelectors": found},
            }
            for number, found in enumerate(trails)
        }
    }


def lists_of(template: Json) -> list[Json]:
    return [each["Properties"]["AdvancedEventSelectors"] for each in template["Resources"].values()]


def shuffled(draw: st.DrawFn, value: Json) -> Json:
    """Return the same in another order, keys and items of lists alike."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(draw, value[key]) for key in keys}
    if isinstance(value, list):
        return [shuffled(draw, each) for each in draw(st.permutations(value))]
    return value


def commented(draw: st.DrawFn, text: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        lines += draw(st.sampled_from([[], [], ["# a comment"], [""]]))
        lines.append(line)
    return "\n".join(lines) + "\n"


@st.composite
def edits(draw: st.DrawFn, template: Json) -> tuple[str, str]:
    """Return a path and a text in which every finding of the template is still there."""
    for found in lists_of(template):
        for selector in found:
            selector["FieldSelectors"] += copy.deepcopy(draw(st.sampled_from([[], [HARMLESS[0]], [HARMLESS[1]]])))
            if draw(st.booleans()):
                selector["FieldSelectors"][0]["Equals"] *= 1 + draw(st.integers(0, 1))
        found += draw(st.sampled_from([[], [{"Name": "more", "FieldSelectors": [*BASE, HARMLESS[2]]}]]))
    template = shuffled(draw, template)
    folder = draw(st.sampled_from(["", "moved/"]))
    if draw(st.booleans()):
        indent = draw(st.sampled_from([None, 1, 4, "\t"]))
        return f"{folder}trail.template.json", json.dumps(template, indent=indent)
    indent = draw(st.sampled_from([2, 4, 6]))
    flow = draw(st.sampled_from([False, None]))
    text = yaml.safe_dump(template, sort_keys=False, indent=indent, width=1000, default_flow_style=flow)
    return f"{folder}trail.yaml", commented(draw, text)


@settings(deadline=None, max_examples=60)
@given(templates(), st.data())
def test_edits_elsewhere_keep_an_entry(template: Json, data: st.DataObject) -> None:
    before = {"trail.yaml": yaml.safe_dump(template, sort_keys=False)}
    baseline = baseline_of(before)
    path, text = data.draw(edits(copy.deepcopy(template)))
    assert summary({path: text}, baseline) == ([], sum(baseline.entries.values()), 0)


@settings(deadline=None, max_examples=60)
@given(templates(), st.data())
def test_a_second_fault_of_the_same_kind_is_new(template: Json, data: st.DataObject) -> None:
    before = {"trail.yaml": yaml.safe_dump(template, sort_keys=False)}
    baseline = baseline_of(before)
    edited = copy.deepcopy(template)
    found = data.draw(st.sampled_from(lists_of(edited)))
    double = copy.deepcopy(data.draw(st.sampled_from(found)))
    found.append(double)
    alone = {"Resources": {"Trail0": {"Type": "AWS::CloudTrail::Trail", "Properties": {"AdvancedEventSelectors": []}}}}
    lists_of(alone)[0].append(double)
    expected = [each.rule for each in compare({"a.yaml": yaml.safe_dump(alone)}, EMPTY).new]
    path, text = data.draw(edits(edited))
    new, known, gone = summary({path: text}, baseline)
    assert (sorted(new), known, gone) == (sorted(expected), sum(baseline.entries.values()), 0)


@settings(deadline=None, max_examples=60)
@given(templates(), st.data())
def test_a_fault_that_is_mended_is_gone(template: Json, data: st.DataObject) -> None:
    baseline = baseline_of({"trail.yaml": yaml.safe_dump(template, sort_keys=False)})
    found = data.draw(st.sampled_from(lists_of(template)))
    found.remove(data.draw(st.sampled_from(found)))
    text = yaml.safe_dump(template, sort_keys=False)
    left = len(compare({"trail.yaml": text}, EMPTY).new)
    count = sum(baseline.entries.values())
    assert summary({"trail.yaml": text}, baseline) == ([], left, count - left)


TRAIL = """\
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: acme-trail
      AdvancedEventSelectors:
        - Name: orders
          FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::S3::Object"]}
            - {Field: resources.ARN, StartsWith: ["arn:aws:s3:::acme-orders"]}
"""
CT306 = Entry("CT306", "a.yaml", "Trail", "orders", "", "resources.ARN", "arn:aws:s3:::acme-orders")


def test_what_an_entry_holds() -> None:
    assert baseline_of({"a.yaml": TRAIL}).entries == {CT306: 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("acme-orders", "acme-invoices"),
        ("- Name: orders", "- Name: orders of today"),
        ("  Trail:", "  Audit:"),
        ("resources.ARN, StartsWith", "resources.ARN, NotStartsWith"),
    ],
)
def test_another_value_selector_or_trail_is_new(old: str, new: str) -> None:
    baseline = baseline_of({"a.yaml": TRAIL})
    assert TRAIL.count(old) == 1
    expected = (["CT306"], 0, 1) if "Not" not in new else ([], 1, 0)
    assert summary({"a.yaml": TRAIL.replace(old, new)}, baseline) == expected


def test_nothing_is_said_of_files_that_were_not_read() -> None:
    baseline = baseline_of({"a.yaml": TRAIL, "b.yaml": TRAIL})
    mended = TRAIL.replace("acme-orders", "acme-orders/")
    assert summary({"a.yaml": mended}, baseline) == ([], 0, 1)
    assert summary({"c.yaml": mended}, baseline) == ([], 0, 0)


def test_nothing_is_said_of_rules_that_were_not_asked() -> None:
    baseline = baseline_of({"a.yaml": TRAIL})
    mended = TRAIL.replace("acme-orders", "acme-orders/")
    assert summary({"a.yaml": mended}, baseline, ["CT1"]) == ([], 0, 0)
    policy = Baseline({CT306._replace(rule="ACME001"): 2}, PATHS)
    assert summary({"a.yaml": mended}, policy) == ([], 0, 0)


def test_nothing_is_said_of_a_file_that_cannot_be_read_to_its_end() -> None:
    baseline = baseline_of({"a.yaml": TRAIL})
    broken = TRAIL.replace('"arn:aws:s3:::acme-orders"]', '"arn:aws:s3:::acme-orders')
    assert summary({"a.yaml": broken}, baseline) == (["CT001"], 0, 0)


def test_a_suppressed_finding_is_not_gone_and_takes_nobody_s_place() -> None:
    baseline = baseline_of({"a.yaml": TRAIL})
    lines = TRAIL.splitlines(keepends=True)
    suppressed = "".join([*lines[:-1], lines[-1].rstrip() + " # ctlint: ignore[CT306] for now\n"])
    assert summary({"a.yaml": suppressed}, baseline) == ([], 0, 0)
    assert summary({"a.yaml": suppressed, "b.yaml": TRAIL}, baseline) == ([], 1, 0)


def test_the_path_breaks_ties() -> None:
    """Of two equal findings in two files the one of the file that the baseline names is known."""
    baseline = baseline_of({"b.yaml": TRAIL})
    assert [each.span.source.path for each in compare({"a.yaml": TRAIL, "b.yaml": TRAIL}, baseline).new] == ["a.yaml"]


UNNAMED = TRAIL.replace("- Name: orders\n          FieldSelectors:", "- FieldSelectors:")


def test_a_selector_without_a_name_is_known_by_what_it_says() -> None:
    baseline = baseline_of({"a.yaml": UNNAMED})
    says = (
        "eventCategory Equals Data; resources.ARN StartsWith arn:aws:s3:::acme-orders; "
        "resources.type Equals AWS::S3::Object"
    )
    assert baseline.entries == {CT306._replace(selector="", selects=says): 1}
    second = UNNAMED.splitlines(keepends=True)[-4:]
    further = '            - {Field: readOnly, Equals: ["false"]}\n'
    both = compare({"a.yaml": "".join([*UNNAMED.splitlines(keepends=True)[:-4], *second, further, *second])}, baseline)
    assert [each.span.start_position.line for each in both.new] == [11]
    assert (len(both.known), both.gone) == (1, 0)


def test_a_selector_may_get_a_name() -> None:
    assert summary({"a.yaml": TRAIL}, baseline_of({"a.yaml": UNNAMED})) == ([], 1, 0)


MODULE = """\
resource "aws_cloudtrail" "this" {
  name           = "acme-audit"
  s3_bucket_name = "acme-trail"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field      = "readOnly"
      not_equals = ["true"]
    }
  }
}
"""


def test_a_module_may_be_called_once_more() -> None:
    call = 'module "one" {\n  source = "./trail"\n}\n'
    before = {"main.tf": call, "trail/main.tf": MODULE}
    after = {"main.tf": call.replace("one", "another") + call, "trail/main.tf": MODULE}
    baseline = baseline_of(before)
    assert [each.trail for each in baseline.entries] == ["module.one.aws_cloudtrail.this"]
    assert summary(after, baseline) == ([], 1, 0)


def test_an_instance_is_as_good_as_another() -> None:
    each = MODULE.replace('"this" {', '"this" {\n  for_each = toset(["a"])')
    assert [entry.trail for entry in baseline_of({"main.tf": each}).entries] == ["aws_cloudtrail.this"]
    more = each.replace('["a"]', '["b", "c"]')
    assert summary({"main.tf": more}, baseline_of({"main.tf": each})) == ([], 1, 0)


def test_where_there_is_no_model_the_line_stands_in() -> None:
    broken = "# the trail\nAdvancedEventSelectors:\n  - Name:   orders: all\n    FieldSelectors: []\n"
    baseline = baseline_of({"a.yaml": broken})
    assert baseline.entries == {Entry("CT001", "a.yaml", line="- Name: orders: all"): 1}
    moved = {"b.yaml": broken.replace("# the trail\n", "").replace("Name:   ", "Name: ")}
    assert summary(moved, baseline) == ([], 1, 0)


def test_a_key_that_the_model_lacks_is_told_apart() -> None:
    wrong = TRAIL.replace("- Name: orders", "- name: orders").replace("FieldSelectors:", "fieldSelectors:")
    entries = baseline_of({"a.yaml": wrong}, ["CT103"]).entries
    assert [(each.selector, each.value) for each in entries] == [("orders", "fieldSelectors"), ("orders", "name")]


def test_long_texts_are_told_apart_by_a_digest() -> None:
    text = "x" * LONGEST
    assert brief(text) == text
    assert len(brief(text + "a")) == LONGEST
    assert brief(text + "a") != brief(text + "b")
    assert brief(f" {text} \n a") == brief(f"{text} a")


def test_the_file_is_sorted_and_a_line_holds_an_entry() -> None:
    entries = [CT306, CT306._replace(path="0.yaml"), CT306._replace(selects="dropped beside a name"), CT306]
    text = files.render(entries)
    known = '"trail": "Trail", "selector": "orders", "field": "resources.ARN", "value": "arn:aws:s3:::acme-orders"'
    assert text.splitlines() == [
        "{",
        '  "version": 1,',
        '  "findings": [',
        f'    {{"rule": "CT306", "path": "0.yaml", {known}}},',
        f'    {{"rule": "CT306", "path": "a.yaml", {known}, "count": 3}}',
        "  ]",
        "}",
    ]
    assert files.render(reversed(entries)) == text
    assert files.render([]) == '{\n  "version": 1,\n  "findings": []\n}\n'


TEXT = st.text(max_size=20)
ENTRIES = st.builds(Entry, st.just("CT306"), st.text(min_size=1), TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)


@settings(deadline=None)
@given(st.lists(ENTRIES, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    path = tmp_path_factory.mktemp("baseline") / "baseline.json"
    text = files.render(entries + entries)
    assert text.isascii() and text.isprintable() is False and "\x1b" not in text
    path.write_text(text, encoding="utf-8")
    schema = json.loads((ROOT / "schemas" / "baseline.schema.json").read_text(encoding="utf-8"))
    Draft7Validator(schema).validate(json.loads(text))
    found = files.read(str(path)).entries
    assert found == {each.written(): 2 * [e.written() for e in entries].count(each.written()) for each in entries}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "b.json:1:1: no baseline: expecting value"),
        ('{"version": 1,\n<<<<<<< HEAD', "b.json:2:1: no baseline: expecting property name enclosed in double quotes"),
        ("[]", "b.json:1:1: the value is a list; an object is expected"),
        ('{"version": 2, "findings": 3}', "b.json: a baseline of version 2; this ctlint reads version 1"),
        ('{"version": 1}', "b.json:1:1: key `findings` is missing"),
        ('{"version": 1, "findings": [{"rule": "CT306"}]}', "b.json:1:29: key `path` is missing"),
        (
            '{"version": 1, "findings": [{"rule": "CT306", "path": "a", "feild": "b"}]}',
            "b.json:1:60: unknown key `feild`; did you mean `field`?",
        ),
        ("[" * 100_000, "b.json: no baseline: the JSON is out of all bounds"),
        ('{"version": 1, "findings": %s}' % ("9" * 5000), "b.json: no baseline: the JSON is out of all bounds"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("b.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        files.read("b.json")
    assert (str(caught.value), caught.value.more) == (message, ())


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(b'{"version": "\xff"}')
    with pytest.raises(UsageError, match="no baseline: byte 0xff is not valid UTF-8"):
        files.read(str(path))


def test_paths_do_not_tell_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository, other, bare = (tmp_path / name for name in ("repository", "other", "bare"))
    for folder in (repository / ".git", repository / "ci", repository / "sub", other / ".git", other / "sub", bare):
        folder.mkdir(parents=True)
    monkeypatch.chdir(bare)
    paths = Paths(str(repository / "ci"))
    assert paths.shown(str(repository / "sub" / "a.yaml")) == "sub/a.yaml"
    assert paths.shown(str(other / "sub" / "a.yaml")) == "sub/a.yaml"
    assert paths.shown("x/a.yaml") == "x/a.yaml"
    assert paths.shown(str(tmp_path / "deep" / "a.yaml")) == "a.yaml"
    assert Paths(str(bare)).shown(os.path.join("sub", "a\udcff.yaml")) == "sub/a\\udcff.yaml"
