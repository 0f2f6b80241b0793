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
    condition     = aws_db_instance.this.publicly_accessible == false
    error_message = "The database must not be public."
  }
}
