"""Every question that a page asks, typed. The SQL is in `sql/`, a file of the same name each.

Questions about marts take the publish id first: it keys their cache, so a new build shows at once.
Those about `ops` are about what is going on right now and are not cached.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from dashboard.database import fetch, fetch_published
from dashboard.span import Span

SQL = Path(__file__).parent / "sql"
RECENT_SESSIONS = 60
OUTCOME_DAYS = 30

P = ParamSpec("P")
R = TypeVar("R")


def _of_a_build(question: Callable[P, R]) -> Callable[P, R]:
    cached: Callable[P, R] = st.cache_data(ttl="12h", max_entries=200, show_spinner=False)(question)
    return cached


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@_of_a_build
def expected_session(publish_id: int, as_of: date | None) -> date | None:
    """Look up the last session that a run on `as_of` can know."""
    frame = fetch_published(publish_id, _sql("expected_session"), {"as_of": as_of})
    session: date | None = frame["expected_session"].iloc[0]
    return session


@_of_a_build
def available_span(publish_id: int) -> Span | None:
    """First and last published session; None when the marts are empty."""
    row = fetch_published(publish_id, _sql("available_span")).iloc[0]
    return Span(row["first_session"], row["last_session"]) if row["last_session"] else None


@_of_a_build
def recent_market(publish_id: int) -> pd.DataFrame:
    """Read the index, VIX, mood and rainfall of the last sessions, oldest first."""
    return fetch_published(publish_id, _sql("recent_market"), {"sessions": RECENT_SESSIONS})


@_of_a_build
def recent_members(publish_id: int) -> pd.DataFrame:
    """Average the members' total returns of the last sessions, oldest first, and count the gainers."""
    return fetch_published(publish_id, _sql("recent_members"), {"sessions": RECENT_SESSIONS})


@_of_a_build
def recent_universe(publish_id: int) -> pd.DataFrame:
    """Count the sectors, industries and members of the last sessions, oldest first."""
    return fetch_published(publish_id, _sql("recent_universe"), {"sessions": RECENT_SESSIONS})


@_of_a_build
def indicator_changes(publish_id: int) -> pd.DataFrame:
    """Set each indicator's last two sessions side by side, and the last against its history (0 to 100)."""
    return fetch_published(publish_id, _sql("indicator_changes"))


@_of_a_build
def market_series(publish_id: int, span: Span) -> pd.DataFrame:
    """Read the index, depression index and rainfall of a range, one row per session."""
    return fetch_published(publish_id, _sql("market_series"), _ends(span))


@_of_a_build
def index_performance(publish_id: int, span: Span) -> pd.DataFrame:
    """Measure the index over a range: one row of return (a share) and daily volatility (a share)."""
    return fetch_published(publish_id, _sql("index_performance"), _ends(span))


@_of_a_build
def sector_performance(publish_id: int, span: Span) -> pd.DataFrame:
    """Measure each sector over a range, best first: return (a share), daily volatility (a share), members."""
    return fetch_published(publish_id, _sql("sector_performance"), _ends(span))


@_of_a_build
def industry_extremes(publish_id: int, span: Span, each: int = 5) -> pd.DataFrame:
    """List the `each` best and worst industries of a range, with a path of about 60 points each."""
    return fetch_published(publish_id, _sql("industry_extremes"), {**_ends(span), "each": each})


@_of_a_build
def source_freshness(publish_id: int) -> pd.DataFrame:
    """Say when each source last landed something usable and how its newest run went."""
    return fetch_published(publish_id, _sql("source_freshness"))


@_of_a_build
def outcomes_by_source(publish_id: int, as_of: date | None) -> pd.DataFrame:
    """Count the attempts of the OUTCOME_DAYS up to `as_of`, a row per source, a column per status."""
    return fetch_published(publish_id, _sql("outcomes_by_source"), {"as_of": as_of, "days": OUTCOME_DAYS})


@_of_a_build
def latest_failures(publish_id: int, as_of: date | None, limit: int = 50) -> pd.DataFrame:
    """List the newest failed and refused attempts of the OUTCOME_DAYS up to `as_of`."""
    parameters = {"as_of": as_of, "days": OUTCOME_DAYS, "limit": limit}
    return fetch_published(publish_id, _sql("latest_failures"), parameters)


def current_publish() -> pd.DataFrame:
    """Read the newest publish; no row when nothing has been published."""
    return fetch(_sql("current_publish"))


def runs(limit: int = 30) -> pd.DataFrame:
    """List the newest runs; one that was killed is 'interrupted'."""
    return fetch(_sql("runs"), {"limit": limit})


def manifest_by_source() -> pd.DataFrame:
    """Sum up what the loader took in, a row per source."""
    return fetch(_sql("manifest_by_source"))


def node_results(build_id: str) -> pd.DataFrame:
    """List every node of a published build with its newest result at that moment."""
    return fetch(_sql("node_results"), {"build_id": build_id})


def publishes(limit: int = 20) -> pd.DataFrame:
    """List the newest publishes and rollbacks; the first is what readers see."""
    return fetch(_sql("publishes"), {"limit": limit})


def _ends(span: Span) -> dict[str, date]:
    return {"start": span.start, "end": span.end}
