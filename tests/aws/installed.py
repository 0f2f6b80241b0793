"""The bundle of what is committed and changed here, installed for the instances' Python from its wheels.

Where that cannot be had it is this one: the locks are for both.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from infra.aws.bundle import KINDS, pack, programs, wheelhouse
from infra.aws.wheels import Target
from tests.aws.units import ROOT


@dataclass(frozen=True)
class Installed:
    """A folder that holds what an instance's holds."""

    folder: Path

    @property
    def release(self) -> Path:
        """Where the bundle is unpacked."""
        return self.folder / "current"

    def python(self, kind: str) -> str:
        """The interpreter of a kind of instance."""
        return str(self.folder / kind / "bin" / "python")

    @classmethod
    def into(cls, folder: Path) -> Self:
        """Pack and install it there; no index is asked when it is installed.

        Raises:
            CannotFetch: the wheels cannot be had.
        """
        python = instances_python()
        told = [python, "-c", "import platform; print(platform.python_version())"]
        version = subprocess.check_output(told, text=True).strip()
        target = Target(version, architecture(), glibc=34)
        (folder / "fetched").mkdir()
        locks = wheelhouse(target, folder / "fetched")
        changed = subprocess.check_output(["git", "stash", "create"], cwd=ROOT, text=True).strip()
        pack(programs(ROOT, changed or "HEAD"), locks, folder / "fetched", folder / "bundle.tar")
        made = cls(folder)
        with tarfile.open(folder / "bundle.tar") as packed:
            packed.extractall(made.release, filter="data")
        for kind in KINDS:
            made._install(kind, python)
        return made

    def _install(self, kind: str, python: str) -> None:
        subprocess.run([python, "-m", "venv", str(self.folder / kind)], check=True)
        command = [
            self.python(kind),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--no-index",
            "--find-links",
            "wheels",
        ]
        lock = ["--require-hashes", "--requirement", f"wheels/{kind}.txt"]
        environment = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull}
        subprocess.run([*command, *lock], cwd=self.release, env=environment, check=True)


def architecture() -> str:
    """This machine's, as AWS names it."""
    return {"aarch64": "arm64", "x86_64": "x86_64"}[os.uname().machine]


def instances_python() -> str:
    """The interpreter of the version that the instances have, or this one."""
    name = f"python{Target.python}"
    if not shutil.which(name):
        return sys.executable
    # pyenv has one command for all of its versions, and is told which by that
    environment = {**os.environ, "PYENV_VERSION": Target.python}
    told = [name, "-c", "import sys; print(sys.executable)"]
    done = subprocess.run(told, env=environment, capture_output=True, text=True, check=False)
    return sys.executable if done.returncode else done.stdout.strip()
