"""What is wrong with a policy file, and where: nobody vouches for one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctlint import knowledge
from ctlint.expectations import FILENAMES
from ctlint.policies.parse import PolicyFile, parse
from ctlint.source import Source
from ctlint.validation import MAX_VALUES, one_line

SCHEMA = Path(__file__).parents[2] / "schemas" / "policy.schema.json"
FILE = """\
version: 1
policies:
  - id: ACME001
    name: some-name
    require:
      events: {}
"""


def read(text: str, **values: tuple[str, ...]) -> PolicyFile:
    return parse(Source("p.yaml", text), {name.replace("_", "-"): value for name, value in values.items()})


def faults(text: str, **values: tuple[str, ...]) -> list[str]:
    found = read(text, **values)
    assert not (found.problems and found.policies)
    return [one_line(problem) for problem in found.problems]


def with_events(events: str) -> str:
    return FILE.replace("{}", events)


def test_a_valid_file() -> None:
    found = read(FILE)
    assert found.problems == found.warnings == ()
    [policy] = found.policies
    assert (policy.id, policy.verb, policy.page.rule.name, policy.page.rule.severity) == (
        "ACME001", "require", "some-name", "error",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ("{eventCategory: Managment}", "6:31: `Managment` is no event category; did you mean `Management`?"),
        ("{eventCategory: {NotEquals: Data}}", "6:16: `eventCategory` accepts only Equals, not `NotEquals`"),
        ("{eventNam: GetObject}", "6:16: unknown key `eventNam`; did you mean `eventName`?"),
        ("{eventName: {StartWith: Get}}", "6:28: unknown key `StartWith`; did you mean `StartsWith`?"),
        ("{eventCategory: Insight, readOnly: true}",
         "6:40: `readOnly` is no field of Insight events, which have no field to compare"),
        ("{eventCategory: NetworkActivity, readOnly: true}",
         "6:48: `readOnly` is no field of NetworkActivity events, which have eventSource, eventName, errorCode, "
         "vpcEndpointId, userIdentity.arn"),
        ("{resources.type: AWS::S3::Object, vpcEndpointId: vpce-1}",
         "6:49: no event has `resources.type` and `vpcEndpointId` together"),
        ("{readOnly: writes}", "6:26: `readOnly` is never `writes`; expected `true` or `false`"),
        ("{eventName: 12}", "6:27: `eventName` is a number; a string is expected"),
        ("{eventName: []}", "6:27: `eventName` has fewer items than 1"),
        ("[]", "6:15: `events` has fewer items than 1"),
        ("all", "6:15: `events` is a string; an object is expected"),
        ("{resources.type: AWS::s3::object}", "6:32: `AWS::s3::object` is no resource type; did you mean `AWS::S3::Object`?"),
        ("{resources.type: S3}", "6:32: `S3` is no resource type"),
        ("{eventSource: kms}",
         "6:29: `kms` is no host of a service, such as `kms.amazonaws.com`; did you mean `kms.amazonaws.com`?"),
        ("{resources.ARN: 'arn:aws:s3:::acme/*'}",
         "6:31: `*` in `arn:aws:s3:::acme/*` is a literal asterisk; StartsWith compares beginnings"),
        ("{eventName: {Equals: PutObject, NotStartsWith: Put}}", "6:16: no event meets these conditions together"),
        ("{eventName: '${name}'}", "6:28: there is no parameter `name`"),
    ],
)  # fmt: skip
def test_a_pattern_that_means_nothing(events: str, fault: str) -> None:
    assert faults(with_events(events)) == [f"p.yaml:{fault}"]


def test_a_type_that_may_be_newer_is_a_warning() -> None:
    found = read(with_events("{resources.type: AWS::S3::Objekt}"))
    assert [one_line(each) for each in found.warnings] == [
        "p.yaml:6:32: `AWS::S3::Objekt` is not among the data event types known on "
        f"{knowledge.date()}; did you mean `AWS::S3::Object`?"
    ]
    assert len(found.policies) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FILE.replace("ACME001", "acme-1"), "3:9: `id` is no policy id: capital letters (not CT, which is ctlint's own) "
         "and three digits are expected, such as `ACME001`"),
        (FILE.replace("ACME001", "CT301"), "3:9: `id` is no policy id: capital letters (not CT, which is ctlint's own) "
         "and three digits are expected, such as `ACME001`"),
        (FILE + "  - {id: ACME001, name: other, forbid: {events: {}}}\n",
         "7:10: `ACME001` is the id of another policy, in line 3"),
        (FILE + "    forbid: {events: {}}\n", "7:5: a policy wants one thing: `forbid` beside `require` is a policy of its own"),
        (FILE + "    name: again\n", "7:5: key `name` stands twice in one mapping"),
        (FILE + "    severty: error\n", "7:5: unknown key `severty`; did you mean `severity`?"),
        (FILE + "    severity: fatal\n", "7:15: `severity` is `fatal`; expected `error`, `warning` or `note`"),
        (FILE + "    trails: {multiregion: true}\n", "7:14: unknown key `multiregion`; did you mean `multi-region`?"),
        (FILE + "    trails: {multi-region: 'yes'}\n", "7:28: `multi-region` is a string; true or false is expected"),
        (FILE + "    trails: {kind: trial}\n",
         "7:20: `kind` is `trial`; expected `trail` or `event-data-store`; did you mean `trail`?"),
        (FILE.replace("version: 1", "version: 2"), "1:10: `version` is `2`; expected `1`"),
        ("version: 1\npolicies: [{id: ACME001, name: some-name}]\n",
         "2:12: key `require` or `forbid` or `limit` is missing"),
        ("parameters: {x: {description: what it is}}\n" + FILE,
         "1:14: parameter `x` has no default, and no value: `--set x=…` gives one"),
        ("parameters: {X: {description: what it is, default: a}}\n" + FILE,
         "1:14: key `X` is no name of a parameter: lower-case words joined by dashes are expected"),
        ("", "1:1: the file holds 0 documents; one is expected"),
        ("version: 1\n---\nversion: 1\n", "1:1: the file holds 2 documents; one is expected"),
        ("hello", "1:1: the value is a string; an object is expected"),
        ("version: [\n", "2:1: while parsing a flow node did not find expected node content"),
        ("[" * 5000, "1:401: is nested more than 400 levels deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_policy_file(text: str, expected: str) -> None:
    assert faults(text) == [f"p.yaml:{expected}"]


def aliases(width: int, levels: int) -> str:
    """Return a few lines of YAML that stand for `width ** levels` values."""
    lines = [f"a0: &a0 [{', '.join('x' * width)}]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * width)}]" for at in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        aliases(9, 12),
        "a: &a [*a]",
        "a: &a {b: *a}",
        f"a: &a {'[' * 150 + ']' * 150}\nb: &b {'[' * 150 + '*a' + ']' * 150}\nc: {'[' * 150 + '*b' + ']' * 150}",
    ],
    ids=["multiplying", "a list in itself", "a mapping in itself", "deep in deep"],
)
def test_aliases_that_have_no_end(text: str) -> None:
    message = f"the file holds more than {MAX_VALUES} values, or more than 200 in one another, with aliases"
    assert faults(text) == [f"p.yaml:1:1: {message}"]


def test_bytes_that_are_no_text() -> None:
    found = parse(Source.decode("p.yaml", b"version: \xff"), {})
    assert [one_line(each) for each in found.problems] == ["p.yaml:1:10: byte 0xff is not valid UTF-8"]


def test_several_faults_are_told_in_the_order_of_the_file() -> None:
    text = with_events("{eventCategory: Data, readOnly: reads, eventName: '${x}', eventSource: kms}")
    assert [fault.split(":")[2] for fault in faults(text)] == ["47", "66", "86"]


PARAMETERS = """\
version: 1
parameters:
  buckets: {description: the buckets, default: [acme-a, acme-b]}
  name: {description: a name, default: Put}
  copies: {description: how many, default: 2}
policies:
  - id: ACME001
    name: some-name
    limit:
      copies: ${copies}
      events:
        eventCategory: Data
        eventName: {StartsWith: "${name}"}
        resources.ARN: {StartsWith: "arn:aws:s3:::${buckets}/", NotEndsWith: "$${name}"}
"""


def accepts(file: PolicyFile, arn: str, name: str = "PutObject") -> bool | None:
    fields = {"eventCategory": "Data", "resources.ARN": arn, "eventName": name}
    return file.policies[0].events.accepts(fields)


def test_a_text_with_a_list_stands_for_a_text_for_each_value() -> None:
    file = read(PARAMETERS)
    arns = ("arn:aws:s3:::acme-a/x", "arn:aws:s3:::acme-b/x", "arn:aws:s3:::acme-c/x", "arn:aws:s3:::acme-a/${name}")
    assert [accepts(file, arn) for arn in arns] == [True, True, False, False]
    assert file.parameters == ("buckets", "name", "copies")
    assert file.policies[0].copies == 2


def test_given_values_win_over_defaults() -> None:
    file = read(PARAMETERS, buckets=("other",), name=("Get",), copies=("3",))
    assert accepts(file, "arn:aws:s3:::other/x", "GetObject")
    assert accepts(file, "arn:aws:s3:::acme-a/x", "GetObject") is False
    assert file.policies[0].copies == 3


def test_values_that_a_parameter_cannot_have() -> None:
    assert faults(PARAMETERS, name=("a", "b")) == [
        "p.yaml:4:3: parameter `name` is given 2 values, but its default is no list"
    ]
    assert faults(PARAMETERS, copies=("many",)) == [
        "p.yaml:10:15: `copies` is `many`; a whole number from 1 to 100 is expected"
    ]
    assert faults(PARAMETERS.replace("${name}", "${nam}", 1)) == [
        "p.yaml:13:34: there is no parameter `nam`; did you mean `name`?"
    ]


def test_texts_that_multiply_are_bounded() -> None:
    many = ", ".join(f"x{at}" for at in range(100))
    text = f"parameters: {{many: {{description: many, default: [{many}]}}}}\n"
    found = faults(text + with_events("{eventName: '${many}${many}${many}'}"))
    assert found == ["p.yaml:7:27: the text stands for more than 1000 texts"]


def test_a_pattern_without_a_category_speaks_of_those_that_have_its_fields() -> None:
    [policy] = read(with_events("{readOnly: false}")).policies
    assert {term.box.category for term in policy.events.terms} == {"Management", "Data"}
    [policy] = read(FILE).policies
    assert {term.box.category for term in policy.events.terms} == {"Management", "Data", "NetworkActivity"}


def test_the_schema_knows_the_fields_operators_and_formats() -> None:
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    assert set(definitions["pattern"]["properties"]) == {"eventCategory"}.union(
        *(knowledge.record_fields(category) for category in knowledge.event_categories())
    )
    assert list(definitions["values"]["then"]["properties"]) == list(knowledge.operators())
    assert definitions["example"]["properties"]["format"]["enum"] == list(FILENAMES)
