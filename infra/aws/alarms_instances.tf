# Do the instances run, and does the dashboard answer?

locals {
  instance_alarms = merge(
    {
      for name, id in { etl = module.etl.instance_id, dashboard = module.dashboard.instance_id } :
      "instance-${name}" => merge(local.happened, {
        says       = "The ${name} instance fails AWS's status checks."
        runbook    = "instance"
        namespace  = "AWS/EC2"
        metric     = "StatusCheckFailed"
        dimensions = { InstanceId = id }
        statistic  = "Maximum"
        periods    = 3
      })
    },
    {
      dashboard = {
        says       = "The dashboard has not answered its own health check for 15 minutes."
        runbook    = "dashboard"
        namespace  = local.metrics_name
        metric     = "DashboardHealthy"
        dimensions = { Environment = var.environment }
        statistic  = "Maximum"
        operator   = "LessThanThreshold"
        threshold  = 1
        period     = 300
        periods    = 3
        missing    = "breaching"
      }
    },
  )
}
