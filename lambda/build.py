"""Build the Lambda's zip, the same bytes wherever it is built: extraction and what it stands on."""

import argparse
import hashlib
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.aws.wheels import ARCHITECTURES, CannotFetch, Target, fetch

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "extract_load"
LOCK = HERE / "requirements.txt"
_OF_THE_WAREHOUSE = {
    "lake", "load", "publish", "release", "warehouse", "commands",
    "pipeline.py", "dbt_build.py", "cli.py", "__main__.py",
}  # fmt: skip
"""What needs Arrow, a database driver or dbt, or is for the command line."""

_OF_THE_BUILD = {"build.py"}
_LEFT_OUT = re.compile(r"(^|/)tests?/|\.data/|\.pyi$|(^|/)py\.typed$")


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--python", default=Target.python, help="the runtime's version (default: %(default)s)"
    )
    parser.add_argument(
        "--arch", choices=ARCHITECTURES, default=Target.architecture, help="(default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, default=HERE.parent / "build" / "lambda.zip")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            fetch(Target(options.python, options.arch), LOCK, Path(folder))
        except CannotFetch as error:
            sys.exit(str(error))
        pack(Path(folder), options.out)
    packed = options.out.read_bytes()
    digest = hashlib.sha256(packed).hexdigest()
    sys.stdout.write(f"{options.out}: {len(packed) / 1e6:.1f} MB, {options.arch}, SHA-256 {digest}\n")
    return 0


def pack(wheels: Path, out: Path) -> None:
    """Write the zip: in the order of the names, without times, and stored, for zlibs compress differently."""
    out.parent.mkdir(parents=True, exist_ok=True)
    content = {**_own(), **dict(_of_wheels(wheels))}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name)  # of 1 January 1980
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, content[name])


def _own() -> Mapping[str, bytes]:
    handlers = {path.name: path.read_bytes() for path in HERE.glob("*.py") if path.name not in _OF_THE_BUILD}
    return handlers | {
        f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in _OF_THE_WAREHOUSE
    }


def _of_wheels(wheels: Path) -> Iterator[tuple[str, bytes]]:
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as unpacked:
            for name in unpacked.namelist():
                if not name.endswith("/") and not _LEFT_OUT.search(name):
                    yield name, unpacked.read(name)


if __name__ == "__main__":
    sys.exit(main())
