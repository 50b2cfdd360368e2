# A trail for each team, with basic selectors.

variable "teams" {
  type = map(object({
    buckets = list(string)
    tables  = list(string)
  }))
}

resource "aws_cloudtrail" "team" {
  for_each = var.teams

  name           = "acme-${each.key}"
  s3_bucket_name = "acme-${each.key}-trail"

  event_selector {
    read_write_type           = "WriteOnly"
    include_management_events = true
  }

  event_selector {  # expect: CT134
    read_write_type = "All"

    # The bucket is not known, what follows it is.
    data_resource {
      type   = "AWS::S3::Object"
      values = [for bucket in each.value.buckets : "arn:aws:s3:::${bucket}/*"]  # expect: CT304
    }

    data_resource {
      type   = "AWS::SQS::Queue"  # expect: CT120
      values = ["arn:aws:sqs"]
    }
  }

  event_selector {
    include_management_events        = false
    exclude_management_event_sources = ["kms.amazonaws.com"]  # expect: CT125

    data_resource {
      type   = "AWS::DynamoDB::Table"
      values = each.value.tables
    }
  }
}

resource "aws_cloudtrail" "archive" {
  name           = "acme-archive"
  s3_bucket_name = aws_s3_bucket.archive.id

  event_selector {
    read_write_type = "write"  # expect: CT123

    data_resource {
      type   = "AWS::S3::Object"
      values = [aws_s3_bucket.archive.arn, "acme-archive/"]  # expect: CT121 CT121
    }
  }
}

resource "aws_s3_bucket" "archive" {
  bucket = "acme-archive"
}
