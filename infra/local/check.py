"""One model and what stands on it, built and tested, unit tests too, on a small world that is made once."""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from dbt.cli.main import dbtRunner

from extract_load.cli import main as extract_load
from extract_load.dbt_build import PROJECT, placed
from infra.local.demo import own_environment
from infra.local.environment import completed, local_folder
from infra.local.errors import LocalError
from infra.local.ports import remembered_port
from infra.local.simulator import Simulator

CHECK = "check"
_START = "2025-01-02"


def check(models: Sequence[str], folder: Path) -> int:
    """Build and test the models and what stands on them in the world of `folder`; 0 if all went well.

    Raises:
        LocalError: there is no such model, or the world could not be made.
    """
    _require(models)
    folder.mkdir(parents=True, exist_ok=True)
    port = remembered_port(folder / "simulator_port")
    with completed(own_environment(os.environ, port), folder) as full:
        os.environ |= full.env
        os.environ |= {"DBT_TARGET_PATH": str(folder / "target"), "DBT_LOG_PATH": str(folder / "logs")}
        made_of = folder / "made_of"
        if not made_of.exists():
            with Simulator(port=port):
                _make_world(folder, made_of)
        started = time.monotonic()
        # what these need is there, but for what has changed since the world was made
        stale = [f"@{model},state:modified+" for model in models]
        done = _dbt("build", "-s", *[f"{model}+" for model in models], *stale, "--state", str(made_of))
        sys.stdout.write(
            f"check: {'well' if done else 'not well'}, {time.monotonic() - started:.1f} s of dbt\n"
        )
    return 0 if done else 1


def _require(models: Sequence[str]) -> None:
    known = {path.stem for path in (PROJECT / "models").rglob("*.sql")}
    for model in models:
        if model not in known:
            near = get_close_matches(model, known)
            raise LocalError(
                f"There is no model {model!r} below dbt_project/models"
                + (f"; do you mean {' or '.join(near)}?" if near else ".")
            )


def _make_world(folder: Path, made_of: Path) -> None:
    sys.stdout.write(
        f"check: making the small world in {folder}, once; remove the folder to have it made anew\n"
    )
    sys.stdout.flush()
    loads = (["extract", "--start", _START], ["load"])
    if any(extract_load(command) for command in loads) or not _dbt(
        "build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"
    ):
        raise LocalError("The small world could not be made, as told above.")
    made_of.mkdir(exist_ok=True)
    shutil.copy(folder / "target" / "manifest.json", made_of)


def _dbt(*command: str) -> bool:
    """Run dbt in this process: its progress on a terminal, else only what went wrong."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    return bool(dbtRunner().invoke([*quiet, *command, *placed()]).success)


def main() -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make check MODEL=…", description=__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="a model's name, as its file is called")
    models = parser.parse_args().models
    if not models:
        parser.print_help(sys.stderr)
        return 2
    try:
        return check(models, local_folder() / CHECK)
    except (LocalError, OSError) as error:
        sys.stderr.write(f"bellwether: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
