# Apache Spark for those who outgrow one PostgreSQL (dbt_project/SCALING.md): nothing of it exists unless it is enabled.
# It costs nothing while no job runs, but for what lies in the lake.

module "lake" {
  source = "./modules/bucket"
  count  = var.enable_spark ? 1 : 0

  name          = "${local.name}-lake-${local.account_id}-${var.region}"
  force_destroy = !var.protected
}

# All of it can be written again from the landing zone: what was replaced is kept for a week, to look at.
resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  count  = var.enable_spark ? 1 : 0
  bucket = module.lake[0].name

  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 7
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_emrserverless_application" "spark" {
  count = var.enable_spark ? 1 : 0

  name          = local.name
  type          = "spark"
  release_label = var.spark_release
  architecture  = upper(var.architecture)

  auto_start_configuration {
    enabled = true
  }
  auto_stop_configuration {
    enabled              = true
    idle_timeout_minutes = 5
  }
  # the most that a job can cost in an hour
  maximum_capacity {
    cpu    = "${var.spark_maximum_vcpu} vCPU"
    memory = "${4 * var.spark_maximum_vcpu} GB"
  }
}

# What a job may do: read and write the lake and its tables' names, read what it runs, log.
resource "aws_iam_role" "spark" {
  count = var.enable_spark ? 1 : 0

  name = "${local.name}-spark"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "emr-serverless.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:aws:emr-serverless:${var.region}:${local.account_id}:/applications/*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "spark" {
  count = var.enable_spark ? 1 : 0

  name = "spark"
  role = aws_iam_role.spark[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "SeeTheLake"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [module.lake[0].arn]
      },
      {
        Sid      = "ReadWhatWasLoaded"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${module.lake[0].arn}/lake/*", "${module.artifacts.arn}/spark/*"]
      },
      {
        Sid      = "WriteWhatIsBuilt"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:DeleteObject"]
        Resource = ["${module.lake[0].arn}/lake/warehouse/*", "${module.lake[0].arn}/logs/*"]
      },
      {
        # of a raw table that has no file yet Spark makes a folder: an object whose name ends in a slash
        Sid      = "MakeFolders"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${module.lake[0].arn}/lake/raw/*/"]
      },
      {
        # every session looks for `default` and `global_temp`
        Sid    = "ReadTheCatalogue"
        Effect = "Allow"
        Action = [
          "glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables", "glue:GetPartitions",
          "glue:GetUserDefinedFunctions",
        ]
        Resource = concat(local.spark_catalogue, local.spark_catalogue_read)
      },
      {
        Sid    = "KeepTheCatalogue"
        Effect = "Allow"
        Action = [
          "glue:CreateDatabase", "glue:CreateTable", "glue:DeleteTable", "glue:UpdateTable",
        ]
        Resource = local.spark_catalogue
      },
    ]
  })
}

locals {
  glue = "arn:aws:glue:${var.region}:${local.account_id}"
  spark_catalogue = concat(["${local.glue}:catalog"], flatten([
    for schema in ["lake", "raw", "ops", "staging", "intermediate", "marts_next"] :
    ["${local.glue}:database/${schema}", "${local.glue}:table/${schema}/*"]
  ]))
  spark_catalogue_read = flatten([
    for schema in ["default", "global_temp"] :
    ["${local.glue}:database/${schema}", "${local.glue}:table/${schema}/*", "${local.glue}:userDefinedFunction/${schema}/*"]
  ])
  lake_url = var.enable_spark ? "s3://${module.lake[0].name}/lake" : null

  # what the ETL instance does for it: fill the lake, start the job, take the marts over
  etl_spark_permissions = flatten([for application in aws_emrserverless_application.spark : [
    {
      Sid      = "FillTheLake"
      Effect   = "Allow"
      Action   = ["s3:PutObject", "s3:DeleteObject"]
      Resource = ["${module.lake[0].arn}/lake/raw/*", "${module.lake[0].arn}/lake/ops/*", "${module.lake[0].arn}/lake/columns.parquet"]
    },
    {
      Sid      = "TakeTheMartsOver"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = [module.lake[0].arn, "${module.lake[0].arn}/lake/*"]
    },
    {
      Sid    = "RunSpark"
      Effect = "Allow"
      Action = ["emr-serverless:StartJobRun", "emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"]
      Resource = [
        application.arn,
        "${application.arn}/jobruns/*",
      ]
    },
    {
      Sid       = "AsItsRole"
      Effect    = "Allow"
      Action    = ["iam:PassRole"]
      Resource  = [aws_iam_role.spark[0].arn]
      Condition = { StringEquals = { "iam:PassedToService" = "emr-serverless.amazonaws.com" } }
    },
  ]])
}

output "lake_url" {
  description = "LAKE_URL of the ETL instance and of Spark's jobs; null unless Spark is enabled."
  value       = local.lake_url
}

output "spark_application_id" {
  description = "The EMR Serverless application; null unless Spark is enabled."
  value       = one(aws_emrserverless_application.spark[*].id)
}

output "spark_role_arn" {
  description = "The role that its jobs run as; null unless Spark is enabled."
  value       = one(aws_iam_role.spark[*].arn)
}
