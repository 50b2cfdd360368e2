# Two trails from one module: what each records is an argument of the call.

module "production" {
  source = "./modules/trail"

  name    = "acme-production"
  buckets = [aws_s3_bucket.invoices.arn, aws_s3_bucket.payroll.arn]
}

module "staging" {
  source = "./modules/trail"

  name               = "acme-staging"
  management_events  = false
  recorded_functions = [aws_lambda_function.import.arn]
}

resource "aws_s3_bucket" "invoices" {
  bucket = "acme-invoices"
}

resource "aws_s3_bucket" "payroll" {
  bucket = "acme-payroll"
}

resource "aws_lambda_function" "import" {
  function_name = "acme-import"
  role          = aws_iam_role.import.arn
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/import:latest"
}

resource "aws_iam_role" "import" {
  name               = "acme-import"
  assume_role_policy = file("${path.module}/assume-role.json")
}
