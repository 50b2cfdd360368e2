variable "name" {
  type = string
}

variable "management_events" {
  type    = bool
  default = true
}

variable "buckets" {
  description = "ARNs of the buckets whose objects are recorded."
  type        = list(string)
  default     = []
}

variable "recorded_functions" {
  description = "ARNs of the functions whose invocations are recorded."
  type        = list(string)
  default     = []
}
