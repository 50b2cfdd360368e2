"""Logs of CloudTrail for `ctlint match`, and the programs that it is measured by."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ACCOUNT = "111122223333"
RECORDS = 50_000
SEED = 4
LOADS = "import json, sys; json.loads(open(sys.argv[1], 'rb').read())"

Json = dict[str, object]
NAMES = (
    ("s3.amazonaws.com", "GetObject", True), ("s3.amazonaws.com", "PutObject", False),
    ("kms.amazonaws.com", "Decrypt", True), ("sts.amazonaws.com", "AssumeRole", True),
    ("ec2.amazonaws.com", "DescribeInstances", True), ("iam.amazonaws.com", "PutRolePolicy", False),
    ("lambda.amazonaws.com", "Invoke", False),
)  # fmt: skip


def write_log(path: Path) -> None:
    """Write a log file, all on one line, as CloudTrail delivers it."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"Records":[')
        for number, each in enumerate(records()):
            file.write(f"{',' if number else ''}{json.dumps(each, separators=(',', ':'))}")
        file.write("]}")


def write_trail(path: Path) -> None:
    """Write a trail with five selectors, of management events and of the data of some services."""
    path.write_text(json.dumps({"TrailName": "acme-audit", "AdvancedEventSelectors": selectors()}), encoding="utf-8")


def loads(path: Path) -> list[str]:
    """Return the command that parses a log at once with the JSON parser of Python."""
    return [sys.executable, "-c", LOADS, str(path)]


def records() -> Iterator[Json]:
    """Yield records whose shapes are alike, each with an ARN of its own."""
    chance = random.Random(SEED)
    for number in range(RECORDS):
        source, name, is_read = chance.choice(NAMES)
        yield record(number, source, name, is_read)


def record(number: int, source: str, name: str, is_read: bool) -> Json:
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/app-{number % 40}/session-{number % 3_000}"
    service = source.partition(".")[0]
    is_data = service in ("s3", "lambda")
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": f"AROAEXAMPLE:session-{number % 3_000}",
            "arn": session,
            "accountId": ACCOUNT,
            "sessionContext": {
                "sessionIssuer": {"type": "Role", "arn": f"arn:aws:iam::{ACCOUNT}:role/app", "userName": "app"},
                "attributes": {"creationDate": "2026-11-01T00:00:00Z", "mfaAuthenticated": "false"},
            },
        },
        "eventTime": "2026-11-01T00:00:00Z",
        "eventSource": source,
        "eventName": name,
        "awsRegion": "eu-west-1",
        "sourceIPAddress": "192.0.2.1",
        "userAgent": "aws-sdk-java/2.29 Linux/6.1 OpenJDK_64-Bit_Server_VM/21.0.5",
        "requestParameters": {"bucketName": f"acme-data-{number % 30}", "key": f"reports/{number}.csv"},
        "responseElements": None,
        "additionalEventData": {"SignatureVersion": "SigV4", "bytesTransferredIn": 0, "bytesTransferredOut": number},
        "requestID": f"REQUEST{number:012}",
        "eventID": f"00000000-0000-4000-8000-{number:012}",
        "readOnly": is_read,
        "resources": resources(service, number),
        "eventType": "AwsApiCall",
        "managementEvent": not is_data,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Data" if is_data else "Management",
        "tlsDetails": {"tlsVersion": "TLSv1.3", "clientProvidedHostHeader": f"{service}.eu-west-1.amazonaws.com"},
    }


def resources(service: str, number: int) -> list[Json]:
    bucket = f"arn:aws:s3:::acme-data-{number % 30}"
    if service == "s3":
        return [
            {"type": "AWS::S3::Object", "ARN": f"{bucket}/reports/{number}.csv"},
            {"type": "AWS::S3::Bucket", "ARN": bucket, "accountId": ACCOUNT},
        ]
    if service == "lambda":
        return [{"type": "AWS::Lambda::Function", "ARN": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{number % 99}"}]
    return []


def selectors() -> list[Json]:
    buckets = [f"arn:aws:s3:::acme-data-{number}/" for number in range(10)]
    return [
        selector("management", {"eventCategory": ["Management"]}, eventSource={"NotEquals": ["kms.amazonaws.com"]}),
        selector("writes", data("AWS::S3::Object", readOnly=["false"]), **{"resources.ARN": {"StartsWith": buckets}}),
        selector("tables", data("AWS::DynamoDB::Table", eventName=["DeleteItem", "PutItem"])),
        selector(
            "reads",
            data("AWS::S3::Object", eventName=["GetObject"]),
            **{"resources.ARN": {"NotStartsWith": buckets[:3], "NotEndsWith": [".tmp"]}},
        ),
        selector("functions", data("AWS::Lambda::Function")),
    ]


def data(type_: str, **fields: list[str]) -> dict[str, list[str]]:
    return {"eventCategory": ["Data"], "resources.type": [type_], **fields}


def selector(name: str, equal: dict[str, list[str]], **others: dict[str, list[str]]) -> Json:
    fields: list[Json] = [{"Field": field, "Equals": values} for field, values in equal.items()]
    return {"Name": name, "FieldSelectors": [*fields, *({"Field": key, **each} for key, each in others.items())]}
