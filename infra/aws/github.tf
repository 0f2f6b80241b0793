# Only with github_repository: its workflow deploys through OpenID Connect, without a stored key, and only from the
# environment "production", which the repository's settings protect by reviewers.

locals {
  deploy = var.github_repository[*]
}

resource "aws_iam_openid_connect_provider" "github" {
  count = length(local.deploy)

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "deploy" {
  count = length(local.deploy)

  name = "${local.name}-deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.github[0].arn }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:${local.deploy[0]}:environment:production"
        }
      }
    }]
  })
}

# Terraform makes resources of twenty services; IAM is not among what this policy of AWS's allows.
resource "aws_iam_role_policy_attachment" "deploy" {
  count = length(local.deploy)

  role       = aws_iam_role.deploy[0].name
  policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
}

# Roles of this deployment only, and not the one that deploys.
resource "aws_iam_role_policy" "deploy" {
  count = length(local.deploy)

  name = "roles"
  role = aws_iam_role.deploy[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "RolesOfThisDeployment"
        Effect = "Allow"
        Action = [
          "iam:AddRoleToInstanceProfile",
          "iam:CreateInstanceProfile",
          "iam:CreateRole",
          "iam:DeleteInstanceProfile",
          "iam:DeleteRole",
          "iam:DeleteRolePolicy",
          "iam:PassRole",
          "iam:PutRolePolicy",
          "iam:RemoveRoleFromInstanceProfile",
          "iam:TagInstanceProfile",
          "iam:TagRole",
          "iam:UpdateAssumeRolePolicy",
        ]
        Resource = local.deployed_roles
      },
      {
        Sid      = "SeeRoles"
        Effect   = "Allow"
        Action   = ["iam:Get*", "iam:List*"]
        Resource = concat(local.deployed_roles, [aws_iam_role.deploy[0].arn, aws_iam_openid_connect_provider.github[0].arn])
      },
    ]
  })
}

locals {
  deployed_roles = flatten([for kind in ["extract", "scheduler", "flow-logs", "etl", "dashboard"] : [
    "arn:aws:iam::${local.account_id}:role/${local.name}-${kind}",
    "arn:aws:iam::${local.account_id}:instance-profile/${local.name}-${kind}",
  ]])
}
