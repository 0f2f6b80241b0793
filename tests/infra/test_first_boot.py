"""What an instance does at its first boot, and what it is told."""

import json
import re
import subprocess

import pytest

from tests.infra.deployment import Deployment

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
    "etl": {"LANDING_URL", "LOADER_SECRET_ARN", "MASTER_SECRET_ARN", "TRANSFORMER_SECRET_ARN"},
    "dashboard": {"CERTBOT", "CERTBOT_EMAIL", "DASHBOARD_DOMAIN"},
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


@pytest.mark.parametrize("kind", OWN)
def test_it_is_told_where_things_are_and_no_secret(deployment: Deployment, kind: str) -> None:
    told = dict(re.findall(r'^([A-Z]+(?:_[A-Z]+)*)="(.*)"$', script(deployment, kind), re.MULTILINE))
    assert told.keys() - {"OIDC_SECRET_ARN", "LAKE_URL"} == SHARED | OWN[kind]
    assert ("LAKE_URL" in told) == (kind == "etl" and bool(deployment.of("aws_emrserverless_application")))
    assert told["PGSSLMODE"] == "verify-full"
    assert ("OIDC_SECRET_ARN" in told) == (
        kind == "dashboard"
        and any("oidc" in address for address in deployment.of("aws_secretsmanager_secret"))
    )


@pytest.mark.parametrize("kind", OWN)
def test_its_release_is_the_one_that_was_uploaded(deployment: Deployment, kind: str) -> None:
    release = deployment.one("aws_s3_object", "release")
    text = script(deployment, kind)
    assert f'/{release["key"]}"' in text
    (digest,) = re.findall(r'echo "([0-9a-f]{64})  \$archive" \| sha256sum --check', text)
    assert digest == release["source_hash"]
    assert release["key"] == f"releases/{digest[:12]}.tar.gz"


@pytest.mark.parametrize("kind", OWN)
def test_its_journal_goes_where_its_role_may_write(deployment: Deployment, kind: str) -> None:
    (line,) = (line for line in script(deployment, kind).splitlines() if line.startswith('{"agent"'))
    files = json.loads(line)["logs"]["logs_collected"]["files"]["collect_list"]
    group = deployment.one("aws_cloudwatch_log_group", f"module.{kind}.")["name"]
    assert {file["log_group_name"] for file in files} == {group}
    assert "/var/log/bellwether/journal.log" in {file["file_path"] for file in files}
