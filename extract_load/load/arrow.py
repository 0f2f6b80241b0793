"""From columns to Arrow: a column at once, value by value only where one of them is bad."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import NoneType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from extract_load.source import Columns, ColumnType, Table

_TYPES: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "day": pa.string(),
}
_LINEAGE_TYPES: Mapping[str, pa.DataType] = {"timestamptz": pa.timestamp("us", tz="UTC")}
_ACCEPTED: Mapping[ColumnType, set[type]] = {
    "text": {str, NoneType},
    "bigint": {int, float, NoneType},
    "double": {int, float, NoneType},
    "date": {date, NoneType},
    "day": {str},
}
_REFUSALS = (ValueError, TypeError, OverflowError)

BadRows = Mapping[int, str]
"""A row's index to why it cannot be stored."""


def schema_of(columns: Mapping[str, str]) -> pa.Schema:
    """The Arrow schema of columns that are declared by the names of their types, lineage's included."""
    types = {str(kind): arrow for kind, arrow in _TYPES.items()} | dict(_LINEAGE_TYPES)
    return pa.schema([(name, types[kind]) for name, kind in columns.items()])


def to_batch(table: Table, columns: Columns) -> tuple[pa.RecordBatch, BadRows]:
    """Give equally long columns the table's types.

    Returns:
        All rows, with null for what cannot be stored, and which rows these are: they are not to be loaded.
    """
    arrays, bad = [], dict[int, str]()
    for name, kind in table.columns.items():
        array, reasons = _to_array(columns[name], kind)
        arrays.append(array)
        for row, reason in reasons.items():
            bad.setdefault(row, f"{name}: {reason}")
    return pa.RecordBatch.from_arrays(arrays, list(table.columns)), bad


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
    # a day is never null, but where its row is not loaded
    return _strict(good, "text" if kind == "day" else kind), bad


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
    if kind == "day" and not _are_days(array):
        raise ValueError
    if kind in ("text", "day") and b"\0" in bytes(array.buffers()[2] or b""):
        raise ValueError  # PostgreSQL's text cannot hold NUL
    return array


def _are_days(texts: pa.Array) -> bool:
    """Whether each begins with a day that there is, YYYYMMDD or YYYY-MM-DD."""
    compact = pc.replace_substring(pc.utf8_slice_codeunits(texts, 0, 10), "-", "")
    digits = pc.utf8_slice_codeunits(compact, 0, 8)
    days = pc.strptime(digits, format="%Y%m%d", unit="s", error_is_null=True)
    # strptime takes 30 February for a day in March
    same = pc.equal(pc.strftime(days, format="%Y%m%d"), digits)
    return days.null_count == 0 and pc.all(same).as_py() is not False


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
