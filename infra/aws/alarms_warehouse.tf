# Do readers see a new build each morning, and is the database well?

locals {
  publish = {
    namespace  = local.metrics_name
    dimensions = { Environment = var.environment }
  }

  publish_alarms = {
    publish-failed = merge(local.happened, local.publish, {
      says    = "A run of the pipeline failed: readers still see the build before it."
      runbook = "publish-failed"
      metric  = "PublishFailed"
    })
    publish-missing = merge(local.publish, {
      says      = "No run of the pipeline has succeeded for 26 hours."
      runbook   = "publish-missing"
      metric    = "PublishSucceeded"
      statistic = "Sum"
      operator  = "LessThanThreshold"
      threshold = 1
      period    = 3600
      periods   = 26
      missing   = "breaching"
    })
  }

  database = {
    namespace  = "AWS/RDS"
    dimensions = { DBInstanceIdentifier = aws_db_instance.this.identifier }
    period     = 300
    periods    = 3
  }

  database_alarms = {
    database-storage = merge(local.database, {
      says      = "Less than 15 % of the database's first storage is free, or it reports nothing."
      runbook   = "database-storage"
      metric    = "FreeStorageSpace"
      statistic = "Minimum"
      operator  = "LessThanThreshold"
      threshold = 0.15 * var.database_storage_gb * 1024 * 1024 * 1024
      missing   = "breaching"
    })
    database-connections = merge(local.database, {
      says      = "More than 60 connections are open: the smallest class takes about 80."
      runbook   = "database-connections"
      metric    = "DatabaseConnections"
      statistic = "Maximum"
      operator  = "GreaterThanThreshold"
      threshold = 60
      missing   = "notBreaching"
    })
  }

  # only burstable classes have credits to run out of
  credit_alarms = {
    for name, metric in { database-credits = "CPUCreditBalance" } : name => merge(local.database, {
      says      = "The database's processor credits are nearly spent: it slows down to a fraction."
      runbook   = "database-credits"
      metric    = metric
      statistic = "Minimum"
      operator  = "LessThanThreshold"
      threshold = 20
      missing   = "notBreaching"
    }) if startswith(var.database_class, "db.t")
  }
}
