# Required: who may see the dashboard, who hears of alarms, and whom a provider can reach.

variable "allowed_cidrs" {
  description = "IPv4 ranges that may open the dashboard, such as [\"203.0.113.7/32\"]. There is no open default."
  type        = list(string)

  validation {
    condition     = length(var.allowed_cidrs) > 0 && alltrue([for cidr in var.allowed_cidrs : can(cidrnetmask(cidr))])
    error_message = "allowed_cidrs needs at least one IPv4 range in CIDR notation, such as 203.0.113.7/32."
  }
  validation {
    condition     = alltrue([for cidr in var.allowed_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, false)])
    error_message = "allowed_cidrs may not hold 0.0.0.0/0 or any range wider than /8: name who may see the dashboard."
  }
  validation { # a security group refuses them, but only in the middle of an apply
    condition     = alltrue([for cidr in var.allowed_cidrs : try(cidrhost(cidr, 0) == split("/", cidr)[0], false)])
    error_message = "allowed_cidrs holds a range whose address is not its first, such as 203.0.113.7/24: write 203.0.113.0/24, or /32 for the one address."
  }
}

variable "alarm_email" {
  description = "Address that alarms and the budget are sent to; AWS asks it to confirm once."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address."
  }
}

variable "contact" {
  description = "E-mail address or page by which a provider can reach you; part of the User-Agent. Wikimedia refuses or throttles who has none."
  type        = string

  validation {
    condition     = can(regex("^(https?://|[\\w.+-]+@)[\\w.+~/%?=&#:@-]+$", var.contact))
    error_message = "contact must be an e-mail address or the address of a page (https://…)."
  }
}

# Where and what.

variable "region" {
  description = "AWS region of everything."
  type        = string
  default     = "us-east-1"
}

variable "environment" {
  description = "Name of this deployment; part of every resource's name. One per account and region: sources' metrics carry no environment."
  type        = string
  default     = "production"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "environment must be 2 to 12 lower-case letters and digits: it is part of bucket names, which have 63 characters at most."
  }
}

variable "vpc_cidr" {
  description = "Address range of the VPC, a /16 to /20."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && try(contains(range(16, 21), tonumber(split("/", var.vpc_cidr)[1])), false)
    error_message = "vpc_cidr must be an IPv4 range between /16 and /20."
  }
}

variable "etl_in_private_subnet" {
  description = "Move the ETL instance to a private subnet behind a NAT gateway (about 33 USD a month more)."
  type        = bool
  default     = false
}

variable "architecture" {
  description = "Processor of the Lambda and of the instances: arm64 (cheaper) or x86_64. The zip must be built for it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

# What is deployed.

variable "lambda_zip" {
  description = "The Lambda's zip, relative to this folder or absolute: `make lambda`."
  type        = string
  default     = "../../build/lambda.zip"
}

variable "bundle" {
  description = "What the instances install, relative to this folder or absolute: `make bundle`."
  type        = string
  default     = "../../build/bellwether-bundle.tar"
}

variable "wait_for_boot_minutes" {
  description = "How long an apply waits for a new instance to tell how its first boot went. 0: not at all, where no instance ever boots."
  type        = number
  default     = 20
}

# Sources.

variable "price_source" {
  description = <<-EOT
    Whom to ask for prices: tiingo (licensed for a cloud; some 700 tickers a morning need a paid plan, README "What it
    costs") or yahoo (refuses many cloud addresses).
  EOT
  type        = string
  default     = "tiingo"

  validation {
    condition     = contains(["tiingo", "yahoo"], var.price_source)
    error_message = "price_source must be tiingo or yahoo."
  }
}

variable "sources" {
  description = <<-EOT
    When each source is asked, in New York's time, and after how many hours without an answer an alarm goes off
    (null: never, nor does a build wait for it). Members are asked for first, so that prices are asked for today's members.
    A source that seldom has anything new has answered_within_hours: the hours within which some run was answered all it asked.
  EOT
  type = map(object({
    schedule              = string
    fresh_within_hours    = optional(number)
    answered_within_hours = optional(number)
  }))
  default = {
    wikipedia           = { schedule = "cron(0 8 * * ? *)", fresh_within_hours = 30 }
    membership_spells   = { schedule = "cron(0 8 * * ? *)", fresh_within_hours = 30 }
    wikipedia_revisions = { schedule = "cron(5 8 * * ? *)", answered_within_hours = 54 } # a month's list is there once the month has ended
    tiingo              = { schedule = "cron(5 8 * * ? *)", fresh_within_hours = 30 }
    yahoo               = { schedule = "cron(5 8 * * ? *)", fresh_within_hours = 30 }
    open_meteo          = { schedule = "cron(5 8 * * ? *)", fresh_within_hours = 30 }
    gdelt               = { schedule = "cron(5 8 * * ? *)", fresh_within_hours = 54 } # it often fails for a day
    wikimedia           = { schedule = "cron(5 8 * * ? *)", fresh_within_hours = 30 }
    fred                = { schedule = "cron(5 8 * * ? *)", fresh_within_hours = 30 }
    google_trends       = { schedule = "cron(5 8 * * ? *)" } # a person drops exports when they like
  }

  validation {
    # CloudWatch looks back seven days at most
    condition = alltrue(flatten([
      for source in values(var.sources) : [
        for hours in [source.fresh_within_hours, source.answered_within_hours] : hours == null ? true : hours >= 1 && hours <= 168
      ]
    ]))
    error_message = "fresh_within_hours and answered_within_hours must lie between 1 and 168 hours, or be null."
  }
  validation {
    condition     = alltrue([for source in values(var.sources) : can(regex("^(cron|rate)\\(.+\\)$", source.schedule))])
    error_message = "schedule must be an EventBridge Scheduler expression: cron(…) or rate(…)."
  }
}

variable "ask_again" {
  description = "When every source is asked once more for what nobody has answered yet, in New York's time: before last_call."
  type        = string
  default     = "cron(10 9 * * ? *)"
}

variable "last_call" {
  description = "New York's time from which the build waits for no source any more."
  type        = string
  default     = "09:45"

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.last_call))
    error_message = "last_call must be a time such as 09:45."
  }
}

variable "sources_from_etl" {
  description = "Sources that the ETL instance asks from its own fixed address, not the Lambda: Open-Meteo and Yahoo limit by address, and Lambda shares its own."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.sources_from_etl, ["yahoo", "tiingo", "open_meteo", "gdelt", "wikimedia", "fred"])) == 0
    error_message = "sources_from_etl may hold yahoo, tiingo, open_meteo, gdelt, wikimedia and fred: who is a member is asked before the others."
  }
}

variable "open_meteo_key" {
  description = "Ask Open-Meteo's keyed service, which limits by key and not by address; the key is put into a secret by hand."
  type        = bool
  default     = false
}

variable "lambda_reserved_concurrency" {
  description = "How many extractions may run at once; at least one per source. -1 reserves none: a new account's ten cannot be reserved."
  type        = number
  default     = -1
}

# Database.

variable "postgres_major" {
  description = "Major version of RDS PostgreSQL, 16 to 18. Of it the newest minor that AWS offers is taken."
  type        = string
  default     = "16"

  validation {
    condition     = contains(["16", "17", "18"], var.postgres_major)
    error_message = "postgres_major must be 16, 17 or 18."
  }
}

variable "database_changes_now" {
  description = "Change the database at once, a new major version included, and not in the maintenance window, which takes no major one."
  type        = bool
  default     = false
}

variable "database_class" {
  description = "Instance class of the database."
  type        = string
  default     = "db.t4g.micro"
}

variable "database_storage_gb" {
  description = "Storage of the database at first; it grows by itself up to five times that."
  type        = number
  default     = 20

  validation {
    condition     = var.database_storage_gb >= 20
    error_message = "database_storage_gb must be at least 20, the least that gp3 has."
  }
}

variable "database_multi_az" {
  description = "Keep a standby in the second zone (doubles the database's cost)."
  type        = bool
  default     = false
}

variable "backup_days" {
  description = "Days to which the database can be restored at any second. An account on AWS's Free plan is refused more than a few: 1."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days must lie between 1 and 35: with 0 there would be no backup at all."
  }
}

variable "protected" {
  description = "Refuse to delete the database and buckets that hold objects. Set false, apply, then destroy."
  type        = bool
  default     = true
}

variable "final_snapshot" {
  description = "Take a snapshot when the database is destroyed; it is kept, and billed, until you delete it."
  type        = bool
  default     = true
}

# Instances.

variable "etl_instance_type" {
  description = "Type of the ETL instance; of the chosen architecture."
  type        = string
  default     = "t4g.small"
}

variable "dashboard_instance_type" {
  description = "Type of the dashboard's instance; of the chosen architecture."
  type        = string
  default     = "t4g.small"
}

variable "dashboard_domain" {
  description = "Name under which the dashboard is opened, such as bellwether.example.com. Null: its address, with a self-signed certificate."
  type        = string
  default     = null
}

variable "route53_zone_id" {
  description = "Hosted zone of dashboard_domain: the record is made there, and the certificate is proven by it. Null: you do both."
  type        = string
  default     = null

  validation {
    condition     = var.route53_zone_id == null || var.dashboard_domain != null
    error_message = "route53_zone_id is of use only with dashboard_domain."
  }
}

variable "dashboard_login" {
  description = "Ask for a login at your OpenID Connect provider; its settings are put into a secret by hand."
  type        = bool
  default     = false
}

# Spark, for those who outgrow one PostgreSQL.

variable "enable_spark" {
  description = "Make a lake and an EMR Serverless application for builds on Spark: see dbt_project/SCALING.md."
  type        = bool
  default     = false
}

variable "spark_release" {
  description = "EMR's release of the application, such as emr-spark-8.0.0, which has Spark 4."
  type        = string
  default     = "emr-spark-8.0.0"

  validation {
    condition     = can(regex("^emr-(spark-)?[0-9]+\\.[0-9]+\\.[0-9]+$", var.spark_release))
    error_message = "spark_release must be exact, such as emr-spark-8.0.0."
  }
}

variable "spark_maximum_vcpu" {
  description = "The most vCPU that Spark may use at once, each with 4 GB."
  type        = number
  default     = 24

  validation {
    condition     = var.spark_maximum_vcpu >= 8
    error_message = "spark_maximum_vcpu must be at least 8: a driver and one worker."
  }
}

# Keeping, and paying.

variable "landing_kept" {
  description = "Whether an earlier deployment of this name has left its landing zone's bucket (`make aws-destroy KEEP_LANDING=1`): this one goes on with it."
  type        = bool
  default     = false
}

variable "glacier_after_days" {
  description = "Move landed objects to Glacier Instant Retrieval after so many days. Null: never."
  type        = number
  default     = null

  validation {
    condition     = var.glacier_after_days == null ? true : var.glacier_after_days >= 90
    error_message = "glacier_after_days must be at least 90, or null: that class bills 90 days at least, and young objects are read daily."
  }
}

variable "digest_webhook" {
  description = "Whether each morning's digest goes to a webhook of Slack's or Teams' form as well, whose address a person puts into the secret webhook."
  type        = bool
  default     = false
}

variable "releases_kept" {
  description = "How many releases are kept: of each publish, its marts as Parquet."
  type        = number
  default     = 30

  validation {
    condition     = var.releases_kept >= 1
    error_message = "releases_kept must be at least 1."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept; one of the numbers that CloudWatch Logs knows."
  type        = number
  default     = 365
}

variable "monthly_budget_usd" {
  description = "Monthly cost of the whole account above which the budget warns."
  type        = number
  default     = 75
}

variable "github_repository" {
  description = "Repository whose workflow may deploy through OpenID Connect, such as owner/bellwether. Null: none may."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository == null ? true : can(regex("^[\\w.-]+/[\\w.-]+$", var.github_repository))
    error_message = "github_repository must be owner/name; numbers go into github_ids."
  }
}

variable "github_ids" {
  description = <<-EOT
    The numbers of the repository's owner and of the repository: `gh api repos/OWNER/NAME --jq '{owner: .owner.id, repository: .id}'`.
    GitHub names a repository by them that was made, renamed or moved since 15 July 2026. Null: an older one, named by its name alone.
  EOT
  type        = object({ owner = number, repository = number })
  default     = null

  validation {
    condition     = var.github_ids == null || var.github_repository != null
    error_message = "github_ids is of use only with github_repository."
  }
}
