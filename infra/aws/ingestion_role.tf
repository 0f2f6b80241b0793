# What the Lambda may do.

resource "aws_iam_role" "extract" {
  name = "${local.name}-extract"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

locals {
  extract_permissions = [
    {
      Sid      = "Land"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = ["${module.landing.arn}/landing/*"]
    },
    {
      # no condition on the prefix: with one, S3 answers a missing key with "access denied" and not "no such key"
      Sid      = "SeeWhatLanded"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [module.landing.arn]
    },
    {
      Sid      = "Log"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.extract.arn}:*"]
    },
    {
      Sid      = "HandOverWhatIsUndone"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [aws_sqs_queue.undone.arn]
    },
    {
      # by its name: the function waits for this policy
      Sid      = "ContinueItself"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = ["arn:aws:lambda:${var.region}:${local.account_id}:function:${local.name}-extract"]
    },
  ]
  extract_secrets = [for name, secret in aws_secretsmanager_secret.given : secret.arn if name == "tiingo"]
}

resource "aws_iam_role_policy" "extract" {
  name = "extract"
  role = aws_iam_role.extract.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(local.extract_permissions, [
      for arn in local.extract_secrets :
      { Sid = "ReadKey", Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = [arn] }
    ])
  })
}
