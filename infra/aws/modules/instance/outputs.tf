output "instance_id" {
  description = "The instance's id."
  value       = aws_instance.this.id
}

output "image" {
  description = "The image that it is made of."
  value       = aws_instance.this.ami
}

output "address" {
  description = "The public address; null without one."
  value       = one(aws_eip.this[*].public_ip)
}

output "log_group" {
  description = "Where its journal goes."
  value       = aws_cloudwatch_log_group.this.name
}

output "awaited" {
  description = "Whether an apply waits for its first boot."
  value       = length(terraform_data.booted) > 0
}
