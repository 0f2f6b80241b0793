"""The one way to the warehouse: pooled read-only connections of the reader that heal by themselves."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

import pandas as pd
import psycopg2
import streamlit as st
from psycopg2 import errors
from psycopg2.extensions import FLOAT
from psycopg2.extensions import connection as Connection  # noqa: N812 - psycopg2 names its class in lower case
from psycopg2.pool import ThreadedConnectionPool

READER = "bellwether_reader"
POOL_SIZE = 4
CONNECT_SECONDS = 3

Parameters = Mapping[str, Any]


class DatabaseDown(Exception):
    """No connection can be had; the message is the server's or libpq's own."""


class NotPublished(Exception):
    """A relation or a column that a page reads is not there (yet), or not for the reader."""


class TooSlow(Exception):
    """The server ended a query at the reader's statement timeout."""


class Republished(Exception):
    """Another build was swapped in between two queries of one page: read the page again, whole."""


class Pool:
    """At most POOL_SIZE connections; a thread that finds none free waits for one."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(POOL_SIZE)
        # All are opened at once: psycopg2's pool closes every returned connection above its minimum.
        self._pool = ThreadedConnectionPool(POOL_SIZE, POOL_SIZE, **connection_settings())

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Lend a connection; one that died is not taken back."""
        with self._free:
            lent = self._pool.getconn()
            try:
                if not lent.autocommit:
                    lent.set_session(readonly=True, autocommit=True)
                yield lent
            finally:
                self._pool.putconn(lent, close=bool(lent.closed))


def connection_settings() -> dict[str, Any]:
    """Say where and as whom to connect: always as the reader. libpq reads PGPORT and PGSSLMODE itself."""
    return {
        "host": os.environ.get("PGHOST", "localhost"),
        "dbname": os.environ.get("PGDATABASE", "bellwether"),
        "user": READER,
        "password": os.environ.get("BELLWETHER_READER_PASSWORD", ""),
        "application_name": "bellwether-dashboard",
        "connect_timeout": CONNECT_SECONDS,
    }


def fetch(sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
    """Run one query.

    A connection that turns out dead (the server was restarted) is replaced, with all its siblings, once.

    Raises:
        DatabaseDown, NotPublished, TooSlow: see each.
    """
    try:
        return _fetch(sql, parameters)
    except DatabaseDown:
        _pool.clear()
        return _fetch(sql, parameters)


def fetch_published(publish_id: int, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
    """Run one query on marts and vouch that they are those of `publish_id`.

    Raises:
        Republished: they are not, or may not be.
        DatabaseDown, NotPublished, TooSlow: see each.
    """
    frame = fetch(sql, parameters)
    current = fetch("select max(publish_id) as publish_id from ops.publishes")["publish_id"].iloc[0]
    if current != publish_id:
        raise Republished
    return frame


@st.cache_resource(show_spinner=False)
def _pool() -> Pool:
    return Pool()


def _fetch(sql: str, parameters: Parameters | None) -> pd.DataFrame:
    try:
        with _pool().connection() as connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters or {})
            columns = cursor.description or ()
            frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in columns])
            # pandas sees no number in a column of nulls, and compares it with none
            return frame.astype(
                {column.name: float for column in columns if column.type_code in FLOAT.values}
            )
    except (errors.UndefinedTable, errors.UndefinedColumn, errors.InsufficientPrivilege) as error:
        raise NotPublished(_first_line(error)) from error
    except errors.QueryCanceled as error:
        raise TooSlow(_first_line(error)) from error
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        raise DatabaseDown(_first_line(error)) from error


def _first_line(error: psycopg2.Error) -> str:
    return str(error).strip().partition("\n")[0]
