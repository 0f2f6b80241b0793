# RDS PostgreSQL in subnets without a way out. Clients must use TLS, and verify the certificate.

locals {
  database_logs = toset(["postgresql", "upgrade"])
}

# AWS moves an instance off a minor version that it retires: an exact one written here would then fail every apply.
data "aws_rds_engine_version" "this" {
  engine  = "postgres"
  version = var.postgres_major
  latest  = true
}

resource "aws_db_subnet_group" "this" {
  name       = local.name
  subnet_ids = aws_subnet.database[*].id
}

# One for each major version, and all of them always there: a database keeps the group of the version that it has until
# an upgrade is done, and a group that is in use cannot be removed. They cost nothing.
resource "aws_db_parameter_group" "this" {
  for_each = toset(["16", "17", "18"])

  name   = "${local.name}-postgres${each.key}"
  family = "postgres${each.key}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  # kB. It bounds what one session may spill to disk; only a superuser may set it, and RDS gives nobody one.
  # The reader gets 1 GB elsewhere; here the transformer's sorts need theirs as well.
  parameter {
    name  = "temp_file_limit"
    value = "4194304"
  }
  # passwords are hashed by the client before any statement holds them, so DDL may be logged
  parameter {
    name  = "log_statement"
    value = "ddl"
  }
  parameter {
    name  = "log_min_duration_statement"
    value = "10000"
  }
}

# Made before the database starts to write into it, else it would be kept for ever.
resource "aws_cloudwatch_log_group" "database" {
  #checkov:skip=CKV_AWS_158:Encrypted with CloudWatch's own key; a key of our own would cost 1 USD a month and guard no secret.
  for_each = local.database_logs

  name              = "/aws/rds/instance/${local.name}/${each.key}"
  retention_in_days = var.log_retention_days
}

resource "aws_db_instance" "this" {
  #checkov:skip=CKV_AWS_118:Enhanced monitoring is billed by the minute; the free metrics have every alarm's number.
  #checkov:skip=CKV_AWS_157:database_multi_az decides: a morning without data costs less than a standby.
  #checkov:skip=CKV_AWS_161:Roles log in by passwords from Secrets Manager, as on one machine; tokens last 15 minutes, a pool longer.
  #checkov:skip=CKV_AWS_226:An apply takes the newest minor version, for the maintenance window: one who deploys sees it in the plan.
  #checkov:skip=CKV_AWS_354:Query texts of public data, encrypted with RDS's own key.
  identifier     = local.name
  engine         = "postgres"
  engine_version = data.aws_rds_engine_version.this.version_actual
  instance_class = var.database_class
  db_name        = "bellwether"
  multi_az       = var.database_multi_az

  username                    = "bellwether_admin"
  manage_master_user_password = true # by RDS, in Secrets Manager, rotated weekly

  allocated_storage     = var.database_storage_gb
  max_allocated_storage = 5 * var.database_storage_gb
  storage_type          = "gp3"
  storage_encrypted     = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.this[var.postgres_major].name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period   = var.backup_days
  backup_window             = "16:00-17:00"         # UTC, midday in New York: the morning's run is over
  maintenance_window        = "sat:18:00-sat:19:00" # UTC
  copy_tags_to_snapshot     = true
  deletion_protection       = var.protected
  skip_final_snapshot       = !var.final_snapshot
  final_snapshot_identifier = "${local.name}-final-${aws_vpc.this.id}" # another one's of the same name may still be there
  delete_automated_backups  = !var.protected

  apply_immediately               = var.database_changes_now
  auto_minor_version_upgrade      = false
  allow_major_version_upgrade     = var.database_changes_now
  performance_insights_enabled    = true # seven days are free
  enabled_cloudwatch_logs_exports = local.database_logs

  depends_on = [aws_cloudwatch_log_group.database]
}
