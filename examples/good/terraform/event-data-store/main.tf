# Two event data stores of CloudTrail Lake: one of each Terraform provider that knows them.

resource "aws_cloudtrail_event_data_store" "security" {
  name                           = "acme-security"
  retention_period               = 365
  multi_region_enabled           = true
  termination_protection_enabled = true

  # An event data store filters management events by more fields than a trail does.
  advanced_event_selector {
    name = "what people do, apart from the deployment role"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field      = "eventType"
      not_equals = ["AwsServiceEvent"]
    }

    field_selector {
      field           = "userIdentity.arn"
      not_starts_with = ["arn:aws:sts::111122223333:assumed-role/deployment/"]
    }
  }
}

resource "awscc_cloudtrail_event_data_store" "configuration" {
  name             = "acme-configuration"
  retention_period = 90

  # This provider takes lists of objects where the other one has blocks.
  advanced_event_selectors = [
    {
      name = "configuration items"
      field_selectors = [
        { field = "eventCategory", equals = ["ConfigurationItem"] },
      ]
    },
  ]
}
