locals {
  recorded = {
    "AWS::S3::Object"       = [for arn in var.buckets : "${arn}/"]
    "AWS::Lambda::Function" = var.recorded_functions
  }
}

resource "aws_s3_bucket" "logs" {
  bucket = "${var.name}-trail"
}

resource "aws_cloudtrail" "this" {
  name                  = var.name
  s3_bucket_name        = aws_s3_bucket.logs.id
  is_multi_region_trail = true

  event_selector {
    include_management_events = var.management_events

    dynamic "data_resource" {
      for_each = { for type, values in local.recorded : type => values if length(values) > 0 }

      content {
        type   = data_resource.key
        values = data_resource.value
      }
    }
  }
}
