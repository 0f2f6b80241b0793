"""Arrow batches into raw tables through COPY, in the transaction of whoever calls."""

import csv
import io
import secrets
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from psycopg2 import sql
from psycopg2.extensions import cursor
from pyarrow.csv import WriteOptions, write_csv

from extract_load.raw_tables import LINEAGE
from extract_load.source import Table

_FLUSH_BYTES = 16 << 20
_END_OF_ROW = f"<{secrets.token_hex(8)}>"
_OPTIONS = WriteOptions(include_header=False, eol=_END_OF_ROW)


@dataclass(frozen=True)
class Origin:
    """Where a line's rows come from, written into each of them."""

    object_key: str
    object_version: str
    line_number: int
    extracted_at: datetime | None
    load_id: int


class RawWriter:
    """Gathers rows as CSV and copies them table by table; a second thread feeds PostgreSQL meanwhile.

    At most `_FLUSH_BYTES` per table wait in memory, and as many again are on their way.
    """

    def __init__(self, cur: cursor, sender: ThreadPoolExecutor) -> None:
        self._cur = cur
        self._sender = sender
        self._sent: Future[None] | None = None
        self._waiting: dict[str, tuple[Table, io.BytesIO]] = {}

    def write(self, table: Table, batch: pa.RecordBatch, origin: Origin) -> None:
        """Take a batch of rows with the table's columns."""
        _, buffer = self._waiting.setdefault(table.name, (table, io.BytesIO()))
        rendered = io.BytesIO()
        write_csv(batch, rendered, _OPTIONS)
        # the origin, the same in each row, costs a tenth here of what five more Arrow columns cost
        buffer.write(rendered.getvalue().replace(_END_OF_ROW.encode(), _tail(origin)))
        if buffer.tell() >= _FLUSH_BYTES:
            self._send(table.name)

    def finish(self) -> None:
        """Copy what still waits; when this returns, PostgreSQL has taken every row."""
        for name in list(self._waiting):
            self._send(name)
        self._await_sent()

    def _send(self, name: str) -> None:
        table, buffer = self._waiting.pop(name)
        self._await_sent()
        self._sent = self._sender.submit(self._copy, table, buffer)

    def _await_sent(self) -> None:
        if self._sent:
            self._sent.result()

    def _copy(self, table: Table, buffer: io.BytesIO) -> None:
        buffer.seek(0)
        columns = sql.SQL(", ").join(map(sql.Identifier, [*table.columns, *LINEAGE]))
        statement = sql.SQL("copy raw.{} ({}) from stdin (format csv)").format(
            sql.Identifier(table.name), columns
        )
        self._cur.copy_expert(statement, buffer, size=1 << 20)


@contextmanager
def raw_writer(cur: cursor) -> Iterator[RawWriter]:
    """A writer on `cur`, which nobody else may use meanwhile; the end copies all, if no error came."""
    with ThreadPoolExecutor(1, "copy") as sender:
        writer = RawWriter(cur, sender)
        yield writer
        writer.finish()


def _tail(origin: Origin) -> bytes:
    text = io.StringIO()
    values = (
        origin.object_key,
        origin.object_version,
        origin.line_number,
        origin.extracted_at,
        origin.load_id,
    )
    csv.writer(text, lineterminator="\n").writerow(values)
    return b"," + text.getvalue().encode()
