"""parliament, which knows every action's resources and conditions, has nothing to say of any policy here."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.infra.deployment import Deployment

PARLIAMENT = ("--with", "setuptools<81", "--from", "parliament==1.6.4", "parliament")


def judged(policies: dict[str, str], folder: Path) -> list[dict[str, Any]]:
    """What parliament finds; it has an environment of its own."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if not uv:
        pytest.skip("uv is not installed, which makes parliament's environment")
    for name, text in policies.items():
        (folder / f"{name}.json").write_text(text)
    command = [uv, "tool", "run", *PARLIAMENT, "--directory", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if "Because" in done.stderr or "No solution" in done.stderr:
        pytest.skip(f"parliament cannot be installed: {done.stderr.strip()[-300:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def written(deployment: Deployment) -> dict[str, str]:
    """Every role's policy, by its address as a file's name."""
    found = {**deployment.of("aws_iam_role_policy"), **deployment.of("aws_iam_policy")}
    return {address.replace("[", "-").replace("]", ""): values["policy"] for address, values in found.items()}


@pytest.mark.slow
def test_no_policy_has_a_finding(deployment: Deployment, tmp_path: Path) -> None:
    policies = written(deployment)
    assert len(policies) > 4
    found = judged(policies, tmp_path)
    assert [f"{one['issue']} {one.get('detail')} {one['location']}" for one in found] == []


@pytest.mark.slow
def test_it_notices_a_condition_that_its_action_does_not_know(tmp_path: Path) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::a/*",
        "Condition": {"StringEquals": {"ec2:Region": "us-east-1"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    assert [found["issue"] for found in judged({"one": policy}, tmp_path)] == ["UNKNOWN_CONDITION_FOR_ACTION"]
