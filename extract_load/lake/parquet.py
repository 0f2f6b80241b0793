"""The rows of one load as Parquet: a file for each table that it has rows of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract_load.lake.layout import MANIFEST, RAW, REJECTS, TABLES
from extract_load.load.arrow import schema_of
from extract_load.load.lines import Reject
from extract_load.load.load_object import Tally
from extract_load.load.manifest import Content
from extract_load.source import Table

_COMPRESSION = "zstd"


class ParquetTables:
    """Gathers the rows of a load: compressed, in memory, until the load is whole."""

    def __init__(self, content: Content, load_id: int) -> None:
        self._origin = {
            "object_key": content.object_key,
            "object_version": content.object_version,
            "load_id": load_id,
        }
        self._sinks: dict[str, tuple[pa.BufferOutputStream, pq.ParquetWriter]] = {}

    def store(self, table: Table, batch: pa.RecordBatch) -> None:
        """Take rows of a raw table: its columns and their `ORIGIN`."""
        folder = f"{RAW}{table.name}/"
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        columns |= {name: pa.repeat(value, batch.num_rows) for name, value in self._origin.items()}
        self._write(folder, [columns[name] for name in TABLES[folder]])

    def keep(self, rejects: Iterable[Reject]) -> None:
        """Take what could not be loaded."""
        rows = [{**vars(reject), **self._origin} for reject in rejects]
        if rows:
            self._write(REJECTS, pa.RecordBatch.from_pylist(rows, schema_of(TABLES[REJECTS])).columns)

    def finished(self) -> Iterator[tuple[str, bytes]]:
        """Each table's folder, and its file."""
        for folder, (sink, writer) in self._sinks.items():
            writer.close()
            yield folder, sink.getvalue().to_pybytes()

    def _write(self, folder: str, columns: list[pa.Array]) -> None:
        schema = schema_of(TABLES[folder])
        if folder not in self._sinks:
            sink = pa.BufferOutputStream()
            self._sinks[folder] = sink, pq.ParquetWriter(sink, schema, compression=_COMPRESSION)
        self._sinks[folder][1].write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def columns_file() -> bytes:
    """All columns of all tables, a row each; the same bytes every time."""
    rows = [
        {"schema_name": schema, "table_name": table, "column_name": column, "type_name": kind}
        for folder, columns in TABLES.items()
        for schema, table in [folder.rstrip("/").split("/")]
        for column, kind in columns.items()
    ]
    return _file(pa.Table.from_pylist(rows))


def manifest_file(content: Content, load_id: int, tally: Tally, seconds: float) -> bytes:
    """The manifest's entry of a load."""
    key, version, sha256, source, size = astuple(content)
    entry: Mapping[str, Any] = {
        "load_id": load_id,
        "object_key": key,
        "object_version": version,
        "sha256": sha256,
        "kind": "load",
        "source": source,
        "rows_in": tally.rows_in,
        "rows_loaded": tally.rows_loaded,
        "rows_rejected": len(tally.rejects),
        "bytes": size,
        "seconds": seconds,
        "loaded_at": datetime.now(UTC),
    }
    return _file(pa.Table.from_pylist([entry], schema_of(TABLES[MANIFEST])))


def _file(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression=_COMPRESSION)
    return bytes(sink.getvalue().to_pybytes())
