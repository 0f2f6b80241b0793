"""Databases of tests' own, and the server that they are on."""

import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection

from infra.local.cluster import cluster_name
from infra.local.errors import LocalError
from infra.local.files import exclusive
from infra.local.postgres import EmbeddedPostgres

_MEMORY = Path("/dev/shm")
_ROOM = 10 * 2**30  # bytes; a run of the slow tests takes six of them at most
_names: set[str] = set()


def quick_folder() -> Path | None:
    """Where files are in memory, if the machine has such a folder and room in it.

    Each database is a copy of 300 files and more: on a disk the kernel works on these for a quarter of a run.
    """
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


@contextmanager
def server_of(run: Path) -> Iterator[dict[str, str]]:
    """The environment of the PostgreSQL that all workers of a run share, as they do the folder `run`."""
    with exclusive(run / "server.lock"):
        server = EmbeddedPostgres(_place_of(run))
        server.__enter__()
        _hurry(server.env())
    yield server.env()
    with exclusive(run / "server.lock"), suppress(LocalError):  # another worker may still use it
        server.__exit__(None, None, None)
        server.remove()


def _place_of(run: Path) -> Path:
    """The server's folder; the first worker chooses, for there may be less room when the next one asks."""
    chosen = run / "server.place"
    if not chosen.exists():
        memory = quick_folder()
        for left in memory.glob("bellwether-*-tests") if memory else ():  # by a killed run, or still in use
            with suppress(LocalError, PermissionError):
                EmbeddedPostgres(left).remove()
        own = memory / f"{cluster_name(run)}-tests" if memory else run / "postgres"
        chosen.write_text(str(own))
    return Path(chosen.read_text())


def _hurry(env: dict[str, str]) -> None:
    """Nothing here outlives the run, and with fsync each database that is dropped takes a second."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        maintain(env, f"alter system set {setting} = off")
    maintain(env, "alter system set max_wal_size = '256MB'")
    maintain(env, "select pg_reload_conf()")


@contextmanager
def own_database(server: Mapping[str, str], template: str = "template1") -> Iterator[dict[str, str]]:
    """The environment of a new database on the server that `server`'s PG* name, dropped in the end.

    It is a copy of `template`, to which nobody may be connected meanwhile. A name that is free again is used
    again: dbt parses its project anew for a database of another name.
    """
    name = next(name for name in _possible_names() if name not in _names)
    _names.add(name)
    maintain(server, "create database {} template {} strategy file_copy", name, template)
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
