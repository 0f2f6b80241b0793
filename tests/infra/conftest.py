"""The configuration, tested by Terraform once for all tests that look at the result."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.infra.deployment import Deployment
from tests.infra.terraform import Terraform, Unavailable


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Terraform with the AWS provider, in a copy of the configuration beside which nothing has been built."""
    try:
        return Terraform.initialised(tmp_path_factory.mktemp("terraform"))
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def tested(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `terraform test` came to; the workers of one run share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "terraform-test.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _once(shared / "terraform-test.json", terraform)


def _once(kept: Path, terraform: Terraform) -> dict[str, Any]:
    if not kept.exists():
        kept.write_text(json.dumps(terraform.tested()), encoding="utf-8")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


@pytest.fixture(params=["whole", "every_option"])
def deployment(tested: dict[str, Any], request: pytest.FixtureRequest) -> Deployment:
    """The deployment as it is by default, and with every option taken."""
    assert request.param in tested["states"], tested["log"]
    return Deployment(tested["states"][request.param])
