"""The tables that the project's own models read, filled with series of ours."""

from collections.abc import Mapping
from contextlib import closing
from itertools import count

import psycopg2
import psycopg2.extras
import pyarrow as pa

from extract_load.load.raw_writer import copy_batch
from tests.calibration.processes import Numbers

FIRST_DAY = "date '2000-01-01'"
SERIES = f"""
create table intermediate.int_signal_series as
select
    100000 * made.series_number + at as series_session,
    made.series_number,
    'level' as kind,
    made.series_number::text as series,
    at as session_number,
    {FIRST_DAY} + at::integer as trade_date,
    value,
    value as score
from made
cross join lateral unnest(made.series) with ordinality as sessions (value, at);
analyze intermediate.int_signal_series
"""
PAIRS = """
create table intermediate.int_signal_pairs as
select
    row_number() over () as pair_number,
    kind,
    target_number,
    indicator_number,
    lag_sessions
from asked
cross join unnest(asked.lags) as lag_sessions;
analyze intermediate.int_signal_pairs
"""
MOOD_DAYS = """
create table intermediate.int_industry_mood_days as
select
    'volatility_7d|S|' || made.series_number as series_key,
    'volatility_7d' as measure,
    'S' as gics_sector,
    made.series_number::text as gics_sub_industry,
    at as session_number,
    mood,
    value
from made
cross join lateral unnest(made.series, %s::integer[]) with ordinality as sessions (value, mood, at);
analyze intermediate.int_industry_mood_days
"""


class Pairs:
    """Series and which of them are held against which, collected and then written at once."""

    def __init__(self) -> None:
        """Begin without any."""
        self._numbers = count(1)
        self._series: dict[int, Numbers] = {}
        self._asked: list[tuple[str, int, int, list[int]]] = []

    def crossed(self, kind: str, targets: Numbers, indicators: Numbers, lags: list[int]) -> None:
        """Ask each row of the targets with each of the indicators."""
        firsts, seconds = self._added(targets), self._added(indicators)
        self._asked += [(kind, first, second, lags) for first in firsts for second in seconds]

    def _added(self, rows: Numbers) -> list[int]:
        scores = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
        numbers = [next(self._numbers) for _ in rows]
        self._series |= zip(numbers, scores, strict=True)
        return numbers

    def write(self) -> None:
        """Replace int_signal_series and int_signal_pairs of the database that PG* name."""
        with closing(psycopg2.connect("")) as opened, opened, opened.cursor() as cur:
            _made(cur, self._series)
            cur.execute(
                "create temporary table asked (kind text, target_number bigint, indicator_number bigint,"
                " lags integer[])"
            )
            insert = "insert into asked values %s"
            psycopg2.extras.execute_values(cur, insert, self._asked, page_size=5000)
            _replaced(cur, "int_signal_series", SERIES)
            _replaced(cur, "int_signal_pairs", PAIRS)


def write_moods(levels: list[int], volatility: Numbers) -> None:
    """Replace int_industry_mood_days: an industry for each row of volatility."""
    with closing(psycopg2.connect("")) as opened, opened, opened.cursor() as cur:
        _made(cur, dict(enumerate(volatility)))
        _replaced(cur, "int_industry_mood_days", cur.mogrify(MOOD_DAYS, (levels,)).decode())


def _made(cur: psycopg2.extensions.cursor, series: Mapping[int, Numbers]) -> None:
    cur.execute("create temporary table made (series_number bigint, series float8[])")
    columns = [pa.array(series.keys(), pa.int64()), pa.array(series.values(), pa.list_(pa.float64()))]
    names = ["series_number", "series"]
    copy_batch(cur, ("pg_temp", "made"), names, pa.RecordBatch.from_arrays(columns, names))


def _replaced(cur: psycopg2.extensions.cursor, name: str, statement: str) -> None:
    cur.execute(f"drop table if exists intermediate.{name} cascade")
    cur.execute(statement)
    cur.execute(f"grant select on intermediate.{name} to public")
