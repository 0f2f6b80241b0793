# The landing zone, from which all else can be made again, a bucket for what is built, and one for what was published.

module "landing" {
  source = "./modules/bucket"

  name          = "${local.name}-landing-${local.account_id}-${var.region}"
  force_destroy = !var.protected
}

# what an earlier deployment has left with KEEP_LANDING=1; one that has it already is not asked again
import {
  for_each = toset(var.landing_kept ? ["${local.name}-landing-${local.account_id}-${var.region}"] : [])
  to       = module.landing.aws_s3_bucket.this
  id       = each.value
}

module "artifacts" {
  source = "./modules/bucket"

  name          = "${local.name}-artifacts-${local.account_id}-${var.region}"
  force_destroy = !var.protected
}

module "releases" {
  source = "./modules/bucket"

  name          = "${local.name}-releases-${local.account_id}-${var.region}"
  force_destroy = !var.protected
}

locals {
  releases_url = "s3://${module.releases.name}/releases"
  landing_url  = "s3://${module.landing.name}/landing"
  docs_url     = "s3://${module.artifacts.name}/docs/index.html"
}

# No rule ends versions: an object that was written again is a restatement, and the older one is its evidence.
resource "aws_s3_bucket_lifecycle_configuration" "landing" {
  bucket = module.landing.name

  rule {
    id     = "broken-uploads"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  dynamic "rule" {
    for_each = var.glacier_after_days[*]

    content {
      id     = "glacier"
      status = "Enabled"
      filter {
        prefix = "landing/"
      }

      # Instant Retrieval: a restore reads every object, and none may have to be thawed first
      transition {
        days          = rule.value
        storage_class = "GLACIER_IR"
      }
      noncurrent_version_transition {
        noncurrent_days = rule.value
        storage_class   = "GLACIER_IR"
      }
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "artifacts" {
  bucket = module.artifacts.name

  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

# Each publish removes all but the newest releases_kept; what it removed can be had for a month more.
resource "aws_s3_bucket_lifecycle_configuration" "releases" {
  bucket = module.releases.name

  rule {
    id     = "removed-releases"
    status = "Enabled"
    filter {}

    expiration {
      expired_object_delete_marker = true
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}
