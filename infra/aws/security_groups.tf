# Who reaches whom. All rules of the deployment are in this file.

resource "aws_security_group" "etl" {
  name        = "${local.name}-etl"
  description = "ETL instance: nothing reaches it; Session Manager is asked from inside"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${local.name}-etl" }
}

resource "aws_security_group" "dashboard" {
  name        = "${local.name}-dashboard"
  description = "Dashboard instance: HTTPS from allowed_cidrs"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${local.name}-dashboard" }
}

resource "aws_security_group" "database" {
  name        = "${local.name}-database"
  description = "Database: PostgreSQL from the two instances, and no way out"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${local.name}-database" }
}

locals {
  database_clients = {
    etl       = aws_security_group.etl.id
    dashboard = aws_security_group.dashboard.id
  }
}

resource "aws_vpc_security_group_ingress_rule" "dashboard" {
  for_each = toset(var.allowed_cidrs)

  security_group_id = aws_security_group.dashboard.id
  description       = "HTTPS from allowed_cidrs"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = local.database_clients

  security_group_id            = aws_security_group.database.id
  description                  = "PostgreSQL from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_vpc_security_group_egress_rule" "database_client" {
  for_each = local.database_clients

  security_group_id            = each.value
  description                  = "PostgreSQL to the database"
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

# AWS's own endpoints, packages, and the login's provider all speak HTTPS.
resource "aws_vpc_security_group_egress_rule" "https" {
  for_each = local.database_clients

  security_group_id = each.value
  description       = "HTTPS to AWS, package indexes and the login provider"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
