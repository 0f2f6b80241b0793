"""`bootstrap`: the warehouse's roles, schemas and tables, created where missing. Every run begins with it."""

import argparse
from importlib.resources import files

from psycopg2 import errors, sql
from psycopg2.extensions import cursor
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random

from extract_load.config import ConfigError
from extract_load.warehouse.connection import LOADER, READER, TRANSFORMER, Lock, connect, lock_transaction
from extract_load.warehouse.database import share_database
from extract_load.warehouse.raw_tables import RAW_TABLES, create_raw_tables
from extract_load.warehouse.roles import create_roles

_OWNERS = {
    "raw": LOADER,
    "ops": LOADER,
    "staging": TRANSFORMER,
    "intermediate": TRANSFORMER,
    "marts": TRANSFORMER,
    "marts_next": TRANSFORMER,
    "marts_previous": TRANSFORMER,
}
_USERS = {"raw": (TRANSFORMER,), "ops": (TRANSFORMER, READER), "marts": (READER,)}

# Roles belong to the whole server: the bootstrap of another database may change one at the same moment.
_COLLISIONS = (errors.DuplicateObject, errors.UniqueViolation, errors.InternalError_)


def run(_: argparse.Namespace) -> int:
    """Create what is missing; returns the exit code."""
    bootstrap()
    return 0


@retry(
    retry=retry_if_exception_type(_COLLISIONS),
    stop=stop_after_attempt(5),
    wait=wait_random(0, 0.5),
    reraise=True,
)
def bootstrap() -> None:
    """Create roles, schemas and tables where missing; repeating it changes nothing.

    Raises:
        ConfigError: something is missing and PGUSER may not create it, or no server answers.
    """
    with connect() as opened, opened, opened.cursor() as cur:
        try:
            lock_transaction(cur, Lock.BOOTSTRAP)
            create_roles(opened, cur)
            _create_schemas(cur)
            share_database(cur)
            _create_tables(cur)
        except errors.InsufficientPrivilege as error:
            raise ConfigError(
                f"{opened.info.user} cannot prepare database {opened.info.dbname} "
                f"({error.diag.message_primary}): run `python -m extract_load bootstrap` once "
                "as its owner with CREATEROLE, or as a superuser"
            ) from error


def is_prepared() -> bool:
    """Whether the database that PG* name has been bootstrapped.

    Raises:
        ConfigError: no server answers.
    """
    with connect() as opened, opened, opened.cursor() as cur:
        cur.execute("select to_regnamespace('ops') is not null")
        return cur.fetchone() == (True,)


def _create_schemas(cur: cursor) -> None:
    cur.execute("select nspname from pg_namespace where nspname = any(%s)", (list(_OWNERS),))
    present = {name for (name,) in cur}
    for schema, owner in _OWNERS.items():
        if schema not in present:
            _create_schema(cur, schema, owner)


def _create_schema(cur: cursor, schema: str, owner: str) -> None:
    names = {"schema": sql.Identifier(schema), "owner": sql.Identifier(owner)}
    cur.execute(sql.SQL("create schema {schema} authorization {owner}").format(**names))
    for user in _USERS.get(schema, ()):
        cur.execute(
            sql.SQL("grant usage on schema {schema} to {user}").format(**names, user=sql.Identifier(user))
        )


def _create_tables(cur: cursor) -> None:
    cur.execute("select pg_has_role(%s, 'member'), to_regclass('ops.publishes') is not null", (LOADER,))
    if cur.fetchone() == (False, True):
        return  # a unit that only transforms or publishes: the loader's own keeps the tables
    cur.execute(sql.SQL("set local role {}").format(sql.Identifier(LOADER)))
    create_raw_tables(cur, RAW_TABLES.values())
    cur.execute(files("extract_load.warehouse").joinpath("ops.sql").read_text(encoding="utf-8"))
