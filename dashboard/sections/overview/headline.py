"""The Overview's first sentence: what the last session did, from the numbers."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.queries import overview as queries
from dashboard.sections.overview.returns import classified
from dashboard.widgets.span import Span
from dashboard.widgets.wording import UNKNOWN, literal, long_day, number, percent


def show(publish_id: int, session: date) -> None:
    """Draw the headline of `session`, the last one."""
    market = queries.recent_market(publish_id).iloc[-1]
    members = queries.breadth(publish_id, session).iloc[0]
    sectors = classified(queries.sector_performance(publish_id, Span(session, session)))
    st.caption(f"Last session · {long_day(session)}")
    st.title(_move(market["price_return"]), anchor=False)
    st.markdown(" ".join(filter(None, [_breadth(members), _extremes(sectors), _mood(market)])))


def _move(price_return: float | None) -> str:
    if pd.isna(price_return):
        return "The S&P 500's move is unknown"
    if abs(price_return) < 0.00005:
        return "The S&P 500 stood still"
    return f"The S&P 500 {'rose' if price_return > 0 else 'fell'} {number(100 * abs(price_return), 2)} %"


def _breadth(members: pd.Series) -> str:
    gained, known = members["gained"], members["known"]
    return f"{gained:,} of {known:,} members gained." if known else "No member's return is known."


def _extremes(sectors: pd.DataFrame) -> str:
    if len(sectors) < 2:
        return ""
    best, worst = sectors.iloc[0], sectors.iloc[-1]
    return (
        f"**{literal(best['gics_sector'])}** did best ({percent(best['range_return'])}), "
        f"**{literal(worst['gics_sector'])}** worst ({percent(worst['range_return'])})."
    )


def _mood(market: pd.Series) -> str:
    level = market["mood_level"]
    return (
        f"The mood index before the open was **{level.lower()}**."
        if isinstance(level, str)
        else f"Mood: {UNKNOWN}."
    )
