"""A warehouse for each test: a database of its own on one embedded PostgreSQL."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql

from extract_load.warehouse.bootstrap import bootstrap
from infra.local.postgres import EmbeddedPostgres

READER_PASSWORD = "the reader's"
READER: dict[str, Any] = {"user": "bellwether_reader", "password": READER_PASSWORD}
_numbers = itertools.count()

Ask = Callable[..., list[tuple[Any, ...]]]
"""Runs a statement as the superuser, in a transaction of its own, and returns its rows."""


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("warehouse") / "postgres")
    try:
        with server:
            yield server
    finally:
        server.remove()


@pytest.fixture
def database(postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty database of its own, which PG* name."""
    for name, value in postgres.env().items():
        monkeypatch.setenv(name, value)
    name = f"warehouse_{next(_numbers)}"
    _maintain("create database {}", name)
    monkeypatch.setenv("PGDATABASE", name)
    monkeypatch.setenv("BELLWETHER_READER_PASSWORD", READER_PASSWORD)
    yield
    _maintain("drop database {} with (force)", name)


@pytest.fixture
def warehouse(database: None) -> Ask:  # noqa: ARG001
    """A bootstrapped database of its own, which PG* name."""
    bootstrap()
    return ask


def ask(statement: str, *values: object, user: str = "", password: str = "") -> list[tuple[Any, ...]]:
    login: dict[str, Any] = {"user": user, "password": password} if user else {}
    with closing(psycopg2.connect("", **login)) as opened, opened, opened.cursor() as cur:
        cur.execute(statement, values)
        return cur.fetchall() if cur.description else []


def _maintain(statement: str, *names: str) -> None:
    with closing(psycopg2.connect("", dbname="postgres")) as opened, opened.cursor() as cur:
        opened.autocommit = True
        cur.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
