"""A warehouse for each test, a database of its own; and a world in which all commands run."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from extract_load.cli import main
from extract_load.config import Settings
from extract_load.dbt_build import placed
from extract_load.landing import Landing, open_landing
from extract_load.warehouse.bootstrap import bootstrap
from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY
from tests.built_world import BuiltWorld, environment_of_runs
from tests.conftest import READER_PASSWORD
from tests.databases import own_database

_COPY = """
set local role bellwether_transformer;
do $$
declare mart text;
begin
    for mart in select relname from pg_class where relnamespace = 'marts'::regnamespace and relkind = 'r' loop
        execute format('create table {0}.%%1$I (like marts.%%1$I including indexes)', mart);
        execute format('insert into {0}.%%1$I select * from marts.%%1$I', mart);
    end loop;
end $$
"""

CHECKOUT = Path(__file__).resolve().parents[2]

READER: dict[str, Any] = {"user": "bellwether_reader", "password": READER_PASSWORD}

_manifests: dict[str, Any] = {}
"""The project as dbt parses it, by the database that it is for: parsing takes longer than most builds."""

Clock = Callable[[date], None]
"""Makes it another day."""

Ask = Callable[..., list[tuple[Any, ...]]]
"""Runs a statement as the superuser, in a transaction of its own, and returns its rows."""


@pytest.fixture
def database(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty database of its own, which PG* name."""
    with own_database(server) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.fixture
def warehouse(database: None) -> Ask:  # noqa: ARG001
    """A bootstrapped database of its own, which PG* name."""
    bootstrap()
    return ask


@pytest.fixture
def landing(settings: Settings) -> Landing:
    """An empty landing zone, that of `settings`."""
    return open_landing(settings.landing_url)


@pytest.fixture(scope="module")
def local() -> Iterator[Path]:
    """A folder for stand-ins that every user of the machine can enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        environment = os.environ | {"BELLWETHER_LOCAL": name}
        subprocess.run(
            [sys.executable, "-m", "infra.local", "remove"], env=environment, cwd=CHECKOUT, check=True
        )


@pytest.fixture
def world(
    tmp_path: Path,
    simulator: Simulator,
    warehouse: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> Ask:
    """A warehouse, and an environment in which every command asks the simulated providers."""
    for name, value in environment_of_runs(tmp_path, simulator.url, DEFAULT_TODAY).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TIINGO_API_KEY", raising=False)
    return warehouse


@pytest.fixture
def set_clock(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Makes it that day, for the providers and for what is run."""

    def to(today: date) -> None:
        simulator.set_clock(today)
        monkeypatch.setenv("BELLWETHER_TODAY", str(today))

    return to


@pytest.fixture
def published(
    tmp_path: Path, simulator: Simulator, published_world: BuiltWorld, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A copy of the published world in which every command runs; what the run that built it said."""
    with published_world.copied(tmp_path, simulator.url) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("TIINGO_API_KEY", raising=False)
        yield published_world.said


def dbt_build(*options: str) -> bool:
    """`dbt build` without unit tests, which no data can change; whether all went well."""
    return bool(dbt("build", "--exclude-resource-type", "unit_test", *options).success)


def dbt(*command: str) -> Any:
    """What a command of dbt's came to, run on the project in this process."""
    from dbt.adapters.base.impl import DEFAULT_BASE_BEHAVIOR_FLAGS as FLAGS
    from dbt.cli.main import dbtRunner

    # each run of one process appends its adapter's once more, and looks through the stack for where each is
    FLAGS[:] = {flag["name"]: flag for flag in FLAGS}.values()
    quiet, database = ["--quiet", "--no-write-json"], os.environ["PGDATABASE"]
    if database not in _manifests:
        _manifests[database] = dbtRunner().invoke([*quiet, "parse", *placed()]).result
    return dbtRunner(manifest=_manifests[database]).invoke([*quiet, *command, *placed()])


def ran(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What comes of `python -m extract_load` with these variables, without a process to import all again."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        for name, value in variables.items():
            patched.setenv(name, value)
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def ask(statement: str, *values: object, user: str = "", password: str = "") -> list[tuple[Any, ...]]:
    login: dict[str, Any] = {"user": user, "password": password} if user else {}
    with closing(psycopg2.connect("", **login)) as opened, opened, opened.cursor() as cur:
        cur.execute(statement, values)
        return cur.fetchall() if cur.description else []


def copy_marts(schema: str) -> None:
    """Copy what is published into another schema of the transformer's, with keys and without other rules."""
    ask(_COPY.format(schema))
