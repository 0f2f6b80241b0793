# When each source is asked: EventBridge Scheduler knows New York's clock, summer and winter.

resource "aws_scheduler_schedule_group" "this" {
  name = local.name
}

resource "aws_scheduler_schedule" "source" {
  #checkov:skip=CKV_AWS_297:A schedule holds a source's name and nothing else.
  for_each = merge(
    { for name, source in local.lambda_sources : name => { schedule = source.schedule, input = { source = name } } },
    # the second asks only for what the first has no answer to: it continues it
    { for name, source in local.lambda_sources : "${name}-again" => { schedule = var.ask_again, input = { source = name, continuation = 1 } } },
  )

  name       = each.key
  group_name = aws_scheduler_schedule_group.this.name

  schedule_expression          = each.value.schedule
  schedule_expression_timezone = "America/New_York"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.extract.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode(each.value.input)

    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 5
    }
    dead_letter_config {
      arn = aws_sqs_queue.undone.arn
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  name = "${local.name}-scheduler"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "invoke"
  role = aws_iam_role.scheduler.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Extract"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [aws_lambda_function.extract.arn]
      },
      {
        Sid      = "HandOverWhatIsUndone"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.undone.arn]
      },
    ]
  })
}
