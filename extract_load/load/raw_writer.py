"""Rows into raw tables through COPY, in the transaction of whoever calls."""

import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pyarrow as pa
from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.load import binary_copy
from extract_load.load.gathered import ORIGIN, Gathered
from extract_load.load.lines import Line, Reject
from extract_load.load.manifest import Content
from extract_load.source import Table

_FLUSH_ROWS = 20_000


class RawWriter:
    """Gathers rows and copies them table by table; a second thread feeds PostgreSQL meanwhile.

    At most `_FLUSH_ROWS` and a line's rows per table are in memory, and as many of one on their way.

    Attributes:
        rows_loaded: rows copied.
        rejects: what could not be.
    """

    def __init__(self, cur: cursor, content: Content, load_id: int, sender: ThreadPoolExecutor) -> None:
        self.rows_loaded = 0
        self.rejects: list[Reject] = []
        self._cur = cur
        self._origin: dict[str, str | int] = {
            "object_key": content.object_key,
            "object_version": content.object_version,
            "load_id": load_id,
        }
        self._sender = sender
        self._sent: Future[None] | None = None
        self._waiting: dict[str, Gathered] = {}

    def write(self, line: Line) -> None:
        """Take a line's rows and its reject."""
        self.rejects += [line.reject] if line.reject else []
        for table, columns in line.rows:
            gathered = self._waiting.setdefault(table.name, Gathered(table))
            gathered.add(line, columns)
            if len(gathered) >= _FLUSH_ROWS:
                self._send(self._waiting.pop(table.name))

    def finish(self) -> None:
        """Copy what still waits; when this returns, PostgreSQL has taken every row."""
        for gathered in self._waiting.values():
            self._send(gathered)
        self._await_sent()

    def _send(self, gathered: Gathered) -> None:
        batch, rejects = gathered.take()
        self.rejects += rejects
        self.rows_loaded += batch.num_rows
        self._await_sent()
        self._sent = self._sender.submit(self._copy, gathered.table, batch)

    def _await_sent(self) -> None:
        if self._sent:
            self._sent.result()

    def _copy(self, table: Table, batch: pa.RecordBatch) -> None:
        encoded = io.BytesIO()
        encoded.writelines(binary_copy.encoded(batch, [*self._origin.values()]))
        encoded.seek(0)
        columns = sql.SQL(", ").join(map(sql.Identifier, [*table.columns, *ORIGIN, *self._origin]))
        self._cur.copy_expert(
            sql.SQL("copy raw.{} ({}) from stdin (format binary)").format(
                sql.Identifier(table.name), columns
            ),
            encoded,
            size=1 << 20,
        )


@contextmanager
def raw_writer(cur: cursor, content: Content, load_id: int) -> Iterator[RawWriter]:
    """A writer on `cur`, which nobody else may use meanwhile; the end copies all, if no error came."""
    with ThreadPoolExecutor(1, "copy") as sender:
        writer = RawWriter(cur, content, load_id, sender)
        yield writer
        writer.finish()
