# A trail for each team, with basic selectors; management events are the organization trail's business.

locals {
  teams = {
    billing = {
      buckets   = ["acme-invoices", "acme-receipts"]
      functions = ["arn:aws:lambda:eu-west-1:111122223333:function:billing-run"]
    }
    search = {
      buckets   = ["acme-index"]
      functions = []
    }
  }
}

resource "aws_s3_bucket" "logs" {
  for_each = local.teams

  bucket = "acme-${each.key}-trail"
}

resource "aws_cloudtrail" "team" {
  for_each = local.teams

  name                  = "acme-${each.key}"
  s3_bucket_name        = aws_s3_bucket.logs[each.key].id
  is_multi_region_trail = false

  event_selector {
    read_write_type = "WriteOnly"
    # Said in every block: the default is true, in each of them.
    include_management_events = false

    data_resource {
      type   = "AWS::S3::Object"
      values = [for bucket in each.value.buckets : "arn:aws:s3:::${bucket}/"]
    }
  }

  dynamic "event_selector" {
    for_each = length(each.value.functions) > 0 ? [each.value.functions] : []

    content {
      include_management_events = false

      data_resource {
        type   = "AWS::Lambda::Function"
        values = event_selector.value
      }
    }
  }
}
