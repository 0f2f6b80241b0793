"""Pack what the instances install: the last commit's programs, and the locked wheels that they stand on.

One tar, not compressed, in the order of the names and without times: the same commit gives the same bytes,
whoever packs it. An instance installs it without any package index.
"""

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from infra.aws.wheels import ARCHITECTURES, CannotFetch, Target, fetch, locked_for

ROOT = Path(__file__).parents[2]
KINDS = ("etl", "dashboard", "certbot")
_PROGRAMS = (
    "extract_load",
    "dbt_project",
    "dashboard",
    ".streamlit",
    "infra/__init__.py",
    "infra/aws/instances",
)
_GLIBC = 34
"""Amazon Linux 2023's."""


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--python", default=Target.python, help="the instances' version (default: %(default)s)"
    )
    parser.add_argument(
        "--arch", choices=ARCHITECTURES, default=Target.architecture, help="(default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bellwether-bundle.tar")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            locks = wheelhouse(Target(options.python, options.arch, _GLIBC), Path(folder))
        except CannotFetch as error:
            sys.exit(str(error))
        pack(programs(ROOT), locks, Path(folder), options.out)
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    size = options.out.stat().st_size / 1e6
    sys.stdout.write(f"{options.out}: {size:.0f} MB, {options.arch}, SHA-256 {digest}\n")
    return 0


def wheelhouse(target: Target, folder: Path) -> dict[str, bytes]:
    """Fetch the wheels of every kind of instance; returns the lock of each, by its name in the bundle.

    Raises:
        CannotFetch: pip could not.
    """
    locks = {}
    for kind in KINDS:
        every = ROOT / "infra" / "aws" / "instances" / f"requirements-{kind}.txt"
        own = locked_for(target, every.read_text(encoding="utf-8"))
        lock = folder / f"{kind}.txt"
        lock.write_text(own, encoding="utf-8")
        fetch(target, lock, folder)
        locks[f"wheels/{lock.name}"] = own.encode()
    return locks


def programs(repository: Path, commit: str = "HEAD") -> dict[str, tuple[bytes, int]]:
    """What a commit has of what instances run, by path: content and mode."""
    archive = subprocess.run(  # noqa: S603 - our own command
        ["git", "archive", "--format=tar", commit, *_PROGRAMS],  # noqa: S607
        cwd=repository,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        return {
            entry.name: (file.read(), 0o755 if entry.mode & 0o100 else 0o644)
            for entry in packed
            if (file := packed.extractfile(entry))
        }


def pack(code: Mapping[str, tuple[bytes, int]], locks: Mapping[str, bytes], wheels: Path, out: Path) -> None:
    """Write the bundle."""
    entries = {
        **code,
        **{name: (content, 0o644) for name, content in locks.items()},
        **{f"wheels/{wheel.name}": (wheel.read_bytes(), 0o644) for wheel in wheels.glob("*.whl")},
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(out, "w", format=tarfile.GNU_FORMAT) as packed:
        _add(packed, sorted(entries.items()))


def _add(packed: tarfile.TarFile, entries: Iterable[tuple[str, tuple[bytes, int]]]) -> None:
    for name, (content, mode) in entries:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), mode
        packed.addfile(entry, io.BytesIO(content))


if __name__ == "__main__":
    sys.exit(main())
