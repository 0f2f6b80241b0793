"""How long each page of the dashboard takes over the whole history, and what it fetches for what it shows.

Reads what is published where PG* point, as the reader, each page in this process: `new build` with nothing
cached, as the first reader of a build has it, `again` with everything cached. Exits 1 if a page fetches more
rows than it draws, lists or offers.
"""

# ruff: noqa: E402 - Streamlit warns while it is imported that there is no server, which is meant

import argparse
import base64
import json
import logging
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

logging.disable(logging.WARNING)

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import database, trust
from dashboard.queries import industries, stocks
from dashboard.queries.asking import SQL

ROOT = Path(__file__).parents[2]
SECONDS = 120  # within which a page must answer


@dataclass(frozen=True)
class Query:
    """One that was run: its file below queries/sql, how long it took, how many rows came."""

    name: str
    seconds: float
    rows: int


@dataclass(frozen=True)
class Rerun:
    """One time that a page was made: its seconds, the queries that it ran, the rows that it shows."""

    seconds: float
    queries: list[Query]
    shown: int

    @property
    def fetched(self) -> int:
        """All rows that came, but for single ones: these are said in words."""
        return sum(query.rows for query in self.queries if query.rows > 1)


def main() -> int:
    """Print each page's medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="the median is told (%(default)s)")
    options = parser.parse_args()
    publish = _published()
    if publish is None:
        print("no page was timed: nothing is published here (make pipeline)")
        return 0
    print(
        f"page, medians of {options.runs:<6} new build     again  slowest query {'rows fetched, shown':>44}"
    )
    greedy = [page for page, choices in _pages(publish.publish_id) if not _tell(page, choices, options.runs)]
    return _complain(greedy)


def _published() -> trust.Publish | None:
    try:
        return trust.current_publish()
    except (database.DatabaseDown, database.NotPublished):  # never bootstrapped
        return None


def _pages(build: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Each page with the choices that show most: the whole history, and one thing of each kind."""
    for view in sorted((ROOT / "dashboard" / "views").glob("*.py")):
        if view.stem != "sources":
            yield view.stem, {"range": "All"}
    industry, company = industries.names(build).iloc[0], stocks.companies(build).iloc[0]
    yield "industries", {"range": "All", "industry": industry["gics_sub_industry"]}
    yield "stocks", {"range": "All", "ticker": company["address"]}


def _tell(page: str, choices: dict[str, str], runs: int) -> bool:
    """Time a page; whether it shows as many rows as it fetches."""
    app = AppTest.from_file(ROOT / "dashboard" / "app.py", default_timeout=SECONDS)
    app.switch_page(f"views/{page}.py")
    app.query_params.update(choices)
    _rerun(app)
    new, again = [], []
    for _ in range(runs):
        st.cache_data.clear()
        new.append(_rerun(app))
        again.append(_rerun(app))
    name, slowest = _slowest(new)
    one = new[0]
    print(
        f"{page + ' (one)' * (len(choices) > 1):<24} {_median(new):8.3f} s {_median(again):7.3f} s  "
        f"{slowest:6.3f} s {name:<32} {one.fetched:7,} {one.shown:7,}"
    )
    return one.fetched <= one.shown


def _rerun(app: AppTest) -> Rerun:
    with _recorded() as queries:
        began = time.perf_counter()
        app.run()
        seconds = time.perf_counter() - began
    if app.exception:
        sys.exit(str(app.exception))
    return Rerun(seconds, queries, _shown(app))


@contextmanager
def _recorded() -> Iterator[list[Query]]:
    names = {path.read_text(encoding="utf-8"): str(path.relative_to(SQL)) for path in SQL.rglob("*.sql")}
    queries: list[Query] = []
    fetch = database._fetch

    def timed(sql: str, parameters: database.Parameters | None) -> pd.DataFrame:
        began = time.perf_counter()
        frame = fetch(sql, parameters)
        if sql in names:  # else it asks which build is current
            queries.append(Query(names[sql], time.perf_counter() - began, len(frame)))
        return frame

    with patch.object(database, "_fetch", timed):
        yield queries


def _median(reruns: list[Rerun]) -> float:
    return statistics.median(rerun.seconds for rerun in reruns)


def _slowest(reruns: list[Rerun]) -> tuple[str, float]:
    """Find the query whose median is the highest, and that."""
    seconds: dict[str, list[float]] = {}
    for query in (query for rerun in reruns for query in rerun.queries):
        seconds.setdefault(query.name, []).append(query.seconds)
    if not seconds:
        sys.exit("A page asked nothing: the database went away.")
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    name = max(medians, key=medians.__getitem__)
    return name, medians[name]


def _shown(app: AppTest) -> int:
    """Count the rows of tables and their small paths, points of charts, figures and choices on the page."""
    listed = sum(len(frame.value) + _small_paths(frame.value) for frame in app.dataframe)
    offered = sum(len(box.options) for box in [*app.selectbox, *app.multiselect])
    figures = sum(1 + len(metric.proto.chart_data) for metric in app.metric)
    charts = app.get("plotly_chart")
    drawn = sum(_points(trace) for chart in charts for trace in json.loads(chart.proto.spec)["data"])
    return listed + offered + figures + drawn


def _small_paths(frame: pd.DataFrame) -> int:
    return int(frame.map(lambda cell: isinstance(cell, np.ndarray)).to_numpy().sum())


def _points(trace: dict[str, object]) -> int:
    return max((_length(trace[axis]) for axis in ("x", "y", "z") if axis in trace), default=0)


def _length(values: object) -> int:
    if isinstance(values, dict):  # as plotly.js takes arrays of numbers
        return len(np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]))
    return len(values) if isinstance(values, list) else 0


def _complain(greedy: list[str]) -> int:
    if greedy:
        print(f"more rows are fetched than shown by: {', '.join(greedy)}")
    return 1 if greedy else 0


if __name__ == "__main__":
    sys.exit(main())
