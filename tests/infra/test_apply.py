"""The configuration is applied to, found unchanged on, and destroyed from a server that answers as AWS."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.infra.terraform import Terraform, Unavailable

pytestmark = pytest.mark.slow

OVERRIDES = {
    "test_override.tf": """
        terraform {
          backend "local" {}
        }
        provider "aws" {
          s3_use_path_style = true
        }
        resource "aws_budgets_budget" "monthly" {
          count = 0
        }
    """,
    "modules/bucket/test_override.tf": """
        resource "aws_s3_bucket_policy" "this" {
          policy = jsonencode({
            Version   = "2012-10-17"
            Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:RestoreObject", Resource = "*" }]
          })
        }
    """,
}
"""What the server cannot do: it tells nobody a budget's subscribers, and denies whatever a condition says.

The state stays in the copy, and a bucket's name is no host's name here.
"""


@pytest.fixture
def aws() -> Iterator[dict[str, str]]:
    """An empty account: the environment in which every client talks to it."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "simulated",
        "AWS_SECRET_ACCESS_KEY": "simulated",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "3",
    }
    server.stop()


@pytest.fixture
def terraform(aws: dict[str, str], tmp_path: Path) -> Terraform:
    """Terraform on that account, with something to deploy."""
    archive = tmp_path / "some.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("handler.py", "def handler(event, context): return {}\n")
    for name, text in OVERRIDES.items():
        (tmp_path / "aws" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "aws" / name).write_text(text)
    values = {
        "TF_VAR_allowed_cidrs": json.dumps(["203.0.113.7/32"]),
        "TF_VAR_alarm_email": "owner@example.com",
        "TF_VAR_lambda_zip": str(archive),
        "TF_VAR_release": str(archive),
        "TF_VAR_protected": "false",
        "TF_VAR_final_snapshot": "false",
    }
    try:
        return Terraform.initialised(tmp_path, backend=True, **aws, **values)
    except Unavailable as reason:
        pytest.skip(str(reason))


def test_a_deployment_is_made_stays_as_it_is_and_goes_without_a_trace(
    terraform: Terraform, aws: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in aws.items():
        monkeypatch.setenv(name, value)
    terraform.run("apply", "-auto-approve", "-input=false")
    assert len(terraform.resources()) > 100
    assert len(boto3.client("scheduler").list_schedules()["Schedules"]) == 8
    assert "No changes" in terraform.run("plan", "-input=false", "-detailed-exitcode").stdout

    terraform.run("destroy", "-auto-approve", "-input=false")
    assert terraform.resources() == []
    assert boto3.client("s3").list_buckets()["Buckets"] == []
    assert boto3.client("rds").describe_db_instances()["DBInstances"] == []
