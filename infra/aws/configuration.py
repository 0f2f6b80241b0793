"""Terraform's folder as `make aws-up` and its like use it: its state's bucket, its choices, its commands."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = Path(__file__).parent


class Stopped(Exception):
    """It does not go on; the message says why, and what to do."""


@dataclass(frozen=True)
class Configuration:
    """The folder, and the file with a deployment's choices, relative to it."""

    folder: Path = FOLDER
    choices: str = "environments/production.tfvars"

    @property
    def text(self) -> str:
        """The choices as they are written."""
        return (self.folder / self.choices).read_text(encoding="utf-8")

    @property
    def region(self) -> str:
        """The region of everything."""
        chosen = re.search(r'^\s*region\s*=\s*"([^"]+)"', self.text, re.MULTILINE)
        return chosen[1] if chosen else "us-east-1"

    def initialise(self) -> None:
        """Initialise Terraform on the state's bucket, which is made where there is none."""
        bucket = f"bellwether-state-{account_id()}"
        _make_state_bucket(boto3.client("s3"), bucket, self.region)
        self._run("./init.sh", bucket, self.region)

    def terraform(self, command: str, *options: str, chosen: bool = True) -> None:
        """Run a command of Terraform, with the choices unless it takes none.

        Raises:
            Stopped: it fails; it has said why itself.
        """
        choices = ["-input=false", f"-var-file={self.choices}"] if chosen else []
        self._run("terraform", command, *choices, *options)

    def output(self, name: str) -> Any:  # noqa: ANN401 - it is what JSON says
        """An output of the deployment.

        Raises:
            Stopped: there is none, for there is no deployment.
        """
        command = ["terraform", "output", "-json", name]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise Stopped(f"there is no deployment: {done.stderr.strip()[:300]}")
        return json.loads(done.stdout)

    def _run(self, *command: str) -> None:
        if subprocess.run(command, cwd=self.folder, check=False).returncode:  # noqa: S603 - our own
            raise Stopped(f"{' '.join(command[:2])} has failed: it says why above")


def opened(folder: Path) -> Configuration:
    """The configuration in a folder; whoever asks AWS from now on asks its region, whatever a shell says."""
    configuration = Configuration(folder)
    # Terraform and the AWS CLI read the one, boto3 the other
    os.environ |= {"AWS_REGION": configuration.region, "AWS_DEFAULT_REGION": configuration.region}
    return configuration


def account_id() -> str:
    """The account that the credentials are of.

    Raises:
        Stopped: there are none that AWS knows.
    """
    try:
        return str(boto3.client("sts", region_name="us-east-1").get_caller_identity()["Account"])
    except Exception as error:
        raise Stopped(f"AWS does not know who asks ({error}): log in, as with `aws sso login`") from error


def confirmed(question: str, answer: str) -> bool:
    """Whether a person types that answer."""
    try:
        return input(f"{question} Type {answer} to go on: ").strip() == answer
    except EOFError:
        return False


def _make_state_bucket(s3: "S3Client", bucket: str, region: str) -> None:
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError:
        elsewhere: Any = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **({} if region == "us-east-1" else elsewhere))
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
