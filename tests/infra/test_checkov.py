"""checkov has nothing to say of the configuration but what is excepted in place, with a reason."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.infra.terraform import CONFIGURATION

pytestmark = pytest.mark.slow

CHECKOV = "checkov==3.3.30"
EXCEPTION = re.compile(r"^ *#checkov:skip=(\w+):(.*)\n", re.MULTILINE)


def failed(folder: Path) -> list[dict[str, Any]]:
    """The checks that fail. checkov has an environment of its own: it pins an old boto3."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if not uv:
        pytest.skip("uv is not installed, which makes checkov's environment")
    got = subprocess.run([uv, "tool", "run", CHECKOV, "--version"], capture_output=True, text=True)
    if got.returncode:
        pytest.skip(f"{CHECKOV} cannot be installed: {got.stderr.strip()[-300:]}")
    options = ["--framework", "terraform", "--skip-download", "--quiet", "--compact", "--output", "json"]
    command = [uv, "tool", "run", CHECKOV, "--directory", str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 100
    found: list[dict[str, Any]] = report["results"]["failed_checks"]
    return found


def test_no_check_fails() -> None:
    complaints = [
        f"{found['check_id']} {found['check_name']}: {found['resource']}" for found in failed(CONFIGURATION)
    ]
    assert complaints == []


def test_every_exception_is_needed_and_has_a_reason(tmp_path: Path) -> None:
    shutil.copytree(CONFIGURATION, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".terraform*"))
    excepted: Counter[tuple[str, str]] = Counter()
    for path in tmp_path.rglob("*.tf"):
        text = path.read_text(encoding="utf-8")
        for check, reason in EXCEPTION.findall(text):
            excepted[(str(path.relative_to(tmp_path)), check)] += 1
            assert len(reason.split()) > 3, f"{path.name}: {check} has no reason"
        path.write_text(EXCEPTION.sub("", text), encoding="utf-8")
    needed = {(found["file_path"].lstrip("/"), found["check_id"]) for found in failed(tmp_path)}
    assert set(excepted) == needed
