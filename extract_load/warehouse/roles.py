"""The warehouse's three roles: one loads, one transforms, one reads."""

import os

from psycopg2 import errors, sql
from psycopg2.extensions import connection, cursor, encrypt_password

from extract_load.warehouse.connection import LOADER, READER, TRANSFORMER

_CREATE = {
    LOADER: sql.SQL("create role {role}"),
    TRANSFORMER: sql.SQL("create role {role}"),
    READER: sql.SQL(
        "create role {role} login;"
        "alter role {role} set default_transaction_read_only = on;"
        "alter role {role} set statement_timeout = '30s';"
        "alter role {role} set idle_in_transaction_session_timeout = '30s';"
        "alter role {role} set search_path = marts"
    ),
}
_PASSWORDS = {
    LOADER: "BELLWETHER_LOADER_PASSWORD",
    TRANSFORMER: "BELLWETHER_TRANSFORMER_PASSWORD",
    READER: "BELLWETHER_READER_PASSWORD",
}
_READER_CONNECTIONS = 30  # of a server's usual hundred, so that readers cannot shut the pipeline out
_READER_SETTINGS = {
    "temp_file_limit": "1GB",  # superusers alone may set it; on RDS it is in the parameter group
    "work_mem": "16MB",
    "lock_timeout": "10s",
}


def create_roles(opened: connection, cur: cursor) -> None:
    """Create the roles where missing, let PGUSER act as them, and let those log in whose password is given.

    Raises:
        psycopg2.errors.InsufficientPrivilege: one is missing and PGUSER may not create it.
    """
    cur.execute("select rolname from pg_roles where rolname = any(%s)", (list(_CREATE),))
    present = {name for (name,) in cur}
    for role in _CREATE.keys() - present:
        cur.execute(_CREATE[role].format(role=sql.Identifier(role)))
    cur.execute("select rolsuper, rolcreaterole from pg_roles where rolname = current_user")
    superuser, creator = cur.fetchone() or (False, False)
    for role in (LOADER, TRANSFORMER) if creator and not superuser else ():
        _join(opened, cur, role)
    if creator or superuser:
        _set_passwords(opened, cur)
        _limit_reader(cur)


def _join(opened: connection, cur: cursor, role: str) -> None:
    """Let PGUSER act as a role; from PostgreSQL 16 on, having created it does not suffice."""
    needed = "set" if opened.server_version >= 160000 else "member"
    cur.execute("select pg_has_role(%s, %s)", (role, needed))
    if cur.fetchone() == (False,):
        cur.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)))


def _set_passwords(opened: connection, cur: cursor) -> None:
    for role, variable in _PASSWORDS.items():
        password = os.environ.get(variable)
        if password:
            # hashed here, so that no server log can hold it
            hashed = encrypt_password(password, role, opened, "scram-sha-256")
            cur.execute(sql.SQL("alter role {} login password %s").format(sql.Identifier(role)), (hashed,))


def _limit_reader(cur: cursor) -> None:
    """Bound what readers can take from the server, as far as PGUSER may."""
    cur.execute("select coalesce(rolconfig, '{}'), rolconnlimit from pg_roles where rolname = %s", (READER,))
    settings, connections = cur.fetchone() or ([], 0)
    if connections != _READER_CONNECTIONS:
        _alter_if_allowed(cur, sql.SQL("connection limit {}").format(sql.Literal(_READER_CONNECTIONS)))
    for name, value in _READER_SETTINGS.items():
        if f"{name}={value}" not in settings:
            setting = sql.SQL("set {} = {}").format(sql.Identifier(name), sql.Literal(value))
            _alter_if_allowed(cur, setting)


def _alter_if_allowed(cur: cursor, change: sql.Composed) -> None:
    cur.execute("savepoint before_change")
    try:
        cur.execute(sql.SQL("alter role {} {}").format(sql.Identifier(READER), change))
    except errors.InsufficientPrivilege:
        cur.execute("rollback to savepoint before_change")
    cur.execute("release savepoint before_change")
