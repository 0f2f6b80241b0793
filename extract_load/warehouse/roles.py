"""The warehouse's three roles: one loads, one transforms, one reads."""

import os

from psycopg2 import errors, sql
from psycopg2.extensions import connection, cursor, encrypt_password

from extract_load.warehouse.connection import LOADER, READER, TRANSFORMER

_ROLES = {LOADER: "", TRANSFORMER: "", READER: "login"}
_PASSWORDS = {
    LOADER: "BELLWETHER_LOADER_PASSWORD",
    TRANSFORMER: "BELLWETHER_TRANSFORMER_PASSWORD",
    READER: "BELLWETHER_READER_PASSWORD",
}
_READER_CONNECTIONS = 30  # of a server's usual hundred, so that readers cannot shut the pipeline out
_READER_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",
    "search_path": "marts",
    "temp_file_limit": "1GB",  # superusers alone may set it; on RDS it is in the parameter group
    "work_mem": "16MB",
    "lock_timeout": "10s",
}


def create_roles(opened: connection, cur: cursor) -> None:
    """Create the roles where missing, let PGUSER act as them, and let those log in whose password is given.

    Raises:
        psycopg2.errors.InsufficientPrivilege: one is missing and PGUSER may not create it.
    """
    cur.execute("select rolname from pg_roles where rolname = any(%s)", (list(_ROLES),))
    present = {name for (name,) in cur}
    for role in _ROLES.keys() - present:
        cur.execute(sql.SQL(f"create role {{}} {_ROLES[role]}").format(sql.Identifier(role)))
    cur.execute("select rolsuper, rolcreaterole from pg_roles where rolname = current_user")
    superuser, creator = cur.fetchone() or (False, False)
    for role in (LOADER, TRANSFORMER) if creator and not superuser else ():
        _join(opened, cur, role)
    if creator or superuser:
        _let_cancel_readers(cur)
        _set_passwords(opened, cur)
        _limit_reader(cur)


def _join(opened: connection, cur: cursor, role: str) -> None:
    """Let PGUSER act as a role; from PostgreSQL 16 on, having created it does not suffice."""
    needed = "set" if opened.server_version >= 160000 else "member"
    cur.execute("select pg_has_role(%s, %s)", (role, needed))
    if cur.fetchone() == (False,):
        cur.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)))


def _let_cancel_readers(cur: cursor) -> None:
    """Let a publish cancel statements of readers, and of no other role; it may do all else that they may."""
    cur.execute("select pg_has_role(%s, %s, 'usage')", (TRANSFORMER, READER))
    if cur.fetchone() == (False,):
        roles = map(sql.Identifier, (READER, TRANSFORMER))
        _do_if_allowed(cur, sql.SQL("grant {} to {}").format(*roles))


def _set_passwords(opened: connection, cur: cursor) -> None:
    for role, variable in _PASSWORDS.items():
        password = os.environ.get(variable)
        if password:
            # hashed here, so that no server log can hold it
            hashed = encrypt_password(password, role, opened, "scram-sha-256")
            cur.execute(sql.SQL("alter role {} login password %s").format(sql.Identifier(role)), (hashed,))


def _limit_reader(cur: cursor) -> None:
    """Bound what readers can take from the server, as far as PGUSER may.

    A role may change its own settings, of one database too: what it changed does not outlast a bootstrap.
    """
    cur.execute("select rolconnlimit from pg_roles where rolname = %s", (READER,))
    if cur.fetchone() != (_READER_CONNECTIONS,):
        _alter_if_allowed(cur, sql.SQL("connection limit {}").format(sql.Literal(_READER_CONNECTIONS)))
    for database, settings in _settings_of_reader(cur).items():
        if database:
            _alter_if_allowed(cur, sql.SQL("in database {} reset all").format(sql.Identifier(database)))
            continue
        for name in settings.keys() - _READER_SETTINGS.keys():
            _alter_if_allowed(cur, sql.SQL("reset {}").format(sql.Identifier(name)))
        for name, value in _READER_SETTINGS.items() - settings.items():
            setting = sql.SQL("set {} = {}").format(sql.Identifier(name), sql.Literal(value))
            _alter_if_allowed(cur, setting)


def _settings_of_reader(cur: cursor) -> dict[str, dict[str, str]]:
    """Its settings by database, those for all of them under an empty name."""
    cur.execute(
        "select coalesce(datname, ''), setconfig from pg_db_role_setting"
        " left join pg_database on pg_database.oid = setdatabase where setrole = %s::regrole",
        (READER,),
    )
    found = {database: dict(each.split("=", 1) for each in settings) for database, settings in cur}
    return {"": {}} | found


def _alter_if_allowed(cur: cursor, change: sql.Composed) -> None:
    _do_if_allowed(cur, sql.SQL("alter role {} {}").format(sql.Identifier(READER), change))


def _do_if_allowed(cur: cursor, statement: sql.Composed) -> None:
    cur.execute("savepoint before_change")
    try:
        cur.execute(statement)
    except errors.InsufficientPrivilege:
        cur.execute("rollback to savepoint before_change")
    cur.execute("release savepoint before_change")
