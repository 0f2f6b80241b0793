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
  lambda_key_arns = { for name, arn in local.key_arns : name => arn if contains(keys(local.lambda_sources), name) }

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
}

resource "aws_iam_role_policy" "extract" {
  name = "extract"
  role = aws_iam_role.extract.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(local.extract_permissions, [
      for arns in [values(local.lambda_key_arns)] :
      { Sid = "ReadKeys", Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = arns } if length(arns) > 0
    ])
  })
}
