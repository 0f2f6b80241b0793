# The instance that loads, builds and publishes each morning. Nothing can connect to it.

module "etl" {
  source = "./modules/instance"

  name               = "${local.name}-etl"
  subnet_id          = var.etl_in_private_subnet ? aws_subnet.private[0].id : aws_subnet.public[0].id
  security_group_id  = aws_security_group.etl.id
  public             = !var.etl_in_private_subnet
  newest_image       = data.aws_ssm_parameter.image.insecure_value
  bucket             = module.artifacts
  wait_minutes       = var.wait_for_boot_minutes
  instance_type      = var.etl_instance_type
  log_group          = "/${local.name}/etl"
  log_retention_days = var.log_retention_days
  metrics_namespace  = local.metrics_name
  permissions        = concat(local.etl_permissions, local.extract_permissions_here, local.etl_spark_permissions)

  user_data = templatefile("${path.module}/templates/user-data.sh.tftpl", merge(local.user_data, {
    kind      = "etl"
    log_group = "/${local.name}/etl"
    packages  = ""
    environment = merge(local.database_environment, local.extract_environment, local.webhook_environment, var.enable_spark ? { LAKE_URL = local.lake_url } : {}, {
      AWAITED_SOURCES             = join(" ", local.awaited_sources)
      LAST_CALL                   = var.last_call
      RELEASES_URL                = local.releases_url
      BELLWETHER_DIGEST_TOPIC_ARN = aws_sns_topic.alarms.arn
      RELEASES_KEPT               = tostring(var.releases_kept)
      LANDING_URL                 = local.landing_url
      DOCS_URL                    = local.docs_url
      MASTER_SECRET_ARN           = aws_db_instance.this.master_user_secret[0].secret_arn
      LOADER_SECRET_ARN           = aws_secretsmanager_secret.database_role["loader"].arn
      TRANSFORMER_SECRET_ARN      = aws_secretsmanager_secret.database_role["transformer"].arn
      READER_SECRET_ARN           = aws_secretsmanager_secret.database_role["reader"].arn
    })
  }))

  # it needs a way out at its first boot
  depends_on = [aws_route.internet, aws_route.nat, aws_route_table_association.private, aws_vpc_security_group_egress_rule.https]
}

locals {
  user_data = {
    region     = var.region
    bucket     = module.artifacts.name
    bundle_key = aws_s3_object.bundle.key
    bundle_id  = local.bundle_id
    sha256     = local.bundle_sha256
  }
  database_environment = {
    PGHOST                 = aws_db_instance.this.address
    PGPORT                 = tostring(aws_db_instance.this.port)
    PGDATABASE             = aws_db_instance.this.db_name
    PGSSLMODE              = "verify-full"
    PGSSLROOTCERT          = "/etc/bellwether/rds-ca.pem"
    AWS_REGION             = var.region
    AWS_DEFAULT_REGION     = var.region
    BELLWETHER_ENVIRONMENT = var.environment
  }
  webhook_arns        = [for name, secret in aws_secretsmanager_secret.given : secret.arn if name == "webhook"]
  webhook_environment = { for arn in local.webhook_arns : "WEBHOOK_SECRET_ARN" => arn }
  role_secret_arns    = [for secret in aws_secretsmanager_secret.database_role : secret.arn]

  etl_permissions = [
    {
      Sid      = "ReadWhatLanded"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = [module.landing.arn, "${module.landing.arn}/landing/*"]
    },
    {
      Sid      = "KeepReleases"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      Resource = ["${module.releases.arn}/releases/*"]
    },
    {
      Sid      = "SeeReleases"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [module.releases.arn]
    },
    {
      Sid      = "AcceptAListOrRowsAndGiveBackAFile"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = [for prefix in ["wikipedia", "membership_spells", "rows_accepted", "google_trends"] : "${module.landing.arn}/landing/${prefix}/*"]
    },
    {
      Sid      = "FetchTheBundle"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${module.artifacts.arn}/bundles/*"]
    },
    {
      Sid      = "PublishTheDocs"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = ["${module.artifacts.arn}/docs/*"]
    },
    {
      Sid      = "LogIn"
      Effect   = "Allow"
      Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      Resource = concat([aws_db_instance.this.master_user_secret[0].secret_arn], local.role_secret_arns, local.webhook_arns)
    },
    {
      Sid      = "SendTheDigest"
      Effect   = "Allow"
      Action   = ["sns:Publish"]
      Resource = [aws_sns_topic.alarms.arn]
    },
    {
      Sid      = "GiveRolesTheirPasswords"
      Effect   = "Allow"
      Action   = ["secretsmanager:PutSecretValue"]
      Resource = local.role_secret_arns
    },
    {
      Sid      = "MakePasswords" # the action knows no resources
      Effect   = "Allow"
      Action   = ["secretsmanager:GetRandomPassword"]
      Resource = ["*"]
    },
  ]
}
