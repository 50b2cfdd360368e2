stage            = "production"
record_functions = true

recorded_buckets = {
  acme-invoices = ["2026/", "incoming/"]
  acme-payroll  = []
}
