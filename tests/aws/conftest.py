"""AWS as far as one machine has it: S3, Secrets Manager and CloudWatch from a moto server, over HTTP."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.account import Account
from tests.aws.tls_postgres import MASTER, MASTER_PASSWORD, TlsPostgres
from tests.aws.units import Machine


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


@pytest.fixture(scope="session")
def rds() -> Iterator[TlsPostgres]:
    """A server that takes TLS alone."""
    with TlsPostgres() as server:
        yield server


@pytest.fixture
def machine(rds: TlsPostgres, account: Account, tmp_path: Path) -> Iterator[Machine]:
    """An instance that may read all secrets, with an empty database whose owner is the master."""
    database = f"tests_{uuid.uuid4().hex}"
    rds.execute(f"create database {database} owner {MASTER}")
    environment = {
        **account.env,
        **rds.address,
        "PGDATABASE": database,
        "LANDING_URL": account.landing_url,
        "MASTER_SECRET_ARN": account.secret(json.dumps({"username": MASTER, "password": MASTER_PASSWORD})),
        "LOADER_SECRET_ARN": account.secret(None),
        "TRANSFORMER_SECRET_ARN": account.secret(None),
        "READER_SECRET_ARN": account.secret(None),
        "DOCS_URL": f"s3://{account.bucket}/docs/index.html",
        "BELLWETHER_ENVIRONMENT": f"tests-{uuid.uuid4().hex}",
    }
    yield Machine(tmp_path, environment)
    rds.execute(f"drop database {database} with (force)")
