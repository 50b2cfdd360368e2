variable "stage" {
  type = string

  validation {
    condition     = contains(["production", "staging"], var.stage)
    error_message = "The stage is production or staging."
  }
}

variable "recorded_buckets" {
  description = "Buckets whose objects are recorded, and under which prefixes; all of a bucket where there are none."
  type        = map(list(string))
  default     = {}
}

variable "record_functions" {
  type    = bool
  default = false
}

variable "ignored_roles" {
  description = "ARNs of role sessions, up to the name of the role and a slash."
  type        = list(string)
  default     = []
}
