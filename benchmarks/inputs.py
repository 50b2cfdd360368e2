"""What the benchmarks read: files made the same way every time, in a scratch folder."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import terraform

ACCOUNT = "111122223333"
TREE_FILES = 2_000
TREE_TRAILS = 200
TEMPLATE_BYTES = 10 * 1024
SELECTOR_BYTES = 25 * 1024
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2")


class Inputs:
    """The files and folders of a run, below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.plain = folder / "deployment.yaml"
        self.selectors = folder / "selectors.json"
        self.template = folder / "template.yaml"
        self.findings = folder / "findings.yaml"
        self.configuration = folder / "configuration" / "main.tf"
        self.repository = folder / "repository"
        self.tree = folder / "tree"
        self.templates = folder / "templates"

    def write(self) -> None:
        """Write every file; each folder is made new."""
        self.plain.write_text(plain_yaml(1, TEMPLATE_BYTES), encoding="utf-8")
        self.selectors.write_text(selectors(SELECTOR_BYTES), encoding="utf-8")
        self.template.write_text(template(0, TEMPLATE_BYTES), encoding="utf-8")
        mistaken = template(0, TEMPLATE_BYTES).replace("NotEquals:", "NotEqual:")
        self.findings.write_text(mistaken, encoding="utf-8")
        self.configuration.parent.mkdir()
        self.configuration.write_text(terraform.configuration(), encoding="utf-8")
        terraform.write_repository(self.repository)
        self._write_tree()
        self._write_templates()

    def _write_tree(self) -> None:
        """Write a repository in which every tenth file holds a trail."""
        step = TREE_FILES // TREE_TRAILS
        for number in range(TREE_FILES):
            folder = self.tree / f"team-{number % 40:02}" / f"service-{number % 10}"
            folder.mkdir(parents=True, exist_ok=True)
            if number % step == 0:
                path, text = folder / f"trail-{number}.yaml", template(number, 2_000 + number * 4)
            elif number % step < 6:
                path, text = folder / f"deployment-{number}.yaml", plain_yaml(number, 1_000 + number * 3)
            elif number % step < 8:
                path, text = folder / f"data-{number}.json", plain_json(number, 1_000 + number * 5)
            else:
                path, text = folder / f"notes-{number}.md", prose(number, 1_000 + number * 2)
            path.write_text(text, encoding="utf-8")

    def _write_templates(self) -> None:
        self.templates.mkdir()
        for number in range(TREE_TRAILS):
            path = self.templates / f"trail-{number}.yaml"
            path.write_text(template(number, TEMPLATE_BYTES), encoding="utf-8")


def selectors(size: int) -> str:
    """Return a request for put-event-selectors of about `size` bytes: a few selectors with many ARNs each."""
    chosen = [management_selector()]
    buckets: list[str] = []
    while len(render(chosen)) < size:
        if not buckets or len(buckets) == 60:
            buckets = []
            chosen.append(data_selector(f"objects {len(chosen)}", buckets))
        number = 60 * len(chosen) + len(buckets)
        folder = "/".join(f"{'records' if level % 2 else 'archive'}-{number % 7}" for level in range(4))
        buckets.append(f"arn:aws:s3:::acme-data-{number:04}/{folder}/")
    return render(chosen)


def many_selectors(count: int, stage: str) -> str:
    """Return a request with a selector for each of many buckets."""
    names = (f"arn:aws:s3:::acme-data-{number:03}-{stage}/" for number in range(count))
    return render([data_selector(f"objects {number}", [prefix]) for number, prefix in enumerate(names)])


def render(chosen: list[dict[str, object]]) -> str:
    request = {"TrailName": "acme-audit", "AdvancedEventSelectors": chosen}
    return json.dumps(request, indent=2) + "\n"


def management_selector() -> dict[str, object]:
    return {
        "Name": "management events",
        "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Management"]},
            {"Field": "readOnly", "Equals": ["false"]},
        ],
    }


def data_selector(name: str, prefixes: list[str]) -> dict[str, object]:
    return {
        "Name": name,
        "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
            {"Field": "readOnly", "Equals": ["false"]},
            {"Field": "resources.ARN", "StartsWith": prefixes},
        ],
    }


def template(number: int, size: int) -> str:
    """Return a CloudFormation template of about `size` bytes: a trail, its bucket, and what stands around it."""
    parts = [TEMPLATE.replace("NUMBER", str(number)).replace("REGION", REGIONS[number % len(REGIONS)])]
    length = len(parts[0])
    while length < size:
        name = f"Queue{len(parts)}"
        parts.append(RESOURCE.replace("NAME", name).replace("NUMBER", str(number * 31 + len(parts))))
        length += len(parts[-1])
    return "".join(parts)


TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: Audit trail NUMBER of the organisation
Parameters:
  BucketName:
    Type: String
  Environment:
    Type: String
    AllowedValues: [production, staging]
Conditions:
  IsProduction: !Equals [!Ref Environment, production]
Resources:
  LogBucket:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      BucketName: !Ref BucketName
      VersioningConfiguration: {Status: Enabled}
  LogBucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref LogBucket
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: Write
            Effect: Allow
            Principal: {Service: cloudtrail.amazonaws.com}
            Action: s3:PutObject
            Resource: !Sub "${LogBucket.Arn}/AWSLogs/${AWS::AccountId}/*"
            Condition: {StringEquals: {"s3:x-amz-acl": bucket-owner-full-control}}
  Trail:
    Type: AWS::CloudTrail::Trail
    DependsOn: LogBucketPolicy
    Properties:
      TrailName: acme-audit-NUMBER
      S3BucketName: !Ref LogBucket
      IsLogging: true
      IsMultiRegionTrail: true
      AdvancedEventSelectors:
        - Name: management
          FieldSelectors:
            - Field: eventCategory
              Equals: [Management]
            - Field: readOnly
              Equals: ["false"]
        - Name: writes to the data of REGION
          FieldSelectors:
            - Field: eventCategory
              Equals: [Data]
            - Field: resources.type
              Equals: [AWS::S3::Object]
            - Field: readOnly
              Equals: ["false"]
            - Field: resources.ARN
              StartsWith:
                - !Sub "arn:${AWS::Partition}:s3:::acme-data-NUMBER/"
                - !If [IsProduction, "arn:aws:s3:::acme-production/", "arn:aws:s3:::acme-staging/"]
        - Name: functions
          FieldSelectors:
            - Field: eventCategory
              Equals: [Data]
            - Field: resources.type
              Equals: [AWS::Lambda::Function]
            - Field: resources.ARN
              NotEquals: [!Sub "arn:aws:lambda:REGION:${AWS::AccountId}:function:heartbeat"]
"""

RESOURCE = """\
  NAME:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "${AWS::StackName}-NUMBER"
      MessageRetentionPeriod: 1209600
      VisibilityTimeout: 120
      Tags:
        - Key: owner
          Value: team-NUMBER
        - Key: purpose
          Value: work that waits for its turn in the NAME of NUMBER
"""


def plain_yaml(number: int, size: int) -> str:
    """Return a Kubernetes manifest of about `size` bytes."""
    parts = [f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{number}\nspec:\n  containers:\n"]
    while sum(map(len, parts)) < size:
        parts.append(
            f"    - name: worker-{len(parts)}\n      image: registry.example.com/worker:{number}\n"
            f"      resources: {{limits: {{cpu: 500m, memory: {number % 900}Mi}}}}\n"
        )
    return "".join(parts)


def plain_json(number: int, size: int) -> str:
    """Return JSON records of about `size` bytes."""
    rows = [
        {"id": number * 1000 + row, "region": REGIONS[row % len(REGIONS)], "open": row % 3 == 0, "note": "a record"}
        for row in range(size // 90)
    ]
    return json.dumps(rows, indent=1)


def prose(number: int, size: int) -> str:
    """Return Markdown of about `size` bytes."""
    line = f"- Service {number} writes to its own queue, and whoever reads it answers within a day.\n"
    return f"# Notes on service {number}\n\n" + line * (size // len(line))
