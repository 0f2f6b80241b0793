"""What is encoded is what PostgreSQL reads, to the bit."""

import io
from datetime import UTC, date, datetime
from typing import Any

import psycopg2
import pyarrow as pa
import pytest

from extract_load.load.binary_copy import encoded
from tests.integration.conftest import Ask

pytestmark = pytest.mark.usefixtures("warehouse")
TYPES = {
    "words": (pa.string(), "text"),
    "whole": (pa.int64(), "bigint"),
    "real": (pa.float64(), "double precision"),
    "day": (pa.date32(), "date"),
    "moment": (pa.timestamp("us", tz="UTC"), "timestamptz"),
}
FULL: tuple[Any, ...] = (
    "é\n\"'\\",
    -(2**63),
    0.1 + 0.2,
    date(1999, 12, 31),
    datetime(2024, 2, 29, 1, 2, 3, 4, UTC),
)


def read_back(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    arrays = [
        pa.array(values, kind)
        for values, (kind, _) in zip(zip(*rows, strict=True), TYPES.values(), strict=True)
    ]
    content = b"".join(encoded(pa.RecordBatch.from_arrays(arrays, list(TYPES)), ["const", 7]))
    with psycopg2.connect("") as opened, opened.cursor() as cur:
        columns = ", ".join(f"{name} {kind}" for name, (_, kind) in TYPES.items())
        cur.execute(f"create temporary table t ({columns}, object_key text, load_id bigint)")
        cur.copy_expert("copy t from stdin (format binary)", io.BytesIO(content))
        cur.execute("set timezone = 'UTC'; select * from t")
        return cur.fetchall()


@pytest.mark.parametrize(
    "rows",
    [
        [FULL],
        [(None,) * 5],
        [FULL, (None,) * 5, ("", 0, -0.0, date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC))],
        [("same", 1, 1.5, date(2024, 1, 1), FULL[4]), ("size", 2, 2.5, date(2024, 1, 2), FULL[4])],
        [
            ("short", 2**63 - 1, 1e-300, date(1, 1, 1), None),
            ("much longer", None, 1.7e308, date(9999, 12, 31), FULL[4]),
        ],
        [("", None, None, None, None)],
    ],
    ids=["one", "nothing", "mixed", "of one size", "of many sizes", "an empty text"],
)
def test_every_value_comes_back(rows: list[tuple[Any, ...]]) -> None:
    assert read_back(rows) == [(*row, "const", 7) for row in rows]


def test_many_rows_and_a_long_text_come_back() -> None:
    rows = [
        ("x" * (100_000 if number == 5 else number % 7), number, number / 7, None, None)
        for number in range(500)
    ]
    assert read_back(rows) == [(*row, "const", 7) for row in rows]


def test_no_rows_are_no_rows(warehouse: Ask) -> None:
    empty = pa.RecordBatch.from_arrays([pa.array([], kind) for kind, _ in TYPES.values()], list(TYPES))
    with psycopg2.connect("") as opened, opened.cursor() as cur:
        cur.copy_expert(
            "copy raw.rejects from stdin (format binary)", io.BytesIO(b"".join(encoded(empty, [])))
        )
    assert warehouse("select count(*) from raw.rejects") == [(0,)]
