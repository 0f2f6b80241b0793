"""Rows into raw tables through COPY, in the transaction of whoever calls."""

import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pyarrow as pa
from pgpq import ArrowToPostgresBinaryEncoder
from psycopg2 import sql
from psycopg2.extensions import cursor

from extract_load.load.gathered import ORIGIN, Gathered
from extract_load.load.lines import Line, Reject
from extract_load.load.manifest import Content
from extract_load.source import Table

_FLUSH_ROWS = 5_000

Store = Callable[[Table, pa.RecordBatch], None]
"""Takes rows of a table: its columns and `ORIGIN`."""


class RawWriter:
    """Gathers rows table by table: at most `_FLUSH_ROWS` and a line's rows of each are in memory.

    Attributes:
        rows_loaded: rows stored.
        rejects: what could not be.
    """

    def __init__(self, store: Store) -> None:
        self.rows_loaded = 0
        self.rejects: list[Reject] = []
        self._store = store
        self._waiting: dict[str, Gathered] = {}

    def write(self, line: Line) -> None:
        """Take a line's rows and its reject."""
        self.rejects += [line.reject] if line.reject else []
        for table, columns in line.rows:
            gathered = self._waiting.setdefault(table.name, Gathered(table))
            gathered.add(line, columns)
            if len(gathered) >= _FLUSH_ROWS:
                self._flush(self._waiting.pop(table.name))

    def finish(self) -> None:
        """Store what still waits."""
        for gathered in self._waiting.values():
            self._flush(gathered)

    def _flush(self, gathered: Gathered) -> None:
        batch, rejects = gathered.take()
        self.rejects += rejects
        self.rows_loaded += batch.num_rows
        self._store(gathered.table, batch)


class _Copier:
    """Copies rows into PostgreSQL; a second thread feeds it, so that one batch may be on its way."""

    def __init__(self, cur: cursor, content: Content, load_id: int, sender: ThreadPoolExecutor) -> None:
        self._cur = cur
        self._origin: dict[str, str | int] = {
            "object_key": content.object_key,
            "object_version": content.object_version,
            "load_id": load_id,
        }
        self._sender = sender
        self._sent: Future[None] | None = None

    def store(self, table: Table, batch: pa.RecordBatch) -> None:
        """Send a batch, once the one before has arrived."""
        self.await_sent()
        self._sent = self._sender.submit(self._copy, table, batch)

    def await_sent(self) -> None:
        """When this returns, PostgreSQL has taken every row."""
        if self._sent:
            self._sent.result()

    def _copy(self, table: Table, batch: pa.RecordBatch) -> None:
        columns = [*table.columns, *ORIGIN, *self._origin]
        copy_batch(self._cur, ("raw", table.name), columns, batch, [*self._origin.values()])


def copy_batch(
    cur: cursor,
    table: tuple[str, str],
    columns: Sequence[str],
    batch: pa.RecordBatch,
    constants: Sequence[str | int] = (),
) -> None:
    """COPY a batch, and what each of its rows ends in, into the named columns of a table of a schema."""
    ends = [pa.repeat(value, batch.num_rows) for value in constants]
    whole = pa.RecordBatch.from_arrays([*batch.columns, *ends], list(columns))
    encoder = ArrowToPostgresBinaryEncoder(whole.schema)
    encoded = b"".join((encoder.write_header(), encoder.write_batch(whole), encoder.finish()))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(*table), names)
    cur.copy_expert(statement, io.BytesIO(encoded), size=1 << 20)


@contextmanager
def raw_writer(cur: cursor, content: Content, load_id: int) -> Iterator[RawWriter]:
    """A writer on `cur`, which nobody else may use meanwhile; the end copies all, if no error came."""
    with ThreadPoolExecutor(1, "copy") as sender:
        copier = _Copier(cur, content, load_id, sender)
        writer = RawWriter(copier.store)
        yield writer
        writer.finish()
        copier.await_sent()
