"""What would stop a first deployment halfway, looked up before it begins: one finding per line."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import boto3
from botocore.exceptions import ClientError

from infra.aws.configuration import Configuration

_NOBODYS = r"^\s*(?:allowed_cidrs|alarm_email|contact)\s*=.*(?:203\.0\.113\.|example\.com)"
_MACHINES = ("t4g.small", "t3.small")
_VCPU = 4
"""Two instances with two each."""


@dataclass(frozen=True)
class Finding:
    """What was looked up; `is_good` None where it could not be, which stops nothing."""

    is_good: bool | None
    text: str

    def __str__(self) -> str:
        return f"{ {True: 'good', False: 'STOP', None: '?   '}[self.is_good] }  {self.text}"


def findings(configuration: Configuration) -> list[Finding]:
    """Everything that was found."""
    return [*_tools(), *_choices(configuration.text), *(_asked(check) for check in _OF_THE_ACCOUNT)]


def _tools() -> Iterator[Finding]:
    for tool in ("terraform", "aws", "git"):
        found = shutil.which(tool)
        yield Finding(bool(found), f"{tool} is {found}" if found else f"{tool} is not installed")


def _choices(text: str) -> Iterator[Finding]:
    for line in re.findall(_NOBODYS, text, re.MULTILINE):
        yield Finding(
            False, f"environments/production.tfvars has an example's value: write yours in {line.strip()!r}"
        )
    if not re.search(r'^\s*price_source\s*=\s*"yahoo"', text, re.MULTILINE):
        given = bool(os.environ.get("TIINGO_API_KEY"))
        plan = "of a paid plan: some 700 requests a morning, of which the free one has 50 an hour"
        yield Finding(given, f"TIINGO_API_KEY is {'set' if given else 'not set: export the key'}, {plan}")


def _asked(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:  # whatever it is, it stops nothing
        return Finding(
            None, f"{check.__name__.strip('_').replace('_', ' ')} could not be asked: {str(error)[:120]}"
        )


def _account_plan() -> Finding:
    kind = boto3.client("freetier", region_name="us-east-1").get_account_plan_state()["accountPlanType"]
    refused = "which refuses backups of 14 days: upgrade it in Billing, or set backup_days = 1"
    return Finding(kind != "FREE", f"the account's plan is {kind}{', ' + refused if kind == 'FREE' else ''}")


def _budgets_access() -> Finding:
    account = boto3.client("sts").get_caller_identity()["Account"]
    try:
        boto3.client("budgets", region_name="us-east-1").describe_budgets(AccountId=account)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDeniedException":
            raise
        return Finding(False, "budgets may not be read: let IAM users see Billing (Account, IAM access)")
    return Finding(True, "budgets may be read")


def _quota_of_processors() -> Finding:
    quotas = boto3.client("service-quotas")
    value = quotas.get_service_quota(ServiceCode="ec2", QuotaCode="L-1216C47A")["Quota"]["Value"]
    return Finding(value >= _VCPU, f"{value:.0f} vCPU of standard instances may run, {_VCPU} are needed")


def _zones() -> Finding:
    zones = boto3.client("ec2").describe_availability_zones(
        Filters=[{"Name": "opt-in-status", "Values": ["opt-in-not-required"]}]
    )["AvailabilityZones"]
    return Finding(len(zones) > 1, f"the region has {len(zones)} zones, 2 are needed")


def _machines() -> Finding:
    offered = boto3.client("ec2").describe_instance_type_offerings(
        Filters=[{"Name": "instance-type", "Values": list(_MACHINES)}]
    )["InstanceTypeOfferings"]
    names = sorted({found["InstanceType"] for found in offered})
    return Finding(bool(names), f"the region offers {', '.join(names) or 'none of ' + ', '.join(_MACHINES)}")


def _engine() -> Finding:
    found = boto3.client("rds").describe_db_engine_versions(Engine="postgres", EngineVersion="16")
    versions = [version["EngineVersion"] for version in found["DBEngineVersions"]]
    return Finding(bool(versions), f"RDS offers PostgreSQL {versions[-1] if versions else '16 not at all'}")


_OF_THE_ACCOUNT = (_account_plan, _budgets_access, _quota_of_processors, _zones, _machines, _engine)
