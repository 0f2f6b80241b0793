# What a variable changes, and what it refuses.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  allowed_cidrs = ["203.0.113.7/32"]
  alarm_email   = "owner@example.com"
  lambda_zip    = "versions.tf"
  release       = "versions.tf"
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
    condition     = keys(aws_secretsmanager_secret.given) == ["oidc"]
    error_message = "Yahoo needs no key; a login needs its provider's settings."
  }
  assert {
    condition     = strcontains(aws_lambda_function.extract.environment[0].variables.LANDING_URL, "s3://") && !contains(keys(aws_lambda_function.extract.environment[0].variables), "TIINGO_SECRET_ARN")
    error_message = "Without Tiingo the Lambda knows of no secret."
  }
  assert {
    condition     = contains(keys(aws_scheduler_schedule.source), "yahoo") && !contains(keys(aws_scheduler_schedule.source), "tiingo")
    error_message = "The chosen source of prices is asked, the other is not."
  }
  assert {
    condition     = one(aws_route53_record.dashboard[*].name) == "bellwether.example.com"
    error_message = "The domain points to the dashboard."
  }
  assert {
    condition     = jsondecode(aws_iam_role.deploy[0].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == "repo:owner/bellwether:environment:production"
    error_message = "Only the repository's environment may deploy."
  }
  assert {
    condition     = !aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "Unprotected, everything can be destroyed, and a snapshot of the database stays nevertheless."
  }
  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "database-credits")
    error_message = "A class that is not burstable has no credits to watch."
  }
}

run "refuses_the_whole_internet_and_other_mistakes" {
  command = plan
  variables {
    allowed_cidrs    = ["203.0.113.7/32", "0.0.0.0/0"]
    alarm_email      = "nobody"
    postgres_version = "16" # not exact
    route53_zone_id  = "Z0" # without a domain
    sources          = { fred = { schedule = "rate(7 days)", fresh_within_hours = 200 } }
  }
  expect_failures = [
    var.allowed_cidrs, var.alarm_email, var.postgres_version, var.route53_zone_id, var.sources,
  ]
}

run "refuses_the_internet_in_two_halves" {
  command = plan
  variables {
    allowed_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }
  expect_failures = [var.allowed_cidrs]
}

run "says_what_to_build_first" {
  command = plan
  variables {
    lambda_zip = "no-such.zip"
    release    = "no-such.tar.gz"
  }
  expect_failures = [aws_lambda_function.extract, aws_s3_object.release]
}
