"""The configuration is formatted, valid, and passes its own tests in a clone in which nothing was built."""

import shutil
import subprocess
from typing import Any

import pytest

from tests.infra.terraform import CONFIGURATION, Terraform


@pytest.mark.skipif(not shutil.which("terraform"), reason="terraform is not installed")
def test_every_file_is_formatted() -> None:
    command = ["terraform", "fmt", "-check", "-recursive", "-diff", "-no-color", str(CONFIGURATION)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_configuration_is_valid(terraform: Terraform) -> None:
    assert "The configuration is valid" in terraform.run("validate").stdout


def test_its_own_tests_pass(tested: dict[str, Any]) -> None:
    assert tested["passed"], "\n".join(tested["log"])
    assert {"whole", "every_option"} <= set(tested["states"])


def test_nothing_of_one_machine_is_part_of_it() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CONFIGURATION.rglob("*.tf"))
    assert "access_key" not in text
    assert "password" not in {line.split("=")[0].strip() for line in text.splitlines()}
