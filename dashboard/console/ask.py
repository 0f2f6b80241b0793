"""Running a checked query: as the reader, alone, for a short time, and never more than a page can show."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pandas as pd
import psycopg2
from psycopg2 import errors
from psycopg2._psycopg import PYDATE, PYDATETIME, PYDATETIMETZ
from psycopg2.extensions import cursor, new_type, register_type

from dashboard.console import Refused
from dashboard.console.check import check
from dashboard.console.columns import Catalog
from dashboard.console.complaint import complaint, mark
from dashboard.console.cost import EXPLAIN, check_cost
from dashboard.database import DatabaseDown, connection_settings

MOST_ROWS = 1_000
MOST_BYTES = 5_000_000
SECONDS = 10
PATIENCE_SECONDS = 5

_SETTINGS = {
    "statement_timeout": f"{SECONDS}s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
    "default_transaction_read_only": "on",
    "standard_conforming_strings": "on",
    "search_path": "",  # every relation is written with its schema
    "work_mem": "16MB",
    "hash_mem_multiplier": "1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
# All or nothing: the first row says how large the answer is, and is alone if that is too large to send.
_ANSWER = """
with answer as materialized (
    select row_number() over () as "answer's row", octet_length(shown::text) as "answer's size", shown.*
    from (select * from ({query}) as asked limit {rows}) as shown
)
select total.size, answer.*
from (select coalesce(sum("answer's size"), 0)::bigint as size from answer) as total
left join answer on total.size <= {size}
order by answer."answer's row"
"""
_OWN_COLUMNS = 3

_BEFORE_QUERY = _ANSWER.index("{query}")
_alone = Lock()


def _finite(plain: Any) -> Callable[[str | bytes | None, cursor], Any]:  # noqa: ANN401 - psycopg2's own converters have no type
    def convert(value: str | bytes | None, cur: cursor) -> Any:  # noqa: ANN401
        if value in ("infinity", "-infinity"):
            raise ValueError(value)
        return plain(value, cur)

    return convert


# psycopg2 takes infinity for the last day of the year 9999, and a month for thirty days.
_AS_THEY_ARE = (
    new_type((1082,), "DATE", _finite(PYDATE)),
    new_type((1114,), "TIMESTAMP", _finite(PYDATETIME)),
    new_type((1184,), "TIMESTAMPTZ", _finite(PYDATETIMETZ)),
    new_type((1186,), "INTERVAL", lambda value, _: value),
)


@dataclass(frozen=True)
class Answer:
    """The first MOST_ROWS rows of a query.

    Args:
        rows: them; columns of the same name are numbered.
        is_cut: there are more.
        seconds: how long the server took.
    """

    rows: pd.DataFrame
    is_cut: bool
    seconds: float


def ask(typed: str, catalog: Catalog) -> Answer:
    """Check a query, price it and run it; one at a time in this process.

    Raises:
        Refused: it is not run, or the server ended it, with what to do.
        DatabaseDown: no connection can be had.
    """
    query = check(typed, catalog)
    if not _alone.acquire(timeout=PATIENCE_SECONDS):
        raise Refused("Another reader's query is running: try again in a few seconds.")
    try:
        with _connection() as cur:
            return _answered(cur, query, typed)
    finally:
        _alone.release()


@contextmanager
def _connection() -> Iterator[cursor]:
    # One for each query: nothing stays behind, the pages' pool is not touched, and there is nothing to heal.
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    try:
        opened = psycopg2.connect(
            **connection_settings() | {"application_name": "bellwether-console"}, options=options
        )
    except psycopg2.OperationalError as error:
        raise DatabaseDown(complaint(error)) from error
    with closing(opened), opened.cursor() as cur:
        opened.set_session(readonly=True)
        for kind in _AS_THEY_ARE:
            register_type(kind, opened)
        yield cur


def _answered(cur: cursor, query: str, typed: str) -> Answer:
    began = time.monotonic()
    try:
        check_cost(cur, query)
        cur.execute(_ANSWER.format(query=query, rows=MOST_ROWS + 1, size=MOST_BYTES))
        rows = cur.fetchall()
    except psycopg2.Error as error:
        offset = len(EXPLAIN) if (cur.query or b"").startswith(EXPLAIN.encode()) else _BEFORE_QUERY
        raise Refused(_explained(error), mark(error, query, offset, typed)) from error
    except (ValueError, OverflowError) as error:
        raise Refused("A date in the answer is outside of the years 1 to 9999: cast it to text.") from error
    return _answer(cur, rows, time.monotonic() - began)


def _explained(error: psycopg2.Error) -> str:
    match error:
        case errors.QueryCanceled():
            return f"Stopped after {SECONDS} s: narrow the days with WHERE, or aggregate first."
        case errors.LockNotAvailable():
            return "A new build is being published this moment: run it again."
        case errors.ConfigurationLimitExceeded():
            return "Stopped: it needs more temporary space than a reader may take. Narrow it with WHERE."
        case errors.ProgrammingError() | errors.DataError():
            return complaint(error)
        case _:
            return f"The server could not finish it: {complaint(error)}"


def _answer(cur: cursor, rows: list[tuple[object, ...]], seconds: float) -> Answer:
    size = rows[0][0] if rows else 0
    if isinstance(size, int) and size > MOST_BYTES:
        raise Refused(
            f"The answer has {size / 1e6:,.0f} MB, more than the {MOST_BYTES / 1e6:,.0f} MB that the console "
            "sends: choose fewer columns or shorter texts."
        )
    names = _distinct([column.name for column in (cur.description or ())[_OWN_COLUMNS:]])
    known = [row[_OWN_COLUMNS:] for row in rows if row[1] is not None]
    frame = pd.DataFrame(known[:MOST_ROWS], columns=names)
    return Answer(frame, len(known) > MOST_ROWS, seconds)


def _distinct(names: list[str]) -> list[str]:
    """Number the names that come again: n, n_2, n_3."""
    given: list[str] = []
    for name in names:
        count, free = 1, name
        while free in given:
            count += 1
            free = f"{name}_{count}"
        given.append(free)
    return given
