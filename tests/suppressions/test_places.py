"""Where comments count as comments, and which lines they speak of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint.source import Source
from ctlint.suppressions import reading
from ctlint.suppressions.model import Demands

DEMANDS = Demands("2026-11-21")
NONE: list[tuple[str, int, int]] = []

YAML = """\
a: |  # ctlint: ignore[CT101]
  text # ctlint: ignore[CT102]
  more
# ctlint: ignore[CT103]
# a remark
b: "x # ctlint: ignore[CT104]"
c: plain # ctlint: ignore[CT105] # ctlint: ignore[CT106] twice
d: [1, # ctlint: ignore[CT107]
  2]
e: no#ctlint:ignore[CT108]
# ctlint: ignore[CT109]
f: >
  folded
  # ctlint: ignore[CT110]
  text
 # ctlint: ignore[CT111]

g: 'several
  lines # ctlint: ignore[CT112]'  # ctlint: ignore[CT113]
# `# ctlint: ignore[CT114]` suppresses
# ctlint: ignore[CT115]
"""
TERRAFORM = """\
# é ctlint: ignore[CT101]
# ctlint: ignore[CT102]
resource "x" "é" { // ctlint: ignore[CT103]
  a = "# ctlint: ignore[CT104]" /* ctlint: ignore[CT105] why */
  /* ctlint: ignore[CT106] */ b = 1
  /* ctlint: ignore[CT107] */
  c = <<-EOT
    # ctlint: ignore[CT108]
    EOT
  d = [ # ctlint: ignore[CT109]
    1]
  /*
   * ctlint: ignore[CT110]
   */
  e = "${f /* ctlint: ignore[CT111] */}"
}
"""
SHELL = """\
#!/bin/sh
# ctlint: ignore[CT101]
aws cloudtrail put-event-selectors --trail-name audit \\
  --event-selectors '[{
    "ReadWriteType": "# ctlint: ignore[CT102]"}]' # ctlint: ignore[CT103]
echo "# ctlint: ignore[CT104]" \\# ctlint: ignore[CT105]
name=$(date # ctlint: ignore[CT106]
)
cat <<EOF
# ctlint: ignore[CT107]
EOF
"""
MARKDOWN = """\
Text with # ctlint: ignore[CT101] in it.

<!-- ctlint: ignore[CT102] why -->
```sh
# ctlint: ignore[CT103]
aws cloudtrail put-event-selectors --trail-name audit \\
  --event-selectors '[{"ReadWriteType": "All"}]'
aws cloudtrail stop-logging --name audit # ctlint: ignore[CT104]
```
<!-- ctlint: ignore-file[CT105] -->
"""
JSON = '{"EventSelectors": [{"ReadWriteType": "All"}]} # ctlint: ignore[CT101]\n'


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        (
            "selectors.yaml",
            YAML,
            [("CT101", 1, 3), ("CT103", 6, 6), ("CT105", 7, 7), ("CT106", 7, 7), ("CT107", 8, 8), ("CT109", 12, 15),
             ("CT111", 17, 17), ("CT113", 18, 19), ("CT115", 22, 22)],
        ),
        (
            "main.tf",
            TERRAFORM,
            [("CT102", 3, 3), ("CT103", 3, 3), ("CT105", 4, 4), ("CT106", 5, 5), ("CT107", 7, 9), ("CT109", 10, 10),
             ("CT110", 15, 15), ("CT111", 15, 15)],
        ),
        ("script.sh", SHELL, [("CT101", 3, 5), ("CT103", 3, 5), ("CT106", 7, 8)]),
        ("script", SHELL, [("CT101", 3, 5), ("CT103", 3, 5), ("CT106", 7, 8)]),
        ("README.md", MARKDOWN, [("CT102", 4, 9), ("CT103", 6, 7), ("CT104", 8, 8), ("CT105", 0, 0)]),
        ("selectors.json", JSON, NONE),
        ("template", JSON, NONE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_places(path: str, text: str, wanted: list[tuple[str, int, int]], line_end: str) -> None:
    found = reading.read(Source(path, text.replace("\n", line_end)), DEMANDS)
    assert found.problems == []
    assert [(each.rules[0].rule, each.first, each.last) for each in found.suppressions] == wanted


def test_a_broken_text_is_read_up_to_its_fault() -> None:
    text = 'a: 1 # ctlint: ignore[CT101]\nb: 2\nc: "open\n# ctlint: ignore[CT102]\n'
    found = reading.read(Source("selectors.yaml", text), DEMANDS)
    assert [each.rules[0].rule for each in found.suppressions] == ["CT101"]


def test_many_comments_take_no_time() -> None:
    """Each step is linear: a quarter of a million comments in a row would otherwise take hours."""
    text = "# ctlint: ignore[CT101]\n" * 50_000 + "a: 1\n"
    found = reading.read(Source("selectors.yaml", text), DEMANDS)
    assert {(each.first, each.last) for each in found.suppressions} == {(50_001, 50_001)}


METADATA = """\
Metadata:
  ctlint: {{ignore: CT501, reason: elsewhere}}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Metadata:
      ctlint: {metadata}
    Properties:
      IsLogging: true
"""


@pytest.mark.parametrize(
    ("metadata", "wanted"),
    [
        ("{ignore: CT306}", [(["CT306"], "", "")]),
        ("{ignore: [CT306, CT304], reason: why, until: 2027-01-31}", [(["CT306", "CT304"], "why", "2027-01-31")]),
        ("{ignore: [{rule: CT306, reason: why}, {rule: CT304, until: 2027-01-31}]}",
         [(["CT306"], "why", ""), (["CT304"], "", "2027-01-31")]),
        ("{ignore: [CT306, {rule: CT304}], reason: why}", [(["CT306"], "why", ""), (["CT304"], "", "")]),
    ],
)  # fmt: skip
def test_metadata(metadata: str, wanted: list[tuple[list[str], str, str]]) -> None:
    found = reading.read(Source("template.yaml", METADATA.format(metadata=metadata)), DEMANDS)
    first, *others = found.suppressions
    assert (first.scope, [each.rule for each in first.rules], first.reason) == ("file", ["CT501"], "elsewhere")
    assert [([named.rule for named in each.rules], each.reason, each.until) for each in others] == wanted
    assert {(each.scope, each.first, each.last) for each in others} == {("resource", 4, 9)}
    assert found.problems == []


@pytest.mark.parametrize(
    ("metadata", "messages"),
    [
        ("yes", ["the metadata names no rule; `ctlint: {ignore: [CT306], reason: …}` is expected"]),
        ("{reason: why}", ["the metadata names no rule; `ctlint: {ignore: [CT306], reason: …}` is expected"]),
        ("{ignore: [CT999]}", ["there is no rule `CT999`"]),
        ("{ignore: [CT306], reasons: x}", ["unknown key `reasons`; did you mean `reason`?"]),
        ("{ignore: [CT306], until: 2027-31-01}", ["`2027-31-01` is no day of the calendar"]),
        ("{ignore: [{reason: x}]}", ["an entry names no rule; `ctlint: {ignore: [CT306], reason: …}` is expected"]),
    ],
)
def test_malformed_metadata(metadata: str, messages: list[str]) -> None:
    found = reading.read(Source("template.yaml", METADATA.format(metadata=metadata)), DEMANDS)
    assert [each.message for each in found.problems] == messages


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(["a.yaml", "a.tf", "a.sh", "a.md", "a.txt", "terragrunt.hcl", "a.template", "a"]),
    parts=st.lists(
        st.sampled_from(
            ["# ", "#", "// ", "/* ", " */", "ctlint: ignore[CT306]", "ctlint-ignore ", "<!-- ", " -->", '"', "'", "\n", "\r\n",
             "\r", "```", "<<EOF", "EOF", "é", "😀", "\ufffc", "a: ", "- ", "|", "{", "}", "[", "$(", ")", "\\", "aws cloudtrail x",
             "until=2027-01-31 ", "reason", "\t", "\x00", "\x85"]
        ),
        max_size=25,
    ),
)  # fmt: skip
def test_any_text_can_be_read(path: str, parts: list[str]) -> None:
    source = Source(path, "".join(parts))
    found = reading.read(source, DEMANDS)
    for each in found.suppressions:
        assert each.span.text.startswith("ctlint: ignore[CT306]")
        assert 1 <= each.first <= each.last <= len(source.line_starts())
    assert all(each.span.text.lower().startswith(("ctlint", "until=")) for each in found.problems)
