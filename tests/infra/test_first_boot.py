"""What an instance does at its first boot, and what it is told."""

import json
import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.infra.deployment import Deployment
from tests.infra.terraform import CONFIGURATION

MOST_BYTES = 16 * 1024
SHARED = {
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "BELLWETHER_ENVIRONMENT",
    "DOCS_URL",
    "PGDATABASE",
    "PGHOST",
    "PGPORT",
    "PGSSLMODE",
    "PGSSLROOTCERT",
    "READER_SECRET_ARN",
}
OWN = {
    "etl": {
        "AWAITED_SOURCES",
        "BELLWETHER_DIGEST_TOPIC_ARN",
        "LAST_CALL",
        "RELEASES_KEPT",
        "RELEASES_URL",
        "LANDING_URL",
        "LOADER_SECRET_ARN",
        "MASTER_SECRET_ARN",
        "TRANSFORMER_SECRET_ARN",
    },
    "dashboard": {"CERTIFICATE_SECRET_ARN", "CERTBOT", "CERTBOT_EMAIL", "DASHBOARD_DOMAIN", "RELEASES_URL"},
}


def script(deployment: Deployment, kind: str) -> str:
    return str(deployment.one("aws_instance", f"module.{kind}.")["user_data"])


@pytest.mark.parametrize("kind", OWN)
def test_its_script_is_bash_and_short_enough(deployment: Deployment, kind: str) -> None:
    text = script(deployment, kind)
    done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(text.encode()) < MOST_BYTES
    assert text.rstrip().endswith(f"infra/aws/instances/install.sh {kind}")


FAKES = {
    "dnf": """echo . >>"$0.tried"; [ "$(wc -l <"$0.tried")" -gt "$FAILS" ]""",
    "aws": 'echo "$@" >>"$0.told"; [ "$1" != s3 ] || cat >>"$0.told"',
    "cloud-init": "echo i-1",
    "sleep": "",
}


def first_step(script: str, folder: Path, fails: int) -> tuple[int, str]:
    """The exit code of the script up to its first packages, where dnf fails so many times; what it told."""
    for name, text in FAKES.items():
        (folder / name).write_text(f"#!/bin/bash\n{text}\n")
        (folder / name).chmod(0o755)
    begin = script[: script.index("# a build that needs more memory")]
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "FAILS": str(fails)}
    done = subprocess.run(["bash", "-c", begin], env=environment, capture_output=True, text=True)
    return done.returncode, (folder / "aws.told").read_text()


def test_it_waits_for_another_who_installs_and_tells_how_it_went(
    deployment: Deployment, tmp_path: Path
) -> None:
    code, told = first_step(script(deployment, "etl"), tmp_path, fails=3)
    assert (code, "--metric-name BootFailed" in told, "--value 0" in told) == (0, True, True)
    assert "/boot/i-1\n0\n" in told


def test_a_boot_that_fails_tells_it(deployment: Deployment, tmp_path: Path) -> None:
    code, told = first_step(script(deployment, "dashboard"), tmp_path, fails=99)
    assert (code, "--value 1" in told, "/boot/i-1\n1\n" in told) == (1, True, True)


@pytest.mark.skipif(not shutil.which("aws"), reason="the AWS CLI is not installed")
@pytest.mark.parametrize(
    ("said", "code", "says"),
    [
        ("0", 0, ""),
        ("3", 1, "first boot failed with exit code 3"),
        (None, 1, "has not told within 0 minutes"),
    ],
)
def test_an_apply_waits_until_it_has_told(s3_endpoint: str, said: str | None, code: int, says: str) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    bucket, environment = f"boot-{uuid.uuid4().hex}", {**os.environ, **keys, "AWS_ENDPOINT_URL": s3_endpoint}
    s3: Any = boto3.Session("test", "test", region_name="us-east-1").client("s3", endpoint_url=s3_endpoint)
    s3.create_bucket(Bucket=bucket)
    if said is not None:
        s3.put_object(Bucket=bucket, Key="boot/i-1", Body=said.encode())
    wait = {"SIGNAL": f"s3://{bucket}/boot/i-1", "MINUTES": "0", "LOG": "its log"}
    command = CONFIGURATION / "modules" / "instance" / "await_boot.sh"
    done = subprocess.run([command], env=environment | wait, capture_output=True, text=True)
    assert (done.returncode, says in done.stderr) == (code, True)


@pytest.mark.parametrize("kind", OWN)
def test_it_is_told_where_things_are_and_no_secret(deployment: Deployment, kind: str) -> None:
    told = dict(re.findall(r'^([A-Z]+(?:_[A-Z]+)*)="(.*)"$', script(deployment, kind), re.MULTILINE))
    optional = {
        "OIDC_SECRET_ARN",
        "LAKE_URL",
        "SOURCES_HERE",
        "BELLWETHER_CONTACT",
        "OPEN_METEO_SECRET_ARN",
        "WEBHOOK_SECRET_ARN",
    }
    assert told.keys() - optional == SHARED | OWN[kind]
    assert ("LAKE_URL" in told) == (kind == "etl" and bool(deployment.of("aws_emrserverless_application")))
    assert told["PGSSLMODE"] == "verify-full"
    assert ("OIDC_SECRET_ARN" in told) == (
        kind == "dashboard"
        and any("oidc" in address for address in deployment.of("aws_secretsmanager_secret"))
    )


@pytest.mark.parametrize("kind", OWN)
def test_its_bundle_is_the_one_that_was_uploaded(deployment: Deployment, kind: str) -> None:
    bundle = deployment.one("aws_s3_object", "bundle")
    text = script(deployment, kind)
    assert f'/{bundle["key"]}"' in text
    (digest,) = re.findall(r'echo "([0-9a-f]{64})  \$archive" \| sha256sum --check', text)
    assert digest == bundle["source_hash"]
    assert bundle["key"] == f"bundles/{digest[:12]}.tar"


@pytest.mark.parametrize("kind", OWN)
def test_its_journal_goes_where_its_role_may_write(deployment: Deployment, kind: str) -> None:
    (line,) = (line for line in script(deployment, kind).splitlines() if line.startswith('{"agent"'))
    metrics = json.loads(line)["metrics"]
    assert (metrics["namespace"], metrics["append_dimensions"]) == (
        "Bellwether",
        {"InstanceId": "${aws:InstanceId}"},
    )
    files = json.loads(line)["logs"]["logs_collected"]["files"]["collect_list"]
    group = deployment.one("aws_cloudwatch_log_group", f"module.{kind}.")["name"]
    assert {file["log_group_name"] for file in files} == {group}
    assert "/var/log/bellwether/journal.log" in {file["file_path"] for file in files}
