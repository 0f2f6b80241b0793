# What a variable changes, and what it refuses.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  allowed_cidrs         = ["203.0.113.7/32"]
  alarm_email           = "owner@example.com"
  contact               = "owner@example.com"
  lambda_zip            = "versions.tf"
  bundle                = "versions.tf"
  wait_for_boot_minutes = 0 # none ever boots
}

run "every_option" {
  variables {
    etl_in_private_subnet = true
    glacier_after_days    = 180
    price_source          = "yahoo"
    dashboard_domain      = "bellwether.example.com"
    route53_zone_id       = "Z0"
    dashboard_login       = true
    github_repository     = "owner/bellwether"
    github_ids            = { owner = 123456, repository = 1304267049 }
    postgres_major        = "17"
    open_meteo_key        = true
    digest_webhook        = true
    sources_from_etl      = ["open_meteo", "yahoo"]
    database_changes_now  = true
    protected             = false
    database_class        = "db.m7g.large"
    enable_spark          = true
  }

  assert {
    condition     = aws_emrserverless_application.spark[0].auto_stop_configuration[0].enabled && one(aws_emrserverless_application.spark[0].maximum_capacity[*].cpu) == "24 vCPU"
    error_message = "Spark stops when it is idle, and cannot grow without bound."
  }
  assert {
    condition     = output.lake_url == "s3://${module.lake[0].name}/lake" && length(local.etl_spark_permissions) == 4
    error_message = "The ETL instance may fill the lake and start the job."
  }
  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.spark[0].policy).Statement : !contains(statement.Resource, "*")
    ])
    error_message = "A job may do nothing outside of the lake, its catalogue and what it runs."
  }

  assert {
    condition     = module.etl.address == null && length(aws_nat_gateway.this) == 1
    error_message = "In the private subnet the ETL instance has no address and goes out by NAT."
  }
  assert {
    condition     = contains(aws_vpc_endpoint.s3.route_table_ids, aws_route_table.private[0].id)
    error_message = "S3 is reached by the free endpoint from the private subnet as well."
  }
  assert {
    condition = anytrue([
      for rule in aws_s3_bucket_lifecycle_configuration.landing.rule : rule.id == "glacier" && rule.status == "Enabled"
    ])
    error_message = "glacier_after_days moves landed objects."
  }
  assert {
    condition     = keys(aws_secretsmanager_secret.given) == ["certificate", "oidc", "open_meteo", "webhook"]
    error_message = "Yahoo needs no key; a login needs its provider's settings, Open-Meteo's keyed service its key, a webhook its address."
  }
  assert {
    condition     = strcontains(aws_lambda_function.extract.environment[0].variables.LANDING_URL, "s3://") && keys(aws_lambda_function.extract.environment[0].variables) == tolist(["BELLWETHER_CONTACT", "LANDING_URL"])
    error_message = "Without Tiingo the Lambda knows of no secret, nor of the key of a source that the ETL instance asks."
  }
  assert {
    condition     = length(setintersection(keys(aws_scheduler_schedule.source), ["yahoo", "yahoo-again", "tiingo", "open_meteo"])) == 0 && local.extract_environment.SOURCES_HERE == "open_meteo yahoo"
    error_message = "What the ETL instance asks from its own address, the Lambda does not ask; nor is a source asked that is not chosen."
  }
  assert {
    condition     = one(aws_route53_record.dashboard[*].name) == "bellwether.example.com"
    error_message = "The domain points to the dashboard."
  }
  assert {
    condition = { for name, value in jsondecode(aws_iam_role.deploy[0].assume_role_policy).Statement[0].Condition.StringEquals :
      trimprefix(name, "token.actions.githubusercontent.com:") => flatten([value]) } == {
      aud = ["sts.amazonaws.com"]
      ref = ["refs/heads/main"]
      sub = [
        "repo:owner/bellwether:environment:production",
        "repo:owner@123456/bellwether@1304267049:environment:production",
      ]
    }
    error_message = "Only the repository's environment may deploy, and only main, by both of the names that GitHub gives it."
  }
  assert {
    condition     = length(regexall("environment:plan\"", aws_iam_role.plan[0].assume_role_policy)) == 2 && aws_iam_role_policy_attachment.plan[0].policy_arn == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    error_message = "Who plans may read, and nothing else."
  }
  assert {
    condition     = aws_db_instance.this.parameter_group_name == "bellwether-production-postgres17" && aws_db_instance.this.apply_immediately && aws_db_instance.this.allow_major_version_upgrade
    error_message = "A new major version is taken at once, with its own parameter group."
  }
  assert {
    condition     = keys(aws_db_parameter_group.this) == ["16", "17", "18"]
    error_message = "The parameter group of the version before stays, for it is in use until the upgrade is done."
  }
  assert {
    condition     = !aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "Unprotected, everything can be destroyed, and a snapshot of the database stays nevertheless."
  }
  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "credits-database")
    error_message = "A class that is not burstable has no credits to watch."
  }
}

run "refuses_the_whole_internet_and_other_mistakes" {
  command = plan
  variables {
    allowed_cidrs   = ["203.0.113.7/32", "0.0.0.0/0"]
    alarm_email     = "nobody"
    postgres_major  = "15"
    contact         = ""
    backup_days     = 0
    environment     = "longerthantwelve"
    github_ids      = { owner = 1, repository = 2 } # without a repository
    route53_zone_id = "Z0"                          # without a domain
    sources         = { fred = { schedule = "rate(7 days)", fresh_within_hours = 200 } }
  }
  expect_failures = [
    var.allowed_cidrs, var.alarm_email, var.postgres_major, var.route53_zone_id, var.sources, var.contact, var.backup_days,
    var.environment, var.github_ids,
  ]
}

run "refuses_more_hours_than_cloudwatch_looks_back" {
  command = plan
  variables {
    sources = { fred = { schedule = "rate(7 days)", answered_within_hours = 200 } }
  }
  expect_failures = [var.sources]
}

run "refuses_the_internet_in_two_halves" {
  command = plan
  variables {
    allowed_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }
  expect_failures = [var.allowed_cidrs]
}

run "refuses_a_range_that_begins_in_its_middle" {
  command = plan
  variables {
    allowed_cidrs = ["203.0.113.7/24"]
  }
  expect_failures = [var.allowed_cidrs]
}

run "says_what_to_build_first" {
  command = plan
  variables {
    lambda_zip = "no-such.zip"
    bundle     = "no-such.tar"
  }
  expect_failures = [aws_lambda_function.extract, aws_s3_object.bundle]
}
