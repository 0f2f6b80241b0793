"""A warehouse for each test, a database of its own; and a world in which all commands run."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from dbt.cli.main import dbtRunner

from extract_load.dbt_build import PROJECT
from extract_load.warehouse.bootstrap import bootstrap
from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY
from tests.conftest import READER_PASSWORD
from tests.databases import own_database

READER: dict[str, Any] = {"user": "bellwether_reader", "password": READER_PASSWORD}

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
def world(
    tmp_path: Path,
    simulator: Simulator,
    warehouse: Ask,
    parsed: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> Ask:
    """A warehouse, and an environment in which every command asks the simulated providers."""
    for name, value in environment_of_runs(tmp_path, simulator.url, DEFAULT_TODAY).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TIINGO_API_KEY", raising=False)
    return warehouse


@pytest.fixture(scope="session")
def parsed_projects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what dbt keeps of a parsed project, by the database that it was parsed for."""
    return tmp_path_factory.mktemp("parsed")


@pytest.fixture
def parsed(parsed_projects: Path, database: None, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001
    """Parsing takes longer than most builds: each test begins with what the last one parsed."""
    kept = parsed_projects / os.environ["PGDATABASE"]
    own = tmp_path / "target" / "partial_parse.msgpack"
    own.parent.mkdir()
    if kept.exists():
        shutil.copy(kept, own)
    yield
    if own.exists():
        shutil.copy(own, kept)


def environment_of_runs(folder: Path, providers: str, today: date) -> dict[str, str]:
    """What commands and dbt need to know besides their database; they write into `folder`."""
    return {
        "LANDING_URL": (folder / "landing").as_uri(),
        "PROVIDERS_URL": providers,
        "BELLWETHER_TODAY": str(today),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }


def dbt_build(*options: str) -> bool:
    """`dbt build` in this process, without unit tests, which no data can change; whether all went well."""
    place = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    command = ["--quiet", "--no-write-json", "build", "--exclude-resource-type", "unit_test"]
    return dbtRunner().invoke([*command, *options, *place]).success


def ask(statement: str, *values: object, user: str = "", password: str = "") -> list[tuple[Any, ...]]:
    login: dict[str, Any] = {"user": user, "password": password} if user else {}
    with closing(psycopg2.connect("", **login)) as opened, opened, opened.cursor() as cur:
        cur.execute(statement, values)
        return cur.fetchall() if cur.description else []
