# What the instances run: an image of Amazon Linux, and a release that is named by what is in it.

locals {
  release        = startswith(var.release, "/") ? var.release : "${path.module}/${var.release}"
  release_sha256 = fileexists(local.release) ? filesha256(local.release) : ""
  release_id     = substr(local.release_sha256, 0, 12)
  release_key    = "releases/${local.release_id}.tar.gz"

  image_parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${var.architecture}"
  ami_id          = var.ami_id == null ? data.aws_ssm_parameter.image[0].insecure_value : var.ami_id
}

data "aws_ssm_parameter" "image" {
  count = var.ami_id == null ? 1 : 0

  name = local.image_parameter
}

resource "aws_s3_object" "release" {
  bucket      = module.artifacts.name
  key         = local.release_key
  source      = local.release
  source_hash = local.release_sha256

  lifecycle {
    precondition {
      condition     = fileexists(local.release)
      error_message = "There is no ${local.release}: run `make release` first."
    }
  }
}
