"""`make aws-up`, `make aws-restore` and `make aws-destroy`, against a server that answers as AWS."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from infra.aws.configuration import Configuration
from infra.aws.preflight import findings
from infra.aws.restore import restore
from tests.infra.stand_in import FORGOTTEN, OVERRIDES, planned
from tests.infra.terraform import CONFIGURATION, REPOSITORY, Terraform, Unavailable

CHOICES = """
allowed_cidrs         = ["198.51.100.7/32"]
alarm_email           = "owner@bellwether.test"
contact               = "owner@bellwether.test"
lambda_zip            = "{archive}"
bundle                = "{archive}"
wait_for_boot_minutes = 0
"""


def test_an_examples_values_and_a_missing_key_stop_it_before_anything_is_made(
    aws: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in aws.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TIINGO_API_KEY", raising=False)
    stops = [finding.text for finding in findings(Configuration(CONFIGURATION)) if finding.is_good is False]
    assert len([text for text in stops if "example's value" in text]) == 3
    assert [text for text in stops if text.startswith("TIINGO_API_KEY is not set")]
    done = made("up", aws, CONFIGURATION, "--yes", "--built")
    assert (done.returncode, "aws-up: mend what says STOP" in done.stderr) == (1, True)
    assert ("region us-east-1" in done.stdout, "specify a region" in done.stdout) == (True, False)
    assert boto3.client("s3").list_buckets()["Buckets"] == []


def made(
    name: str, environment: dict[str, str], folder: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    """One of the programs, in a shell that knows no region: that is the choices' business."""
    command = [sys.executable, "-m", f"infra.aws.{name}", "--configuration", str(folder), *options]
    env = {name: value for name, value in (os.environ | environment).items() if "REGION" not in name}
    return subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def there(aws: dict[str, str], tmp_path: Path) -> Terraform:
    """The configuration with a person's choices, and something to deploy."""
    archive = tmp_path / "some.zip"
    shutil.make_archive(str(archive.with_suffix("")), "zip", CONFIGURATION / "templates")
    texts = OVERRIDES | {"environments/production.tfvars": CHOICES.format(archive=archive)}
    for name, text in texts.items():
        (tmp_path / "aws" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "aws" / name).write_text(text)
    try:
        made_there = Terraform.initialised(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    ours = {**aws, "TIINGO_API_KEY": "of a person", "BELLWETHER_PAUSE": "1"}
    return replace(made_there, environment=made_there.environment | ours)


@contextmanager
def publishing() -> Iterator[None]:
    """An ETL instance that publishes all the time."""
    over = threading.Event()
    named: Any = {"Dimensions": [{"Name": "Environment", "Value": "production"}]}
    client = boto3.client("cloudwatch")

    def publish() -> None:
        while not over.wait(2):
            data = [{"MetricName": "PublishSucceeded", "Value": 1, **named}]
            client.put_metric_data(Namespace="Bellwether", MetricData=data)

    thread = threading.Thread(target=publish, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.slow
@pytest.mark.longest
@pytest.mark.skipif(not shutil.which("aws"), reason="the AWS CLI is not installed")
def test_a_deployment_goes_up_stays_as_it_is_and_goes_but_for_its_snapshot_and_what_landed(
    there: Terraform, aws: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in aws.items():
        monkeypatch.setenv(name, value)
    # the server runs no function
    config = {"lambda": {"use_docker": False}}
    requests.post(f"{aws['AWS_ENDPOINT_URL']}/moto-api/config", json=config, timeout=60)
    with publishing():
        done = made("up", there.environment, there.folder, "--yes", "--built")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "the dashboard is at https://" in done.stdout
    secret = boto3.client("secretsmanager").get_secret_value(SecretId="bellwether-production/tiingo")
    assert secret["SecretString"] == '{"api_key": "of a person"}'

    assert len(there.resources()) > 100
    assert len(boto3.client("scheduler").list_schedules()["Schedules"]) == 18

    # whoever lost the terminal meanwhile begins again, and finds what was published
    done = made("up", there.environment, there.folder, "--yes", "--built")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert planned(there, "up.tfplan") == FORGOTTEN

    s3 = boto3.client("s3")
    (landing,) = (bucket["Name"] for bucket in s3.list_buckets()["Buckets"] if "-landing-" in bucket["Name"])
    s3.put_object(Bucket=landing, Key="landing/fred/one.ndjson.gz", Body=b"one")
    done = made("down", there.environment, there.folder, "--yes", "--keep-landing")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert f"the bucket {landing} stays" in done.stdout
    assert s3.list_objects_v2(Bucket=landing)["KeyCount"] == 1
    assert "the snapshot bellwether-production-final-vpc-" in done.stdout
    assert there.resources() == []
    assert boto3.client("secretsmanager").list_secrets()["SecretList"] == []
    # what else lay in buckets, such as the bundle, is gone
    assert {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]} - {landing} == {
        "bellwether-state-123456789012"
    }
    assert boto3.client("rds").describe_db_instances()["DBInstances"] == []

    choices = ["-auto-approve", "-input=false", "-var-file=environments/production.tfvars"]
    there.run("apply", *choices, "-var=landing_kept=true", "-target=module.landing")
    assert "module.landing.aws_s3_bucket.this" in {made["address"] for made in there.resources()}
    assert s3.list_objects_v2(Bucket=landing)["KeyCount"] == 1


@dataclass(frozen=True)
class Noted(Configuration):
    """A deployment whose Terraform is only told what to do."""

    told: list[tuple[str, ...]] = field(default_factory=list)

    def initialise(self) -> None:
        """There is nothing to initialise."""

    def terraform(self, command: str, *options: str, chosen: bool = True) -> None:  # noqa: ARG002
        """Note it."""
        self.told.append((command, *options))

    def output(self, name: str) -> str:
        """The one output that is asked for."""
        assert name == "database_id"
        return "bellwether-production"


def test_a_restored_database_takes_the_place_of_the_old_one_with_all_that_protects_it(
    aws: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in aws.items():
        monkeypatch.setenv(name, value)
    ec2, rds = boto3.client("ec2"), boto3.client("rds")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"][:2]]
    group = ec2.create_security_group(GroupName="database", Description="database")["GroupId"]
    rds.create_db_subnet_group(
        DBSubnetGroupName="private", DBSubnetGroupDescription="private", SubnetIds=subnets
    )
    rds.create_db_parameter_group(
        DBParameterGroupName="tls", DBParameterGroupFamily="postgres16", Description="tls"
    )
    rds.create_db_instance(
        DBInstanceIdentifier="bellwether-production",
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="master",
        ManageMasterUserPassword=True,
        DBSubnetGroupName="private",
        DBParameterGroupName="tls",
        VpcSecurityGroupIds=[group],
        DeletionProtection=True,
    )
    deployment = Noted()
    restore(deployment, None, is_agreed=True)
    found = {one["DBInstanceIdentifier"]: one for one in rds.describe_db_instances()["DBInstances"]}
    restored = found.pop("bellwether-production")
    assert restored["DBSubnetGroup"]["DBSubnetGroupName"] == "private"
    assert [one["DBParameterGroupName"] for one in restored["DBParameterGroups"]] == ["tls"]
    assert [one["VpcSecurityGroupId"] for one in restored["VpcSecurityGroups"]] == [group]
    assert restored["DeletionProtection"] is True
    assert restored["MasterUserSecret"]["SecretArn"]
    assert [name.startswith("bellwether-production-until-") for name in found] == [True]
    assert [step[0] for step in deployment.told] == ["state", "import", "apply"]
