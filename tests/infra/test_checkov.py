"""checkov has nothing to say of the configuration but what is excepted in place, with a reason."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
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
    assert (report["summary"]["parsing_errors"], report["summary"]["skipped"]) == (0, 0)
    assert report["summary"]["passed"] > 100
    found: list[dict[str, Any]] = report["results"]["failed_checks"]
    return found


def test_all_that_it_would_say_is_excepted_in_place_with_a_reason_and_nothing_else_is(tmp_path: Path) -> None:
    shutil.copytree(CONFIGURATION, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".terraform*"))
    excepted = set()
    for path in tmp_path.rglob("*.tf"):
        text = path.read_text(encoding="utf-8")
        for block, check, reason in exceptions(text):
            excepted.add((str(path.relative_to(tmp_path)), block, check))
            assert len(reason.split()) > 3, f"{path.name}: {check} has no reason"
        path.write_text(EXCEPTION.sub("", text), encoding="utf-8")
    needed = {
        (found["file_path"].lstrip("/"), block_of(found["resource"]), found["check_id"])
        for found in failed(tmp_path)
    }
    assert excepted == needed


def exceptions(text: str) -> Iterator[tuple[str, str, str]]:
    """Of each exception its block's kind and name, empty outside of any, its check and its reason."""
    block = ""
    for line in text.splitlines(keepends=True):
        if excepted := EXCEPTION.match(line):
            yield block, excepted[1], excepted[2]
        elif line[0] not in " \n":  # where a block begins or ends
            block = ".".join(re.findall(r'"(\w+)"', line))


def block_of(resource: str) -> str:
    """The block that a resource is of: without its module, and its key among others of the block."""
    return ".".join(re.sub(r"\[.*?\]", "", resource).split(".")[-2:])
