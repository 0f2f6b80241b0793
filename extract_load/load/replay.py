"""What was rejected, tried again with today's code. What still cannot be loaded stays a reject."""

import json
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from psycopg2.extensions import connection, cursor

from extract_load.landing import Landing
from extract_load.load import manifest
from extract_load.load.arrow import to_batch
from extract_load.load.lines import Line, read_line
from extract_load.load.load_object import ObjectFailed, Tally, finish, read_object, write_lines
from extract_load.load.manifest import Content
from extract_load.load.outcomes import OUTCOMES
from extract_load.source import Source, Table
from extract_load.unpack import lines_of
from extract_load.values import as_date
from extract_load.warehouse.connection import Lock, lock_transaction
from extract_load.warehouse.raw_tables import RAW_TABLES


@dataclass(frozen=True)
class Kept:
    """An open reject; a whole line where `table_name` is None."""

    reject_id: int
    line_number: int
    extracted_at: datetime | None
    table_name: str | None
    record: str


def rejected_objects(cur: cursor, names: Collection[str]) -> Sequence[Content]:
    """The object versions with open rejects, of these sources or (empty) of all."""
    cur.execute(
        "select distinct object_key, object_version, sha256, source, bytes"
        " from raw.rejects join ops.manifest using (load_id, object_key, object_version)"
        " where replayed_load_id is null and dismissed_at is null and (source = any(%s) or not %s)"
        " order by object_key, object_version",
        (list(names), bool(names)),
    )
    return [Content(*row) for row in cur]


def replay_object(opened: connection, landing: Landing, content: Content, source: Source) -> Tally | None:
    """Try an object version's open rejects again; None if each would be rejected again.

    Raises:
        ObjectFailed: whole lines are to be tried, and the object was replaced.
        Damaged: they are, and it is damaged.
        psycopg2.Error: PostgreSQL refused.
    """
    started = time.monotonic()
    with opened, opened.cursor() as cur:
        lock_transaction(cur, Lock.LOAD)
        kept = _open_rejects(cur, content)
        rows = [(reject.reject_id, _retried_row(reject)) for reject in kept if reject.table_name]
        lines = _retried_lines(landing, content, source, [reject for reject in kept if not reject.table_name])
        better = {reject_id: line for reject_id, line in [*rows, *lines] if line.rows}
        if not better:
            return None
        load_id = manifest.next_load_id(cur)
        tally = write_lines(cur, better.values(), content, load_id)
        cur.execute(
            "update raw.rejects set replayed_load_id = %s where reject_id = any(%s)", (load_id, list(better))
        )
        finish(cur, tally, content, load_id, "replay", time.monotonic() - started)
    return tally


def _open_rejects(cur: cursor, content: Content) -> list[Kept]:
    cur.execute(
        "select reject_id, line_number, extracted_at, table_name, record from raw.rejects"
        " where object_key = %s and object_version = %s and replayed_load_id is null and dismissed_at is null"
        " order by reject_id",
        (content.object_key, content.object_version),
    )
    return [Kept(*row) for row in cur]


def _retried_row(reject: Kept) -> Line:
    table = RAW_TABLES[reject.table_name or ""]
    columns = {name: [_typed(table, name, value)] for name, value in json.loads(reject.record).items()}
    _, bad = to_batch(table, columns)
    return Line(reject.line_number, reject.extracted_at, [] if bad else [(table, columns)])


def _typed(table: Table, name: str, value: object) -> object:
    return as_date(value) if table.columns[name] == "date" and isinstance(value, str) else value


def _retried_lines(
    landing: Landing, content: Content, source: Source, rejects: Sequence[Kept]
) -> Iterator[tuple[int, Line]]:
    if not rejects:
        return
    found, packed = read_object(landing, content.object_key, source)
    if found.sha256 != content.sha256:
        raise ObjectFailed("a newer version took its place in the landing zone, and was loaded by itself")
    by_line = {reject.line_number: reject for reject in rejects}
    for number, raw in lines_of(packed):
        if number in by_line:
            reject = by_line[number]
            line = read_line(source, number, raw)
            if line.reject is None:
                yield reject.reject_id, line if reject.extracted_at is None else _without_outcome(line)


def _without_outcome(line: Line) -> Line:
    """The line's outcome was loaded when its body was rejected."""
    return replace(line, rows=[(table, columns) for table, columns in line.rows if table is not OUTCOMES])
