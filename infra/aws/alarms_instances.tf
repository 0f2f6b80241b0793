# Do the instances run, and does the dashboard answer?

locals {
  instances      = { etl = module.etl.instance_id, dashboard = module.dashboard.instance_id }
  instance_types = { etl = var.etl_instance_type, dashboard = var.dashboard_instance_type }

  # of one machine, its hardware (AWS moves it to another) and its own system, and what it measures itself
  machine_alarms = {
    hardware = { metric = "StatusCheckFailed_System", says = "hardware fails AWS's checks: it is moved to another", does = "arn:aws:automate:${var.region}:ec2:recover" }
    instance = { metric = "StatusCheckFailed_Instance", says = "system fails AWS's checks" }
    memory   = { metric = "mem_used_percent", says = "memory has been 95 % full for a quarter of an hour", threshold = 95, namespace = local.metrics_name }
    disk     = { metric = "disk_used_percent", says = "disk is 85 % full", threshold = 85, namespace = local.metrics_name }
  }

  instance_alarms = merge(
    merge([for kind, alarm in local.machine_alarms : {
      for name, id in local.instances : "${kind}-${name}" => merge(local.happened, {
        says       = "The ${name} instance's ${alarm.says}."
        runbook    = kind == "hardware" ? "instance" : kind
        namespace  = lookup(alarm, "namespace", "AWS/EC2")
        metric     = alarm.metric
        dimensions = { InstanceId = id }
        statistic  = lookup(alarm, "namespace", null) == null ? "Maximum" : "Average"
        threshold  = lookup(alarm, "threshold", 0)
        periods    = 3
        does       = lookup(alarm, "does", null)
      })
    }]...),
    {
      certificate = merge(local.happened, local.publish, {
        says      = "The dashboard's certificate ends within two weeks: it was not renewed a month before."
        runbook   = "certificate"
        metric    = "CertificateDays"
        statistic = "Minimum"
        operator  = "LessThanThreshold"
        threshold = 14
        period    = 86400
      })
      boot-failed = merge(local.happened, local.publish, {
        says    = "An instance's first boot failed: what it should run is not there."
        runbook = "boot-failed"
        metric  = "BootFailed"
      })
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
