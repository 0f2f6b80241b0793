# One page in CloudWatch: from the providers to the readers, left to right, top to bottom.

locals {
  widgets = [
    { title = "Answers landed, by source", stat = "Sum", period = 86400,
    metrics = [for name in keys(local.sources) : [local.metrics_name, "Landed", "Source", name]] },
    { title = "Requests failed, by source", stat = "Sum", period = 86400,
    metrics = [for name in keys(local.sources) : [local.metrics_name, "Failed", "Source", name]] },
    { title = "Lambda", stat = "Sum", period = 3600,
      metrics = [for metric in ["Invocations", "Errors", "Throttles"] :
    ["AWS/Lambda", metric, "FunctionName", aws_lambda_function.extract.function_name]] },
    { title = "Events given up", stat = "Maximum", period = 3600,
    metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.undone.name]] },
    { title = "Publishes, and rows rejected", stat = "Sum", period = 86400,
      metrics = [for metric in ["PublishSucceeded", "PublishFailed", "PublishIncomplete", "RowsRejected"] :
    [local.metrics_name, metric, "Environment", var.environment]] },
    { title = "Dashboard answers", stat = "Minimum", period = 300,
    metrics = [[local.metrics_name, "DashboardHealthy", "Environment", var.environment]] },
    { title = "Database: free storage", stat = "Minimum", period = 300,
    metrics = [["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", aws_db_instance.this.identifier]] },
    { title = "Database: connections, processor, credits", stat = "Average", period = 300,
      metrics = [for metric in ["DatabaseConnections", "CPUUtilization", "CPUCreditBalance"] :
    ["AWS/RDS", metric, "DBInstanceIdentifier", aws_db_instance.this.identifier]] },
  ]
}

resource "aws_cloudwatch_dashboard" "overview" {
  dashboard_name = local.name
  dashboard_body = jsonencode({
    widgets = concat(
      [for index, widget in local.widgets : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = var.region
          stat    = widget.stat
          period  = widget.period
          metrics = widget.metrics
        }
      }],
      [{
        type       = "alarm"
        x          = 0
        y          = 6 * ceil(length(local.widgets) / 2)
        width      = 24
        height     = 4
        properties = { title = "Alarms", alarms = [for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn] }
      }],
    )
  })
}
