"""From a source's columns to Arrow: a column at once, value by value only where one of them is bad."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import NoneType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from extract_load.source import BadRecord, Columns, ColumnType, Table

_TYPES: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
}
_ACCEPTED: Mapping[ColumnType, set[type]] = {
    "text": {str, NoneType},
    "bigint": {int, float, NoneType},
    "double": {int, float, NoneType},
    "date": {date, NoneType},
}
_REFUSALS = (ValueError, TypeError, OverflowError)

BadRows = Mapping[int, str]
"""A row's index to why it cannot be stored."""


def to_batch(table: Table, columns: Columns) -> tuple[pa.RecordBatch, BadRows]:
    """Give `columns` the table's types; rows with a value that does not fit are left out and explained.

    Raises:
        BadRecord: the columns differ in length, or one is not declared.
    """
    rows = _count(table, columns)
    arrays, bad = [], dict[int, str]()
    for name, kind in table.columns.items():
        array, reasons = (
            _to_array(columns[name], kind) if name in columns else (pa.nulls(rows, _TYPES[kind]), {})
        )
        arrays.append(array)
        for row, reason in reasons.items():
            bad.setdefault(row, f"{name}: {reason}")
    batch = pa.RecordBatch.from_arrays(arrays, list(table.columns))
    return (batch.filter(pa.array([row not in bad for row in range(rows)])) if bad else batch), bad


def _count(table: Table, columns: Columns) -> int:
    unknown = columns.keys() - table.columns.keys()
    if unknown:
        raise BadRecord(f"{table.name} has no column {', '.join(sorted(unknown))}")
    counts = {name: len(values) for name, values in columns.items()}
    if len(set(counts.values())) > 1:
        raise BadRecord(f"arrays of unequal length for {table.name}: {counts}")
    return next(iter(counts.values()), 0)


def _to_array(values: Sequence[Any], kind: ColumnType) -> tuple[pa.Array, BadRows]:
    try:
        return _strict(values, kind), {}
    except _REFUSALS:
        return _value_by_value(values, kind)


def _value_by_value(values: Sequence[Any], kind: ColumnType) -> tuple[pa.Array, BadRows]:
    good, bad = list(values), dict[int, str]()
    for row, value in enumerate(values):
        try:
            _strict([value], kind)
        except _REFUSALS:
            good[row] = None
            bad[row] = f"{_shown(value)} cannot be stored as {kind}"
    return _strict(good, kind), bad


def _strict(values: Sequence[Any], kind: ColumnType) -> pa.Array:
    """Convert, refusing what Arrow would bend (true to 1, 1.5 to 1) and what a price or a text cannot be."""
    kinds = set(map(type, values))
    if not kinds <= _ACCEPTED[kind]:
        raise TypeError
    if kind == "bigint" and float in kinds:
        return pa.array(values, pa.float64()).cast(pa.int64())
    array = pa.array(values, _TYPES[kind])
    if kind == "double" and pc.all(pc.is_finite(array)).as_py() is False:
        raise ValueError
    if kind == "text" and pc.any(pc.match_substring(array, "\0")).as_py():
        raise ValueError  # PostgreSQL's text cannot hold NUL
    return array


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
