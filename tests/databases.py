"""Databases of tests' own."""

import itertools
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import psycopg2
from psycopg2 import sql

_numbers = itertools.count()


@contextmanager
def own_database(server: Mapping[str, str], template: str = "template1") -> Iterator[dict[str, str]]:
    """The environment of a new database on the server that `server`'s PG* name, dropped in the end.

    It is a copy of `template`, to which nobody may be connected meanwhile.
    """
    name = f"tests_{os.getpid()}_{next(_numbers)}"
    maintain(server, "create database {} template {}", name, template)
    try:
        yield dict(server) | {"PGDATABASE": name}
    finally:
        maintain(server, "drop database {} with (force)", name)


def maintain(server: Mapping[str, str], statement: str, *names: str) -> None:
    """Run a statement about whole databases, outside of any transaction."""
    host, port, user, password = map(server.get, ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"))
    login = psycopg2.connect(host=host, port=port, user=user, password=password, dbname="postgres")
    with closing(login) as opened, opened.cursor() as cur:
        opened.autocommit = True
        cur.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
