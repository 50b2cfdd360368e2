variable "name" {
  type = string
}

variable "buckets" {
  type = list(string)
}

variable "read_only_value" {
  type    = string
  default = "false"
}
