# What the instances run: an image of Amazon Linux, and a bundle that is named by what is in it.

locals {
  bundle        = startswith(var.bundle, "/") ? var.bundle : "${path.module}/${var.bundle}"
  bundle_sha256 = fileexists(local.bundle) ? filesha256(local.bundle) : ""
  bundle_id     = substr(local.bundle_sha256, 0, 12)
  bundle_key    = "bundles/${local.bundle_id}.tar"
}

# the newest; an instance keeps to the one that it was first made of, until the workflow `deploy` or a person replaces it
data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${var.architecture}"
}

resource "aws_s3_object" "bundle" {
  bucket      = module.artifacts.name
  key         = local.bundle_key
  source      = local.bundle
  source_hash = local.bundle_sha256

  lifecycle {
    precondition {
      condition     = fileexists(local.bundle)
      error_message = "There is no ${local.bundle}: run `make bundle` first."
    }
  }
}
