"""How every step reaches the warehouse: libpq's own variables, one role per step, named locks."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import IntEnum

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection, cursor

from extract_load.config import ConfigError

LOADER = "bellwether_loader"
TRANSFORMER = "bellwether_transformer"
READER = "bellwether_reader"

_LOCK_SPACE = 0x62656C6C
_POLL_SECONDS = 0.5
_log = logging.getLogger(__name__)


class Lock(IntEnum):
    """Advisory locks of one database."""

    BOOTSTRAP = 1
    LOAD = 2
    PIPELINE = 3
    PUBLISH = 4
    LAKE = 5


class LockHeld(Exception):
    """Another process holds the lock and did not let go in time."""


@contextmanager
def connect(role: str | None = None) -> Iterator[connection]:
    """Open a connection to where PG* point, acting as `role`, and close it; nothing commits by itself.

    Raises:
        ConfigError: no server answers there, it refuses PGUSER, PGUSER may not act as `role`, or PGSERVICE
            names another server than dbt would build on.
    """
    if os.environ.get("PGSERVICE"):
        # libpq would let it overrule PG*, which is all that dbt's profile and the dashboard know
        raise ConfigError(
            "PGSERVICE is set, and dbt cannot follow it: unset it, and set PGHOST, PGPORT, PGDATABASE, "
            "PGUSER and PGPASSWORD to what the service says"
        )
    try:
        opened = psycopg2.connect(dbname=_database(), application_name="bellwether")
    except psycopg2.OperationalError as error:
        raise ConfigError(
            f"the warehouse, {_place()}, cannot be reached: {str(error).splitlines()[0]}. "
            "Set PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD, or unset them all and let "
            "`make pipeline` start the embedded PostgreSQL"
        ) from error
    with closing(opened):
        if role:
            _act_as(opened, role)
        yield opened


def _database() -> str:
    # dbt's profile and the dashboard take the same where none is named
    return os.environ.get("PGDATABASE", "bellwether")


def _place() -> str:
    host, port = os.environ.get("PGHOST", "the local socket"), os.environ.get("PGPORT", "5432")
    return f"database {_database()} on {host}, port {port}"


def _act_as(opened: connection, role: str) -> None:
    try:
        with opened, opened.cursor() as cur:
            cur.execute(sql.SQL("set session role {}").format(sql.Identifier(role)))
    except psycopg2.Error as error:
        raise ConfigError(
            f"{opened.info.user} cannot act as {role} ({error.diag.message_primary}): run "
            "`python -m extract_load bootstrap` as a superuser or a role with CREATEROLE, "
            f"or grant {role} to {opened.info.user}"
        ) from error


def lock_transaction(cur: cursor, lock: Lock) -> None:
    """Wait for `lock` and hold it until the transaction ends."""
    cur.execute("select pg_advisory_xact_lock(%s, %s)", (_LOCK_SPACE, lock))


@contextmanager
def hold(lock: Lock, wait_seconds: float) -> Iterator[None]:
    """Hold `lock` on a connection of its own: a killed process lets go of it by dying.

    Raises:
        LockHeld: another process kept it for all of `wait_seconds`.
        ConfigError: the warehouse cannot be reached.
    """
    deadline = time.monotonic() + wait_seconds
    with connect() as opened:
        opened.autocommit = True
        with opened.cursor() as cur:
            if not _try_lock(cur, lock):
                _log.warning("another %s is running; waiting up to %d s", lock.name.lower(), wait_seconds)
                _wait_for(cur, lock, deadline)
        yield


def _wait_for(cur: cursor, lock: Lock, deadline: float) -> None:
    while time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        if _try_lock(cur, lock):
            return
    raise LockHeld(f"another {lock.name.lower()} is still running")


def _try_lock(cur: cursor, lock: Lock) -> bool:
    cur.execute("select pg_try_advisory_lock(%s, %s)", (_LOCK_SPACE, lock))
    (got,) = cur.fetchone() or (False,)
    return bool(got)
