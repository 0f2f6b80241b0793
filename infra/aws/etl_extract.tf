# Only with sources_from_etl: what the ETL instance needs to ask providers that limit by address, from its own.

locals {
  key_arns_here = { for name, arn in local.key_arns : name => arn if contains(local.sources_here, name) }

  extract_environment = length(local.sources_here) == 0 ? {} : merge(
    { SOURCES_HERE = join(" ", local.sources_here), BELLWETHER_CONTACT = var.contact },
    { for name, arn in local.key_arns_here : "${upper(name)}_SECRET_ARN" => arn },
  )
  extract_permissions_here = concat(
    [for sources in [local.sources_here] : {
      Sid      = "LandWhatIsAskedFromHere"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = [for prefix in concat(sources, ["state"]) : "${module.landing.arn}/landing/${prefix}/*"]
    } if length(sources) > 0],
    [for arns in [values(local.key_arns_here)] : {
      Sid      = "ReadKeys"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = arns
    } if length(arns) > 0],
  )
}
