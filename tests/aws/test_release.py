"""The release that the instances install: what is in it, and that it is the same each time."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.aws.units import ROOT

INSTALL = "infra/aws/instances/install.sh"


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None,
    reason="a release is made of a commit, and this is no clone",
)
def test_the_same_commit_gives_the_same_release_which_unpacks_to_what_an_instance_runs(
    tmp_path: Path,
) -> None:
    release = made()
    assert made() == release
    with tarfile.open(fileobj=io.BytesIO(release)) as packed:
        packed.extractall(tmp_path, filter="data")
    for path in ("requirements.txt", "extract_load", "dbt_project", "dashboard", INSTALL):
        assert (tmp_path / path).exists()
    asked = subprocess.run([tmp_path / INSTALL], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (2, f"usage: {tmp_path / INSTALL} etl|dashboard\n")


def made() -> bytes:
    subprocess.run(["make", "--silent", "release"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return (ROOT / "build" / "bellwether-release.tar.gz").read_bytes()
