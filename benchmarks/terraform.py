"""Terraform configurations for the benchmarks, made the same way every time."""

from __future__ import annotations

from pathlib import Path

MODULES = 50
"""Directories of the repository, of four files each."""
TRAILS = 20
"""Directories of them with a trail."""
FILES = 4 * MODULES
CONFIGURATION_BYTES = 10 * 1024


def write_repository(folder: Path) -> None:
    """Write a repository of modules, of which some hold a trail."""
    for number in range(MODULES):
        module = folder / f"team-{number % 7}" / f"service-{number:02}"
        module.mkdir(parents=True)
        # Spread evenly, as far as whole numbers go.
        holds_trail = number * TRAILS // MODULES < (number + 1) * TRAILS // MODULES
        first = trail(number, 4_000 + number * 60) if holds_trail else services(number, 4_000 + number * 60)
        (module / "main.tf").write_text(first, encoding="utf-8")
        (module / "queues.tf").write_text(services(number + 1, 2_000 + number * 40), encoding="utf-8")
        (module / "variables.tf").write_text(VARIABLES, encoding="utf-8")
        (module / "outputs.tf").write_text(outputs(number), encoding="utf-8")


def configuration() -> str:
    """Return a single file of 10 KB that needs nothing else."""
    return VARIABLES + trail(0, CONFIGURATION_BYTES - len(VARIABLES))


def trail(number: int, size: int) -> str:
    """Return a trail, its bucket, and queues around it, about `size` bytes."""
    text = TRAIL.replace("NUMBER", str(number))
    return text + services(number, size - len(text))


def services(number: int, size: int) -> str:
    """Return queues with their alarms, about `size` bytes."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(QUEUE.replace("NAME", f"work_{number}_{len(parts)}").replace("NUMBER", str(number)))
        length += len(parts[-1])
    return "\n".join(parts)


def outputs(number: int) -> str:
    return "\n".join(
        f'output "queue_{part}" {{\n  description = "Where work of kind {part} goes."\n'
        f"  value       = aws_sqs_queue.work_{number}_{part}.arn\n}}\n"
        for part in range(4)
    )


VARIABLES = """\
variable "environment" {
  description = "production or staging."
  type        = string
}

variable "buckets" {
  description = "Buckets whose objects are recorded."
  type        = list(string)
  default     = ["acme-invoices", "acme-payroll"]
}

variable "tags" {
  type    = map(string)
  default = {}
}

"""

TRAIL = """\
data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  name     = "acme-audit-NUMBER"
  prefixes = [for bucket in var.buckets : "arn:${data.aws_partition.current.partition}:s3:::${bucket}/"]
}

resource "aws_s3_bucket" "logs" {
  bucket = "${local.name}-${data.aws_caller_identity.current.account_id}"
  tags   = merge(var.tags, { purpose = "audit" })
}

resource "aws_cloudtrail" "audit" {
  name                       = local.name
  s3_bucket_name             = aws_s3_bucket.logs.id
  is_multi_region_trail      = true
  enable_log_file_validation = true

  advanced_event_selector {
    name = "management"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field  = "readOnly"
      equals = ["false"]
    }
  }

  advanced_event_selector {
    name = "writes to objects"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field  = "readOnly"
      equals = ["false"]
    }

    field_selector {
      field       = "resources.ARN"
      starts_with = concat(local.prefixes, ["arn:aws:s3:::acme-data-NUMBER/"])
    }
  }

  dynamic "advanced_event_selector" {
    for_each = toset(["AWS::Lambda::Function", "AWS::DynamoDB::Table"])

    content {
      name = "every ${advanced_event_selector.value}"

      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }

      field_selector {
        field  = "resources.type"
        equals = [advanced_event_selector.value]
      }
    }
  }
}

"""

QUEUE = """\
resource "aws_sqs_queue" "NAME" {
  name                       = "${var.environment}-NAME"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 120

  redrive_policy = jsonencode({
    deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:failed-NUMBER"
    maxReceiveCount     = 5
  })

  tags = merge(var.tags, {
    owner = "team-NUMBER"
  })
}

resource "aws_cloudwatch_metric_alarm" "NAME" {
  alarm_name          = "NAME is behind"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 300
  statistic           = "Maximum"
  threshold           = 900

  dimensions = {
    QueueName = aws_sqs_queue.NAME.name
  }
}
"""
