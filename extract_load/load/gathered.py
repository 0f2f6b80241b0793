"""Rows of one table, gathered from many lines: to Arrow, a few rows cost as much as thousands."""

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import repeat
from typing import Any

import numpy as np
import pyarrow as pa

from extract_load.load.arrow import to_batch
from extract_load.load.lines import Line, Reject
from extract_load.source import Columns, Table

ORIGIN = ("line_number", "extracted_at")


class Gathered:
    """The rows of one table that wait to be loaded."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._columns: dict[str, list[Any]] = {name: [] for name in table.columns}
        self._origins: list[tuple[int, datetime | None]] = []
        self._counts: list[int] = []

    def __len__(self) -> int:
        return sum(self._counts)

    def add(self, line: Line, columns: Columns) -> None:
        """Take a line's equally long columns; one left out is null."""
        count = len(next(iter(columns.values()), ()))
        if count:
            for name, values in self._columns.items():
                values.extend(columns.get(name) or repeat(None, count))
            self._origins.append((line.number, line.extracted_at))
            self._counts.append(count)

    def take(self) -> tuple[pa.RecordBatch, list[Reject]]:
        """The rows, as the table's columns and `ORIGIN`, and the rejects among them."""
        batch, bad = to_batch(self.table, self._columns)
        origin_of_row = np.repeat(np.arange(len(self._origins)), self._counts)
        numbers = pa.array([number for number, _ in self._origins], pa.int64())
        times = pa.array([time for _, time in self._origins], pa.timestamp("us", tz="UTC"))
        origin = [numbers.take(origin_of_row), times.take(origin_of_row)]
        batch = pa.RecordBatch.from_arrays([*batch.columns, *origin], [*batch.schema.names, *ORIGIN])
        if not bad:
            return batch, []
        good = np.ones(len(batch), np.bool_)
        good[list(bad)] = False
        rejects = [
            self._reject(row, *self._origins[int(origin_of_row[row])], bad[row]) for row in sorted(bad)
        ]
        return batch.filter(good), rejects

    def _reject(self, row: int, number: int, extracted_at: datetime | None, reason: str) -> Reject:
        record = {name: values[row] for name, values in self._columns.items()}
        return Reject(number, extracted_at, self.table.name, _as_json(record), reason)


def _as_json(record: Mapping[str, Any]) -> str:
    # a number that JSON does not know, such as NaN, becomes its name
    return json.dumps(json.loads(json.dumps(record, default=str), parse_constant=str))
