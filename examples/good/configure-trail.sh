#!/usr/bin/env bash
# Turns on data events for one bucket; the bucket's name is known only when the script runs.
set -euo pipefail
bucket="$1"

aws cloudtrail put-event-selectors \
  --trail-name acme-audit \
  --advanced-event-selectors '[
    {"Name": "Management events",
     "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
    {"Name": "Objects of one bucket",
     "FieldSelectors": [
       {"Field": "eventCategory", "Equals": ["Data"]},
       {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
       {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::'"$bucket"'/"]}]}
  ]'

aws cloudtrail put-insight-selectors --trail-name acme-audit --insight-selectors '[{"InsightType": "ApiCallRateInsight"}]'
