"""A small published build in a real PostgreSQL, bootstrapped as in production, a fresh copy for each test."""

import itertools
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
import streamlit as st
from psycopg2.extensions import connection, cursor

from extract_load.warehouse.bootstrap import bootstrap
from infra.local.postgres import EmbeddedPostgres

WORLD = (Path(__file__).parent / "world.sql").read_text(encoding="utf-8")
_numbers = itertools.count()


@pytest.fixture(scope="session")
def world_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    postgres = EmbeddedPostgres(tmp_path_factory.mktemp("dashboard") / "postgres")
    try:
        with postgres:
            yield postgres
    finally:
        postgres.remove()


@pytest.fixture(scope="session")
def world(world_server: EmbeddedPostgres) -> dict[str, str]:
    """The environment of a database that holds the world, to copy from."""
    environment = world_server.env() | {"BELLWETHER_READER_PASSWORD": secrets.token_urlsafe()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        build_world()
    return environment


@pytest.fixture
def warehouse(world: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[cursor]:
    """A superuser's cursor, committing, on a copy of the world; the environment names that copy."""
    with copied(world) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        forget_everything()
        with closing(psycopg2.connect("")) as admin, admin.cursor() as opened:
            admin.autocommit = True
            yield opened


@contextmanager
def copied(world: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a copy of the world's database, dropped in the end."""
    template, database = world["PGDATABASE"], f"copy_{next(_numbers)}"
    with closing(_maintenance_connection(world)) as admin, admin.cursor() as maintenance:
        admin.autocommit = True
        maintenance.execute(f"create database {database} template {template}")
        yield world | {"PGDATABASE": database}
        maintenance.execute(f"drop database {database} with (force)")


def build_world() -> None:
    """Bootstrap the database that the environment names and publish the world in it."""
    bootstrap()
    with closing(psycopg2.connect("")) as admin, admin, admin.cursor() as opened:
        opened.execute(WORLD)


def forget_everything() -> None:
    """Make the dashboard a new process: no pool, nothing cached."""
    st.cache_data.clear()
    st.cache_resource.clear()


def _maintenance_connection(world: dict[str, str]) -> connection:
    return psycopg2.connect(
        host=world["PGHOST"],
        port=world["PGPORT"],
        user=world["PGUSER"],
        password=world["PGPASSWORD"],
        dbname="postgres",
    )
