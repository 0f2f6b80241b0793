# What many files need: names, and the account that all of it lives in.

data "aws_caller_identity" "current" {}

data "aws_availability_zones" "available" {
  #checkov:skip=CKV_AWS_394:The first two of the sorted names are used; a zone that AWS adds comes after them.
  state = "available"

  filter { # local zones have no databases
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  name         = "bellwether-${var.environment}"
  account_id   = data.aws_caller_identity.current.account_id
  zones        = slice(sort(data.aws_availability_zones.available.names), 0, 2)
  metrics_name = "Bellwether" # namespace of the metrics that the Lambda and the instances send

  # a source that is not chosen has neither a schedule nor an alarm
  price_sources = ["tiingo", "yahoo"]
  sources = {
    for name, source in var.sources : name => source
    if !contains(local.price_sources, name) || name == var.price_source
  }
  lambda_sources  = { for name, source in local.sources : name => source if !contains(var.sources_from_etl, name) }
  sources_here    = sort(setintersection(var.sources_from_etl, keys(local.sources)))
  awaited_sources = [for name, source in local.sources : name if source.fresh_within_hours != null]
}
