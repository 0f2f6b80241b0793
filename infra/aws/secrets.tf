# Secrets without values: the three roles' passwords are made on the ETL instance, the others are put by a person.
# Nothing secret is ever in a plan or in the state.

locals {
  database_roles = toset(["loader", "transformer", "reader"])
  given_secrets = toset(concat(
    var.price_source == "tiingo" ? ["tiingo"] : [],
    var.open_meteo_key ? ["open_meteo"] : [],
    var.digest_webhook ? ["webhook"] : [],
    var.dashboard_login ? ["oidc"] : [],
    var.dashboard_domain == null ? [] : ["certificate"],
  ))
  key_arns = { for name, secret in aws_secretsmanager_secret.given : name => secret.arn if contains(keys(local.sources), name) }
}

resource "aws_secretsmanager_secret" "database_role" {
  #checkov:skip=CKV_AWS_149:Secrets Manager's own key encrypts it; nobody outside this account is given it.
  #checkov:skip=CKV2_AWS_57:Rotated by `prepare --rotate` on the ETL instance, which alone can also tell the database.
  for_each = local.database_roles

  name                    = "${local.name}/database/${each.key}"
  description             = "Login of bellwether_${each.key}: {username, password}"
  recovery_window_in_days = var.protected ? 30 : 0
}

resource "aws_secretsmanager_secret" "given" {
  #checkov:skip=CKV_AWS_149:Secrets Manager's own key encrypts it; nobody outside this account is given it.
  #checkov:skip=CKV2_AWS_57:It is the provider's to make anew; the README tells how to put it here.
  for_each = local.given_secrets

  name                    = "${local.name}/${each.key}"
  description             = "Put by a person; infra/aws/README.md has its form"
  recovery_window_in_days = var.protected ? 30 : 0
}
