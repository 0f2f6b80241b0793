"""Raw tables in PostgreSQL: what a `Table` declares, plus each row's origin. Columns are only ever added."""

from collections.abc import Iterable, Mapping

from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.catalog import LOADED
from extract_load.load.outcomes import OUTCOMES
from extract_load.source import Table

RAW_TABLES: Mapping[str, Table] = {
    table.name: table for table in (*(table for source in LOADED for table in source.tables), OUTCOMES)
}

_DATA_TYPES = {
    "text": "text",
    "bigint": "bigint",
    "double": "double precision",
    "date": "date",
    "day": "text",
}
LINEAGE: Mapping[str, str] = {
    "object_key": "text",
    "object_version": "text",
    "line_number": "bigint",
    "extracted_at": "timestamptz",
    "load_id": "bigint",
}


def create_raw_tables(cur: cursor, tables: Iterable[Table]) -> None:
    """Create what is missing, tables and columns; what is there stays as it is.

    A table that has all its columns is not touched, so that no lock waits behind its readers.
    """
    present = _present_columns(cur)
    for table in tables:
        there = present.get(table.name)
        if there is None:
            _create(cur, table)
        missing = {name: kind for name, kind in _columns(table).items() if name not in (there or ())}
        if missing:
            _add_columns(cur, table, missing)
        if there is None:
            _index_load_ids(cur, table)


def _columns(table: Table) -> dict[str, str]:
    return {name: _DATA_TYPES[kind] for name, kind in table.columns.items()} | dict(LINEAGE)


def _present_columns(cur: cursor) -> dict[str, set[str]]:
    cur.execute(
        "select c.relname, a.attname from pg_class c"
        " left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
        " where c.relnamespace = 'raw'::regnamespace and c.relkind in ('r', 'p')"
    )
    present: dict[str, set[str]] = {}
    for table, column in cur:
        present.setdefault(table, set()).add(column)
    return present


def _create(cur: cursor, table: Table) -> None:
    cur.execute(sql.SQL("create table raw.{} ()").format(sql.Identifier(table.name)))


def _add_columns(cur: cursor, table: Table, columns: Mapping[str, str]) -> None:
    additions = [
        sql.SQL("add column {} {}").format(sql.Identifier(name), sql.SQL(kind))
        for name, kind in columns.items()
    ]
    cur.execute(
        sql.SQL("alter table raw.{} {}").format(sql.Identifier(table.name), sql.SQL(", ").join(additions))
    )


def _index_load_ids(cur: cursor, table: Table) -> None:
    cur.execute(
        sql.SQL("create index {} on raw.{} using brin (load_id)").format(
            sql.Identifier(f"{table.name}_load_id"), sql.Identifier(table.name)
        )
    )
