"""What the server that stands in for AWS cannot do, and what a plan would change there."""

import json
from typing import Any

from tests.infra.terraform import Terraform

OVERRIDES = {
    "test_override.tf": """
        terraform {
          backend "s3" {
            use_path_style = true
          }
        }
        provider "aws" {
          s3_use_path_style = true
        }
        resource "aws_budgets_budget" "monthly" {
          count = 0
        }
        data "aws_rds_engine_version" "this" {
          count = 0
        }
        resource "aws_db_instance" "this" {
          engine_version = "16.15"
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
"""What the server cannot do: it tells nobody a budget's subscribers or which versions a database may have,
denies whatever a condition says, and an instance that has ended keeps its network interface, which then
cannot be removed.

A bucket's name is no host's name here.
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


def planned(terraform: Terraform, file: str) -> set[tuple[str, str]]:
    """What a kept plan changes, as types and attributes; a resource that it makes or ends is `*`."""
    plan = json.loads(terraform.run("show", "-json", file).stdout)
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
