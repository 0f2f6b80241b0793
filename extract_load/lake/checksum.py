"""One number for each column of a table, the same from Arrow and from PostgreSQL, whatever the rows' order.

It is the sum, modulo 2^64, of one 64-bit number a value: integers and booleans themselves, days and
microseconds since 1970, the bits of a float (IEEE 754), the first eight bytes of a text's MD5. Nulls add
nothing and are counted by what they leave out.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from psycopg2 import sql
from psycopg2.extensions import cursor

_MODULUS = 1 << 64
_EXPRESSIONS: Mapping[str, str] = {
    "bigint": "{}",
    "int": "{}",
    "integer": "{}",
    "boolean": "{}::int",
    "date": "{} - date '1970-01-01'",
    "timestamp with time zone": "(extract(epoch from {}) * 1000000)::bigint",
    "double precision": "('x' || encode(float8send({}), 'hex'))::bit(64)::bigint",
    "text": "('x' || left(md5({}), 16))::bit(64)::bigint",
}


class Checksum(NamedTuple):
    """Of one column: how many values are known, and their sum."""

    known: int
    total: int

    def __add__(self, other: object) -> "Checksum":
        """The checksum of both columns' rows."""
        if not isinstance(other, Checksum):
            return NotImplemented
        return Checksum(self.known + other.known, (self.total + other.total) % _MODULUS)


def of_batch(batch: pa.RecordBatch) -> dict[str, Checksum]:
    """The checksum of each column."""
    columns = zip(batch.schema.names, batch.columns, strict=True)
    return {name: _of_column(column.drop_null()) for name, column in columns}


def of_table(cur: cursor, schema: str, table: str, types: Mapping[str, str]) -> dict[str, Checksum]:
    """The checksum of each column of a PostgreSQL table, whose columns have these `types`."""
    terms = [
        sql.SQL("count({column}), coalesce(sum({number}), 0)").format(
            column=sql.Identifier(name), number=sql.SQL(_EXPRESSIONS[kind]).format(sql.Identifier(name))
        )
        for name, kind in types.items()
    ]
    relation = sql.Identifier(schema, table)
    cur.execute(sql.SQL("select {} from {}").format(sql.SQL(", ").join(terms), relation))
    numbers = cur.fetchone() or ()
    found = zip(types, numbers[::2], numbers[1::2], strict=True)
    return {name: Checksum(known, int(total) % _MODULUS) for name, known, total in found}


def _of_column(known: pa.Array) -> Checksum:
    numbers = _of_texts(known) if pa.types.is_string(known.type) else _of_numbers(known)
    return Checksum(len(known), int(numbers.sum(dtype=np.uint64)))


def _of_texts(column: pa.Array) -> NDArray[np.uint64]:
    encoded = column.dictionary_encode()
    digests = b"".join(map(_digest, encoded.dictionary.to_pylist()))
    of_text = np.frombuffer(digests, ">u8").astype(np.uint64)
    numbers: NDArray[np.uint64] = of_text[encoded.indices.to_numpy()]
    return numbers


def _digest(text: str) -> bytes:
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()[:8]


def _of_numbers(column: pa.Array) -> NDArray[np.uint64]:
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    elif pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    elif pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    values: NDArray[Any] = column.to_numpy(zero_copy_only=False)
    return (values if pa.types.is_floating(column.type) else values.astype(np.int64)).view(np.uint64)
