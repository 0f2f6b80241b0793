"""What is kept stays kept, encrypted and private."""

from typing import Any

import pytest

from tests.infra.deployment import Deployment


@pytest.mark.parametrize("bucket", ["landing", "artifacts", "releases"])
def test_a_bucket_is_versioned_encrypted_and_private(deployment: Deployment, bucket: str) -> None:
    place = f"module.{bucket}."
    versioning = deployment.one("aws_s3_bucket_versioning", place)
    encryption = deployment.one("aws_s3_bucket_server_side_encryption_configuration", place)
    (rule,) = encryption["rule"]
    block = deployment.one("aws_s3_bucket_public_access_block", place)
    blocked = {name for name, value in block.items() if value is True}
    assert versioning["versioning_configuration"][0]["status"] == "Enabled"
    assert rule["apply_server_side_encryption_by_default"][0]["sse_algorithm"] == "AES256"
    assert blocked == {
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    }


@pytest.mark.parametrize("bucket", ["landing", "artifacts", "releases"])
def test_a_bucket_refuses_whoever_does_not_speak_tls(deployment: Deployment, bucket: str) -> None:
    place = f"module.{bucket}.aws_s3_bucket_policy.this"
    (denied,) = (statement for address, statement in deployment.policies() if address == place)
    arn = deployment.one("aws_s3_bucket", f"module.{bucket}.")["arn"]
    assert (denied["Effect"], denied["Principal"], denied["Action"]) == ("Deny", "*", ["s3:*"])
    assert denied["Resource"] == [arn, f"{arn}/*"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_no_version_of_a_landed_object_ever_expires(deployment: Deployment) -> None:
    rules = deployment.one("aws_s3_bucket_lifecycle_configuration", "landing")["rule"]
    assert rules
    for rule in rules:
        assert not rule["expiration"]
        assert not rule["noncurrent_version_expiration"]


def test_the_database_demands_tls_and_is_encrypted_and_backed_up(deployment: Deployment) -> None:
    database = deployment.one("aws_db_instance", "this")
    groups = deployment.of("aws_db_parameter_group").values()
    (group,) = (group for group in groups if group["name"] == database["parameter_group_name"])
    parameters = {found["name"]: found["value"] for found in group["parameter"]}
    assert parameters["rds.force_ssl"] == "1"
    assert int(parameters["temp_file_limit"]) > 0
    assert database["storage_encrypted"] is True
    assert database["manage_master_user_password"] is True
    assert database["backup_retention_period"] >= 7
    assert database["skip_final_snapshot"] is False


def test_by_default_nothing_can_be_destroyed(tested: dict[str, Any]) -> None:
    deployment = Deployment(tested["states"]["whole"])
    assert deployment.one("aws_db_instance", "this")["deletion_protection"] is True
    assert not any(bucket["force_destroy"] for bucket in deployment.of("aws_s3_bucket").values())


def test_every_log_is_kept_for_a_time(deployment: Deployment) -> None:
    groups = deployment.of("aws_cloudwatch_log_group")
    assert len(groups) == 6
    assert all(group["retention_in_days"] for group in groups.values())
