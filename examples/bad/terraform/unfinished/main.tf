# Somebody stopped in the middle of a word; what stands after it is linted all the same.

resource "aws_cloudtrail" "new" {
  name           = "acme-new"
  s3_bucket_name = "acme-new-logs

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }
}

resource "aws_cloudtrail" "old" {
  name           = "acme-old"
  s3_bucket_name = "acme-old-logs"

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
  }
}
