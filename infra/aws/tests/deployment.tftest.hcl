# The whole deployment against a simulated provider: no account, no network. What holds for every resource of a
# kind is tested in tests/infra on the state that the first run prints.

mock_provider "aws" {
  source = "./tests/mocks"

  # each bucket and each secret has an ARN of its own, so that permissions can be told apart
  override_resource {
    target = module.landing.aws_s3_bucket.this
    values = { arn = "arn:aws:s3:::landing" }
  }
  override_resource {
    target = module.artifacts.aws_s3_bucket.this
    values = { arn = "arn:aws:s3:::artifacts" }
  }
  override_resource {
    target = aws_secretsmanager_secret.database_role["loader"]
    values = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:loader" }
  }
  override_resource {
    target = aws_secretsmanager_secret.database_role["transformer"]
    values = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:transformer" }
  }
  override_resource {
    target = aws_secretsmanager_secret.database_role["reader"]
    values = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:reader" }
  }
  override_resource {
    target = aws_secretsmanager_secret.given
    values = { arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:given" }
  }
}

variables {
  allowed_cidrs = ["203.0.113.7/32"]
  alarm_email   = "owner@example.com"
  lambda_zip    = "versions.tf" # any file: nothing need be built for a test
  release       = "versions.tf"
}

run "whole" {
  assert {
    condition     = length(aws_scheduler_schedule.source) == 8 && !contains(keys(aws_scheduler_schedule.source), "yahoo")
    error_message = "Each source has a schedule, and of the two that sell prices only the chosen one."
  }
  assert {
    condition     = module.etl.address != null && length(aws_nat_gateway.this) == 0
    error_message = "By default the ETL instance goes out by an address of its own: a NAT gateway costs more than all else."
  }
  assert {
    condition     = length(aws_emrserverless_application.spark) == 0 && length(aws_iam_role.spark) == 0 && output.lake_url == null
    error_message = "No Spark without being asked for."
  }
  assert {
    condition     = length(aws_route53_record.dashboard) == 0 && length(aws_iam_role.deploy) == 0
    error_message = "Nobody's zone and no deploy role without being asked for."
  }
  assert {
    condition     = output.secrets_to_put == { tiingo = "bellwether-production/tiingo" }
    error_message = "The key of the prices is the only secret that a person puts by default."
  }
}
