output "dashboard_url" {
  description = "Where the dashboard is; open to allowed_cidrs."
  value       = "https://${coalesce(var.dashboard_domain, module.dashboard.address)}"
}

output "dashboard_address" {
  description = "Public address of the dashboard; point dashboard_domain to it, where Route 53 does not."
  value       = module.dashboard.address
}

output "landing_url" {
  description = "The landing zone."
  value       = local.landing_url
}

output "extract_function" {
  description = "Name of the Lambda: invoke it by hand to backfill."
  value       = aws_lambda_function.extract.function_name
}

output "undone_queue_url" {
  description = "Queue of what could not be done."
  value       = aws_sqs_queue.undone.url
}

output "database_id" {
  description = "Identifier of the database, for snapshots and restores."
  value       = aws_db_instance.this.identifier
}

output "etl_instance_id" {
  description = "The ETL instance: `aws ssm start-session --target`."
  value       = module.etl.instance_id
}

output "dashboard_instance_id" {
  description = "The dashboard's instance: `aws ssm start-session --target`."
  value       = module.dashboard.instance_id
}

output "secrets_to_put" {
  description = "Secrets that a person puts, by name (README: what a first deployment needs)."
  value       = { for name, secret in aws_secretsmanager_secret.given : name => secret.name if name != "certificate" || !local.certbot }
}

output "bundle_id" {
  description = "The bundle that the instances run: first 12 digits of its SHA-256."
  value       = local.bundle_id
}

output "images" {
  description = "The images of Amazon Linux that the instances are kept to."
  value       = { etl = module.etl.image, dashboard = module.dashboard.image }
}

output "deploy_role_arn" {
  description = "Role that the deploy workflow assumes; null without github_repository."
  value       = one(aws_iam_role.deploy[*].arn)
}

output "plan_role_arn" {
  description = "Role that a workflow plans with; null without github_repository."
  value       = one(aws_iam_role.plan[*].arn)
}

output "extracted_sources" {
  description = "Sources that the Lambda asks."
  value       = keys(local.lambda_sources)
}

output "environment" {
  description = "Name of this deployment, a dimension of its metrics."
  value       = var.environment
}
