# The module is wrong once and for all its callers; an argument is wrong where it is written.

module "production" {
  source = "./modules/trail"

  name    = "acme-production"
  buckets = [aws_s3_bucket.invoices.arn, "arn:aws:s3:::acme-payroll/"]  # expect: CT306/warning
}

module "staging" {
  source = "./modules/trail"

  name            = "acme-staging"
  buckets         = ["arn:aws:s3:::acme-staging/*"]  # expect: CT304/error
  read_only_value = "yes"                            # expect: CT117
}

resource "aws_s3_bucket" "invoices" {
  bucket = "acme-invoices"
}
