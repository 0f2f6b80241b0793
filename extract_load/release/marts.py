"""The published marts as Parquet files, one each, and what is in them."""

import io
from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.lake.checksum import Checksum, of_batch
from extract_load.lake.contracts import ARROW_TYPES

MARTS = "marts"
_COMPRESSION = "zstd"
_BLOCK = 8 << 20  # bytes of CSV at a time
_COLUMNS = """
select relation.relname, attribute.attname, format_type(attribute.atttypid, attribute.atttypmod)
from pg_class as relation
join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum > 0
where relation.relnamespace = to_regnamespace(%s) and relation.relkind = 'r' and not attribute.attisdropped
order by relation.relname, attribute.attnum
"""
# as Arrow reads it; all else it reads as PostgreSQL writes it
_WRITTEN = {
    "timestamp with time zone": "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
}


class Mart(NamedTuple):
    """A mart's file, its rows, its columns' types as PostgreSQL names them, and a checksum of each column."""

    content: bytes
    rows: int
    columns: dict[str, str]
    checksums: dict[str, Checksum]


def columns_of_marts(cur: cursor, schema: str = MARTS) -> dict[str, dict[str, str]]:
    """Each mart's columns with their types; nothing where there is no such schema."""
    cur.execute(_COLUMNS, (schema,))
    found: dict[str, dict[str, str]] = {}
    for mart, column, kind in cur:
        found.setdefault(mart, {})[column] = kind
    return found


def read_mart(cur: cursor, name: str, columns: Mapping[str, str]) -> Mart:
    """Copy a mart into a Parquet file."""
    text = io.BytesIO()
    terms = [
        sql.SQL(_WRITTEN.get(kind, "{}")).format(sql.Identifier(column)) for column, kind in columns.items()
    ]
    query = sql.SQL("select {} from {}").format(sql.SQL(", ").join(terms), sql.Identifier(MARTS, name))
    cur.copy_expert(sql.SQL("copy ({}) to stdout (format csv)").format(query), text)
    schema = pa.schema([(column, ARROW_TYPES[kind]) for column, kind in columns.items()])
    return _as_parquet(text, schema, dict(columns))


def _as_parquet(text: io.BytesIO, schema: pa.Schema, columns: dict[str, str]) -> Mart:
    sink, rows = pa.BufferOutputStream(), 0
    sums = dict.fromkeys(schema.names, Checksum(0, 0))
    with pq.ParquetWriter(sink, schema, compression=_COMPRESSION) as writer:
        for batch in _batches(text, schema):
            writer.write_batch(batch)
            rows += batch.num_rows
            sums = {name: sums[name] + found for name, found in of_batch(batch).items()}
    return Mart(sink.getvalue().to_pybytes(), rows, columns, sums)


def _batches(text: io.BytesIO, schema: pa.Schema) -> pa_csv.CSVStreamingReader | tuple[()]:
    if not text.getbuffer().nbytes:
        return ()
    text.seek(0)
    return pa_csv.open_csv(
        text,
        read_options=pa_csv.ReadOptions(column_names=schema.names, block_size=_BLOCK),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        # PostgreSQL leaves a null empty, and puts an empty text in quotes
        convert_options=pa_csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )
