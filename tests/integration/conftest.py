"""A warehouse for each test: a bootstrapped database of its own on one embedded PostgreSQL."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql

from extract_load.bootstrap import bootstrap
from infra.local.postgres import EmbeddedPostgres

READER_PASSWORD = "the reader's"
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


@pytest.fixture(scope="session")
def bootstrapped(postgres: EmbeddedPostgres) -> dict[str, str]:
    """The environment of a bootstrapped database, to copy from."""
    environment = postgres.env() | {"BELLWETHER_READER_PASSWORD": READER_PASSWORD}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        bootstrap()
    return environment


@pytest.fixture
def empty_database(bootstrapped: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A new database of its own, which PG* name; its server has the roles."""
    yield from _database(bootstrapped, monkeypatch, template="template1")


@pytest.fixture
def warehouse(bootstrapped: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """A bootstrapped database of its own, which PG* name."""
    for _ in _database(bootstrapped, monkeypatch, template=bootstrapped["PGDATABASE"]):
        yield ask


def ask(statement: str, *values: object, user: str = "", password: str = "") -> list[tuple[Any, ...]]:
    login: dict[str, Any] = {"user": user, "password": password} if user else {}
    with closing(psycopg2.connect("", **login)) as opened, opened, opened.cursor() as cur:
        cur.execute(statement, values)
        return cur.fetchall() if cur.description else []


def _database(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, template: str) -> Iterator[str]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    name = f"warehouse_{next(_numbers)}"
    _maintain("create database {} template {}", name, template)
    monkeypatch.setenv("PGDATABASE", name)
    yield name
    _maintain("drop database {} with (force)", name)


def _maintain(statement: str, *names: str) -> None:
    with closing(psycopg2.connect("", dbname="postgres")) as opened, opened.cursor() as cur:
        opened.autocommit = True
        cur.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
