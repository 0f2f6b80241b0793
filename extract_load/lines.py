"""From a landed line to typed rows; what cannot become a row becomes a reject, and the rest goes on."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from extract_load.arrow import to_batch
from extract_load.envelope import Envelope, Status
from extract_load.outcomes import OUTCOMES, outcome_row
from extract_load.source import BadRecord, Columns, Source, Table

_KEPT_CHARACTERS = 100_000

Batches = list[tuple[Table, pa.RecordBatch]]


@dataclass(frozen=True)
class Reject:
    """What could not be loaded: a row of a table, as JSON, or a whole line where `table_name` is None."""

    table_name: str | None
    record: str
    reason: str


@dataclass(frozen=True)
class Line:
    """What became of an object's line, counted from 1. `extracted_at` is None if it is no envelope."""

    number: int
    extracted_at: datetime | None
    batches: Batches
    rejects: Sequence[Reject]


def read_line(source: Source, number: int, raw: bytes) -> Line:
    """Turn a line into rows of the source's tables and of `OUTCOMES`."""
    try:
        envelope = Envelope.from_line(raw.decode("utf-8", "surrogatepass"))
        if envelope.source != source.name:
            raise BadRecord(f"it is of {envelope.source!r} and lies in the folder of {source.name!r}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Line(number, None, [], [_whole(raw.decode(errors="replace"), error)])
    batches, rejects = convert([(OUTCOMES, outcome_row(envelope))])
    if envelope.outcome.status is Status.OK:
        try:
            more, bad = convert(source.rows(envelope))
        except Exception as error:
            # whatever a body does to a source's code, the other lines load
            more, bad = [], [_whole(envelope.body or "", error)]
        batches, rejects = batches + more, rejects + bad
    return Line(number, envelope.extracted_at, batches, rejects)


def convert(rows: Iterable[tuple[Table, Columns]]) -> tuple[Batches, list[Reject]]:
    """Give rows their tables' types.

    Raises:
        BadRecord: columns of one table differ in length or are not declared.
    """
    batches, rejects = Batches(), list[Reject]()
    for table, columns in rows:
        batch, bad = to_batch(table, columns)
        batches.append((table, batch))
        for row, reason in bad.items():
            record = _as_json({name: values[row] for name, values in columns.items()})
            rejects.append(Reject(table.name, record, reason))
    return batches, rejects


def _as_json(record: Mapping[str, Any]) -> str:
    # a number that JSON does not know, such as NaN, becomes its name
    return json.dumps(json.loads(json.dumps(record, default=str), parse_constant=str))


def _whole(text: str, error: Exception) -> Reject:
    reason = str(error) if isinstance(error, BadRecord) else f"{type(error).__name__}: {error}"
    return Reject(None, _storable(text[:_KEPT_CHARACTERS]), _storable(reason))


def _storable(text: str) -> str:
    """The text with what PostgreSQL cannot hold, lone surrogates and NUL, as readable escapes."""
    return text.encode(errors="backslashreplace").decode().replace("\0", "\\x00")
