"""A year of the simulated world as the pipeline has published it: built once for all workers of a run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from infra.local.files import exclusive
from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY
from tests.databases import exists, maintain, own_database

START = date(2024, 7, 1)
COMMAND = [sys.executable, "-m", "extract_load", "pipeline", "--start", str(START)]
_DATABASE = "built_world"


class BuiltWorld(NamedTuple):
    """Where it is, and what the run that built it said."""

    server: Mapping[str, str]
    folder: Path
    said: str

    @contextmanager
    def copied(self, folder: Path, providers: str = "") -> Iterator[dict[str, str]]:
        """The environment of a copy, whose landing zone is copied into `folder`."""
        shutil.copytree(self.folder / "landing", folder / "landing")
        with own_database(self.server, _DATABASE) as environment:
            yield environment | environment_of_runs(folder, providers, DEFAULT_TODAY)


def built_world(server: Mapping[str, str], of_the_run: Path) -> BuiltWorld:
    """The world, built by whoever asks first; the others wait.

    Args:
        server: the environment of the run's PostgreSQL.
        of_the_run: a folder that all workers share.
    """
    folder = of_the_run / _DATABASE
    with exclusive(of_the_run / f"{_DATABASE}.lock"):
        if not exists(server, _DATABASE):
            _build(server, folder)
    return BuiltWorld(server, folder, (folder / "said").read_text())


def environment_of_runs(folder: Path, providers: str, today: date) -> dict[str, str]:
    """What commands and dbt need to know besides their database; they write into `folder`.

    Beside it is what dbt has parsed, which takes longer than most builds: tests after each other share it.
    """
    return {
        "LANDING_URL": (folder / "landing").as_uri(),
        "PROVIDERS_URL": providers,
        "BELLWETHER_TODAY": str(today),
        "DBT_TARGET_PATH": str(folder.parent / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }


def _build(server: Mapping[str, str], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with Simulator() as simulator, own_database(server) as environment:
        variables = os.environ | environment | environment_of_runs(folder, simulator.url, DEFAULT_TODAY)
        done = subprocess.run(COMMAND, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "said").write_text(done.stdout)
        maintain(server, "create database {} template {}", _DATABASE, environment["PGDATABASE"])
