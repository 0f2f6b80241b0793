"""Locked wheels for another machine: which of a lock's lines are for it, and pip fetching them by hash."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
ARCHITECTURES = tuple(_MACHINES)


class CannotFetch(Exception):
    """The locked wheels cannot be had; the message has pip's own words."""


@dataclass(frozen=True)
class Target:
    """What wheels are to run on.

    Args:
        python: a version such as `3.12`.
        architecture: AWS's name of it.
        glibc: the newest minor version of glibc 2 that a wheel may ask for.
    """

    python: str = "3.12"
    architecture: str = "arm64"
    glibc: int = 17

    @property
    def machine(self) -> str:
        """The architecture, as wheels call it."""
        return _MACHINES[self.architecture]

    @property
    def patched(self) -> str:
        """The newest patch of a version without one: what Amazon Linux has is not old."""
        return self.python if self.python.count(".") > 1 else f"{self.python}.99"

    @property
    def platforms(self) -> list[str]:
        """The platforms whose wheels run there, as pip calls them."""
        newer = [f"manylinux_2_{minor}_{self.machine}" for minor in range(17, self.glibc + 1)]
        return [f"manylinux2014_{self.machine}", *newer]


def locked_for(target: Target, lock: str) -> str:
    """The lines of a lock that are for a target, without their markers."""
    entries = re.findall(r"^\S.*?(?:\\\n.*?)*$", lock, re.MULTILINE)
    return "".join(f"{line}\n" for entry in entries if (line := _line_for(target, entry)))


def _line_for(target: Target, entry: str) -> str:
    head, _, hashes = entry.partition("\\\n")
    required = Requirement(head.strip())
    there = {
        "python_version": ".".join(target.patched.split(".")[:2]),
        "python_full_version": target.patched,
        "platform_machine": target.machine,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    if required.marker and not required.marker.evaluate(there):
        return ""
    return f"{required.name}{required.specifier} \\\n{hashes}"


def fetch(target: Target, lock: Path, wheels: Path) -> None:
    """Download the locked wheels for a target into a folder; pip refuses those of another hash.

    Raises:
        CannotFetch: pip could not.
    """
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *(part for platform in target.platforms for part in ("--platform", platform)),
        *("--python-version", target.patched, "--only-binary=:all:", "--require-hashes"),
        *("--requirement", str(lock), "--dest", str(wheels)),
    ]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise CannotFetch(f"pip cannot fetch the wheels for {target}: {done.stderr.strip()}")
