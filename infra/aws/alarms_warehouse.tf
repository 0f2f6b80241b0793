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
    publish-incomplete = merge(local.happened, local.publish, {
      says    = "A build was published, but an object could not be loaded or the docs page not be made."
      runbook = "publish-incomplete"
      metric  = "PublishIncomplete"
    })
    sources-late = merge(local.happened, local.publish, {
      says    = "The build has begun without a source that had not answered everything in time."
      runbook = "answered"
      metric  = "SourcesLate"
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

  # Only burstable classes have credits. How many are left says nothing of a new one, which begins with none; all of them
  # may run on for money, and that they do is what to hear of.
  credit_alarms = merge(
    { for name, id in local.instances : "credits-${name}" => merge(local.surplus, {
      says       = "The ${name} instance has used more processor than its class has, and pays for it."
      namespace  = "AWS/EC2"
      dimensions = { InstanceId = id }
    }) if startswith(local.instance_types[name], "t") },
    { for name, id in { database = aws_db_instance.this.identifier } : "credits-${name}" => merge(local.surplus, {
      says       = "The database has used more processor than its class has, and pays for it."
      namespace  = "AWS/RDS"
      dimensions = { DBInstanceIdentifier = id }
    }) if startswith(var.database_class, "db.t") },
  )
  surplus = merge(local.happened, { runbook = "credits", metric = "CPUSurplusCreditsCharged", statistic = "Maximum", period = 3600 })
}

# What AWS itself does to the database: a failover, a restart, maintenance, a backup that failed, storage that is low.
resource "aws_db_event_subscription" "this" {
  name             = local.name
  sns_topic        = aws_sns_topic.alarms.arn
  source_type      = "db-instance"
  source_ids       = [aws_db_instance.this.identifier]
  event_categories = ["availability", "deletion", "failover", "failure", "low storage", "maintenance", "recovery"]

  depends_on = [aws_sns_topic_policy.alarms]
}
