"""The workflows ask for no more than they need, and run only code that cannot change under its name."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.infra.terraform import CONFIGURATION, REPOSITORY

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


def commands(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_what_is_applied_is_the_plan_that_a_reviewer_of_the_environment_has_read() -> None:
    jobs = read(REPOSITORY / ".github" / "workflows" / "deploy.yml")["jobs"]
    plan, apply = jobs["plan"], jobs["apply"]
    assert (plan["environment"], apply["environment"], apply["needs"]) == ("plan", "production", "plan")
    assert plan["if"].startswith("github.ref == 'refs/heads/main'")
    assert "-out=deploy.tfplan" in commands(plan)
    assert commands(apply).splitlines()[-1] == "terraform apply deploy.tfplan"
    sent, taken = (
        step["with"]["name"]
        for job in (plan, apply)
        for step in job["steps"]
        if "artifact" in step.get("uses", "")
    )
    assert sent == taken
    assert "secrets." not in (REPOSITORY / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")


def test_nothing_is_planned_without_the_committed_lock_and_the_committed_choices() -> None:
    for name in ("deploy", "drift"):
        job = read(REPOSITORY / ".github" / "workflows" / f"{name}.yml")["jobs"]["plan"]
        assert "-lockfile=readonly" in commands(job)
        assert "-var-file=environments/production.tfvars" in commands(job)
        assert not [variable for variable in job.get("env", {}) if variable.startswith("TF_VAR_")]
        assert (CONFIGURATION / "environments" / "production.tfvars").exists()
    deploy = read(REPOSITORY / ".github" / "workflows" / "deploy.yml")
    assert "--error-unmatch infra/aws/.terraform.lock.hcl" in commands(deploy["jobs"]["plan"])


def test_one_machine_at_a_time_is_replaced_and_none_in_the_morning() -> None:
    deploy = read(REPOSITORY / ".github" / "workflows" / "deploy.yml")
    times = [schedule["cron"].split() for schedule in deploy["on"]["schedule"]]
    assert len({time[2] for time in times}) == 2  # another day each
    assert all(time[1] == "18" for time in times)  # UTC: 13 or 14 o'clock in New York
    replaced = deploy["jobs"]["plan"]["env"]["REPLACE"]
    machines = [re.search(rf"'{re.escape(' '.join(time))}' && '(\w+)'", replaced) for time in times]
    assert [found and found[1] for found in machines] == ["dashboard", "etl"]
    # which brings the newest image, as the machine's own address would not
    assert '-replace="module.$REPLACE.terraform_data.image"' in commands(deploy["jobs"]["plan"])


def test_what_comes_from_outside_is_never_pasted_into_a_script() -> None:
    for workflow in WORKFLOWS:
        for job in read(workflow)["jobs"].values():
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")]
