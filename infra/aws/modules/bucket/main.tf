# A private bucket: versioned, encrypted, and only over TLS.

variable "name" {
  description = "The bucket's name, unique in the world."
  type        = string
}

variable "force_destroy" {
  description = "Whether destroying the bucket may delete what is in it."
  type        = bool
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:Who read public market data is not worth a third bucket; CloudTrail has data events where it is.
  #checkov:skip=CKV_AWS_144:A second region doubles the cost of data that can be asked for again from its providers.
  #checkov:skip=CKV_AWS_145:SSE-S3 on purpose: everything is restored from this bucket, and that must not hang on a key.
  #checkov:skip=CKV2_AWS_61:Lifecycle rules differ; storage.tf has those of each bucket.
  #checkov:skip=CKV2_AWS_62:Nobody waits for a notification: the ETL's timer looks for itself.
  bucket        = var.name
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTLS"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}

output "name" {
  description = "The bucket's name."
  value       = aws_s3_bucket.this.id

  # whoever writes to the bucket finds it versioned
  depends_on = [aws_s3_bucket_versioning.this]
}

output "arn" {
  description = "The bucket's ARN."
  value       = aws_s3_bucket.this.arn
}
