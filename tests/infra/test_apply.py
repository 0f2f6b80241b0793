"""The configuration is applied to, found unchanged on, and destroyed from a server that answers as AWS."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
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
    "modules/instance/test_override.tf": """
        resource "aws_instance" "this" {
          subnet_id              = var.subnet_id
          vpc_security_group_ids = [var.security_group_id]
          dynamic "network_interface" {
            for_each = toset([])
            content {
              device_index         = 0
              network_interface_id = ""
            }
          }
        }
    """,
}
"""What the server cannot do: it tells nobody a budget's subscribers, denies whatever a condition says, and an
instance that has ended keeps its network interface, which then cannot be removed.

The state stays in the copy, and a bucket's name is no host's name here.
"""


FORGOTTEN = {
    ("aws_db_instance", "performance_insights_enabled"),
    ("aws_db_parameter_group", "parameter"),
    ("aws_lambda_function", "dead_letter_config"),
    ("aws_lambda_function", "logging_config"),
    ("aws_vpc_security_group_egress_rule", "description"),
    ("aws_vpc_security_group_ingress_rule", "description"),
}
"""What the server takes and does not tell again: all that a second plan may find to change."""


def planned(terraform: Terraform) -> set[tuple[str, str]]:
    """What a plan would change, as types and attributes; a resource that it would make or end is `*`."""
    terraform.run("plan", "-input=false", "-out=second.tfplan")
    plan = json.loads(terraform.run("show", "-json", "second.tfplan").stdout)
    changes = [(found["type"], found["change"]) for found in plan["resource_changes"]]
    return {
        (kind, attribute)
        for kind, change in changes
        if change["actions"] != ["no-op"]
        for attribute in _changed(change)
    }


def _changed(change: dict[str, Any]) -> set[str]:
    if change["actions"] != ["update"]:
        return {"*"}
    before, after = change["before"], change["after"]
    # what AWS computes anew, such as a time, is not in `after`
    return {name for name in after if before.get(name) != after[name]} or {"*"}


@pytest.fixture
def aws() -> Iterator[dict[str, str]]:
    """An empty account: the environment in which every client talks to it."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    # every server of this process has the same account, and other tests have been there
    requests.post(f"{address}/moto-api/reset", timeout=10).raise_for_status()
    yield {
        "AWS_ENDPOINT_URL": address,
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
    assert planned(terraform) == FORGOTTEN

    terraform.run("destroy", "-auto-approve", "-input=false")
    assert terraform.resources() == []
    assert boto3.client("s3").list_buckets()["Buckets"] == []
    assert boto3.client("rds").describe_db_instances()["DBInstances"] == []
