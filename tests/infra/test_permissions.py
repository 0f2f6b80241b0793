"""What each part may do, and that it is no more."""

from tests.infra.deployment import Deployment


def arns(deployment: Deployment, name: str) -> set[str]:
    """The secrets whose address contains a name."""
    secrets = deployment.of("aws_secretsmanager_secret")
    return {str(secret["arn"]) for address, secret in secrets.items() if name in address}


def test_no_policy_allows_any_action_on_everything(deployment: Deployment) -> None:
    seen = 0
    for address, statement in deployment.policies():
        if statement["Effect"] == "Allow":
            seen += 1
            wild = [action for action in statement["Action"] if "*" in action]
            assert not (wild and "*" in statement.get("Resource", ())), f"{address} allows {wild} on *"
            assert "NotAction" not in statement
            assert statement.get("Principal") != "*", f"{address} trusts everybody"
    assert seen > 20


def test_what_is_allowed_on_everything_knows_no_resources(deployment: Deployment) -> None:
    everywhere = {
        action
        for _, statement in deployment.policies()
        if statement["Effect"] == "Allow" and "*" in statement.get("Resource", ())
        for action in statement["Action"]
    }
    services = ("ssm:UpdateInstanceInformation", "ssmmessages:", "ec2messages:")
    assert {action for action in everywhere if not action.startswith(services)} <= {
        "cloudwatch:PutMetricData",
        "logs:DescribeLogGroups",
        "route53:ListHostedZones",
        "secretsmanager:GetRandomPassword",
    }


def test_metrics_go_into_one_namespace(deployment: Deployment) -> None:
    conditions = [
        statement.get("Condition")
        for _, statement in deployment.policies()
        if "cloudwatch:PutMetricData" in statement["Action"]
    ]
    assert conditions == [{"StringEquals": {"cloudwatch:namespace": "Bellwether"}}] * 2


def test_the_lambda_lands_and_reads_no_secret_of_the_database(deployment: Deployment) -> None:
    allowed = deployment.allowed("aws_iam_role_policy.extract")
    bucket = deployment.one("aws_s3_bucket", "landing")["arn"]
    assert allowed["s3:PutObject"] == allowed["s3:GetObject"] == {f"{bucket}/landing/*"}
    assert allowed["lambda:InvokeFunction"] == {
        "arn:aws:lambda:us-east-1:111122223333:function:bellwether-production-extract"
    }
    assert allowed.get("secretsmanager:GetSecretValue", set()) <= arns(deployment, "given")
    assert (len(allowed.get("secretsmanager:GetSecretValue", ())) == 1) == bool(arns(deployment, "tiingo"))
    assert allowed.keys() <= {
        "s3:GetObject",
        "s3:PutObject",
        "s3:ListBucket",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "sqs:SendMessage",
        "lambda:InvokeFunction",
        "secretsmanager:GetSecretValue",
    }


def test_nobody_may_delete_but_old_releases_and_from_sparks_lake(deployment: Deployment) -> None:
    where = {
        arn
        for _, statement in deployment.policies()
        if statement["Effect"] == "Allow"
        and any(action.startswith(("s3:Delete", "s3:PutBucket", "s3:*")) for action in statement["Action"])
        for arn in statement["Resource"]
    }
    releases = deployment.one("aws_s3_bucket", "releases")["arn"]
    of_lake = {arn for arn in where if arn.startswith(tuple(lakes(deployment)))}
    assert where - of_lake == {f"{releases}/releases/*"}


def lakes(deployment: Deployment) -> set[str]:
    """The ARN of Spark's lake, if there is one."""
    buckets = deployment.of("aws_s3_bucket")
    return {str(bucket["arn"]) for address, bucket in buckets.items() if "module.lake" in address}


def test_the_dashboard_knows_the_reader_alone(deployment: Deployment) -> None:
    allowed = deployment.allowed("module.dashboard.aws_iam_role_policy.this")
    own = arns(deployment, "reader") | arns(deployment, "oidc") | arns(deployment, "certificate")
    assert allowed["secretsmanager:GetSecretValue"] == own
    assert allowed.get("secretsmanager:PutSecretValue", set()) == arns(deployment, "certificate")
    bucket, releases = (deployment.one("aws_s3_bucket", name)["arn"] for name in ("artifacts", "releases"))
    assert allowed["s3:PutObject"] == {f"{bucket}/boot/*"}
    offered = {releases, f"{releases}/releases/*"}
    assert allowed["s3:GetObject"] == {f"{bucket}/bundles/*", f"{bucket}/docs/*"} | offered


def test_the_etl_instance_reads_the_landing_zone_and_sets_three_passwords(deployment: Deployment) -> None:
    allowed = deployment.allowed("module.etl.aws_iam_role_policy.this")
    landing, artifacts = (deployment.one("aws_s3_bucket", name)["arn"] for name in ("landing", "artifacts"))
    of_lake = {arn for arn in allowed["s3:PutObject"] if arn.startswith(tuple(lakes(deployment)))}
    from_here = {f"{landing}/landing/{name}/*" for name in ("open_meteo", "yahoo", "state")}
    keys = arns(deployment, "open_meteo")
    assert allowed["s3:PutObject"] - of_lake - (from_here if keys else set()) == {
        *(
            f"{landing}/landing/{name}/*"
            for name in ("wikipedia", "membership_spells", "rows_accepted", "google_trends")
        ),
        f"{artifacts}/docs/*",
        f"{artifacts}/boot/*",
        f"{deployment.one('aws_s3_bucket', 'releases')['arn']}/releases/*",
    }
    roles = arns(deployment, "database_role")
    master = deployment.one("aws_db_instance", "this")["master_user_secret"][0]["secret_arn"]
    assert allowed["secretsmanager:PutSecretValue"] == roles
    assert allowed["secretsmanager:GetSecretValue"] == {master, *roles, *keys, *arns(deployment, "webhook")}
    assert allowed["sns:Publish"] == {deployment.one("aws_sns_topic", "alarms")["arn"]}


def test_no_secret_has_a_value_in_the_state(deployment: Deployment) -> None:
    assert not deployment.of("aws_secretsmanager_secret_version")
    assert not deployment.one("aws_db_instance", "this")["password"]
