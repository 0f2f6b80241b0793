"""AWS as far as one machine has it: S3, Secrets Manager and CloudWatch from a moto server, over HTTP."""

import json
import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.aws.wheels import CannotFetch
from infra.local.files import exclusive
from tests.aws.account import Account
from tests.aws.installed import Installed
from tests.aws.tls_postgres import MASTER, MASTER_PASSWORD, TlsPostgres
from tests.aws.units import ROOT, Machine


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


@pytest.fixture(scope="session")
def installed(of_the_run: Path) -> Installed:
    """What the instances install, installed here by whoever asks first for all of one run."""
    if sys.platform != "linux" or not (ROOT / ".git").exists():
        pytest.skip("a bundle is made of a commit, for Linux")
    made, outcome = Installed(of_the_run / "bundle"), of_the_run / "bundle.outcome"
    with exclusive(of_the_run / "bundle.lock"):
        # written last: a folder whose installing failed is begun anew
        if not outcome.exists():
            outcome.write_text(_why_not(made))
    if why_not := outcome.read_text():
        pytest.skip(why_not)
    return made


def _why_not(wanted: Installed) -> str:
    """Why it could not be installed, which it is where that is empty."""
    shutil.rmtree(wanted.folder, ignore_errors=True)
    wanted.folder.mkdir()
    try:
        Installed.into(wanted.folder)
    except CannotFetch as error:
        if "from versions: none" not in str(error):
            raise
        return "no package index answers"
    return ""


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
        "AWAITED_SOURCES": "wikipedia membership_spells yahoo open_meteo gdelt wikimedia fred",
        "LAST_CALL": "23:59",
        "RELEASES_URL": f"s3://{account.bucket}/releases",
        "DOCS_URL": f"s3://{account.bucket}/docs/index.html",
        "BELLWETHER_ENVIRONMENT": f"tests-{uuid.uuid4().hex}",
    }
    yield Machine(tmp_path, environment)
    rds.execute(f"drop database {database} with (force)")
