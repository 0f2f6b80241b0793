"""AWS as far as one machine has it: S3, Secrets Manager and CloudWatch from a moto server, over HTTP."""

import os
import uuid
from dataclasses import dataclass
from typing import Any

import boto3
import pytest


@dataclass(frozen=True)
class Account:
    """An account's variables, and its bucket; others share the account, not the bucket."""

    env: dict[str, str]
    bucket: str

    def client(self, service: str) -> Any:
        """A client of one of its services."""
        session: Any = boto3.Session(
            self.env["AWS_ACCESS_KEY_ID"],
            self.env["AWS_SECRET_ACCESS_KEY"],
            region_name=self.env["AWS_DEFAULT_REGION"],
        )
        return session.client(service, endpoint_url=self.env["AWS_ENDPOINT_URL"])

    @property
    def landing_url(self) -> str:
        """The bucket's landing zone."""
        return f"s3://{self.bucket}/landing"

    def objects(self, prefix: str = "") -> dict[str, tuple[str, Any]]:
        """Each key in the landing zone with its ETag and when it was written."""
        pages = self.client("s3").get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self.bucket, Prefix=f"landing/{prefix}").search("Contents[]")
        return {
            entry["Key"].removeprefix("landing/"): (entry["ETag"], entry["LastModified"])
            for entry in found
            if entry
        }

    def read(self, key: str) -> bytes:
        """An object of the landing zone."""
        found = self.client("s3").get_object(Bucket=self.bucket, Key=f"landing/{key}")
        return bytes(found["Body"].read())

    def secret(self, text: str) -> str:
        """The address of a new secret."""
        created = self.client("secretsmanager").create_secret(Name=uuid.uuid4().hex, SecretString=text)
        return str(created["ARN"])


@pytest.fixture
def account(s3_endpoint: str) -> Account:
    """An account with a versioned bucket of its own."""
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    env = {"AWS_ENDPOINT_URL": s3_endpoint, "AWS_DEFAULT_REGION": "us-east-1", **keys}
    made = Account(env, f"bucket-{uuid.uuid4().hex}")
    s3 = made.client("s3")
    s3.create_bucket(Bucket=made.bucket)
    s3.put_bucket_versioning(Bucket=made.bucket, VersioningConfiguration={"Status": "Enabled"})
    return made


def clean_environment() -> dict[str, str]:
    """This environment without what a unit or a Lambda would not have."""
    ours = ("AWS_", "PG", "BELLWETHER_", "LANDING_URL", "PROVIDERS_URL", "TIINGO_", "PYTHON", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
