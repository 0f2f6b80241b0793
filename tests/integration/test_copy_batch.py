"""What is copied into a raw table is what stands there, to the bit, whatever the column's type."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from extract_load.load.arrow import schema_of
from extract_load.load.raw_writer import copy_batch
from extract_load.source import ColumnType, Table
from extract_load.warehouse.connection import LOADER, connect
from extract_load.warehouse.raw_tables import LINEAGE, RAW_TABLES, create_raw_tables
from tests.integration.conftest import Ask

pytestmark = pytest.mark.usefixtures("warehouse")
MOMENT = datetime(2024, 2, 29, 1, 2, 3, 4, UTC)
VALUES: dict[str, list[Any]] = {
    "text": ["é\n\"'\\\t😀", "", "x" * 100_000, "short"],
    "bigint": [-(2**63), 2**63 - 1, 0, 7],
    "double": [0.1 + 0.2, -0.0, 1e-310, 1.7e308],
    "date": [date(1, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(9999, 12, 31)],
    "day": ["2024-02-29", "20240229", "1999-12-31T00:00:00Z", "2000-01-01"],
    "timestamptz": [MOMENT, datetime(2000, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, 1, tzinfo=UTC), MOMENT],
}
CONSTANTS: dict[str, str | int] = {"object_key": "fred/x", "object_version": "1", "load_id": 7}


def copied(name: str, kinds: dict[str, str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows that stand in a raw table after these have been copied into it, with the constants."""
    schema = schema_of(kinds)
    columns = [[row[place] for row in rows] for place in range(len(kinds))]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    names = [*kinds, *CONSTANTS]
    with connect(LOADER) as opened, opened.cursor() as cur:
        copy_batch(cur, ("raw", name), names, batch, [*CONSTANTS.values()])
        cur.execute(f"set timezone = 'UTC'; select {', '.join(names)} from raw.{name}")
        return cur.fetchall()


@pytest.mark.parametrize("table", RAW_TABLES.values(), ids=RAW_TABLES)
def test_every_value_of_every_raw_table_comes_back(table: Table) -> None:
    kinds = {**table.columns, **{name: kind for name, kind in LINEAGE.items() if name not in CONSTANTS}}
    rows = [tuple(VALUES[kind][row] for kind in kinds.values()) for row in range(4)]
    rows.insert(2, (None,) * len(kinds))
    expected = [(*row, *CONSTANTS.values()) for row in rows]
    # as text, so that -0.0 is not 0.0
    assert repr(copied(table.name, kinds, rows)) == repr(expected)


def test_no_rows_are_no_rows() -> None:
    assert copied("fred_observations", dict(RAW_TABLES["fred_observations"].columns), []) == []


def test_a_part_of_a_batch_is_copied_as_that_part(warehouse: Ask) -> None:
    columns: dict[str, ColumnType] = {"a": "text", "b": "bigint"}
    batch = pa.RecordBatch.from_pydict({"a": ["one", None, "three"], "b": [1, 2, None]})
    with connect(LOADER) as opened, opened, opened.cursor() as cur:
        create_raw_tables(cur, [Table("parts", columns)])
        copy_batch(cur, ("raw", "parts"), list(columns), batch.slice(1))
    assert warehouse("select a, b from raw.parts order by b") == [(None, 2), ("three", None)]
