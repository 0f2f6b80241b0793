"""The configuration, tested by Terraform once for all tests that look at the result."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.local.files import exclusive
from tests.infra.deployment import Deployment
from tests.infra.terraform import Terraform, Unavailable


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for Terraform's own tests is slow: they take a minute of two cores."""
    for item in items:
        if "tested" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Terraform with the AWS provider, in a copy of the configuration beside which nothing has been built."""
    try:
        return Terraform.initialised(tmp_path_factory.mktemp("terraform"))
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def tested(of_the_run: Path, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What `terraform test` came to; one worker runs it for all of one run."""
    kept = of_the_run / "terraform-test.json"
    with exclusive(of_the_run / "terraform-test.lock"):
        if not kept.exists():
            # asked for only here: the provider is half a gigabyte to look through
            terraform: Terraform = request.getfixturevalue("terraform")
            kept.write_text(json.dumps(terraform.tested()), encoding="utf-8")
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


@pytest.fixture(params=["whole", "every_option"])
def deployment(tested: dict[str, Any], request: pytest.FixtureRequest) -> Deployment:
    """The deployment as it is by default, and with every option taken."""
    assert request.param in tested["states"], tested["log"]
    return Deployment(tested["states"][request.param])


@pytest.fixture
def aws(s3_endpoint: str) -> dict[str, str]:
    """An empty account: the environment in which every client talks to it."""
    # other tests have been there: it speaks more than S3
    requests.post(f"{s3_endpoint}/moto-api/reset", timeout=60).raise_for_status()
    return {
        "AWS_ENDPOINT_URL": s3_endpoint,
        "AWS_ACCESS_KEY_ID": "simulated",
        "AWS_SECRET_ACCESS_KEY": "simulated",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "3",
    }
