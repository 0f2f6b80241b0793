# Only with github_repository: its workflows plan and deploy through OpenID Connect, without a stored key, and only from
# main: whoever may run one plans, in the environment "plan"; who applies, in the environment of this deployment's name,
# waits for the reviewers that the repository's settings name.

locals {
  deploy = var.github_repository[*]

  # what GitHub calls the repository: by name, and since 15 July 2026 by numbers as well, which no name's next owner has
  github_subjects = flatten([for repository in local.deploy : concat(
    ["repo:${repository}"],
    [for ids in var.github_ids[*] :
    "repo:${split("/", repository)[0]}@${ids.owner}/${split("/", repository)[1]}@${ids.repository}"],
  )])
  github_trust = { for environment in ["plan", var.environment] : environment => jsonencode({
    Version = "2012-10-17"
    Statement = [for provider in aws_iam_openid_connect_provider.github : {
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = provider.arn }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:ref" = "refs/heads/main"
          "token.actions.githubusercontent.com:sub" = [for subject in local.github_subjects : "${subject}:environment:${environment}"]
        }
      }
    }]
  }) }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = length(local.deploy)

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "deploy" {
  count = length(local.deploy)

  name               = "${local.name}-deploy"
  assume_role_policy = local.github_trust[var.environment]
}

# Reads all that a plan compares, and no secret's value; the plan that it makes is what the other role applies.
resource "aws_iam_role" "plan" {
  count = length(local.deploy)

  name               = "${local.name}-plan"
  assume_role_policy = local.github_trust["plan"]
}

resource "aws_iam_role_policy_attachment" "plan" {
  count = length(local.deploy)

  role       = aws_iam_role.plan[0].name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
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
        Sid    = "SeeRoles"
        Effect = "Allow"
        Action = [
          "iam:GetInstanceProfile",
          "iam:GetOpenIDConnectProvider",
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListInstanceProfilesForRole",
          "iam:ListRolePolicies",
        ]
        Resource = concat(local.deployed_roles, [aws_iam_role.deploy[0].arn, aws_iam_role.plan[0].arn, aws_iam_openid_connect_provider.github[0].arn])
      },
    ]
  })
}

locals {
  deployed_roles = flatten([for kind in ["extract", "scheduler", "flow-logs", "etl", "dashboard", "spark"] : [
    "arn:aws:iam::${local.account_id}:role/${local.name}-${kind}",
    "arn:aws:iam::${local.account_id}:instance-profile/${local.name}-${kind}",
  ]])
}
