"""Databases of tests' own."""

import itertools
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection

_names: set[str] = set()


@contextmanager
def own_database(server: Mapping[str, str], template: str = "template1") -> Iterator[dict[str, str]]:
    """The environment of a new database on the server that `server`'s PG* name, dropped in the end.

    It is a copy of `template`, to which nobody may be connected meanwhile. A name that is free again is used
    again: dbt parses its project anew for a database of another name.
    """
    name = next(name for name in _possible_names() if name not in _names)
    _names.add(name)
    maintain(server, "create database {} template {}", name, template)
    try:
        yield dict(server) | {"PGDATABASE": name}
    finally:
        maintain(server, "drop database {} with (force)", name)
        _names.remove(name)


def _possible_names() -> Iterator[str]:
    return (f"tests_{os.getpid()}_{number}" for number in itertools.count())


def exists(server: Mapping[str, str], name: str) -> bool:
    """Whether the server has a database of this name."""
    with closing(_login(server)) as opened, opened.cursor() as cur:
        cur.execute("select 1 from pg_database where datname = %s", (name,))
        return cur.fetchone() is not None


def maintain(server: Mapping[str, str], statement: str, *names: str) -> None:
    """Run a statement about whole databases, outside of any transaction."""
    with closing(_login(server)) as opened, opened.cursor() as cur:
        opened.autocommit = True
        cur.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _login(server: Mapping[str, str]) -> connection:
    host, port, user, password = map(server.get, ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"))
    return psycopg2.connect(host=host, port=port, user=user, password=password, dbname="postgres")
