# An instance that can be thrown away: its address, its role and its logs stay when a bundle replaces it.
# No SSH: Session Manager. Metadata only by tokens. The disk is encrypted.

resource "aws_network_interface" "this" {
  subnet_id       = var.subnet_id
  security_groups = [var.security_group_id]
  description     = var.name

  tags = { Name = var.name }
}

# It belongs to the interface, so that a new instance reaches the internet from its first second.
resource "aws_eip" "this" {
  count = var.public ? 1 : 0

  domain            = "vpc"
  network_interface = aws_network_interface.this.id

  tags = { Name = var.name }
}

# The image stays whatever is applied, and with it all packages, for Amazon Linux keeps an image to the release that it is
# of. The newest comes when this is replaced.
resource "terraform_data" "image" {
  input = var.newest_image

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_instance" "this" {
  #checkov:skip=CKV_AWS_126:Minutely metrics cost 2 USD a month; what is alarmed on is sent by the instance itself.
  ami                         = terraform_data.image.output
  instance_type               = var.instance_type
  iam_instance_profile        = aws_iam_instance_profile.this.name
  user_data                   = var.user_data
  user_data_replace_on_change = true # a bundle replaces the instance
  ebs_optimized               = true

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.this.id
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }

  tags = { Name = var.name }

  lifecycle {
    replace_triggered_by = [terraform_data.image]
  }

  # what its first boot does needs all of these
  depends_on = [aws_eip.this, aws_iam_role_policy.this, aws_cloudwatch_log_group.this]
}

# An apply is over when the instance has told how its first boot went, and fails where that did.
resource "terraform_data" "booted" {
  count = var.wait_minutes > 0 ? 1 : 0

  triggers_replace = aws_instance.this.id

  provisioner "local-exec" {
    command = "${path.module}/await_boot.sh"
    environment = {
      SIGNAL  = "s3://${var.bucket.name}/boot/${aws_instance.this.id}"
      MINUTES = var.wait_minutes
      LOG     = "${var.log_group}, stream ${aws_instance.this.id}/boot"
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:Encrypted with CloudWatch's own key; a key of our own would cost 1 USD a month and guard no secret.
  name              = var.log_group
  retention_in_days = var.log_retention_days
}
