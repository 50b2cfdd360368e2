# Data events by configuration: one selector for each bucket, and one for functions where somebody wants it.

locals {
  prefixes = {
    for bucket, folders in var.recorded_buckets :
    bucket => length(folders) > 0 ? [for folder in folders : "${bucket}/${folder}"] : ["${bucket}/"]
  }

  # One selector for each resource type that is recorded as a whole.
  whole_types = compact([
    var.record_functions ? "AWS::Lambda::Function" : "",
    var.stage == "production" ? "AWS::DynamoDB::Table" : "",
  ])
}

data "aws_partition" "current" {}

resource "aws_cloudtrail" "data" {
  name                  = "acme-data-${var.stage}"
  s3_bucket_name        = aws_s3_bucket.logs.id
  is_multi_region_trail = true
  enable_logging        = true

  advanced_event_selector {
    name = "management events that write"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field  = "readOnly"
      equals = ["false"]
    }
  }

  dynamic "advanced_event_selector" {
    for_each = local.prefixes
    iterator = bucket

    content {
      name = "objects of ${bucket.key}"

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
        starts_with = [for prefix in bucket.value : "arn:${data.aws_partition.current.partition}:s3:::${prefix}"]
      }
    }
  }

  dynamic "advanced_event_selector" {
    for_each = toset(local.whole_types)

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

      dynamic "field_selector" {
        for_each = length(var.ignored_roles) > 0 ? [var.ignored_roles] : []

        content {
          field           = "userIdentity.arn"
          not_starts_with = field_selector.value
        }
      }
    }
  }
}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "acme-data-events-"
}
