"""Arrow batches in the format that PostgreSQL's `copy ... (format binary)` reads.

The format is PostgreSQL's own (its manual, COPY, "Binary Format"): a row is the number of its fields; a field
is its length, -1 for null, and its bytes; numbers are big-endian. Here a batch becomes one array of equally
long rows, less those bytes that a null or a shorter text does not have. Writing prices as the digits of a CSV
takes twice as long, and so does PostgreSQL to read them.
"""

import struct
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_HEADER = struct.pack("!11sii", b"PGCOPY\n\xff\r\n\0", 0, 0)
_TRAILER = struct.pack("!h", -1)

_EPOCH_DAYS = (date(2000, 1, 1) - date(1970, 1, 1)).days
_EPOCH_MICROSECONDS = _EPOCH_DAYS * 86_400_000_000
_ARRAY_BYTES = 4 << 20

Kind = np.dtype[Any]


def encoded(batch: pa.RecordBatch, constants: Sequence[str | int]) -> Iterator[bytes]:
    """Encode a batch of string, int64, double, date32 and timestamp (microseconds) columns.

    Args:
        batch: the rows.
        constants: what each row ends in, texts and bigints.
    """
    start = struct.pack("!h", batch.num_columns + len(constants))
    end = b"".join(map(_constant, constants))
    layout = _layout(batch, len(start), len(end))
    step = max(1, _ARRAY_BYTES // layout.itemsize)
    yield _HEADER
    for first in range(0, batch.num_rows, step):
        yield _rows(batch.slice(first, step), layout, start, end)
    yield _TRAILER


def _layout(batch: pa.RecordBatch, start: int, end: int) -> Kind:
    fields = [("start", f"V{start}")]
    for place, column in enumerate(batch.columns):
        fields += [(f"length {place}", ">i4"), (f"value {place}", _kind(column))]
    return np.dtype([*fields, ("end", f"V{end}")])


def _kind(column: pa.Array) -> str:
    if pa.types.is_string(column.type):
        return f"V{pc.max(pc.binary_length(column)).as_py() or 1}"
    return f">{'f' if pa.types.is_floating(column.type) else 'i'}{column.type.byte_width}"


def _rows(batch: pa.RecordBatch, layout: Kind, start: bytes, end: bytes) -> bytes:
    rows = np.empty(batch.num_rows, layout)
    rows["start"], rows["end"] = np.void(start), np.void(end)
    kept = None
    for place, column in enumerate(batch.columns):
        kind, offset = rows.dtype[f"value {place}"], rows.dtype.fields[f"value {place}"][1]
        values, lengths = _texts(column, kind) if pa.types.is_string(column.type) else _numbers(column, kind)
        rows[f"value {place}"], rows[f"length {place}"] = values, lengths
        if (lengths != kind.itemsize).any():
            kept = np.ones((batch.num_rows, rows.itemsize), np.bool_) if kept is None else kept
            kept[:, offset : offset + kind.itemsize] = np.arange(kind.itemsize) < lengths[:, np.newaxis]
    return rows.tobytes() if kept is None else rows.view(np.uint8).reshape(kept.shape)[kept].tobytes()


def _numbers(column: pa.Array, kind: Kind) -> tuple[NDArray[Any], NDArray[np.int64]]:
    if pa.types.is_date(column.type):
        column = pc.subtract(column.cast(pa.int32()), _EPOCH_DAYS)
    elif pa.types.is_timestamp(column.type):
        column = pc.subtract(column.cast(pa.int64()), _EPOCH_MICROSECONDS)
    values = column.fill_null(0).to_numpy(zero_copy_only=False)
    return values, _or_null(column, np.full(len(column), kind.itemsize))


def _texts(column: pa.Array, kind: Kind) -> tuple[NDArray[Any], NDArray[np.int64]]:
    _, offset_buffer, data_buffer = column.buffers()
    offsets = np.frombuffer(offset_buffer, np.int32)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)
    lengths = np.diff(offsets)
    if (lengths == kind.itemsize).all():
        return data[offsets[0] : offsets[-1]].view(kind), lengths
    places = offsets[:-1, np.newaxis] + np.arange(kind.itemsize)
    values = np.append(data, np.uint8(0))[np.minimum(places, len(data))]
    return values.view(kind)[:, 0], _or_null(column, lengths)


def _or_null(column: pa.Array, lengths: NDArray[Any]) -> NDArray[Any]:
    return np.where(column.is_valid(), lengths, -1) if column.null_count else lengths


def _constant(value: str | int) -> bytes:
    packed = struct.pack("!q", value) if isinstance(value, int) else value.encode()
    return struct.pack("!i", len(packed)) + packed
