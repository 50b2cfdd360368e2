resource "aws_cloudtrail" "this" {
  name                  = var.name
  s3_bucket_name        = "${var.name}-logs"
  is_multi_region_trail = true

  advanced_event_selector {
    name = "management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field  = "eventName"  # expect: CT111
      equals = ["ConsoleLogin"]
    }
  }

  advanced_event_selector {
    name = "objects"

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
      equals = [var.read_only_value]
    }

    field_selector {
      field       = "resources.ARN"
      starts_with = var.buckets
    }
  }
}
