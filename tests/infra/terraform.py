"""Terraform as the tests run it: on a copy of the configuration, with the provider that it can get."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
CONFIGURATION = REPOSITORY / "infra" / "aws"

_MIRRORS = "/opt/*/registry.terraform.io"  # where images of build machines keep providers
_MIRRORED = "provider_installation {{\n  filesystem_mirror {{\n    path = {path}\n  }}\n}}\n"
_OWN = ("*.tfvars", "*.tfstate*", "backend.hcl", ".terraform*")  # a person's, not the repository's
_PERSONAL = ("AWS_", "TF_VAR_", "TF_CLI_ARGS", "TF_DATA_DIR", "TF_WORKSPACE")
_OUT_OF_REACH = ("failed to query available provider packages", "failed to install provider")


class Unavailable(Exception):
    """Terraform or the AWS provider cannot be had on this machine; the message says why."""


@dataclass(frozen=True)
class Terraform:
    """Terraform in an initialised copy of `infra/aws`."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def initialised(cls, folder: Path, *, backend: bool = False, **environment: str) -> "Terraform":
        """Copy the configuration into `folder` and get its provider; with `backend`, the copy's own.

        Raises:
            Unavailable: there is no Terraform, or no way to the provider.
        """
        if not shutil.which("terraform"):
            raise Unavailable("terraform is not installed")
        shutil.copytree(
            CONFIGURATION, folder / "aws", ignore=shutil.ignore_patterns(*_OWN), dirs_exist_ok=True
        )
        terraform = cls(folder / "aws", _environment(folder) | environment)
        done = terraform.run("init", "-input=false", f"-backend={str(backend).lower()}", check=False)
        complaint = done.stderr.lower()
        if done.returncode and any(reason in complaint for reason in _OUT_OF_REACH):
            raise Unavailable(f"terraform init cannot get the AWS provider: {done.stderr.strip()[:300]}")
        assert done.returncode == 0, done.stderr
        return terraform

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of Terraform; with `check`, it has to succeed."""
        command = [arguments[0], "-no-color", *arguments[1:]]
        done = subprocess.run(
            ["terraform", *command], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert not check or done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done

    def resources(self) -> list[dict[str, Any]]:
        """What the state holds, as `Deployment` reads it."""
        state = json.loads(self.run("show", "-json").stdout)
        return _resources(state.get("values", {}).get("root_module", {}))

    def tested(self) -> dict[str, Any]:
        """Run `terraform test`: its messages as `log`, whether all passed, and each run's final `states`."""
        done = self.run("test", "-json", "-verbose", check=False)
        messages = [json.loads(line) for line in done.stdout.splitlines()]
        states = {
            message["@testrun"]: _resources(message["test_state"]["root_module"])
            for message in messages
            if message["type"] == "test_state"
        }
        log = [
            message.get("diagnostic", {}).get("detail", message["@message"])
            for message in messages
            if message["type"] in ("test_run", "diagnostic", "test_summary")
        ]
        return {"passed": done.returncode == 0, "log": log, "states": states}


def _environment(folder: Path) -> dict[str, str]:
    """The environment for Terraform, with a place to get providers from."""
    # nothing of a person's own account, workspace or variables
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_PERSONAL)}
    environment |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    environment |= {"CHECKPOINT_DISABLE": "1", "TF_REGISTRY_CLIENT_TIMEOUT": "20"}
    given = environment.pop("TF_CLI_CONFIG_FILE", "")
    mirror = next(iter(sorted(Path("/").glob(_MIRRORS.lstrip("/")))), None)
    if given and Path(given).exists():
        environment["TF_CLI_CONFIG_FILE"] = given
    elif mirror:
        settings = folder / "terraform.tfrc"
        settings.write_text(_MIRRORED.format(path=json.dumps(str(mirror.parent))))
        environment["TF_CLI_CONFIG_FILE"] = str(settings)
    else:
        cache = REPOSITORY / ".local" / "terraform"  # the provider is 150 MB: fetched once
        cache.mkdir(parents=True, exist_ok=True)
        environment |= {
            "TF_PLUGIN_CACHE_DIR": str(cache),
            "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "true",
        }
    return environment


def _resources(module: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of a module and those below it, data left out."""
    own = [resource for resource in module.get("resources", ()) if resource["mode"] == "managed"]
    return own + [found for child in module.get("child_modules", ()) for found in _resources(child)]
