"""The database itself: who may do what in it, and how its server works for it. All as far as PGUSER may."""

from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.warehouse.connection import LOADER, READER, TRANSFORMER

_WORK_MEM_SHARE = 8  # of shared_buffers, themselves a part of the machine's memory: RDS takes a quarter

# The server's own, which everybody may enter, and ours; other databases are not our business.
_OPEN_TO_READERS = """
select datname
from pg_database
where datname in ('postgres', 'template1', current_database())
    and has_database_privilege(%s, oid, 'temporary')
    and pg_has_role(datdba, 'usage')
"""
# A transaction may declare itself no read-only one, whatever its role's default: with large objects a reader
# could fill the disk, and with a lock of ours stop the pipeline.
_MORE_THAN_READING = """
select oid::regprocedure::text
from pg_proc
where pronamespace = 'pg_catalog'::regnamespace
    and proname ~ '^(lo_|lowrite|loread|pg_(try_)?advisory_)'
    and has_function_privilege(%s, oid, 'execute')
    and pg_has_role(proowner, 'usage')
"""
_SETTINGS = """
select coalesce(s.setconfig, '{}'), pg_size_bytes(current_setting('shared_buffers')) / 1024
from pg_database as d
left join pg_db_role_setting as s on d.oid = s.setdatabase and s.setrole = 0
where d.datname = current_database() and pg_has_role(d.datdba, 'usage')
"""


def share_database(cur: cursor) -> None:
    """Leave to readers only to read, to the transformer to make things in the database itself, and tune it.

    Raises:
        psycopg2.errors.InsufficientPrivilege: the transformer may not make schemas, and PGUSER not let it.
    """
    database = sql.Identifier(cur.connection.info.dbname)
    _close_to_readers(cur)
    cur.execute(
        "select has_database_privilege(%s, current_database(), 'create')"
        " and has_database_privilege(%s, current_database(), 'temporary')",
        (TRANSFORMER, TRANSFORMER),
    )
    if cur.fetchone() == (False,):
        names = {"database": database, "role": sql.Identifier(TRANSFORMER)}
        cur.execute(sql.SQL("grant create, temporary on database {database} to {role}").format(**names))
    _tune(cur, database)


def _close_to_readers(cur: cursor) -> None:
    cur.execute(_OPEN_TO_READERS, (READER,))
    for (name,) in cur.fetchall():
        cur.execute(sql.SQL("revoke temporary on database {} from public").format(sql.Identifier(name)))
    cur.execute(_MORE_THAN_READING, (READER,))
    functions = sql.SQL(", ").join(sql.SQL(signature) for (signature,) in cur.fetchall())
    if functions.seq:
        owners = sql.SQL(", ").join(map(sql.Identifier, (LOADER, TRANSFORMER)))
        cur.execute(sql.SQL("grant execute on function {} to {}").format(functions, owners))
        cur.execute(sql.SQL("revoke execute on function {} from public").format(functions))


def _tune(cur: cursor, database: sql.Identifier) -> None:
    """Set up sessions of the database: a role's settings come by logging in, and dbt only acts as a role.

    Compiling costs more than it saves on tables of this size, many of which the planner takes for larger.
    """
    cur.execute(_SETTINGS)
    for present, buffers in cur.fetchall():
        for name, value in {"jit": "off", "work_mem": f"{buffers // _WORK_MEM_SHARE}kB"}.items():
            if f"{name}={value}" not in present:
                setting = sql.SQL("alter database {} set {} = {}")
                cur.execute(setting.format(database, sql.Identifier(name), sql.Literal(value)))
