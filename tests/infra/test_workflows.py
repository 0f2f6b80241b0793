"""The workflows ask for no more than they need, and run only code that cannot change under its name."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.infra.terraform import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))


def read(workflow: Path) -> dict[str, Any]:
    # YAML takes the key `on` for a truth
    content: dict[str, Any] = yaml.load(workflow.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_a_commit_with_its_version_beside_it(workflow: Path) -> None:
    used = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_has_only_the_permissions_that_it_names(workflow: Path) -> None:
    content = read(workflow)
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        token = {"id-token": "write"} if job.get("environment") else {}
        assert job["permissions"] == {"contents": "read"} | token, name
        assert job["timeout-minutes"]


def test_only_a_reviewed_environment_of_main_may_deploy() -> None:
    deploy = read(REPOSITORY / ".github" / "workflows" / "deploy.yml")
    assert deploy["on"] == {"workflow_dispatch": ""}
    (job,) = deploy["jobs"].values()
    assert (job["environment"], job["if"]) == ("production", "github.ref == 'refs/heads/main'")
    assert "secrets." not in (REPOSITORY / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")


def test_what_comes_from_outside_is_never_pasted_into_a_script() -> None:
    for workflow in WORKFLOWS:
        for job in read(workflow)["jobs"].values():
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")]
