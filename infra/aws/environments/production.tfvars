# What this deployment is: the one place for its choices, read by `make aws-up`, by the workflows and by whoever plans by
# hand (-var-file). Nothing here is secret. The first three are nobody's until you write yours.

allowed_cidrs = ["203.0.113.7/32"]  # who may open the dashboard
alarm_email   = "owner@example.com" # who hears of alarms
contact       = "owner@example.com" # by which providers can reach you

# price_source     = "yahoo" # without a Tiingo key; Yahoo refuses many cloud addresses
# dashboard_domain = "bellwether.example.com"
# route53_zone_id  = "Z0123456789"

# github_repository = "owner/bellwether"
# github_ids        = { owner = 123456, repository = 1304267049 }
