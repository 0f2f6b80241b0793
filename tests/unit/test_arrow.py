"""Columns become Arrow as they are, or a row says why not."""

import math
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from extract_load.load.arrow import BadRows, to_batch
from extract_load.source import Columns, Table

TABLE = Table("t", {"name": "text", "count": "bigint", "price": "double", "day": "date"})


def batch_of(columns: Columns) -> tuple[pa.RecordBatch, BadRows]:
    """A batch of these columns; those left out are null."""
    count = len(next(iter(columns.values())))
    return to_batch(TABLE, {name: columns.get(name, [None] * count) for name in TABLE.columns})


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    batch, bad = batch_of(columns)
    assert not bad
    return list(batch.to_pylist())


def test_values_keep_their_types_and_nulls() -> None:
    columns: Columns = {
        "name": ["a", None],
        "count": [1, None],
        "price": [0.1, None],
        "day": [date(2024, 2, 29), None],
    }
    assert rows_of(columns) == [
        {"name": "a", "count": 1, "price": 0.1, "day": date(2024, 2, 29)},
        {"name": None, "count": None, "price": None, "day": None},
    ]


def test_whole_numbers_may_come_as_floats_and_prices_as_integers() -> None:
    (row,) = rows_of({"count": [123.0], "price": [7]})
    assert (row["count"], row["price"]) == (123, 7.0)


def test_no_rows_are_no_rows() -> None:
    assert rows_of({"name": [], "count": []}) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("price", "Infinity"),
        ("price", "12.5"),
        ("price", math.nan),
        ("price", math.inf),
        ("price", True),
        ("price", {"raw": 1}),
        ("count", 1.5),
        ("count", False),
        ("count", 2**63),
        ("count", "12"),
        ("name", "nul\0"),
        ("name", "\ud800"),
        ("name", 12),
        ("day", "2024-02-30"),
        ("day", 19000),
    ],
)
def test_a_value_that_does_not_fit_marks_its_row_alone(column: str, value: object) -> None:
    good = {"name": "a", "count": 1, "price": 1.0, "day": date(2024, 1, 2)}
    columns = {name: [kept, value if name == column else kept, kept] for name, kept in good.items()}
    batch, bad = to_batch(TABLE, columns)
    assert batch.to_pylist() == [good, good | {column: None}, good]
    assert list(bad) == [1]
    assert bad[1].startswith(f"{column}: ")
    assert "cannot be stored as" in bad[1]
    bad[1].encode()


def test_a_row_with_two_bad_values_is_one_reject() -> None:
    _, bad = batch_of({"count": ["x"], "price": ["y"]})
    assert bad == {0: "count: 'x' cannot be stored as bigint"}
