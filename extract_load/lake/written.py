"""The tables that Spark has written below the lake's warehouse, as record batches."""

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from extract_load.dbt_build import BuildFailed
from extract_load.lake.layout import SUFFIX
from extract_load.landing import Landing

_WAREHOUSE = "warehouse/"
_BATCH_ROWS = 50_000


def batches(
    lake: Landing, schema: str, table: str, wanted: pa.Schema | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of a table that Spark has written, in the wanted types.

    Raises:
        BuildFailed: there is no such table, or it lacks a column.
    """
    folder = f"{_WAREHOUSE}{schema}.db/{table}/"
    keys = [stored.key for stored in lake.list(folder) if _is_data(stored.key.removeprefix(folder))]
    if not keys:
        raise BuildFailed(f"{schema}.{table} is not in the lake: {folder} holds no Parquet file")
    for key in keys:
        found = lake.read(key)
        if found is None:
            raise BuildFailed(f"{schema}.{table} is being built: {key} was there and is gone")
        for batch in pq.ParquetFile(io.BytesIO(found[0])).iter_batches(_BATCH_ROWS):
            yield _as_wanted(batch, wanted, f"{schema}.{table}") if wanted else batch


def _as_wanted(batch: pa.RecordBatch, wanted: pa.Schema, table: str) -> pa.RecordBatch:
    lacking = [name for name in wanted.names if name not in batch.schema.names]
    if lacking:
        raise BuildFailed(
            f"{table} in the lake has no {', '.join(lacking)}: build on Spark with this release"
        )
    return batch.select(wanted.names).cast(wanted)


def _is_data(key: str) -> bool:
    """Whether a file is one that Spark would read; its own unfinished ones lie below hidden folders."""
    return key.endswith(SUFFIX) and not any(part.startswith(("_", ".")) for part in key.split("/"))
