"""How fast `load` is beside a plain COPY of the same rows, as a ratio within one run.

Lands what PROVIDERS_URL answers (by default the simulated world) in a folder of its own, and loads it into a
database of its own on the server that PG* name; both are removed at the end.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import psycopg2
from psycopg2 import sql

from extract_load.catalog import chosen
from extract_load.config import Settings
from extract_load.extract.run import extract
from extract_load.landing import open_landing
from extract_load.load.run import load
from extract_load.warehouse.bootstrap import bootstrap
from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY, FIRST_DAY
from tests.databases import own_database

_TABLES = "select relname from pg_class where relnamespace = 'raw'::regnamespace and relkind = 'r'"


def main() -> int:
    """Print seconds and rows a second of each, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=date.fromisoformat, default=FIRST_DAY)
    parser.add_argument("--runs", type=int, default=3, help="the median is told (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _providers() as url:
        today = date.fromisoformat(os.environ.get("BELLWETHER_TODAY", str(DEFAULT_TODAY)))
        settings = Settings(Path(folder, "landing").as_uri(), url, today, None)
        print(extract(settings, chosen(settings), options.start))
        _print_peak("extract")
        pairs = [_pair(settings, Path(folder)) for _ in range(options.runs)]
    _print_peak("extract and load")
    ratio = statistics.median(copied / loaded for _, loaded, copied in pairs)
    for rows, loaded, copied in pairs:
        print(f"{rows:,} rows: load {loaded:.2f} s ({rows / loaded:,.0f}/s), COPY {copied:.2f} s")
    print(f"load's rows a second are {ratio:.2f} of a plain COPY's (median of {len(pairs)})")
    return 0


@contextmanager
def _providers() -> Iterator[str]:
    if url := os.environ.get("PROVIDERS_URL"):
        yield url
    else:
        with Simulator() as simulator:
            yield simulator.url


def _pair(settings: Settings, folder: Path) -> tuple[int, float, float]:
    """Rows, seconds of `load`, and seconds of a COPY of what it had loaded."""
    with own_database(os.environ) as environment, patch.dict(os.environ, environment):
        bootstrap()
        began = time.perf_counter()
        report = load(open_landing(settings.landing_url))
        loaded = time.perf_counter() - began
        return report.rows_loaded, loaded, _copy_again(folder)


def _copy_again(folder: Path) -> float:
    """Write the raw tables to CSV files, and time their way into empty copies of the tables."""
    seconds = 0.0
    with closing(psycopg2.connect("")) as opened, opened, opened.cursor() as cur:
        cur.execute(_TABLES)
        for (name,) in cur.fetchall():
            table, copy = sql.Identifier("raw", name), sql.Identifier("bench", name)
            cur.execute(sql.SQL("create schema if not exists bench"))
            cur.execute(sql.SQL("create table {} (like {} including indexes)").format(copy, table))
            with (folder / f"{name}.csv").open("w+b") as file:
                cur.copy_expert(sql.SQL("copy {} to stdout (format csv)").format(table), file)
                file.seek(0)
                began = time.perf_counter()
                cur.copy_expert(sql.SQL("copy {} from stdin (format csv)").format(copy), file, size=1 << 20)
                seconds += time.perf_counter() - began
        began = time.perf_counter()
        opened.commit()
    return seconds + time.perf_counter() - began


def _print_peak(what: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{what}: at most {peak / 1024:,.0f} MB of memory")


if __name__ == "__main__":
    sys.exit(main())
