# What AWS would make up and other resources read. The provider checks the form of an ARN even when it is simulated.

mock_data "aws_caller_identity" {
  defaults = { account_id = "111122223333" }
}

mock_data "aws_availability_zones" {
  defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
}

mock_data "aws_rds_engine_version" {
  defaults = { version_actual = "16.99" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::111122223333:role/simulated" }
}

mock_resource "aws_lambda_function" {
  defaults = { arn = "arn:aws:lambda:us-east-1:111122223333:function:simulated" }
}

mock_resource "aws_sqs_queue" {
  defaults = { arn = "arn:aws:sqs:us-east-1:111122223333:simulated" }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:us-east-1:111122223333:simulated" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:us-east-1:111122223333:log-group:simulated" }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
}

mock_resource "aws_db_instance" {
  defaults = {
    address = "database.simulated"
    port    = 5432
    master_user_secret = [{
      kms_key_id    = ""
      secret_arn    = "arn:aws:secretsmanager:us-east-1:111122223333:secret:master"
      secret_status = "active"
    }]
  }
}

mock_resource "aws_emrserverless_application" {
  defaults = { arn = "arn:aws:emr-serverless:us-east-1:111122223333:/applications/simulated" }
}

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
override_resource {
  target = module.lake[0].aws_s3_bucket.this
  values = { arn = "arn:aws:s3:::lake" }
}

override_resource {
  target = module.releases.aws_s3_bucket.this
  values = { arn = "arn:aws:s3:::releases" }
}
