#!/usr/bin/env bash
set -euo pipefail

aws cloudtrail put-event-selectors --trail-name acme-audit --advanced-event-selectors '[
  {"Name": "Management events", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]'

# The second command replaces what the first one set.
aws cloudtrail put-event-selectors --trail-name acme-audit --advanced event-selectors '[
  {"Name": "Objects",
   "FieldSelectors": [
     {"Field": "eventCategory", "Equals": ["Data"]},
     {"Field": "resources.type", "Equals": ["AWS::S3::Bucket"]},
     {"Field": "eventSource", "Equals": ["s3.amazonaws.com.proxy.example.com"]},
     {"Field": "eventName", "StartsWith": ["Get*"]}
   ]}]'
