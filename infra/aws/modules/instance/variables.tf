variable "name" {
  description = "Name of the instance, its role and its interface."
  type        = string
}

variable "subnet_id" {
  description = "Subnet of its network interface."
  type        = string
}

variable "security_group_id" {
  description = "The one security group of its network interface."
  type        = string
}

variable "public" {
  description = "Whether it has a public address, to go out by."
  type        = bool
}

variable "newest_image" {
  description = "Id of the newest image of Amazon Linux 2023; the instance keeps to the one that it was first made of."
  type        = string
}

variable "bucket" {
  description = "Bucket to which it tells, under boot/, how its first boot went."
  type        = object({ name = string, arn = string })
}

variable "wait_minutes" {
  description = "How long an apply waits for that; 0: not at all."
  type        = number
}

variable "instance_type" {
  description = "Type of the instance."
  type        = string
}

variable "user_data" {
  description = "Script of its first boot."
  type        = string
}

variable "log_group" {
  description = "Where its journal goes."
  type        = string
}

variable "log_retention_days" {
  description = "Days that its journal is kept."
  type        = number
}

variable "metrics_namespace" {
  description = "The one namespace that it may put metrics into."
  type        = string
}

variable "permissions" {
  description = "Statements of an IAM policy, besides those that every instance has."
  type        = any
}
