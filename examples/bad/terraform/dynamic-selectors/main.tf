# Dynamic blocks over local values: a finding stands at the value, wherever that is, and says where it is used.

locals {
  buckets = {
    invoices = "arn:aws:s3:::acme-invoices/"
    payroll  = "arn:aws:s3:::acme-payroll"  # expect: CT306/warning
  }

  functions = [
    "arn:aws:lambda:eu-west-1:111122223333:function/billing",  # expect: CT307
    "arn:aws:lambda:eu-west-1:111122223333:function:*",        # expect: CT304/error
  ]

  filters = {
    "eventCategory"  = { equals = ["Data"] }
    "resources.type" = { equals = ["AWS::DynamoDB::Table", "AWS::SQS::Queue"] }  # expect: CT116
    "eventName"      = { equals = ["PutItem "] }                                 # expect: CT318
    "readOnly"       = { equals = ["False"] }                                    # expect: CT117
  }
}

variable "ignored_sources" {
  type    = list(string)
  default = ["kms.amazonaws.com", "rds.amazonaws.com"]  # expect: CT117
}

resource "aws_cloudtrail" "dynamic" {
  name                  = "acme-dynamic"
  s3_bucket_name        = "acme-dynamic-logs"
  is_multi_region_trail = true

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field      = "eventSource"
      not_equals = var.ignored_sources
    }
  }

  dynamic "advanced_event_selector" {
    for_each = local.buckets

    content {
      name = "objects of ${advanced_event_selector.key}"

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
        starts_with = [advanced_event_selector.value]
      }
    }
  }

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::Lambda::Function"]
    }

    field_selector {
      field  = "resources.ARN"
      equals = local.functions
    }
  }

  advanced_event_selector {
    name = "queue writes"

    dynamic "field_selector" {
      for_each = local.filters

      content {
        field  = field_selector.key
        equals = field_selector.value.equals
      }
    }
  }
}
