"""`ctlint match`: what is read, what is told in each format, and how a run ends."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.cli.runner import ROOT, Runner, run_shell

Json = Any

TRAIL = """\
{
  "TrailName": "audit",
  "AdvancedEventSelectors": [
    {"Name": "management", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
    {"FieldSelectors": [
      {"Field": "eventCategory", "Equals": ["Data"]},
      {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
      {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::acme-data/", "arn:aws:s3:::acme-logs/"]}
    ]}
  ]
}
"""
BASIC = """\
TrailName: writes
EventSelectors:
  - ReadWriteType: WriteOnly
    IncludeManagementEvents: true
"""
TEMPLATE = """\
Parameters:
  Bucket: {Type: String}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: acme-logs
      IsLogging: false
      AdvancedEventSelectors:
        - Name: objects
          FieldSelectors:
            - {Field: eventCategory, Equals: [Data]}
            - {Field: resources.type, Equals: ["AWS::S3::Object"]}
            - {Field: resources.ARN, StartsWith: [!Sub "arn:aws:s3:::${Bucket}/"]}
"""
CREATE = {
    "eventID": "11111111-0000-4000-8000-000000000000",
    "eventName": "CreateUser",
    "eventSource": "iam.amazonaws.com",
    "eventTime": "2026-11-01T00:00:00Z",
    "eventCategory": "Management",
    "readOnly": False,
}
GET = {
    "eventName": "GetObject",
    "eventSource": "s3.amazonaws.com",
    "eventCategory": "Data",
    "readOnly": True,
    "resources": [
        {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::acme-orders/1"},
        {"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::acme-orders"},
    ],
}


def schema(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def log(folder: Path) -> None:
    (folder / "trails").mkdir()
    (folder / "trails" / "audit.json").write_text(TRAIL)
    (folder / "trails" / "writes.yaml").write_text(BASIC)
    (folder / "log.json").write_text(json.dumps({"Records": [CREATE, GET]}))


AUDIT_CREATE = {
    "trail": "audit",
    "path": "trails/audit.json",
    "recorded": "yes",
    "selectors": [
        {"selector": "management", "matches": "yes"},
        {
            "selector": "#1",
            "matches": "no",
            "fails": {"field": "eventCategory", "operator": "Equals", "line": 6, "column": 46},
        },
    ],
}
AUDIT_GET = {
    "trail": "audit",
    "path": "trails/audit.json",
    "recorded": "no",
    "selectors": [
        {
            "selector": "management",
            "matches": "no",
            "fails": {"field": "eventCategory", "operator": "Equals", "line": 4, "column": 86},
        },
        {
            "selector": "#1",
            "matches": "no",
            "fails": {"field": "resources.ARN", "operator": "StartsWith", "line": 8, "column": 35},
        },
    ],
}
WRITES_CREATE = {
    "trail": "writes",
    "path": "trails/writes.yaml",
    "recorded": "yes",
    "selectors": [{"selector": "#0", "matches": "yes"}],
}
WRITES_GET = {
    "trail": "writes",
    "path": "trails/writes.yaml",
    "recorded": "no",
    "selectors": [
        {
            "selector": "#0",
            "matches": "no",
            "fails": {"field": "ReadWriteType", "operator": None, "line": 3, "column": 20},
        }
    ],
}
EVENTS: list[Json] = [
    {
        "event": {"index": 0, "eventID": CREATE["eventID"], "eventName": "CreateUser"},
        "trails": [AUDIT_CREATE, WRITES_CREATE],
    },
    {"event": {"index": 1, "eventID": None, "eventName": "GetObject"}, "trails": [AUDIT_GET, WRITES_GET]},
]


def test_json_lines(run: Runner) -> None:
    found = run("match", "log.json", "trails", "--format", "jsonl")
    lines = [json.loads(line) for line in found.out.splitlines()]
    assert (found.code, found.err, lines) == (0, "", EVENTS)
    for line in lines:
        schema("match").validate(line)


def test_one_json_document(run: Runner) -> None:
    found = run("match", "log.json", "trails", "--format=json")
    document = json.loads(found.out)
    assert (found.code, document) == (0, {"version": 1, "events": EVENTS})
    schema("match").validate(document)
    Path("none.json").write_text('{"Records": []}')
    assert json.loads(run("match", "none.json", "trails", "--format=json").out) == {"version": 1, "events": []}


def test_text(run: Runner) -> None:
    found = run("match", "log.json", "trails")
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "event 0 iam.amazonaws.com CreateUser 2026-11-01T00:00:00Z 11111111-0000-4000-8000-000000000000\n"
        "  audit (trails/audit.json): recorded by `management`\n"
        "    `#1` does not match: trails/audit.json:6:46: eventCategory Equals `Data`; the event has `Management`\n"
        "  writes (trails/writes.yaml): recorded by `#0`\n"
        "\n"
        "event 1 s3.amazonaws.com GetObject\n"
        "  audit (trails/audit.json): not recorded\n"
        "    `management` does not match: trails/audit.json:4:86: eventCategory Equals `Management`; "
        "the event has `Data`\n"
        "    `#1` does not match: trails/audit.json:8:35: resources.ARN StartsWith `arn:aws:s3:::acme-data/`, "
        "`arn:aws:s3:::acme-logs/`; the event has `arn:aws:s3:::acme-orders/1`, `arn:aws:s3:::acme-orders`\n"
        "  writes (trails/writes.yaml): not recorded\n"
        "    `#0` does not match: trails/writes.yaml:3:20: ReadWriteType `WriteOnly`; the event has readOnly `true`\n"
    )


def test_an_event_that_may_be_recorded(run: Runner) -> None:
    Path("template.yaml").write_text(TEMPLATE)
    found = run("match", "log.json", "template.yaml", "--format=jsonl")
    (create, get) = (json.loads(line)["trails"][0] for line in found.out.splitlines())
    assert (create["trail"], create["recorded"]) == ("Trail", "no")
    assert get["recorded"] == "maybe"
    assert get["selectors"] == [
        {
            "selector": "objects",
            "matches": "maybe",
            "fails": {"field": "resources.ARN", "operator": "StartsWith", "line": 14, "column": 57},
        }
    ]
    assert found.err == "ctlint: Trail: is switched off; told is what it would record\n"
    shown = run("match", "log.json", "template.yaml").out
    assert "  Trail (template.yaml): perhaps recorded\n" in shown
    assert "`objects` may match: template.yaml:14:57: resources.ARN StartsWith `arn:aws:s3:::${Bucket}/`; the" in shown


def test_the_place_of_a_value_in_another_file(run: Runner, folder: Path) -> None:
    (folder / "tf").mkdir()
    (folder / "tf" / "main.tf").write_text(
        'resource "aws_cloudtrail" "t" {\n  name = "t"\n  s3_bucket_name = "acme-logs"\n'
        '  advanced_event_selector {\n    field_selector {\n      field  = "eventCategory"\n'
        "      equals = [local.category]\n    }\n  }\n}\n"
    )
    (folder / "tf" / "locals.tf").write_text('locals {\n  category = "Data"\n}\n')
    found = run("match", "log.json", "tf", "--format=jsonl")
    line = json.loads(found.out.splitlines()[0])
    schema("match").validate(line)
    assert line["trails"][0]["path"] == "tf/main.tf"
    assert line["trails"][0]["selectors"][0]["fails"] == {
        "field": "eventCategory", "operator": "Equals", "line": 2, "column": 15, "path": "tf/locals.tf",
    }  # fmt: skip


def test_summary(run: Runner, folder: Path) -> None:
    found = run("match", "log.json", "trails", "--summary", "--format=json")
    document = json.loads(found.out)
    schema("match-summary").validate(document)
    whole = {"events": 2, "recorded": 1, "maybe": 0, "unrecorded": 1, "repeated": 1}
    audit, writes = ({"trail": each["trail"], "path": each["path"]} for each in EVENTS[0]["trails"])
    assert document == {
        "version": 1,
        "summary": {
            **whole,
            "trails": [{**each, "yes": 1, "maybe": 0, "no": 1} for each in (audit, writes)],
            "names": [
                {**whole, "events": 1, "eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "unrecorded": 0},
                {**whole, "events": 1, "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "recorded": 0,
                 "repeated": 0},
            ],
            "repetitions": [{"trails": [audit, writes], "events": 1}],
        },
    }  # fmt: skip
    assert run("match", "log.json", "trails", "--summary").out == (
        "recorded  maybe  not  trail\n"
        "       1      0    1  audit (trails/audit.json)\n"
        "       1      0    1  writes (trails/writes.yaml)\n"
        "\n"
        "events  recorded  maybe  not  repeated  event\n"
        "     1         1      0    0         1  iam.amazonaws.com CreateUser\n"
        "     1         0      0    1         0  s3.amazonaws.com GetObject\n"
        "\n"
        "1 event recorded by each of audit and writes\n"
        "2 events: 1 recorded, 0 perhaps, 1 not, 1 by more than one trail\n"
    )


def test_trails_that_never_exist_together_record_nothing_twice(run: Runner) -> None:
    trail = "Type: AWS::CloudTrail::Trail\n    Properties: {S3BucketName: acme-logs}"
    Path("stages.yaml").write_text(
        "Parameters: {Stage: {Type: String}}\nConditions:\n  Prod: !Equals [!Ref Stage, prod]\n"
        f"  Test: !Not [!Condition Prod]\nResources:\n  One:\n    Condition: Prod\n    {trail}\n"
        f"  Two:\n    Condition: Test\n    {trail}\n  Three:\n    {trail}\n"
    )

    def repetitions() -> Json:
        summary = json.loads(run("match", "log.json", "stages.yaml", "--summary", "--format=json").out)["summary"]
        return [[each["trail"] for each in group["trails"]] for group in summary["repetitions"]]

    assert repetitions() == [["One", "Two", "Three"]]
    text = Path("stages.yaml").read_text()
    Path("stages.yaml").write_text(text[: text.index("  Three")])
    assert repetitions() == []


def test_a_folder_of_log_files(run: Runner, folder: Path) -> None:
    logs = folder / "logs" / "AWSLogs" / "111122223333"
    (logs / "CloudTrail" / "2026").mkdir(parents=True)
    (logs / "CloudTrail-Digest").mkdir()
    (logs / "CloudTrail" / "2026" / "b.json.gz").write_bytes(gzip.compress(json.dumps({"Records": [GET]}).encode()))
    (logs / "CloudTrail" / "2026" / "a.json.gz").write_bytes(gzip.compress(json.dumps({"Records": [CREATE]}).encode()))
    (logs / "CloudTrail-Digest" / "d.json.gz").write_bytes(gzip.compress(b'{"logFiles": []}'))
    found = run("match", "logs", "trails", "--format=jsonl")
    assert (found.code, [json.loads(line) for line in found.out.splitlines()]) == (0, EVENTS)


def test_standard_input(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO("\n".join(json.dumps(each) for each in (CREATE, GET)).encode())

    monkeypatch.setattr("sys.stdin", Input())
    found = run("match", "-", "trails", "--format=jsonl")
    assert (found.code, [json.loads(line) for line in found.out.splitlines()]) == (0, EVENTS)


def test_the_current_folder_is_where_trails_are_looked_for(run: Runner) -> None:
    """The log file itself is no file with trails, even where it tells of selectors."""
    record = {**CREATE, "requestParameters": {"EventSelectors": [{"ReadWriteType": "All"}]}}
    Path("log.json").write_text(json.dumps([record, GET]))
    found = run("match", "log.json", "--format=jsonl")
    assert [json.loads(line) for line in found.out.splitlines()] == EVENTS


def test_what_was_read_is_answered_before_an_error(run: Runner) -> None:
    whole = Path("log.json").read_text()
    Path("log.json").write_text(whole[:-20])
    for output in ("jsonl", "json", "text"):
        found = run("match", "log.json", "trails", "--format", output)
        assert (found.code, found.err) == (
            2,
            f"ctlint: log.json:1:{whole.index(', {') + 3}: the text ends within a value\n",
        )
        assert "CreateUser" in found.out and "GetObject" not in found.out
        if output == "json":
            assert json.loads(found.out)["events"] == EVENTS[:1]


def test_values_that_are_no_records(run: Runner) -> None:
    Path("log.json").write_text(json.dumps([1, CREATE, {"a": 1}]))
    found = run("match", "log.json", "trails", "--format=jsonl")
    assert (found.code, [json.loads(line) for line in found.out.splitlines()]) == (2, EVENTS[:1])
    assert found.err == "ctlint: log.json:1:2: not a CloudTrail record (nor is 1 other)\n"


def test_text_of_a_log_acts_on_nobody(run: Runner) -> None:
    Path("log.json").write_text(json.dumps({**CREATE, "eventID": "##[x]\x1b[31m", "eventName": "\u202e::x"}))
    text = run("match", "log.json", "trails").out
    assert "\x1b" not in text and "\u202e" not in text and "##[" not in text
    lines = run("match", "log.json", "trails", "--format=jsonl").out
    assert lines.isascii() and "##" not in lines
    assert json.loads(lines)["event"] == {"index": 0, "eventID": "##[x]\x1b[31m", "eventName": "\u202e::x"}
    assert "\u202e" not in run("match", "log.json", "trails", "--summary").out


def test_fields_of_a_wrong_type(run: Runner) -> None:
    odd = {"eventName": 5, "eventID": [], "eventSource": {}, "resources": "x", "readOnly": [1], "eventCategory": None}
    Path("log.json").write_text(json.dumps([odd]))
    found = run("match", "log.json", "trails", "--format=jsonl")
    line = json.loads(found.out)
    schema("match").validate(line)
    assert line["event"] == {"index": 0, "eventID": None, "eventName": None}
    assert [each["recorded"] for each in line["trails"]] == ["maybe", "maybe"]
    for format_ in ("json", "text"):
        assert run("match", "log.json", "trails", "--summary", "--format", format_).code == 0
    assert "the event does not tell its eventCategory" in run("match", "log.json", "trails").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "error: which events? `ctlint match FILE [PATH ...]`; - is standard input"),
        (("missing.json", "trails"), "error: missing.json: no such file or folder"),
        (("log.json", "log.json"), "error: no trail or selector found in log.json"),
        (("trails", "log.json"), "error: no trail or selector found in log.json"),
        (
            ("log.json", "trails", "--formats", "json"),
            "error: there is no option `--formats`; did you mean `--format`?",
        ),
        (
            ("log.json", "trails", "--format", "xml"),
            "error: there is no `--format xml`; choose among text, json, jsonl",
        ),
        (
            ("log.json", "--summary", "--format=jsonl"),
            "error: `--summary` goes with `--format text` or `--format json`",
        ),
        (("-", "-"), "error: standard input cannot hold both the events and the trails"),
        (("empty", "trails"), "error: empty: no log file found"),
    ],
)
def test_usage_errors(run: Runner, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "empty").mkdir()
    found = run("match", *arguments)
    assert (found.code, found.out, found.err) == (2, "", f"ctlint: {message}\n")


def test_a_path_that_is_missing_beside_others(run: Runner) -> None:
    found = run("match", "log.json", "trails", "missing.json", "--format=jsonl")
    assert (found.code, found.err) == (2, "ctlint: missing.json: no such file or folder\n")
    assert [json.loads(line) for line in found.out.splitlines()] == EVENTS


def test_a_file_of_trails_that_cannot_be_read(run: Runner) -> None:
    Path("broken.yaml").write_text("EventSelectors: [\n")
    found = run("match", "log.json", "trails/audit.json", "broken.yaml", "--format=jsonl")
    assert (found.code, len(found.out.splitlines())) == (2, 2)
    assert found.err.startswith("ctlint: broken.yaml:") and found.err.count("\n") == 1


def test_a_closed_pipe_ends_quietly() -> None:
    Path("log.json").write_text(json.dumps({"Records": [CREATE] * 20_000}))
    for format_ in ("jsonl", "json", "text"):
        done = run_shell(f"ctlint match log.json trails --format {format_} | head -c 100")
        assert (len(done.stdout), done.stderr) == (100, "")


def test_an_empty_log(run: Runner) -> None:
    Path("log.json").write_text('{"Records": []}')
    assert run("match", "log.json", "trails").out == "no events\n"
    assert run("match", "log.json", "trails", "--format=jsonl").out == ""
    assert run("match", "log.json", "trails", "--summary").out.endswith(
        "0 events: 0 recorded, 0 perhaps, 0 not, 0 by more than one trail\n"
    )


def test_the_documentation_shows_what_is_printed(run: Runner) -> None:
    text = (ROOT / "docs" / "match.md").read_text(encoding="utf-8")
    blocks = [block.partition("\n")[2] for block in text.split("```")[1::2]]
    trail, log, shown, summary, line = blocks
    Path("audit.json").write_text(trail)
    Path("log.json").write_text(log)
    for block in (shown, summary):
        command, _, expected = block.partition("\n")
        assert run(*command.split()[2:]).out == expected
    assert run("match", "log.json", "audit.json", "--format=jsonl").out.splitlines()[1] == line.rstrip("\n")
