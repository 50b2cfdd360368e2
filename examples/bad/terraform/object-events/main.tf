# Literal blocks, and what goes wrong with the objects of buckets.

resource "aws_s3_bucket" "logs" {
  bucket = "acme-audit-logs"
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}

resource "aws_cloudtrail" "objects" {
  name                  = "acme--objects"  # expect: CT133
  s3_bucket_name        = aws_s3_bucket.logs.id
  is_multi_region_trail = true

  advanced_event_selector {
    name = "management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field       = "readOnly"
      starts_with = ["false"]  # expect: CT113
    }

    field_selector {
      field      = "eventSource"
      not_equals = ["kms.amazonaws.com", "sts.amazonaws.com"]  # expect: CT117
    }
  }

  advanced_event_selector {
    name = "reports"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field = "resources.ARN"
      starts_with = [
        "${aws_s3_bucket.reports.arn}/*",  # expect: CT304/error
        aws_s3_bucket.reports.arn,         # expect: CT306/warning
        "arn:aws:s3:::acme-uploads",       # expect: CT306/warning
        "arn:aws:s3:::acme-backup-",       # expect: CT306/note
      ]
    }
  }

  advanced_event_selector {
    name = "everything but the logs"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field      = "resources.ARN"
      not_equals = [aws_s3_bucket.logs.arn]  # expect: CT305/error
    }

    field_selector {
      field  = "resources.Arn"  # expect: CT110
      equals = [aws_s3_bucket.reports.arn]
    }
  }

  advanced_event_selector {  # expect: CT106
    name = "functions"

    field_selector {
      field  = "resources.type"
      equals = ["AWS::Lambda::Function"]
    }

    field_selector {
      field      = "eventName"
      startsWith = ["Invoke"]  # expect: CT103
    }
  }

  insight_selector {
    insight_type = "ApiErrorInsight"  # expect: CT129
  }
}
