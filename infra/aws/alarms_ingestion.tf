# Is every source still landing, and does the Lambda run?

locals {
  # Hour by hour, since one period may be a day at most: all hours without an answer make the alarm.
  landing_alarms = {
    for name, source in local.sources : "landing-${name}" => {
      says       = "${name} has landed no answer for ${source.fresh_within_hours} hours."
      runbook    = "landing"
      namespace  = local.metrics_name
      metric     = "Landed"
      dimensions = { Source = name }
      statistic  = "Sum"
      operator   = "LessThanThreshold"
      threshold  = 1
      period     = 3600
      periods    = source.fresh_within_hours
      missing    = "breaching"
    } if source.fresh_within_hours != null
  }

  # less than nine tenths of what a source was asked, at best
  answered = {
    runbook   = "answered"
    namespace = local.metrics_name
    metric    = "AnsweredShare"
    statistic = "Maximum"
    operator  = "LessThanThreshold"
    threshold = 90
  }

  # The best of six hours, which begin on the stroke of UTC and so hold the whole morning: what was asked again counts.
  answered_alarms = {
    for name, source in local.sources : "answered-${name}" => merge(local.answered, {
      says       = "${name} has not answered 90 % of what it was asked."
      dimensions = { Source = name }
      period     = 6 * 3600
      periods    = 1
      missing    = "notBreaching"
    }) if source.fresh_within_hours != null
  }

  # Of a source that seldom has anything new even a run that had nothing to ask says so, as 100 %: no run at all, and
  # none that was answered, make the alarm.
  unanswered_alarms = {
    for name, source in local.sources : "unanswered-${name}" => merge(local.answered, {
      says       = "${name} has had no run for ${source.answered_within_hours} hours that was answered 90 % of what it asked."
      dimensions = { Source = name }
      period     = 3600
      periods    = source.answered_within_hours
      missing    = "breaching"
    }) if source.answered_within_hours != null
  }

  # anything at all within five minutes
  happened = {
    statistic = "Sum"
    operator  = "GreaterThanThreshold"
    threshold = 0
    period    = 300
    periods   = 1
    missing   = "notBreaching"
  }

  ingestion_alarms = {
    lambda-errors = merge(local.happened, {
      says       = "An extraction failed or ran out of time."
      runbook    = "lambda-errors"
      namespace  = "AWS/Lambda"
      metric     = "Errors"
      dimensions = { FunctionName = aws_lambda_function.extract.function_name }
    })
    lambda-throttles = merge(local.happened, {
      says       = "An extraction had to wait: more runs at once than are reserved."
      runbook    = "lambda-throttles"
      namespace  = "AWS/Lambda"
      metric     = "Throttles"
      dimensions = { FunctionName = aws_lambda_function.extract.function_name }
    })
    undone = merge(local.happened, {
      says       = "Events wait in the dead-letter queue: they were tried and given up."
      runbook    = "undone"
      namespace  = "AWS/SQS"
      metric     = "ApproximateNumberOfMessagesVisible"
      dimensions = { QueueName = aws_sqs_queue.undone.name }
      statistic  = "Maximum"
    })
    schedules = merge(local.happened, {
      says       = "EventBridge Scheduler could not start an extraction."
      runbook    = "schedules"
      namespace  = "AWS/Scheduler"
      metric     = "TargetErrorCount"
      dimensions = { ScheduleGroup = aws_scheduler_schedule_group.this.name }
    })
  }
}
