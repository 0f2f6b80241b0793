# The instance that serves the dashboard over HTTPS to allowed_cidrs, as a role that can only read.

module "dashboard" {
  source = "./modules/instance"

  name               = "${local.name}-dashboard"
  subnet_id          = aws_subnet.public[0].id
  security_group_id  = aws_security_group.dashboard.id
  public             = true
  newest_image       = data.aws_ssm_parameter.image.insecure_value
  bucket             = module.artifacts
  wait_minutes       = var.wait_for_boot_minutes
  instance_type      = var.dashboard_instance_type
  log_group          = "/${local.name}/dashboard"
  log_retention_days = var.log_retention_days
  metrics_namespace  = local.metrics_name
  permissions        = concat(local.dashboard_permissions, local.certificate_permissions)

  user_data = templatefile("${path.module}/templates/user-data.sh.tftpl", merge(local.user_data, {
    kind      = "dashboard"
    log_group = "/${local.name}/dashboard"
    packages  = "nginx"
    environment = merge(local.database_environment, local.login_environment, {
      DOCS_URL          = local.docs_url
      RELEASES_URL      = local.releases_url
      READER_SECRET_ARN = aws_secretsmanager_secret.database_role["reader"].arn
      DASHBOARD_DOMAIN  = var.dashboard_domain == null ? "" : var.dashboard_domain
      CERTBOT           = tostring(local.certbot)
      CERTBOT_EMAIL     = local.certbot ? var.alarm_email : ""

      CERTIFICATE_SECRET_ARN = try(aws_secretsmanager_secret.given["certificate"].arn, "")
    })
  }))

  depends_on = [aws_route.internet, aws_vpc_security_group_egress_rule.https]
}

resource "aws_route53_record" "dashboard" {
  count = local.certbot ? 1 : 0

  zone_id = var.route53_zone_id
  name    = var.dashboard_domain
  type    = "A"
  ttl     = 300
  records = [module.dashboard.address]
}

locals {
  certbot           = var.route53_zone_id != null
  login_environment = var.dashboard_login ? { OIDC_SECRET_ARN = aws_secretsmanager_secret.given["oidc"].arn } : {}
  dashboard_secrets = concat(
    [aws_secretsmanager_secret.database_role["reader"].arn],
    [for name, secret in aws_secretsmanager_secret.given : secret.arn if contains(["oidc", "certificate"], name)],
  )

  dashboard_permissions = [
    {
      Sid      = "FetchTheBundleAndTheDocs"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${module.artifacts.arn}/bundles/*", "${module.artifacts.arn}/docs/*"]
    },
    {
      Sid      = "OfferReleases"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = [module.releases.arn, "${module.releases.arn}/releases/*"]
    },
    {
      Sid      = "LogIn"
      Effect   = "Allow"
      Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      Resource = local.dashboard_secrets
    },
  ]

  # the certificate is proven by a TXT record, which is all that may be written in the zone
  certificate_permissions = concat([for name, secret in aws_secretsmanager_secret.given : {
    Sid      = "KeepTheCertificate"
    Effect   = "Allow"
    Action   = ["secretsmanager:PutSecretValue"]
    Resource = [secret.arn]
  } if name == "certificate"], local.domain_permissions)

  domain_permissions = flatten([for zone in var.route53_zone_id[*] : [
    {
      Sid      = "ProveTheDomain"
      Effect   = "Allow"
      Action   = ["route53:ChangeResourceRecordSets"]
      Resource = ["arn:aws:route53:::hostedzone/${zone}"]
      Condition = {
        "ForAllValues:StringEquals" = {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames" = ["_acme-challenge.${coalesce(var.dashboard_domain, "-")}"]
          "route53:ChangeResourceRecordSetsRecordTypes"           = ["TXT"]
        }
      }
    },
    {
      Sid      = "FindTheZone" # the action knows no resources
      Effect   = "Allow"
      Action   = ["route53:ListHostedZones"]
      Resource = ["*"]
    },
    {
      Sid      = "SeeThatItIsDone"
      Effect   = "Allow"
      Action   = ["route53:GetChange"]
      Resource = ["arn:aws:route53:::change/*"]
    },
  ]])
}
