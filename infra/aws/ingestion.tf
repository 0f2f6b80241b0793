# One Lambda that extracts. Each source has a schedule of its own; what cannot be done lands in one queue.

locals {
  lambda_zip = startswith(var.lambda_zip, "/") ? var.lambda_zip : "${path.module}/${var.lambda_zip}"
}

resource "aws_lambda_function" "extract" {
  #checkov:skip=CKV_AWS_50:One function that calls no other; its log lines carry the times of every request.
  #checkov:skip=CKV_AWS_117:It talks to providers and to S3, never to the database: in the VPC it would need a NAT gateway for nothing.
  #checkov:skip=CKV_AWS_173:Its environment holds names, not secrets: those are read at run time.
  #checkov:skip=CKV_AWS_272:The zip is built reproducibly and only the deploy role can upload one.
  function_name    = "${local.name}-extract"
  description      = "Asks the providers and lands their answers"
  role             = aws_iam_role.extract.arn
  filename         = local.lambda_zip
  source_code_hash = fileexists(local.lambda_zip) ? filebase64sha256(local.lambda_zip) : null
  handler          = "handler.handler"
  runtime          = "python3.12"
  architectures    = [var.architecture]
  memory_size      = 1024
  timeout          = 900

  reserved_concurrent_executions = var.lambda_reserved_concurrency

  environment {
    variables = merge(
      { LANDING_URL = local.landing_url, BELLWETHER_CONTACT = var.contact },
      { for name, arn in local.lambda_key_arns : "${upper(name)}_SECRET_ARN" => arn },
    )
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.undone.arn
  }

  logging_config {
    log_format = "Text" # the handler writes JSON itself, and metrics in it
    log_group  = aws_cloudwatch_log_group.extract.name
  }

  lifecycle {
    precondition {
      condition     = fileexists(local.lambda_zip)
      error_message = "There is no ${local.lambda_zip}: run `make lambda` first."
    }
  }

  # its DLQ is checked against the role's permissions
  depends_on = [aws_iam_role_policy.extract]
}

# The next morning asks for the same days again, so one retry is enough.
resource "aws_lambda_function_event_invoke_config" "extract" {
  function_name                = aws_lambda_function.extract.function_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 6 * 3600
}

resource "aws_cloudwatch_log_group" "extract" {
  #checkov:skip=CKV_AWS_158:Encrypted with CloudWatch's own key; a key of our own would cost 1 USD a month and guard no secret.
  name              = "/${local.name}/extract"
  retention_in_days = var.log_retention_days
}

resource "aws_sqs_queue" "undone" {
  name                      = "${local.name}-undone"
  message_retention_seconds = 14 * 86400
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "undone" {
  queue_url = aws_sqs_queue.undone.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTLS"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.undone.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
