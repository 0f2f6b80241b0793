"""What the Overview asks."""

from datetime import date

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.queries.industries import WHOLE
from dashboard.widgets.span import Span

RECENT_SESSIONS = 60
MONTH = 21  # sessions


@of_a_build
def recent_market(publish_id: int) -> pd.DataFrame:
    """Read the index, the average member, VIX, mood and rainfall of the last sessions, oldest first."""
    return fetch_published(publish_id, sql("overview/recent_market"), {"sessions": RECENT_SESSIONS})


@of_a_build
def breadth(publish_id: int, session: date) -> pd.DataFrame:
    """Count the members that gained on a session and those with a known return: one row."""
    return fetch_published(publish_id, sql("overview/breadth"), {"session": session})


@of_a_build
def recent_universe(publish_id: int) -> pd.DataFrame:
    """Count the sectors, industries and members of the last sessions, oldest first."""
    return fetch_published(publish_id, sql("overview/recent_universe"), {"sessions": RECENT_SESSIONS})


@of_a_build
def indicator_changes(publish_id: int) -> pd.DataFrame:
    """Set each indicator's last two sessions side by side, and rank the last among all published ones.

    `standing` is the percentile of the last value, `earlier_standing` of that MONTH sessions before,
    `change_standing` of the size of the last move: 0 to 100, null where unknown.
    """
    return fetch_published(publish_id, sql("overview/indicator_changes"), {"back": MONTH})


@of_a_build
def verdicts(publish_id: int) -> pd.DataFrame:
    """Read the verdicts, the one with the smallest p first."""
    return fetch_published(publish_id, sql("overview/verdicts"))


@of_a_build
def market_series(publish_id: int, span: Span) -> pd.DataFrame:
    """Read the index, depression index and rainfall of a range, one row per session."""
    return fetch_published(publish_id, sql("overview/market_series"), ends(span))


@of_a_build
def market_performance(publish_id: int, span: Span) -> pd.DataFrame:
    """Measure the 'index' and the average of the 'members' over a range: return, volatility (shares)."""
    return fetch_published(publish_id, sql("overview/market_performance"), ends(span))


@of_a_build
def sector_performance(publish_id: int, span: Span) -> pd.DataFrame:
    """Measure each sector over a range, best first: return (a share), daily volatility (a share), members."""
    return fetch_published(publish_id, sql("overview/sector_performance"), {**ends(span), "whole": WHOLE})
