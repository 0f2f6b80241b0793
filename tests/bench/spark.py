"""What the price path costs on Spark and on PostgreSQL, by the number of raw bars.

Generates daily bars of as many tickers as make up each of `--millions`, on every session of 1996 to 2025,
straight into the raw tables of a lake and of a database of its own on the server that PG* name. Then dbt
builds `fct_sector_daily` and `fct_industry_daily` with all that they are made from: staging, bars, returns,
members, stock days. Tells seconds, the peak of what the processes hold in memory, and bytes, for each engine;
the cost of a row is to be the same whatever their number. That cost is what the bars beyond one million add:
a build's statements take their time even on few rows. PostgreSQL goes as far as its disk does.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import psutil
import psycopg2
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.dataset import dataset

from extract_load.dbt_build import PROJECT, placed
from extract_load.lake.load import Loads
from extract_load.lake.parquet import ParquetTables
from extract_load.landing import FolderLanding
from extract_load.load import manifest
from extract_load.load.arrow import schema_of
from extract_load.load.gathered import ORIGIN
from extract_load.load.load_object import Tally
from extract_load.load.manifest import Content
from extract_load.load.raw_writer import copy_batch
from extract_load.source import Table
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import LOADER, connect
from extract_load.warehouse.raw_tables import LINEAGE, RAW_TABLES
from tests.databases import own_database

FIRST, LAST = date(1996, 1, 2), date(2025, 12, 31)
SECTORS, INDUSTRIES = 11, 160
_TICKERS_A_LOAD = 100
_ASKED = datetime(2026, 1, 1, 12, tzinfo=UTC)
_BYTES_A_BAR_IN_POSTGRESQL = 1300
"""Raw and built, and what statements write on the side: 1,100 at 30 million bars."""
_SELECTED = "+fct_sector_daily +fct_industry_daily"

Batches = Iterator[tuple[Table, pa.RecordBatch]]


@dataclass(frozen=True)
class Measured:
    """Seconds to load and to build, and bytes: the peak in memory, of raw tables, of what was built."""

    bars: int
    loaded: float
    built: float
    peak: int
    raw: int
    made: int


class DiskTooSmall(Exception):
    """A server's disk lacks the room."""


def main() -> int:
    """Print a line for each engine and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--millions", type=int, nargs="*", default=[10, 30, 100], help="of bars, beside one: %(default)s"
    )
    parser.add_argument("--engines", nargs="+", choices=list(_ENGINES), default=list(_ENGINES))
    options = parser.parse_args()
    print("engine           bars   load s  build s  us/bar  peak MB  raw MB built MB", flush=True)
    for engine in options.engines:
        try:
            _compare(engine, options.millions)
        except DiskTooSmall as error:
            print(f"{engine} goes no further: {error}")
    return 0


def _compare(engine: str, sizes: Sequence[int]) -> None:
    base = _measure(engine, 1)
    print(_line(engine, base, None), flush=True)
    for millions in (size for size in sizes if size > 1):
        found = _measure(engine, millions)
        cost = 1e6 * (found.built - base.built) / (found.bars - base.bars)
        print(_line(engine, found, cost), flush=True)


def _measure(engine: str, millions: int) -> Measured:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        return _ENGINES[engine](millions * 1_000_000, Path(folder))


def _line(engine: str, found: Measured, cost: float | None) -> str:
    sizes = "".join(
        f"{size / 1e6:>{width},.0f}" for size, width in ((found.peak, 9), (found.raw, 8), (found.made, 9))
    )
    told = f"{cost:>8.2f}" if cost is not None else " " * 8
    return f"{engine:<9}{found.bars:>12,}{found.loaded:>9.0f}{found.built:>9.0f}{told}{sizes}"


def _spark(bars: int, folder: Path) -> Measured:
    lake = FolderLanding(folder)
    started = time.monotonic()
    rows = _fill_lake(lake, bars)
    loaded = time.monotonic() - started
    own = {
        "LAKE_URL": folder.as_uri(),
        "SPARK_SHUFFLE_PARTITIONS": str(max(4, bars // 1_000_000)),
        "SPARK_DRIVER_MEMORY": os.environ.get("SPARK_DRIVER_MEMORY", "4g"),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    seconds, peak = _build("spark", folder, own, list)
    _check(rows, dataset(folder / "warehouse" / "marts_next.db" / "fct_stock_daily").count_rows())
    return Measured(rows, loaded, seconds, peak, _bytes(folder / "raw"), _bytes(folder / "warehouse"))


def _postgres(bars: int, folder: Path) -> Measured:
    with own_database(os.environ) as environment, patch.dict(os.environ, environment):
        _require_disk(bars)
        bootstrap()
        started = time.monotonic()
        rows = _fill_postgres(bars)
        loaded = time.monotonic() - started
        raw = _database_bytes()
        seconds, peak = _build("next", folder, environment, _servers)
        _check(rows, _asked("select count(*) from marts_next.fct_stock_daily"))
        return Measured(rows, loaded, seconds, peak, raw, _database_bytes() - raw)


_ENGINES = {"postgres": _postgres, "spark": _spark}


def _require_disk(bars: int) -> None:
    """Raises DiskTooSmall; of a server on another machine nothing is known."""
    folder = _asked("select max(setting) from pg_settings where name = 'data_directory'")
    needed = bars * _BYTES_A_BAR_IN_POSTGRESQL
    if folder and Path(folder).exists() and (free := shutil.disk_usage(folder).free) < needed:
        raise DiskTooSmall(
            f"{bars:,} bars need {needed / 1e9:,.0f} GB of disk, and {folder} has {free / 1e9:,.0f}"
        )


def _check(bars: int, stock_days: int) -> None:
    """What was measured is the work on every bar."""
    if stock_days != bars:
        sys.exit(f"fct_stock_daily has {stock_days:,} rows of {bars:,} bars: the generated world is wrong")


def _build(
    target: str, folder: Path, environment: dict[str, str], others: Callable[[], Sequence[psutil.Process]]
) -> tuple[float, int]:
    """Seconds of dbt's run, and the most bytes that it, its children and the `others` held."""
    place = ["--target", target, *placed()]
    written = ["--target-path", f"{folder}/target", "--log-path", f"{folder}/logs"]
    untested = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    command = [shutil.which("dbt", path=str(Path(sys.executable).parent)) or "dbt", "--quiet", "build"]
    started = time.monotonic()
    with (
        subprocess.Popen(
            [*command, "--select", *_SELECTED.split(), *untested, *place, *written],
            env={**os.environ, **environment},
        ) as process,
        _watched(psutil.Process(process.pid), others) as peak,
    ):
        code = process.wait()
    if code:
        sys.exit(f"the build on {target} failed: see above, and {folder}/logs")
    return time.monotonic() - started, max(peak)


@contextmanager
def _watched(parent: psutil.Process, others: Callable[[], Sequence[psutil.Process]]) -> Iterator[list[int]]:
    """What the processes hold, shared pages by their share, looked at each second."""
    seen, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(1):
            seen.append(sum(_held(process) for process in [parent, *_children(parent), *others()]))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _children(parent: psutil.Process) -> list[psutil.Process]:
    try:
        return parent.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _servers() -> Sequence[psutil.Process]:
    with closing(psycopg2.connect("")) as opened, opened.cursor() as cur:
        cur.execute("select pg_backend_pid()")
        (pid,) = cur.fetchone() or (0,)
        postmaster = psutil.Process(pid).parent()
    return [postmaster, *postmaster.children()] if postmaster else []


def _database_bytes() -> int:
    return int(_asked("select pg_database_size(current_database())"))


def _asked(query: str) -> Any:
    with closing(psycopg2.connect("")) as opened, opened.cursor() as cur:
        cur.execute(query)
        ((answer,),) = cur.fetchall()
    return answer


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _fill_lake(lake: FolderLanding, bars: int) -> int:
    loads, rows = Loads(lake), 0
    loads.clear_up()
    for content, batches in _objects(bars):
        tables, tally = ParquetTables(content, loads.next_id), Tally()
        for table, batch in batches:
            tables.store(table, batch)
            tally.rows_loaded += batch.num_rows
            rows += batch.num_rows if table.name == "yahoo_bars" else 0
        loads.add(content, tables, tally, 0.0)
    return rows


def _fill_postgres(bars: int) -> int:
    rows = 0
    with connect(LOADER) as opened:
        for content, batches in _objects(bars):
            with opened, opened.cursor() as cur:
                load_id, loaded = manifest.next_load_id(cur), 0
                origin: dict[str, str | int] = {"object_key": content.object_key, "object_version": "1"}
                origin["load_id"] = load_id
                for table, batch in batches:
                    columns = [*batch.schema.names, *origin]
                    copy_batch(cur, ("raw", table.name), columns, batch, [*origin.values()])
                    loaded += batch.num_rows
                    rows += batch.num_rows if table.name == "yahoo_bars" else 0
                manifest.record(cur, load_id, content, "load", loaded, 0, 0.0)
    return rows


def _objects(bars: int) -> Iterator[tuple[Content, Batches]]:
    """Landed objects as the loader would take them: one of documents, then some of charts."""
    sessions = _sessions()
    tickers = [f"T{number:05}" for number in range(bars // len(sessions) + 1)]
    yield _content("documents"), _documents(tickers)
    for first in range(0, len(tickers), _TICKERS_A_LOAD):
        yield _content(f"charts-{first}"), _charts(tickers[first : first + _TICKERS_A_LOAD], sessions, first)


def _content(name: str) -> Content:
    return Content(f"yahoo/date=2026-01-01/{name}.ndjson.gz", "1", name, "yahoo", 0)


def _documents(tickers: Sequence[str]) -> Batches:
    count = len(tickers)
    yield _rows("membership_spells", count, observed_on=LAST, ticker=tickers, start_date=FIRST)
    yield _rows(
        "wikipedia_members",
        count,
        observed_on=LAST,
        symbol=tickers,
        security=tickers,
        gics_sector=[f"Sector {number % SECTORS}" for number in range(count)],
        gics_sub_industry=[f"Industry {number % INDUSTRIES}" for number in range(count)],
    )
    yield _rows(
        "extraction_outcomes",
        count,
        source="yahoo",
        subject=tickers,
        window_start=FIRST,
        window_end=LAST,
        run_date=_ASKED.date(),
        status="ok",
    )


def _charts(tickers: Sequence[str], sessions: Sequence[int], seed: int) -> Batches:
    """A chart of each ticker: a random walk of prices of two decimals, a volume, no split and no dividend."""
    zone = "America/New_York"
    random, count = np.random.default_rng(seed), len(sessions)
    yield _rows(
        "yahoo_charts",
        len(tickers),
        line_number=range(1, len(tickers) + 1),
        ticker=tickers,
        window_start=FIRST,
        window_end=LAST,
        asked_on=_ASKED.date(),
        exchange_timezone=zone,
        first_trade_time=sessions[0],
    )
    for line, ticker in enumerate(tickers, 1):
        close = np.round(50 * np.exp(np.cumsum(random.normal(0, 0.01, count))) + 1, 2)
        yield _rows(
            "yahoo_bars",
            count,
            line_number=line,
            ticker=ticker,
            bar_time=sessions,
            bar_index=range(count),
            exchange_timezone=zone,
            open=np.round(close * 0.999, 2),
            high=np.round(close * 1.01, 2),
            low=np.round(close * 0.99, 2),
            close=close,
            volume=random.integers(100_000, 10_000_000, count),
        )


def _rows(name: str, count: int, **columns: object) -> tuple[Table, pa.RecordBatch]:
    """Rows of a raw table with their origin, a line's if not told otherwise; a value left out is null."""
    table = RAW_TABLES[name]
    schema = schema_of({**table.columns, **{name: LINEAGE[name] for name in ORIGIN}})
    given = {
        "line_number": 1,
        **columns,
        "extracted_at": _ASKED,
    }
    arrays = [_array(given.get(field.name), field.type, count) for field in schema]
    return table, pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: object, kind: pa.DataType, count: int) -> pa.Array:
    if values is None:
        return pa.nulls(count, kind)
    if isinstance(values, str | int | date):
        return pa.repeat(pa.scalar(values, kind), count)
    return pa.array(values, kind)


def _sessions() -> list[int]:
    """The NYSE's openings, in unix seconds."""
    holidays = np.loadtxt(
        PROJECT / "seeds" / "nyse_holidays.csv", delimiter=",", dtype=str, skiprows=1, usecols=0
    )
    days = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
    open_days = days[np.is_busday(days, holidays=holidays.astype("datetime64[D]"))]
    opened = pc.assume_timezone(
        pa.array(open_days.astype("datetime64[s]") + np.timedelta64(34_200, "s")), "America/New_York"
    )
    return [int(moment) for moment in opened.cast(pa.int64()).to_numpy()]


if __name__ == "__main__":
    sys.exit(main())
