"""A small published build in a real PostgreSQL, bootstrapped as in production, a fresh copy for each test."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import streamlit as st
from psycopg2.extensions import cursor

from extract_load.warehouse.bootstrap import bootstrap
from tests.dashboard.contracts import fulfil
from tests.databases import own_database

HERE = Path(__file__).parent
TOPICS = sorted(HERE.glob("world_*.sql"))  # by name: each stands on those before it
READABLE = "grant select on all tables in schema marts to bellwether_reader"


@pytest.fixture(scope="session")
def world(server: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a database that holds the world, to copy from."""
    with own_database(server) as environment:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            build_world()
        yield environment


@pytest.fixture
def warehouse(world: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[cursor]:
    """A superuser's cursor, committing, on a copy of the world; the environment names that copy."""
    with own_database(world, world["PGDATABASE"]) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        forget_everything()
        with closing(psycopg2.connect("")) as admin, admin.cursor() as opened:
            admin.autocommit = True
            yield opened


@pytest.fixture(scope="session")
def unchanged(world: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of one copy of the world, for all tests that only read."""
    with own_database(world, world["PGDATABASE"]) as environment:
        yield environment


@pytest.fixture
def published(unchanged: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names the world, which the test must leave as it is."""
    for name, value in unchanged.items():
        monkeypatch.setenv(name, value)
    forget_everything()


def build_world() -> None:
    """Bootstrap the database that the environment names and publish the world in it."""
    bootstrap()
    with closing(psycopg2.connect("")) as admin, admin, admin.cursor() as opened:
        for part in [HERE / "world.sql", *TOPICS]:
            opened.execute(part.read_text(encoding="utf-8"))
        fulfil(opened)
        opened.execute(READABLE)
        opened.execute("analyze")


def publish_again(warehouse: cursor) -> None:
    """Publish the world once more, as another build."""
    columns = (
        "action, build_id, as_of, data_through, engine, rules_held, tests_warned, rows_rejected,"
        " fingerprint, simulated"
    )
    warehouse.execute(f"insert into ops.publishes ({columns}) select {columns} from ops.publishes")


def forget_everything() -> None:
    """Make the dashboard a new process: no pool, nothing cached."""
    st.cache_data.clear()
    st.cache_resource.clear()
