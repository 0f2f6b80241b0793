"""An AWS account, as a moto server has it."""

import json
import os
import uuid
from dataclasses import dataclass
from typing import Any

import boto3


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

    def secret(self, text: str | None) -> str:
        """The address of a new secret; without a value if it is None."""
        value = {} if text is None else {"SecretString": text}
        return str(self.client("secretsmanager").create_secret(Name=uuid.uuid4().hex, **value)["ARN"])

    def secret_value(self, arn: str) -> dict[str, str]:
        """What a secret holds."""
        found = self.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        return dict(json.loads(found))


def clean_environment() -> dict[str, str]:
    """This environment without what a unit or a Lambda would not have."""
    ours = ("AWS_", "PG", "BELLWETHER_", "LANDING_URL", "PROVIDERS_URL", "TIINGO_", "PYTHON", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
